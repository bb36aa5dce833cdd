package reader

import (
	"context"
	"encoding/json"
	"errors"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"
)

// golden is a pair as training/golden.py computes it, in float32.
type golden struct {
	Question, Text, Headline string
	IDs                      []int32
	Relevance                float64
	Entails                  *float64  // of a statement
	Start, End               []float64 // probabilities; the first is that of none
}

func goldens(t *testing.T) []golden {
	t.Helper()
	data, err := os.ReadFile("testdata/golden.json")
	if err != nil {
		t.Fatal(err)
	}
	var pairs []golden
	if err := json.Unmarshal(data, &pairs); err != nil {
		t.Fatal(err)
	}
	return pairs
}

// kernels are all that this processor can run.
func kernels() map[string]kernel {
	all := map[string]kernel{"portable": portable}
	for _, k := range vectorsHere() {
		all[k.name] = k
	}
	return all
}

// with is the built-in model with a kernel.
func with(t testing.TB, k kernel) *Model {
	t.Helper()
	m, err := Parse(weights)
	if err != nil {
		t.Fatal(err)
	}
	m.kernel = k
	return m
}

func TestModelComputesWhatItsTrainingDid(t *testing.T) {
	for name, k := range kernels() {
		t.Run(name, func(t *testing.T) {
			m := with(t, k)
			for _, g := range goldens(t) {
				d := newDesk(m)
				d.compute(m.words.pieces(g.Question, m.header.Question), []news.Excerpt{{Text: g.Text, Headline: g.Headline}})
				if diff := cmp.Diff(g.IDs, d.ids); diff != "" {
					t.Errorf("pieces of %q and %q (-want +got):\n%s", g.Question, g.Text, diff)
					continue
				}
				is, want := map[string]float64{"relevance": d.reading(0).Relevance}, map[string]float64{"relevance": g.Relevance}
				if g.Entails != nil {
					is["entails"], want["entails"] = d.entails(0), *g.Entails
				}
				for name, x := range want {
					if off := math.Abs(logistic(is[name]) - logistic(x)); off > .08 {
						t.Errorf("%q in %q: %s is %v, want %v", g.Question, g.Text, name, is[name], x)
					}
				}
				for output, want := range map[int][]float64{1: g.Start, 2: g.End} {
					got := shares(d.odds, d.inside[0], output)
					for i := range want {
						if math.Abs(got[i]-want[i]) > .12 {
							t.Errorf("%q in %q: output %d of word %d is %.3f, want %.3f", g.Question, g.Text, output, i, got[i], want[i])
						}
					}
				}
			}
		})
	}
}

func logistic(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

func TestReaderPointsAtTheAnswer(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	const question = "How many people were hurt on the ferry Merle?"
	excerpts := []news.Excerpt{
		{Text: "The ferry Merle stays on the rock until a salvage vessel arrives.", Headline: "Ferry Merle runs aground"},
		{Text: "Bakers in Velmoor ask for a tenth more.", Headline: "Bread gets dearer"},
		{Text: "Six people were hurt when the ferry Merle ran aground off Ostrand.", Headline: "Ferry Merle runs aground"},
		{Text: "", Headline: ""},
		{Text: "…", Headline: "☃"},
		{Text: strings.Repeat("word ", 500), Headline: strings.Repeat("headline ", 500)},
		{Text: "\xff\xfe" + strings.Repeat("é", 200), Headline: "\x00"},
	}
	got, err := m.Read(t.Context(), question, excerpts)
	if err != nil {
		t.Fatal(err)
	}
	best := slices.IndexFunc(got, func(r news.Reading) bool {
		return r.Relevance == slices.MaxFunc(got, func(a, b news.Reading) int { return int(math.Copysign(1, a.Relevance-b.Relevance)) }).Relevance
	})
	if best != 2 {
		t.Errorf("the best sentence is %q of %+v", excerpts[best].Text, got)
	}
	if text := excerpts[2].Text[got[2].Start:got[2].End]; text != "Six" && text != "Six people" {
		t.Errorf("the answer is %q", text)
	}
	for i, r := range got {
		if r.Start < 0 || r.End > len(excerpts[i].Text) || r.Start > r.End || r.Confidence < 0 || r.Confidence > 1 {
			t.Errorf("the reading of %.30q is %+v", excerpts[i].Text, r)
		}
	}
	alone, err := m.Read(t.Context(), question, excerpts[2:3])
	if err != nil {
		t.Fatal(err)
	}
	if alone[0] != got[2] {
		t.Errorf("read alone, a sentence gets %+v, among others %+v", alone[0], got[2])
	}
}

func TestReaderTellsWhatASentenceBears(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	excerpt := []news.Excerpt{{Text: "Shares of Corvane fell by 12 percent after the chain closed 40 of its shops.", Headline: "Corvane shuts shops"}}
	said := func(statement string) float64 {
		borne, err := m.Entails(t.Context(), statement, excerpt)
		if err != nil || len(borne) != 1 {
			t.Fatalf("%q: %v, %v", statement, borne, err)
		}
		return borne[0]
	}
	for truth, lie := range map[string]string{
		"Corvane shut dozens of stores.":       "Corvane opened dozens of stores.",
		"The retailer no longer runs 40 shops": "The retailer's chief executive has resigned.",
	} {
		if yes, no := said(truth), said(lie); yes <= no {
			t.Errorf("%q has log-odds of %.2f, %q of %.2f", truth, yes, lie, no)
		}
	}
	if none := said(" "); none != 0 {
		t.Errorf("a statement without words has %v", none)
	}
}

func TestQuestionWithoutWordsHasNoAnswer(t *testing.T) {
	m, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	got, err := m.Read(t.Context(), " \t", []news.Excerpt{{Text: "Six people were hurt."}})
	if err != nil || len(got) != 1 || got[0] != (news.Reading{}) {
		t.Errorf("readings are %+v, %v", got, err)
	}
}

func TestReadingEndsWithItsRequest(t *testing.T) {
	m, err := Parse(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	excerpts := slices.Repeat([]news.Excerpt{{Text: "Six hurt."}}, 40)
	if _, err := m.Read(ctx, "the ferry?", excerpts); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v", err)
	}
	if _, err := m.Read(t.Context(), "the ferry?", excerpts); err != nil {
		t.Errorf("afterwards, error is %v", err)
	}
}

// Many requests at once get what each would get alone.
func TestReadingsDoNotMix(t *testing.T) {
	m, err := Parse(small(nil))
	if err != nil {
		t.Fatal(err)
	}
	texts := [][]news.Excerpt{
		slices.Repeat([]news.Excerpt{{Text: "Six hurt.", Headline: "the ferry"}}, 9),
		slices.Repeat([]news.Excerpt{{Text: "the ferrys a a a six"}, {Text: "?"}}, 6),
	}
	var group errgroup.Group
	for i := range 12 {
		group.Go(func() error {
			x := texts[i%2]
			got, err := m.Read(t.Context(), "the ferry?", x)
			for j := range got {
				if got[j] != got[j%(1+i%2)] {
					t.Errorf("reading %d is %+v, the same sentence got %+v before", j, got[j], got[j%(1+i%2)])
				}
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Error(err)
	}
}

func BenchmarkRead(b *testing.B) {
	m, err := Load()
	if err != nil {
		b.Fatal(err)
	}
	// 16 sentences of 27 words, as news has them, and a question of 16 words
	const question = "Which country will soon require makers of phones and tablets to support a single charging cable?"
	excerpts := slices.Repeat([]news.Excerpt{{
		Text:     "Under a plan that the council of Halvia announced on Tuesday, phones, cameras and portable speakers will all have to be sold with the same port from next autumn.",
		Headline: "Halvia ends the clutter of cables, against protests of makers",
	}}, 16)
	for b.Loop() {
		if _, err := m.Read(b.Context(), question, excerpts); err != nil {
			b.Fatal(err)
		}
	}
}
