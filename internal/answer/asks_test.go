package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// asksDesk has articles that say things in other words than they are asked for.
func asksDesk(t *testing.T) desk {
	t.Helper()
	return newDeskOf(t, answer.Config{}, []news.Article{
		{Language: "en", ID: "raid", Source: "Nordwire", Headline: "Two held after raid in Oster", Published: at(9, 2), Body: "Two women were arrested in Oster on Friday after a raid on a bank, police said."},
		{Language: "en", ID: "olm", Source: "Nordwire", Headline: "Sculptor Mara Olm dies", Published: at(9, 4), Body: "The sculptor Mara Olm has died in Hollin, her family said. She was 91. Olm leaves two sons."},
		{Language: "en", ID: "crash", Source: "Nordwire", Headline: "Four die in bus crash at Tarnow", Published: at(9, 6), Body: "Four people were killed when a bus left the road at Tarnow on Saturday."},
		{Language: "en", ID: "righted", Source: "Nordwire", Headline: "Correction: bus crash at Tarnow", Published: at(9, 7), Body: "On Sunday we said that four people died at Tarnow. The number of dead is put at three."},
		{Language: "en", ID: "walkout", Source: "Nordwire", Headline: "Ferries of Velmark to stop on Monday", Published: at(10, 1), Body: "Crews will strike on Monday and no ferries will sail between Velmark and Hollin, their union said."},
		{Language: "en", ID: "off", Source: "Nordwire", Headline: "Ferry strike off", Published: at(10, 3), Body: "The strike of the crews is off and ferries between Velmark and Hollin will sail on Monday, their union said."},
		{Language: "en", ID: "march", Source: "Nordwire", Headline: "Nurses of Brask march", Published: at(9, 20), Body: "Nurses in Brask get a rise after three weeks of protests."},
	})
}

func TestWhatIsAskedForInOtherWordsIsFound(t *testing.T) {
	d := asksDesk(t)
	for question, want := range map[string]string{
		"Who was caught after the bank robbery in Oster?":             "arrested",
		"How many children did Mara Olm have?":                        "two sons",
		"How old was Mara Olm?":                                       "She was 91.",
		"Will the ferries between Velmark and Hollin sail on Monday?": "off",
	} {
		if got := d.question(question); got.Status == news.StatusNotFound || !strings.Contains(got.Text, want) {
			t.Errorf("%s %s, %q", question, got.Status, got.Text)
		}
	}
}

// What will be is told by the newest that says so.
func TestWhatWillBeIsToldByTheNewest(t *testing.T) {
	got := asksDesk(t).question("Will ferries sail between Velmark and Hollin on Monday?")
	if len(got.Citations) == 0 || got.Citations[0].Article.ID != "off" {
		t.Errorf("%s, %q", got.Status, got.Text)
	}
}

// A count that is put right comes first, also where only the headline says of what it is.
func TestACountThatIsPutRightComesFirst(t *testing.T) {
	got := asksDesk(t).question("How many people died in the bus crash at Tarnow?")
	if len(got.Citations) == 0 || !strings.Contains(got.Citations[0].Quote, "three") || got.Direct.Text == "four" {
		t.Errorf("%s, %q: %q", got.Status, got.Direct.Text, got.Text)
	}
}

func TestWeeksAreNoNumberOfPeople(t *testing.T) {
	if got := asksDesk(t).question("How many nurses protested in Brask?"); got.Direct.Text != "" {
		t.Errorf("%q: %q", got.Direct.Text, got.Text)
	}
}
