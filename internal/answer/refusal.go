package answer

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// RefuseBelow and SureFrom are the built-in thresholds. A question is refused
// (not_found; others say that a system abstains) where it is less likely than the
// first that the articles answer it; an answer that is less likely right than the
// second is called partial.
// docs/evaluation.md has the curves that they were read off.
const (
	RefuseBelow = .26
	SureFrom    = .8
)

const (
	minOtherWords = .4 // of words other than names, in a quote and around it: below, a number in it is one of something else
	minNames      = .6 // of names there: below, it is of someone else
)

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
		if among&(1<<i) == 0 || t.spare && m&(1<<i) == 0 {
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
// warnings about what it leaves open. hasDirect tells that a direct answer stands before it.
func (e *evidence) warnings(status news.Status, chosen []candidate, hasDirect bool, w *writer) news.Status {
	before := len(w.answer.Warnings)
	if e.bearing.isAcross() {
		w.warn(own(e.question.in, "across"))
		status = news.StatusPartial
	}
	if missing := e.bearing.missing; len(missing) > 0 && status != news.StatusAnswered {
		w.warn(e.question.lacks(missing))
	}
	if unnamed := e.bearing.unnamed(); len(unnamed) > 0 && status != news.StatusAnswered {
		w.warn("What fits best is of an article that does not mention " + list(language(), unnamed) + ".")
	}
	if open := e.bearing.open; len(open) > 0 && len(open) < len(e.question.parts) {
		w.warn("No passage found speaks of “" + strings.Join(open, "” or “") + "”.")
	}
	if times := e.untold(chosen); len(times) > 0 {
		w.warn("Nothing that is quoted was published in or soon after " + written(times) + ".")
		status = news.StatusPartial
	}
	if !e.isGiven(chosen) {
		if !hasDirect {
			w.warn(own(e.question.in, "unclear", "KIND", e.question.asks.String()))
		}
		status = news.StatusPartial
	}
	if status == news.StatusPartial && len(w.answer.Warnings) == before {
		w.warn(own(e.question.in, "unsure"))
	}
	return status
}

// lacks is the warning that no passage has some words of the question. To who asks in
// another language it is the sentence of a refusal, which counts none there.
func (q *question) lacks(missing []term) string {
	if q.in == language() {
		return "No passage found mentions " + list(q.in, missing) + "."
	}
	return own(q.in, "missing", "WORDS", list(q.in, missing))
}

// isGiven reports whether some quote clearly gives what is asked for, where that can be told.
func (e *evidence) isGiven(chosen []candidate) bool {
	return e.question.asks == ask.Thing || slices.ContainsFunc(chosen, e.answersQuestion)
}

// soonAfter is for how long what happened at a time is reported: what appears
// later tells of it as of the past.
const soonAfter = 400 * 24 * time.Hour

// untold are the times of the question, of those that say when something
// happened, that nothing quoted can tell of by the date of its article.
func (e *evidence) untold(chosen []candidate) []news.DateExpression {
	return slices.DeleteFunc(slices.Clone(e.times), func(t news.DateExpression) bool {
		return slices.ContainsFunc(chosen, func(c candidate) bool {
			at := e.hit(c).Article.Published
			return at.IsZero() || !at.Before(t.After) && (t.Before.IsZero() || at.Before(t.Before.Add(soonAfter))) ||
				strings.Contains(e.text(c), t.After.Format("2006"))
		})
	})
}

// answersQuestion reports whether a quote holds what is asked for and speaks, with its
// surroundings, of enough of the names and of the other words of the question
// that it is likely to be said of the same thing.
func (e *evidence) answersQuestion(c candidate) bool {
	if e.question.asks == ask.Reason { // which is given in many words
		return c.answers
	}
	q := e.question
	names := q.maskWhere(func(t term) bool { return t.name || t.number })
	counted := q.maskWhere(func(t term) bool { return t.focus })
	if q.asks == ask.Number && q.rareShareOf(c.around, ^(names|counted)) < minOtherWords {
		return false // counts the same of something else: those killed in the storm, not in the train
	}
	return (c.answers || q.ofOutlet) && q.rareShareOf(c.around, names) >= minNames && q.rareShareOf(c.around, ^names) >= minOtherWords
}

// refusal says why there is no answer: what was looked for and where, what nothing
// mentions, what came closest and when, and what can be asked of that.
func (e *evidence) refusal() string {
	in, within := e.question.in, describe(e.question.in, e.filter)
	if len(e.passages) == 0 {
		return own(in, "nothing", "WITHIN", within)
	}
	b := e.bearing
	says := []string{own(in, "refused", "WITHIN", within)}
	if len(b.missing) > 0 {
		says = append(says, noMention(in, len(e.passages), b.missing))
	}
	if b.isOfEarlier() {
		says = append(says, own(in, "earlier", "WORDS", written(e.times)))
	}
	closest := b.evidence.passages[b.closest].hit.Article
	headline, _, _ := strings.Cut(oneLine(closest.Headline), " | ") // the name of the site
	headline = strings.TrimRight(headline, " .…")
	if b.isAcross() {
		says = append(says, own(in, "across"))
	}
	if b.share < minClosest || headline == "" {
		return strings.Join(append(says, own(in, "elsewhere")), " ")
	}
	by := origin(closest)
	if by != "" {
		by = " (" + by + ")"
	}
	says = append(says, own(in, "closest", "HEADLINE", headline, "BY", by), fmt.Sprintf(in.Questions.Suggested["about"], headline))
	return strings.Join(says, " ")
}

// minClosest is the share of a question that an article must speak of to be worth naming.
const minClosest = .25

// describe says which articles a filter lets through: in words or, in a language other than
// that of this package, by what it names.
func describe(in *lang.Pack, f news.Filter) string {
	if in != language() {
		return describeBriefly(f)
	}
	var b strings.Builder
	if len(f.Sources) > 0 {
		b.WriteString(" of " + strings.Join(f.Sources, ", "))
	}
	if len(f.Files) > 0 {
		b.WriteString(" in " + strings.Join(f.Files, ", "))
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

// describeBriefly names what a filter lets through, in brackets.
func describeBriefly(f news.Filter) string {
	all := slices.Concat(f.Sources, f.Files, f.Subjects)
	if f.Language != "" {
		all = append(all, f.Language)
	}
	day := func(at time.Time) string {
		if at.IsZero() {
			return "…"
		}
		return at.Format(time.DateOnly)
	}
	if !f.After.IsZero() || !f.Before.IsZero() {
		last := f.Before
		if !last.IsZero() {
			last = last.Add(-time.Second) // the moment before which is none of the time
		}
		all = append(all, day(f.After)+" – "+day(last))
	}
	if len(all) == 0 {
		return ""
	}
	return " (" + strings.Join(all, "; ") + ")"
}

func count(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}

// list names terms, at most four of them.
func list(in *lang.Pack, terms []term) string {
	var names []string
	for _, t := range terms[:min(len(terms), 4)] {
		names = append(names, "“"+t.text+"”")
	}
	if len(names) == 1 || in != language() {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:len(names)-1], ", ") + " or " + names[len(names)-1]
}
