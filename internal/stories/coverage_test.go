package stories_test

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"byline/internal/index"
	"byline/internal/news"
)

// scan counts who looks at every article; texts tells which carry the same.
func scan(articles []news.Article, on func(*news.Article) bool, text func(*news.Article) string, month func(time.Time) time.Time) news.Coverage {
	type cell struct {
		start  time.Time
		source string
	}
	counts, texts := map[cell]*news.CoverageCount{}, map[cell]map[string]bool{}
	add := func(c cell, a *news.Article) {
		if counts[c] == nil {
			counts[c], texts[c] = &news.CoverageCount{}, map[string]bool{}
		}
		counts[c].Published++
		if on(a) {
			texts[c][text(a)] = true
			counts[c].Articles++
			counts[c].Texts = len(texts[c])
		}
	}
	var out news.Coverage
	for i := range articles {
		a := &articles[i]
		add(cell{source: "all"}, a)
		if a.Published.IsZero() {
			if on(a) {
				out.Undated++
			}
			continue
		}
		add(cell{month(a.Published), "all"}, a)
		add(cell{month(a.Published), a.Source}, a)
	}
	if all := counts[cell{source: "all"}]; all != nil {
		out.Total = *all
	}
	for c, n := range counts {
		if c.source != "all" || c.start.IsZero() {
			continue
		}
		one := news.CoverageTime{Start: c.start, CoverageCount: *n}
		for of, n := range counts {
			if of.start.Equal(c.start) && of.source != "all" && n.Articles > 0 {
				one.Outlets = append(one.Outlets, news.CoverageOutlet{Source: of.source, CoverageCount: *n})
			}
		}
		out.Times = append(out.Times, one)
	}
	return out
}

// Coverage is what one counts who looks at every article, copies as one text, over
// outlets, in a time and in all.
func TestCoverageIsThatOfAScan(t *testing.T) {
	month := func(t time.Time) time.Time { return time.Date(t.Year(), t.Month(), 1, 0, 0, 0, 0, time.UTC) }
	rapid.Check(t, func(rt *rapid.T) {
		s := newShelf(t)
		b := s.book()
		for i := range rapid.IntRange(0, 12).Draw(rt, "articles") {
			a := news.Article{ID: fmt.Sprint(i), Source: rapid.SampledFrom([]string{"Nordwire", "Gazette", ""}).Draw(rt, "source")}
			if n := rapid.IntRange(0, 40).Draw(rt, "day"); n > 0 {
				a.Published = day(n)
			}
			about := rapid.SampledFrom([]string{"Ferries", "Cheese"}).Draw(rt, "about")
			a.Headline, a.Body = about, about+strings.Repeat(fmt.Sprintf(" word%d", rapid.IntRange(0, 4).Draw(rt, "text")), 30)
			s.put(b, a)
		}
		filter := rapid.SampledFrom([]news.Filter{{}, {Sources: []string{"nordwire"}}, {After: day(10)}}).Draw(rt, "filter")
		req := news.CoverageRequest{Query: rapid.SampledFrom([]string{"ferry", ""}).Draw(rt, "query"), Filter: filter, Unit: news.CoverageMonth}
		got, err := b.Coverage(t.Context(), req)
		if err != nil {
			rt.Fatal(err)
		}
		passed := slices.DeleteFunc(slices.Collect(maps.Values(s.articles)), func(a news.Article) bool { return !index.Matches(filter, &a) })
		want := scan(passed, func(a *news.Article) bool { return req.Query == "" || strings.HasPrefix(a.Body, "Ferries") },
			func(a *news.Article) string { return b.Original(a.ID) }, month)
		byStart := func(x, y news.CoverageTime) bool { return x.Start.Before(y.Start) }
		bySource := func(x, y news.CoverageOutlet) bool { return x.Source < y.Source }
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty(), cmpopts.SortSlices(byStart), cmpopts.SortSlices(bySource)); diff != "" {
			rt.Fatalf("(-scan +coverage)\n%s", diff)
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

// Outlets that only articles have which the book does not know are called as these do.
func TestOutletsAreCalledAsTheyWriteThemselves(t *testing.T) {
	s := newShelf(t)
	b := s.book()
	if err := b.Load(t.Context()); err != nil {
		t.Fatal(err)
	}
	a := ferry()[0]
	a.Revision = 1
	s.articles[a.ID] = a // nobody told the book
	got, err := b.Coverage(t.Context(), news.CoverageRequest{Query: "halmund"})
	if err != nil || len(got.Times) != 1 || got.Times[0].Outlets[0].Source != "Nordwire" {
		t.Errorf("%+v, %v", got, err)
	}
}
