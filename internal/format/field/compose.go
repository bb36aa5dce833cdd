package field

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"byline/internal/news"
)

// Compose writes the text of an article in one way, Unicode's NFC: letters that
// come as a base and an accent would be other words to a search.
func Compose(a *news.Article) {
	texts := []*string{&a.Body, &a.Source}
	for _, l := range oneLines(a) {
		if l.target != id { // which stays as it is
			texts = append(texts, l.of)
		}
	}
	for _, text := range texts {
		if !isComposed(*text) {
			*text = norm.NFC.String(*text)
		}
	}
	for _, list := range [][]string{a.Authors, a.Subjects, a.Attribution} {
		for i := range list {
			list[i] = norm.NFC.String(list[i])
		}
	}
}

// isComposed reports whether s surely is in NFC: it is of Latin, Greek and Cyrillic
// letters without marks of their own, and of common signs. It may say false for
// others that are; it saves the slower look at every letter of nearly all texts.
func isComposed(s string) bool {
	for i := 0; i < len(s); {
		switch c := s[i]; {
		case c < utf8.RuneSelf:
			i++
		case c < 0xcc, c >= 0xcf && c <= 0xd1: // up to U+02FF, and U+03C0 to U+047F
			i += 2
		case c == 0xce && i+1 < len(s) && s[i+1] != 0x87: // to U+03BF, but for a sign that is another's double
			i += 2
		case c == 0xe2 && i+2 < len(s) && s[i+1] == 0x80 && s[i+2] >= 0x90: // dashes and quotes
			i += 3
		default:
			return false
		}
	}
	return true
}
