package httpapi_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"byline/internal/httpapi"
	"byline/internal/news"
)

// ready is a searcher that knows what it finds.
type ready struct{ result news.SearchResult }

func (r ready) Search(context.Context, news.SearchRequest) (news.SearchResult, error) {
	return r.result, nil
}

func (r ready) Similar(context.Context, news.SimilarRequest) (news.SearchResult, error) {
	return r.result, nil
}

// BenchmarkSearch asks a server over a connection that is kept for ten hits that take
// no time to find: what is left is what HTTP adds.
func BenchmarkSearch(b *testing.B) {
	prose, err := os.ReadFile("../../docs/architecture.md") // which is compressed as articles are
	if err != nil {
		b.Fatal(err)
	}
	const passage = 1000 // bytes
	result := news.SearchResult{Total: 120}
	for i := range 10 {
		text := strings.ToValidUTF8(string(prose[i*passage:(i+1)*passage]), "")
		result.Hits = append(result.Hits, news.Hit{
			Article: news.Article{
				ID: fmt.Sprintf("ferry-%d", i), Revision: 1, Headline: "Ferry aground off Tarnhavn", Body: string(prose), Source: "The Coast Lantern",
				URL: "https://coastlantern.example/ferry", Published: time.Date(2025, 2, 3, 9, 40, 0, 0, time.UTC), Language: "en",
				Authors: []string{"Mara Olm"}, Subjects: []string{"shipping", "accidents"},
			},
			Passage:    news.Passage{ArticleID: fmt.Sprintf("ferry-%d", i), Span: news.Span{Start: 0, End: len(text)}, Text: text},
			Score:      1.2,
			Highlights: []news.Span{{Start: 4, End: 9}, {Start: 18, End: 21}, {Start: 108, End: 113}},
		})
	}
	deps := newNewsroom().deps()
	deps.Searcher = ready{result}
	server := httptest.NewServer(httpapi.New(deps, httpapi.Config{}))
	defer server.Close()
	b.ReportAllocs()
	for b.Loop() {
		req, err := http.NewRequestWithContext(b.Context(), http.MethodPost, server.URL+"/v1/search", strings.NewReader(`{"query": "ferry aground off Tarnhavn"}`))
		if err != nil {
			b.Fatal(err)
		}
		req.Header.Set("Content-Type", "application/json")
		res, err := server.Client().Do(req)
		if err != nil {
			b.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, res.Body); err != nil || res.StatusCode != http.StatusOK {
			b.Fatalf("status %d, error %v", res.StatusCode, err)
		}
		_ = res.Body.Close()
	}
}
