package openai

import (
	"bytes"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Models write bytes, and a character may be cut between two events. Decoding
// would make each half a sign for what is missing: halves are kept as characters
// that stand for their bytes until the text is put together.
const shelterBase = 0x10ff00 // private use; a byte is added to it

func shelter(data []byte) []byte {
	if utf8.Valid(data) {
		return data
	}
	var out []byte
	for len(data) > 0 {
		r, n := utf8.DecodeRune(data)
		if r == utf8.RuneError && n == 1 {
			out = utf8.AppendRune(out, shelterBase+rune(data[0]))
		} else {
			out = append(out, data[:n]...)
		}
		data = data[n:]
	}
	return out
}

// exposed is text with the bytes that were kept.
func exposed(text string) string {
	if !strings.ContainsFunc(text, isSheltered) {
		return text
	}
	var out []byte
	for _, r := range text {
		if isSheltered(r) {
			out = append(out, byte(r-shelterBase))
		} else {
			out = utf8.AppendRune(out, r)
		}
	}
	return string(out)
}

// Halves of a sign outside the first plane of Unicode, as JSON escapes them, at the end and at the beginning
// of a text.
var (
	firstHalf  = regexp.MustCompile(`(\\u[dD][89abAB][0-9a-fA-F]{2})"`)
	secondHalf = regexp.MustCompile(`"(\\u[dD][c-fC-F][0-9a-fA-F]{2})`)
)

// paired puts the halves of a sign together that come in two events.
func (r *reply) paired(data []byte) []byte {
	if r.high != nil && secondHalf.Match(data) {
		data = secondHalf.ReplaceAll(data, slices.Concat([]byte(`"`), r.high, []byte("$1")))
		r.high = nil
	}
	if m := firstHalf.FindSubmatch(data); m != nil {
		r.high = bytes.Clone(m[1])
		data = firstHalf.ReplaceAll(data, []byte(`"`))
	}
	return data
}

func isSheltered(r rune) bool { return r >= shelterBase && r <= shelterBase+0xff }
