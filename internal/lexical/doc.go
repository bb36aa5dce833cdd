// Package lexical turns text into terms. There is one analysis for every
// index, for the answerer and for highlighting, so that a word matches
// everywhere or nowhere. For the same reason articles of every language are
// analysed by the pack of the language that questions are asked in: a name or
// a number stands in both, and must have one term.
//
// A term is the 32-bit hash of a word after lower-casing, folding of accents
// and stemming (Porter2, https://snowballstem.org/algorithms/english/stemmer.html).
// Hashes rather than strings make a sparse vector that any vector database can
// store, and a dictionary of fixed-width keys; among a million distinct terms
// about one in nine thousand shares its hash with another.
//
// A name that has a common abbreviation, and a word that is written with a
// hyphen or as one, have a term for the whole beside those of their words.
//
// Weights follow BM25 (Robertson and Zaragoza, The Probabilistic Relevance
// Framework: BM25 and Beyond, 2009), with the IDF left to the index.
package lexical
