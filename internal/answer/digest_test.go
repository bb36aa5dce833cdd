package answer_test

import (
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

func TestAQuestionThatIsOnlyAboutATimeGetsADigestOfIt(t *testing.T) {
	d := newDesk(t, nil)
	asOf := news.SearchRequest{AsOf: at(11, 5)}
	for _, question := range []string{"What happened on 4 November?", "What happened yesterday?", "Top stories of yesterday"} {
		a := d.ask(news.AnswerRequest{Question: question, Search: asOf})
		if a.Status != news.StatusAnswered || len(a.Citations) != 1 || a.Citations[0].Article.ID != "herald" {
			t.Errorf("%s: %s, %q", question, a.Status, a.Text)
		}
	}
}

func TestADigestHasALineForEachStoryAndCountsVoicesWithoutCopies(t *testing.T) {
	a := newDesk(t, nil).question("What happened in the first week of November?")
	if strings.Count(a.Text, "ran aground")+strings.Count(a.Text, "ran onto a rock") != 1 {
		t.Errorf("the story is not told once: %q", a.Text)
	}
	if !strings.Contains(a.Text, "(Velmoor Herald, 4 November 2026, also 1 other outlet)") {
		t.Errorf("of three articles one is a copy: %q", a.Text)
	}
}

func TestWithoutNewsOfATimeTheNewestBeforeItIsSaidToBeThat(t *testing.T) {
	a := newDesk(t, nil).ask(news.AnswerRequest{Question: "What happened today?", Search: news.SearchRequest{AsOf: at(11, 15)}})
	if a.Status != news.StatusPartial || len(a.Citations) == 0 || len(a.Warnings) != 1 || !strings.Contains(a.Warnings[0], "5 November 2026") {
		t.Errorf("%s, %q, warnings %q", a.Status, a.Text, a.Warnings)
	}
}

func TestADigestNeverLooksAheadOfItsDay(t *testing.T) {
	a := newDesk(t, nil).ask(news.AnswerRequest{Question: "What's new?", Search: news.SearchRequest{AsOf: at(10, 2)}})
	for _, c := range a.Citations {
		if c.Article.Published.After(at(10, 2)) {
			t.Errorf("it tells of %s", c.Article.Published)
		}
	}
	if len(a.Citations) == 0 {
		t.Errorf("%s: %q", a.Status, a.Text)
	}
}

func TestAComparisonQuotesEachSide(t *testing.T) {
	a := newDesk(t, nil).question("Compare the price of a loaf in Velmoor with the salvage of the Merle")
	ids := map[string]bool{}
	for _, c := range a.Citations {
		ids[c.Article.ID] = true
	}
	if !ids["correction"] && !ids["bread"] || !ids["trap"] && !ids["herald"] {
		t.Errorf("it cites %v: %q", ids, a.Text)
	}
}

// A sentence with the figures of both sides says more than one of each.
func TestAComparisonQuotesWhatHasBothFiguresAndNothingTwice(t *testing.T) {
	all := []news.Article{{
		ID: "bids", Source: "Nordwire", Headline: "Two bids for the ferry of Velmoor", Published: at(10, 5),
		Body: "Brask Marine and Ostrand Lines have offered to run the ferry of Velmoor. Brask Marine asks for 14 million crowns a year, Ostrand Lines for 11.5 million. The council decides in May.",
	}}
	a := newDeskOf(t, answer.Config{}, all).question("Compare the bids of Brask Marine and Ostrand Lines")
	if strings.Count(a.Text, "11.5 million") != 1 || len(a.Citations) != 1 {
		t.Errorf("%d citations: %q", len(a.Citations), a.Text)
	}
}

// What became of a thing on another day, with other figures, is a line of its own, and
// the latest of it comes first.
func TestAnUpdateIsNoCopyOfWhatItUpdates(t *testing.T) {
	all := []news.Article{
		{ID: "first", Source: "Nordwire", Headline: "Fire in the mill of Velmoor kills two", Published: at(10, 5), Body: "A fire in the Tveit mill in Velmoor killed two workers on Monday, police said."},
		{ID: "later", Source: "Coastal Post", Headline: "Mill fire of Velmoor: death toll rises to four", Published: at(10, 7), Body: "The death toll of the fire in the Tveit mill in Velmoor rose to four on Wednesday, police said."},
	}
	d := newDeskOf(t, answer.Config{}, all)
	for question, first := range map[string]string{"What is the latest on the mill fire?": "later", "Timeline of the mill fire": "first"} {
		if a := d.question(question); len(a.Citations) != 2 || a.Citations[0].Article.ID != first {
			t.Errorf("%s: %q", question, a.Text)
		}
	}
}

// What was told first may be true no more, so the last that was told speaks for a story.
func TestTheLastReportSpeaksForAStory(t *testing.T) {
	all := []news.Article{
		{ID: "first", Source: "Nordwire", Headline: "Flood in Velmoor: three missing", Published: at(10, 5), Body: "Three people are missing after the flood in Velmoor, the fire service said on Monday."},
		{ID: "later", Source: "Coastal Post", Headline: "Flood in Velmoor: all three found", Published: at(10, 6), Body: "All three people who were missing after the flood in Velmoor were found, the fire service said on Tuesday."},
	}
	d := newDeskOf(t, answer.Config{}, all)
	if a := d.question("Summarise the flood in Velmoor"); len(a.Citations) == 0 || a.Citations[0].Article.ID != "later" {
		t.Errorf("%q", a.Text)
	}
	if a := d.question("How did the flood in Velmoor develop?"); len(a.Citations) != 2 || a.Citations[0].Article.ID != "first" {
		t.Errorf("%q", a.Text)
	}
}

func TestOldEvidenceForAQuestionOfNowIsSaidToBeOld(t *testing.T) {
	d := newDesk(t, nil)
	for _, test := range []struct {
		asked news.SearchRequest
		stale bool
	}{{news.SearchRequest{AsOf: at(10, 5)}, false}, {news.SearchRequest{AsOf: at(12, 20)}, true}} {
		a := d.ask(news.AnswerRequest{Question: "What is the current price of a loaf in Velmoor, what does it cost?", Search: test.asked})
		said := strings.Contains(strings.Join(a.Warnings, " "), "3 October 2026, so it may have changed since")
		if said != test.stale || test.stale && a.Status != news.StatusPartial {
			t.Errorf("asked on %s: %s, warnings %q, %q", test.asked.AsOf, a.Status, a.Warnings, a.Text)
		}
	}
}

// However a question says that it is about now, an old answer to it is said to be
// old, and partial; one about what happened is not.
func TestAnOldAnswerIsSaidToBeOldHoweverNowIsAskedAbout(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, []news.Article{
		{ID: "mayor", Source: "Nordwire", Headline: "Velmoor has a new mayor", Published: at(1, 12), Body: "Lena Sarkov is the mayor of Velmoor since Monday. She won the election against Piet Rann by 214 votes."},
		{ID: "fare", Source: "Nordwire", Headline: "Ferry fares rise", Published: at(2, 3), Body: "A ticket for the ferry from Velmoor to Ostrand costs 14 crowns. The ferry carries 3,000 people a day."},
		{ID: "bridge", Source: "Coastal Post", Headline: "Hollin bridge closed", Published: at(2, 20), Body: "The Hollin bridge is closed for lorries because of cracks. The Hollin bridge opened in 1961."},
		{ID: "strike", Source: "Coastal Post", Headline: "Bakers on strike", Published: at(3, 2), Body: "The bakers of Ostrand are on strike for higher wages. 300 bakers walked out on Monday."},
	})
	for question, old := range map[string]bool{
		"Who is the mayor of Velmoor?":                                 true,
		"Who's the mayor of Velmoor now?":                              true,
		"Who is currently the mayor of Velmoor?":                       true,
		"Is Lena Sarkov still the mayor of Velmoor?":                   true,
		"What is the price of a ferry ticket from Velmoor to Ostrand?": true,
		"How much does a ticket for the ferry to Ostrand cost?":        true,
		"What does a ticket for the ferry to Ostrand cost?":            true,
		"How many people does the ferry carry a day at the moment?":    true,
		"Is the Hollin bridge still closed for lorries?":               true,
		"Is the Hollin bridge open for lorries yet?":                   true,
		"Are the bakers of Ostrand on strike right now?":               true,
		"What is the latest on the strike of the bakers in Ostrand?":   true,
		"Who won the election in Velmoor?":                             false,
		"When did the Hollin bridge open?":                             false,
		"How many bakers walked out in Ostrand?":                       false,
	} {
		a := d.question(question)
		said := strings.Contains(strings.Join(a.Warnings, " "), "The newest that was found on this is of ")
		if said != old || old && a.Status != news.StatusPartial || len(a.Citations) == 0 {
			t.Errorf("%s: %s, warnings %q, %q", question, a.Status, a.Warnings, a.Text)
		}
	}
}
