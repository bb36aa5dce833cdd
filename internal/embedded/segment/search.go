package segment

import (
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"time"
	"unsafe"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/panics"
)

// Search returns the best points of all views for each part of q that is not
// empty, as index.Searcher says. only holds the articles of each view of which
// q.Where holds; it is nil if there is no such condition.
func Search(ctx context.Context, views []*View, q news.IndexQuery, only []Set) (news.Candidates, error) {
	var c news.Candidates
	if q.Limit <= 0 {
		return c, nil
	}
	s := &search{query: q, segs: views, excluded: make([]bitset, len(views))}
	for i, seg := range views {
		if s.excluded[i] = excluded(seg, q.Filter, q.AsOf); only != nil {
			s.excluded[i] = s.excluded[i].or(only[i].in.not(seg.Articles()))
		}
	}
	g, ctx := panics.WithContext(ctx)
	if len(q.Terms.IDs) > 0 {
		g.Go(func() (err error) {
			if c.ArticleKeyword, err = s.keyword(ctx, articleSpace); err == nil {
				c.PassageKeyword, err = s.keyword(ctx, passageSpace)
			}
			return err
		})
	}
	if len(q.Vector) > 0 {
		g.Go(func() (err error) {
			c.ArticleSemantic, c.PassageSemantic, err = s.semantic(ctx)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return news.Candidates{}, err
	}
	return c, nil
}

// search is one query over the segments of one snapshot.
type search struct {
	query    news.IndexQuery
	segs     []*View
	excluded []bitset // per segment, by article
}

// keyword scores the points of a space by BM25: the weight of every term of
// the query that a point holds, times the term's IDF
//
//	ln(1 + (N - df + ½) / (df + ½))
//
// over all points, as Lucene and Qdrant have it. Deleted points count towards N
// and df until their segment is merged.
func (s *search) keyword(ctx context.Context, sp int) ([]news.Candidate, error) {
	idf := s.idf(sp)
	top := newTop(s, sp)
	memory := scoreMemory.Get().(*[]float32) //nolint:forcetypeassert // the pool holds nothing else
	defer scoreMemory.Put(memory)
	for i, seg := range s.segs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		from := &seg.space[sp]
		*memory = resize(*memory, from.points)
		scores := *memory
		clear(scores)
		for t, id := range s.query.Terms.IDs {
			if j, ok := slices.BinarySearch(from.terms, id); ok {
				accumulate(scores, from.postings[from.postOff[j]:from.postOff[j+1]], idf[t])
			}
		}
		top.collect(uint32(i), 0, scores)
	}
	return top.candidates(), nil
}

// scoreMemory is for the scores of all points, half a megabyte for 125,000: a
// third of what a search would leave behind.
var scoreMemory = sync.Pool{New: func() any { return new([]float32) }}

// idf returns the factor of each query term: its own weight, its IDF and the
// unit of the stored weights.
func (s *search) idf(sp int) []float32 {
	points := 0
	df := make([]int, len(s.query.Terms.IDs))
	for _, seg := range s.segs {
		from := &seg.space[sp]
		points += from.points
		for t, id := range s.query.Terms.IDs {
			if j, ok := slices.BinarySearch(from.terms, id); ok {
				df[t] += int(from.df[j])
			}
		}
	}
	out := make([]float32, len(df))
	for t, n := range df {
		idf := math.Log(1 + (float64(points-n)+.5)/(float64(n)+.5))
		out[t] = s.query.Terms.Weights[t] * float32(idf) / news.WeightUnit
	}
	return out
}

// accumulate adds factor × weight to the score of every posting's point.
func accumulate(scores []float32, post []byte, factor float32) {
	point := uint32(0)
	for i := 0; i+1 < len(post); {
		// A uvarint, decoded in place: nearly always one byte or two.
		b := post[i]
		i++
		d := uint32(b)
		if b >= 0x80 {
			d &= 0x7f
			for shift := 7; i < len(post); shift += 7 {
				b = post[i]
				i++
				d |= uint32(b&0x7f) << shift
				if b < 0x80 {
					break
				}
			}
		}
		point += d
		scores[point] += factor * float32(post[i])
		i++
	}
}

// top keeps the best points of a space: all that may be among them, and from time to
// time it leaves the best. That takes a third of what a heap does, which has to put
// each of them in its place.
type top struct {
	s     *search
	space int
	kept  []scored
	limit int
	floor float32 // the lowest score that is still of interest
}

// scored is a point of a segment with its score.
type scored struct {
	score float32
	seg   uint32
	point uint32
}

func newTop(s *search, space int) *top {
	return newTopOf(s, space, s.query.Limit, math.SmallestNonzeroFloat32)
}

// newTopOf makes one for so many points with at least some score.
func newTopOf(s *search, space, limit int, least float32) *top {
	return &top{s: s, space: space, limit: limit, kept: make([]scored, 0, 2*limit), floor: least}
}

// collect offers points of a segment, the first of which is first, given their
// scores. Nearly all are below the floor, so that is the one thing looked at.
func (t *top) collect(seg uint32, first int, scores []float32) {
	out := t.s.excluded[seg]
	floor := t.floor
	for i, score := range scores {
		if score < floor {
			continue
		}
		if point := uint32(first + i); !out.has(t.article(seg, point)) {
			t.offer(scored{score, seg, point})
			floor = t.floor
		}
	}
}

// offer adds a point, unless it is below the floor.
func (t *top) offer(c scored) {
	if c.score < t.floor {
		return
	}
	if t.kept = append(t.kept, c); len(t.kept) == 2*t.limit {
		t.cut()
	}
}

// cut leaves the best, in any order.
func (t *top) cut() {
	if len(t.kept) <= t.limit {
		return
	}
	for k, part := t.limit, t.kept; 0 < k && k < len(part); {
		if n := t.partition(part); k < n {
			part = part[:n]
		} else {
			part, k = part[n:], k-n
		}
	}
	t.kept = t.kept[:t.limit]
	t.floor = float32(math.Inf(1))
	for _, c := range t.kept {
		t.floor = min(t.floor, c.score)
	}
}

// partition puts the better ones of a list of two or more, of which there is at least
// one and not all, before the others, and returns how many they are.
func (t *top) partition(list []scored) int {
	middle := list[(len(list)-1)/2]
	i, j := -1, len(list)
	for {
		for i++; t.better(list[i], middle); {
			i++
		}
		for j--; t.better(middle, list[j]); {
			j--
		}
		if i >= j {
			return j + 1
		}
		list[i], list[j] = list[j], list[i]
	}
}

// better orders by falling score, then by article ID and passage, so that
// equal scores come out in the same order from every index.
func (t *top) better(a, b scored) bool {
	if a.score != b.score {
		return a.score > b.score
	}
	return t.before(a, b)
}

func (t *top) before(a, b scored) bool {
	x, y := t.article(a.seg, a.point), t.article(b.seg, b.point)
	if a.seg == b.seg && x == y {
		return a.point < b.point
	}
	return t.s.segs[a.seg].idView(x) < t.s.segs[b.seg].idView(y)
}

func (t *top) article(seg, point uint32) uint32 {
	if t.space == articleSpace {
		return point
	}
	return t.s.segs[seg].owner[point]
}

func (t *top) candidates() []news.Candidate {
	t.cut()
	slices.SortFunc(t.kept, func(a, b scored) int {
		if t.better(a, b) {
			return -1
		}
		return 1
	})
	out := make([]news.Candidate, len(t.kept))
	size := 0
	for i, c := range t.kept {
		out[i] = t.candidate(c)
		size += len(out[i].ArticleID) + len(out[i].Signature)
	}
	var text strings.Builder // all IDs and signatures one behind the other: copies, since the segment may be unmapped
	text.Grow(size)
	for i := range out {
		text.WriteString(out[i].ArticleID)
		text.WriteString(string(out[i].Signature))
	}
	rest := text.String()
	for i := range out {
		id, signature := len(out[i].ArticleID), len(out[i].Signature)
		out[i].ArticleID, out[i].Signature, rest = rest[:id], news.Signature(rest[id:id+signature]), rest[id+signature:]
	}
	return out
}

// candidate is a point as others know it. Its ID and signature are views of the segment.
func (t *top) candidate(c scored) news.Candidate {
	seg, a := t.s.segs[c.seg], t.article(c.seg, c.point)
	p := seg.first[a]
	if t.space == passageSpace {
		p = c.point
	}
	out := news.Candidate{
		Version: news.Version{ArticleID: seg.idView(a), Revision: int(seg.revision[a])},
		Ordinal: int(p - seg.first[a]),
		Score:   c.score,
		Source:  seg.outlets[seg.source[a]],
	}
	if p < seg.first[a+1] { // an article without a body has no passages
		out.Span, out.Sum = news.Span{Start: int(seg.span[2*p]), End: int(seg.span[2*p+1])}, seg.sums[p]
		signature := seg.space[passageSpace].signatures.of(p)
		out.Signature = news.Signature(unsafe.String(unsafe.SliceData(signature), len(signature)))
	}
	if seg.published[a] != index.UnknownDate {
		out.Published = time.Unix(seg.published[a], 0).UTC()
	}
	return out
}
