package lexical_test

import (
	"testing"

	"byline/internal/lexical"

	"pgregory.net/rapid"
)

func TestDistanceCountsSlipsOfTheFingers(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want int
	}{
		{"ferry", "ferry", 0}, {"ferry", "fery", 1}, {"ferry", "ferrry", 1}, {"ferry", "fwrry", 1}, {"ferry", "frery", 1},
		{"ferry", "frrey", 2}, {"größe", "große", 1}, {"ferry", "harbour", 3}, {"", "ab", 2}, {"", "", 0},
	} {
		if got := lexical.Distance(c.a, c.b, 2); got != c.want {
			t.Errorf("%s, %s: %d, not %d", c.a, c.b, got, c.want)
		}
	}
}

func TestNamesOfOtherAlphabetsAreNear(t *testing.T) {
	for _, c := range []struct {
		a, b string
		near bool
	}{
		{"qadaffi", "gaddafi", true}, {"chikhov", "chikov", true}, {"yousouf", "iusuf", true}, {"obradovic", "obradovitch", true},
		{"khalimov", "halimov", true}, {"merten", "harbour", false}, {"hollin", "hellmer", false},
	} {
		if got := lexical.NameDistance(c.a, c.b, 1) <= 1; got != c.near {
			t.Errorf("%s, %s: near %t", c.a, c.b, got)
		}
	}
}

func TestOneNameSoundsTheSameHoweverItIsRomanised(t *testing.T) {
	for _, names := range [][]string{
		{"zelenskyy", "zelensky", "zelenskiy", "zelenskii", "zelenski", "зеленськии", "зеленскии"}, {"yanukovych", "ianukovych", "yanukovich", "ianukovich"},
		{"khodorkovsky", "hodorkovskiy"}, {"borisov", "borisoff"}, {"tokayev", "tokaiev", "tokayeff"}, {"yevgeny", "evgeniy"}, {"yousef", "yusef"},
		{"poroshenko", "порошенко"}, {"mitsotakis", "μητσοτακης"},
	} {
		for _, other := range names[1:] {
			if lexical.Sound(names[0]) != lexical.Sound(other) {
				t.Errorf("%s sounds %q, %s %q", names[0], lexical.Sound(names[0]), other, lexical.Sound(other))
			}
		}
	}
	if lexical.Sound("merten") == lexical.Sound("morten") {
		t.Error("all names sound the same")
	}
}

func TestDistanceIsTheSameBothWays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[abcü]{0,8}`)
		a, b, most := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(0, 4).Draw(t, "most")
		there, back := lexical.Distance(a, b, most), lexical.Distance(b, a, most)
		if there != back || there > most+1 || (there == 0) != (a == b) {
			t.Fatalf("%d there, %d back", there, back)
		}
	})
}

func BenchmarkSound(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		lexical.Sound("zelenskyy")
		lexical.Sound("johnson")
	}
}

func BenchmarkDistance(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		lexical.Distance("zelenskiy", "zelenskyy", 2)
		lexical.Distance("zelenskiy", "westminster", 2)
		lexical.Distance("zelenskiy", "zimbabwe", 2)
	}
}
