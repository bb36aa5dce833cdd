// Package lang holds what the code knows of languages: one [Pack] per language,
// with its stop words, stemmer, abbreviations, months, question words, the
// words that credit a source, and what pages say about themselves. No other
// package holds a list of words; internal/archtest sees to that.
//
// A language is a file below packs, a line in the table of languages.go, and
// tests. What its file leaves out is not known of it, and what has no file is
// read by a neutral pack that knows no words at all: it is better not to know
// an abbreviation than to take a word of another language for one.
package lang
