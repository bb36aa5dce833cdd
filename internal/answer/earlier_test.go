package answer_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/answer"
	"byline/internal/news"
)

// Who asks what happened this week is not told what happened in another month.
func TestWhatHappenedLatelyIsNotToldByOldNews(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, []news.Article{
		{ID: "old", Source: "Velmoor Herald", Headline: "Captain Ida Maren retires", Published: at(9, 2), Body: "Ida Maren, the captain of the Hollin ferry, announced that she retires, the harbour office said."},
		{ID: "new", Source: "Velmoor Herald", Headline: "Choir festival opens in Ostrand", Published: at(11, 5), Body: "The choir festival of Ostrand opened on Thursday with forty choirs."},
	})
	const question = "Which captain of the Hollin ferry announced this week that she retires?"
	for asked, want := range map[time.Time]news.Status{at(9, 3): news.StatusPartial, at(11, 5): news.StatusNotFound} {
		a, err := d.Answer(t.Context(), news.AnswerRequest{Question: question, Search: news.SearchRequest{AsOf: asked}}, nil)
		if err != nil {
			t.Fatal(err)
		}
		if refused := a.Status == news.StatusNotFound; refused != (want == news.StatusNotFound) || refused && !strings.Contains(a.Text, "earlier than “this week”") {
			t.Errorf("asked on %v: %s %q", asked, a.Status, a.Text)
		}
	}
}
