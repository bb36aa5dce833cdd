package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// airships are articles in which many speak of one matter.
func airships() []news.Article {
	return []news.Article{
		{ID: "flight", Language: "en", Source: "Nordwire", Headline: "Airship over Velmoor", Published: at(6, 3), Body: "Halvia's airship crossed the harbour of Velmoor before it was brought down, committee chairman Otto Brandt said. “We turned the tables on Halvia and its airship,” Brandt added. Halvia said the airship had been blown off its course."},
		{ID: "minister", Language: "en", Source: "Coastal Post", Headline: "Olm on the airship", Published: at(6, 4), Body: "Officials of the Olm government spoke of a clear violation by the airship. Olm's adviser said the airship had no crew. Before it fell, Prime Minister Ada Olm told reporters: “We are going to take care of the airship.” Her rival Eda Lind said that Olm should have acted on the airship earlier."},
		{ID: "envoy", Language: "en", Source: "Velmoor Herald", Headline: "Halvia protests", Published: at(6, 5), Body: "Halvian foreign ministry spokeswoman Mina Rask said the airship had served research. Ada Olm left for the coast."},
	}
}

func TestWhatSomebodySaidIsQuotedFromThem(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, airships())
	for question, want := range map[string]struct{ first, never []string }{
		"What did Ada Olm say about the airship?":               {[]string{"take care of the airship"}, []string{"Lind", "adviser", "clear violation"}},
		"What does Halvia say about the airship?":               {[]string{"blown off its course", "served research"}, []string{"turned the tables", "no crew"}},
		"What did Brandt say about the airship?":                {[]string{"turned the tables", "was brought down"}, []string{"Lind", "Olm"}},
		"What did Eda Lind say about the airship?":              {[]string{"acted on the airship earlier"}, []string{"adviser"}},
		"What has the foreign ministry said about the airship?": {[]string{"served research"}, nil},
	} {
		a := d.question(question)
		first, _, _ := strings.Cut(a.Text, "[1]")
		found := false
		for _, s := range want.first {
			found = found || strings.Contains(first, s)
		}
		if !found {
			t.Errorf("%s begins with %q", question, a.Text)
		}
		for _, s := range want.never {
			if strings.Contains(a.Text, s) {
				t.Errorf("%s cites %q: %s", question, s, a.Text)
			}
		}
	}
}

func TestWhatTwoSayIsToldOfEach(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, airships())
	a := d.question("Compare what Ada Olm and Eda Lind say about the airship")
	for _, want := range []string{"take care of the airship", "acted on the airship earlier"} {
		if !strings.Contains(a.Text, want) {
			t.Errorf("lacks %q: %s", want, a.Text)
		}
	}
	if strings.Contains(a.Text, "adviser") || strings.Contains(a.Text, "turned the tables") {
		t.Errorf("others speak: %s", a.Text)
	}
	a = d.question("Compare what Ada Olm and Ulf Falk say about the airship")
	if a.Status != news.StatusPartial || !strings.Contains(strings.Join(a.Warnings, " "), "Ulf Falk") || strings.Contains(a.Text, "Lind") {
		t.Errorf("%s %q: %s", a.Status, a.Warnings, a.Text)
	}
}

// "United Nations" is one token of analysis, and "United" within it another.
func TestASpeakerMayBeCalledByACompound(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, append(airships(), news.Article{
		ID: "un", Language: "en", Source: "Nordwire", Headline: "Inquiry into the airship", Published: at(6, 6),
		Body: "United Nations officials said that the airship had crossed three borders. Nobody was hurt.",
	}))
	for _, question := range []string{"How did UN officials describe the airship?", "What did United Nations officials say about the airship?"} {
		if a := d.question(question); !strings.Contains(a.Text, "crossed three borders") {
			t.Errorf("%s: %s", question, a.Text)
		}
	}
}
