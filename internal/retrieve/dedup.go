package retrieve

import (
	"slices"

	"byline/internal/lexical"
	"byline/internal/news"
)

// Deduplication: hits with the same text are folded into one, and near-duplicates
// of an article are no similar articles. Two texts are copies if they share
// enough of their runs of terms (Jaccard, as in Broder, On the Resemblance and
// Containment of Documents, 1997). These are the thresholds; docs/studies.md,
// "Similar articles" and "Broad queries", has the figures.
const (
	copyOverlap = .7 // share of all runs of two texts
	shingleLen  = 3  // terms; stop words are not counted

	contained      = .5 // share of the shorter of two articles that makes them near-duplicates
	leastContained = 20 // runs of it; fewer may be shared by chance
)

// deduper removes duplicates: it collects hits and folds those that carry the same text into the one
// that came first.
type deduper struct {
	hits     []news.Hit
	shingles [][]uint64
	keep     bool // fold nothing
}

// add takes a hit with the tokens of its passage.
func (d *deduper) add(h news.Hit, tokens []lexical.Token) {
	if d.keep {
		d.hits = append(d.hits, h)
		return
	}
	mine := shingles(tokens)
	for i := range d.hits {
		if d.hits[i].Article.ID != h.Article.ID && areCopies(mine, d.shingles[i]) {
			d.hits[i].Copies = append(d.hits[i].Copies, copyOf(h.Article))
			return
		}
	}
	d.hits = append(d.hits, h)
	d.shingles = append(d.shingles, mine)
}

func copyOf(a news.Article) news.Copy {
	return news.Copy{ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Published: a.Published}
}

// shingles returns the distinct runs of terms, ascending, a number for each.
func shingles(tokens []lexical.Token) []uint64 {
	out := make([]uint64, 0, len(tokens))
	var run uint64
	for i, t := range tokens {
		run = run<<21 ^ uint64(t.Term) // an older term than shingleLen is shifted out
		if i+1 >= min(shingleLen, len(tokens)) {
			out = append(out, run)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func areCopies(a, b []uint64) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) == 0 || float64(len(a)) < copyOverlap*float64(len(b)) {
		return false // too unlike in length
	}
	n := shared(a, b)
	return float64(n) >= copyOverlap*float64(len(a)+len(b)-n)
}

// nearDuplicates reports whether two whole articles are copies, or one is mostly
// made of the other: a reprint that was cut or added to, or an article that was
// written on as its story went on.
func nearDuplicates(a, b []uint64) bool {
	if areCopies(a, b) {
		return true
	}
	n := min(len(a), len(b))
	return n >= leastContained && float64(shared(a, b)) >= contained*float64(n)
}

// sampled returns an eighth of a list of shingles, the same ones of any list.
func sampled(list []uint64) []uint64 {
	const mix = 0x9e3779b97f4a7c15 // 2⁶⁴ divided by the golden ratio (Fibonacci hashing)
	var out []uint64
	for _, s := range list {
		if s*mix>>61 == 0 {
			out = append(out, s)
		}
	}
	return out
}

// mayBeNearDuplicates tells by samples which lists need not be compared: those of
// near-duplicates share half, and these not even a quarter. Few say nothing.
func mayBeNearDuplicates(a, b []uint64) bool {
	n := min(len(a), len(b))
	return n < leastContained || 4*shared(a, b) >= n
}

// shared counts what two ascending lists share.
func shared(a, b []uint64) int {
	n := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			n++
			i++
			j++
		}
	}
	return n
}
