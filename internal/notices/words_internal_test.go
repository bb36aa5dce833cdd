package notices

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestStemsAreFoundAsInLowerCase(t *testing.T) {
	w := words()
	bits := rapid.SampledFrom([]string{"CORRECT", "correc", "Clarif", "ç", "Ç", "Ş", "İ", "\u212a", "“", "—", "\xe2\x80", "\xff", " ", "updat", "VIPRAV", "виправ", "Виправ", "fi", "FIX", "x"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(bits).Draw(t, "text"), "")
		for _, s := range []*stems{w.stems, w.beside} {
			lower, want := strings.ToLower(text), false
			for _, group := range s.groups {
				want = want || slices.ContainsFunc(group, func(word string) bool { return strings.Contains(lower, word) })
			}
			if got := s.in(text); got != want {
				t.Fatalf("%q has a stem: %v, want %v", text, got, want)
			}
		}
	})
}

func TestPatternsMatchWhatTheyMatchWithoutALookBefore(t *testing.T) {
	w := words()
	patterns := []*pattern{&w.subject}
	for i := range w.kinds {
		patterns = append(patterns, &w.kinds[i].alone)
	}
	for _, p := range patterns {
		if p.needs == nil {
			t.Errorf("nothing is known that is in what %.60s… matches", p.expression)
		}
	}
	bits := rapid.SampledFrom([]string{
		"This ", "that ", "story", "STORY", "earlier ", "version of ", "the ", "article ", "Corrects", "correcting", "(", "- ", "company ", "we ", "editors ", "have ", "are ",
		"regret ", "error", "Please ", "read ", "disregard ", "ignore ", "previous ", "alert", "retract", "ing ", "ed ", "withdrawn ", "our ", "report", "updated ", "to ", "add",
		"It has been ", "with", "is an ", "Diese", "r ", "Artikel", "цю ", "статтю", "İ", "\u212a", " ",
	})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(bits, 1, 12).Draw(t, "text"), "")
		for _, p := range patterns {
			if got, want := p.find(text), p.expression.FindStringIndex(text); !slices.Equal(got, want) || p.matches(text) != (want != nil) {
				t.Fatalf("%q matches at %v, want %v", text, got, want)
			}
		}
	})
}
