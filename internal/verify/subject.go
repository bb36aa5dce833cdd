package verify

import (
	"math"
	"slices"

	"byline/internal/lang"
)

// Two figures are of the same thing if their sentences have sameSentence of their
// terms in common, their clauses sameClause, and none of what tells things apart
// differs: what is counted, who and where, which time, and words that do not go
// together, such as men and women.
const (
	sameSentence = .6
	sameClause   = .6
	ifGrowing    = .5 // either, where both count the same that grows
	fewestTerms  = 3  // of a sentence that says what its figure is of
	fewestInHead = 2  // of a clause; else the sentence stands for it
)

// subject is what a sentence says of one of its figures, beside figures and days.
type subject struct {
	all, near []uint32 // terms of the sentence, and of what belongs to the figure; ascending
	counted   []uint32 // the words for what is counted, ascending; none: nothing, or a unit
	anybody   bool     // it is people, whoever they are
	growing   int      // which of what becomes more as it is counted; 0: none of that
	names     []uint32
	ordinals  []float64
	days      []date // other ones than the figure is
	sides     []side
}

// subjectOf reads what stands around the words of a figure.
func (g *grammar) subjectOf(x *sentence, first, last int) subject {
	t := subject{growing: g.growingAt(x.words, first, last)}
	from, to := g.belongs(x.words, first, last)
	for i := range x.words {
		w := &x.words[i]
		if !w.content || g.empty[w.key] {
			continue
		}
		term := g.termOf(w)
		t.all = append(t.all, term)
		if w.capital && (!w.opens || w.named) {
			t.names = append(t.names, term)
		}
		if i >= from && i < to {
			t.near = append(t.near, term)
			t.sides = append(t.sides, w.side...)
		}
	}
	t.counted, t.anybody = g.countedAt(x.words, last+1, to)
	for i, n := range x.numbers {
		if n.ordinal && x.words[n.first].number == i {
			t.ordinals = append(t.ordinals, n.value)
		}
	}
	for _, d := range x.dates {
		beside := d.last+1 == first // Wednesday, 20 August
		if d.first != first && (d.weekday == 0 || beside || x.words[d.first].clause == x.words[first].clause) {
			t.days = append(t.days, d)
		}
	}
	t.all, t.near = ascending(t.all), ascending(t.near)
	if len(t.near) < fewestInHead {
		t.near = t.all
	}
	return t
}

// countedAt are the words for what a number counts, behind which words from one to
// before another stand: fire stations, in "14 fire stations in the county". Those that
// say little, such as people, count where there are no others.
func (g *grammar) countedAt(words []word, from, to int) (terms []uint32, anybody bool) {
	var empty []uint32
	for i := from; i < to && words[i].content && !words[i].breaks; i++ {
		w := &words[i]
		if i > from && (w.verb || g.adverb(*w)) {
			break
		}
		if g.empty[w.key] {
			empty = append(empty, g.termOf(w))
		} else {
			terms = append(terms, g.termOf(w))
		}
	}
	if len(terms) == 0 {
		return ascending(empty), len(empty) > 0
	}
	return ascending(terms), false
}

// termOf is the term of a word; the words for what grows have one for each thing.
func (g *grammar) termOf(w *word) uint32 {
	if n := g.growing[w.key]; n > 0 {
		return uint32(n)
	}
	return w.term
}

// belongs returns the words around a figure that go with it, from one to before
// another: those of its clause as far as the next figure, day or "and".
func (g *grammar) belongs(words []word, first, last int) (from, to int) {
	ends := func(i int) bool {
		w := &words[i]
		return w.clause != words[first].clause || w.number >= 0 || w.day >= 0 || g.pack.Statements.Coordinators[w.text]
	}
	for from = first; from > 0 && !ends(from-1); {
		from--
	}
	for to = last + 1; to < len(words) && !ends(to); {
		to++
	}
	return from, to
}

// Growing tells which of what only becomes more as it is counted a text speaks of
// first, as [Figure.Growing] does: 0 if of none.
func (v *Verifier) Growing(text string) int {
	g := v.grammar(lang.Asking().Code)
	for _, w := range v.read(g, text, 0).words {
		if n := g.growing[w.key]; n > 0 {
			return n
		}
	}
	return 0
}

// growingAt is what a figure counts of what grows: by the first word for that behind
// it, else by the last before it.
func (g *grammar) growingAt(words []word, first, last int) int {
	from, to := g.belongs(words, first, last)
	for i := last + 1; i < to; i++ {
		if n := g.growing[words[i].key]; n > 0 {
			return n
		}
	}
	for i := first - 1; i >= from; i-- {
		if n := g.growing[words[i].key]; n > 0 {
			return n
		}
	}
	return 0
}

func ascending(terms []uint32) []uint32 {
	slices.Sort(terms)
	return slices.Compact(terms)
}

// OfSameThing reports whether two figures are given for the same thing, as far as
// their sentences tell.
func (f *Figure) OfSameThing(o *Figure) bool { return f.Likeness(o) > 0 }

// Likeness is which share of their words the sentences of two figures for the same
// thing have in common, from 0 to 1; 0 if they are for two.
func (f *Figure) Likeness(o *Figure) float64 {
	a, b := &f.subject, &o.subject
	if f.Day != o.Day || f.Unit != o.Unit || !f.Day && f.Unit == "" && !a.countsSame(b) || f.Contradicts(o) {
		return 0
	}
	inSentence, inClause := sameSentence, sameClause
	if a.growing > 0 && a.growing == b.growing {
		inSentence, inClause = ifGrowing, ifGrowing
	}
	least, both := min(len(a.all), len(b.all)), float64(common(a.all, b.all))
	if least < fewestTerms || both < inSentence*float64(least) ||
		float64(common(a.near, b.near)) < inClause*float64(min(len(a.near), len(b.near))) {
		return 0
	}
	return 2 * both / float64(len(a.all)+len(b.all))
}

// Contradicts reports whether what stands around two figures tells their things apart:
// who and where, which time, the first or the second, men or women, dead or injured.
func (f *Figure) Contradicts(o *Figure) bool {
	a, b := &f.subject, &o.subject
	return a.growing > 0 && b.growing > 0 && a.growing != b.growing ||
		!a.has(b.names) && !b.has(a.names) || disjoint(a.ordinals, b.ordinals) || a.opposes(b) || !f.sameTime(o) ||
		f.Day && o.Day && (f.date.grain() != o.date.grain() || f.ownDays(o))
}

// countsSame reports whether two count the same: 15 homes and 20 family homes or, of
// what grows, 12 dead and 15 passengers killed, but not 12 homes and 15 cars destroyed.
func (t *subject) countsSame(o *subject) bool {
	if t.growing > 0 && t.growing == o.growing && !(t.specific() && o.specific()) {
		return true
	}
	both := common(t.counted, o.counted)
	return both > 0 && both == min(len(t.counted), len(o.counted))
}

// specific reports whether it says whom or what of what grows it counts.
func (t *subject) specific() bool {
	_, found := slices.BinarySearch(t.counted, uint32(t.growing))
	return len(t.counted) > 0 && !t.anybody && !found
}

// IsOfSome reports whether a figure says whom or what of what grows it counts: 19
// children killed, and not 21 people killed or 21 dead.
func (f *Figure) IsOfSome() bool { return f.subject.specific() }

// has reports whether all of some names are in the sentence.
func (t *subject) has(names []uint32) bool {
	return !slices.ContainsFunc(names, func(n uint32) bool {
		_, found := slices.BinarySearch(t.all, n)
		return !found
	})
}

func disjoint(a, b []float64) bool {
	return len(a) > 0 && len(b) > 0 && !slices.ContainsFunc(a, func(x float64) bool { return slices.Contains(b, x) })
}

// opposes reports whether one has a word of one side of a contrast, and the other
// only one of the other side.
func (t *subject) opposes(o *subject) bool {
	for _, x := range t.sides {
		other := func(y side) bool { return y.contrast == x.contrast && y.side != x.side }
		if !slices.Contains(o.sides, x) && slices.ContainsFunc(o.sides, other) {
			return true
		}
	}
	return false
}

// sameTime reports whether all days that go with one figure are among those that go
// with the other, or the other way round.
func (f *Figure) sameTime(o *Figure) bool { return f.hasDays(o) || o.hasDays(f) }

func (f *Figure) hasDays(o *Figure) bool {
	return !slices.ContainsFunc(o.subject.days, func(d date) bool {
		return !slices.ContainsFunc(f.subject.days, func(e date) bool {
			return d.agrees(e, f.about.Published) || e.agrees(d, o.about.Published)
		})
	})
}

// ownDays reports whether two days are as far apart as their articles: each speaks of
// the day that it appeared on, or the one before.
func (f *Figure) ownDays(o *Figure) bool {
	if f.date.day == 0 || f.about.Published.IsZero() || o.about.Published.IsZero() {
		return false
	}
	const hours = 24
	apart := f.date.time(f.about.Published).Sub(o.date.time(o.about.Published)).Hours() / hours
	published := f.about.Published.Sub(o.about.Published).Hours() / hours
	return apart*published > 0 && math.Abs(apart-published) < 1
}
