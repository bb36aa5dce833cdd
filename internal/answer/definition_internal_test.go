package answer

import "testing"

func TestWhatDefinesAThing(t *testing.T) {
	for sentence, want := range map[string]bool{
		"Two bid for it: Olm Marine, which lays cables, and a fund.": true,
		"Olm Marine, a firm from Hollin, has bought the yard.":       true,
		"Olm Marine (the largest of three) has bought the yard.":     true,
		"Olm Marine is a firm from Hollin.":                          true,
		"Olm Marine is selling the yard.":                            false,
		"The yard was sold to Olm Marine, the union said.":           true, // wrong, and seldom the best sentence
		"Olm Marine, Hollin and the union signed.":                   false,
		"A firm, which is from Hollin, has bought the yard.":         false,
	} {
		if got := defines(sentence, "the Olm Marine"); got != want {
			t.Errorf("%s: %v", sentence, got)
		}
	}
}
