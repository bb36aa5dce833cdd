// Package verify judges whether a text carries what a statement says of it.
//
// A statement and the sentences that come nearest to it are read word by word
// and compared: numbers with their units and bounds, days, months and years,
// names, words in quotation marks, what is denied, how sure it is said to be,
// words that exclude each other (rise, fall), who did it to whom, what was the
// cause. Any of these that differs is a [Conflict], and a statement with one is
// not supported, however many words it shares. What is left is weighed by how
// much of the statement the sentences cover, see [Features]: by trees.json whether it
// is supported, by weights.json how probable people would call it so.
//
// The same reading aligns the figures of several articles: which are given for one
// thing, and which of them others have taken the place of, see [Align].
//
// All words are those of a pack of internal/lang. In a language without one the
// checks that need no words remain: numbers, quotations, coverage.
package verify
