package jsonl_test

import (
	"strings"
	"testing"

	"byline/internal/format/jsonl"
	"byline/internal/news"
)

func TestFieldsAreWhereTheMappingSays(t *testing.T) {
	for name, test := range map[string]struct{ mapping, json, headline, body, authors string }{
		"names":                            {"headline=kop,body=stuk", `{"kop":"Mole shut","stuk":"It is shut."}`, "Mole shut", "It is shut.", ""},
		"a path":                           {"headline=kop.main,body=stuk.text.plain", `{"kop":{"main":"Mole shut"},"stuk":{"text":{"plain":"It is shut."}}}`, "Mole shut", "It is shut.", ""},
		"a name with a dot":                {"headline=kop.main,body=stuk", `{"kop.main":"Mole shut","stuk":"It is shut."}`, "Mole shut", "It is shut.", ""},
		"a path through a list":            {"headline=kop,body=stuk,authors=wie.naam", `{"kop":"Mole shut","stuk":"It is shut.","wie":[{"naam":"Ann Bo"},{"naam":"Cy Do"}]}`, "Mole shut", "It is shut.", "Ann Bo;Cy Do"},
		"against the names that are known": {"headline=kicker", `{"title":"Harbour","kicker":"Mole shut","body":"It is shut."}`, "Mole shut", "It is shut.", ""},
		"what is not named, by its name":   {"headline=kop", `{"kop":"Mole shut","text":"It is shut.","author":"Ann Bo"}`, "Mole shut", "It is shut.", "Ann Bo"},
		"a list":                           {"articles=data.rows,headline=kop", `{"data":{"rows":[{"kop":"Mole shut","text":"It is shut."}]},"title":"all"}`, "Mole shut", "It is shut.", ""},
	} {
		mapping, err := news.ParseMapping(test.mapping)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for a, err := range jsonl.Parse([]byte(test.json), jsonl.Options{Map: mapping}) {
			n++
			if got := strings.Join(a.Authors, ";"); err != nil || a.Headline != test.headline || a.Body != test.body || got != test.authors {
				t.Errorf("%s: %q, %q, %q, error %v", name, a.Headline, a.Body, got, err)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d articles", name, n)
		}
	}
}

func TestARecordWithNothingThatTheMappingNamesIsSaid(t *testing.T) {
	for _, err := range jsonl.Parse([]byte(`{"titel":"Mole shut","stuk":"It is shut."}`), jsonl.Options{Map: news.Mapping{"headline": "kop"}}) {
		if err == nil || !strings.Contains(err.Error(), "titel, stuk") {
			t.Errorf("error %v", err)
		}
	}
}

// Whatever a record and a mapping are, there is an article or a reason, and nothing panics.
func FuzzMapped(f *testing.F) {
	f.Add(`{"kop":{"main":"Mole shut"},"stuk":[{"a":"x"},{"a":["y"]}]}`, "headline=kop.main,body=stuk.a,articles=.")
	f.Add(`[{"a.b":1},null,{"a":{"b":[]}}]`, "headline=a.b")
	f.Add(`{"a":`, "id=a")
	f.Fuzz(func(t *testing.T, record, text string) {
		mapping, err := news.ParseMapping(text)
		if err != nil || mapping == nil {
			return
		}
		for a, err := range jsonl.Parse([]byte(record), jsonl.Options{Map: mapping}) {
			if err == nil && a.Headline == "" && a.Body == "" {
				t.Errorf("%q by %q is an article without headline and text", record, text)
			}
		}
	})
}
