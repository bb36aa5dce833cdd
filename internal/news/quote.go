package news

import "time"

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
	Span            // of the words in the body
	Quote   string  // what stands there
	Same    int     // words that are the same, in the same order
	Exact   bool    // no word is changed, dropped or added; case and punctuation may be
	Pieces  []QuotePiece
	Copies  []Copy // articles that reprint this one, with the same words, the earliest first
}

// QuotePiece is a run of words that are the same or differ in one way. Pieces are
// in the order of the words and leave out nothing of either side but what stands
// between words.
type QuotePiece struct {
	Kind    QuoteChange
	Given   string // of the words as they were asked for; "" where something is dropped
	Printed string // of the body; "" where something is added
	Span           // of Printed in the body; empty, at its place, where something is added
}

// QuoteChange is how words that were asked for differ from those of an article.
type QuoteChange string

// The ways in which words differ.
const (
	QuoteSame    QuoteChange = "same"
	QuoteChanged QuoteChange = "changed"  // other words stand in their place
	QuoteDropped QuoteChange = "dropped"  // the article has words that were not asked for
	QuoteAdded   QuoteChange = "added"    // words were asked for that the article does not have
	QuoteLeftOut QuoteChange = "left out" // dropped, and said so by "…"
	QuoteBracket QuoteChange = "bracket"  // added or put in place of others, and said so by [brackets]
)
