package terminal_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/terminal"
)

// Copies are told by their outlets, and where these are not known by their headlines.
func TestCopiesAreNamed(t *testing.T) {
	day := time.Date(2026, 5, 4, 0, 0, 0, 0, time.UTC)
	var out bytes.Buffer
	p := terminal.Printer{W: &out}
	p.Hits(news.SearchResult{Hits: []news.Hit{{
		Article: news.Article{ID: "a", Headline: "Ferry late"},
		Copies:  []news.Copy{{ID: "b", Source: "Skerry Post", Published: day}, {ID: "c", Headline: "Late ferry", Published: day}, {ID: "d"}},
	}}}, false)
	if want := "also carried by Skerry Post, 4 May 2026; “Late ferry”, 4 May 2026; “d”"; !strings.Contains(strings.Join(strings.Fields(out.String()), " "), want) {
		t.Errorf("%s\nis without %s", out.String(), want)
	}
}
