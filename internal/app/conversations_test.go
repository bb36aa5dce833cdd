package app_test

import (
	"context"
	"os"
	"strings"
	"testing"
	"time"

	"byline/internal/answer"
	"byline/internal/app"
	"byline/internal/eval"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/seeds"
)

// Follow-ups are understood by what was said before. Those of the second file
// were written with the first and not looked at while follow-ups were mended.
func TestConversationsAboutTheSamples(t *testing.T) {
	asOf, err := time.Parse(time.DateOnly, seeds.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	answerer := overTheSamples(t)
	search := news.SearchRequest{AsOf: asOf.AddDate(0, 0, 1).Add(-time.Second)}
	for name, least := range map[string]float64{"conversations": .9, "conversations-unseen": .66, "desk": .7, "desk-unseen": .7} {
		t.Run(name, func(t *testing.T) { areRight(t, name, least, search, answerer) })
	}
}

// Every answer of longer conversations is looked at, about the news of a few towns.
func TestConversationsAboutTowns(t *testing.T) {
	search := news.SearchRequest{AsOf: time.Date(2026, 11, 28, 18, 0, 0, 0, time.UTC)}
	for articles, files := range map[string]map[string]float64{"town": {"town": .65, "town-unseen": .7}, "coast": {"coast": .66}, "lake": {"lake": .8}, "moor": {"moor": .66}, "fell": {"fell": .75}, "bay": {"bay": .6}} {
		answerer := overArticles(t, articles)
		for name, least := range files {
			t.Run(name, func(t *testing.T) { areRight(t, name, least, search, answerer) })
		}
	}
}

// The same about other towns, two days later.
func TestConversationsAboutMoreTowns(t *testing.T) {
	search := news.SearchRequest{AsOf: time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)}
	for name, least := range map[string]float64{"heath": .55, "strand": .57, "isle": .6} {
		t.Run(name, func(t *testing.T) { areRight(t, name, least, search, overArticles(t, name)) })
	}
}

// Conversations and questions by themselves, some in other languages, about one more coast, an
// inlet and a valley; of the last, follow-ups too that no article answers.
func TestConversationsAboutTheDunes(t *testing.T) {
	search := news.SearchRequest{AsOf: time.Date(2026, 11, 30, 18, 0, 0, 0, time.UTC)}
	for articles, files := range map[string]map[string]float64{"dune": {"dune": .66, "dune-single": .75}, "cove": {"cove": .8, "cove-single": .85}, "tarn": {"tarn": .78, "tarn-none": .33}} {
		answerer := overArticles(t, articles)
		for name, least := range files {
			t.Run(name, func(t *testing.T) { areRight(t, name, least, search, answerer) })
		}
	}
}

// overArticles answers from the articles of a file.
func overArticles(t *testing.T, name string) *answer.Answerer {
	t.Helper()
	e := emptyIndex(t)
	take(t, e, name)
	answerer, err := e.Answerer(e.Retriever)
	if err != nil {
		t.Fatal(err)
	}
	return answerer
}

// take takes the articles of a file in.
func take(t *testing.T, e *app.Engine, name string) {
	t.Helper()
	file, err := os.Open("testdata/" + name + ".jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := e.Ingester.IngestFiles(t.Context(), []string{"-"}, ingest.Options{Stdin: file}); err != nil {
		t.Fatal(err)
	}
}

// areRight holds the answers of a file of conversations against what they have to be.
func areRight(t *testing.T, name string, least float64, search news.SearchRequest, answerer *answer.Answerer) {
	all, err := eval.ReadConversations("testdata/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	asked, err := eval.Conversations(t.Context(), all, search, func(ctx context.Context, req news.AnswerRequest) (news.Answer, error) {
		return answerer.Answer(ctx, req, nil)
	})
	if err != nil {
		t.Fatal(err)
	}
	right := 0.
	for _, a := range asked {
		if a.Right {
			right++
		}
	}
	var table strings.Builder
	if err := eval.WriteConversations(&table, asked); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + table.String())
	if right < least*float64(len(asked)) {
		t.Errorf("%.0f of %d are right", right, len(asked))
	}
}
