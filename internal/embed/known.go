package embed

import "strings"

// Known reports whether the built-in model has a word whole: then it is one that
// news in English uses, or the name of somebody that it writes about. No word of
// more than 16 bytes is.
func Known(word string) bool {
	m, err := Load()
	if err != nil || len(word) > keyBytes {
		return false
	}
	_, ok := m.vocabulary.find(keyOf([]byte(strings.ToLower(word))))
	return ok
}
