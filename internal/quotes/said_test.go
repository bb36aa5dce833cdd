package quotes_test

import (
	"testing"

	"byline/internal/news"
)

// speakers are articles in which people speak.
func speakers() []news.Article {
	return []news.Article{
		{ID: "harbour", Language: "en", Headline: "Harbour", Body: "“The ferry is late,” said harbour chief Mara Olm. Jon Beck of the union said the crew had left."},
		{ID: "town", Language: "en", Headline: "Town", Body: "Jon Beck met Mara Olm. He said the ferry would sail."},
	}
}

func TestWhatSomebodySaidIsFoundByNameAndWords(t *testing.T) {
	f := finder(t, speakers()...)
	for name, c := range map[string]struct {
		req      news.SayingsRequest
		quotes   []string
		articles int
	}{
		"by a surname":           {news.SayingsRequest{Speaker: "olm"}, []string{"The ferry is late,"}, 1},
		"by words":               {news.SayingsRequest{Text: "ferries sail"}, []string{"the ferry would sail"}, 1},
		"by both":                {news.SayingsRequest{Speaker: "Jon Beck", Text: "crew"}, []string{"the crew had left"}, 1},
		"by a pronoun":           {news.SayingsRequest{Speaker: "Jon Beck", Text: "sail"}, []string{"the ferry would sail"}, 1},
		"in an article":          {news.SayingsRequest{Article: "town"}, []string{"the ferry would sail"}, 1},
		"words of another":       {news.SayingsRequest{Speaker: "Olm", Text: "crew"}, nil, 0},
		"named but not speaking": {news.SayingsRequest{Speaker: "Mara Olm", Article: "town"}, nil, 0},
	} {
		got, err := f.Sayings(t.Context(), c.req)
		if err != nil {
			t.Fatal(err)
		}
		var quotes []string
		for _, s := range got.Sayings {
			quotes = append(quotes, s.Quote)
			if s.Article.Body != "" {
				t.Errorf("%s: the body is there", name)
			}
		}
		if len(quotes) != len(c.quotes) || len(quotes) > 0 && quotes[0] != c.quotes[0] || got.Articles != c.articles {
			t.Errorf("%s: %q in %d articles", name, quotes, got.Articles)
		}
	}
}

func TestWhatWasSaidIsListedInParts(t *testing.T) {
	f := finder(t, speakers()...)
	first, err := f.Sayings(t.Context(), news.SayingsRequest{Page: news.Page{Limit: 1}})
	if err != nil || first.Articles != 2 || first.Next == "" {
		t.Fatalf("%+v %v", first, err)
	}
	second, err := f.Sayings(t.Context(), news.SayingsRequest{Page: news.Page{Limit: 1, Cursor: first.Next}})
	if err != nil || second.Next != "" || len(second.Sayings) == 0 || second.Sayings[0].Article.ID == first.Sayings[0].Article.ID {
		t.Fatalf("%+v %v", second, err)
	}
}
