package indextest

import (
	"fmt"
	"math"
	"slices"

	"byline/internal/news"
)

// Differ compares what two indexes found with the same query. It returns how
// they differ, "" if they do not. Scores may be tolerance apart, and what lies
// that close together may change places or, at the end of a list, fall off.
func Differ(want, got news.Candidates, tolerance float64) string {
	for _, l := range []struct {
		name      string
		want, got []news.Candidate
	}{
		{"passage keyword", want.PassageKeyword, got.PassageKeyword},
		{"passage semantic", want.PassageSemantic, got.PassageSemantic},
		{"article keyword", want.ArticleKeyword, got.ArticleKeyword},
		{"article semantic", want.ArticleSemantic, got.ArticleSemantic},
	} {
		if s := differList(l.want, l.got, tolerance); s != "" {
			return l.name + ": " + s
		}
	}
	return ""
}

func differList(want, got []news.Candidate, tolerance float64) string {
	n := min(len(want), len(got))
	for _, c := range slices.Concat(want[n:], got[n:]) {
		// What has next to no score is there or not, as a rounding has it.
		if float64(c.Score) > tolerance {
			return fmt.Sprintf("%d and %d candidates", len(want), len(got))
		}
	}
	got = got[:n]
	type key struct {
		news.Version
		ordinal int
		news.Span
	}
	scores := make(map[key]float32, len(want))
	for _, c := range want {
		scores[key{c.Version, c.Ordinal, c.Span}] = c.Score
	}
	for i, c := range got {
		if d := math.Abs(float64(want[i].Score - c.Score)); d > tolerance {
			return fmt.Sprintf("place %d has scores %v and %v", i, want[i].Score, c.Score)
		}
		score, ok := scores[key{c.Version, c.Ordinal, c.Span}]
		last := float64(want[len(want)-1].Score)
		switch {
		case ok && math.Abs(float64(score-c.Score)) > tolerance:
			return fmt.Sprintf("%s passage %d has scores %v and %v", c.ArticleID, c.Ordinal, score, c.Score)
		case !ok && float64(c.Score)-last > tolerance:
			return fmt.Sprintf("only one found %s passage %d, with score %v", c.ArticleID, c.Ordinal, c.Score)
		}
	}
	return ""
}
