package answer

import (
	"cmp"
	"slices"
	"strings"

	"byline/internal/lexical"
	"byline/internal/verify"
)

// Reports differ where sentences of several articles, which have sameReport of
// their words in common and speak of about as much of the question, give other
// figures of the same unit for what it asks. At most mostFigures of them are shown.
const (
	sameReport  = .5
	mostFigures = 3
)

// told is a candidate with the figure that it gives for what is asked.
type told struct {
	candidate
	verify.Figure
}

// differing are the best candidates that give another figure than the first of
// those chosen for what is asked, with that: the one that corrects others first,
// then the newest. There are none where nothing differs.
func (a *Answerer) differing(e *evidence, all, chosen []candidate) (list []told) {
	if !e.question.asks.IsNumber() || len(chosen) == 0 {
		return nil
	}
	first, ok := a.figureOf(e, chosen[0])
	if !ok {
		return nil
	}
	list = append(list, told{chosen[0], first})
	for _, c := range all {
		if len(list) == mostFigures {
			break
		}
		if f, ok := a.figureOf(e, c); ok && e.tellsOfSame(c, chosen[0]) && !slices.ContainsFunc(list, func(o told) bool { return !f.Differs(&o.Figure) }) {
			list = append(list, told{c, f})
		}
	}
	if len(list) == 1 {
		return nil
	}
	corrects := func(x told) int { return btoi(e.passages[e.sentences[x.from].passage].corrects) }
	slices.SortStableFunc(list, func(x, y told) int {
		return cmp.Or(cmp.Compare(corrects(y), corrects(x)), e.hit(y.candidate).Article.Published.Compare(e.hit(x.candidate).Article.Published))
	})
	return list
}

// tellsOfSame reports whether a candidate of another article tells of what another
// candidate does.
func (e *evidence) tellsOfSame(c, first candidate) bool {
	const near, enough = .9, .6 // of the question, in the sentence itself
	own := e.question.share(first.own)
	return own >= enough && e.question.share(c.own) >= near*own && e.question.inWholeFocus(c.own) && e.hit(c).Article.ID != e.hit(first).Article.ID && e.samePeriod(c, first) &&
		float64(shared(c.terms, first.terms)) >= sameReport*float64(min(len(c.terms), len(first.terms)))
}

// inWholeFocus reports whether m has all of what the question counts.
func (q *question) inWholeFocus(m mask) bool {
	for i, t := range q.terms {
		if t.focus && m&(1<<i) == 0 {
			return false
		}
	}
	return true
}

// figureOf is the figure that a candidate gives for what the question asks: the
// first that it does not deny, of what is counted.
func (a *Answerer) figureOf(e *evidence, c candidate) (verify.Figure, bool) {
	if !c.answers || c.to-c.from > 1 { // of two sentences, nobody knows which counts
		return verify.Figure{}, false
	}
	for _, f := range a.verifier().Figures(e.text(c), e.hit(c).Article.Language) {
		counted := f.Unit != "" || slices.ContainsFunc(a.analyzer.Tokens(nil, f.Counted), func(t lexical.Token) bool { return slices.Contains(e.question.focus, t.Term) })
		if counted && !f.Denied {
			return f, true
		}
	}
	return verify.Figure{}, false
}

// differ says who gives which figure, and when.
func (e *evidence) differ(list []told) string {
	parts := make([]string, len(list))
	for i, x := range list {
		parts[i] = oneLine(e.text(x.candidate)[x.Figure.Start:x.Figure.End]) + " (" + origin(e.hit(x.candidate).Article) + ")"
	}
	return "Reports differ on this: " + strings.Join(parts, "; ") + "."
}

// gives reports whether the figure of a candidate is what an answer comes to.
func (e *evidence) gives(x told, said direct) bool {
	start := e.span(x.candidate).Start
	return said.Start < start+x.Figure.End && start+x.Figure.Start < said.End
}

// withDiffering puts candidates whose figures differ before the others that were chosen.
func (e *evidence) withDiffering(list []told, chosen []candidate) []candidate {
	var out []candidate
	for _, x := range list {
		out = append(out, x.candidate)
	}
	for _, c := range chosen {
		if len(out) < maxQuotes && e.accepts(c, out) {
			out = append(out, c)
		}
	}
	return out
}

// onlyOne names the outlet that alone has what an answer comes to, where others
// that tell of the same were found; empty if others have it, or none was found.
func (e *evidence) onlyOne(said direct, by candidate, all []candidate) string {
	const enough = 2 // other outlets that would have it
	own := outlet(e.hit(by).Article)
	var others []string
	for _, c := range all {
		name := outlet(e.hit(c).Article)
		if name == own || c.near < minTopicShare*by.near || !e.samePeriod(c, by) {
			continue
		}
		if wordsAt(strings.ToLower(e.text(c)), strings.ToLower(said.text)) >= 0 {
			return ""
		}
		if !slices.Contains(others, name) {
			others = append(others, name)
		}
	}
	if len(others) < enough || own == "" {
		return ""
	}
	return own
}
