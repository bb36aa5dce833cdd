package eval_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/eval"
	"byline/internal/news"
)

func TestArticlesOfOneQuestionAndOfAFewDaysAreOneStory(t *testing.T) {
	day := func(n int) time.Time { return time.Date(2026, 3, n, 0, 0, 0, 0, time.UTC) }
	published := map[string]time.Time{"a": day(1), "b": day(3), "c": day(20), "d": day(4), "e": {}}
	d := &eval.Dataset{
		Queries: []eval.Query{{ID: "1"}, {ID: "2"}, {ID: "3"}},
		Qrels: []eval.Qrels{{Rel: map[string]map[string]int{
			"1": {"a": 1, "b": 1, "c": 1}, // c is of other days
			"2": {"b": 1, "d": 1},         // and so b, which is in both, brings them together
			"3": {"e": 1, "c": 0, "gone": 1},
		}}},
	}
	got := eval.StoryLabels(d, published)
	if len(got) != 2 || !slices.Equal(got[0], []string{"a", "b", "d"}) || !slices.Equal(got[1], []string{"c"}) {
		t.Errorf("labels are %q", got)
	}
}

func TestBCubedIsThatOfThePaper(t *testing.T) {
	labels := [][]string{{"a", "b", "c"}, {"d"}}
	cases := []struct {
		story             map[string]string
		precision, recall float64
	}{
		{map[string]string{"a": "1", "b": "1", "c": "1", "d": "2"}, 1, 1},
		{map[string]string{"a": "1", "b": "1", "c": "1", "d": "1"}, (3*.75 + .25) / 4, 1},
		{map[string]string{"a": "1", "b": "2", "c": "3", "d": "4"}, 1, (3./3 + 1) / 4},
	}
	for _, c := range cases {
		got := eval.ScoreStories(labels, func(id string) string { return c.story[id] })
		if math.Abs(got.Precision-c.precision) > 1e-9 || math.Abs(got.Recall-c.recall) > 1e-9 || got.Articles != 4 {
			t.Errorf("%v: %+v, want precision %v, recall %v", c.story, got, c.precision, c.recall)
		}
	}
}

func TestReprintsAreMadeOfArticlesAndJudged(t *testing.T) {
	var articles []news.Article
	for i := range 20 {
		var body strings.Builder
		for n := range 60 {
			fmt.Fprintf(&body, "On day %d the Brenna council %c counted %d sheep of breed%c. ", 10+n, 'a'+rune(i), 100+n*i, 'a'+rune((n+i)%26))
		}
		articles = append(articles, news.Article{ID: fmt.Sprint(i), Headline: fmt.Sprint("Sheep ", i), Body: body.String()})
	}
	cases := eval.ReprintCases(articles, 1)
	again := eval.ReprintCases(articles, 1)
	bodies := map[string]string{}
	for _, a := range articles {
		bodies[a.ID] = a.Body
	}
	kinds := map[string]bool{}
	for i, c := range cases {
		kinds[c.Kind] = true
		if c.Made[0].Body != again[i].Made[0].Body {
			t.Fatalf("%s %d differs with the same seed", c.Kind, i)
		}
		if c.Kind != "changed headline" && c.Made[0].Body == bodies[c.Original] {
			t.Errorf("%s: nothing is changed", c.Kind)
		}
	}
	if len(kinds) != 10 {
		t.Errorf("kinds are %v", kinds)
	}
	all := eval.ScoreReprints(cases, func(string) string { return "one" })
	none := eval.ScoreReprints(cases, func(id string) string { return id })
	if all.Recall != 1 || all.Precision > .8 || none.Recall != 0 {
		t.Errorf("all alike: %+v, none: %+v", all, none)
	}
}
