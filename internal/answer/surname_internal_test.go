package answer

import "testing"

// A surname stands for a name that its passage has in full, unless it is somebody else's.
func TestASurnameStandsForTheFullName(t *testing.T) {
	for text, want := range map[string]bool{
		"Olm, 44, has led the port since May.":      true,
		"Mayor Olm spoke for an hour.":              true,
		"Her brother Karl Olm was in the audience.": false,
		"The choir sang for an hour.":               false,
	} {
		e := found("How old is Mara Olm?", nil, "Mara Olm leads the port. "+text)
		if got := e.question.share(e.sentences[1].own) > .9; got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}

// Whoever an article introduces by what a question calls them is called so wherever their
// surname stands.
func TestARoleStandsForItsHolder(t *testing.T) {
	for introduction, want := range map[string]bool{
		"The fish dealer Ida Rusk wants to become mayor.":       true,
		"The town has one fish dealer, Ida Rusk, and no baker.": true,
		"Ida Rusk, a fish dealer, wants to become mayor.":       true,
		"The fish dealer wants to become mayor.":                false,
	} {
		e := found("What does the fish dealer promise?", nil, introduction+" Rusk will stop the pool.")
		dealer := e.question.maskWhere(func(t term) bool { return t.text == "dealer" })
		if got := dealer != 0 && e.sentences[1].own&dealer != 0; got != want {
			t.Errorf("%q: %v, want %v", introduction, got, want)
		}
	}
}
