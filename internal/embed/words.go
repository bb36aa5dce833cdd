package embed

import (
	"math/bits"
	"unicode"
	"unicode/utf8"

	"byline/internal/runs"

	"golang.org/x/text/unicode/norm"
)

const (
	maxWordChars = 100  // longer words are unknown, as in BERT's tokenizer
	maxWordBytes = 1024 // of a word before it is normalised; bounds the work on junk
)

func hash(k runs.Key) uint64 {
	return (k.Low ^ bits.RotateLeft64(k.High*0x9e3779b97f4a7c15, 31)) * 0xd6e8feb86659fd93
}

// What a byte means to the scanner, beside the letter or digit that it stands for.
const (
	separator = 0
	nonASCII  = 0x80
)

// classes maps ASCII letters (in lower case) and digits to themselves, other
// ASCII to separator, and the bytes of longer characters to nonASCII.
var classes = func() (t [256]byte) {
	for c := range t {
		switch {
		case c >= utf8.RuneSelf:
			t[c] = nonASCII
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			t[c] = byte(c)
		case c >= 'A' && c <= 'Z':
			t[c] = byte(c) + 'a' - 'A'
		}
	}
	return t
}()

// separates reports whether a character beyond ASCII ends a word. Ideographs
// are words of their own in BERT's tokenizer, and unknown here.
func separates(r rune) bool {
	if r >= 0x2010 && r <= 0x2029 { // dashes, quotes, ellipsis: by far the most frequent in news
		return true
	}
	if r < 0x300 {
		return r == 0x85 || r == 0xa0 || unicode.IsPunct(r)
	}
	return unicode.IsSpace(r) || unicode.IsPunct(r) || unicode.Is(unicode.Han, r)
}

// foreignEnd returns where the word goes on to that reaches a non-ASCII byte
// at text[at]: the end of the word, and the start of what follows it.
func foreignEnd(text string, at int) (end, next int) {
	for at < len(text) {
		if c := classes[text[at]]; c == separator {
			return at, at + 1
		} else if c != nonASCII {
			at++
			continue
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if separates(r) {
			return at, at + size
		}
		at += size
	}
	return at, at
}

// normaliser brings words into the form in which the vocabulary has them.
type normaliser struct {
	decomposed norm.Iter // kept so that it is allocated once
}

// append appends the word to dst in lower case, without accents, control
// characters and invalid bytes.
func (n *normaliser) append(dst []byte, word string) []byte {
	n.decomposed.InitString(norm.NFD, word)
	for !n.decomposed.Done() {
		for part := n.decomposed.Next(); len(part) > 0; {
			r, size := utf8.DecodeRune(part)
			part = part[size:]
			if r == utf8.RuneError || unicode.In(r, unicode.Mn, unicode.C) {
				continue
			}
			dst = utf8.AppendRune(dst, unicode.ToLower(r))
		}
	}
	return dst
}

// vocabulary knows the tokens of a WordPiece model.
type vocabulary struct {
	slots   []slot // hash table of the tokens that are whole words of up to runs.KeyBytes
	shift   uint   // of a hash, to get a slot
	starts  map[string]uint16
	inside  map[string]uint16 // tokens that continue a word, without their "##"
	longest int               // bytes of the longest token
}

// slot is a place in the hash table of words; a zero key marks an empty one.
type slot struct {
	key runs.Key
	id  uint16
}

func newVocabulary(tokens []string) *vocabulary {
	v := &vocabulary{starts: make(map[string]uint16), inside: make(map[string]uint16)}
	size := bits.Len(uint(2 * len(tokens))) // at most half of the slots are taken
	v.slots, v.shift = make([]slot, 1<<size), uint(64-size)
	for i, token := range tokens {
		v.longest = max(v.longest, len(token))
		if len(token) > 2 && token[:2] == "##" {
			v.inside[token[2:]] = uint16(i)
			continue
		}
		v.starts[token] = uint16(i)
		if token != "" && len(token) <= runs.KeyBytes {
			v.insert(runs.KeyOf(token), uint16(i))
		}
	}
	return v
}

func (v *vocabulary) insert(k runs.Key, id uint16) {
	i := hash(k) >> v.shift
	for v.slots[i].key != (runs.Key{}) {
		i = (i + 1) & uint64(len(v.slots)-1)
	}
	v.slots[i] = slot{key: k, id: id}
}

// find returns the token that is the whole word.
func (v *vocabulary) find(k runs.Key) (uint16, bool) {
	mask := uint64(len(v.slots) - 1)
	for i := hash(k) >> v.shift; ; i++ {
		s := &v.slots[i&mask]
		if s.key == k {
			return s.id, true
		}
		if s.key == (runs.Key{}) {
			return 0, false
		}
	}
}

// split appends the tokens of a normalised word to dst, each the longest that
// fits. A word that cannot be cut into tokens has none.
func (v *vocabulary) split(dst []uint16, word []byte) []uint16 {
	if utf8.RuneCount(word) > maxWordChars {
		return dst
	}
	whole, known := len(dst), v.starts
	for start := 0; start < len(word); known = v.inside {
		end := min(len(word), start+v.longest)
		for ; end > start; end-- {
			if end < len(word) && !utf8.RuneStart(word[end]) {
				continue
			}
			if id, ok := known[string(word[start:end])]; ok {
				dst = append(dst, id)
				break
			}
		}
		if end == start {
			return dst[:whole]
		}
		start = end
	}
	return dst
}
