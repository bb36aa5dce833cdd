// Package speech finds who says what in an article: words between quotation marks,
// and what an article puts into words of its own ("the mayor said that …").
//
//	mark.go     what stands between quotation marks, over paragraphs
//	token.go    a sentence as words, quotations and punctuation; a quotation is one thing
//	clause.go   verbs of saying, and what of the sentence they are about
//	speaker.go  who speaks: before the verb or behind it
//	cast.go     the fullest names of an article, and whom "he" stands for
//	say.go      all of it over an article
//	origin.go   from whom a sentence has what it says: outlets, officials, documents
//	credited.go which of these a phrase names
//
// All is told from the text, by the words in the pack of its language
// (internal/lang): nothing is stored, and a model is not asked. An article in a
// language without such words has the quotations that are sentences, without speakers.
package speech
