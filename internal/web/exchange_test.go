package web

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/news"
)

// Each chip leads to the same question without what it tells.
func TestChips(t *testing.T) {
	n := Narrowing{AsOf: "2025-02-07", Before: "2025-02-01", Sources: []string{"Harbour Wire", "Marn Gazette"}, Subjects: []string{"ferries"}, KeepDates: true}
	u := news.Understood{
		Dates:  []news.DateExpression{{Text: "then", After: timeOf("2025-01-01"), Before: timeOf("2025-01-02")}},
		Filter: news.Filter{Sources: []string{"Harbour Wire", "Orsk Bay Courier"}},
	}
	got := chips(u, n, func(n Narrowing) string { return Search{Query: "a", Narrowing: n}.path() })
	const all = "/search?q=a"
	want := []Chip{
		{"“then”: 1 January 2025", all + "&as_of=2025-02-07&before=2025-02-01&source=Harbour+Wire&source=Marn+Gazette&subject=ferries&keep_dates=true"},
		{"Published until 31 January 2025", all + "&as_of=2025-02-07&source=Harbour+Wire&source=Marn+Gazette&subject=ferries&keep_dates=true"},
		{"Only Harbour Wire", all + "&as_of=2025-02-07&before=2025-02-01&source=Marn+Gazette&subject=ferries&keep_dates=true"},
		{"Only Marn Gazette", all + "&as_of=2025-02-07&before=2025-02-01&source=Harbour+Wire&subject=ferries&keep_dates=true"},
		{"Only Orsk Bay Courier", ""}, // found in the question, so that no parameter takes it back
		{"On ferries", all + "&as_of=2025-02-07&before=2025-02-01&source=Harbour+Wire&source=Marn+Gazette&keep_dates=true"},
		{"News up to 7 February 2025", all + "&before=2025-02-01&source=Harbour+Wire&source=Marn+Gazette&subject=ferries&keep_dates=true"},
		{"Dates taken as words", all + "&as_of=2025-02-07&before=2025-02-01&source=Harbour+Wire&source=Marn+Gazette&subject=ferries"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// Quotes, articles and outlets are counted each for themselves.
func TestSummary(t *testing.T) {
	quote := func(marker int, article, source string) news.Citation {
		return news.Citation{Marker: marker, Article: news.Article{ID: article, Source: source}}
	}
	a := &news.Answer{Citations: []news.Citation{quote(1, "a", "Wire"), quote(2, "b", "Wire"), quote(3, "a", "Wire"), quote(4, "c", "Gazette")}}
	for n, want := range []string{"", "1 quote from 1 article", "2 quotes from 2 articles", "3 quotes from 2 articles", "4 quotes from 3 articles by 2 outlets"} {
		if got := summary(&news.Answer{Citations: a.Citations[:n]}); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	cards := cardsOf(a)
	if len(cards) != 3 || cards[0].Article.ID != "a" || len(cards[0].Quotes) != 2 || cards[2].Quotes[0].Marker != 4 {
		t.Errorf("got %+v", cards)
	}
	if got := formatCount(1234567, "article"); got != "1,234,567 articles" {
		t.Error(got)
	}
}

func TestCreditsStandApart(t *testing.T) {
	a := &news.Answer{
		Text:      "It sails again (at last). (The Wire, 3 February 2025) [1]\n\nNobody says why [2], \u202eor when [7].",
		Citations: []news.Citation{{Marker: 1, Article: news.Article{Source: "The Wire"}}, {Marker: 2, Article: news.Article{Source: "Gazette"}}},
	}
	want := [][]Piece{
		{{Text: "It sails again (at last)."}, {Text: " (The Wire, 3 February 2025)", Credit: true}, {Citation: &a.Citations[0]}, {}},
		{{Text: "Nobody says why"}, {Citation: &a.Citations[1]}, {Text: ", or when [7]."}},
	}
	if diff := cmp.Diff(want, answerText(a)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// What all articles have in common is no choice; what was chosen always is one.
func TestChoices(t *testing.T) {
	article := func(source string, subjects ...string) news.Article {
		return news.Article{Source: source, Subjects: subjects}
	}
	v := Search{Narrowing: Narrowing{Subjects: []string{"trade"}}, Latest: []news.Article{article("Wire", "all", "ferries"), article("Wire", "all", "weather"), article("", "all", "weather")}}
	if diff := cmp.Diff([]Choice{{Value: "Wire"}}, v.Outlets()); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]Choice{{Value: "trade", Chosen: true}, {Value: "weather"}, {Value: "ferries"}}, v.Topics()); diff != "" {
		t.Error(diff)
	}
}

// The scripts of a page are read on a train, too.
func TestTheScriptIsSmall(t *testing.T) {
	const most = 60 << 10
	entries, err := staticFiles.ReadDir("static")
	if err != nil {
		t.Fatal(err)
	}
	size := int64(0)
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		if name := e.Name(); len(name) > 3 && name[len(name)-3:] == ".js" {
			size += info.Size()
		}
	}
	if size == 0 || size > most {
		t.Errorf("the scripts have %d bytes, want at most %d", size, most)
	}
}
