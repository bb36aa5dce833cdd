package field

import "strings"

// longestByline bounds a paragraph that is a byline, in bytes.
const longestByline = 120

// CutByline takes the byline off the paragraphs of a text that begins with one:
// "By Ada Lee". names is nil if it does not.
func CutByline(paragraphs []string) (names, rest []string) {
	if len(paragraphs) < 2 {
		return nil, paragraphs
	}
	first := paragraphs[0]
	if rest, ok := cutBy(first); !ok || len(first) > longestByline || strings.ContainsAny(strings.TrimSuffix(rest, "."), "?!:;\"”") {
		return nil, paragraphs
	}
	if names = Authors(strings.TrimSuffix(first, ".")); len(names) == 0 {
		return nil, paragraphs
	}
	for _, name := range names {
		if len(strings.Fields(name)) > 4 || !isCapitalized(name) {
			return nil, paragraphs
		}
	}
	return names, paragraphs[1:]
}

// isCapitalized reports whether a name begins with a capital, as a sentence goes on with none.
func isCapitalized(name string) bool {
	for _, word := range strings.Fields(name) {
		if word == strings.ToLower(word) && word != strings.ToUpper(word) && len(word) > 3 {
			return false
		}
	}
	return true
}
