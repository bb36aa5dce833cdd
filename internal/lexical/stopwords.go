package lexical

import "strings"

// stopWords carry no meaning of their own in a question or an article. "us"
// is not among them, since it is also how "U.S." is written.
var stopWords = WordSet(`a an and are as at be been being but by can could did do does doing for from had has have having
	he her hers him his how i if in into is it its me my no nor not of on or our ours she should so such than that the their
	theirs them then there these they this those to very was we were what when where which while who whom whose why will with
	would you your yours`)

// WordSet is a set of words, which are given with white space between them.
func WordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
