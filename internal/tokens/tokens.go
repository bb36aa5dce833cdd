// Package tokens estimates how many tokens a text has, and cuts texts to a
// number of them. How many there are depends on the model. The estimate errs
// high, for what is too long is cut or refused: it is meant to be above what the
// tokenizers of the common models make of news in any script. testdata tells
// what two of them make of it.
package tokens

import (
	"strings"
	"unicode"
)

const (
	ofWord     = 3.2 // letters of a word in Latin script in a token
	ofOther    = 1.5 // letters of other alphabets
	ofSyllable = .55 // characters of scripts that write syllables or words
)

// Estimate returns how many tokens a text probably has at most, at least one.
func Estimate(text string) int {
	var c counter
	for _, r := range text {
		c.add(r)
	}
	return int(c.tokens) + 1
}

// Cut returns the beginning of a text that has at most so many tokens. It ends
// at the last of ends, which are those of its sentences in bytes, that leaves
// more than half of that; else between two words, or within one that is longer.
func Cut(text string, most int, ends []int) string {
	if len(text) < most { // no estimate is above one a byte
		return text
	}
	fit, half := fitting(text, most)
	if fit == len(text) {
		return text
	}
	best := 0
	for _, end := range ends {
		if end > half && end <= fit {
			best = end
		}
	}
	if best == 0 {
		best = strings.LastIndexAny(text[:fit], " \n\t")
	}
	if best <= 0 {
		best = fit
	}
	return strings.TrimRight(text[:best], " \n\t")
}

// fitting returns how many bytes of a text have at most so many tokens, and how
// many have half of that.
func fitting(text string, most int) (fit, half int) {
	var c counter
	for i, r := range text {
		if c.tokens <= float64(most)/2 {
			half = i
		}
		c.add(r)
		if int(c.tokens)+1 > most {
			return i, half
		}
	}
	return len(text), half
}

// counter counts tokens as the characters of a text go by.
type counter struct {
	tokens float64
	digits int // in a row
}

func (c *counter) add(r rune) {
	if r >= '0' && r <= '9' {
		c.digits++
		if c.digits%2 == 1 { // one to three digits in a token
			c.tokens++
		}
		return
	}
	c.digits = 0
	switch {
	case r == ' ':
		c.tokens += .1
	case r < unicode.MaxASCII && unicode.IsLetter(r):
		c.tokens += 1 / ofWord
	case unicode.Is(unicode.Latin, r):
		c.tokens++
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Telugu, unicode.Khmer, unicode.Lao, unicode.Myanmar):
		c.tokens += 1 / ofSyllable
	case unicode.IsLetter(r) || unicode.IsMark(r):
		c.tokens += 1 / ofOther
	default:
		c.tokens++
	}
}
