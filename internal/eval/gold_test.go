package eval

import "testing"

func TestNormalize(t *testing.T) {
	for text, want := range map[string]string{
		"The Ferry, at last!":       "ferry at last",
		"1,200 ticket holders":      "1200 ticket holders",
		"São Tomé’s":                "sao tomes",
		"one\u00a0line\n\nand more": "one line and more",
		"1, 2 and 3":                "1 2 and 3",
		"…":                         "",
	} {
		if got := Normalize(text); got != want {
			t.Errorf("Normalize(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestAnswerRank(t *testing.T) {
	passages := []string{"The Visby ferry stayed in port.", "About 1,200 people wait, the Baltic Courier wrote.", "It cost €12."}
	for answer, want := range map[string]int{
		"the ferry":      1,
		"Baltic courier": 2,
		"1200":           2,
		"12":             3, // not within 1,200
		"Ventspils":      0,
		"port. About":    0, // not across passages
	} {
		if got := answerRank(passages, answer); got != want {
			t.Errorf("rank of %q = %d, want %d", answer, got, want)
		}
	}
}

func TestAnswersThatCannotBeLookedFor(t *testing.T) {
	for answer, want := range map[string]bool{"Yes": false, "no.": false, "": false, "Insufficient information.": false, "All of the above": false, "No. 10": true, "Visby": true} {
		if findable(answer) != want {
			t.Errorf("findable(%q) = %v", answer, !want)
		}
	}
}
