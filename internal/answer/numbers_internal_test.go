package answer

import "testing"

func TestTextsWithTheSameNumbersInDigits(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"It sold for $12,600,000 on the 5th.", "On May 5, US$12600000 was paid.", true},
		{"Between 3 and 4, then 3 again.", "Of 4, some 3.", true},
		{"It rose 4.2 per cent.", "It rose 42 per cent.", false},
		{"27 were hurt.", "41 were hurt.", false},
		{"Twenty-seven were hurt.", "Many were hurt.", true}, // words are not read
	} {
		if got := sameNumbers(c.a, c.b); got != c.want {
			t.Errorf("%q and %q: %v", c.a, c.b, got)
		}
	}
}
