package news

import (
	"fmt"
	"time"
)

// MaxQuote is the most characters of words whose printer is looked for.
const MaxQuote = 4000

// QuoteRequest asks who printed words.
type QuoteRequest struct {
	Text   string // the words, with or without quotes; "…" leaves out, [brackets] add
	Filter Filter
	Limit  int // printings wanted; zero: 20
}

// QuoteResult tells who printed words.
type QuoteResult struct {
	// Printings are those who did, the earliest first, those without a date last.
	Printings []Printing
	// Closest are articles that have some of the words, the most first. They are
	// told only where nobody printed the whole.
	Closest  []Printing
	Words    int // that were asked for, brackets left out
	Warnings []string
	Took     time.Duration
}

// Printing is an article with words that were asked for.
type Printing struct {
	Article Article // body included
	Span            // of the words in the body; empty where they are the headline alone
	Quote   string  // what stands there
	Same    int     // words that are the same, in the same order
	Exact   bool    // no word is changed, dropped or added; case and punctuation may be
	Pieces  []QuotePiece
	Copies  []Copy // articles that reprint this one, with the same words, the earliest first
}

// First reports whether the first of the printings is known to be the first of
// several: it has a date, and others, or copies of it, came later.
func (r QuoteResult) First() bool {
	if len(r.Printings) == 0 || r.Printings[0].Article.Published.IsZero() {
		return false
	}
	return len(r.Printings)+len(r.Printings[0].Copies) > 1
}

// Differences tells in words where a printing has other words than were asked for,
// in their order. What the quote itself says that it changes is none.
func (p Printing) Differences() []string {
	var out []string
	for _, piece := range p.Pieces {
		switch piece.Kind {
		case QuoteChanged:
			out = append(out, fmt.Sprintf("“%s” for the printed “%s”", piece.Given, piece.Printed))
		case QuoteDropped:
			out = append(out, fmt.Sprintf("“%s” dropped", piece.Printed))
		case QuoteAdded:
			out = append(out, fmt.Sprintf("“%s” added", piece.Given))
		case QuoteSame, QuoteHeading, QuoteLeftOut, QuoteBracket:
		}
	}
	return out
}

// QuotePiece is a run of words that are the same or differ in one way. Pieces are
// in the order of the words and leave out nothing of either side but what stands
// between words.
type QuotePiece struct {
	Kind    QuoteChange
	Given   string // of the words as they were asked for; "" where something is dropped
	Printed string // of the body, or the headline; "" where something is added
	Span           // of Printed in the body; empty, at its place, where something is added
}

// QuoteChange is how words that were asked for differ from those of an article.
type QuoteChange string

// The ways in which words differ.
const (
	QuoteSame    QuoteChange = "same"
	QuoteHeading QuoteChange = "headline" // the same as the headline, which stands before the body
	QuoteChanged QuoteChange = "changed"  // other words stand in their place
	QuoteDropped QuoteChange = "dropped"  // the article has words that were not asked for
	QuoteAdded   QuoteChange = "added"    // words were asked for that the article does not have
	QuoteLeftOut QuoteChange = "left out" // dropped, and said so by "…"
	QuoteBracket QuoteChange = "bracket"  // added or put in place of others, and said so by [brackets]
)
