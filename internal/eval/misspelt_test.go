package eval

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/lexical"
	"byline/internal/news"
)

func TestATypoIsOneSlipInOneWordAndAlwaysTheSame(t *testing.T) {
	d := &Dataset{Queries: []Query{{ID: "1", Text: "Who steered the ferry?"}, {ID: "2", Text: "Wer fuhr die Fähre?"}, {ID: "3", Text: "Who is he?"}}}
	typed := WithTypos(d)
	for i, q := range typed.Queries {
		asked := d.Queries[i].Text
		if want := i < 2; (q.Text != asked) != want || lexical.Distance(q.Text, asked, 2) > 1 {
			t.Errorf("%q became %q", asked, q.Text)
		}
	}
	if diff := cmp.Diff(typed, WithTypos(d)); diff != "" {
		t.Errorf("the second time it is another set (-first +second):\n%s", diff)
	}
}

func TestSpellingsAreReadFromAFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "pairs.tsv")
	if err := os.WriteFile(path, []byte("Kiev\tKyiv\n\nHoll in\tHollin\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	got, err := ReadSpellings(path)
	if diff := cmp.Diff([]Spelling{{"Kiev", "Kyiv"}, {"Holl in", "Hollin"}}, got); diff != "" || err != nil {
		t.Errorf("error %v, spellings (-want +got):\n%s", err, diff)
	}
	if err := os.WriteFile(path, []byte("Kiev\tKyiv\nKiev Kyiv\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := ReadSpellings(path); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "pairs.tsv:2: want a spelling, a tab") {
		t.Errorf("error %v", err)
	}
}

// listed finds the articles listed for a query, and knows no other.
type listed map[string][]string

func (l listed) Search(_ context.Context, req news.SearchRequest) (r news.SearchResult, err error) {
	for _, id := range l[req.Query] {
		r.Hits = append(r.Hits, news.Hit{Article: news.Article{ID: id}})
	}
	return r, nil
}

func TestANameInAnotherSpellingShouldFindTheSameArticles(t *testing.T) {
	finds := listed{"Kyiv": {"a", "b"}, "Kiev": {"b", "c"}}
	set, err := Spelled(t.Context(), finds, &Dataset{Name: "news"}, []Spelling{{"Kiev", "Kyiv"}, {"Holin", "Hollin"}})
	if err != nil {
		t.Fatal(err)
	}
	report, err := Run(t.Context(), finds, set, Options{Modes: []news.Mode{news.ModeHybrid}})
	if err != nil {
		t.Fatal(err)
	}
	if n, recall := len(set.Queries), report.Modes["hybrid"].Scores["recall@10"]; n != 1 || recall != .5 {
		t.Errorf("%d names, recall %v; the one that is in no article counts for nothing, the other finds half", n, recall)
	}
}
