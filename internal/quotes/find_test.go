package quotes_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"byline/internal/embedded/embeddedtest"
	"byline/internal/indextest"
	"byline/internal/news"
	"byline/internal/quotes"
)

const ferryBody = "The harbour authority of Vell has closed the northern pier.\n\n" +
	"“We will not let anybody on board until the rudder is repaired,” said Ilze Kalna, who leads the authority. " +
	"She had told the council in March that the ferry needed a new rudder, and that the old one would not last another winter.\n\n" +
	"Passengers can take a bus around the bay, which leaves every hour from the market square."

func day(d int) time.Time { return time.Date(2026, 3, d, 9, 0, 0, 0, time.UTC) }

func library() []news.Article {
	return []news.Article{
		{ID: "late", Source: "Nordwire", Headline: "Pier closed", Published: day(3), Body: ferryBody},
		{ID: "first", Source: "Baltic Courier", Headline: "Rudder keeps ferry in dock", Published: day(1), Body: ferryBody},
		{ID: "other", Source: "Tarnhavn Dispatch", Headline: "Council asks for answers", Published: day(5),
			Body: "The council met on Tuesday to talk about the budget for roads and schools in the coming year. " +
				"Kalna told members: “We will not let anybody on board until the rudder is repaired.” Nobody asked what that would cost the town."},
		{ID: "market", Source: "Nordwire", Headline: "Market day", Published: day(2), Body: "Fish was cheap on the market square this week, and the baker sold out before noon."},
	}
}

func finder(tb testing.TB, articles ...news.Article) *quotes.Finder {
	tb.Helper()
	e := indextest.Encoder(tb)
	x := embeddedtest.Open(tb, tb.TempDir(), embeddedtest.Options(e))
	if _, err := x.Put(tb.Context(), indextest.Records(tb, e, articles...)); err != nil {
		tb.Fatal(err)
	}
	return quotes.New(x, x, e, nil)
}

func find(t *testing.T, f *quotes.Finder, text string) news.QuoteResult {
	t.Helper()
	r, err := f.FindQuote(t.Context(), news.QuoteRequest{Text: text})
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func kinds(p news.Printing) string {
	var out []string
	for _, piece := range p.Pieces {
		out = append(out, string(piece.Kind))
	}
	return strings.Join(out, ", ")
}

func TestWordsAreFoundHoweverTheyWereWritten(t *testing.T) {
	f := finder(t, library()...)
	for name, c := range map[string]struct{ text, kinds string }{
		"as printed":                  {"told the council in March that the ferry needed a new rudder, and that the old one would not last", "same"},
		"in capitals, straight quote": {`"PASSENGERS CAN TAKE A BUS AROUND THE BAY - WHICH LEAVES EVERY HOUR"`, "same"},
		"across paragraphs":           {"would not last another winter. Passengers can take a bus around", "same"},
		"with a word changed":         {"told the council in April that the ferry needed a new rudder", "same, changed, same"},
		"with a word dropped":         {"told the council in March that the ferry needed a rudder", "same, dropped, same"},
		"with a word added":           {"told the council in March that the old ferry needed a new rudder", "same, added, same"},
		"with words left out":         {"the harbour authority of Vell … told the council in March that the ferry needed", "same, left out, same"},
		"with brackets":               {"[Ms Kalna] had told the council in March that the ferry needed a new rudder", "bracket, same"},
		"of few words":                {"the old one would not last", "same"},
		"from the source of a page":   {`<p class="lead">She had told the council in March that <b>the ferry</b> needed a new rudder</p>&nbsp;`, "same"},
		"from lines of print":         {"She had told the coun-\ncil in March that the fer\u00ad\nry needed a new rud\u00adder", "same"},
	} {
		r := find(t, f, c.text)
		if len(r.Printings) != 1 || r.Printings[0].Article.ID != "first" || len(r.Printings[0].Copies) != 1 {
			t.Errorf("%s: %+v", name, r)
			continue
		}
		if got := kinds(r.Printings[0]); got != c.kinds {
			t.Errorf("%s: %s, want %s: %+v", name, got, c.kinds, r.Printings[0].Pieces)
		}
	}
}

func TestAllWhoPrintedWordsAreListedTheEarliestFirstAndCopiesFolded(t *testing.T) {
	r := find(t, finder(t, library()...), "“We will not let anybody on board until the rudder is repaired”")
	if len(r.Printings) != 2 || r.Printings[0].Article.ID != "first" || r.Printings[1].Article.ID != "other" {
		t.Fatalf("%+v", r)
	}
	if c := r.Printings[0].Copies; len(c) != 1 || c[0].ID != "late" || len(r.Printings[1].Copies) != 0 {
		t.Errorf("copies %+v", c)
	}
}

func TestWordsThatNobodyPrintedAreNotFoundAndTheClosestIsOffered(t *testing.T) {
	f := finder(t, library()...)
	for _, text := range []string{
		"Kalna said that no passenger would come on board before repairs of the broken rudder were over",
		"rudder new a needed ferry the that March in council the told had she winter another last",
		"the rudder is broken",
	} {
		r := find(t, f, text)
		if len(r.Printings) != 0 || len(r.Closest) == 0 {
			t.Errorf("%q: %+v", text, r)
		}
	}
	if r := find(t, f, "zebras quarrelled underneath Zanzibar"); len(r.Printings)+len(r.Closest) != 0 {
		t.Errorf("%+v", r)
	}
}

// Sentences that were left out between others without a word about it are dropped.
func TestSentencesAreFoundWithoutThoseBetween(t *testing.T) {
	const text = "The harbour authority of Vell has closed the northern pier. Passengers can take a bus around the bay, which leaves every hour from the market square."
	r := find(t, finder(t, library()...), text)
	if len(r.Printings) != 1 || r.Printings[0].Exact || kinds(r.Printings[0]) != "same, dropped, same" {
		t.Errorf("%+v", r)
	}
	const mixed = "The harbour authority of Vell has closed the northern pier. Fish was cheap on the market square this week, and the baker sold out before noon."
	if r := find(t, finder(t, library()...), mixed); len(r.Printings) != 0 {
		t.Errorf("of two articles: %+v", r.Printings)
	}
}

// Who pastes a post pastes what is said of the quote, too.
func TestWordsInQuotationMarksAreFoundWithoutWhatStandsAround(t *testing.T) {
	f := finder(t, library()...)
	for text, want := range map[string]int{
		"Did nobody read this? “We will not let anybody on board until the rudder is repaired” (page 3, seen by a reader)": 2,
		"She said “it is a fine day for a swim in the bay” and the rudder would be repaired":                               0,
	} {
		if r := find(t, f, text); len(r.Printings) != want {
			t.Errorf("%s: %+v, want %d", text, r.Printings, want)
		}
	}
}

func TestWordsWithoutOneToLookForAreRefused(t *testing.T) {
	f := finder(t, library()...)
	for _, text := range []string{"", "…", "[Kalna]", "?!"} {
		if _, err := f.FindQuote(t.Context(), news.QuoteRequest{Text: text}); news.KindOf(err) != news.KindInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Whatever is asked for, pieces are what they say: of the quote and of the body, in their order.
func FuzzFindQuote(f *testing.F) {
	x := finder(f, library()...)
	for _, text := range []string{"We will not let anybody [on] … board until", "ünïté 1,200.5 o'clock ’s [", "[[]]]…[…]ferry", "\xff\xfe ferry \x00"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if utf8.RuneCountInString(text) > news.MaxQuote {
			return
		}
		r, err := x.FindQuote(t.Context(), news.QuoteRequest{Text: text})
		if err != nil {
			if news.KindOf(err) != news.KindInvalid {
				t.Fatal(err)
			}
			return
		}
		for _, p := range append(r.Printings, r.Closest...) {
			given, at := 0, p.Start
			for _, piece := range p.Pieces {
				i := strings.Index(text[given:], piece.Given)
				if i < 0 || p.Article.Body[piece.Start:piece.End] != piece.Printed || piece.Printed != "" && piece.Start < at {
					t.Fatalf("%q: piece %+v of %+v", text, piece, p)
				}
				given, at = given+i+len(piece.Given), max(at, piece.End)
			}
			if p.Article.Body[p.Start:p.End] != p.Quote {
				t.Fatalf("%q: %+v", text, p)
			}
		}
	})
}

func BenchmarkFindQuote(b *testing.B) {
	f := finder(b, library()...)
	for b.Loop() {
		if _, err := f.FindQuote(b.Context(), news.QuoteRequest{Text: "told the council in April that the ferry needed a new rudder"}); err != nil {
			b.Fatal(err)
		}
	}
}

// Who pastes a page pastes its headline, too.
func TestTheHeadlineBelongsToTheWords(t *testing.T) {
	f := finder(t, library()...)
	for text, want := range map[string]string{
		"Rudder keeps ferry in dock":  "first: headline",
		"RUDDER KEEPS FERRY IN DOCK!": "first: headline",
		"Rudder keeps ferry in dock\nThe harbour authority of Vell has closed the northern pier.":           "first: headline, same",
		"Council asks for answers — The council met on Tuesday to talk of the budget for roads and schools": "other: headline, same, changed, same",
		"Council asks for answers: fish was cheap on the market square this week":                           "",
		"Market day": "", // two words begin sentences, too
		"Rudder keeps ferry in dock for the winter": "",
	} {
		got := ""
		for _, p := range find(t, f, text).Printings {
			got += p.Article.ID + ": " + kinds(p)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
	r := find(t, f, "Rudder keeps ferry in dock").Printings
	if len(r) != 1 || r[0].Quote != "" || r[0].Same != 5 || !r[0].Exact || r[0].Pieces[0].Printed != "Rudder keeps ferry in dock" {
		t.Errorf("%+v", r)
	}
}

// Some write a sign, and others the word for it.
func TestSignsAreTheWordsThatTheyStandFor(t *testing.T) {
	f := finder(t, news.Article{ID: "budget", Headline: "Budget", Body: "Schools get 9 per cent more, and roads 4.5% less, says Marsh & Lowe. Two bridges cost 14 million crowns."})
	for text, want := range map[string]string{
		"schools get 9% more & roads 4.5 percent less": "same",
		"roads 4.5 pct less, says Marsh and Lowe":      "same",
		"schools get nine per cent more":               "same",
		"2 bridges cost 14m crowns":                    "same",
		"2 bridges cost 14bn crowns":                   "",
		"2 bridges cost 140 million crowns":            "",
		"schools get nine cent more":                   "",
		"schools get 9 more":                           "same, dropped, same",
	} {
		got := ""
		for _, p := range find(t, f, text).Printings {
			got += kinds(p)
		}
		if got != want {
			t.Errorf("%s: %q, want %q", text, got, want)
		}
	}
}
