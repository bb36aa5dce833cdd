package answer_test

import (
	"strings"
	"testing"

	"byline/internal/news"
)

func TestWhatIsNoQuestionAboutNewsIsMetWithoutAny(t *testing.T) {
	d := newDesk(t, nil)
	for _, text := range []string{"hello", "thank you", "What can you do?", "Write me a poem about the ferry Merle", "What is my name?", "Where did I leave the ferry?"} {
		if a := d.question(text); a.Status != news.StatusNotFound || a.Text == "" || len(a.Citations) > 0 {
			t.Errorf("%s: %s, %q", text, a.Status, a.Text)
		}
	}
}

func TestOneWordIsEnoughToAskAbout(t *testing.T) {
	for _, text := range []string{"Merle", "What happened to the Merle?"} {
		if a := newDesk(t, nil).question(text); a.Status == news.StatusNotFound {
			t.Errorf("%s: %q", text, a.Text)
		}
	}
}

// A day that is part of what happened is no day of publication.
func TestATimeThatNothingQuotedIsOfIsSaid(t *testing.T) {
	a := newDesk(t, nil).question("How many people were hurt when the ferry Merle ran aground off Ostrand in March 2021?")
	if a.Status != news.StatusPartial {
		t.Fatalf("%s with dates %v: %q", a.Status, a.Understood.Dates, a.Text)
	}
	if said := strings.Join(a.Warnings, " "); !strings.Contains(said, "March 2021") {
		t.Errorf("it is not said: %q", said)
	}
}

func TestConfidenceComesWithTheAnswer(t *testing.T) {
	d := newDesk(t, nil)
	known, unknown := d.question("How many people were hurt on the ferry Merle?"), d.question("Who won the chess tournament in Quarne?")
	if known.Confidence <= unknown.Confidence || known.Confidence > 1 || unknown.Confidence < 0 {
		t.Errorf("%.3f and %.3f", known.Confidence, unknown.Confidence)
	}
	_, facts, err := d.Facts(t.Context(), news.AnswerRequest{Question: "How many people were hurt on the ferry Merle?"})
	if err != nil || facts["share"] != 1 {
		t.Errorf("%v, %v", facts, err)
	}
}
