package answer

import (
	"fmt"
	"slices"
	"strings"

	"byline/internal/news"
)

// Limits on the share of the question that what was found must speak of. They
// were set on questions whose answers are, and are not, among the articles:
// about one in forty questions that have an answer is refused.
const (
	bears    = .58 // a few neighbouring sentences and their headline: below, they do not bear on the question
	answered = .75 // the same: below, the answer is partial
	settled  = .4  // words other than names in a quote and around it: below, a number in it is one of something else
	sameName = .6  // names there: below, it is of someone else
	absent   = .25 // words that no passage found has at all: from this share on, the articles are not about it
	window   = 3   // neighbouring sentences that are looked at together
)

// bearing says how far what was found bears on the question.
type bearing struct {
	status  news.Status
	missing []term  // terms that no passage found has
	share   float64 // of the question, in the passage that speaks of most of it
}

// bearing judges by the words of the question that stand close together in
// what was found, and by those that stand nowhere: the search looked for them
// everywhere, so what they stand for is most likely not in the news.
func (p *pool) bearing() bearing {
	b := bearing{status: news.StatusAnswered}
	q := p.question
	var seen mask
	for i := range p.passages {
		x := &p.passages[i]
		seen |= x.own | x.context
		for s := x.first; s < x.last; s++ {
			near := x.context
			for _, o := range p.sentences[s:min(x.last, s+window)] {
				near |= o.own
			}
			b.share = max(b.share, q.rareShare(near))
		}
	}
	named, unnamed := 0, 0 // names and numbers of the question, and those that nothing mentions
	for i, t := range q.terms {
		gone := seen&(1<<i) == 0
		if gone {
			b.missing = append(b.missing, t)
		}
		if t.name || t.number {
			named++
			if gone {
				unnamed++
			}
		}
	}
	switch {
	case b.share < bears || q.rareShare(seen) <= 1-absent || 2*unnamed > named:
		b.status = news.StatusNotFound
	case b.share < answered || unnamed > 0:
		b.status = news.StatusPartial
	}
	return b
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

// gaps looks at what was chosen and returns the status of the answer, with
// warnings about what it leaves open.
func (p *pool) gaps(b bearing, chosen []candidate, w *writer) news.Status {
	status := b.status
	if len(b.missing) > 0 {
		w.warn("No passage found mentions " + list(b.missing) + ".")
	}
	if asks := p.question.asks; asks != asksThing && !slices.ContainsFunc(chosen, p.settles) {
		w.warn("The question asks for " + wanted[asks] + ", which no quote clearly gives.")
		status = news.StatusPartial
	}
	if status == news.StatusPartial && len(w.answer.Warnings) == 0 {
		w.warn("The passages found bear on only a part of the question.")
	}
	return status
}

// settles reports whether a quote holds what is asked for and speaks, with its
// surroundings, of enough of the names and of the other words of the question
// that it is likely to be said of the same thing.
func (p *pool) settles(c candidate) bool {
	if p.question.asks == asksReason { // which is given in many words
		return c.answers
	}
	var names mask
	for i, t := range p.question.terms {
		if t.name || t.number {
			names |= 1 << i
		}
	}
	q := p.question
	return c.answers && q.rareShareOf(c.around, names) >= sameName && q.rareShareOf(c.around, ^names) >= settled
}

// refusal says why there is no answer: what was searched and what nothing mentions.
func (p *pool) refusal(b bearing) string {
	within := describe(p.filter)
	if len(p.passages) == 0 {
		return "No articles" + within + " bear on this question."
	}
	text := fmt.Sprintf("The articles%s do not answer this question. ", within)
	if len(b.missing) > 0 {
		return text + fmt.Sprintf("None of the %s that come closest mentions %s.", count(len(p.passages), "passage"), list(b.missing))
	}
	return text + fmt.Sprintf("The %s that come closest, from %s, are about something else.", count(len(p.passages), "passage"), count(p.articles(), "article"))
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
