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
