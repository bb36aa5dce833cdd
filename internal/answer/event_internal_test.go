package answer

import (
	"testing"

	"byline/internal/lexical"
	"byline/internal/news"
)

// A question says what happened by the word behind its auxiliary; what somebody is or did,
// and what is counted, is told of in too many words.
func TestWhatAQuestionSaysThatHappened(t *testing.T) {
	for text, want := range map[string]string{
		"When did Mara Olm die?":                   "die",
		"Why did Brask Rovers sack Nils Hede?":     "sack",
		"Where was the stolen van found?":          "found",
		"Who bought the mill at Tarnow?":           "",
		"When did the trial break up?":             "break",
		"Where did Mara Olm pass away?":            "pass",
		"Why does Mara Olm want to sell the yard?": "sell",
		"When did Mara Olm go to Oster?":           "go",
		"What was Mara Olm's time?":                "",
		"Who is the mayor of Oster?":               "",
		"How many people were hurt in Oster?":      "",
		"What did Mara Olm say about the yard?":    "",
	} {
		if got := newQuestion(lexical.New(), text, aside{}).event.verb; got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// An event is told in whatever form and words.
func TestEventsAreToldInOtherWords(t *testing.T) {
	for _, x := range []struct {
		verb, body string
		want       bool
	}{
		{"bought", "Olm Marine has purchased the mill.", true},
		{"buy", "Olm Marine bought the mill.", true},
		{"bought", "A fire destroyed the mill.", false},
		{"die", "A court has sentenced Mara Olm.", false},
	} {
		if got := (event{verb: x.verb}).isToldIn(&news.Article{Body: x.body}); got != x.want {
			t.Errorf("%q in %q: %v", x.verb, x.body, got)
		}
	}
}

// An age that no article tells of whoever is named is nobody's.
func TestAnAgeIsOfWhoeverIsNamed(t *testing.T) {
	for text, lacks := range map[string]bool{
		"Mara Olm leads the museum. The crown is insured for 6 million crowns.": true,
		"Mara Olm, 44, leads the museum.":                                       false,
		"Mara Olm leads the museum. The 44-year-old has a dog.":                 false,
	} {
		if got := newBearing(found("How old is Mara Olm?", nil, text), nil).lacksFigure(); got != lacks {
			t.Errorf("%q: %v, want %v", text, got, lacks)
		}
	}
}

// How tall or heavy something is tells a figure with a unit of that.
func TestAHeightHasAUnitOfLength(t *testing.T) {
	for _, x := range []struct {
		asked, text string
		lacks       bool
	}{
		{"How tall is the mast of Tolm?", "The mast of Tolm was built in 1931 for 6 million crowns.", true},
		{"How tall is the mast of Tolm?", "The mast of Tolm was built in 1931. It rises 40 metres above the hill.", false},
		{"How tall is the mast of Tolm?", "The 40-metre mast of Tolm was built in 1931.", false},
		{"How heavy is the bell of Tolm?", "The bell of Tolm fell 12 metres, three miles from here.", true},
		{"How heavy is the bell of Tolm?", "The bell of Tolm, of 900kg, fell 12 metres.", false},
		{"How far is Tolm from Averny?", "Tolm, five miles from Averny, has a mast.", false},
		{"How many people saw the mast of Tolm?", "The mast of Tolm was built in 1931.", false},
	} {
		if got := newBearing(found(x.asked, nil, x.text), nil).lacksFigure(); got != x.lacks {
			t.Errorf("%q of %q: %v, want %v", x.asked, x.text, got, x.lacks)
		}
	}
}

// What has the name in a question for a digest is what that calls an accident, though it
// tells of one in other words. A dragon is another thing.
func TestEventsAreCalledByOtherNouns(t *testing.T) {
	for asked, want := range map[string]bool{"A timeline of the Merle accident": true, "A timeline of the Merle dragon": false} {
		e := found(asked, nil, "The ferry Merle ran onto a rock.")
		if got := e.question.share(e.passages[0].own|e.passages[0].context) > .99; got != want {
			t.Errorf("%q: %v, want %v", asked, got, want)
		}
	}
}
