package entities

// runs tells which words an article cannot have, without a search through it for each:
// a bit for each hash of its runs of letters and digits, a Bloom filter with one hash.
type runs [runBits / 64]uint64

// runBits is some ten times as many as an article has different words.
const runBits = 1 << 14

// inRun has the bytes of letters and digits, and those of all characters beyond ASCII.
var inRun = func() (t [256]bool) {
	for c := range t {
		t[c] = c >= len(isWordByte) || isWordByte[c]
	}
	return t
}()

// read notes the runs of a text.
func (r *runs) read(text string) {
	clear(r[:])
	h := uint32(0)
	for i := range len(text) {
		if c := text[i]; inRun[c] {
			h = hashed(h, c)
		} else if h != 0 {
			r.note(h)
			h = 0
		}
	}
	r.note(h)
}

func (r *runs) note(h uint32) {
	bit := h >> 18
	r[bit/64] |= 1 << (bit % 64)
}

// mayHave reports whether a word can be in the text: whether all its runs are.
func (r *runs) mayHave(word string) bool {
	h := uint32(0)
	for i := 0; i <= len(word); i++ {
		if i < len(word) && inRun[word[i]] {
			h = hashed(h, word[i])
			continue
		}
		if bit := h >> 18; h != 0 && r[bit/64]&(1<<(bit%64)) == 0 {
			return false
		}
		h = 0
	}
	return true
}

// hashed adds a byte, of which none is zero, to a hash; the upper bits tell most.
func hashed(h uint32, c byte) uint32 { return (h + uint32(c)) * 0x9e3779b1 }
