package export_test

import (
	"encoding/csv"
	"strings"
	"testing"
	"time"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
)

func TestTablesComeThroughSpreadsheetsWhole(t *testing.T) {
	hit := news.Hit{
		Article: news.Article{ID: "a", Headline: `=HYPERLINK("https://evil.example")`, Source: "Post, \"the\" Skerry", Published: time.Date(2025, 2, 3, 9, 40, 0, 0, time.UTC), Subjects: []string{"ferries", "fire"}},
		Passage: news.Passage{Span: news.Span{Start: 3, End: 9}, Text: "one\n\ntwo\tthree\x1b[31m"}, Score: .5, Copies: []news.Copy{{ID: "b"}, {ID: "c"}},
	}
	b := written(t, "csv", export.Hits("fire", listOf(hit), api.HitLine))
	rows, err := csv.NewReader(strings.NewReader(b)).ReadAll()
	if err != nil || len(rows) != 2 {
		t.Fatalf("%d rows, error %v\n%s", len(rows), err, b)
	}
	want := []string{"1", "0.5000", "a", `'=HYPERLINK("https://evil.example")`, `Post, "the" Skerry`, "2025-02-03T09:40:00Z", "", "", "", "", "ferries; fire", "", "0", "3", "9", "one\n\ntwo three[31m", "b; c", ""}
	for i, name := range rows[0] {
		if rows[1][i] != want[i] {
			t.Errorf("%s is %q, want %q", name, rows[1][i], want[i])
		}
	}
	b = written(t, "tsv", export.Hits("fire", listOf(hit), api.HitLine))
	lines := strings.Split(strings.TrimSuffix(b, "\n"), "\n")
	if len(lines) != 2 || len(strings.Split(lines[1], "\t")) != len(want) || !strings.Contains(lines[1], "\tone two three[31m\t") {
		t.Errorf("lines %q", lines)
	}
}

// Whatever lists an article or cites it says what became of it.
func TestRetractedArticlesAreMarkedInEveryForm(t *testing.T) {
	a := news.Article{ID: "a", Headline: "Mayor sold park", Source: "Post", Notices: []news.Notice{{Kind: news.NoticeRetraction, By: "b"}}}
	for _, f := range export.Formats() {
		if f.Name == "docx" || f.Name == "jsonl" { // in a zip; as the API has it
			continue
		}
		if got := written(t, f.Name, export.Hits("park", listOf(news.Hit{Article: a}), api.HitLine)); !strings.Contains(got, "retracted") {
			t.Errorf("%s: %s", f.Name, got)
		}
	}
	if got := export.ArticleTable([]news.Article{a}); got.Columns[len(got.Columns)-1] != "notice" || got.Rows[0][len(got.Columns)-1] != "retracted" {
		t.Errorf("%v", got)
	}
	answer := news.Answer{Text: "He sold it [1].", Citations: []news.Citation{{Marker: 1, Article: a, Quote: "The mayor sold the park."}}}
	if got := written(t, "markdown", export.Answer("What was sold?", answer, api.CitationLine)); !strings.Contains(got, "Post, retracted") {
		t.Errorf("%s", got)
	}
}
