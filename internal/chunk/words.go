package chunk

import "unicode/utf8"

// A run of bytes without white space is one word, unless it is longer than
// longRun; then it is as many words as it has longRuns. Wide runes, as of
// Chinese and Japanese, count half a word each, in short runs too.
const (
	longRun    = 24
	wideWeight = longRun / 2
)

// Words counts the words of a text: runs without white space, where a run of
// more than 24 bytes counts as several, so that text without spaces
// (Chinese, base64) has a length too. 220 words are never more than about 6 kB.
func Words(text string) int {
	words := 0
	for i := skipSpace(text, 0); i < len(text); {
		end := runEnd(text, i)
		words += runWords(text[i:end])
		i = skipSpace(text, end)
	}
	return words
}

// runWords counts the words of a run without white space.
func runWords(run string) int {
	if len(run) <= longRun && !hasWide(run) {
		return 1
	}
	weight := 0
	for i := 0; i < len(run); {
		r, size := utf8.DecodeRuneInString(run[i:])
		weight += runeWeight(r, size)
		i += size
	}
	return (weight + longRun - 1) / longRun
}

// hasWide tells whether a run may have wide runes.
func hasWide(run string) bool {
	for i := range len(run) {
		if run[i] >= 0xE2 { // the first byte of U+2000 and all after it
			return true
		}
	}
	return false
}

// runeWeight is the weight of a rune in a long run, in 1/longRun words.
func runeWeight(r rune, size int) int {
	if r >= 0x2E80 && r <= 0x9FFF || r >= 0x20000 && r <= 0x3FFFF { // ideographs and kana
		return wideWeight
	}
	return size
}

// byteClass sorts bytes for the inner loops. Everything that is not listed
// is an ordinary byte of a word.
var byteClass = [256]uint8{
	' ': classSpace, '\t': classSpace, '\n': classSpace, '\v': classSpace, '\f': classSpace, '\r': classSpace,
	'.': classStop, '!': classStop, '?': classStop,
	0xC2: classMaybe, 0xE1: classMaybe, 0xE2: classMaybe, 0xE3: classMaybe, 0xEF: classMaybe,
}

const (
	classSpace = 1 // white space of one byte
	classMaybe = 2 // may begin white space or a full stop of several bytes
	classStop  = 3 // a full stop
)

// runEnd returns the end of the run without white space that begins at i.
func runEnd(text string, i int) int {
	for i < len(text) && spaceLen(text, i) == 0 {
		i++
	}
	return i
}

// skipSpace returns the first position from i on that is not white space.
func skipSpace(text string, i int) int {
	for i < len(text) {
		n := spaceLen(text, i)
		if n == 0 {
			break
		}
		i += n
	}
	return i
}

// spaceLen returns the length of the white space character at i, 0 if there is none.
func spaceLen(text string, i int) int {
	switch byteClass[text[i]] {
	case classSpace:
		return 1
	case classMaybe:
		return wideSpaceLen(text[i:])
	}
	return 0
}

// wideSpaceLen is spaceLen for characters of several bytes.
func wideSpaceLen(text string) int {
	if len(text) >= 2 && text[0] == 0xC2 {
		if text[1] == 0x85 || text[1] == 0xA0 {
			return 2
		}
		return 0
	}
	if len(text) < 3 {
		return 0
	}
	switch {
	case text[:3] == "\u1680", text[:3] == "\u205F", text[:3] == "\u3000":
		return 3
	case text[0] == 0xE2 && text[1] == 0x80 && (text[2] >= 0x80 && text[2] <= 0x8A || text[2] == 0xA8 || text[2] == 0xA9 || text[2] == 0xAF):
		return 3
	}
	return 0
}
