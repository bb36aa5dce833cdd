package embed

import (
	"math"
	"unicode/utf8"

	"byline/internal/runs"
)

// headlineWeight is how much the headline of a passage counts against its
// text, both at unit length. MODEL_CARD.md tells how it was chosen.
const headlineWeight = 0.5

const (
	cachedWords  = 4096 // a power of two
	cachedTokens = 7    // of a word; words of more are cut up each time
)

// Encoder embeds texts one after another and allocates nothing once it is
// warm. It is not safe for concurrent use: take one for each goroutine.
type Encoder struct {
	model    *Model
	sum      sum
	cache    []cachedWord // words that are no single token, by hash; a newer word replaces an older one
	normal   normaliser
	word     []byte // the word at hand, normalised
	ids      []uint16
	body     []float32
	head     []float32 // vector of headline
	headline string
}

// cachedWord remembers how a word is cut into tokens. A zero key marks an empty place.
type cachedWord struct {
	key   runs.Key
	count uint16
	ids   [cachedTokens]uint16
}

// NewEncoder returns an encoder for one goroutine. It takes about 150 kB.
func (m *Model) NewEncoder() *Encoder {
	return &Encoder{
		model: m,
		sum:   newSum(m.table),
		cache: make([]cachedWord, cachedWords),
		word:  make([]byte, 0, 64),
		ids:   make([]uint16, 0, maxWordChars),
		body:  make([]float32, m.identity.Dim),
		head:  make([]float32, m.identity.Dim),
	}
}

// Embed writes the vector of text to the first Dim components of dst, which
// must have that many: of unit length, or zero if no word is known.
func (e *Encoder) Embed(dst []float32, text string) {
	dst = dst[:e.model.identity.Dim]
	e.sum.reset()
	e.scan(text)
	if e.sum.total(dst) {
		Normalize(dst)
	}
}

// EmbedParts writes the vector of a passage under its headline to dst, as
// Embed does. Where one of the two has no known word, the other stands alone.
// Passages of one article in a row cost the headline only once.
func (e *Encoder) EmbedParts(dst []float32, headline, text string) {
	if headline != e.headline {
		e.Embed(e.head, headline)
		e.headline = headline
	}
	e.Embed(dst, text)
	if headline == "" {
		return
	}
	dst = dst[:len(e.head)]
	for i, x := range e.head {
		dst[i] += headlineWeight * x
	}
	Normalize(dst)
}

// Normalize brings v to unit length, and reports whether it has a direction: a
// vector of zeros has none, and one that is not finite neither. They stay as they are.
func Normalize(v []float32) bool {
	var square float64
	for _, x := range v {
		square += float64(x) * float64(x)
	}
	if square == 0 || math.IsInf(square, 0) || math.IsNaN(square) {
		return false
	}
	f := float32(1 / math.Sqrt(square))
	for i := range v {
		v[i] *= f
	}
	return true
}

// scan adds the tokens of text to the sum.
func (e *Encoder) scan(text string) {
	for at := 0; at < len(text); {
		key, n := runs.At(text, at)
		start, end := at, at+n
		next := end + 1
		if end < len(text) && text[end] >= utf8.RuneSelf {
			end, next = foreignEnd(text, end)
		}
		switch {
		case end > start+n:
			e.addForeign(text[start:end])
		case n > runs.KeyBytes:
			e.addLong(text[start:end])
		case n > 0:
			e.addKey(key, text[start:end])
		}
		at = next
	}
}

// addKey adds a word of ASCII letters and digits with its key.
func (e *Encoder) addKey(key runs.Key, word string) {
	if id, ok := e.model.vocabulary.find(key); ok {
		e.sum.add(id)
		return
	}
	c := &e.cache[hash(key)>>32&(cachedWords-1)]
	if c.key == key {
		for _, id := range c.ids[:c.count] {
			e.sum.add(id)
		}
		return
	}
	e.lower(word)
	e.split()
	if len(e.ids) <= cachedTokens {
		c.key, c.count = key, uint16(len(e.ids))
		copy(c.ids[:], e.ids)
	}
}

// addLong adds a word of ASCII letters and digits too long for a key.
func (e *Encoder) addLong(word string) {
	if len(word) > maxWordChars {
		return
	}
	e.lower(word)
	e.split()
}

// addForeign adds a word with other characters than ASCII.
func (e *Encoder) addForeign(word string) {
	if len(word) > maxWordBytes {
		return
	}
	e.word = e.normal.append(e.word[:0], word)
	if len(e.word) > 0 {
		e.split()
	}
}

// lower sets the word at hand to one of ASCII letters and digits.
func (e *Encoder) lower(word string) {
	e.word = e.word[:0]
	for i := range len(word) {
		e.word = append(e.word, classes[word[i]])
	}
}

// split cuts the word at hand into tokens and adds them.
func (e *Encoder) split() {
	e.ids = e.model.vocabulary.split(e.ids[:0], e.word)
	for _, id := range e.ids {
		e.sum.add(id)
	}
}
