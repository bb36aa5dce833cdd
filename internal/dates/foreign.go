package dates

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
)

// foreign returns the times that a question names in the words of another
// language than that of this package, in order and without overlap.
func foreign(question string, asOf time.Time) (found []news.DateExpression) {
	pack := lang.AskedIn(question)
	for _, w := range pack.Ways() {
		for _, at := range w.FindAllStringSubmatchIndex(question, -1) {
			span := news.Span{Start: at[0], End: at[0] + len(strings.TrimRight(question[at[0]:at[1]], lang.QuestionEnds))}
			if !lang.IsWhole(question, span.Start, span.End) {
				continue
			}
			p := newParser(inEnglish(w, &pack.Time, question, at), asOf)
			p.past = true // only how it was is known
			m, ok := p.expression(0)
			if ok && m.next == len(p.tokens) && p.restricts(m) {
				found = append(found, news.DateExpression{
					Span: span, Text: question[span.Start:span.End], After: m.after, Before: m.before, Other: m.other,
				})
			}
		}
	}
	return withoutOverlap(inOrder(found))
}

// inOrder sorts expressions by where they begin, the longest first.
func inOrder(found []news.DateExpression) []news.DateExpression {
	slices.SortStableFunc(found, func(a, b news.DateExpression) int { return cmp.Or(a.Start-b.Start, b.End-a.End) })
	return found
}

// withoutOverlap leaves out what begins before the end of another. found is in order.
func withoutOverlap(found []news.DateExpression) []news.DateExpression {
	end := 0
	return slices.DeleteFunc(found, func(d news.DateExpression) bool {
		if d.Start < end {
			return true
		}
		end = d.End
		return false
	})
}

// inEnglish says in English what was matched at the places of the groups in at.
func inEnglish(w lang.Way, t *lang.Time, question string, at []int) string {
	text := w.English
	for i, name := range w.SubexpNames() {
		if name == "" {
			continue
		}
		value := ""
		if at[2*i] >= 0 {
			value = strings.Map(lang.Digit, strings.ToLower(question[at[2*i]:at[2*i+1]]))
		}
		switch name {
		case "MONTH":
			value = time.Month(cmp.Or(t.Months[value], words().ForeignMonths[value], words().Months[value])).String()
		case "NUMBERED":
			n, _ := strconv.Atoi(value) // the pattern lets through no other
			value = time.Month(n).String()
		case "WEEKDAY":
			value = time.Weekday(t.Weekdays[value]).String()
		}
		text = strings.Replace(text, name, value, 1)
	}
	return strings.TrimSpace(text)
}
