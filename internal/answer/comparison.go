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
	case a < 0 && leadingName(first) == len(first) && tail > 0 && tail < len(second) && (b < 0 || b == tail || isSaying(second[tail])):
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
	if pieces := e.ofBoth(sides); len(pieces) > 0 {
		w.answer.Status, w.answer.Confidence = news.StatusAnswered, 1
		return true, w.write(pieces...)
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
	if found[1] = withoutRepeats(found[1], found[0]); len(found[0]) > 0 && len(found[1]) > 0 {
		found[0] = append(found[0], piece{text: "\n\n"})
	}
	return true, w.write(slices.Concat(found[0], found[1])...)
}

// ofBoth quotes the sentences that have the names of both sides of a comparison and
// figures for each, which tell more of it than what is said of one; nil if there are none.
func (e *evidence) ofBoth(sides [2]string) (pieces []piece) {
	const figures = 2
	var names [2]mask
	for i, t := range e.question.terms {
		first, second := wordsAt(sides[0], t.text) >= 0, wordsAt(sides[1], t.text) >= 0
		switch {
		case !t.name || first == second:
		case first:
			names[0] |= 1 << i
		default:
			names[1] |= 1 << i
		}
	}
	both := names[0] | names[1]
	if names[0] == 0 || names[1] == 0 {
		return nil
	}
	var chosen []candidate
	for _, c := range e.quotable(e.ranked) {
		if c.to-c.from == 1 && c.own&both == both && figuresIn(e.text(c)) >= figures && len(chosen) < ofEachSide && e.accepts(c, chosen) {
			chosen = append(chosen, c)
		}
	}
	groups := e.arrange(chosen, true)
	for i, g := range groups {
		pieces = append(pieces, e.paragraph(g, i+1 < len(groups))...)
	}
	return pieces
}

// figuresIn counts the numbers of a text that are no years.
func figuresIn(text string) (n int) {
	for _, s := range words(text) {
		if w := text[s.Start:s.End]; hasDigit(w) && !isYear(w) {
			n++
		}
	}
	return n
}

// withoutRepeats are pieces without those that quote what others do already, and
// without a break that would be left at the end.
func withoutRepeats(pieces, others []piece) (left []piece) {
	quoted := func(p piece) bool {
		return slices.ContainsFunc(others, func(o piece) bool {
			return len(p.quotes) > 0 && len(o.quotes) > 0 && p.quotes[0].article.ID == o.quotes[0].article.ID && p.quotes[0].Span == o.quotes[0].Span
		})
	}
	for _, p := range pieces {
		if !quoted(p) && (len(left) > 0 || len(p.quotes) > 0) {
			left = append(left, p)
		}
	}
	for len(left) > 0 && len(left[len(left)-1].quotes) == 0 {
		left = left[:len(left)-1]
	}
	return left
}

// side quotes what is reported of one side of a comparison or, where that is somebody
// or an outlet that speaks, what they say.
func (a *Answerer) side(ctx context.Context, side string, req news.SearchRequest) ([]piece, error) {
	find := func() (finding, error) { return a.findOnce(ctx, req, aside{}) }
	all := strings.Fields(side)
	n := leadingName(all)
	speaks := n > 0 && n < len(all) && isSaying(all[n])
	if speaks {
		side = "What did " + side
		find = func() (finding, error) { return a.find(ctx, req, before{}) }
	}
	req.Query, req.Phrases = side, query.Quotations(side)
	f, err := find()
	if err != nil {
		return nil, err
	}
	e := f.evidence
	if len(e.ranked) == 0 || e.bearing.share < minSide || speaks && !e.spoken && !e.isOfOutlet() {
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
