package segment

import (
	"iter"
	"math/bits"
)

// bitset is a set of small numbers. A nil bitset is empty.
type bitset []uint64

func newBitset(n int) bitset { return make(bitset, (n+63)/64) }

func (b bitset) has(i uint32) bool { return b != nil && b[i/64]&(1<<(i%64)) != 0 }

func (b bitset) add(i uint32) { b[i/64] |= 1 << (i % 64) }

// or returns what is in one of two sets of the same size, of which the first may be nil.
func (b bitset) or(c bitset) bitset {
	out := make(bitset, len(c))
	copy(out, b)
	for i, w := range c {
		out[i] |= w
	}
	return out
}

// and returns what is in both of two sets of the same size.
func (b bitset) and(c bitset) bitset {
	out := make(bitset, len(b))
	for i, w := range c {
		out[i] = b[i] & w
	}
	return out
}

// not returns the numbers below n that are not in the set, which may be nil.
func (b bitset) not(n int) bitset {
	out := newBitset(n)
	copy(out, b)
	for i := range out {
		out[i] = ^out[i]
	}
	if rest := n % 64; rest > 0 {
		out[len(out)-1] &= 1<<rest - 1
	}
	return out
}

// count returns how many numbers are in the set.
func (b bitset) count() int {
	n := 0
	for _, w := range b {
		n += bits.OnesCount64(w)
	}
	return n
}

// all yields the numbers in the set, ascending.
func (b bitset) all() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for i, w := range b {
			for ; w != 0; w &= w - 1 {
				if !yield(uint32(64*i + bits.TrailingZeros64(w))) {
					return
				}
			}
		}
	}
}
