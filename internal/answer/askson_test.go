package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// Who asks on has read what was quoted: another sentence of the same article comes first where
// neither has a word of what is asked.
func TestAFollowUpIsNotToldAgainWhatItWasTold(t *testing.T) {
	d := newDeskOf(t, answer.Config{RefuseBelow: .01}, []news.Article{{
		ID: "ferry", Source: "Velmoor Herald", Headline: "Hollin ferry stuck on a sandbank", Published: at(11, 5),
		Body: "The Hollin ferry has been stuck on a sandbank off Ostrand since Thursday morning. Two people broke bones in the lounge of the ship. The harbour office of Ostrand looks into it.",
	}})
	first, err := d.Answer(t.Context(), news.AnswerRequest{Question: "Where is the Hollin ferry stuck?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	messages := []news.Message{{Role: news.RoleUser, Content: "Where is the Hollin ferry stuck?"}, {Role: news.RoleAssistant, Content: first.Text}}
	a, err := d.Answer(t.Context(), news.AnswerRequest{Question: "was anybody injured on it?", Messages: messages}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if told := "The Hollin ferry has been stuck"; a.Status == news.StatusNotFound || !strings.Contains(first.Text, told) || strings.HasPrefix(a.Text, told) {
		t.Errorf("%s %q behind %q", a.Status, a.Text, first.Text)
	}
}
