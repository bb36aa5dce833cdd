package retrieve

import (
	"slices"
	"strings"
	"testing"
)

func TestEachSignalHasAWeight(t *testing.T) {
	w, err := parseWeights(rankerFile)
	if err != nil {
		t.Fatal(err)
	}
	if w.passages.of("sentence") <= 0 || w.articles.of(timeliness) >= w.articlesOfTimes.of(timeliness) || len(w.fitted) != 10 {
		t.Errorf("weights %+v", w)
	}
	for i, s := range signals {
		if (s.found == nil) == (s.read == nil) || signalAt(s.name) != i {
			t.Errorf("signal %d, %s: want a name of its own, and one of found and read", i, s.name)
		}
		if i > 0 && s.part != signals[i-1].part && slices.ContainsFunc(signals[:i], func(o signal) bool { return s.part != "" && o.part == s.part }) {
			t.Errorf("signal %s does not stand beside the others of part %s", s.name, s.part)
		}
	}
}

func TestFaultyWeightsAreRefused(t *testing.T) {
	whole := string(rankerFile)
	for name, c := range map[string]struct{ file, want string }{
		"cut short":         {whole[:len(whole)/2], "ranker.json: "},
		"an unknown signal": {strings.Replace(whole, `"window"`, `"door"`, 1), `there is no signal "door"; there are passage_words, `},
		"an unknown field":  {strings.Replace(whole, `"own_score`, `"owl_score`, 1), "owl_score"},
		"one missing":       {strings.Replace(whole, `"pairs": 0.352,`, "", 1), `the signal "pairs" has no weight`},
	} {
		if _, err := parseWeights([]byte(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func FuzzParseWeights(f *testing.F) {
	f.Add(rankerFile)
	f.Add([]byte(`{"articles": {"window": 1e999}}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		w, err := parseWeights(data)
		if err == nil && (len(w.articles) != len(signals) || len(w.passages) != len(signals) || len(w.articlesOfTimes) != len(signals)) {
			t.Error("a column of weights is not as long as the table of signals")
		}
	})
}
