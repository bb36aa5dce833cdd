package app_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/answer"
	"byline/internal/frontpage"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/seeds"
)

// The sample articles answer the questions that come with them, without an
// LLM: what the README and the start page suggest works.
func TestSampleQuestions(t *testing.T) {
	questions, err := seeds.Questions()
	if err != nil {
		t.Fatal(err)
	}
	answerer := overTheSamples(t)
	for _, q := range questions {
		t.Run(q.Question, func(t *testing.T) {
			got, err := answerer.Answer(t.Context(), request(t, q), nil)
			if err != nil {
				t.Fatal(err)
			}
			checkSample(t, q, got)
			if t.Failed() {
				t.Logf("status %s: %s", got.Status, got.Text)
			}
		})
	}
}

// Taken in by hand, none of the samples is rejected, and they are known again.
func TestTheSamplesCanBeTakenInByHand(t *testing.T) {
	e := emptyIndex(t)
	if before := e.Front.Questions(t.Context()); len(before) > 0 {
		t.Errorf("without articles %q are suggested", before)
	}
	s, err := e.Ingester.IngestFiles(t.Context(), []string{"../../seeds/articles"}, ingest.Options{Source: seeds.ExportSource})
	if err != nil || s.Rejected > 0 || s.Created != 80 {
		t.Errorf("%d created, rejected %v, error %v", s.Created, s.Rejects, err)
	}
	if err := e.Front.Renew(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := e.Front.Questions(t.Context()); len(after) < frontpage.Shown {
		t.Errorf("with the samples %q are suggested", after)
	}
}

// overTheSamples answers from the samples, without an LLM.
func overTheSamples(t *testing.T) *answer.Answerer {
	t.Helper()
	e := emptyIndex(t)
	if err := e.LoadSeeds(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	answerer, err := e.Answerer(e.Retriever)
	if err != nil {
		t.Fatal(err)
	}
	return answerer
}

func request(t *testing.T, q seeds.Question) news.AnswerRequest {
	t.Helper()
	day := q.AsOf
	if day == "" {
		day = seeds.AsOf
	}
	asOf, err := time.Parse(time.DateOnly, day)
	if err != nil {
		t.Fatal(err)
	}
	req := news.AnswerRequest{Question: q.Question, Search: news.SearchRequest{AsOf: asOf.AddDate(0, 0, 1).Add(-time.Second)}}
	for _, m := range q.Messages {
		req.Messages = append(req.Messages, news.Message{Role: news.Role(m.Role), Content: m.Content})
	}
	return req
}

// checkSample compares an answer with what it must hold. A partial answer
// counts as an answer here.
func checkSample(t *testing.T, q seeds.Question, got news.Answer) {
	t.Helper()
	if (got.Status == news.StatusNotFound) != (q.Status == string(news.StatusNotFound)) {
		t.Errorf("status is %s, want %s", got.Status, q.Status)
	}
	for _, words := range q.MustContain {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(got.Text, w) }) {
			t.Errorf("the answer lacks any of %q", words)
		}
	}
	for _, articles := range q.MustCite {
		if !slices.ContainsFunc(got.Citations, func(c news.Citation) bool {
			return slices.Contains(articles, c.Article.URL) || slices.Contains(articles, c.Article.Headline)
		}) {
			t.Errorf("none of %q is cited", articles)
		}
	}
	for _, c := range got.Citations {
		if c.Article.Body[c.Start:c.End] != c.Quote {
			t.Errorf("quote %d is not what stands in the article", c.Marker)
		}
	}
}
