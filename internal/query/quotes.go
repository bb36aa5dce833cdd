package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

// single marks are apostrophes too: where nothing closes them, they are no fault.
const single = "‘‚"

// quoted returns the phrase that begins with a mark at the start of text, and
// where it ends. opened tells whether there is such a mark, closed whether
// another closes it.
func quoted(text string) (phrase string, end int, opened, closed bool) {
	mark, n := utf8.DecodeRuneInString(text)
	closing := lang.ClosingMarks(mark)
	next, _ := utf8.DecodeRuneInString(text[n:])
	if closing == "" || mark == '"' && unicode.IsSpace(next) { // of inches: 55 "
		return "", 0, false, false
	}
	if strings.ContainsRune(single, mark) {
		return closedBefore(text, n, closing)
	}
	at := strings.IndexAny(text[n:], closing)
	if at < 0 {
		return "", len(text), true, false
	}
	_, size := utf8.DecodeRuneInString(text[n+at:])
	return text[n : n+at], n + at + size, true, true
}

// closedBefore is quoted for a mark that may be an apostrophe: the one that closes
// it stands behind a word and before none.
func closedBefore(text string, n int, closing string) (phrase string, end int, opened, closed bool) {
	for at := n; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		next, _ := utf8.DecodeRuneInString(text[at+size:])
		if strings.ContainsRune(closing, r) && at > n && !isWordRune(next) {
			return text[n:at], at + size, true, true
		}
		at += size
	}
	return "", 0, false, false
}
