// Package tokens estimates how many tokens a text has, and cuts texts to a
// number of them. How many there are depends on the model. The estimate errs
// high in every script, for what is too long is cut or refused; testdata has what
// two tokenizers make of the same texts, which tests hold it to.
package tokens

import (
	"strings"
	"unicode"
)

// Tokenizer is a kind of tokenizers.
type Tokenizer int

// The kinds. Those of language models may know little but English, and cut other
// scripts into bytes. Those of models that embed or rank texts know characters,
// and never make more than one token of each.
const (
	OfBytes Tokenizer = iota
	OfCharacters
)

// rate is how many tokens a character makes, with tokenizers of each kind.
type rate struct {
	tables []*unicode.RangeTable
	tokens [2]float64
}

// rates are tried in order.
var rates = []rate{
	{[]*unicode.RangeTable{unicode.Latin}, [2]float64{2, 1}}, // with accents
	{[]*unicode.RangeTable{unicode.Cyrillic}, [2]float64{.9, .9}},
	{[]*unicode.RangeTable{unicode.Greek, unicode.Arabic}, [2]float64{1.2, 1}},
	{[]*unicode.RangeTable{unicode.Hebrew}, [2]float64{1.5, 1}},
	{[]*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Devanagari, unicode.Thai, unicode.Tamil}, [2]float64{2.2, 1}},
}

var (
	ofRest   = [2]float64{3.1, 1}           // other letters, and signs
	ofSpace  = [2]float64{.05, 0}           // between words; it is mostly part of the next
	ofLetter = [2]float64{1 / 2.2, 1. / 3.} // of a word in plain Latin, from the fourth on
)

// whole is how many letters of a word make one token for sure.
const whole = 3

// Estimate returns how many tokens a text probably has at most, at least one.
func (t Tokenizer) Estimate(text string) int {
	c := counter{kind: t}
	for _, r := range text {
		c.add(r)
	}
	return int(c.tokens) + 1
}

// Cut returns the beginning of a text that has at most so many tokens. It ends
// at the last of ends, which are those of its sentences in bytes, that leaves
// more than half of that; else between two words, or within one that is longer.
func (t Tokenizer) Cut(text string, most int, ends []int) string {
	fit, half := t.fitting(text, most)
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
func (t Tokenizer) fitting(text string, most int) (fit, half int) {
	c := counter{kind: t}
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
	kind   Tokenizer
	tokens float64
	word   int // letters of plain Latin in a row
}

func (c *counter) add(r rune) {
	if r < unicode.MaxASCII && unicode.IsLetter(r) {
		c.word++
		switch {
		case c.word == 1:
			c.tokens++
		case c.word > whole:
			c.tokens += ofLetter[c.kind]
		}
		return
	}
	c.word = 0
	c.tokens += c.of(r)
}

// of is how many tokens any other character makes.
func (c *counter) of(r rune) float64 {
	switch {
	case r == ' ':
		return ofSpace[c.kind]
	case r < unicode.MaxASCII: // some know every digit by itself
		return 1
	}
	for _, x := range rates {
		if unicode.In(r, x.tables...) {
			return x.tokens[c.kind]
		}
	}
	return ofRest[c.kind]
}
