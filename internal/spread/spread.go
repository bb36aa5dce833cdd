// Package spread sorts numbers that are spread evenly over all that there can be, as
// hashes are. It does so in a time that grows as their number does, which comparisons
// cannot: terms, shingles and postings are sorted for each article that is taken in.
package spread

import (
	"math/bits"
	"slices"
	"unsafe"
)

// few is up to how many numbers comparisons are as fast.
const few = 24

// Sorter sorts lists of numbers. It keeps the memory that it works in, so one serves
// one goroutine. The zero value is ready.
type Sorter[N uint32 | uint64] struct {
	ends  []uint32 // of the buckets, one for each beginning of a number in bits
	spare []N
}

// Sort sorts a list of at most 2³² numbers, ascending. Numbers that are not spread
// evenly are sorted as well, no slower than by comparisons.
func (s *Sorter[N]) Sort(list []N) {
	if len(list) <= few {
		slices.Sort(list)
		return
	}
	width := bits.Len(uint(len(list) - 1)) // bits of a bucket: about one number for each
	shift := 8*int(unsafe.Sizeof(list[0])) - width
	s.ends = slices.Grow(s.ends[:0], 1<<width)[:1<<width]
	clear(s.ends)
	for _, n := range list {
		s.ends[n>>shift]++
	}
	begin := uint32(0)
	for i, count := range s.ends {
		s.ends[i] = begin
		begin += count
	}
	s.spare = append(s.spare[:0], list...)
	for _, n := range s.spare {
		end := &s.ends[n>>shift]
		list[*end] = n
		*end++
	}
	begin = 0
	for _, end := range s.ends {
		if end-begin > few {
			slices.Sort(list[begin:end])
		}
		begin = end
	}
	insert(list)
}

// insert sorts a list in which each number stands near its place.
func insert[N uint32 | uint64](list []N) {
	for i := 1; i < len(list); i++ {
		n, at := list[i], i
		for ; at > 0 && list[at-1] > n; at-- {
			list[at] = list[at-1]
		}
		list[at] = n
	}
}
