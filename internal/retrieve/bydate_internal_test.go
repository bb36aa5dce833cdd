package retrieve

import (
	"strings"
	"testing"
	"time"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/lexical"
	"byline/internal/news"
)

// BenchmarkBestPassage finds the passage of an article of 1,200 words that stands for it in a list by date.
func BenchmarkBestPassage(b *testing.B) {
	model, err := embed.Load()
	if err != nil {
		b.Fatal(err)
	}
	r := New(nil, nil, encode.New(lexical.New(), model, entities.Names{}), time.Now)
	a := news.Article{ID: "f", Headline: "Ferry strike", Language: "en",
		Body: strings.TrimSpace(strings.Repeat("The crews of the island line walked out over the winter timetable. ", 110))}
	terms := encode.QueryTerms(r.encoder.Tokens(nil, "Which island line lost its crews over a timetable?"))
	b.ReportAllocs()
	for b.Loop() {
		r.bestPassage(&a, terms)
	}
}
