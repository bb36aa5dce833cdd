package lang_test

import (
	"testing"

	"byline/internal/lang"
)

// A word of a source says what one of a statement says where both have a sense in
// common or the statement's is more general; not where it is more special, or only near.
func TestWordsSayWhatOthersSay(t *testing.T) {
	net, stem := lang.English(), lang.Of("en").Stem
	for _, x := range []struct {
		source, particle, statement string
		least, most                 float64
	}{
		{"forecast", "", "predict", .8, 1},
		{"reject", "", "turn down", 1, 1},
		{"quarrel", "", "dispute", 1, 1},
		{"murder", "", "kill", .8, .9},
		{"pay", "", "payment", .7, .9},
		{"kill", "", "murder", 0, 0},
		{"rise", "", "fall", 0, 0},
		{"phone", "", "visit", 0, 0},
		{"apple", "", "pear", 0, 0},
	} {
		word, particle := x.statement, ""
		if x.statement == "turn down" {
			word, particle = "turn", "down"
		}
		got := net.Says(net.Senses(stem(x.source), x.particle), net.Senses(stem(word), particle))
		if got < x.least || got > x.most {
			t.Errorf("%q says %q: %v, want %v to %v", x.source, x.statement, got, x.least, x.most)
		}
	}
}

func BenchmarkWordNet(b *testing.B) {
	net, stem := lang.English(), lang.Of("en").Stem
	source, statement := net.Senses(stem("forecast"), ""), net.Senses(stem("predict"), "")
	for b.Loop() {
		net.Says(source, statement)
	}
}
