package entities_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"byline/internal/entities"
	"byline/internal/news"
)

// names writes what is found in a text, one name a line: "person Mara Lind".
func names(a news.Article) string {
	if a.Language == "" {
		a.Language = "en"
	}
	var lines []string
	for _, e := range entities.Find(&a).Entities {
		lines = append(lines, string(e.Kind)+" "+e.Name)
	}
	return strings.Join(lines, "\n")
}

func TestNamesAreToldByTheirWordsAndByWhatStandsBesideThem(t *testing.T) {
	for _, tt := range []struct{ text, want string }{
		{"The mayor met Mara Lindqvist on Monday.", "person Mara Lindqvist"},
		{"The vote pleased President Ostrava in May.", "person Ostrava"},
		{"It was bought by Karlsen Shipping Ltd. in 2019.", "organisation Karlsen Shipping Ltd."},
		{"The loan came from the Bank of England and the Ministry of Defence.", "organisation Bank of England\norganisation Ministry of Defence"},
		{"Critics in the Foreign Ministry disagreed.", "organisation Foreign Ministry"},
		{"The chair met Ursula von der Leyen there.", "person Ursula von der Leyen"},
		{"They swam in Lake Velm and flew home from Dorvik Airport.", "place Lake Velm\nplace Dorvik Airport"},
		{"The ship left for Lisbon, Portugal, and the West Bank.", "place Lisbon\nplace Portugal\nplace West Bank"},
		{"A French minister thanked the Germans on Friday in March.", ""},
		{"They won the World Cup.", ""},
		{"Shares of Velm Ferries fell; National Hearth and Radio Skagen asked why.", "organisation Velm Ferries\norganisation National Hearth\norganisation Radio Skagen"},
		{"Olm FK beat AC Montello.", "organisation Olm FK\norganisation AC Montello"},
		{"Finance Minister Liv Ostravel met Chief Inspector Otto Holm and Goalkeeper Tuva Lind.", "person Liv Ostravel\nperson Otto Holm\nperson Tuva Lind"},
		{"Storm Ingvild hit the coast, and Ingvild is not over.", ""},
		{"They boarded the ferry Idunn there. Idunn left with HMS Arden and the trawler Sula Bakke.", ""},
		{"Drivers said they waited. Most drivers left. Someone said so. Investigators said nothing.", ""},
		{"They met at Tarn Kiosks, which has ten kiosks.", "organisation Tarn Kiosks"},
		{"However, nothing came of it. Yesterday was quiet.", ""},
	} {
		if got := names(news.Article{Body: tt.text}); got != tt.want {
			t.Errorf("in %q:\n%s\nwant:\n%s", tt.text, got, tt.want)
		}
	}
}

func TestTheOutletOfAnArticleIsNobody(t *testing.T) {
	body := "Lanterna said on Monday that the mayor left."
	if got := names(news.Article{Source: "Lanterna", Body: body}); got != "organisation Lanterna" {
		t.Errorf("found %q", got)
	}
}

func TestVariantsOfANameAreOne(t *testing.T) {
	for _, tt := range []struct{ what, text, want string }{
		{"a surname, in any spelling", "The office of Volodymyr Zelenskyy wrote to them. They asked Zelensky, and President Zelenskiy replied.", "person Volodymyr Zelenskyy"},
		{"a name with and without initials", "They heard Anna B. Holm there, and later Anna Holm again.", "person Anna B. Holm"},
		{"an abbreviation that the article explains", "The Velm Harbour Authority (VHA) paid. They sued the VHA again.", "organisation Velm Harbour Authority"},
		{"an abbreviation that everybody knows", "They asked the World Health Organization there. Later the WHO replied.", "organisation World Health Organization"},
		{"a company without its kind", "They own shares of Norvik Inc. there. Later they sold Norvik again.", "organisation Norvik Inc."},
		{"names of a country", "Troops of the United States left. Ships of the U.S. stayed.", "place United States"},
		{"a surname that two have stays apart", "They met Mara Lind and Otto Lind there. Then Mr. Lind spoke.", "person Mara Lind\nperson Otto Lind\nperson Lind"},
	} {
		if got := names(news.Article{Body: tt.text}); got != tt.want {
			t.Errorf("%s:\n%s\nwant:\n%s", tt.what, got, tt.want)
		}
	}
}

func TestVariantsHaveOneKeyInAllArticles(t *testing.T) {
	key := func(text string) string {
		found := entities.Find(&news.Article{Language: "en", Body: text}).Entities
		if len(found) != 1 {
			t.Fatalf("in %q there is %v", text, found)
		}
		return found[0].Key
	}
	for _, pair := range [][2]string{
		{"They met Volodymyr Zelenskyy there.", "They met Volodymyr Zelensky there."},
		{"They met Joseph R. Holm there.", "They met Joseph Holm there."},
		{"They asked the WHO again.", "They asked the World Health Organization again."},
		{"They left the U.S. again.", "They left America again."},
		{"They left Acme Holdings Inc. again.", "They left Acme Holdings again."},
	} {
		if a, b := key(pair[0]), key(pair[1]); a != b {
			t.Errorf("%q has key %q, %q has %q", pair[0], a, pair[1], b)
		}
	}
}

func TestInCapitalsOnlyNamesThatAreKnownAreFound(t *testing.T) {
	got := names(news.Article{Headline: "Holm Sails New Ferry Into Oslo As Owners Look Away", Body: "THE FERRY OF MARA HOLM SAILS\n\nMara Holm sailed there."})
	if want := "person Mara Holm\nplace Oslo"; got != want {
		t.Errorf("found:\n%s\nwant:\n%s", got, want)
	}
}

func TestThereIsNothingInALanguageWithoutWords(t *testing.T) {
	if got := names(news.Article{Language: "de", Body: "Der Kanzler traf Mara Lind in Berlin."}); got != "" {
		t.Errorf("found %q", got)
	}
}

func FuzzFind(f *testing.F) {
	f.Add("Holm Sails", "KYIV (AP) - President Zelenskyy, 48, met Mr. von der Leyen of the Bank of England & Sons' U.N.\n\nA.")
	f.Add("", "’s O'Brien. al-Assad's \"X\" & Y\x00 Ünal Ş.")
	f.Fuzz(func(t *testing.T, headline, body string) {
		if !utf8.ValidString(headline) || !utf8.ValidString(body) {
			t.Skip("articles are valid UTF-8")
		}
		found := entities.Find(&news.Article{Language: "en", Headline: headline, Body: body})
		last := 0
		for _, m := range found.Mentions {
			if m.Start < last || m.End <= m.Start || m.End > len(body) || !utf8.ValidString(body[m.Start:m.End]) {
				t.Fatalf("a mention at %v behind %d in %d bytes", m.Span, last, len(body))
			}
			last = m.End
		}
		for _, e := range found.Entities {
			if e.Name == "" || e.Key == "" || !utf8.ValidString(e.Name+e.Key) {
				t.Fatalf("an entity %+v", e)
			}
		}
	})
}

func BenchmarkFind(b *testing.B) {
	a := news.Article{Language: "en", Headline: "Ferry Aground", Body: strings.Repeat("The office of Volodymyr Zelenskyy wrote to the Bank of England in Lisbon, Portugal. Nobody there replied to what was asked of them, since all had gone home early that day.\n\n", 16)}
	b.SetBytes(int64(len(a.Body)))
	for b.Loop() {
		entities.Find(&a)
	}
}
