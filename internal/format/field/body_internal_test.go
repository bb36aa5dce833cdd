package field

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestBodiesThatAreTakenForCleanAre(t *testing.T) {
	bits := rapid.SampledFrom([]string{" ", "\n", "\n\n", "\t", "\r", "\x7f", "\u00a0", "\u00ad", "\u2003", "\u3000", "\ufeff", "a", "Tarnhavn", "é", "—", "水"})
	rapid.Check(t, func(t *rapid.T) {
		s := strings.Join(rapid.SliceOf(bits).Draw(t, "body"), "")
		if cleaned := cleanBody(s); isCleanBody(s) && cleaned != s {
			t.Fatalf("%q is taken for clean, and would be %q", s, cleaned)
		}
	})
	if s := "“Tarnhavn” — 3 °C.\n\nThe ferry\n\nran aground."; !isCleanBody(s) {
		t.Errorf("%q is clean", s)
	}
}

func BenchmarkBody(b *testing.B) {
	body := strings.TrimSpace(strings.Repeat("The ferry Halmund ran aground off Tarnhavn on Monday with 214 people aboard, the coast guard said.\n\n", 70))
	b.SetBytes(int64(len(body)))
	for b.Loop() {
		Body(body)
	}
}
