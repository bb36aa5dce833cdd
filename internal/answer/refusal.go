package answer

import (
	"fmt"
	"slices"
	"strings"

	"byline/internal/news"
	ask "byline/internal/question"
)

// Thresholds of a refusal: where the passages found speak of less of a question
// than this, the answer abstains (not_found) or is called partial. Each is a
// share of the question, by weight. They were set by hand, on questions whose
// answers are, and are not, among the articles, and no script repeats that;
// about one in forty questions that have an answer was refused.
const (
	minRelevance  = .58 // in relevanceSpan neighbouring sentences and their headline: below, nothing found bears on the question
	minComplete   = .75 // the same: below, the answer is partial
	maxUnknown    = .25 // of words that no passage found has: from here on, the articles are not about the question
	minOtherWords = .4  // of words other than names, in a quote and around it: below, a number in it is one of something else
	minNames      = .6  // of names there: below, it is of someone else

	relevanceSpan = 3 // neighbouring sentences that are looked at together
)

// relevance says how far what was found bears on the question.
type relevance struct {
	status  news.Status
	missing []term   // terms that no passage found has
	share   float64  // of the question, in the passage that speaks of most of it
	open    []string // parts of a question of several that no passage speaks of
}

// relevance judges by the words of the question that stand close together in
// what was found, and by those that stand nowhere: the search looked for them
// everywhere, so what they stand for is most likely not in the news.
func (e *evidence) relevance() relevance {
	r := relevance{status: news.StatusAnswered}
	q := e.question
	var seen mask
	var windows []mask
	for i := range e.passages {
		x := &e.passages[i]
		seen |= x.own | x.context
		for s := x.first; s < x.last; s++ {
			near := x.context
			for _, o := range e.sentences[s:min(x.last, s+relevanceSpan)] {
				near |= o.own
			}
			r.share = max(r.share, q.rareShare(near))
			windows = append(windows, near)
		}
	}
	named, unnamed := 0, 0 // names and numbers of the question, and those that nothing mentions
	for i, t := range q.terms {
		gone := seen&(1<<i) == 0
		if gone {
			r.missing = append(r.missing, t)
		}
		if t.name || t.number {
			named++
			if gone {
				unnamed++
			}
		}
	}
	bears := r.share >= minRelevance
	if len(q.parts) > 1 { // each may be answered by another article
		r.open = q.open(windows, minRelevance)
		bears = bears || 2*len(r.open) <= len(q.parts)
	}
	switch {
	case !bears || len(q.parts) < 2 && q.rareShare(seen) <= 1-maxUnknown || 2*unnamed > named:
		r.status = news.StatusNotFound
	case r.share < minComplete || unnamed > 0 || len(r.open) > 0:
		r.status = news.StatusPartial
	}
	return r
}

// rareShare is the share of the question that the terms of m make up, each by
// how rare it is likely to be anywhere. What was found tells nothing about
// that, as it was found by these words; the length of a word tells something:
// long words are rarer. Names and numbers count as long ones.
func (q *question) rareShare(m mask) float64 { return q.rareShareOf(m, ^mask(0)) }

// rareShareOf is the same of those terms of the question that are in among, 1 if none is.
func (q *question) rareShareOf(m, among mask) float64 {
	const long = 10
	have, all := 0., 0.
	for i, t := range q.terms {
		if among&(1<<i) == 0 {
			continue
		}
		w := float64(min(len(t.text), long))
		if t.name || t.number {
			w = long
		}
		all += w
		if m&(1<<i) != 0 {
			have += w
		}
	}
	if all == 0 && among != ^mask(0) {
		return 1
	}
	if all == 0 {
		return 0
	}
	return have / all
}

// warnings looks at what was chosen and returns the status of the answer, with
// warnings about what it leaves open.
func (e *evidence) warnings(r relevance, chosen []candidate, w *writer) news.Status {
	status := r.status
	if len(r.missing) > 0 {
		w.warn("No passage found mentions " + list(r.missing) + ".")
	}
	if len(r.open) > 0 && len(r.open) < len(e.question.parts) {
		w.warn("No passage found speaks of “" + strings.Join(r.open, "” or “") + "”.")
	}
	if asks := e.question.asks; asks != ask.Thing && !slices.ContainsFunc(chosen, e.answersQuestion) {
		w.warn("The question asks for " + asks.String() + ", which no quote clearly gives.")
		status = news.StatusPartial
	}
	if status == news.StatusPartial && len(w.answer.Warnings) == 0 {
		w.warn("The passages found bear on only a part of the question.")
	}
	return status
}

// answersQuestion reports whether a quote holds what is asked for and speaks, with its
// surroundings, of enough of the names and of the other words of the question
// that it is likely to be said of the same thing.
func (e *evidence) answersQuestion(c candidate) bool {
	if e.question.asks == ask.Reason { // which is given in many words
		return c.answers
	}
	var names mask
	for i, t := range e.question.terms {
		if t.name || t.number {
			names |= 1 << i
		}
	}
	q := e.question
	return c.answers && q.rareShareOf(c.around, names) >= minNames && q.rareShareOf(c.around, ^names) >= minOtherWords
}

// refusal says why there is no answer: what was searched and what nothing mentions.
func (e *evidence) refusal(r relevance) string {
	within := describe(e.filter)
	if len(e.passages) == 0 {
		return "No articles" + within + " bear on this question."
	}
	text := fmt.Sprintf("The articles%s do not answer this question. ", within)
	if len(r.missing) > 0 {
		return text + fmt.Sprintf("None of the %s that come closest mentions %s.", count(len(e.passages), "passage"), list(r.missing))
	}
	return text + fmt.Sprintf("The %s that come closest, from %s, are about something else.", count(len(e.passages), "passage"), count(e.articles(), "article"))
}

// describe says in words which articles a filter lets through.
func describe(f news.Filter) string {
	var b strings.Builder
	if len(f.Sources) > 0 {
		b.WriteString(" of " + strings.Join(f.Sources, ", "))
	}
	if len(f.Subjects) > 0 {
		b.WriteString(" on " + strings.Join(f.Subjects, ", "))
	}
	if f.Language != "" {
		b.WriteString(" in language " + f.Language)
	}
	switch {
	case !f.After.IsZero() && !f.Before.IsZero():
		b.WriteString(" published from " + f.After.Format(dayLayout) + " to before " + f.Before.Format(dayLayout))
	case !f.After.IsZero():
		b.WriteString(" published since " + f.After.Format(dayLayout))
	case !f.Before.IsZero():
		b.WriteString(" published before " + f.Before.Format(dayLayout))
	}
	return b.String()
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// list names terms, at most four of them.
func list(terms []term) string {
	var names []string
	for _, t := range terms[:min(len(terms), 4)] {
		names = append(names, "“"+t.text+"”")
	}
	if len(names) == 1 {
		return names[0]
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
