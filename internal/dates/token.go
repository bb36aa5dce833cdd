package dates

import (
	"unicode"
	"unicode/utf8"
)

// token is a word, a run of digits or a single other character.
type token struct {
	start, end int
	word       string // in lower case (ASCII letters only)
	kind       kind
	number     int  // value of a run of up to six digits, else -1
	glued      bool // nothing stands between it and the token before
}

type kind uint8

const (
	symbol kind = iota
	word
	digits
)

// tokenize splits text, whose lower-case form is lower, into tokens.
func tokenize(lower string) []token {
	tokens := make([]token, 0, len(lower)/4+4)
	end := -1 // of the token before
	for i := 0; i < len(lower); {
		k, size := classify(lower[i:])
		if size < 0 {
			i -= size
			continue
		}
		start := i
		i += size
		for k != symbol && i < len(lower) {
			next, size := classify(lower[i:])
			if next != k || size < 0 {
				break
			}
			i += size
		}
		t := token{start: start, end: i, word: lower[start:i], kind: k, number: -1, glued: start == end}
		if k == digits && i-start <= 6 {
			t.number = 0
			for _, b := range []byte(t.word) {
				t.number = 10*t.number + int(b-'0')
			}
		}
		tokens = append(tokens, t)
		end = i
	}
	return tokens
}

// classify returns the kind and size of the character at the beginning of
// text; the size is negative for white space.
func classify(text string) (kind, int) {
	b := text[0]
	switch {
	case b >= 'a' && b <= 'z':
		return word, 1
	case b == ' ' || b >= '\t' && b <= '\r':
		return symbol, -1
	case b >= '0' && b <= '9':
		return digits, 1
	case b < utf8.RuneSelf:
		return symbol, 1
	}
	r, size := utf8.DecodeRuneInString(text)
	switch {
	case unicode.IsSpace(r):
		return symbol, -size
	case unicode.IsLetter(r) || unicode.IsMark(r):
		return word, size
	}
	return symbol, size
}

// lowerASCII returns text with the letters A to Z in lower case. Unlike
// strings.ToLower it keeps every offset.
func lowerASCII(text string) string {
	b := []byte(text)
	for i, c := range b {
		if c >= 'A' && c <= 'Z' {
			b[i] = c + 'a' - 'A'
		}
	}
	return string(b)
}
