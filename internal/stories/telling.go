package stories

import (
	"iter"
	"math"
	"slices"
	"time"

	"byline/internal/index"
)

// An event has names of its own: the dam, its owner, the governor. They are in the
// news for some days and seldom before or after, while a capital or a head of state
// always is. So a report of another side of an event, days later and in other words,
// is known by the names that tell of it. docs/studies.md has the figures, under
// "Stories".
const (
	// A name tells of an article's event where tellingShare of all articles that have
	// it are from tellingSpan around the article, and they are tellingMost at most.
	tellingSpan  = 8 * 24 * time.Hour
	tellingShare = .8
	tellingMost  = 100

	// namedWithin is how far apart two articles are that follow each other by names: less
	// than a week, after which the next column comes.
	namedWithin = 156 * time.Hour

	// What counts beside the cosine of the vectors, which is leastAlike at least: the
	// share of the telling names of both, and how many there are, of fullNames at most.
	shareWeight    = .5
	countWeight    = .15
	fullNames      = 3
	namedPenalty   = .01 // for each day between the two
	leastAlike     = .2
	leastShare     = .2 // so that a report of another match in the same sentences is not taken
	sameEventNamed = .8
)

// naming is which articles have a name, and what of that has changed.
type naming struct {
	slots   map[uint32][]int // that are dated, the earliest first
	changed map[uint32]bool  // names whose articles are others than links were made by
}

func newNaming() naming {
	return naming{slots: map[uint32][]int{}, changed: map[uint32]bool{}}
}

// addNames takes in the names of an article.
func (b *Book) addNames(slot int) {
	for _, name := range b.entries[slot].datedNames() {
		slots := b.naming.slots[name]
		at, _ := slices.BinarySearchFunc(slots, slot, b.compare)
		if len(slots) <= tellingMost {
			b.naming.changed[name] = true
		}
		b.naming.slots[name] = slices.Insert(slots, at, slot)
	}
}

// removeNames forgets the names of an article.
func (b *Book) removeNames(slot int) {
	for _, name := range b.entries[slot].datedNames() {
		slots := b.naming.slots[name]
		at, _ := slices.BinarySearchFunc(slots, slot, b.compare)
		if slots = slices.Delete(slots, at, at+1); len(slots) == 0 {
			delete(b.naming.slots, name)
		} else {
			b.naming.slots[name] = slots
		}
		if len(slots) <= tellingMost {
			b.naming.changed[name] = true
		}
	}
}

// datedNames are the names of an article if it has a date, without which nothing is
// known of when they were in the news.
func (e *entry) datedNames() []uint32 {
	if e.published == index.UnknownDate {
		return nil
	}
	return e.names
}

// linkNamed links the articles anew that changed names may link otherwise.
func (b *Book) linkNamed() {
	again, other := slotSet{in: make([]bool, len(b.entries))}, slotSet{in: make([]bool, len(b.entries))}
	for name := range b.naming.changed {
		slots := b.naming.slots[name]
		again.add(slots)
		for i, tells := range b.telling(slots) {
			if b.entries[slots[i]].tellBy(name, tells) {
				other.addOne(slots[i])
			}
		}
	}
	for _, slot := range other.slots { // whose names weigh otherwise for others that share one
		for _, name := range b.entries[slot].telling {
			again.add(b.naming.slots[name])
		}
	}
	both := map[int]int{}
	for _, slot := range again.slots {
		b.entries[slot].named = b.nearestNamed(slot, both)
	}
	clear(b.naming.changed)
}

// tellBy has a name tell of an article's event, or not, and reports whether that is new.
func (e *entry) tellBy(name uint32, tells bool) bool {
	at, told := slices.BinarySearch(e.telling, name)
	switch {
	case tells == told:
		return false
	case tells:
		e.telling = slices.Insert(e.telling, at, name)
	default:
		e.telling = slices.Delete(e.telling, at, at+1)
	}
	return true
}

// slotSet is a set of slots.
type slotSet struct {
	in    []bool
	slots []int
}

func (s *slotSet) add(slots []int) {
	for _, slot := range slots {
		s.addOne(slot)
	}
}

func (s *slotSet) addOne(slot int) {
	if !s.in[slot] {
		s.in[slot], s.slots = true, append(s.slots, slot)
	}
}

// telling yields for each of the articles that have a name, the earliest first, whether it
// tells of their event.
func (b *Book) telling(slots []int) iter.Seq2[int, bool] {
	return func(yield func(int, bool) bool) {
		if len(slots) > tellingMost {
			for i := range slots {
				if !yield(i, false) {
					return
				}
			}
			return
		}
		var times [tellingMost]int64
		for i, slot := range slots {
			times[i] = b.entries[slot].published
		}
		const span = int64(tellingSpan / time.Second)
		from, to := 0, 0 // of those around
		for i := range slots {
			for times[from] < times[i]-span {
				from++
			}
			for to < len(slots) && times[to] <= times[i]+span {
				to++
			}
			if !yield(i, float64(to-from) >= tellingShare*float64(len(slots))) {
				return
			}
		}
	}
}

// nearestNamed is the article before one that by telling names is most of its event. both,
// which is kept for its memory, has for each other the telling names that it has as well.
func (b *Book) nearestNamed(slot int, both map[int]int) link {
	e, best := &b.entries[slot], link{slot: noSlot}
	clear(both)
	for _, name := range e.telling {
		slots := b.naming.slots[name]
		at, _ := slices.BinarySearchFunc(slots, slot, b.compare)
		for _, other := range slices.Backward(slots[:at]) {
			o := &b.entries[other]
			if e.published-o.published > int64(namedWithin.Seconds()) {
				break
			}
			if _, tells := slices.BinarySearch(o.telling, name); tells {
				both[other]++
			}
		}
	}
	for other, names := range both {
		strength := namedAlike(e, &b.entries[other], names)
		if strength >= sameEventNamed && (best.slot == noSlot || strength > best.strength ||
			strength == best.strength && b.compare(other, best.slot) < 0) {
			best = link{other, strength}
		}
	}
	return best
}

// namedAlike is how much two articles look like parts of one story that have so many
// telling names in common.
func namedAlike(a, b *entry, names int) float64 {
	alike := cosine(a.vector, b.vector)
	share := float64(names) / math.Sqrt(float64(len(a.telling)*len(b.telling)))
	if alike < leastAlike || share < leastShare {
		return 0
	}
	days := float64(abs(a.published-b.published)) / (24 * 60 * 60)
	return alike + shareWeight*share + countWeight*float64(min(names, fullNames)) - namedPenalty*days
}
