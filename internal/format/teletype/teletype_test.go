package teletype_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/format/teletype"
)

func TestParse(t *testing.T) {
	for name, test := range map[string]struct{ text, want string }{
		"ANPA 1312": {
			"\x16\x16\x01a0017\x1f\r\nr i\x1fBC-Oster-Mole  \x1f03-04 0120\r\n\x02^BC-Oster-Mole\r\n^Mole at Oster-by-the-Sea shut<\r\n^By ADA LEE=\r\n^Nordwire Writer=\r\n\tOSTER (NW) _ The mole\r\nis shut.\r\n\tBoats use the basin.\r\n\x03NW-03-04-26 0815GMT\r\n\x04",
			"Mole at Oster-by-the-Sea shut|Ada Lee|2026-03-04T08:15:00Z|OSTER (NW) _ The mole is shut.\n\nBoats use the basin.",
		},
		"IPTC 7901, in seven bits": {
			"\x16\x01nw0123 4 vm 60 nw 0456\r\n\r\n\x02Hafen/Oster/\r\n(Zusammenfassung)\r\nMole in L}neburg zu =\r\n\r\nOster (nw) - Die Mole ist\r\ngesperrt.\r\n  Boote fahren ins Becken.\r\n\x03091000 Apr 26\r\n\x04\x16",
			"Mole in Lüneburg zu||2026-04-09T10:00:00Z|Oster (nw) - Die Mole ist gesperrt.\n\nBoote fahren ins Becken.",
		},
	} {
		if !teletype.Detect([]byte(test.text)) {
			t.Errorf("%s is not told", name)
		}
		n := 0
		for a, err := range teletype.Parse([]byte(test.text), nil) {
			n++
			got := strings.Join([]string{a.Headline, strings.Join(a.Authors, ","), a.Published.Format(time.RFC3339), a.Body}, "|")
			if err != nil || got != test.want {
				t.Errorf("%s: %q, %v\nwant %q", name, got, err, test.want)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d articles", name, n)
		}
	}
	if teletype.Detect([]byte("Mole shut\n\x01 and \x02 are signs.")) {
		t.Error("a text with signs in it is taken for a message")
	}
}

func FuzzParse(f *testing.F) {
	f.Add("\x01a\x02^b<\r\n\tc\x03\x04\x01\x04")
	f.Fuzz(func(t *testing.T, text string) {
		for a, err := range teletype.Parse([]byte(text), nil) {
			if err == nil && a.Body == "" {
				t.Error("an article without a text")
			}
		}
	})
}
