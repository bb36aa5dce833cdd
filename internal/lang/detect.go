package lang

import (
	"strings"

	"github.com/abadojack/whatlanggo"
)

// detectionSample is how much of a text its language is told from, in bytes, and
// longerSample how much of it one whose beginning is full of names, as a list of results is.
const (
	detectionSample = 600
	longerSample    = 8 * detectionSample
)

// Detect returns the ISO 639-1 code of the language of a text, "" if it cannot be told.
func Detect(text string) string {
	sample := beginningOf(text, detectionSample)
	for _, part := range []string{sample, beginningOf(text, longerSample)} {
		for _, l := range languages {
			if l.pack().isFull(part) {
				return l.code
			}
		}
	}
	if info := whatlanggo.Detect(sample); info.IsReliable() {
		return info.Lang.Iso6391()
	}
	return ""
}

// beginningOf is the first of a text, whole words of it; "" if it has none.
func beginningOf(text string, size int) string {
	if len(text) <= size {
		return text
	}
	return text[:max(0, strings.LastIndexByte(text[:size], ' '))]
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
