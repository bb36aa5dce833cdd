package answer_test

import (
	"slices"
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// eels are articles on one thing of several outlets, one of which corrects itself.
func eels() []news.Article {
	return []news.Article{
		{ID: "post", Source: "Tolm Post", Headline: "Eels escape in Tolm", Published: at(11, 2), Body: "Some 430 eels escaped from the farm in Tolm on Sunday, the reeve said. A pump had failed."},
		{ID: "echo", Source: "Averny Echo", Headline: "Eels on the road in Tolm", Published: at(11, 3), Body: "About 400 eels escaped from the farm in Tolm and crossed the road, according to the police."},
		{ID: "right", Source: "Tolm Post", Headline: "Correction", Published: at(11, 4), Body: "In an article of 2 November we said that Ida Lind was the owner of the eel farm in Tolm. She is its cook."},
		{ID: "choir", Source: "Averny Echo", Headline: "Choir sings in Averny", Published: at(11, 4), Body: "Forty choirs sang in Averny on Tuesday. Guests came from Tolm."},
	}
}

func askedInTurn(t *testing.T, questions ...string) (last news.Answer) {
	t.Helper()
	d := newDeskOf(t, answer.Config{}, eels())
	var said []news.Message
	for _, q := range questions {
		a, err := d.Answer(t.Context(), news.AnswerRequest{Question: q, Messages: said}, nil)
		if err != nil {
			t.Fatal(err)
		}
		last = a
		said = append(said, news.Message{Role: news.RoleUser, Content: q}, news.Message{Role: news.RoleAssistant, Content: a.Text})
	}
	return last
}

// What another outlet has is quoted from it; what none has, from the same again, with a
// word about that.
func TestOtherOutletsAreQuotedWhereTheyHaveIt(t *testing.T) {
	first := askedInTurn(t, "How many eels escaped from the farm in Tolm?")
	other := askedInTurn(t, "How many eels escaped from the farm in Tolm?", "does anyone else report that?")
	if len(first.Citations) == 0 || len(other.Citations) == 0 || first.Citations[0].Article.Source == other.Citations[0].Article.Source {
		t.Errorf("%q, then %q", first.Text, other.Text)
	}
	only := askedInTurn(t, "Why did the eels escape in Tolm, had a pump failed?", "does anyone else report that?")
	if !slices.ContainsFunc(only.Citations, func(c news.Citation) bool { return c.Article.Source == "Averny Echo" }) && len(only.Warnings) == 0 {
		t.Errorf("only one has it: %q, warnings %q", only.Text, only.Warnings)
	}
	for _, questions := range [][]string{{"How many eels escaped from the farm in Tolm?", "without the Post"}, {"How many eels escaped from the farm in Tolm, but not from the Tolm Post?"}} {
		a := askedInTurn(t, questions...)
		if len(a.Citations) == 0 || slices.ContainsFunc(a.Citations, func(c news.Citation) bool { return c.Article.Source == "Tolm Post" }) {
			t.Errorf("%q: %q", questions, a.Text)
		}
	}
}

// What a notice puts right is quoted with what was wrong, even where it stands in a
// sentence that names nothing.
func TestWhatANoticePutsRightIsQuoted(t *testing.T) {
	a := askedInTurn(t, "Is Ida Lind the owner of the eel farm?")
	if !slices.ContainsFunc(a.Citations, func(c news.Citation) bool { return c.Article.ID == "right" }) || !strings.Contains(a.Text, "She is its cook.") {
		t.Errorf("%q", a.Text)
	}
}
