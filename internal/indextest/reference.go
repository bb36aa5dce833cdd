package indextest

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"byline/internal/index"
	"byline/internal/news"
)

// Reference is an index that looks at every record for every query. Its
// records are current versions, each article once.
type Reference []news.Record

// point is a scored article or passage.
type point struct {
	id       string
	revision int
	ordinal  int
	passage  *news.EncodedPassage // nil: there is none
	score    float64
}

// unit is a record or one of its passages.
type unit struct {
	record   *news.Record
	ordinal  int
	passage  *news.EncodedPassage // of the span; nil: there is none
	encoding *news.Encoding
}

// place is what is known of a passage before its article is read.
type place struct {
	news.Span
	sum       uint32 // of the words of the span
	signature news.Signature
}

func (p *point) place() place {
	if p.passage == nil {
		return place{}
	}
	return place{p.passage.Span, news.Sum(p.passage.Text), p.passage.Signature}
}

// Check compares what an index found with what it should have found. It
// returns what is wrong, "" if nothing is. Scores may differ by the rounding of
// float32, so what lies that close together may change places.
func (r Reference) Check(q news.IndexQuery, got news.Candidates) string {
	var wrong []string
	for _, l := range []struct {
		name      string
		got       []news.Candidate
		want      []point
		tolerance float64
	}{
		{"article keyword", got.ArticleKeyword, r.keyword(q, r.articles()), 1e-3},
		{"passage keyword", got.PassageKeyword, r.keyword(q, r.passages()), 1e-3},
		{"article semantic", got.ArticleSemantic, r.semantic(q, r.articles()), 3e-4},
		{"passage semantic", got.PassageSemantic, r.semantic(q, r.passages()), 3e-4},
	} {
		if s := compare(l.got, l.want, q.Limit, l.tolerance); s != "" {
			wrong = append(wrong, l.name+": "+s)
		}
	}
	return strings.Join(wrong, "\n")
}

func compare(got []news.Candidate, want []point, limit int, tolerance float64) string {
	// What scores next to nothing may or may not be there.
	for len(got) > 0 && float64(got[len(got)-1].Score) < tolerance {
		got = got[:len(got)-1]
	}
	for len(want) > 0 && want[len(want)-1].score < tolerance {
		want = want[:len(want)-1]
	}
	// What lies on that edge may be on either side of it.
	for len(got) > len(want) && float64(got[len(got)-1].Score) < 2*tolerance {
		got = got[:len(got)-1]
	}
	for len(want) > len(got) && want[len(want)-1].score < 2*tolerance {
		want = want[:len(want)-1]
	}
	if n := min(limit, len(want)); len(got) != n {
		return fmt.Sprintf("%d candidates, want %d", len(got), n)
	}
	type key struct {
		id      string
		ordinal int
	}
	scores := make(map[key]point, len(want))
	for _, p := range want {
		scores[key{p.id, p.ordinal}] = p
	}
	for i, c := range got {
		p, ok := scores[key{c.ArticleID, c.Ordinal}]
		switch {
		case !ok:
			return fmt.Sprintf("candidate %d, %s passage %d, should not be there, or is there twice", i, c.ArticleID, c.Ordinal)
		case math.Abs(p.score-float64(c.Score)) > tolerance:
			return fmt.Sprintf("candidate %d, %s passage %d, has score %v, want %v", i, c.ArticleID, c.Ordinal, c.Score, p.score)
		case math.Abs(want[i].score-float64(c.Score)) > tolerance:
			return fmt.Sprintf("candidate %d, %s passage %d, has score %v, but %s passage %d should be there with %v", i, c.ArticleID, c.Ordinal, c.Score, want[i].id, want[i].ordinal, want[i].score)
		case p.revision != c.Revision || p.place() != place{c.Span, c.Sum, c.Signature}:
			return fmt.Sprintf("candidate %d, %s, is revision %d with %+v, want revision %d with %+v", i, c.ArticleID, c.Revision, place{c.Span, c.Sum, c.Signature}, p.revision, p.place())
		case i > 0 && !inOrder(got[i-1], c):
			return fmt.Sprintf("candidates %d and %d are in the wrong order: %+v, %+v", i-1, i, got[i-1], c)
		}
		delete(scores, key{c.ArticleID, c.Ordinal})
	}
	return ""
}

// inOrder reports whether a may come before b: falling score, rising article ID and ordinal.
func inOrder(a, b news.Candidate) bool {
	return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.Ordinal, b.Ordinal)) < 0
}

// articles are the wholes; each stands with its first passage.
func (r Reference) articles() []unit {
	var out []unit
	for i := range r {
		u := unit{record: &r[i], encoding: &r[i].ArticleEncoding}
		if len(r[i].Passages) > 0 {
			u.passage = &r[i].Passages[0]
		}
		out = append(out, u)
	}
	return out
}

func (r Reference) passages() []unit {
	var out []unit
	for i := range r {
		for j := range r[i].Passages {
			p := &r[i].Passages[j]
			out = append(out, unit{&r[i], p.Ordinal, p, &p.Encoding})
		}
	}
	return out
}

// keyword scores by BM25: the sum, over the terms of the query, of its weight,
// its IDF ln(1 + (N-df+½)/(df+½)) over all units, and the unit's weight.
func (r Reference) keyword(q news.IndexQuery, units []unit) []point {
	scores := make([]float64, len(units))
	for t, id := range q.Terms.IDs {
		weights := make([]float64, len(units))
		df := 0
		for i, u := range units {
			if j, ok := slices.BinarySearch(u.encoding.Terms.IDs, id); ok {
				df++
				weights[i] = float64(u.encoding.Terms.Weights[j]) / news.WeightUnit
			}
		}
		idf := math.Log(1 + (float64(len(units)-df)+.5)/(float64(df)+.5))
		for i := range units {
			scores[i] += float64(q.Terms.Weights[t]) * idf * weights[i]
		}
	}
	return ranked(q, units, scores)
}

// semantic scores by the cosine; what points away from the query is no match.
func (r Reference) semantic(q news.IndexQuery, units []unit) []point {
	scores := make([]float64, len(units))
	if len(q.Vector) > 0 {
		for i, u := range units {
			for j, c := range u.encoding.Vector.Codes {
				scores[i] += float64(q.Vector[j]) * float64(c) * float64(u.encoding.Vector.Scale)
			}
		}
	}
	return ranked(q, units, scores)
}

func ranked(q news.IndexQuery, units []unit, scores []float64) []point {
	var out []point
	for i, u := range units {
		if a := &u.record.Article; scores[i] > 1e-9 && index.Matches(q.Filter, a) && !index.Hidden(a.Published, q.AsOf) && (q.Where == nil || q.Where.Holds(a)) {
			out = append(out, point{a.ID, a.Revision, u.ordinal, u.passage, scores[i]})
		}
	}
	slices.SortFunc(out, func(a, b point) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id), cmp.Compare(a.ordinal, b.ordinal))
	})
	return out
}
