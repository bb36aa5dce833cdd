package eval

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// ferries is a set with two judged queries and two with an answer.
func ferries() *Dataset {
	return &Dataset{
		Name:    "ferries",
		Queries: []Query{{ID: "q1", Text: "Which ferry burned?", Answer: "Visby"}, {ID: "q2", Text: "Who won the cup?"}, {ID: "q3", Text: "When?", Answer: "Monday"}},
		Qrels:   []Qrels{{Name: "qrels", Rel: map[string]map[string]int{"q1": {"a1": 1, "a0": 0}, "q2": {"a2": 1}}}},
	}
}

// found makes a system of its outcomes.
func found(name string, outcomes ...Outcome) System {
	s := System{Name: name, Outcomes: map[string]Outcome{}}
	for _, o := range outcomes {
		s.Outcomes[o.Query] = o
	}
	return s
}

func older() System {
	return found("older",
		Outcome{Query: "q1", Articles: []string{"a1"}, Passages: []string{"The Visby burned."}},
		Outcome{Query: "q2", Articles: []string{"x", "a2"}},
		Outcome{Query: "q3", Passages: []string{"It sails again."}})
}

func newer() System {
	return found("newer",
		Outcome{Query: "q1", Articles: []string{"x"}, Passages: []string{"It burned.", "It was the Visby."}},
		Outcome{Query: "q2", Articles: []string{"a2"}},
		Outcome{Query: "q3"})
}

func TestCompareCountsWinsAndLossesByQuery(t *testing.T) {
	c := Compare(ferries(), older(), newer())
	got := map[string]string{}
	for _, d := range c.Measures {
		got[d.Set+" "+d.Measure] = fmt.Sprintf("n=%d %.3g→%.3g +%d −%d", d.Queries, d.Base, d.System, d.Wins, d.Losses)
		if d.Low > d.Mean || d.High < d.Mean {
			t.Errorf("%s: %v is outside of %v to %v", d.Measure, d.Mean, d.Low, d.High)
		}
	}
	for measure, want := range map[string]string{
		"qrels mrr@10":   "n=2 0.75→0.5 +1 −1",
		"qrels hits@10":  "n=2 1→0.5 +0 −1",
		"qrels answer@5": "", // they are among all
		"all answer@1":   "n=2 0.5→0 +0 −1",
		"all answer@5":   "n=2 0.5→0.5 +0 −0", // a query for which nothing was found counts
	} {
		if got[measure] != want {
			t.Errorf("%s: %q, want %q", measure, got[measure], want)
		}
	}
}

func TestASystemIsNoBetterThanItself(t *testing.T) {
	for _, d := range Compare(ferries(), older(), older()).Measures {
		if d.Mean != 0 || d.Low != 0 || d.High != 0 || d.Clear() {
			t.Errorf("%s %s: %v, %v to %v", d.Set, d.Measure, d.Mean, d.Low, d.High)
		}
	}
}

func TestComparisonsCanBeRepeated(t *testing.T) {
	if diff := cmp.Diff(Compare(ferries(), older(), newer()), Compare(ferries(), older(), newer())); diff != "" {
		t.Error(diff)
	}
}

func TestAnswersAreComparedWhereBothHavePassages(t *testing.T) {
	for _, d := range Compare(ferries(), older(), found("bare", Outcome{Query: "q1", Articles: []string{"a1"}})).Measures {
		if strings.HasPrefix(d.Measure, "answer") {
			t.Errorf("%s is compared with a system that has no passages: %+v", d.Measure, d)
		}
	}
}

func TestTheIntervalIsThatOfTheMean(t *testing.T) {
	if low, high := bootstrap(make([]float64, 50)); low != 0 || high != 0 {
		t.Errorf("no differences: %v to %v", low, high)
	}
	if low, high := bootstrap([]float64{.25, .25, .25}); low != .25 || high != .25 {
		t.Errorf("the same difference everywhere: %v to %v", low, high)
	}
	diffs := make([]float64, 400) // mean 0, standard deviation 1: ±1.96/√400
	for i := range diffs {
		diffs[i] = float64(i%2)*2 - 1
	}
	low, high := bootstrap(diffs)
	if want := 1.96 / 20; math.Abs(low+want) > .01 || math.Abs(high-want) > .01 {
		t.Errorf("%v to %v, want ±%v", low, high, want)
	}
}

func TestTheComparisonIsReadable(t *testing.T) {
	var b bytes.Buffer
	if err := Compare(ferries(), older(), newer()).WriteTable(&b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"ferries: newer against older", "0.750   0.500      -0.250"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("table lacks %q:\n%s", want, b.String())
		}
	}
}

func TestLossesNameWhatWasWantedAndFound(t *testing.T) {
	losses, err := Losses(ferries(), older(), newer(), "mrr@10")
	if err != nil || len(losses) != 1 {
		t.Fatalf("%+v, %v", losses, err)
	}
	var b bytes.Buffer
	if err := losses[0].Write(&b, map[string]string{"a1": "Ferry burns"}); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"q1 (qrels): 0.000, was 1.000", "Which ferry burned?", `wanted   1 + a1 "Ferry burns"`, "now      1   x"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("loss lacks %q:\n%s", want, b.String())
		}
	}
	if _, err := Losses(ferries(), older(), newer(), "best"); news.KindOf(err) != news.KindInvalid {
		t.Errorf("unknown measure: %v", err)
	}
}
