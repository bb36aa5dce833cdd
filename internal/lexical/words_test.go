package lexical

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestWordsHoldTheStopWordsToo(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"The ferry was late.", "The|ferry|was|late"},
		{"To be, or not to be", "To|be|or|not|to|be"},
		{"cease-fire of the United Nations", "cease|fire|of|the|United|Nations"},
		{"21m in Covid19", "21|m|in|Covid|19"},
		{"東京 tower", "東|京|tower"},
		{"", ""},
	} {
		var got []string
		for _, w := range New().Words(nil, tt.text) {
			got = append(got, tt.text[w.Start:w.End])
		}
		if strings.Join(got, "|") != tt.want {
			t.Errorf("%q: %q, want %q", tt.text, got, tt.want)
		}
	}
}

// A word has a term in one analysis exactly if it has the same in the other.
func TestWordsAreTheTokensThatStandAlone(t *testing.T) {
	a := New()
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{
			"the", "The", "ferry", "United", "Nations", "US", "us", "who", "WHO", "cease-fire", "21m", "Covid19", "東京", "U.S.", "O’Neil's", "—", "C++", "AT&T", "R & D’s", ".NET", "Lumme+", "state-of-the-art", "\n\n", "4.5%",
		})).Draw(t, "words"), rapid.SampledFrom([]string{" ", ", ", "-"}).Draw(t, "between"))
		tokens := a.Tokens(nil, text)
		for _, w := range a.Words(nil, text) {
			has := slices.ContainsFunc(tokens, func(x Token) bool { return x.Term == w.Key && x.Start == w.Start && x.End == w.End })
			if has == w.Stop {
				t.Errorf("%q: word %q, stop word %v, token %v", text, text[w.Start:w.End], w.Stop, has)
			}
		}
	})
}

func TestWordsOfASCIIFoldAsAllDo(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOf(rapid.RuneFrom([]rune("aZz09.,-'’éÉßİ\x00\u0301"))).Draw(t, "word")
		if got, want := Fold(word), string(foldForeign(nil, word)); got != want {
			t.Errorf("%q folds to %q, want %q", word, got, want)
		}
	})
}

func BenchmarkWords(b *testing.B) {
	text := strings.Repeat("The ferry Halmund ran aground off Tarnhavn on Monday with 214 people aboard, as the coast guard said. ", 60)
	a := New()
	words := a.Words(nil, text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		words = a.Words(words[:0], text)
	}
}

// A name is the same with and without the ending of a case, and one with an apostrophe
// within stays whole.
func TestEndingsOfNamesBehindAnApostropheAreNoneOfTheirs(t *testing.T) {
	a := New()
	for text, want := range map[string]bool{"Brask'tan": true, "Brask’ın": true, "Bra'skin": false} {
		got := a.Tokens(nil, text)[0].Term == a.Tokens(nil, "Brask")[0].Term
		if got != want {
			t.Errorf("%s is Brask: %t", text, got)
		}
	}
	if a.Tokens(nil, "Sana'a")[0].Term != a.Tokens(nil, "Sanaa")[0].Term {
		t.Error("Sana'a lost a letter of its name")
	}
}
