package news

import "strings"

// OriginKind is what somebody is from whom an article has what it says.
type OriginKind string

// The kinds of origins.
const (
	OriginOutlet   OriginKind = "outlet"   // a paper, an agency, a broadcaster: "told CNN"
	OriginOfficial OriginKind = "official" // a body, or who speaks for one: "police said"
	OriginDocument OriginKind = "document" // a statement, a report, a filing
)

// Origin is somebody, or something, from which an article has what it says. Persons
// by their names are none: they are speakers (Saying).
type Origin struct {
	Span  // of the name in the body
	Kind  OriginKind
	Name  string // Body[Start:End]
	Step  int    // how far it is from the article, from 0: whom another has it from is farther
	First bool   // it is said to have reported it first
}

// Chain is from whom a sentence has what it says, the nearest first.
type Chain struct {
	Span    // of the sentence in the body
	Origins []Origin
}

// String is a chain as people write it: "Bloomberg, citing Yomiuri". A document of
// somebody stands in brackets.
func (c Chain) String() string {
	var b strings.Builder
	for i, o := range c.Origins {
		switch {
		case i == 0:
		case o.Step > c.Origins[i-1].Step:
			b.WriteString(", citing ")
		case o.Kind == OriginDocument && c.Origins[i-1].Kind == OriginOfficial:
			b.WriteString(" (" + o.Name + ")")
			continue
		default:
			b.WriteString(" and ")
		}
		b.WriteString(o.Name)
	}
	return b.String()
}

// Provenance is from whom several sentences are.
type Provenance []Chain

// String has each chain once.
func (p Provenance) String() string {
	var texts []string
	seen := map[string]bool{}
	for _, c := range p {
		if text := c.String(); !seen[text] {
			seen[text] = true
			texts = append(texts, text)
		}
	}
	return strings.Join(texts, "; ")
}
