// Package neardup tells copies by signatures of a fixed size, so that nobody has
// to read two texts to compare them. A signature is made once, when an article is
// encoded, and kept by the index with the article and with each of its passages.
//
// A text is the set of its runs of three terms, its shingles. What two sets have
// in common, as a share of what either has, is their resemblance, and as a share
// of the smaller one, how much of that the other contains (Broder, On the
// Resemblance and Containment of Documents, 1997). A signature estimates both: each
// shingle is hashed into one of a number of buckets, and each bucket keeps its least
// hash (one permutation hashing: Li, Owen and Zhang, 2012). A bucket has the same
// least hash in two sets with a probability that is their resemblance. With k
// buckets in use the standard error is at most ½/√k, and less where a text has few
// shingles, since few of them then share a bucket.
//
// The buckets can also be cut into bands, by which an index finds what may be alike
// without comparing all (locality-sensitive hashing). Bands of two buckets, 64 of
// them, find an article of which .3 is shared with .998, and one of .2 with .93; of
// a short text, whose buckets are in part empty, only the bands that are not count.
package neardup

import (
	"encoding/binary"
	"iter"
	"math"
	"slices"

	"byline/internal/news"
	"byline/internal/spread"
)

// Thresholds. docs/studies.md, "Copies", has the figures.
const (
	// MinResemblance makes two texts copies.
	MinResemblance = .7
	// MinContainment makes two articles near-duplicates: of the shorter one, that
	// much is in the other. One is a reprint that was cut or added to, or an article
	// that was written on as its story went on.
	MinContainment = .6
	// MinShingles is what the shorter one needs for that: the few of a very short
	// text may be shared by chance.
	MinShingles = 20
	// minEqual is how many buckets have to be equal before one text is said to
	// contain anything of another: of an article that is much shorter, one bucket
	// stands for a large part.
	minEqual = 3
)

// The form of a signature, all little-endian uint16:
//
//	how many shingles there are, at most maxCount
//	per bucket: the least hash, emptyBucket if it has none
const (
	shingleLen     = 3 // terms; stop words are not counted
	articleBuckets = 128
	passageBuckets = 32
	emptyBucket    = math.MaxUint16
	maxCount       = math.MaxUint16
)

// Signer makes signatures. It keeps the memory that it works in, so one serves
// one goroutine. The zero value is ready.
type Signer struct {
	shingles []uint64
	sorter   spread.Sorter[uint64]
}

// Article returns the signature of the body of an article, given its terms: 258 bytes.
func (s *Signer) Article(terms iter.Seq[uint32]) news.Signature { return s.sign(terms, articleBuckets) }

// Passage returns the signature of a passage, given its terms: 66 bytes.
func (s *Signer) Passage(terms iter.Seq[uint32]) news.Signature { return s.sign(terms, passageBuckets) }

// sign makes a signature of a number of buckets, a power of two.
func (s *Signer) sign(terms iter.Seq[uint32], buckets int) news.Signature {
	s.hash(terms)
	out := make([]byte, 2+2*buckets)
	for i := range out {
		out[i] = 0xff // emptyBucket
	}
	binary.LittleEndian.PutUint16(out, uint16(min(len(s.shingles), maxCount)))
	for _, h := range s.shingles {
		at := out[2+2*(h>>32%uint64(buckets)):]
		least := min(uint16(h), emptyBucket-1)
		if least < binary.LittleEndian.Uint16(at) {
			binary.LittleEndian.PutUint16(at, least)
		}
	}
	return news.Signature(out)
}

// hash fills s.shingles with the distinct runs of terms, a number for each. A text
// of fewer terms has one run, of all of them.
func (s *Signer) hash(terms iter.Seq[uint32]) {
	s.shingles = s.shingles[:0]
	var run uint64
	n := 0
	for t := range terms {
		run = run<<22 ^ uint64(t) // an older term than shingleLen is shifted out
		n++
		if n >= shingleLen {
			s.shingles = append(s.shingles, mixed(run))
		}
	}
	if n > 0 && n < shingleLen {
		s.shingles = append(s.shingles, mixed(run))
	}
	s.sorter.Sort(s.shingles)
	s.shingles = slices.Compact(s.shingles)
}

// mixed spreads a number over 64 bits (the finaliser of MurmurHash3).
func mixed(h uint64) uint64 {
	h = (h ^ h>>33) * 0xff51afd7ed558ccd
	h = (h ^ h>>33) * 0xc4ceb9fe1a85ec53
	return h ^ h>>33
}

// Likeness is how much two texts have in common, as their signatures tell.
type Likeness struct {
	Resemblance float64 // of what either has
	Containment float64 // of what the shorter one has; 0 if that may be chance
	Shingles    int     // that the shorter one has
}

// Compare estimates the likeness of two texts. It is zero if one has no signature
// or no terms, or one is an article and the other a passage.
func Compare(a, b news.Signature) Likeness {
	n, m := count(a), count(b)
	if len(a) != len(b) || n == 0 || m == 0 {
		return Likeness{}
	}
	equal, used := 0, 0
	for i := 2; i < len(a); i += 2 {
		x, y := at(a, i), at(b, i)
		if x == emptyBucket && y == emptyBucket {
			continue
		}
		used++
		if x == y {
			equal++
		}
	}
	l := Likeness{Resemblance: float64(equal) / float64(used), Shingles: min(n, m)}
	if equal >= minEqual {
		shared := l.Resemblance * float64(n+m) / (1 + l.Resemblance)
		l.Containment = min(1, shared/float64(l.Shingles))
	}
	return l
}

func count(s news.Signature) int {
	if len(s) < 2 {
		return 0
	}
	return int(at(s, 0))
}

func at(s news.Signature, i int) uint16 { return uint16(s[i]) | uint16(s[i+1])<<8 }

// Copies reports whether two texts are the same but for a little.
func (l Likeness) Copies() bool { return l.Resemblance >= MinResemblance }

// NearDuplicates reports whether two articles are copies, or one is mostly made of
// the other.
func (l Likeness) NearDuplicates() bool {
	return l.Copies() || l.Shingles >= MinShingles && l.Containment >= MinContainment
}
