package answer

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"sync"

	"byline/internal/lang"
	"byline/internal/news"
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
	all := joins().FindAllStringIndex(topic, -1)
	if len(all) == 0 {
		return sides, false
	}
	at := all[len(all)/2]
	sides = [2]string{strings.TrimSpace(topic[:at[0]]), strings.Trim(topic[at[1]:], " ?.!")}
	return sides, sides[0] != "" && sides[1] != ""
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
	req.Query = side
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
	groups := e.arrange(chosen[:min(len(chosen), ofEachSide)])
	for i, g := range groups {
		pieces = append(pieces, e.paragraph(g, i+1 < len(groups))...)
	}
	return pieces, nil
}
