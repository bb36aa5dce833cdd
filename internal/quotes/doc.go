// Package quotes finds who printed words: which articles have them, who had
// them first, and what was changed on the way.
//
//	words.go   a text as words that compare alike whatever their case and accents
//	find.go    candidates by their terms, from any index; verified in their order
//	align.go   the words of a quote against those of a body: local alignment
//	judge.go   which alignment is a printing, and which but resembles one
//	said.go    what was said by whom: see package speech
//	pieces.go  an alignment as runs of words that are the same, changed, dropped or added
//
// What is shown of an article is cut from its body by news.Article.Cut.
package quotes
