package lexical

import (
	"unicode"
	"unicode/utf8"
)

// capitals are words of their own that are abbreviations if they are written
// in capitals or with full stops: the WHO, and who. "us" is not among them:
// who types "us president" means the country, and more of the news does.
var capitals = [...]string{"who", "ice"}

// A number below firstTerm is 1 + the place of such a word, not yet a term.
const firstTerm = 16

// capitalsOf returns 1 + the place of a word among capitals, 0 if it is not there.
func capitalsOf(word string) uint32 {
	for i := range capitals {
		if capitals[i] == word {
			return uint32(i + 1)
		}
	}
	return 0
}

// capitalTerm returns the term of the word text[start:end], of which
// capitalsOf gave n: that of the abbreviation, that of the word, or 0 for a
// stop word. No word has a term like that of an abbreviation, since words are
// in small letters.
func capitalTerm(n uint32, text string, start, end int) uint32 {
	word := capitals[n-1]
	if isAbbreviation(word, text, start, end) {
		return hash("." + word)
	}
	if stopWords[word] {
		return 0
	}
	return hash(word)
}

// isAbbreviation reports whether a word, text[start:end], has full stops
// (W.H.O.), or capitals while one of the words around it has small letters or
// there are none: in "WHO WINS", capitals tell nothing.
func isAbbreviation(word, text string, start, end int) bool {
	read := text[start:end]
	if len(read) > len(word) && read[1] == '.' {
		return true
	}
	for i := range min(len(word), len(read)) {
		if read[i] < 'A' || read[i] > 'Z' {
			return false
		}
	}
	before, after := casingBefore(text[:start]), casingAfter(text[end:])
	return before == hasSmall || after == hasSmall || before == noLetters && after == noLetters
}

// casing says how a word is written.
type casing int

const (
	noLetters casing = iota
	allCapitals
	hasSmall
)

// casingBefore is that of the last word of a text.
func casingBefore(text string) casing {
	found := noLetters
	for range maxWord {
		r, n := utf8.DecodeLastRuneInString(text)
		next, more := casingWith(found, r)
		if n == 0 || !more {
			return next
		}
		found, text = next, text[:len(text)-n]
	}
	return found
}

// casingAfter is that of the first word of a text.
func casingAfter(text string) casing {
	found := noLetters
	for range maxWord {
		r, n := utf8.DecodeRuneInString(text)
		next, more := casingWith(found, r)
		if n == 0 || !more {
			return next
		}
		found, text = next, text[n:]
	}
	return found
}

// casingWith is that of a word with one more rune, and whether there can be more.
func casingWith(found casing, r rune) (casing, bool) {
	switch {
	case unicode.IsLower(r):
		return hasSmall, false
	case unicode.IsUpper(r):
		return allCapitals, true
	}
	return found, found == noLetters
}
