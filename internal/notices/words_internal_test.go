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
