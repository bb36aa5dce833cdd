package plaintext

import "strings"

// highlightMark is the line before each of the points that a text is followed by, in the
// data set of CNN and the Daily Mail.
const highlightMark = "\n@highlight\n"

// plainHighlights puts the first of the points behind a text above it, which has no
// headline else, and leaves the others out.
func plainHighlights(text string) string {
	body, points, ok := strings.Cut(text, highlightMark)
	first, _, _ := strings.Cut(points, highlightMark)
	if first = strings.TrimSpace(first); !ok || first == "" || strings.Contains(first, "\n") {
		return text
	}
	return first + "\n\n" + body
}
