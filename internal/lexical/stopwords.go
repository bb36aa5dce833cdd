package lexical

import "strings"

// WordSet is a set of words, which are given with white space between them.
func WordSet(words string) map[string]bool {
	set := make(map[string]bool)
	for word := range strings.FieldsSeq(words) {
		set[word] = true
	}
	return set
}
