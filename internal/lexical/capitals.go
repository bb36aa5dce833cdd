package lexical

import (
	"unicode"
	"unicode/utf8"
)

// A number below firstTerm is 1 + the place of a word among those whose
// capitals matter, not yet a term. A language may have 14 of them.
const firstTerm = 16

// capitalsOf returns 1 + the place of a word among those that are abbreviations
// if they are written in capitals or with full stops, 0 if it is none.
func (a *Analyzer) capitalsOf(word string) uint32 {
	for i, c := range a.words.Terms.Capitals {
		if c == word {
			return uint32(i + 1)
		}
	}
	return 0
}

// capitalTerm returns the term of the word text[start:end], of which
// capitalsOf gave n: that of the abbreviation, that of the word, or 0 for a
// stop word. No word has a term like that of an abbreviation, since words are
// in small letters.
func (a *Analyzer) capitalTerm(n uint32, text string, start, end int) uint32 {
	word := a.words.Terms.Capitals[n-1]
	if isAbbreviation(word, text, start, end) {
		return hash("." + word)
	}
	if a.words.Terms.StopWords[word] {
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
	before, after := casingOf(text[:start], lastRune), casingOf(text[end:], firstRune)
	return before == hasSmall || after == hasSmall || before == noLetters && after == noLetters
}

// casing says how a word is written.
type casing int

const (
	noLetters casing = iota
	allCapitals
	hasSmall
)

// casingOf is that of the word at an end of a text, from which take takes runes.
func casingOf(text string, take func(text string) (r rune, rest string)) casing {
	found := noLetters
	for range maxWord {
		if text == "" {
			break
		}
		var r rune
		r, text = take(text)
		switch {
		case unicode.IsLower(r):
			return hasSmall
		case unicode.IsUpper(r):
			found = allCapitals
		case found != noLetters:
			return found
		}
	}
	return found
}

func firstRune(text string) (rune, string) {
	r, n := utf8.DecodeRuneInString(text)
	return r, text[n:]
}

func lastRune(text string) (rune, string) {
	r, n := utf8.DecodeLastRuneInString(text)
	return r, text[:len(text)-n]
}
