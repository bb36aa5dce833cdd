package tokens_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"fmt"

	"pgregory.net/rapid"

	"byline/internal/tokens"
)

// counted is what two real tokenizers make of a text; testdata/count.py counts.
type counted struct {
	name          string
	text          string
	smollm2, xlmr int
}

func countedTexts(t *testing.T) []counted {
	t.Helper()
	table, err := os.ReadFile("testdata/counts.tsv")
	if err != nil {
		t.Fatal(err)
	}
	var out []counted
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		var c counted
		var size int
		if _, err := fmt.Sscan(line, &c.name, &size, &c.smollm2, &c.xlmr); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		raw, err := os.ReadFile(filepath.Join("testdata", "texts", c.name))
		if err != nil {
			t.Fatal(err)
		}
		if c.text = strings.TrimSpace(string(raw)); len(c.text) != size {
			t.Fatalf("%s has changed: make tokens counts again", c.name)
		}
		out = append(out, c)
	}
	texts, err := filepath.Glob("testdata/texts/*.txt")
	if err != nil || len(texts) != len(out) {
		t.Fatalf("%d texts, %d counted, error %v: make tokens counts again", len(texts), len(out), err)
	}
	return out
}

func TestTheEstimateIsAboveWhatTokenizersMakeOfAnyScript(t *testing.T) {
	for _, c := range countedTexts(t) {
		most := max(c.smollm2, c.xlmr)
		if got := tokens.OfBytes.Estimate(c.text); got < most || got > 2*most {
			t.Errorf("%s: %d tokens with SmolLM2, %d with XLM-R, estimated %d", c.name, c.smollm2, c.xlmr, got)
		}
		if got := tokens.OfCharacters.Estimate(c.text); got < c.xlmr || got > 3*c.xlmr || got > utf8.RuneCountInString(c.text)+1 {
			t.Errorf("%s: %d tokens with XLM-R, estimated %d for tokenizers that know characters", c.name, c.xlmr, got)
		}
	}
}

func TestACutTextIsABeginningThatFits(t *testing.T) {
	var all strings.Builder
	for _, c := range countedTexts(t) {
		all.WriteString(c.text + "\n")
	}
	rapid.Check(t, func(t *rapid.T) {
		kind := rapid.SampledFrom([]tokens.Tokenizer{tokens.OfBytes, tokens.OfCharacters}).Draw(t, "kind")
		text := all.String()[rapid.IntRange(0, 2000).Draw(t, "start"):]
		text = text[:rapid.IntRange(0, len(text)).Draw(t, "length")]
		most := rapid.IntRange(1, 600).Draw(t, "most")
		var ends []int
		for i := range text {
			if text[i] == '.' {
				ends = append(ends, i+1)
			}
		}
		got := kind.Cut(text, most, ends)
		switch {
		case !strings.HasPrefix(text, got):
			t.Fatalf("%q is no beginning", got)
		case kind.Estimate(got) > most:
			t.Fatalf("%d tokens, want at most %d", kind.Estimate(got), most)
		case kind.Estimate(text) <= most && got != text:
			t.Fatalf("cut although it fits: %q", got)
		case utf8.ValidString(text) && !utf8.ValidString(got):
			t.Fatalf("cut within a character: %q", got)
		}
	})
}

func TestATextIsCutBehindASentenceElseBetweenWords(t *testing.T) {
	text := "The ferry left. The harbour was quiet and nobody waited there. It rained."
	ends := []int{15, 62, 73}
	for most, want := range map[int]string{
		100: text,
		19:  "The ferry left. The harbour was quiet and nobody waited there.",
		16:  "The ferry left. The harbour was quiet and nobody",
		6:   "The ferry left.",
		2:   "The",
	} {
		if got := tokens.OfCharacters.Cut(text, most, ends); got != want {
			t.Errorf("%d: %q, want %q", most, got, want)
		}
	}
}
