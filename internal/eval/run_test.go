package eval

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// words finds the articles that share a word with the query, most shared words
// first; in keyword mode, only those that share two.
type words map[string]string // article ID: text

func (w words) Search(_ context.Context, req news.SearchRequest) (news.SearchResult, error) {
	if strings.Contains(req.Query, "fail") {
		return news.SearchResult{}, errors.New("told to fail")
	}
	var hits []news.Hit
	for id, text := range w {
		shared := 0
		for _, word := range strings.Fields(Normalize(req.Query)) {
			if strings.Contains(" "+Normalize(text)+" ", " "+word+" ") {
				shared++
			}
		}
		if shared > 1 || (shared == 1 && req.Mode != news.ModeKeyword) {
			hits = append(hits, news.Hit{Article: news.Article{ID: id}, Passage: news.Passage{Text: text}, Score: float64(shared)})
		}
	}
	slices.SortFunc(hits, func(a, b news.Hit) int {
		if a.Score != b.Score {
			return int(b.Score - a.Score)
		}
		return strings.Compare(a.Article.ID, b.Article.ID)
	})
	return news.SearchResult{Hits: hits[:min(req.Limit, len(hits))]}, nil
}

var harbour = words{
	"a1": "The Visby ferry burned.",
	"a2": "A ferry strike ends on Monday.",
	"a3": "The tram runs again.",
}

func TestRun(t *testing.T) {
	d := &Dataset{
		Name: "harbour",
		Queries: []Query{
			{ID: "q1", Text: "Which Visby ferry burned", Answer: "Visby"},
			{ID: "q2", Text: "When does the strike end, on a ferry", Answer: "Monday"},
			{ID: "q3", Text: "tram", Answer: "Yes"}, // cannot be looked for
			{ID: "q4", Text: "Which cup"},           // nobody judged it
		},
		Qrels: []Qrels{
			{Name: "gold", Rel: map[string]map[string]int{"q1": {"a1": 1}}},
			{Name: "silver", Rel: map[string]map[string]int{"q1": {"a2": 1}, "q3": {"a3": 1}}},
		},
	}
	report, err := Run(t.Context(), harbour, d, Options{Modes: []news.Mode{news.ModeHybrid, news.ModeKeyword}})
	if err != nil {
		t.Fatal(err)
	}
	if report.Queries != 4 || report.Judged != 2 || report.Answerable != 2 {
		t.Errorf("%d queries, %d judged, %d answerable", report.Queries, report.Judged, report.Answerable)
	}
	hybrid := report.Modes["hybrid"]
	if diff := cmp.Diff(Scores{"answer@1": 1, "answer@5": 1}, hybrid.Scores, nearly); diff != "" {
		t.Error(diff)
	}
	if got := hybrid.Sets["gold"]["ndcg@10"]; got != 1 {
		t.Errorf("gold ndcg@10 = %v", got)
	}
	if got := hybrid.Sets["silver"]["mrr@10"]; got != .75 { // rank 2 and rank 1
		t.Errorf("silver mrr@10 = %v", got)
	}
	if got := report.Modes["keyword"].Sets["silver"]["recall@10"]; got != 0 { // one shared word is too little
		t.Errorf("keyword silver recall@10 = %v", got)
	}
}

func TestRunStopsAtTheFirstError(t *testing.T) {
	d := &Dataset{Queries: []Query{{ID: "q1", Text: "fail"}}, Qrels: []Qrels{{Rel: map[string]map[string]int{"q1": {"a": 1}}}}}
	if _, err := Run(t.Context(), harbour, d, Options{Modes: []news.Mode{news.ModeHybrid}}); err == nil || !strings.Contains(err.Error(), "query q1: told to fail") {
		t.Errorf("Run() = %v", err)
	}
	if _, err := Run(t.Context(), harbour, &Dataset{}, Options{Modes: []news.Mode{news.ModeHybrid}}); news.KindOf(err) != news.KindInvalid {
		t.Errorf("a set without queries: %v", err)
	}
}

func report(sets map[string]Scores, scores Scores) Report {
	return Report{
		Dataset: "harbour", Queries: 3,
		Modes:   map[string]ModeReport{"hybrid": {Scores: scores, Sets: sets, Latency: Latency{P50: 1, P95: 2}}},
		Ingest:  Ingest{Articles: 5, ArticlesPerS: 1000},
		Latency: Latency{P50: 1, P95: 2},
	}
}

func TestReportJSON(t *testing.T) {
	text, err := json.Marshal(report(map[string]Scores{"gold": {"ndcg@10": .5}}, Scores{"answer@5": .75}))
	if err != nil {
		t.Fatal(err)
	}
	want := `{"dataset":"harbour","queries":3,"judged":0,"answerable":0,` +
		`"modes":{"hybrid":{"answer@5":0.75,"gold":{"ndcg@10":0.5},"latency_ms":{"p50":1,"p95":2}}},` +
		`"ingest":{"articles":5,"rejected":0,"seconds":0,"articles_per_s":1000,"peak_rss_mb":0,"index_mb":0,"reused":false},"latency_ms":{"p50":1,"p95":2}}`
	if diff := cmp.Diff(want, string(text)); diff != "" {
		t.Error(diff)
	}
}

func TestReportTable(t *testing.T) {
	var b bytes.Buffer
	if err := report(map[string]Scores{"gold": {"ndcg@10": .5}}, Scores{"answer@5": .75}).WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ndcg@10", "hybrid gold", "0.500", "0.750", "5 articles"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("table lacks %q:\n%s", want, b.String())
		}
	}
}
