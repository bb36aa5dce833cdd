package retrieve_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
	"byline/seeds"
)

var update = flag.Bool("update", false, "write testdata/golden.txt anew")

const (
	goldenFile = "testdata/golden.txt"
	listed     = 5 // articles of a question
)

// The ranking of the sample articles for the sample questions, in all modes,
// is a file that changes with the ranking. The difference is reviewed: which
// questions gain, which lose, and why that is right. The idea is zoekt's.
func TestGoldenRanking(t *testing.T) {
	x := samples(t)
	questions, err := seeds.Questions()
	if err != nil {
		t.Fatal(err)
	}
	var details strings.Builder
	summary := "questions with an article to be cited; where the first such article ranks\n\n" +
		fmt.Sprintf("%-10s %9s %6s %6s %6s %6s\n", "mode", "questions", "first", "top 3", "top 10", "MRR")
	for _, mode := range []news.Mode{news.ModeHybrid, news.ModeKeyword, news.ModeSemantic} {
		var s tally
		fmt.Fprintf(&details, "\n== %s\n", mode)
		for _, q := range questions {
			if len(q.MustCite) == 0 || len(q.Messages) > 0 {
				continue // refused, or not to be understood alone
			}
			hits := x.search(news.SearchRequest{Query: q.Question, Mode: mode, AsOf: asOf(t, q), Limit: 10}).Hits
			rank := 1 + slices.IndexFunc(hits, func(h news.Hit) bool { return wanted(q, &h.Article) })
			s.add(rank)
			fmt.Fprintf(&details, "\n%s\n", q.Question)
			for i, h := range hits[:min(listed, len(hits))] {
				mark := " "
				if wanted(q, &h.Article) {
					mark = "*"
				}
				fmt.Fprintf(&details, "  %s %d %s: %s\n", mark, i+1, h.Article.Source, h.Article.Headline)
			}
			if rank > listed {
				fmt.Fprintf(&details, "    the first to be cited is number %d\n", rank)
			}
		}
		summary += fmt.Sprintf("%-10s %9d %6d %6d %6d %6.3f\n", mode, s.questions, s.first, s.three, s.ten, s.reciprocal/float64(s.questions))
	}
	got := summary + details.String()
	if *update {
		if err := os.WriteFile(goldenFile, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(goldenFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("the ranking has changed (-golden +now); if it should, run: go test ./internal/retrieve -run Golden -update\n%s", diff)
	}
}

// tally counts ranks; 0 is none.
type tally struct {
	questions, first, three, ten int
	reciprocal                   float64
}

func (s *tally) add(rank int) {
	s.questions++
	if rank == 0 {
		return
	}
	s.ten++
	s.reciprocal += 1 / float64(rank)
	if rank <= 3 {
		s.three++
	}
	if rank == 1 {
		s.first++
	}
}

func wanted(q seeds.Question, a *news.Article) bool {
	return slices.ContainsFunc(q.MustCite, func(names seeds.AnyOf) bool {
		return slices.ContainsFunc(names, func(name string) bool { return name == a.URL || name == a.Headline })
	})
}

func asOf(t *testing.T, q seeds.Question) time.Time {
	t.Helper()
	day := q.AsOf
	if day == "" {
		day = seeds.AsOf
	}
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	return at.Add(24*time.Hour - time.Nanosecond)
}
