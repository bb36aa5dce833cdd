package answer

import (
	"slices"
	"strings"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/news"
	"byline/internal/query"
	ask "byline/internal/question"
)

// What a question puts in quotation marks must stand in what is cited: only
// articles that have it are searched, and a quote that has it is shown.

// lacksWords refuses a question whose words in quotation marks no article has. It
// reports false, and has written nothing, where there are none such.
func (f *finding) lacksWords(phrases []string, w *writer) (bool, error) {
	if len(phrases) == 0 || len(f.result.Hits) > 0 || f.result.Understood.Tree != nil {
		return false, nil
	}
	w.answer.Status, w.answer.Mode = news.StatusNotFound, news.AnswerExtractive
	in, or := f.evidence.question.in, "”, “"
	if in == language() {
		or = "” or “"
	}
	return true, w.write(piece{text: own(in, "lacks words", "WITHIN", describe(in, f.evidence.filter), "WORDS", "“"+strings.Join(phrases, or)+"”")})
}

// saidSo is how certain it is that what was found answers who said some words, where
// a passage has all of them, as they were asked.
const saidSo = .7

// asksWhoSaid reports whether a question asks who said words that it quotes, and a
// passage has them.
func (a *Answerer) asksWhoSaid(e *evidence, phrases []string) bool {
	const enough = 3 // words that nobody says by chance
	q := e.question
	saying := slices.ContainsFunc(q.words, func(w string) bool { return language().Questions.Sayings[stem(w)] })
	return q.asks == ask.Person && saying && slices.ContainsFunc(phrases, func(written string) bool {
		phrase := query.NewPhrase(written, a.analyzer)
		return len(strings.Fields(written)) >= enough && slices.ContainsFunc(e.passages, func(p passage) bool { return phrase.In(p.hit.Passage.Text) })
	})
}

// showPhrases quotes the words that a question puts in quotation marks from what
// is cited, where no quote and no headline has them yet. Where nothing that is
// cited has them, it says so.
func (a *Answerer) showPhrases(phrases []string, w *writer) error {
	if w.answer.Status == news.StatusNotFound {
		return nil
	}
	for _, written := range phrases {
		phrase := query.NewPhrase(written, a.analyzer)
		if w.cites(phrase) {
			continue
		}
		q, ok := w.cited(phrase)
		if !ok {
			w.warn("Nothing that is cited has the words “" + written + "”.")
			w.answer.Status = news.StatusPartial
			continue
		}
		text, _ := w.cut(q)
		text = oneLine(text)
		if by := origin(*q.article); by != "" {
			text += " (" + by + ")"
		}
		if err := w.write(piece{text: "\n\n"}, piece{text: text, quotes: []quote{q}}); err != nil {
			return err
		}
	}
	return nil
}

// cites reports whether a quote or the headline above it has a phrase, or is of
// whom the phrase names.
func (w *writer) cites(phrase *query.Phrase) bool {
	for _, c := range w.answer.Citations {
		if phrase.In(c.Quote) || phrase.In(c.Article.Headline) || phrase.Names(&c.Article) {
			return true
		}
	}
	return false
}

// cited is the first sentence of a cited article that has a phrase.
func (w *writer) cited(phrase *query.Phrase) (quote, bool) {
	for _, c := range w.answer.Citations {
		for _, s := range chunk.Sentences(c.Article.Body, lang.OfArticle(c.Article.Language)) {
			q := quote{&c.Article, s}
			if text, ok := w.cut(q); ok && phrase.In(text) {
				return q, true
			}
		}
	}
	return quote{}, false
}
