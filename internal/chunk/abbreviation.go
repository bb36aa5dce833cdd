package chunk

import (
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
)

// kind says what a full stop after a word means.
type kind int

const (
	ordinary     kind = iota
	abbreviation      // ends a sentence only if the next word shows it
	title             // never ends a sentence: a name follows
	numbered          // ends a sentence unless a number follows
)

// abbreviationAt tells what the word at the end of text, which precedes a
// full stop, is: an initial ("J"), letters with full stops ("U.S", "a.m") or
// a listed word.
func abbreviationAt(text string, words *lang.Sentences) kind {
	r, size := utf8.DecodeLastRuneInString(text)
	if before, _ := utf8.DecodeLastRuneInString(text[:len(text)-size]); unicode.IsUpper(r) && !isWordRune(before) {
		return abbreviation
	}
	start, letters, dotted := len(text), 0, false
	for start > 0 && len(text)-start <= 10 { // no listed word is longer
		b := text[start-1]
		switch {
		case b == '.':
			if letters > 2 {
				return ordinary // "example.com"
			}
			dotted, letters = true, 0
		case (b|0x20) >= 'a' && (b|0x20) <= 'z':
			letters++
		default:
			b = 0
		}
		if b == 0 {
			break
		}
		start--
	}
	if dotted {
		if letters >= 1 && letters <= 2 {
			return abbreviation
		}
		return ordinary
	}
	return listed(text[start:], words)
}

// isWordRune tells whether a rune is part of a longer word, so that a capital after it is no initial.
func isWordRune(r rune) bool {
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '\'' || r == '’' || r == '&'
}

// listed looks a word up among the abbreviations of a language.
func listed(word string, words *lang.Sentences) kind {
	switch {
	case words.Titles[word]:
		return title
	case words.Numbered[word]:
		return numbered
	case words.Abbreviations[word]:
		return abbreviation
	}
	return ordinary
}

// isOpener tells whether text begins with a word that, with a capital, opens
// a sentence rather than being a name, so that an abbreviation before it was
// the last word of the sentence before.
func isOpener(text string, words *lang.Sentences) bool {
	end := 0
	for end < len(text) && end < 13 && (text[end]|0x20) >= 'a' && (text[end]|0x20) <= 'z' {
		end++
	}
	if end < len(text) && text[end] == '.' { // an initial, as in "Harry S. A. Brown", or another title
		return words.OpeningTitles[text[:end]]
	}
	return words.Openers[text[:end]]
}
