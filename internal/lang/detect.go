package lang

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// detectionSample is how much of a text its language is told from, in bytes.
const detectionSample = 600

// Detect returns the ISO 639-1 code of the language of a text, "" if it cannot be told.
func Detect(text string) string {
	if len(text) > detectionSample {
		cut := strings.LastIndexByte(text[:detectionSample], ' ')
		if cut <= 0 {
			return ""
		}
		text = text[:cut]
	}
	for _, l := range languages {
		if l.pack().isFull(text) {
			return l.code
		}
	}
	info := whatlanggo.Detect(text)
	if !info.IsReliable() {
		return ""
	}
	return info.Lang.Iso6391()
}

// isFull reports whether at least one word in eight of a text is a telling one,
// which only one language is full of. That tells most text apart without the
// trigram statistics of whatlanggo, which take longer than all the rest of
// taking an article in.
func (p *Pack) isFull(text string) bool {
	words, telling := 0, 0
	for w := range strings.FieldsSeq(text) {
		words++
		if p.Telling[w] {
			telling++
		}
	}
	return words >= 8 && telling*8 >= words
}
