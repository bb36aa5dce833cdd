package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// What the articles tell of another place, office or thing answers no question: it is
// refused, or shown as what it is, without a direct answer.
func TestWhatIsOfAnotherThingIsNoAnswer(t *testing.T) {
	d := newDesk(t, nil)
	for _, question := range []string{
		"Who is the mayor of Velmoor?", // Drummel has one, Velmoor a loaf
		"who is the mayor of velmoor",
		"How many people were hurt on the ferry Pellworm?",
	} {
		got := d.answerOf(question)
		if got.Direct.Text != "" || got.Status == news.StatusAnswered {
			t.Errorf("%q: %s, %q", question, got.Status, got.Text)
		}
		if got.Status == news.StatusPartial && len(got.Warnings) == 0 {
			t.Errorf("%q is answered without a warning: %q", question, got.Text)
		}
	}
}

// Where no quote clearly gives what is asked for, no answer begins with it: the dead of a
// storm are not those of a strike, nor is the head of one firm that of another beside it.
func TestWhatNoQuoteGivesIsNoDirectAnswer(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, []news.Article{
		{Language: "en", ID: "storm", Source: "Nordwire", Headline: "Storm Ilse kills three", Published: at(10, 4), Body: "Storm Ilse has killed three people along the coast since Friday. Trains stood still."},
		{Language: "en", ID: "strike", Source: "Nordwire", Headline: "Strike called off", Published: at(10, 5), Body: "The strike of the train drivers that was planned for Friday has been called off, the union said."},
		{Language: "en", ID: "profit", Source: "Nordwire", Headline: "Norl Foods profit halves", Published: at(10, 1), Body: "\"We held out,\" chief executive Hedda Lunt of Norl Foods said. Its rival Koll Group reported a profit."},
	})
	for _, question := range []string{"How many people were killed in the train strike?", "Who is the chief executive of Koll Group?"} {
		if got := d.question(question); got.Direct.Text != "" || got.Status == news.StatusAnswered {
			t.Errorf("%s %s, %q", question, got.Status, got.Text)
		}
	}
}

// A question of which a word stands nowhere gets an answer that says so.
func TestAWordThatStandsNowhereIsNamed(t *testing.T) {
	got := newDesk(t, nil).answerOf("How many pilots were hurt on the ferry Merle?")
	if got.Status == news.StatusAnswered {
		t.Errorf("%s: %q", got.Status, got.Text)
	}
	if said := strings.Join(append(got.Warnings, got.Text), " "); !strings.Contains(said, "“pilots”") {
		t.Errorf("what is missing is not said: %q", said)
	}
}

// Other words for the same thing are no other thing.
func TestOtherWordsForTheSameAreMet(t *testing.T) {
	got := newDesk(t, nil).answerOf("how many casualties on the ferry merle")
	if got.Status == news.StatusNotFound {
		t.Errorf("%s: %q", got.Status, got.Text)
	}
	signed := news.Article{ID: "1", Source: "Nordwire", Headline: "A deal on trains", Published: at(10, 5), Body: "Czechia and Türkiye signed a deal on freight trains in Hollin on Monday."}
	got = newDeskOf(t, answer.Config{}, []news.Article{signed}).answerOf("What did Turkey and the Czech Republic sign?")
	if warned := strings.Join(got.Warnings, " "); strings.Contains(warned, "Republic") {
		t.Errorf("half of a name is missed: %q", warned)
	}
}
