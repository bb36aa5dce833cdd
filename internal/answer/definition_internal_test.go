package answer

import (
	"testing"

	"byline/internal/lexical"
	ask "byline/internal/question"
)

func TestWhatDefinesAThing(t *testing.T) {
	for sentence, want := range map[string]bool{
		"Two bid for it: Olm Marine, which lays cables, and a fund.": true,
		"Olm Marine, a firm from Hollin, has bought the yard.":       true,
		"Olm Marine (one of three) has bought the yard.":             false,
		"Olm Marine, the yard that builds ferries, has been sold.":   true,
		"Olm Marine, the union and the town, all of Hollin, signed.": false,
		"Olm Marine, the union, and the town signed.":                true, // as nobody can tell
		"Olm Marine is a firm from Hollin.":                          true,
		"Olm Marine is selling the yard.":                            false,
		"The yard was sold to Olm Marine, the union said.":           false,
		"Olm Marine, Hollin and the union signed.":                   false,
		"A firm, which is from Hollin, has bought the yard.":         false,
		"The yard was sold to a small firm called Olm Marine.":       true,
		"Boats go to the firm, known as Olm Marine, in May.":         true,
		"The council called Olm Marine to a hearing.":                false,
		"In his speech he called Olm Marine a scourge of the sea.":   false,
		"The yard is closed, said its director, Olm Marine.":         true,
		"The yard is closed in spring, Olm Marine.":                  false,
		"Olm Marine, or OM, is a firm from Hollin.":                  true,
		"Olm Marine (OM) is a firm from Hollin.":                     true,
		"Olm Marine disease is a fungus from Hollin.":                true,
		"Olm Marine, or what is left, has sold a yard.":              false,
	} {
		for _, thing := range []string{"Olm Marine", "the Olm Marine", "What is Olm Marine"} {
			if got := defines(sentence, thing); got != want {
				t.Errorf("%s, of %s: %v", sentence, thing, got)
			}
		}
	}
}

func TestWhatIsDefined(t *testing.T) {
	for question, want := range map[string]string{
		"Who is Mara Olm?":             "Who is Mara Olm",
		"Who is the mayor of Hollin?":  "",
		"Who is Mara Olm suing?":       "",
		"What is a lofter?":            "What is a lofter",
		"What is the price of a loft?": "",
		"What is the Olm virus?":       "the Olm virus",
		"What is the Olm virus doing?": "",
		"What is the Hollin price?":    "",
		"What is the Hollin toll?":     "",
	} {
		if got := newQuestion(lexical.New(), question, aside{}).defines; got != want {
			t.Errorf("%s: %q", question, got)
		}
	}
}

func TestWhoSomebodyIsIsNoName(t *testing.T) {
	for question, want := range map[string]bool{"Who is Mara Olm?": false, "Who is the mayor of Hollin?": true, "Who is Mara Olm suing?": true} {
		if got := newQuestion(lexical.New(), question, aside{}).asks == ask.Person; got != want {
			t.Errorf("%s: asks for a name %v", question, got)
		}
	}
}

// Who leads "it" says less of who somebody is than who leads what the sentence names.
func TestWhatTellsOfAnotherThingOnly(t *testing.T) {
	for sentence, want := range map[string]bool{
		"The yard is closed, said its director, Mara Olm.":       true,
		"Its acting managing director Mara Olm closed the yard.": true,
		"Mara Olm, its director, closed the yard.":               false,
		"The director of the yard, Mara Olm, closed it.":         false,
		"The yard closed it, and Mara Olm wept.":                 false,
	} {
		if got := tellsOfOther(sentence, "Who is Mara Olm"); got != want {
			t.Errorf("%s: %v", sentence, got)
		}
	}
}
