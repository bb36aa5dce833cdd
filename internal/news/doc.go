// Package news is the vocabulary of Byline: the values that every other
// package speaks in. It imports only the standard library and does nothing
// but describe: articles and their passages, filters, searches and hits,
// questions, answers and citations, and the kinds of error.
//
// Offsets are always byte offsets into Article.Body, half open: a quote is
// Body[Start:End]. Times carry a zone; a date without a clock time is
// midnight in the zone of its source (UTC where none is known).
package news
