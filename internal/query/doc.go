// Package query reads the query language: phrases in quotes, AND OR NOT, -word,
// parentheses, NEAR/5, SAME, ATLEAST/3, prefix*, =word and fields, as
// docs/query.md has it.
//
//	quotes.go    which marks open and close a phrase
//	lex.go       a query in items
//	parse.go     items in a tree
//	plain.go     what is no query of this language but words or a question
//	compile.go   what the tree asks of an article, and what an index can tell of that
//	phrase.go    what a plain question puts in quotation marks
//	match.go     a text, and where in it something stands
//	explain.go   the tree for people
//
// What a query asks for is decided by the text of an article alone, whatever the
// index (Condition.Holds). An index that knows the terms of an article need not
// look at most texts; the bound that it works with follows from the same tree.
package query
