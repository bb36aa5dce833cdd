package verify_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/reader"
	"byline/internal/verify"
)

// believer is a reader that finds every statement borne by sentences with a word, and no other.
type believer struct {
	word    string
	failing bool
}

func (b believer) Entails(_ context.Context, _ string, excerpts []news.Excerpt) ([]float64, error) {
	if b.failing {
		return nil, errors.New("its glasses broke")
	}
	out := make([]float64, len(excerpts))
	for i, x := range excerpts {
		if out[i] = -6; strings.Contains(x.Text, b.word) {
			out[i] = 6
		}
	}
	return out, nil
}

const merle = "Six people were hurt when the ferry Merle ran aground off Ostrand, the hospital said. The Merle stays on the rock until a salvage vessel arrives."

func aboutMerle() verify.About {
	return verify.About{Headline: "Six hurt on the Merle", Outlet: "Velmoor Herald", Published: time.Date(2026, time.November, 4, 0, 0, 0, 0, time.UTC), Language: "en"}
}

// A reader is heard on what words leave open, and on conflicts of words. A wrong figure stays one.
func TestAReaderIsHeardOnOtherWords(t *testing.T) {
	const other = "The Merle will not be moved before a salvage ship has come."
	for name, c := range map[string]struct {
		reader           verify.Reader
		statement        string
		heard, supported bool
	}{
		"nobody reads":             {nil, other, false, false},
		"a reader that fails":      {believer{failing: true}, other, false, false},
		"a reader that agrees":     {believer{word: "salvage"}, other, true, true},
		"a reader that does not":   {believer{word: "lifeboat"}, other, true, false},
		"a figure that is another": {believer{word: "aground"}, "Nine people were hurt when the Merle ran aground off Ostrand.", false, false},
	} {
		v := verify.New(lexical.New(), c.reader)
		byWords := v.Judge(c.statement, v.Source(merle, aboutMerle()))
		if w := v.Entail(t.Context(), byWords); w.Heard != c.heard || w.Supported != c.supported {
			t.Errorf("%s: heard %v, supported %v, conflict %q; by words %v, want %v, %v", name, w.Heard, w.Supported, w.Conflict, byWords.Supported, c.heard, c.supported)
		}
	}
}

// Statements in other words are told from false ones by the built-in reader. The shares are those that were
// reached: a change that loses some has to say why.
func TestTheReaderTellsTruthInOtherWords(t *testing.T) {
	if !reader.Fast() {
		t.Log("this processor reads slowly: some minutes")
	}
	v := verify.New(lexical.New(), reader.BuiltIn{})
	for name, least := range map[string]struct{ accepted, rejected float64 }{
		"reworded-unseen":    {.76, .90},
		"paraphrased-unseen": {.65, .79},
		"lies-later":         {.86, .93},
	} {
		accepted, trues, rejected, edits := 0., 0., 0., 0.
		for _, x := range readTrials(t, "testdata/"+name+".txt") {
			s := v.Source(x.text, x.about)
			for _, text := range x.trues {
				trues++
				if v.Entail(t.Context(), v.Judge(text, s)).Supported {
					accepted++
				}
			}
			for _, e := range x.edits {
				edits++
				if !v.Entail(t.Context(), v.Judge(e.text, s)).Supported {
					rejected++
				}
			}
		}
		if accepted < least.accepted*trues || rejected < least.rejected*edits {
			t.Errorf("%s: accepted %.3f of %.0f, want %.2f; rejected %.3f of %.0f, want %.2f", name, accepted/trues, trues, least.accepted, rejected/edits, edits, least.rejected)
		}
	}
}

func BenchmarkEntail(b *testing.B) {
	v := verify.New(lexical.New(), reader.BuiltIn{})
	byWords := v.Judge("Six people needed treatment after the Merle got stuck off Ostrand.", v.Source(merle, aboutMerle()))
	for b.Loop() {
		v.Entail(b.Context(), byWords)
	}
}
