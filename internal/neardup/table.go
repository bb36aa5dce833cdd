package neardup

import (
	"math/bits"

	"byline/internal/news"
)

// A table has bands of two buckets each. It keeps, per band, chains of the articles
// that have the same hashes there, which costs four bytes for an article and as many
// for its share of the heads of chains.
const (
	bands = articleBuckets / 2
	// longestChain is how many articles of a chain are looked at, the last that came
	// first: what more than that share is the furniture of an outlet, and a copy has
	// other bands to be found by.
	longestChain = 64
	noSlot       = -1
)

// Table finds, among the signatures of many articles, those of which one may be a
// copy, without comparing it with all. Articles are known by slots, small numbers
// that its user gives. The zero value is ready; it is not safe for concurrent use.
type Table struct {
	signs []news.Signature // by slot
	next  [][bands]int32   // by slot: who follows in each chain
	heads [bands][]int32   // by hash
	size  uint             // of heads, as a power of two
	count int
}

// Put sets the signature of a slot that has none.
func (t *Table) Put(slot int, s news.Signature) {
	for len(t.signs) <= slot {
		t.signs, t.next = append(t.signs, ""), append(t.next, [bands]int32{})
	}
	t.count++
	if t.count > 1<<t.size || t.heads[0] == nil {
		t.grow()
	}
	t.signs[slot] = s
	t.link(slot)
}

// Remove takes a slot out.
func (t *Table) Remove(slot int) {
	s := t.signs[slot]
	for band := range bands {
		hash, used := t.place(s, band)
		if !used {
			continue
		}
		at := &t.heads[band][hash]
		for *at != noSlot && int(*at) != slot {
			at = &t.next[*at][band]
		}
		if *at != noSlot {
			*at = t.next[slot][band]
		}
	}
	t.signs[slot] = ""
	t.count--
}

// Near calls do with each slot that has a band in common with a signature, as often
// as they have bands in common.
func (t *Table) Near(s news.Signature, do func(slot int)) {
	if len(s) != 2+2*articleBuckets || t.count == 0 {
		return
	}
	for band := range bands {
		hash, used := t.place(s, band)
		if !used {
			continue
		}
		seen := 0
		for at := t.heads[band][hash]; at != noSlot && seen < longestChain; at = t.next[at][band] {
			if sameBand(t.signs[at], s, band) {
				do(int(at))
			}
			seen++
		}
	}
}

// grow makes room for twice as many articles.
func (t *Table) grow() {
	t.size = max(t.size+1, 8)
	for band := range t.heads {
		t.heads[band] = make([]int32, 1<<t.size)
		for i := range t.heads[band] {
			t.heads[band][i] = noSlot
		}
	}
	for slot, s := range t.signs {
		if s != "" {
			t.link(slot)
		}
	}
}

// link puts a slot at the head of its chains.
func (t *Table) link(slot int) {
	for band := range bands {
		if hash, used := t.place(t.signs[slot], band); used {
			head := &t.heads[band][hash]
			t.next[slot][band], *head = *head, int32(slot) // far less than 2^31
		}
	}
}

// place is which chain a signature is in. A band with an empty bucket tells nothing.
func (t *Table) place(s news.Signature, band int) (hash uint32, used bool) {
	if len(s) != 2+2*articleBuckets {
		return 0, false
	}
	a, b := at(s, 2+4*band), at(s, 4+4*band)
	if a == emptyBucket || b == emptyBucket {
		return 0, false
	}
	return bits.Reverse32((uint32(a)<<16|uint32(b))*0x9e3779b1) & (1<<t.size - 1), true
}

func sameBand(a, b news.Signature, band int) bool {
	from := 2 + 4*band
	return len(a) == len(b) && a[from:from+4] == b[from:from+4]
}
