package answer_test

import (
	"slices"
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// disputes are articles that differ on some things, and agree on others.
func disputes() []news.Article {
	return []news.Article{
		{ID: "fire", Source: "Nordwire", Headline: "Fire in Hollin market", Published: at(11, 2), Body: "A fire destroyed the market hall of Hollin on Monday. Three people were killed in the fire at the market hall of Hollin, the police said. The hall was built in 1888."},
		{ID: "toll", Source: "Coastal Post", Headline: "Toll of Hollin fire rises", Published: at(11, 4), Body: "Five people were killed in the fire at the market hall of Hollin, the hospital said on Wednesday. Two of the injured had died overnight."},
		{ID: "quarry", Source: "Nordwire", Language: "en", Headline: "Three die in Tarn quarry", Published: at(7, 6), Body: "A landslide killed three people in the quarry of Tarn on Monday, the rescuers said. Dogs were looking for others."},
		{ID: "rises", Source: "Coastal Post", Language: "en", Headline: "More dead in Tarn", Published: at(7, 8), Body: "The number of people killed by the landslide in the quarry of Tarn rose to seven on Wednesday after four bodies were found, the rescuers said."},
		{ID: "bridge", Source: "Nordwire", Headline: "Bridge of Lode to cost 40 million", Published: at(10, 2), Body: "The new bridge of Lode will cost 40 million crowns, the ministry said on Friday. Work begins in spring."},
		{ID: "audit", Source: "Velmoor Herald", Headline: "Auditors doubt price of Lode bridge", Published: at(10, 5), Body: "The new bridge of Lode will cost 55 million crowns, according to the auditors of the province. The ministry rejects that."},
		{ID: "turnout", Source: "Coastal Post", Headline: "Turnout in Drummel at 61 percent", Published: at(9, 4), Body: "Turnout in the election of Drummel was 61 percent, Coastal Post has learnt. Counting went on into the night."},
		{ID: "corrected", Source: "Coastal Post", Headline: "Correction: turnout in Drummel was 64 percent", Published: at(9, 3), Body: "Turnout in the election of Drummel was 64 percent, and not 61 as Coastal Post reported on Tuesday. We apologise for the mistake."},
		{ID: "strike", Source: "Nordwire", Headline: "Strike at Brask", Published: at(8, 1), Body: "About 900 workers of Brask Marine are on strike in Ostrand, the union said on Saturday. Cranes stand still."},
		{ID: "second day", Source: "Ostrand Echo", Headline: "Brask strike enters second day", Published: at(8, 2), Body: "Some 912 workers of Brask Marine are on strike in Ostrand for better pay. The company calls for talks."},
		{ID: "former", Source: "Nordwire", Headline: "Lind sworn in", Published: at(3, 1), Body: "Eda Lind was sworn in as mayor of Drummel on Sunday. She is the third mayor of Drummel in a year."},
		{ID: "mayor", Source: "Nordwire", Headline: "Brandt becomes mayor of Drummel", Published: at(11, 10), Body: "Otto Brandt was sworn in as mayor of Drummel on Tuesday, after Eda Lind had stepped down."},
		{ID: "bread", Source: "Nordwire", Headline: "Price of bread", Published: at(5, 1), Body: "A loaf of rye bread costs three crowns in Velmoor, the bakers said on Friday."},
		{ID: "dearer", Source: "Nordwire", Headline: "Bread dearer again", Published: at(11, 9), Body: "A loaf of rye bread costs five crowns in Velmoor since Monday, the bakers said."},
	}
}

// floods are what was told of one flood as its dead were counted, and of two others.
func floods() []news.Article {
	return []news.Article{
		{Language: "en", ID: "night", Source: "Nordwire", Headline: "Flood hits Ostmark", Published: at(6, 9), Body: "The flood in Ostmark has killed six people, cut off two villages and left thousands without power. Officials are unsure how it began."},
		{Language: "en", ID: "third day", Source: "Coastal Post", Headline: "Rescuers dig on in Ostmark", Published: at(6, 11), Body: "At least 36 people have died in the flood in Ostmark, Sella County said in a statement. A storm of 1960 killed 61 people in Ostmark."},
		{Language: "en", ID: "village", Source: "Velmoor Herald", Headline: "Ostmark flood: a village mourns", Published: at(6, 15), Body: "Four people were killed by the flood in Ostmark's smallest village, where they were buried on Monday."},
		{Language: "en", ID: "later", Source: "Ostrand Echo", Headline: "Chief resigns over Ostmark flood", Published: at(6, 18), Body: "The head of the emergency agency resigned a day after he had defended that no siren was sounded as the flood in Ostmark rose. The death toll of Ostmark has reached 106."},
		{Language: "en", ID: "elsewhere", Source: "Nordwire", Headline: "Flood in Drummel", Published: at(6, 19), Body: "The flood in Drummel has killed two people. It is the second within a month."},
		{Language: "en", ID: "bridge", Source: "Nordwire", Headline: "Ostmark bridge", Published: at(6, 20), Body: "Crossing the bridge of Ostmark costs three crowns. The price has not changed in years."},
	}
}

func TestACountThatGrowsIsThatOfTheNewestReport(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, floods())
	for _, question := range []string{"How many people were killed by the flood in Ostmark?", "How many people have died in the Ostmark flood?", "What is the death toll in Ostmark?"} {
		a := d.question(question)
		if len(a.Citations) == 0 || a.Citations[0].Article.ID != "later" {
			t.Errorf("%s does not begin with the newest count: %s", question, a.Text)
		}
		if warned := strings.Join(a.Warnings, " "); !strings.Contains(warned, "for the count has grown: 106 (Ostrand Echo, 18 June 2026); 36") || strings.Contains(warned, "61") || strings.Contains(warned, "Four") {
			t.Errorf("%s: %q", question, warned)
		}
	}
}

func TestACountThatIsTakenBackIsNotTheCount(t *testing.T) {
	slide := []news.Article{
		{Language: "en", ID: "first", Source: "Nordwire", Headline: "Slide buries houses in Tarn", Published: at(6, 1), Body: "At least 48 people died when a slide buried a part of Tarn on Monday, the governor said. Rain had fallen for nine days."},
		{Language: "en", ID: "back", Source: "Nordwire", Headline: "Governor puts Tarn toll right", Published: at(6, 3), Body: "The death toll of the slide in Tarn is 38, not 48 as was said earlier, the office of the governor said. Ten names had been counted twice."},
	}
	grown := append(slices.Clone(slide), news.Article{Language: "en", ID: "grown", Source: "Coastal Post", Headline: "More dead in Tarn", Published: at(6, 6), Body: "The slide in Tarn has killed 41 people, the rescuers said on Saturday."})
	for want, articles := range map[string][]news.Article{"back": slide, "grown": grown} {
		a := newDeskOf(t, answer.Config{}, articles).question("How many people died in the slide in Tarn?")
		if len(a.Citations) == 0 || a.Citations[0].Article.ID != want || strings.HasPrefix(a.Direct.Text, "48") {
			t.Errorf("does not begin with %q, but comes to %q: %s", want, a.Direct.Text, a.Text)
		}
	}
}

// A number that a later report denies, or that a correction says was wrong, is no direct answer.
func TestADeniedNumberIsNoDirectAnswer(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, []news.Article{
		{Language: "en", ID: "eels", Source: "Nordwire", Headline: "Farm in Velmark loses 90,000 eels", Published: at(6, 1), Body: "About 90,000 eels were sold by mistake in Velmark, the farm said. Boats are looking for them."},
		{Language: "en", ID: "more", Source: "Nordwire", Headline: "More eels lost in Velmark", Published: at(6, 9), Body: "More eels than thought were sold by mistake in Velmark: 140,000 and not 90,000, the farm said. It has counted again."},
	})
	if a := d.question("How many eels were sold by mistake in Velmark?"); strings.HasPrefix(a.Direct.Text, "90") {
		t.Errorf("comes to %q: %s", a.Direct.Text, a.Text)
	}
}

func TestFiguresThatDifferAreSaidToDiffer(t *testing.T) {
	d := newDeskOf(t, answer.Config{}, disputes())
	for question, want := range map[string]struct {
		cites []string // in this order; none: any
		says  []string // in the warning; none: nothing differs
	}{
		"How many people were killed in the fire at the market hall of Hollin?": {[]string{"toll", "fire"}, []string{"Five (Coastal Post, 4 November 2026)", "Three (Nordwire, 2 November 2026)"}},
		"How many people were killed by the landslide in the quarry of Tarn?":   {[]string{"rises", "quarry"}, []string{"seven (Coastal Post, 8 July 2026)", "three (Nordwire, 6 July 2026)"}},
		"How much will the new bridge of Lode cost?":                            {[]string{"audit", "bridge"}, []string{"55 million crowns (Velmoor Herald", "40 million crowns (Nordwire"}},
		"What was the turnout in the election of Drummel?":                      {[]string{"corrected", "turnout"}, []string{"64 percent (Coastal Post, 3", "61 percent (Coastal Post, 4"}},
		"How many workers of Brask Marine are on strike in Ostrand?":            {nil, nil},
		"Who is the mayor of Drummel?":                                          {[]string{"mayor"}, nil},
		"What is the current price of a loaf of rye bread in Velmoor?":          {[]string{"dearer"}, nil},
	} {
		a := d.question(question)
		var at []string
		for _, c := range a.Citations {
			if len(at) == 0 || at[len(at)-1] != c.Article.ID {
				at = append(at, c.Article.ID)
			}
		}
		if want.cites != nil && strings.Join(at, ", ") != strings.Join(want.cites, ", ") {
			t.Errorf("%s cites %v, want %v: %s", question, at, want.cites, a.Text)
		}
		warned := strings.Join(a.Warnings, " ")
		if strings.Contains(warned, "Reports differ") != (want.says != nil) {
			t.Errorf("%s: warnings %q", question, a.Warnings)
		}
		for _, s := range want.says {
			if !strings.Contains(warned, s) {
				t.Errorf("%s: %q lacks %q", question, warned, s)
			}
		}
		if a.Direct.Text == "61" || a.Direct.Text == "three" {
			t.Errorf("%s comes to what was taken back", question)
		}
	}
}
