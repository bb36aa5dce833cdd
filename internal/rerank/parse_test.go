package rerank

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestAReplyWithAScoreForEveryTextIsUsed(t *testing.T) {
	for _, test := range []struct {
		api   API
		reply string
	}{
		{TEI, `[{"index":2,"score":0.9},{"index":0,"score":0.5},{"index":1,"score":-3e-5}]`},
		{TEI, `[{"index":0,"score":0.5,"text":"a"},{"index":1,"score":-3e-5},{"index":2,"score":0.9}]`},
		{Cohere, `{"id":"x","results":[{"index":2,"relevance_score":0.9},{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":-3e-5}],"meta":{}}`},
		{Jina, `{"model":"m","usage":{"total_tokens":9},"results":[{"index":2,"relevance_score":0.9,"document":{"text":"c"}},{"index":0,"relevance_score":0.5},{"index":1,"relevance_score":-3e-5}]}`},
	} {
		got, err := parse([]byte(test.reply), test.api, 3)
		if diff := cmp.Diff([]float64{.5, -3e-5, .9}, got); diff != "" || err != nil {
			t.Errorf("%s %s: %v, scores (-want +got):\n%s", test.api, test.reply, err, diff)
		}
	}
}

func TestAnyOtherReplyIsRefused(t *testing.T) {
	for _, test := range []struct {
		api         API
		reply, says string
	}{
		{TEI, ``, "cannot be read"},
		{TEI, `<html>`, "cannot be read"},
		{TEI, `{"error":"busy"}`, "cannot be read"},
		{TEI, `[]`, "0 scores for 2 texts"},
		{TEI, `null`, "0 scores for 2 texts"},
		{TEI, `[{"index":0,"score":1}]`, "1 scores for 2 texts"},
		{TEI, `[{"index":0,"score":1},{"index":1,"score":1},{"index":2,"score":1}]`, "3 scores for 2 texts"},
		{TEI, `[{"index":0,"score":1},{"index":2,"score":1}]`, "text 2, counted from 0, of 2"},
		{TEI, `[{"index":-1,"score":1},{"index":0,"score":1}]`, "text -1"},
		{TEI, `[{"index":1,"score":1},{"index":1,"score":2}]`, "two scores for text 1"},
		{TEI, `[{"score":1},{"index":1,"score":2}]`, "without an index"},
		{TEI, `[{"index":0},{"index":1,"score":2}]`, "no score for text 0"},
		{TEI, `[{"index":0,"score":null},{"index":1,"score":2}]`, "no score for text 0"},
		{TEI, `[{"index":0,"relevance_score":1},{"index":1,"relevance_score":2}]`, "no score for text 0"},
		{TEI, `[{"index":0,"score":NaN},{"index":1,"score":2}]`, "cannot be read"},
		{TEI, `[{"index":0,"score":1e999},{"index":1,"score":2}]`, "cannot be read"},
		{TEI, `[{"index":0.5,"score":1},{"index":1,"score":2}]`, "cannot be read"},
		{TEI, `[{"index":"0","score":1},{"index":1,"score":2}]`, "cannot be read"},
		{TEI, `[{"index":0,"score":1},{"index":1,"score":2}] trailing`, "cannot be read"},
		{Cohere, `[{"index":0,"relevance_score":1},{"index":1,"relevance_score":2}]`, "cannot be read"},
		{Cohere, `{"message":"invalid"}`, "0 scores for 2 texts"},
		{Jina, `{"results":[{"index":0,"score":1},{"index":1,"score":2}]}`, "no score for text 0"},
	} {
		_, err := parse([]byte(test.reply), test.api, 2)
		if err == nil || !strings.Contains(err.Error(), test.says) {
			t.Errorf("%s %s: error %v does not say %q", test.api, test.reply, err, test.says)
		}
	}
}

func TestScoresComeBackInWhateverOrderTheyAreSent(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		scores := rapid.SliceOfN(rapid.Float64(), 1, 40).Draw(t, "scores")
		api := rapid.SampledFrom([]API{TEI, Cohere, Jina}).Draw(t, "api")
		results := make([]scored, len(scores))
		for i := range scores {
			results[i] = scored{Index: &i, Score: &scores[i], RelevanceScore: &scores[i]}
		}
		var reply any = rapid.Permutation(results).Draw(t, "results")
		if api != TEI {
			reply = map[string]any{"results": reply}
		}
		sent, err := json.Marshal(reply)
		if err != nil {
			t.Fatal(err)
		}
		got, err := parse(sent, api, len(scores))
		if diff := cmp.Diff(scores, got); diff != "" || err != nil {
			t.Fatalf("%v, scores (-want +got):\n%s", err, diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(`[{"index":1,"score":0.9},{"index":0,"score":0.5}]`), 2, true)
	f.Add([]byte(`{"results":[{"index":0,"relevance_score":-1.5}]}`), 1, false)
	f.Add([]byte(`[{"index":-9223372036854775808,"score":1e308}]`), 1, true)
	f.Add([]byte(`{"results":null,"RESULTS":[{}]}`), 1, false)
	f.Fuzz(func(t *testing.T, reply []byte, n int, tei bool) {
		n, api := 1+n&63, Jina
		if tei {
			api = TEI
		}
		scores, err := parse(reply, api, n)
		if err != nil {
			if scores != nil {
				t.Errorf("scores %v with the error %v", scores, err)
			}
			return
		}
		if len(scores) != n {
			t.Errorf("%d scores for %d texts", len(scores), n)
		}
		for _, s := range scores {
			if math.IsNaN(s) || math.IsInf(s, 0) {
				t.Errorf("score %v", s)
			}
		}
	})
}
