package frontpage

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"byline/internal/news"
)

// What making questions may cost: at most so many are asked, of so many stories.
const (
	maxAsked   = 24
	maxStories = 12
)

// chooser looks for questions that work.
type chooser struct {
	page  *Page
	asked map[string]bool
	found []string
}

// choose makes questions from articles, the newest first, and keeps those that
// are answered. Those of the samples come behind those of other articles.
func (p *Page) choose(ctx context.Context, articles []news.Article) ([]string, error) {
	own := slices.DeleteFunc(slices.Clone(articles), func(a news.Article) bool { return p.config.IsSample != nil && p.config.IsSample(&a) })
	c := &chooser{page: p, asked: map[string]bool{}}
	stories, err := p.group(ctx, own)
	if err != nil {
		return nil, err
	}
	if err := c.fromStories(ctx, stories[:min(len(stories), maxStories)]); err != nil {
		return nil, err
	}
	if len(own) == len(articles) {
		return c.found, nil
	}
	for _, question := range p.config.Samples {
		if _, err := c.try(ctx, draft{question: question}, nil); err != nil {
			return nil, err
		}
	}
	return c.found, nil
}

// fromStories takes one question from a story, and another sort of question from
// each as long as there are some, so that they show what can be asked.
func (c *chooser) fromStories(ctx context.Context, stories []news.Voice) error {
	drafts := make([][]draft, len(stories))
	for i := range stories {
		drafts[i] = append(draftsOf(&stories[i]), ofDay(&stories[i]))
	}
	used := make([]bool, len(stories))
	for _, sort := range []sort{whoDid, whatSaid, whatLatest, whatKnown, whatDay, whatAbout, whatLatest, whatKnown, whatAbout} {
		for i := range stories {
			if used[i] {
				continue
			}
			ok, err := c.tryAll(ctx, drafts[i], sort, &stories[i])
			if err != nil {
				return err
			}
			if used[i] = ok; ok {
				break
			}
		}
	}
	return nil
}

// tryAll asks the drafts of a sort until one works.
func (c *chooser) tryAll(ctx context.Context, drafts []draft, sort sort, story *news.Voice) (bool, error) {
	for _, d := range drafts {
		if d.sort != sort {
			continue
		}
		if ok, err := c.try(ctx, d, story); ok || err != nil {
			return ok, err
		}
	}
	return false, nil
}

// try asks a question and keeps it if it is answered without reserve and, where
// it was made from a story, from that.
func (c *chooser) try(ctx context.Context, d draft, story *news.Voice) (bool, error) {
	if d.question == "" || len(c.found) >= Shown || len(c.asked) >= maxAsked || c.asked[d.question] {
		return false, nil
	}
	c.asked[d.question] = true
	a, err := c.page.answerer.Answer(ctx, news.AnswerRequest{Question: d.question, NoLLM: true}, nil)
	if err != nil {
		return false, err
	}
	if a.Status != news.StatusAnswered || len(a.Citations) == 0 || len(a.Warnings) > 0 || !d.answeredBy(&a) {
		return false, nil
	}
	if story != nil && !slices.ContainsFunc(a.Citations, func(q news.Citation) bool { return has(story, q.Article.ID) }) {
		return false, nil
	}
	c.found = append(c.found, d.question)
	return true, nil
}

// answeredBy reports whether an answer gives what the draft expects.
func (d *draft) answeredBy(a *news.Answer) bool {
	if d.expects == "" {
		return true
	}
	expected := wordsOf(d.expects)
	return slices.ContainsFunc(wordsOf(a.Direct.Text), func(word string) bool { return slices.Contains(expected, word) })
}

// wordsOf are the words of a text in lower case.
func wordsOf(text string) []string {
	return strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}
