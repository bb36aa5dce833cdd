package gazetteer

import (
	"bytes"
	"testing"
)

func TestCitiesInOtherSpellings(t *testing.T) {
	for _, tt := range []struct {
		words []string
		name  string
		n     int
	}{
		{[]string{"Neu-Delhi", "protests"}, "New Delhi", 1},
		{[]string{"Moqadişo"}, "Mogadishu", 1},
		{[]string{"Pompano", "Bycas", "beach"}, "Pompano Beach", 2},
		{[]string{"Київ"}, "Kyiv", 1},
		{[]string{"Kyiv"}, "", 0},
		{[]string{"Paris"}, "", 0},
		{[]string{"zeppelins"}, "", 0},
		{nil, "", 0},
	} {
		if name, n := Spelled(tt.words); name != tt.name || n != tt.n {
			t.Errorf("%q is %q, %d words; want %q, %d", tt.words, name, n, tt.name, tt.n)
		}
	}
}

// Every line is found by what it begins with.
func TestAllSpellingsAreFound(t *testing.T) {
	n := 0
	for line := range bytes.Lines(spellings()) {
		spelling, name, _ := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte("\t"))
		n++
		if n%50 == 0 && (english(string(spelling)) != string(name) || key(string(spelling)) != string(spelling)) {
			t.Errorf("%s is %q, its key %q", spelling, english(string(spelling)), key(string(spelling)))
		}
	}
	if n < 200_000 {
		t.Errorf("%d lines", n)
	}
}
