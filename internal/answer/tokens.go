package answer

import "unicode"

// How many tokens a text has depends on the model. The estimate errs high, for
// what is too long is cut: it is meant to be above what the tokenizers of the
// common models make of news in any script.
const (
	perMessage = 8 // tokens that a template puts around a message

	ofWord     = 3.2 // letters of a word in Latin script in a token
	ofOther    = 1.5 // letters of other alphabets
	ofSyllable = .55 // characters of scripts that write syllables or words
)

// tokens estimates how many tokens a text has.
func tokens(text string) int {
	var n float64
	digits := 0
	for _, r := range text {
		if r >= '0' && r <= '9' {
			digits++
			if digits%2 == 1 { // one to three digits in a token
				n++
			}
			continue
		}
		digits = 0
		switch {
		case r == ' ':
			n += .1
		case r < unicode.MaxASCII && unicode.IsLetter(r):
			n += 1 / ofWord
		case unicode.Is(unicode.Latin, r):
			n++
		case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai, unicode.Devanagari, unicode.Bengali, unicode.Tamil, unicode.Telugu, unicode.Khmer, unicode.Lao, unicode.Myanmar):
			n += 1 / ofSyllable
		case unicode.IsLetter(r) || unicode.IsMark(r):
			n += 1 / ofOther
		default:
			n++
		}
	}
	return int(n) + 1
}
