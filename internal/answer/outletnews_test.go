package answer_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/answer"
	"byline/internal/news"
)

// kilnNews are reports of two outlets, some on the same day.
func kilnNews() (all []news.Article) {
	for _, a := range []struct{ source, day, headline, body string }{
		{"Tolm Post", "2026-11-20", "Six hurt as kiln bursts", "Six people were hurt when a kiln burst at the Rusk pottery in Tolm on Thursday night, the fire brigade said."},
		{"Averny Gazette", "2026-11-20", "Kiln blast: nine in hospital", "Nine people were taken to hospital after a kiln burst at the Rusk pottery in Tolm, the ambulance service said."},
		{"Averny Gazette", "2026-11-18", "Ice closes the Averny canal", "The canal at Averny was closed to ships on Wednesday because of ice."},
		{"Tolm Post", "2026-10-07", "Glazer Lend to shut its works in Moor", "The tile maker Lend will shut its works in Moor by spring with the loss of 210 jobs, it said on Wednesday."},
		{"Tolm Post", "2026-10-02", "Owls nest in the tower of Tolm", "A pair of owls has nested in the tower of Tolm for the first time in forty years."},
	} {
		published, err := time.Parse(time.DateOnly, a.day)
		if err != nil {
			panic(err)
		}
		all = append(all, news.Article{ID: a.day + a.source[:1], Source: a.source, Headline: a.headline, Body: a.body, Published: published.Add(9 * time.Hour), Language: "en"})
	}
	return all
}

// Who asks for no more than what an outlet has gets its news, of the time that is named or of now.
func TestTheNewsOfAnOutlet(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, kilnNews())
	for question, want := range map[string]string{
		"What did the Averny Gazette report?":                  "Nine people | canal",
		"What's new in the Averny Gazette?":                    "Nine people",
		"Show me the headlines of the Tolm Post":               "Six people",
		"What did the Tolm Post write in October?":             "Lend | owls",
		"Between 1 and 10 October, what did the Post report?":  "Lend | owls",
		"Summarise the Averny Gazette's coverage this month":   "Nine people | canal",
		"What did the Gazette report about the canal?":         "canal",
		"What happened in Tolm in October?":                    "owls",
		"In October, what happened in Tolm?":                   "owls",
		"In Tolm, what happened in October?":                   "owls",
		"In the first week of October, what happened in Moor?": "Lend",
	} {
		got := d.answerOf(question)
		for part := range strings.SplitSeq(want, " | ") {
			if got.Status == news.StatusNotFound || !strings.Contains(got.Text, part) {
				t.Errorf("%q lacks %q: %s: %q", question, part, got.Status, got.Text)
			}
		}
		for _, c := range got.Citations {
			if name := c.Article.Source; strings.Contains(question, "Gazette") && name != "Averny Gazette" || strings.Contains(question, "Post") && name != "Tolm Post" {
				t.Errorf("%q is answered from %s: %q", question, name, got.Text)
			}
		}
	}
}

// Behind a question, the name of an outlet asks for the same of it.
func TestTheSameOfAnOutlet(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, kilnNews())
	talk := []news.Message{user("How many people were hurt at the Rusk pottery?"), assistant("Six people were hurt when a kiln burst at the Rusk pottery in Tolm on Thursday night, the fire brigade said. (Tolm Post, 20 November 2026) [1]")}
	for _, question := range []string{"in the Gazette?", "and the Averny Gazette?", "what does the Gazette say?", "What did the Averny Gazette write about it?", "according to the Gazette?"} {
		if got := d.answerOf(question, talk...); !strings.Contains(got.Text, "Nine people") || strings.Contains(got.Text, "Six") {
			t.Errorf("%q: %s: %q (%s)", question, got.Status, got.Text, got.Understood.Query)
		}
	}
	talk = append(talk, user("in the Gazette?"), assistant("Nine people were taken to hospital after a kiln burst. (Averny Gazette, 20 November 2026) [1]"))
	if got := d.answerOf("and the Post?", talk...); !strings.Contains(got.Text, "Six people") || strings.Contains(got.Text, "Nine") {
		t.Errorf("back at the first: %q (%s)", got.Text, got.Understood.Query)
	}
	if got := d.answerOf("and in Moor?", talk...); strings.Contains(got.Understood.Query, "according") && strings.Contains(got.Understood.Query, "Moor according") {
		t.Errorf("a town is taken for an outlet: %q", got.Understood.Query)
	}
}

// What a question needs to be asked at all, no article needs to have.
func TestWordsThatOnlyAsk(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, kilnNews())
	for question, want := range map[string]string{
		"Where'd the kiln burst?":                 "Tolm",
		"Who'll shut the works in Moor?":          "Lend",
		"wheres the owls' nest":                   "tower",
		"Which company shuts its works in Moor?":  "Lend",
		"Which firms will shut works?":            "Lend",
		"Which town has owls in its tower?":       "Tolm",
		"When’d ice close the canal at Averny?":   "Wednesday",
		"Which people were hurt at the pottery?":  "people",
		"In which place did owls nest in a tower": "Tolm",
	} {
		got := d.answerOf(question)
		if got.Status == news.StatusNotFound || !strings.Contains(got.Text, want) || strings.Contains(strings.Join(got.Warnings, " "), "mentions") {
			t.Errorf("%q: %s: %q, warnings %q", question, got.Status, got.Text, got.Warnings)
		}
	}
	// A noun that says what somebody is counts.
	if got := d.answerOf("Which minister shuts the works in Moor?"); got.Status == news.StatusAnswered {
		t.Errorf("of a minister: %q", got.Text)
	}
}

// A warning is in the language of the question.
func TestWhatNothingMentionsIsSaidInTheLanguageOfTheQuestion(t *testing.T) {
	published := time.Date(2026, 11, 12, 9, 0, 0, 0, time.UTC)
	d := newDeskOf(t, answer.Config{}, []news.Article{
		{ID: "ofen", Source: "Tolmer Bote", Headline: "Ofen in Tolm geborsten", Body: "In der Töpferei Rusk in Tolm ist am Donnerstag ein Ofen geborsten. Sechs Menschen wurden verletzt.", Published: published, Language: "de"},
	})
	got := d.answerOf("Wer leitet die Töpferei Rusk in Tolm?")
	if warned := strings.Join(got.Warnings, " "); strings.Contains(warned, "No passage") || !strings.Contains(warned+got.Text, "Keine der gefundenen Stellen erwähnt") {
		t.Errorf("%s: %q, warnings %q", got.Status, got.Text, got.Warnings)
	}
}
