package verify_test

import (
	_ "embed"
	"slices"
	"strings"
	"testing"

	"byline/internal/lexical"
	"byline/internal/verify"
)

//go:embed testdata/pairs.txt
var pairs string

// missed are the second texts of pairs that are not told rightly yet: too few words around a
// share, a magnitude, and words for the same that differ by what was done or measured.
var missed = []string{
	"Turnout in Velm was 54 per cent, the electoral office said.",
	"The quake near Orsk had a magnitude of 6.1, the institute said.",
	"The fire in Hollin damaged 45 homes.",
	"The bank of Velm raised its rate to 4.75 per cent in 2025.",
	"The bridge of Lode is 14 metres wide.",
}

func TestPairsOfFiguresThatDoOrDoNotConflict(t *testing.T) {
	v := verify.New(lexical.New(), nil)
	for line := range strings.Lines(pairs) {
		parts := strings.Split(strings.TrimSpace(line), " | ")
		if len(parts) != 3 || strings.HasPrefix(line, "#") {
			continue
		}
		first, second := report("Nordwire", 2, parts[0]), report("Herald", 3, parts[1])
		got := "-"
		for _, thing := range verify.Align(append(v.Told(&first), v.Told(&second)...)) {
			if len(thing.Values) < 2 {
				continue
			}
			got = ""
			for i, value := range thing.Values {
				text := value.Article.Body[value.Start:value.End]
				if value.Superseded {
					text = "(" + text + ")"
				}
				if i > 0 {
					got += "; "
				}
				got += text
			}
		}
		if (got == parts[2]) == slices.Contains(missed, parts[1]) {
			t.Errorf("%s %s: %s, want %s", parts[0], parts[1], got, parts[2])
		}
	}
}
