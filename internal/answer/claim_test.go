package answer_test

import (
	"strings"
	"testing"

	"byline/internal/news"
)

// cites holds quotes to their articles.
func cites(t *testing.T, f news.Finding) {
	t.Helper()
	for i, c := range f.Citations {
		if c.Marker != i+1 || c.Quote == "" || c.Article.Body[c.Start:c.End] != c.Quote {
			t.Errorf("citation %+v", c)
		}
	}
}

func TestClaimsAreJudgedByArticles(t *testing.T) {
	d := newDesk(t, nil)
	for claim, want := range map[string]struct {
		status news.BatchStatus
		quote  string
	}{
		"The ferry Merle ran onto a rock off Ostrand with 214 people on board.": {news.BatchSupported, "214 people"},
		"The ferry Merle ran onto a rock off Ostrand with 314 people on board.": {news.BatchContradicted, "214 people"},
		"A loaf now costs two crowns.":                                          {news.BatchSupported, "two crowns"},
		"The mayor of Velmoor has resigned over the harbour.":                   {news.BatchNotSupported, ""},
	} {
		got, err := d.Check(t.Context(), claim, news.SearchRequest{AsOf: today})
		if err != nil {
			t.Fatal(err)
		}
		cites(t, got)
		if got.Status != want.status || (len(got.Citations) > 0) != (want.quote != "") || want.quote != "" && !strings.Contains(got.Citations[0].Quote, want.quote) {
			t.Errorf("%s: %+v", claim, got)
		}
	}
}

func TestNamesAreFoundInArticles(t *testing.T) {
	d := newDesk(t, nil)
	for name, want := range map[string]struct {
		articles int
		quote    string
	}{
		"Jonas Haverly":     {2, "The captain, Jonas Haverly, has been questioned by the police."},
		"“Jonas  Haverly\"": {2, "Jonas Haverly"},
		"merle":             {4, "Merle"},
		"Marta Ilven":       {},
		`")(`:               {},
	} {
		got, err := d.Mentions(t.Context(), name, news.SearchRequest{AsOf: today})
		if err != nil {
			t.Fatal(err)
		}
		cites(t, got)
		if got.Articles != want.articles || (got.Status == news.BatchFound) != (want.articles > 0) || want.articles > 0 && !strings.Contains(got.Citations[0].Quote, want.quote) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
