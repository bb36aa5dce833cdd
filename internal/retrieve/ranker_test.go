package retrieve

import (
	"strings"
	"testing"
)

func TestTheBuiltInWeightsAreOfTheFeatures(t *testing.T) {
	weights, err := parseRanker(rankerFile)
	if err != nil {
		t.Fatal(err)
	}
	if weights != ranker() || weights[sentence] <= 0 || weights[passageWords] <= 0 {
		t.Errorf("weights %v", weights)
	}
}

func TestFaultyWeightsAreRefused(t *testing.T) {
	whole := string(rankerFile)
	for name, c := range map[string]struct{ file, want string }{
		"cut short":          {whole[:len(whole)/2], "the weights of the ranker: "},
		"an unknown feature": {strings.Replace(whole, `"window"`, `"door"`, 1), `there is no feature "door"; there are passage_words, `},
		"one missing":        {`{"weights": {"window": 1}}`, "1 of 10 features have one"},
	} {
		if _, err := parseRanker([]byte(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func FuzzParseRanker(f *testing.F) {
	f.Add(rankerFile)
	f.Add([]byte(`{"weights": {"window": 1e999}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		if w, err := parseRanker(data); err == nil && w.dot(&w) < 0 {
			t.Error("a sum of squares below zero")
		}
	})
}
