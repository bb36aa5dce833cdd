package lang_test

import (
	"testing"

	"byline/internal/lang"
)

func TestNounsForPeopleAreKnown(t *testing.T) {
	for noun, want := range map[string]bool{"widow": true, "victims": true, "nurse": true, "plant": false, "wolf": false, "storm": false, "court": false, "zzz": false} {
		if got := lang.EnglishNouns().IsPerson(noun); got != want {
			t.Errorf("%s: %v", noun, got)
		}
	}
}

// What sort of thing a noun names is known whatever lies between, in the plural too;
// a sort is not of itself, nor of what is more special.
func TestNounsNameThingsOfASort(t *testing.T) {
	nouns := lang.EnglishNouns()
	for _, x := range []struct {
		sort, noun string
		want       bool
	}{
		{"food", "walnuts", true},
		{"vegetable", "cauliflower", true},
		{"animal", "lioness", true},
		{"pet", "dog", false}, // by WordNet it is an animal that is kept
		{"livestock", "cows", false},
		{"animals", "cows", true},
		{"currency", "coin", true},
		{"disease", "measles", true},
		{"crime", "fraud", true},
		{"food", "harbour", false},
		{"food", "food", false},
		{"cauliflower", "vegetable", false},
		{"no such noun", "dog", false},
	} {
		sort, got := nouns.Sort(x.sort), false
		if sort != nil {
			got, _ = sort.Has(x.noun)
		}
		if got != x.want {
			t.Errorf("%q as a sort of %q: %v, want %v", x.noun, x.sort, got, x.want)
		}
	}
}

func BenchmarkNouns(b *testing.B) {
	nouns := lang.EnglishNouns()
	sort := nouns.Sort("food")
	for b.Loop() {
		sort.Has("walnuts")
	}
}
