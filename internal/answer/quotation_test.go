package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// What somebody said is quoted to the mark that closes it.
func TestWhatWasSaidIsQuotedWhole(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, []news.Article{{
		ID: "ferry", Source: "Velmoor Herald", Headline: "Hollin ferry sails again", Published: at(11, 5),
		Body: "The Hollin ferry sails again on Friday, the harbour office said. Quote from captain Ida Maren: \"We lay in the harbour for a month. Nobody missed the ferry more than I did.\" A ticket costs nine crowns.",
	}})
	a, err := d.Answer(t.Context(), news.AnswerRequest{Question: "What did Ida Maren say about the ferry?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(a.Text, `"We lay in the harbour for a month. Nobody missed the ferry more than I did."`) {
		t.Errorf("%s: %s", a.Status, a.Text)
	}
}
