package eval

import (
	"testing"

	"byline/internal/news"
)

// labelled is “The ferry is late,” Mara Olm said. with both its labels.
func labelled() (news.Article, LabelledArticle) {
	a := news.Article{ID: "ferry", Body: `Mara Olm runs it. "The ferry is late," Olm said.`}
	return a, LabelledArticle{
		Read:    Read{Article: "ferry", Half: "test", Windows: [][2]int{{18, len(a.Body)}}},
		Sayings: []LabelledSaying{{Direct: true, Start: 19, End: 37, Speaker: [2]int{0, 8}}},
	}
}

func TestSpeakersAreScoredByWordsAndName(t *testing.T) {
	a, l := labelled()
	right := news.Saying{Span: news.Span{Start: 19, End: 37}, Direct: true, Speaker: "harbour chief Mara Olm"}
	for name, c := range map[string]struct {
		found        []news.Saying
		right, exact int
	}{
		"right":                 {[]news.Saying{right}, 1, 1},
		"another speaker":       {[]news.Saying{{Span: right.Span, Direct: true, Speaker: "Jon Beck"}}, 0, 1},
		"other bounds":          {[]news.Saying{{Span: news.Span{Start: 19, End: 34}, Direct: true, Speaker: "Mara Olm"}}, 1, 0},
		"not in quotes":         {[]news.Saying{{Span: right.Span, Speaker: "Mara Olm"}}, 0, 0},
		"what nobody has read":  {[]news.Saying{right, {Span: news.Span{Start: 0, End: 16}, Speaker: "Jon"}}, 1, 1},
		"nothing":               {nil, 0, 0},
		"the same words, twice": {[]news.Saying{right, right}, 1, 1},
	} {
		scores, _, err := ScoreSpeakers([]LabelledArticle{l}, func(string) (news.Article, error) { return a, nil }, func(*news.Article) []news.Saying { return c.found })
		if err != nil {
			t.Fatal(err)
		}
		if s := scores[1]; s.All.Right != c.right || s.Exact.Right != c.exact || s.All.Labelled != 1 {
			t.Errorf("%s: %+v", name, s)
		}
	}
}

func TestLabelsOfSayingsAreInOrder(t *testing.T) {
	labels, err := SayingLabels("realtimeqa")
	if err != nil {
		t.Fatal(err)
	}
	sayings := 0
	for _, l := range labels {
		for _, s := range l.Sayings {
			if s.Start >= s.End || s.Speaker[0] >= s.Speaker[1] {
				t.Errorf("%s: %+v", l.Article, s)
			}
			sayings++
		}
	}
	if sayings < 300 {
		t.Errorf("%d sayings are labelled", sayings)
	}
	if _, err := SayingLabels("another"); news.KindOf(err) != news.KindInvalid {
		t.Errorf("%v", err)
	}
}
