package notices

import (
	"math"
	"regexp"
	"regexp/syntax"
	"slices"
	"strings"
)

// pattern is a regular expression in which case does not matter, with what tells of most
// texts, at a fraction of its cost, that it does not match them.
type pattern struct {
	expression *regexp.Regexp
	needs      *stems // one of these is in whatever it matches; nil: that is not known
}

func newPattern(expression string) pattern {
	expression = `(?i)` + expression
	p := pattern{expression: regexp.MustCompile(expression)}
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		panic(err) // it was compiled
	}
	if needed := textOf(parsed.Simplify()).needed(); needed != nil && shortest(needed) >= stemBegin {
		p.needs = stemsOf(needed)
	}
	return p
}

// find is where it first matches a text; nil if it does not.
func (p *pattern) find(text string) []int {
	if p.needs != nil && !p.needs.in(text) {
		return nil
	}
	return p.expression.FindStringIndex(text)
}

func (p *pattern) matches(text string) bool {
	return (p.needs == nil || p.needs.in(text)) && p.expression.MatchString(text)
}

// shortest is the length of the shortest of some texts, longer than any if there are none.
func shortest(texts []string) int {
	least := math.MaxInt
	for _, t := range texts {
		least = min(least, len(t))
	}
	return least
}

// text is what can be told of the text that an expression matches, in lower case.
type text struct {
	all  []string // what it can be; nil: there is too much
	some []string // if all is nil: one of these is in it; nil: that is not known
}

// mostTexts is how many texts are listed at most.
const mostTexts = 512

func (t text) needed() []string {
	if t.all != nil {
		return t.all
	}
	return t.some
}

// textOf tells what can be told of an expression, as prefilters of RE2 do.
func textOf(e *syntax.Regexp) text {
	nothing := text{all: []string{""}}
	if e.Op == syntax.OpNoMatch || e.Op == syntax.OpCharClass && len(e.Rune) == 0 { // as of no alternatives
		return text{all: []string{}}
	}
	switch e.Op {
	case syntax.OpLiteral:
		return text{all: []string{strings.ToLower(string(e.Rune))}}
	case syntax.OpEmptyMatch, syntax.OpBeginLine, syntax.OpEndLine, syntax.OpBeginText, syntax.OpEndText, syntax.OpWordBoundary, syntax.OpNoWordBoundary:
		return nothing
	case syntax.OpCapture:
		return textOf(e.Sub[0])
	case syntax.OpPlus:
		return text{some: textOf(e.Sub[0]).needed()}
	case syntax.OpQuest:
		return either(textOf(e.Sub[0]), nothing)
	case syntax.OpAlternate:
		t := textOf(e.Sub[0])
		for _, sub := range e.Sub[1:] {
			t = either(t, textOf(sub))
		}
		return t
	case syntax.OpConcat:
		return inTurn(e.Sub)
	default:
		return text{}
	}
}

// either is what can be told of what matches one of two expressions.
func either(a, b text) text {
	one, other := a.needed(), b.needed()
	if one == nil || other == nil || len(one)+len(other) > mostTexts {
		return text{}
	}
	both := slices.Concat(one, other)
	if a.all != nil && b.all != nil {
		return text{all: both}
	}
	return text{some: both}
}

// inTurn is what can be told of what matches expressions one behind the other: where
// not all of it is known, the part whose shortest text is longest.
func inTurn(parts []*syntax.Regexp) text {
	run, best := []string{""}, []string(nil)
	whole := true
	ends := func(part []string) {
		if part != nil && (best == nil || shortest(part) > shortest(best)) {
			best = part
		}
	}
	for _, part := range parts {
		t := textOf(part)
		if t.all != nil && len(run)*len(t.all) <= mostTexts {
			run = joined(run, t.all)
			continue
		}
		whole = false
		ends(run)
		ends(t.some)
		run = []string{""}
		if t.all != nil {
			run = t.all
		}
	}
	if whole {
		return text{all: run}
	}
	ends(run)
	return text{some: best}
}

// joined is each of some texts with each of others behind it.
func joined(texts, others []string) []string {
	out := make([]string, 0, len(texts)*len(others))
	for _, a := range texts {
		for _, b := range others {
			out = append(out, a+b)
		}
	}
	return out
}
