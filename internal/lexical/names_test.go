package lexical_test

import (
	"slices"
	"testing"

	"byline/internal/lexical"
)

func TestSpellingsOfOneNameShareItsTerms(t *testing.T) {
	a := lexical.New()
	for _, same := range [][]string{
		{"Kyiv", "Kiev", "Kyjiv", "Kijev’s", "Київ"}, {"Odesa", "Odessa"}, {"Zürich", "Zurich", "Zuerich"},
		{"Gaddafi", "Qaddafi", "Qadhafi", "Kadhafi", "Gadafi’s"}, {"Zelenskyy", "Zelensky", "Zelenskiy", "Zelenskij", "Zelenski"},
		{"Muhammad", "Mohammed", "Mohamed"}, {"Sergey", "Sergei"}, {"Andriy", "Andrii"},
		{"COVID-19", "Covid19", "covid 19"}, {"F-16", "F16"}, {"21 million", "21m", "21mn"}, {"3.5 billion", "3.5bn"}, {"200", "٢٠٠", "२००"},
		{"C++", "c++", "(C++),"}, {"C#", "c#."}, {"AT&T", "at&t", "AT&T’s", "AT & T"}, {"A&B&C", "A & B & C"}, {".NET", "(.net)", "“.Net”"}, {"A+", "a+"},
	} {
		want := terms(a, same[0])
		for _, text := range same[1:] {
			if got := terms(a, text); len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
				t.Errorf("%s: %v, %s: %v", same[0], want, text, got)
			}
		}
	}
}

// terms are those of what stands for a text in a query: names of several words, not the words.
func terms(a *lexical.Analyzer, text string) (ids []uint32) {
	for _, t := range a.Tokens(nil, text) {
		if !t.InCompound {
			ids = append(ids, t.Term)
		}
	}
	return ids
}

func TestOtherWordsStayApart(t *testing.T) {
	a := lexical.New()
	for _, pair := range [][2]string{{"Hollin", "Holland"}, {"Mali", "Malta"}, {"F-16", "F-35"}, {"21m", "21 years"}, {"1m", "1"},
		{"C", "C++"}, {"C++", "C#"}, {"C+", "C++"}, {"AT&T", "T"}, {"AT&T", "at t"}, {"Q & A", "a"}, {".NET", "net"}, {"A+", "A&"},
	} {
		x, y := terms(a, pair[0]), terms(a, pair[1])
		if len(x) == len(y) && x[0] == y[0] && x[len(x)-1] == y[len(y)-1] {
			t.Errorf("%s is %s", pair[0], pair[1])
		}
	}
}

// Signs that end or join what is written make no name of it, and words of which enough
// stands without them are found with them and without.
func TestSignsThatAreNoPartOfANameTellNothing(t *testing.T) {
	a := lexical.New()
	for _, pair := range [][2]string{
		{"Disney+ film", "Disney film"}, {"LGBTQ+", "LGBTQ"}, {"Ada & Bo", "Ada Bo"}, {"Marks&Spencer", "Marks & Spencer"}, {"a+b", "a b"}, {"2+2", "2 2"},
		{"#harbour", "harbour"}, {"it sank .", "it sank"}, {"quay.The", "quay The"}, {"X &", "X"}, {"we & they", "we they"}, {"be & in", "be in"}, {"C+++", "C"},
	} {
		if x, y := terms(a, pair[0]), terms(a, pair[1]); !slices.Equal(x, y) {
			t.Errorf("%s: %v, %s: %v", pair[0], x, pair[1], y)
		}
	}
}
