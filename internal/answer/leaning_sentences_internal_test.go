package answer

import (
	"testing"

	"byline/internal/lexical"
)

func TestSentencesLeanOnTheOneBefore(t *testing.T) {
	for text, want := range map[string]bool{
		"The reason is a broken fuse.":                 true,
		"The reason, says the operator, is a fuse.":    true,
		"The cause was not known.":                     true,
		"The 41-year-old signed until 2028.":           true,
		"The 41-year-old Mara Olm signed until 2028.":  false,
		"The 41-year-old coach Mara Olm has resigned.": false,
		"The causes of the fire are many.":             false,
		"The reason Olm gave was her health.":          false,
	} {
		if got := dangles(language(), text, words(text)); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestSinceATimeIsNoReason(t *testing.T) {
	for text, want := range map[string]bool{
		"The bell has rung late since 1783.":        false,
		"It has been shut since Monday.":            false,
		"It has been shut since the fuse is broken": true,
		"It is shut because of the storm.":          true,
	} {
		if got := newQuestion(lexical.New(), "Why is it so?", aside{}).isGivenReason(language(), text); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

func TestAnAgeIsNoNumberOfPeople(t *testing.T) {
	for _, c := range []struct {
		question, text string
		want           bool
	}{
		{"How many people live in Brask?", "Olm, 46, lives in Brask.", false},
		{"How many people live in Brask?", "Brask grew to 388,000.", true},
		{"How old is Mara Olm?", "Mara Olm is 46.", true},
		{"How many goals were there in Brask?", "The number of goals in Brask was 46.", true},
		{"How long is the crack?", "The crack, 40 centimetres long, is harmless.", true},
		{"How long is the trial?", "The wall is 40 metres high.", false},
	} {
		e, _ := readSentences(c.question, []string{c.text}, []int{-1})
		if got := e.question.answeredBy(language(), c.text, words(c.text)); got != c.want {
			t.Errorf("%s %q: %v, want %v", c.question, c.text, got, c.want)
		}
	}
}
