package lang

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem/arabic"
	"github.com/kljensen/snowball/russian"
)

// scripts are those whose words are stemmed by their script, since a word or two
// of a query do not tell more. Of languages that share one, the largest tells
// how: most endings of Russian are those of Ukrainian and Bulgarian, too.
var scripts = []struct {
	*unicode.RangeTable
	stem func(word string) string
}{
	{unicode.Cyrillic, stemRussian},
	{unicode.Arabic, stemmer(arabic.Stem)},
}

// StemByScript stems a word, in lower case, that begins with a letter other than
// those of English, if its script tells how.
func StemByScript(word string) string {
	first, _ := utf8.DecodeRuneInString(word)
	for _, s := range scripts {
		if unicode.Is(s.RangeTable, first) {
			return s.stem(word)
		}
	}
	return word
}

// stemRussian strips the endings of cases (Snowball). Words come without marks, and
// so with и for й, which is how adjectives end.
func stemRussian(word string) string {
	const i, short, vowels = "и", "й", "аеиоуыэюя"
	if rest, ok := strings.CutSuffix(word, i); ok {
		if last, _ := utf8.DecodeLastRuneInString(rest); strings.ContainsRune(vowels, last) {
			word = rest + short
		}
	}
	return russian.Stem(word, false)
}
