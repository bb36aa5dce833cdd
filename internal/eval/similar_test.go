package eval

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

func TestArticlesOfOneQuestionAreRelated(t *testing.T) {
	d := &Dataset{
		Queries: []Query{{ID: "q1"}, {ID: "q2"}, {ID: "q3"}},
		Qrels: []Qrels{{Name: "gold", Rel: map[string]map[string]int{
			"q1": {"a": 1, "b": 2, "x": 0}, "q2": {"b": 1, "c": 1}, "q3": {"d": 1},
		}}},
	}
	got := Related(d)
	if diff := cmp.Diff([]Query{{ID: "a", Text: "a"}, {ID: "b", Text: "b"}, {ID: "c", Text: "c"}}, got.Queries); diff != "" {
		t.Errorf("queries (-want +got):\n%s", diff)
	}
	want := []Qrels{{Name: "gold", Rel: map[string]map[string]int{"a": {"b": 1}, "b": {"a": 1, "c": 1}, "c": {"b": 1}}}}
	if diff := cmp.Diff(want, got.Qrels); diff != "" {
		t.Errorf("judgements (-want +got):\n%s", diff)
	}
}

// shelf finds, like any article, all others in order.
type shelf []news.Article

func (s shelf) Similar(_ context.Context, req news.SimilarRequest) (r news.SearchResult, err error) {
	for _, a := range s {
		if a.ID == "broken" {
			return r, errors.New("told to fail")
		}
		if a.ID != req.ArticleID {
			r.Hits = append(r.Hits, news.Hit{Article: a})
		}
	}
	return r, nil
}

func TestSimilarArticlesAreMeasured(t *testing.T) {
	strike := "The crews of the island line walked out on Monday over the winter timetable."
	s := shelf{
		{ID: "copy", Source: "Nordwire", Body: "Nordwire. " + strike + " More soon."},
		{ID: "b", Source: "Post", Body: "Bakers ask for a tenth more for their bread this year."},
		{ID: "c", Source: "Post", Body: "The crews went back to work."},
	}
	corpus := filepath.Join(t.TempDir(), "corpus.jsonl")
	if err := os.WriteFile(corpus, []byte(`{"_id":"a","text":"`+strike+`"}`+"\n"+`{"_id":"reprint","text":"Post. `+strike+`"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	d := &Dataset{Name: "line", Corpus: corpus, Queries: []Query{{ID: "a", Text: "a"}, {ID: "reprint", Text: "reprint"}}, Qrels: []Qrels{{Name: "qrels", Rel: map[string]map[string]int{"a": {"b": 1, "reprint": 1}}}}}
	report, err := RunSimilar(t.Context(), s, d)
	if err != nil {
		t.Fatal(err)
	}
	scores := report.Modes[SimilarMode].Scores
	for name, want := range map[string]float64{"mrr@10": .5, "recall@10": 1, "copies@10": 1. / 3, "outlets@10": 2} {
		if scores[name] != want {
			t.Errorf("%s is %v, want %v", name, scores[name], want)
		}
	}
	var table strings.Builder
	if err := report.WriteTable(&table); err != nil || !strings.Contains(table.String(), "the ten first: 33.3 % copies, 2.0 outlets") {
		t.Errorf("error %v, table:\n%s", err, &table)
	}
	if _, err := RunSimilar(t.Context(), append(s, news.Article{ID: "broken"}), d); err == nil || !strings.Contains(err.Error(), ": told to fail") {
		t.Errorf("error %v", err)
	}
	if _, err := RunSimilar(t.Context(), s, &Dataset{Name: "empty"}); news.KindOf(err) != news.KindInvalid {
		t.Errorf("of no articles: error %v", err)
	}
}
