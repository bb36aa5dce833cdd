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
