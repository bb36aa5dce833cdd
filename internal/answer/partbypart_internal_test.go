package answer

import (
	"slices"
	"strings"
	"testing"

	"byline/internal/lexical"
)

func TestPartsOfAQuestionAskByThemselves(t *testing.T) {
	for question, want := range map[string][]string{
		"Where was the ferry found, who found it, and what reward did she get?": {
			"who found the ferry?", "what reward did Ida Maren get?",
		},
		"Who won the race in Hollin, and who is the mayor of Oster?":              {"who is the mayor of Oster?"},
		"Who is the man under thirty, who is to be tried in May?":                 nil, // the second is said of him
		"When did the Merle sail? Who steered it?":                                {"Who steered the Merle (sail)?"},
		"Which man was charged in May, is said to have left, and is now ill?":     nil, // the parts ask nothing by themselves
		"I write about the Skua: how much did it cost, and when did it sink?":     {"when did it sink (cost)?"},
		"Who won the race" + strings.Repeat(", and who lost the race", mostParts): nil, // a search for each would take long
	} {
		parts := newQuestion(lexical.New(), question, aside{}).questions()
		said := thread{people: map[string]string{}, reply: "It lay in a creek, said Ida Maren, who found it [1]"}
		var got []string
		for i, p := range parts {
			if i == 0 {
				said.core = p
				continue
			}
			got = append(got, said.completes(p))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", question, got, want)
		}
	}
}

func TestWhatAsksSeveralThings(t *testing.T) {
	for question, want := range map[string]bool{
		"Did the ferry sink, and was anyone hurt?":                             true,
		"Who is the mayor of Hollin and is she ill?":                           true,
		"According to a new study, what share of Hollin is at risk of floods?": false,
		"After sixty years, which ferry gets a new captain?":                   false,
		"Who is the mayor of Hollin?":                                          false,
	} {
		if got := newQuestion(lexical.New(), question, aside{}).asksSeveral(); got != want {
			t.Errorf("%s: %v", question, got)
		}
	}
}
