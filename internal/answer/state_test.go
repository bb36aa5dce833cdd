package answer_test

import (
	"fmt"
	"testing"
	"time"

	"byline/internal/answer"
	"byline/internal/news"
)

// How something is, the newest reports that say so tell, however many tell how it was.
func TestHowSomethingIsTheNewestTell(t *testing.T) {
	var all []news.Article
	for i := range 60 {
		day := time.Date(2022, 1, 5+i, 9, 0, 0, 0, time.UTC)
		all = append(all, news.Article{ID: fmt.Sprint("old", i), Source: "Nordwire", Language: "en", Headline: fmt.Sprintf("Mayor of Velmoor opens quay %d", i+2), Published: day,
			Body: fmt.Sprintf("The mayor of Velmoor, Piet Rann, opened quay %d in front of %d guests. The ferry fare to Ostrand is %d crowns, mayor Rann said.", i+2, 100+7*i, 20+i)})
	}
	all = append(all,
		news.Article{ID: "new", Source: "Coastal Post", Language: "en", Headline: "Velmoor raises fares", Published: at(10, 5), Body: "A ticket is dearer in Velmoor from Monday, Mayor Lena Sarkov said. The ferry fare to Ostrand is 95 crowns now."},
		news.Article{ID: "race", Source: "Coastal Post", Language: "en", Headline: "Ona Wick runs for mayor of Velmoor", Published: at(10, 6), Body: "Ona Wick said that she runs for mayor of Velmoor. The election is in March."},
	)
	desk := newDeskOf(t, answer.Config{}, all)
	if a := desk.question("Who is the mayor of Velmoor?"); a.Direct.Text == "Piet Rann" || len(a.Citations) == 0 || a.Citations[0].Article.ID != "new" {
		t.Errorf("mayor %q: %q", a.Direct.Text, a.Text)
	}
	if a := desk.question("What is the ferry fare to Ostrand now?"); len(a.Citations) == 0 || a.Citations[0].Article.ID != "new" {
		t.Errorf("fare: %q", a.Text)
	}
	if a := desk.question("Who was the mayor of Velmoor in January 2022?"); a.Direct.Text != "Piet Rann" {
		t.Errorf("then: %q: %q", a.Direct.Text, a.Text)
	}
}
