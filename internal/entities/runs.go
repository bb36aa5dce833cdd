package entities

import "strings"

// runs tells which words an article has, without a search through it for each, by
// its runs of letters and digits.
type runs struct {
	text string
	has  [1 << runBits / 64]uint64 // a bit for each hash of a run, a Bloom filter with one hash
	last [1 << placeBits]uint32    // where the last run with a hash stood, of this article or another
}

const (
	runBits   = 14 // of a hash: some ten times as many bits as an article has different words
	placeBits = 13
)

// inRun has the bytes of letters and digits, and those of all characters beyond ASCII.
var inRun = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= len(isWordByte) || isWordByte[c]
	}
	return t
}()

// read notes the runs of a text.
func (r *runs) read(text string) {
	clear(r.has[:])
	r.text = text
	for i := 0; i < len(text); i++ {
		if !inRun[text[i]] {
			continue
		}
		start, h := i, uint32(0)
		for ; i < len(text) && inRun[text[i]]; i++ {
			h = hashed(h, text[i])
		}
		bit := h >> (32 - runBits)
		r.has[bit/64] |= 1 << (bit % 64)
		r.last[h>>(32-placeBits)] = uint32(start)
	}
}

// have reports whether a word stands in the text, with no letter or digit beside it.
func (r *runs) have(word string) bool {
	for i := 0; i < len(word); i++ {
		if !inRun[word[i]] {
			continue
		}
		start, h := i, uint32(0)
		for ; i < len(word) && inRun[word[i]]; i++ {
			h = hashed(h, word[i])
		}
		if bit := h >> (32 - runBits); r.has[bit/64]&(1<<(bit%64)) == 0 {
			return false
		}
		if at := int(r.last[h>>(32-placeBits)]) - start; r.stands(word, at) {
			return true
		}
	}
	for at := 0; ; at += len(word) {
		i := strings.Index(r.text[at:], word)
		if i < 0 {
			return false
		}
		if at += i; r.stands(word, at) {
			return true
		}
	}
}

// stands reports whether a word stands at a place, if the text has one there, with no
// letter or digit beside it.
func (r *runs) stands(word string, at int) bool {
	return at >= 0 && at <= len(r.text) && strings.HasPrefix(r.text[at:], word) &&
		(at == 0 || !inRun[r.text[at-1]]) && (at+len(word) == len(r.text) || !inRun[r.text[at+len(word)]])
}

// hashed adds a byte, of which none is zero, to a hash; the upper bits tell most.
func hashed(h uint32, c byte) uint32 { return (h + uint32(c)) * 0x9e3779b1 }
