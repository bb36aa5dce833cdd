package answer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"byline/internal/dates"
	"byline/internal/lang"
)

// pick is one of the things that a reply says, by the words that ask for it.
type pick struct {
	words *regexp.Regexp
	// of is the place of the one among the statements of the reply; -1 if there is none.
	of func(t thread, statements []string) int
}

// picks are what asks for one of several, in the order in which they are tried.
var picks = sync.OnceValue(func() []pick {
	q := &language().Questions
	words := func(patterns []string) *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b` + lang.Pattern(patterns) + `\b`)
	}
	at := func(i int) func(thread, []string) int {
		return func(_ thread, all []string) int {
			if len(all) <= i {
				return -1
			}
			return i
		}
	}
	return []pick{
		{words(q.FirstOfTwo), at(0)},
		{words(q.SecondOfTwo), at(1)},
		{words(q.MostSaid), func(t thread, all []string) int { return mostOf(all, t.figureOf, 1) }},
		{words(q.LeastSaid), func(t thread, all []string) int { return mostOf(all, t.figureOf, -1) }},
		{words(q.NewestSaid), func(t thread, all []string) int { return mostOf(all, t.dayOf, 1) }},
		{words(q.OldestSaid), func(t thread, all []string) int { return mostOf(all, t.dayOf, -1) }},
	}
})

// mostOf is the place of what has the most of something, or the least if sign is -1, of
// several that differ in it; -1 if they do not.
func mostOf(all []string, has func(string) (float64, bool), sign float64) int {
	most, at, differ := 0., -1, false
	for i, text := range all {
		n, ok := has(text)
		if !ok {
			continue
		}
		differ = differ || at >= 0 && n != most
		if at < 0 || sign*n > sign*most {
			most, at = n, i
		}
	}
	if !differ {
		return -1
	}
	return at
}

// figureOf is the greatest number in a statement, those of times and of its credit aside.
func (t thread) figureOf(statement string) (most float64, ok bool) {
	text := t.withoutTimes(followUpPatterns().credit.ReplaceAllLiteralString(statement, ""))
	for _, n := range numbersIn(text) {
		if f, err := strconv.ParseFloat(n, 64); err == nil && (!ok || f > most) {
			most, ok = f, true
		}
	}
	for _, s := range words(text) {
		if n := float64(language().Statements.NumberValues[strings.ToLower(text[s.Start:s.End])]); n > 1 && n > most {
			most, ok = n, true
		}
	}
	return most, ok
}

// dayOf is the day from which a statement is, by its credit.
func (t thread) dayOf(statement string) (day float64, ok bool) {
	for _, credit := range followUpPatterns().credit.FindAllString(statement, -1) {
		if found, _ := dates.Find(credit, t.asOf); len(found) > 0 {
			day, ok = float64(found[len(found)-1].After.Unix()), true
		}
	}
	return day, ok
}

// oneOf is which of the statements of the reply a question is of, and where it says so.
func (t thread) oneOf(question string) (which int, at []int) {
	all := slices.DeleteFunc(followUpPatterns().marker.Split(t.statements(), -1), func(s string) bool { return strings.Trim(s, " .,;:") == "" })
	for _, p := range picks() {
		if at := p.words.FindStringIndex(question); at != nil {
			if which := p.of(t, all); which >= 0 {
				return which, at
			}
		}
	}
	return -1, nil
}

// asksForOne reports whether a question is of one of several statements.
func (t thread) asksForOne(question string) bool {
	which, _ := t.oneOf(question)
	return which >= 0 && t.statement(1) != ""
}

// ofOne is the thread on one of the statements of the reply, if a question is of one of
// them: "and the second one?", "who gave the higher figure?"
func (t thread) ofOne(question string) (next thread, ok bool) {
	p := followUpPatterns()
	which, at := t.oneOf(question)
	if at == nil {
		return t, false
	}
	said := t.statement(which)
	if said == "" {
		return t, false
	}
	said = strings.TrimSpace(p.credit.ReplaceAllLiteralString(claimText(said), ""))
	again := p.again.MatchString(strings.TrimSpace(question[:at[0]]) + " it" + question[at[1]:])     // where does the second figure come from?
	if again || len(contentOf(p.takenBack.ReplaceAllLiteralString(question[:at[0]], ""), "")) == 0 { // nothing is asked of it
		t.core, t.carried = shortenWords(said), nil
		return t, true
	}
	t.core, t.carried = strings.TrimSpace(question[:at[0]]+said+question[at[1]:]), contentOf(t.core, question+" "+said)
	return t, true
}
