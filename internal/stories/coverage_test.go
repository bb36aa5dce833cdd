package stories_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"byline/internal/news"
)

// Coverage is what one counts who looks at every article.
func TestCoverageIsThatOfAScan(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for i := range rapid.IntRange(0, 12).Draw(rt, "articles") {
			a := news.Article{ID: fmt.Sprint(i), Source: rapid.SampledFrom([]string{"Nordwire", "Gazette", ""}).Draw(rt, "source")}
			if n := rapid.IntRange(0, 40).Draw(rt, "day"); n > 0 {
				a.Published = day(n)
			}
			a.Body = rapid.SampledFrom([]string{"Ferries", "Cheese"}).Draw(rt, "about") + strings.Repeat(fmt.Sprintf(" word%d", i), 30)
			s.put(b, a)
		}
		filter := rapid.SampledFrom([]news.Filter{{}, {Sources: []string{"nordwire"}}, {After: day(10)}}).Draw(rt, "filter")
		got, err := b.Coverage(t.Context(), news.CoverageRequest{Query: "ferry", Filter: filter, Unit: news.CoverageMonth})
		if err != nil {
			rt.Fatal(err)
		}
		var all, march news.CoverageCount
		undated := 0
		for _, a := range s.articles {
			if len(filter.Sources) > 0 && a.Source != "Nordwire" || !filter.After.IsZero() && a.Published.Before(filter.After) {
				continue
			}
			on := strings.HasPrefix(a.Body, "Ferries")
			for _, c := range []*news.CoverageCount{&all, &march} {
				if c == &march && a.Published.Month() != time.March {
					continue
				}
				c.Published++
				if on {
					c.Articles++
				}
			}
			if on && a.Published.IsZero() {
				undated++
			}
		}
		if got.Total.Articles != all.Articles || got.Total.Published != all.Published || got.Undated != undated {
			rt.Fatalf("%+v, want %+v and %d without a date", got, all, undated)
		}
		var inMarch news.CoverageCount
		for _, one := range got.Times {
			if one.Start.Equal(time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)) {
				inMarch = one.CoverageCount
			}
			sum := 0
			for _, o := range one.Outlets {
				sum += o.Articles
			}
			if sum != one.Articles {
				rt.Fatalf("outlets do not add up: %+v", one)
			}
		}
		if inMarch.Articles != march.Articles || inMarch.Published != march.Published {
			rt.Fatalf("March is %+v, want %+v", inMarch, march)
		}
	})
}

func TestCoverageCountsATextOnce(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	for _, a := range ferry() {
		s.put(b, a)
	}
	got, err := b.Coverage(t.Context(), news.CoverageRequest{Query: "halmund", Unit: news.CoverageWeek})
	if err != nil {
		t.Fatal(err)
	}
	want := news.CoverageCount{Articles: 4, Texts: 3, Published: 5}
	if got.Total != want || len(got.Times) != 1 || !got.Times[0].Start.Equal(day(2).Truncate(24*time.Hour)) || got.Times[0].CoverageCount != want {
		t.Errorf("%+v", got)
	}
	if first := got.Times[0].Outlets[0]; first.Source != "Nordwire" || first.Articles != 2 || first.Published != 2 || first.Share() != 1 {
		t.Errorf("%+v", first)
	}
}
