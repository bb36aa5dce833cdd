package answer

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"byline/internal/news"
)

// finding is what a search found, and what it is worth.
type finding struct {
	result   news.SearchResult
	evidence *evidence
}

// findInTime searches for what answers a question and weighs it up. Where the times
// that the question names leave nothing that answers it, and articles of other
// times do, these times were part of what happened rather than of when it was
// reported, or who asks was wrong about when: then they are left out of account,
// with a warning, and the answer is partial.
func (a *Answerer) findInTime(ctx context.Context, search news.SearchRequest, said aside) (finding, error) {
	f, err := a.findOnce(ctx, search, said)
	if err == nil {
		f, err = a.findState(ctx, search, said, f)
	}
	dates := f.result.Understood.Dates
	if err != nil || search.KeepDates || !filtersByTime(search, f.result.Understood) || !a.refuses(f.evidence.certainty) {
		return f, err
	}
	search.KeepDates = true
	said.dates = dates
	wider, err := a.findOnce(ctx, search, said)
	if err != nil || len(wider.evidence.question.terms) < enoughWithoutDates || wider.evidence.certainty < a.sureOfOtherTimes(f.evidence) {
		return f, err
	}
	wider.evidence.otherTimes = true
	wider.result.Warnings = append(wider.result.Warnings, otherTimes(dates))
	return wider, nil
}

// sureOfOtherTimes is the confidence from which on articles of other times are
// taken: more than is needed otherwise, unless there are none of the times that
// were asked for, or the question is of several articles, whose days it tells.
func (a *Answerer) sureOfOtherTimes(inTime *evidence) float64 {
	if len(inTime.passages) == 0 || inTime.question.isLong() {
		return a.config.RefuseBelow
	}
	return (a.config.RefuseBelow + surelyThere) / 2
}

// surelyThere is the confidence from which on there is hardly a doubt that articles have an answer.
const surelyThere = .75

// enoughWithoutDates is how many terms a question must have without its dates
// for it to be asked of other times.
const enoughWithoutDates = 2

// otherTimes says that what is cited is not of the times that were asked for.
func otherTimes(dates []news.DateExpression) string {
	return "No article from " + written(dates) + " answers this, so articles of other times are cited."
}

// written lists times as they are written.
func written(dates []news.DateExpression) string {
	var texts []string
	for _, d := range dates {
		texts = append(texts, "“"+d.Text+"”")
	}
	return strings.Join(texts, ", ")
}

// filtersByTime reports whether times of the query became a filter.
func filtersByTime(search news.SearchRequest, u news.Understood) bool {
	return len(u.Dates) > 0 && (!u.Filter.After.Equal(search.Filter.After) || !u.Filter.Before.Equal(search.Filter.Before))
}

// aside is what a question says of when and by whom something was reported,
// which no sentence needs to repeat, and what was said before it.
type aside struct {
	dates   []news.DateExpression // nil: those that filter
	outlets []string
	before  before
}

// before is what of a conversation tells which sentences a follow-up means.
type before struct {
	quotes   []string // of the reply
	put, old string   // the words that took the place of others in the question, and those
	brought  []string // words that the follow-up was completed with, which only tell of what it asks
	asksOn   bool     // it asks in words of its own
	told     []string // quotes of all replies before it
	besides  string   // the outlet that others are asked for than
}

// findOnce searches and weighs up once. What is not as its article has it is left out.
func (a *Answerer) findOnce(ctx context.Context, search news.SearchRequest, said aside) (f finding, err error) {
	search.Limit, search.Mode, search.Group, search.Explain, search.Nearest = a.config.Passages, news.ModeHybrid, news.GroupPassage, true, true
	if f.result, err = a.searcher.Search(ctx, search); err != nil {
		return f, fmt.Errorf("answer: search: %w", err)
	}
	f.result.Hits = slices.DeleteFunc(f.result.Hits, func(h news.Hit) bool { return !a.sound(ctx, &h) })
	if said.dates == nil {
		said.dates = datesToDrop(search, f.result.Understood)
	}
	f.evidence = newEvidence(a.analyzer, cmp.Or(f.result.Understood.Words, f.result.Understood.Query, search.Query), said, f.result)
	if u := f.result.Understood; !search.KeepDates && !filtersByTime(search, u) {
		f.evidence.times = u.Dates
	}
	f.evidence.verifier = a.verifier
	f.evidence.postponed = f.evidence.question.readsLate(f.result.Understood) && len(said.outlets) == 0
	a.weighUp(ctx, f.evidence)
	if err := ctx.Err(); err != nil {
		return f, fmt.Errorf("answer: %w", err)
	}
	for i := range f.result.Hits { // nobody asked for it
		f.result.Hits[i].Explanation = nil
	}
	return f, nil
}

// weighUp ranks the sentences of the evidence and tells how likely it is that
// they answer the question.
func (a *Answerer) weighUp(ctx context.Context, e *evidence) {
	var told pointed
	e.ranked, told, e.unranked = a.candidates(ctx, e)
	e.list = e.shortlist(told)
	e.bearing = newBearing(e, e.ranked)
	e.certainty = e.bearing.confidence(a.config.Passages)
}

// readPostponed has the reader read what it has not read yet. The latest on a topic
// is looked for in several spans of time, and only what is found in one is shown.
func (a *Answerer) readPostponed(ctx context.Context, e *evidence) {
	if e.postponed {
		e.postponed = false
		a.weighUp(ctx, e)
	}
}

// sound reports whether the article of a hit has the words of its passage, so
// that no fault of an index can become a wrong quote.
func (a *Answerer) sound(ctx context.Context, h *news.Hit) bool {
	_, ok := a.config.WrongSpan.Cut(ctx, &h.Article, h.Passage.Span, news.Sum(h.Passage.Text))
	return ok
}

// datesToDrop returns the parts of the query that have become date filters, so
// that no sentence needs to repeat them.
func datesToDrop(search news.SearchRequest, u news.Understood) []news.DateExpression {
	if search.KeepDates {
		return nil
	}
	return u.Dates
}
