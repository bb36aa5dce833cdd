package embed

import (
	"strings"

	"byline/internal/runs"
)

// Known reports whether the built-in model has a word whole: then it is one that
// news in English uses, or the name of somebody that it writes about. No word of
// more than 16 bytes is.
func Known(word string) bool {
	m, err := Load()
	if err != nil || len(word) > runs.KeyBytes {
		return false
	}
	_, ok := m.vocabulary.find(runs.KeyOf(strings.ToLower(word)))
	return ok
}
