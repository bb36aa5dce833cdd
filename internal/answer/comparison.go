package answer

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"byline/internal/lang"
	"byline/internal/news"
	"byline/internal/query"
	ask "byline/internal/question"
)

// Each side of a comparison is quoted with at most ofEachSide sentences, if
// something found speaks of at least minSide of it.
const (
	ofEachSide = 2
	minSide    = .4
)

// joins are the words between the sides of a comparison.
var joins = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\s+` + lang.Pattern(language().Questions.ComparisonJoins) + `\s+`)
})

// sides are the two things that a question compares; ok is false if it cannot
// be told what they are.
func (q *question) sides() (sides [2]string, ok bool) {
	if q.read.Form != ask.Comparison {
		return sides, false
	}
	topic := q.text[q.read.Topic.Start:q.read.Topic.End]
	if first, rest, _ := strings.Cut(topic, " "); opensQuestion(first) { // what Labour and the Greens say on tax
		topic = rest
	}
	all := joins().FindAllStringIndex(topic, -1)
	if len(all) == 0 {
		return sides, false
	}
	at := all[len(all)/2]
	sides = [2]string{strings.TrimSpace(topic[:at[0]]), strings.Trim(topic[at[1]:], " ?.!")}
	return eachWhole(sides), sides[0] != "" && sides[1] != ""
}

// eachWhole gives each side of a comparison what is only said of the other:
// "growth in Italy" and "Spain" or "that of Spain", "Italian" and "Spanish growth",
// "Labour" and "the Greens on tax", "the plans of Labour" and "the Greens on tax".
func eachWhole(sides [2]string) [2]string {
	first, second := strings.Fields(sides[0]), strings.Fields(sides[1])
	if len(first) == 0 || len(second) == 0 {
		return sides
	}
	in := language().Questions
	a, b := linkAt(first), linkAt(second)
	switch tail := leadingName(second); {
	case a > 0 && in.ComparisonStand[strings.ToLower(second[0])]:
		second = slices.Concat(first[:a], second[1:])
	case a > 0 && tail > 0 && (b < 0 && tail == len(second) || b == tail):
		first, second = slices.Concat(first, second[tail:]), slices.Concat(first[:a+1], second)
	case a < 0 && leadingName(first) == len(first) && tail > 0 && tail < len(second) && (b < 0 || b == tail):
		first = slices.Concat(first, second[tail:])
	}
	return [2]string{strings.Join(first, " "), strings.Join(second, " ")}
}

// linkAt is the place of the first word that links a thing to whose it is, -1 if there is none.
func linkAt(words []string) int {
	return slices.IndexFunc(words, func(w string) bool { return language().Questions.ComparisonLinks[strings.ToLower(w)] })
}

// leadingName is how many words at the beginning are a name, an article before it included.
func leadingName(words []string) int {
	n := 0
	if language().Questions.Articles[strings.ToLower(words[0])] {
		n = 1
	}
	from := n
	for n < len(words) && isCapital(strings.TrimLeftFunc(words[n], unicode.IsPunct)) {
		n++
	}
	if n == from {
		return 0
	}
	return n
}

// compare answers a question that compares two things by what is reported of
// each. It reports false, and has written nothing, where that is not what is
// asked for, or nothing is found of either.
func (a *Answerer) compare(ctx context.Context, e *evidence, req news.SearchRequest, w *writer) (bool, error) {
	sides, ok := e.question.sides()
	if !ok {
		return false, nil
	}
	var found [2][]piece
	for i, side := range sides {
		var err error
		if found[i], err = a.side(ctx, side, req); err != nil {
			return false, err
		}
	}
	if len(found[0]) == 0 && len(found[1]) == 0 {
		return false, nil
	}
	w.answer.Status, w.answer.Confidence = news.StatusAnswered, 1
	for i, pieces := range found {
		if len(pieces) == 0 {
			w.answer.Status, w.answer.Confidence = news.StatusPartial, .5
			w.warn("Nothing was found on “" + sides[i] + "”, so only one side is shown.")
		}
	}
	if len(found[0]) > 0 && len(found[1]) > 0 {
		found[0] = append(found[0], piece{text: "\n\n"})
	}
	return true, w.write(slices.Concat(found[0], found[1])...)
}

// side quotes what is reported of one side of a comparison.
func (a *Answerer) side(ctx context.Context, side string, req news.SearchRequest) ([]piece, error) {
	req.Query, req.Phrases = side, query.Quotations(side)
	f, err := a.findOnce(ctx, req, aside{})
	if err != nil {
		return nil, err
	}
	e := f.evidence
	if len(e.ranked) == 0 || e.bearing.share < minSide {
		return nil, nil
	}
	chosen := e.choose(e.quotable(e.ranked), nil, false, a.weights)
	var pieces []piece
	groups := e.arrange(chosen[:min(len(chosen), ofEachSide)], true)
	for i, g := range groups {
		pieces = append(pieces, e.paragraph(g, i+1 < len(groups))...)
	}
	return pieces, nil
}
