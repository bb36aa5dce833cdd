package answer

import (
	"slices"
	"testing"

	"byline/internal/lang"
	"byline/internal/lexical"
)

// What is asked for by its sort need have no name: nouns of that sort are mentions,
// the longest at each place, and what the question itself says is none.
func TestNounsOfTheSortThatIsAskedFor(t *testing.T) {
	for _, x := range []struct {
		question, sentence string
		want               []string
	}{
		{"What vegetable replaces the fish at the Oster inn?", "The inn now serves a cauliflower sandwich with the sauce.", []string{"cauliflower"}},
		{"Which type of livestock is ill in Halvia?", "The illness spread to sheep and dairy cows, farmers said.", []string{"sheep", "dairy cows"}},
		{"Which food was recalled in Hollin?", "The agency told shops to return organic walnuts from Brask.", []string{"walnuts"}},
		{"Which film won in Hollin?", "The agency told shops to return organic walnuts from Brask.", nil}, // of which titles are mentions
	} {
		q := newQuestion(lexical.New(), x.question, aside{})
		s := newSentenceText(x.sentence, lang.Of("en"))
		var got []string
		for _, m := range s.ofSort(q.sort) {
			got = append(got, x.sentence[m.Start:m.End])
		}
		if !slices.Equal(got, x.want) {
			t.Errorf("%q in %q: got %q, want %q", x.question, x.sentence, got, x.want)
		}
	}
}

// A thing counts as one in the singular and in the plural.
func TestOneThingInEitherNumber(t *testing.T) {
	q := newQuestion(lexical.New(), "Which vegetable is recalled in Hollin?", aside{})
	for _, pair := range [][2]string{{"radish", "radishes"}, {"artichoke", "artichokes"}, {"cabbage", "cabbages"}} {
		var keys []string
		for _, noun := range pair {
			for _, m := range newSentenceText("The agency recalls the "+noun+" of Brask.", lang.Of("en")).ofSort(q.sort) {
				keys = append(keys, m.key)
			}
		}
		if len(keys) != 2 || keys[0] != keys[1] {
			t.Errorf("%q are counted as %q", pair, keys)
		}
	}
}

// A question that is pasted from a page comes with its tags.
func TestTagsInAQuestionAreNoWordsOfIt(t *testing.T) {
	for text, want := range map[string]string{
		"What should you <em>not</em> wear after <b>Labour Day</b>?": "What should you not wear after Labour Day?",
		"Is 3 < 5 &amp; 5 > 3?": "Is 3 < 5 &amp; 5 > 3?",
	} {
		if got := withoutTags(text); got != want {
			t.Errorf("%q became %q, want %q", text, got, want)
		}
	}
}
