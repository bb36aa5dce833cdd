package eval_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/eval"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/verify"
)

// harbours are articles with a figure of each kind, long enough to make others from.
func harbours() []news.Article {
	var out []news.Article
	for i, place := range []string{"Tarnhavn", "Skeldvik", "Ostrand", "Hollin"} {
		filler := strings.Repeat(fmt.Sprintf("Nobody in the town of %s wanted to speak of the night before the council had met again. ", place), 12)
		out = append(out, news.Article{
			ID: place, Source: "Nordwire", Language: "en", Published: time.Date(2026, 3, 2+i, 9, 0, 0, 0, time.UTC),
			Body: filler + fmt.Sprintf("The storm has damaged %d boats in %s since the winter of 2025, the harbour master said on the radio. ", 40+i, place) +
				"The council will spend $12 million on a new wall around the old harbour basin. " +
				"It will be opened to the public on May 14 if the weather allows it to be. " +
				"About 30 percent of the boats are insured against a storm of this kind. " +
				"There are seven houses on the quay that nobody may enter until they are repaired.",
		})
	}
	return out
}

func TestFigureCasesAreWhatTheyAreCalled(t *testing.T) {
	cases := eval.FigureCases(harbours(), 1)
	kinds := map[string]bool{}
	for _, c := range cases {
		kinds[c.Kind] = true
		was, is := c.Original.Body[c.Was.Start:c.Was.End], c.Made.Body[c.Is.Start:c.Is.End]
		if was == is || was == "" || is == "" {
			t.Fatalf("%s: %q became %q", c.Kind, was, is)
		}
		if !c.Made.Published.Equal(c.Original.Published.AddDate(0, 0, 1)) || c.Made.Source == c.Original.Source {
			t.Fatalf("%s: is no later report of another outlet", c.Kind)
		}
	}
	for _, kind := range []string{"count", "number word", "money", "share", "day", "another place", "another time", "a share, no count"} {
		if !kinds[kind] {
			t.Errorf("there is no case of kind %q", kind)
		}
	}
	same := func(a, b eval.FigureCase) bool { return a.Made.Body == b.Made.Body && a.Is == b.Is }
	if !slices.EqualFunc(cases, eval.FigureCases(harbours(), 1), same) {
		t.Error("the same seed makes others")
	}
}

func TestFigureScoresTellWhatIsShown(t *testing.T) {
	cases := eval.FigureCases(harbours(), 1)
	verifier := verify.New(lexical.New(), nil)
	read := func(c *eval.FigureCase) []verify.Told {
		return append(verifier.Told(&c.Original), verifier.Told(&c.Made)...)
	}
	aligned, err := eval.ScoreFigures(cases, func(c *eval.FigureCase) ([]verify.Thing, error) { return verify.Align(read(c)), nil })
	if err != nil || aligned.Shown < .9 || aligned.FalseAlarms > .05 {
		t.Errorf("%+v, error %v", aligned, err)
	}
	all, err := eval.ScoreFigures(cases, func(c *eval.FigureCase) ([]verify.Thing, error) {
		var values []verify.Value
		for _, told := range read(c) {
			values = append(values, verify.Value{Told: told})
		}
		return []verify.Thing{{Values: values}}, nil
	})
	if err != nil || all.Shown != 1 || all.FalseAlarms != 1 {
		t.Errorf("where all is one thing: %+v, error %v", all, err)
	}
	none, err := eval.ScoreFigures(cases, func(*eval.FigureCase) ([]verify.Thing, error) { return nil, nil })
	if err != nil || none.Shown != 0 || none.FalseAlarms != 0 {
		t.Errorf("where nothing is shown: %+v, error %v", none, err)
	}
}
