package gazetteer_test

import (
	"slices"
	"strings"
	"testing"

	"byline/internal/gazetteer"
)

// described says what a text names: the name and the kinds that it can be of.
func described(text string) string {
	var all []string
	for _, m := range gazetteer.Find(text) {
		kinds := ""
		for kind, letter := range []string{"country", "state", "city"} {
			if _, ok := m.Is(gazetteer.Kind(kind)); ok {
				kinds += " " + letter
			}
		}
		all = append(all, text[m.Start:m.End]+":"+kinds)
	}
	return strings.Join(all, ", ")
}

func TestPlacesAreFound(t *testing.T) {
	for text, want := range map[string]string{
		"Washington and Tokyo talk about Kyiv.":        "Washington: state city, Tokyo: city, Kyiv: city",
		"The U.S. and the US and the United States":    "U.S.: country, US: country, United States: country",
		"He flew from Georgia to North Carolina.":      "Georgia: country state, North Carolina: state",
		"French and Dutch farmers; a Texan":            "French: country, Dutch: country, Texan: state",
		"Papua New Guinea, Guinea-Bissau and Guinea":   "Papua New Guinea: country, Guinea-Bissau: country, Guinea: country",
		"South Korea’s president and Japan's emperor":  "South Korea: country, Japan: country",
		"Salem, Ore. It ill became them. Ore. Mass.":   "Salem: city, Ore.: state",
		"A nigerian chad, jordan":                      "",
		"Jordan Peele and Michael Jordan of Jordan":    "Jordan: country",
		"In Paris, Paris Hilton met George Washington": "Paris: city",
		"The Washington, D.C. office":                  "Washington: state city, D.C.: state",
		"Americanise Indiana Indians":                  "Indiana: state, Indians: country",
		"US-Japan ties, Sino-Russian; Anglo-French":    "US: country, Japan: country, Russian: country, French: country",
		"": "",
		"\xff Nice to be in Ho Chi Minh City\xe2": "Ho Chi Minh City: city",
	} {
		if got := described(text); got != want {
			t.Errorf("%q names %q, want %q", text, got, want)
		}
	}
}

func TestACapitalStandsForItsCountryAsAnActorOnly(t *testing.T) {
	m := gazetteer.Find("Washington")[0]
	if got := m.Same(true); !slices.Contains(got, "US") || !slices.Contains(got, "Americans") {
		t.Errorf("Washington is also %v", got)
	}
	if got := m.Same(false); slices.Contains(got, "US") {
		t.Errorf("in Washington is also in %v", got)
	}
	m = gazetteer.Find("Ukrainian")[0]
	if got := m.Same(false); !slices.Contains(got, "Ukraine") || !slices.Contains(got, "Kyiv") {
		t.Errorf("Ukrainian is also %v", got)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Washington, D.C. U.S. Salem, Ore.’s")
	f.Fuzz(func(t *testing.T, text string) {
		at := 0
		for _, m := range gazetteer.Find(text) {
			if m.Start < at || m.End <= m.Start || m.End > len(text) || len(m.Meanings) == 0 {
				t.Errorf("%q: there is no %v", text, m)
			}
			at = m.End
		}
	})
}

func TestATextIsAPlaceAsAWhole(t *testing.T) {
	for text, want := range map[string]bool{"Norway": true, "New York": true, "Norwegian": true, "Norway’s coast": false, "Mara": false, "": false} {
		if _, ok := gazetteer.Whole(text); ok != want {
			t.Errorf("%q: %v", text, ok)
		}
	}
	for text, want := range map[string]bool{"Norwegian": true, "Norway": true, "Danish": false} {
		place, _ := gazetteer.Whole(text)
		norway, _ := gazetteer.Whole("Norway")
		if place.SamePlace(&norway) != want {
			t.Errorf("%q is Norway: %v", text, !want)
		}
	}
}
