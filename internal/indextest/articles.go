package indextest

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"time"

	"byline/internal/news"
)

// First is when the oldest of the made-up articles was published.
var First = time.Date(2025, time.January, 6, 7, 0, 0, 0, time.UTC)

// every is the time between two made-up articles.
const every = 97 * time.Minute

// beat is what a made-up article is about, with the words to write about it.
type beat struct {
	subject                        string
	actors, deeds, things, details []string
}

func places() []string {
	return []string{"Velmoor", "Ostrand", "Quarne", "Fallowby", "Ithel Bay", "Dunmarrow", "Sarvik", "Pellgate", "Hollin", "Brackwater", "Morvane", "Tessel"}
}

func people() []string {
	return []string{"Ada Brenner", "Milo Fasst", "Ines Korvald", "Tomas Ruel", "Greta Oswin", "Paul Andrei", "Lena Sorrow", "Viktor Hale", "Nadia Pym", "Otto Lind"}
}

// Outlets are the sources of the made-up articles.
func Outlets() []string {
	return []string{"Velmoor Herald", "Coastal Post", "Sarvik Times", "The Quarne Letter", "Radio Hollin", "Evening Lantern"}
}

func beats() []beat {
	return []beat{
		{
			"harbour",
			[]string{"the port authority", "dock workers", "a ferry company", "the coast guard", "fishing crews", "the shipyard"},
			[]string{"reopened", "inspected", "blocked", "repaired", "surveyed", "extended"},
			[]string{"the outer pier", "two grain terminals", "a damaged trawler", "the northern breakwater", "a row of warehouses", "the lighthouse"},
			[]string{"after a night of heavy swell", "before the herring season", "while divers searched the basin", "in spite of a strike over wages"},
		},
		{
			"schools",
			[]string{"the school board", "a group of parents", "teachers", "the ministry of education", "a primary school", "students"},
			[]string{"rejected", "welcomed", "delayed", "published", "rewrote", "defended"},
			[]string{"the new timetable", "a reading programme", "plans for smaller classes", "the examination rules", "lessons in C and .NET", "a course in C++"},
			[]string{"before the spring term", "after three hours of debate", "because too few pupils had enrolled", "with the support of the union"},
		},
		{
			"elections",
			[]string{"the governing party", "the electoral commission", "an opposition leader", "voters", "the mayor", "two independent candidates"},
			[]string{"challenged", "postponed", "certified", "criticised", "announced", "recounted"},
			[]string{"the result of the ballot", "a televised debate", "the postal votes", "a proposal on campaign money", "the list of candidates", "turnout figures"},
			[]string{"ten days before polling day", "after a court had ruled", "amid long queues", "by a margin of forty votes"},
		},
		{
			"football",
			[]string{"the home side", "the league", "a young goalkeeper", "the head coach", "visiting supporters", "the captain"},
			[]string{"won", "lost", "missed", "celebrated", "abandoned", "replayed"},
			[]string{"the cup tie", "a penalty", "the derby", "an early lead", "the last match of the season", "a place in the final"},
			[]string{"in injury time", "on a frozen pitch", "in front of nine thousand people", "after a red card"},
		},
		{
			"health",
			[]string{"the regional hospital", "doctors", "a vaccine laboratory", "nurses", "the health inspectorate", "patients"},
			[]string{"reported", "treated", "confirmed", "warned of", "contained", "traced"},
			[]string{"an outbreak of measles", "a shortage of insulin", "contaminated water", "longer waiting lists", "a rare infection", "eleven new cases"},
			[]string{"within a fortnight", "although beds were free", "after a change of suppliers", "among children under five"},
		},
		{
			"railways",
			[]string{"the rail operator", "engineers", "commuters", "the transport minister", "a signal box", "freight carriers"},
			[]string{"closed", "electrified", "doubled", "cancelled", "upgraded", "financed"},
			[]string{"the valley line", "a tunnel under the ridge", "forty carriages", "the night train", "an ageing viaduct", "the timetable"},
			[]string{"because of a landslide", "at a cost of ninety million", "ahead of the winter", "after a derailment"},
		},
		{
			"economy",
			[]string{"the central bank", "a furniture maker", "exporters", "the finance ministry", "a trade union", "retailers"},
			[]string{"raised", "cut", "forecast", "froze", "questioned", "subsidised"},
			[]string{"interest rates", "the minimum wage", "fuel duty", "six hundred jobs", "prices for timber", "the bonds of AT&T"},
			[]string{"by a quarter of a point", "for the first time in four years", "as inflation slowed", "against the advice of economists"},
		},
		{
			"culture",
			[]string{"the city museum", "an orchestra", "archaeologists", "a film festival", "the national library", "a sculptor"},
			[]string{"restored", "unearthed", "exhibited", "auctioned", "donated", "recorded"},
			[]string{"a medieval altar", "forgotten letters", "a bronze mask", "two early operas", "a collection of maps", "the oldest known printing press"},
			[]string{"with money from a foundation", "under the old market square", "to full houses", "after decades in a cellar"},
		},
	}
}

// Article returns the made-up article of a number: the same one at every call.
// Every seventeenth has no date.
func Article(i int) news.Article {
	r := rand.New(rand.NewPCG(uint64(i), 77))
	all := beats()
	b := all[r.IntN(len(all))]
	place := pick(r, places())
	outlet := i % len(Outlets())
	a := news.Article{
		ID:       fmt.Sprintf("made-%06d", i),
		Source:   Outlets()[outlet],
		URL:      fmt.Sprintf("https://outlet%d.example/%d", outlet, i),
		Headline: capital(pick(r, b.actors)) + " " + pick(r, b.deeds) + " " + pick(r, b.things) + " in " + place,
		Authors:  []string{pick(r, people())},
		Section:  capital(b.subject),
		Subjects: []string{capital(b.subject), place},
		Language: "en",
	}
	if i%17 != 16 {
		a.Published = First.Add(time.Duration(i) * every)
	}
	if i%5 == 4 {
		a.Language = "uk"
	}
	a.Body = body(r, b, place)
	return a
}

// Articles returns the made-up articles of the numbers from 0 up to n.
func Articles(n int) []news.Article {
	out := make([]news.Article, n)
	for i := range out {
		out[i] = Article(i)
	}
	return out
}

// Revised returns a later version of an article: its text with another ending.
func Revised(a news.Article, version int) news.Article {
	a.Body += fmt.Sprintf("\n\nThis article was revised for the %dth time.", version)
	return a
}

// Sentence returns the made-up sentence of a number.
func Sentence(i int) string {
	r := rand.New(rand.NewPCG(uint64(i), 78))
	all := beats()
	return sentence(r, all[r.IntN(len(all))], pick(r, places()))
}

func body(r *rand.Rand, b beat, place string) string {
	paragraphs := make([]string, 3+r.IntN(4))
	for i := range paragraphs {
		sentences := make([]string, 3+r.IntN(3))
		for j := range sentences {
			sentences[j] = sentence(r, b, place)
		}
		paragraphs[i] = strings.Join(sentences, " ")
	}
	return strings.Join(paragraphs, "\n\n")
}

func sentence(r *rand.Rand, b beat, place string) string {
	core := pick(r, b.actors) + " " + pick(r, b.deeds) + " " + pick(r, b.things)
	switch r.IntN(4) {
	case 0:
		return capital(core) + " " + pick(r, b.details) + ", " + pick(r, people()) + " said."
	case 1:
		return fmt.Sprintf("In %s, %s on the %d of the month.", place, core, 1+r.IntN(28))
	case 2:
		return fmt.Sprintf("“We counted %d of them,” said %s, “and %s.”", 2+r.IntN(900), pick(r, people()), core)
	default:
		return capital(core) + " near " + pick(r, places()) + " " + pick(r, b.details) + "."
	}
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func capital(s string) string { return strings.ToUpper(s[:1]) + s[1:] }
