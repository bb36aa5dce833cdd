package news

import "time"

// QueryOp is what a part of a query with operators asks for.
type QueryOp string

// The operators of the query language, see docs/query.md.
const (
	OpAnd     QueryOp = "and"     // all of Parts
	OpOr      QueryOp = "or"      // one of Parts at least
	OpNot     QueryOp = "not"     // not the one of Parts
	OpNear    QueryOp = "near"    // the two of Parts at most Number words apart
	OpSame    QueryOp = "same"    // the two of Parts in one sentence
	OpAtLeast QueryOp = "atleast" // the one of Parts Number times or more
	OpWord    QueryOp = "word"    // Text, in any of its endings
	OpPhrase  QueryOp = "phrase"  // the words of Text, one behind the other
	OpPrefix  QueryOp = "prefix"  // a word that begins with Text
	OpPattern QueryOp = "pattern" // a word as Text, in which "?" is any letter and "*" any number of them
	OpField   QueryOp = "field"   // Text in Field; the one of Parts in the headline
)

// QueryNode is a part of a query with operators, as it was read.
type QueryNode struct {
	Op     QueryOp
	Span          // byte offsets into the query as given
	Text   string // of a word, a phrase, a prefix and the value of a field
	Exact  bool   // Text stands as it is written, accents, case and endings included
	Field  string // "headline", "source" …
	Number int
	// After and Before are the interval that the value of a field of dates is, with
	// Before exclusive; zero: open.
	After, Before time.Time
	Parts         []QueryNode
}
