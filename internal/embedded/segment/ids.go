package segment

import "encoding/binary"

// IDs is a set of IDs of articles that tells fast of nearly all others that they are not
// in it, so that all articles of a segment can be held against it.
type IDs struct {
	all     map[string]bool
	endings [1 << endingBits / 64]uint64 // what the IDs in it end in
}

// endingBits is how much is kept of the end of an ID: where two hundred are in the set,
// one in 300 others is looked for.
const endingBits = 16

// NewIDs makes the set of some IDs.
func NewIDs(ids []string) *IDs {
	s := &IDs{all: make(map[string]bool, len(ids))}
	for _, id := range ids {
		s.all[id] = true
		e := ending(id)
		s.endings[e/64] |= 1 << (e % 64)
	}
	return s
}

// Has reports whether an ID is in the set.
func (s *IDs) Has(id string) bool {
	e := ending(id)
	return s.endings[e/64]&(1<<(e%64)) != 0 && s.all[id]
}

// ending is a number of so many bits, made of the last letters of an ID by Fibonacci
// hashing (Knuth, The Art of Computer Programming, vol. 3, 6.4).
func ending(id string) uint64 {
	const golden, letters = 0x9e3779b97f4a7c15, 8
	var last [letters]byte
	copy(last[:], id[max(0, len(id)-letters):])
	return binary.LittleEndian.Uint64(last[:]) * golden >> (64 - endingBits)
}
