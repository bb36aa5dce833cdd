package main

import (
	"strings"
	"testing"
	"time"

	"byline/internal/batch"
	"byline/internal/config"
	"byline/internal/embed"
	"byline/internal/openai"
)

// What the doctor advises follows from what it found: a server that is slow is
// not one that takes no more.
func TestTheDoctorSaysOfAnEmbedderWhatToSet(t *testing.T) {
	e5 := embed.FamilyOf("e5")
	for name, test := range map[string]struct {
		found     openai.EmbedderFindings
		says, not string
	}{
		"fast":         {openai.EmbedderFindings{Rate: 400, Limits: batch.Learned{Texts: 64}}, "up to 64 texts in a request, 400 texts of 100 words a second\n", "embed.batch"},
		"full":         {openai.EmbedderFindings{Rate: 400, Limits: batch.Learned{Texts: 32, Refusals: 1}}, "takes no more: embed.batch: 32", "longer"},
		"slow":         {openai.EmbedderFindings{Rate: .4, Limits: batch.Learned{Texts: 64}}, ".4 texts of 100 words a second; so many would take 2m40s, and embed.timeout is 30s: embed.batch: 1 ", "takes no more"},
		"late":         {openai.EmbedderFindings{Rate: .4, Limits: batch.Learned{Texts: 8, Slow: true}}, "more take longer than embed.timeout (30s)", "takes no more"},
		"a family":     {openai.EmbedderFindings{Family: e5, Query: e5.Query, Passage: e5.Passage}, "the model's family, e5, wants them so", "settings"},
		"settings":     {openai.EmbedderFindings{Family: e5, Query: "ask: ", Prefixed: true}, `"ask: " before queries, "" before passages; the settings want them so`, "family"},
		"query model":  {openai.EmbedderFindings{Family: e5, QueryModel: "e5-query"}, "tells queries by their model, e5-query", "settings want"},
		"unknown name": {openai.EmbedderFindings{}, "the name of the model tells nothing of them", "settings want"},
	} {
		a := cli{config: config.Config{Embed: config.Embed{Batch: 64, Timeout: 30 * time.Second}}}
		text := strings.Join(a.embedderFindings(test.found), "\n") + "\n"
		if !strings.Contains(text, test.says) || strings.Contains(text, test.not) {
			t.Errorf("%s: want %q and not %q:\n%s", name, test.says, test.not, text)
		}
	}
}

func TestTheDoctorSaysOfARerankerWhatToSet(t *testing.T) {
	for name, test := range map[string]struct {
		took  time.Duration
		found batch.Learned
		says  string
	}{
		"fast":        {200 * time.Millisecond, batch.Learned{Texts: 1000}, "32 hits of 100 words (rerank.hits) took 200ms\n"},
		"slow":        {3 * time.Second, batch.Learned{Texts: 1000}, "took 3s, and searches wait 1s for them: a longer rerank.timeout or fewer rerank.hits"},
		"few a time":  {time.Second, batch.Learned{Texts: 10}, "it takes 10 texts in a request, so that a search makes 4 requests"},
		"short texts": {time.Second, batch.Learned{Texts: 1000, Window: 512}, "texts of 512 tokens"},
	} {
		a := cli{config: config.Config{Rerank: config.Rerank{Hits: 32, Timeout: time.Second}}}
		if text := strings.Join(a.rerankerFindings(test.took, test.found), "\n") + "\n"; !strings.Contains(text, test.says) {
			t.Errorf("%s: want %q:\n%s", name, test.says, text)
		}
	}
}
