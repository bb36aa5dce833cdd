package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// onFilms are articles of which only some have what questions quote.
func onFilms() []news.Article {
	return []news.Article{
		{ID: "heron", Source: "Coastal Post", Headline: "Petris turns down the Golden Heron", Published: at(11, 3), Body: "The film director Yana Petris turned down the Golden Heron on Saturday, in protest against the sponsor of the festival. " +
			"Her film, The Salt Road, had been the favourite to win. Critics call what she does “quiet filming”, work without lights and with a crew of three."},
		{ID: "road", Source: "Nordwire", Headline: "Road to the salt works closed", Published: at(11, 4), Body: "The road to the salt works of Hollin is closed until Friday. The director of works, Ivo Brand, said that a film of ice covered the road."},
		{ID: "quiet", Source: "Velmoor Herald", Headline: "Filming goes on quietly in Velmoor", Published: at(11, 5), Body: "Filming goes on quietly in Velmoor. The crew of forty means to leave on Sunday, the producer said."},
	}
}

func TestWordsInQuotationMarksStandInWhatIsCited(t *testing.T) {
	model := chatFunc(func([]news.Message) (string, error) {
		return "The film director Yana Petris turned down the Golden Heron on Saturday [1]. The road to the salt works is closed until Friday [2].", nil
	})
	for _, config := range []answer.Config{{}, {Chat: model}} {
		d := newDeskOf(t, config, onFilms())
		for question, phrase := range map[string]string{
			`Which director made the film "The Salt Road"?`:                                           "salt road",
			`Which director made the film „Salt Road“?`:                                               "salt road",
			`In protest against whom did the director of "The Salt Road" turn down the Golden Heron?`: "salt road",
			`What does "quiet filming" mean?`:                                                         "quiet filming",
			`What does « quiet filming » mean?`:                                                       "quiet filming",
			`Who turned down the ‘Golden Heron’?`:                                                     "golden heron",
		} {
			a := d.question(question)
			if len(a.Citations) == 0 {
				t.Errorf("%s: %s: %s", question, a.Status, a.Text)
			}
			shown := false
			for _, c := range a.Citations {
				if c.Article.ID != "heron" {
					t.Errorf("%s cites %q", question, c.Quote)
				}
				shown = shown || strings.Contains(strings.ToLower(c.Quote+c.Article.Headline+c.Article.Source), phrase)
			}
			if !shown {
				t.Errorf("%s: no quote has it: %s", question, a.Text)
			}
		}
	}
}

func TestWordsThatStandNowhereAreRefusedByName(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, onFilms())
	a := d.question(`What does "quiet quitting" mean?`)
	if a.Status != news.StatusNotFound || len(a.Citations) > 0 || !strings.Contains(a.Text, "“quiet quitting”") {
		t.Errorf("%s: %s", a.Status, a.Text)
	}
	a = d.question(`Which director made the films "The Salt Road" and "Pepper"?`)
	if a.Status != news.StatusPartial || !strings.Contains(strings.Join(a.Warnings, " "), "“Pepper”") {
		t.Errorf("%s, warnings %q: %s", a.Status, a.Warnings, a.Text)
	}
}
