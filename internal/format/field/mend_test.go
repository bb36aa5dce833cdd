package field_test

import (
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"byline/internal/format/field"
)

func TestATextThatWasEncodedTwiceIsMended(t *testing.T) {
	for broken, want := range map[string]string{
		"Die BrÃ¼cke in LÃ¶ven":                                 "Die Brücke in Löven",
		"Itâ€™s the moleâ€™s last day":                          "It’s the mole’s last day",
		"It\u00e2\u0080\u0099s the mole\u00e2\u0080\u0099s day": "It’s the mole’s day", // by ISO-8859-1
		"â€œNo,â€\u009d she said â€“ twiceâ€¦":                  "“No,” she said – twice…",
		"The fare is Â£5, at 20Â°":                              "The fare is £5, at 20°",
		"voilÃ\u00a0 le cafÃ©":                                  "voilà le café",
		"Ã–sterreich":                                           "Österreich",
		"sÃ»r":                                                  "sûr",
		"100Â\u00a0kilometresÂ\u00a0away, cafÃ©":                "100 kilometres away, café",
		"“Quoted”, and a cafÃ© and a naÃ¯ve one":                "“Quoted”, and a café and a naïve one", // one part is right
		"Ð¿Ñ€Ð¸Ð²ÐµÑ‚":                                          "привет",
		"РїСЂРёРІРµС‚, РјРёСЂ":                                  "привет, мир",
		"РЅРµ вЂ” РґР°":                                         "не — да",
		"æ—¥æœ¬èªž":                                             "日本語",
		"Å\u0082Ã³dÅº":                                          "łódź",
		"GruÃƒÂ¼ÃƒÅ¸e":                                          "Gruüße", // twice over
		"Ã\u0085lesund og FlÃ¥":                                 "Ålesund og Flå",
		"party ðŸŽ‰ time":                                       "party 🎉 time",
	} {
		if got := field.Line(broken); got != want {
			t.Errorf("%q: %q, want %q", broken, got, want)
		}
		if got := field.Body("One line.\n\n" + broken); got != "One line.\n\n"+want {
			t.Errorf("%q in a body: %q", broken, got)
		}
	}
}

// What may be meant stays.
func TestATextThatIsRightIsNotMended(t *testing.T) {
	for _, text := range []string{
		"“AMANHÔ, DISSE A IRMÔ", "“AMANHÃ” E «A IRMû", "A IRMÃ» E A MANHÃ… OU AMANHÃ – SIM", "IRMÃ: NÃO", "AMANHÃ® E ROMÂ™",
		"« arrivé», né»…", "«Il a été aidé…»", "Straße in Łódź, naïve café, façade, Ærø, Ångström, 20 °C, § 5, £5",
		"På…", "SMÅ–", "BLÅ»", "Ä…", "Â", "â", "Țară, ROMÂNIA, România", "Việt Nam, Ấn Độ, HÀ NỘI",
		"Рідна мова: її єдність, ґанок і їжа — «Україна»", "Ресурсы Сибири, №5 и «Россия»", "Љубав, Њ, Ђорђе, ћирилица: Срђан, Ковачевић",
		"Ð is a letter of Iceland, Þ too: MÁLIÐ.", "Ñandú, ESPAÑA: «MAÑANA»", "日本語と中文、한국어", "مرحبا", "Ünlü ÎLE ÊTRE Être",
	} {
		if got := field.Mend(text); got != text {
			t.Errorf("%q became %q", text, got)
		}
	}
}

// Letters of a language, written twice, come back.
func TestMendingUndoesTheSecondEncoding(t *testing.T) {
	words := rapid.StringMatching(`[a-zäöüßéèêëñçåøæłńśżğşčřžа-яіїєα-ω]{2,8}( [a-zäöüéèñçåøа-я]{2,8}){3,6} (über|été|año|løn|łódź|привет)`)
	rapid.Check(t, func(t *rapid.T) {
		text := words.Draw(t, "text")
		var broken []rune
		for _, c := range []byte(text) {
			if r := charmap.Windows1252.DecodeByte(c); r != utf8.RuneError {
				broken = append(broken, r)
			} else {
				broken = append(broken, rune(c))
			}
		}
		if got := field.Mend(string(broken)); got != text {
			t.Fatalf("%q became %q, want %q", string(broken), got, text)
		}
	})
}

func FuzzMend(f *testing.F) {
	f.Add("Die BrÃ¼cke, itâ€™s, Ð¿Ñ€Ð¸Ð²ÐµÑ‚, РїСЂРёРІРµС‚")
	f.Fuzz(func(t *testing.T, s string) {
		if got := field.Mend(s); utf8.ValidString(s) && !utf8.ValidString(got) || len(got) > len(s) {
			t.Errorf("%q became %q", s, got)
		}
	})
}

func BenchmarkMend(b *testing.B) {
	text := "Die Brücke in Löven – «seit 1950» – ist zu. It’s the mole’s last day, she said. Рада зачинила браму."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		field.Mend(text)
	}
}
