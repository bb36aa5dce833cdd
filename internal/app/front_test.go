package app_test

import (
	"strings"
	"testing"

	"byline/internal/app"
	"byline/internal/lang"
	"byline/internal/news"
)

// Questions that are suggested for one's own articles are answered when they are asked.
func TestSuggestionsForOwnArticlesWork(t *testing.T) {
	e := emptyIndex(t)
	put := func(contentType, body string) {
		t.Helper()
		if _, err := e.Ingester.IngestReader(t.Context(), strings.NewReader(body), contentType); err != nil {
			t.Fatal(err)
		}
	}
	put("application/x-ndjson", `{"id":"yard","source":"Harbour Wire","published":"2025-03-09","language":"en","headline":"Brackwater buys the Sollund shipyard","body":"Brackwater has bought the Sollund shipyard for 41 million crowns, both companies said on Sunday. The yard employs 380 people in Sollund. It had been for sale since the autumn."}
{"id":"bridge","source":"Marn Gazette","published":"2025-03-08","language":"en","headline":"Old bridge of Vell to stay closed until May","body":"The old bridge of Vell will stay closed until May. “The southern pier is not safe,” Mayor Hedda Krull said on Saturday. Divers found a crack below the water line in February."}
{"id":"brücke","source":"Marner Bote","published":"2025-03-07","language":"de","headline":"Alte Brücke von Vell bleibt bis Mai gesperrt","body":"Die alte Brücke von Vell bleibt bis Mai gesperrt. Der südliche Pfeiler ist nicht sicher. Taucher fanden im Februar einen Riss unter der Wasserlinie."}`)
	server, err := app.NewServer(t.Context(), e, app.AuthConfig{})
	if err != nil {
		t.Fatal(err)
	}
	questions := server.Suggestions(t.Context())
	if len(questions) != 3 {
		t.Errorf("%q are suggested", questions)
	}
	answerer, err := e.Answerer(e.Retriever)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range questions {
		got, err := answerer.Answer(t.Context(), news.AnswerRequest{Question: q}, nil)
		if err != nil || got.Status != news.StatusAnswered {
			t.Errorf("%q is %s: %s; error %v", q, got.Status, got.Text, err)
		}
	}
	got, err := answerer.Answer(t.Context(), news.AnswerRequest{Question: "hi"}, nil)
	if err != nil || strings.Join(got.Suggestions, "|") != strings.Join(questions, "|") {
		t.Errorf("a greeting is answered with %q, error %v", got.Suggestions, err)
	}
}

// Whoever reads another language is suggested questions in it, and they are answered.
func TestSuggestionsAreInTheLanguageOfTheArticles(t *testing.T) {
	for language, article := range map[string]string{
		"de": `"Werft in Sollund hat einen neuen Eigentümer","body":"Die Werft in Sollund hat einen neuen Eigentümer. Brackwater zahlt 41 Millionen Kronen. Die Werft beschäftigt 380 Menschen."`,
		"fr": `"Le chantier naval de Sollund est vendu","body":"Le chantier naval de Sollund a un nouveau propriétaire. Brackwater paie 41 millions de couronnes. Il emploie 380 personnes."`,
		"pl": `"Stocznia w Sollund sprzedana","body":"Stocznia w Sollund ma nowego właściciela. Brackwater płaci 41 milionów koron. Stocznia zatrudnia 380 osób."`,
		"ar": `"بيع حوض بناء السفن في سولوند","body":"أصبح لحوض بناء السفن في سولوند مالك جديد. وستدفع شركة براكووتر 41 مليون كرونة. ويعمل في الحوض 380 شخصا."`,
		"zh": `"索伦德造船厂出售","body":"索伦德造船厂有了新东家。布拉克沃特公司将支付四千一百万克朗。造船厂雇用三百八十人。"`,
	} {
		e := emptyIndex(t)
		body := `{"id":"1","source":"Bote","language":"` + language + `","headline":` + article + `}`
		if _, err := e.Ingester.IngestReader(t.Context(), strings.NewReader(body), "application/json"); err != nil {
			t.Fatal(err)
		}
		before, after, _ := strings.Cut(lang.Suggested(language)["about"], "%s")
		got := e.Front.Questions(t.Context())
		if len(got) != 1 || !strings.HasPrefix(got[0], before) || !strings.HasSuffix(got[0], after) {
			t.Errorf("%s: got %q", language, got)
		}
	}
}
