package query_test

import (
	"testing"

	"byline/internal/entities"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/query"
)

func TestAQueryWithoutOperatorsAsksForAllOfItsWords(t *testing.T) {
	ferry := news.Article{ID: "1", Source: "Nordwire", Headline: "Ferry aground", Body: "The ferry Halmund ran aground off Tarnhavn."}
	cases := []struct {
		query string
		holds bool
	}{
		{"ferries aground", true},
		{"the ferry of Tarnhavn", true},
		{"ferry strike", false},
		{"ferry OR strike", true},
		{"ferry -aground", false},
		{"source:nordwire", true},
	}
	for _, c := range cases {
		where, err := query.Select(c.query, nil, lexical.New(), entities.Names{})
		if err != nil {
			t.Fatalf("%q: %v", c.query, err)
		}
		if where.Holds(&ferry) != c.holds {
			t.Errorf("%q holds: %v", c.query, !c.holds)
		}
	}
	for _, nothing := range []string{"", "  ", "…"} {
		if where, err := query.Select(nothing, nil, lexical.New(), entities.Names{}); where != nil || err != nil {
			t.Errorf("%q asks for something: %v, error %v", nothing, where, err)
		}
	}
	if _, err := query.Select(`"ferry`, nil, lexical.New(), entities.Names{}); news.KindOf(err) != news.KindInvalid {
		t.Errorf("a query that cannot be read: %v", err)
	}
}
