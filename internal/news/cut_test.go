package news_test

import (
	"testing"

	"byline/internal/news"
)

func TestCutShowsOnlyTheWordsThatASpanWasMadeFor(t *testing.T) {
	a := news.Article{Body: "The ferry Åse left at noon."}
	ferry := news.Sum("ferry")
	for _, c := range []struct {
		name string
		span news.Span
		sum  uint32
		want string
		ok   bool
	}{
		{"the words of the sum", news.Span{Start: 4, End: 9}, ferry, "ferry", true},
		{"no sum is known", news.Span{Start: 4, End: 9}, 0, "ferry", true},
		{"an empty passage", news.Span{}, 0, "", true},
		{"other words than those of the sum", news.Span{Start: 3, End: 8}, ferry, "", false},
		{"before the start", news.Span{Start: -1, End: 3}, 0, "", false},
		{"past the end", news.Span{Start: 4, End: 400}, 0, "", false},
		{"end before start", news.Span{Start: 9, End: 4}, 0, "", false},
		{"starts within a character", news.Span{Start: 11, End: 14}, 0, "", false},
		{"ends within a character", news.Span{Start: 4, End: 11}, 0, "", false},
	} {
		if got, ok := a.Cut(c.span, c.sum); got != c.want || ok != c.ok {
			t.Errorf("%s: got %q, %t; want %q, %t", c.name, got, ok, c.want, c.ok)
		}
	}
}
