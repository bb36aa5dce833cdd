package answer

import (
	"context"
	"slices"
	"strings"

	"byline/internal/news"
	ask "byline/internal/question"
)

// A digest has at most maxStories stories, each with a sentence of at most
// digestQuote words.
const (
	maxStories  = 6
	maxItems    = 8 // of a timeline or a list
	digestQuote = 45
)

// digest answers a question for the news of a time, or of a topic, by a line
// for each story. It reports false, and has written nothing, where that is not
// what is asked for, or nothing is there to be listed.
func (a *Answerer) digest(ctx context.Context, e *evidence, req news.SearchRequest, w *writer) (bool, error) {
	form := e.question.read.Form
	if e.isOfOutletAlone() {
		req.Filter.Sources = e.outlets
		if !form.IsDigest() {
			form = ask.Happened
		}
	}
	if !form.IsDigest() || form == ask.List && e.question.asks != ask.Thing {
		return false, nil
	}
	if e.question.asksLatest(w.answer.Understood) {
		form = ask.Latest
	}
	var items []item
	var err error
	switch {
	case form == ask.Latest && e.question.hasTopic():
		items, err = a.latestOnTopic(ctx, e, req, w.answer.Understood)
	case form == ask.Timeline && e.question.hasTopic():
		items = a.itemsOnTopic(e, minTopic)
	case e.question.hasTopic():
		items = ofOnePeriod(a.itemsOnTopic(e, minTopic))
	default:
		items, err = a.itemsOfTime(ctx, req, w)
	}
	if err != nil || len(items) == 0 {
		return false, err
	}
	items = onlyNews(items)
	if err := a.embedItems(ctx, items); err != nil {
		return false, err
	}
	stories := order(group(items, form, e.question.hasTopic()), form, e.question.hasTopic())
	if u := w.answer.Understood; form == ask.Latest && len(u.Dates) == 0 && isStale(stories[0].first().article.Published, u.AsOf, latestFor) {
		w.warn(newestIs(e.question.in, stories[0].first().article.Published))
	}
	w.answer.Status, w.answer.Mode = news.StatusAnswered, news.AnswerExtractive
	if len(w.answer.Warnings) > 0 {
		w.answer.Status = news.StatusPartial
	}
	w.answer.Confidence = 1
	dated := form == ask.Timeline || form == ask.Latest
	if form == ask.List && len(stories) == 1 {
		stories[0].first().takeItems()
	}
	for i, s := range stories {
		if err := w.write(s.line(dated, i+1 < len(stories))...); err != nil {
			return true, err
		}
	}
	return true, nil
}

// asksLatest reports whether the latest on a topic is asked for: also by what
// happened lately in Ravnholm.
func (q *question) asksLatest(u news.Understood) bool {
	return (q.read.Form == ask.Latest || q.read.Form == ask.Happened && u.Recent) && q.hasTopic()
}

// readsLate reports whether it is only known after the search which sentences
// are worth reading, if any: of the latest on a topic, and of the news of no topic.
func (q *question) readsLate(u news.Understood) bool {
	return q.read.Form.IsDigest() && len(u.Dates) == 0 && (q.asksLatest(u) || !q.hasTopic())
}

// hasTopic reports whether a question for a digest is about something, and not
// only about a time.
func (q *question) hasTopic() bool {
	return slices.ContainsFunc(q.terms, func(t term) bool {
		word := strings.ToLower(t.text)
		in := language()
		return !in.Questions.Coverage[word] && !in.Time.Recency[word] && !in.Answers.DigestWords[word]
	})
}

// line is the line of a story: the sentence that stands for it, who reports it
// and how many others do.
func (s *story) line(dated, more bool) []piece {
	x := s.first()
	text := oneLine(x.text())
	by, when := outlet(*x.article), dateSaid(*x.article)
	if dated && when != "" {
		text = when + ": " + text
		when = ""
	}
	credit := []string{by, when}
	if n := s.voices - 1; n > 0 {
		credit = append(credit, "also "+count(n, "other outlet"))
	}
	if credit = slices.DeleteFunc(credit, func(part string) bool { return part == "" }); len(credit) > 0 {
		text += " (" + strings.Join(credit, ", ") + ")"
	}
	pieces := []piece{{text: text, quotes: []quote{{x.article, x.quote}}}}
	if more {
		pieces = append(pieces, piece{text: "\n\n"})
	}
	return pieces
}
