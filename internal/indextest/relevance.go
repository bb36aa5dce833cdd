package indextest

import (
	"cmp"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"byline/internal/entities"
	"byline/internal/index"
	"byline/internal/news"
)

// edge is how near to the least that makes a hit a cosine is told apart from it.
const edge = 3e-4

// An index finds by a plain query the articles that are relevant to it, counts them,
// lists them by date and says which of some are among them.
func testRelevance(t *testing.T, x *fixture) {
	articles := varied(220)
	articles[3].Body, articles[4].Body, articles[5].Headline = "", "", ""
	var records Reference
	for part := range slices.Chunk(articles, 60) {
		records = append(records, x.put(part...)...)
	}
	found := 0
	for i, text := range append(queries(), "qwxz flurb", "pier", "harbour measles", "central bank interest penalty captain ballot") {
		r := x.relevance(text)
		if i%3 == 2 {
			r.Vector = nil
		}
		if i%2 == 1 {
			r.Best = []string{articles[i].ID, "nobody", articles[len(articles)-1].ID}
		}
		q := news.SetQuery{
			Where: &news.Condition{Key: text, Bound: news.Bound{Kind: news.BoundRelevance, Relevance: r}}, Oldest: i%2 == 0,
			Facets: news.FacetFields(), BySource: news.FacetWeek,
		}
		if i%4 == 1 {
			q.Filter, q.AsOf = news.Filter{Sources: []string{"coastal post", "Radio Hollin"}}, First.Add(100*every)
		}
		want, doubtful := records.relevant(q)
		if doubtful {
			t.Logf("%q: an article lies on the edge", text)
			continue
		}
		found += len(want)
		if i%3 == 1 {
			q.Counted = byFirstLetter
		}
		q.Among = []string{"nobody"}
		for _, a := range articles[:50] {
			q.Among = append(q.Among, a.ID)
		}
		x.checkSet(text, q, records, want)
	}
	if found < 100 {
		t.Errorf("%d articles were found by all queries: they tell little", found)
	}
}

// byFirstLetter counts values as one that begin alike, and some as none.
func byFirstLetter(_ news.FacetField, value string) string {
	return strings.TrimPrefix(value[:1], "c")
}

func (x *fixture) relevance(text string) *news.Relevance {
	q := x.query(text, 1)
	r := &news.Relevance{Terms: slices.Clone(q.Terms.IDs), Vector: q.Vector}
	return r
}

// checkSet compares what an index says of a set with the articles that are in it, in order.
func (x *fixture) checkSet(name string, q news.SetQuery, all Reference, want []news.Article) {
	x.t.Helper()
	ids := make([]string, len(want))
	for i := range want {
		ids[i] = want[i].ID
	}
	if got := x.listed(q); !gocmp.Equal(ids, got, cmpopts.EquateEmpty()) {
		x.t.Errorf("%q (-want +got):\n%s", name, gocmp.Diff(ids, got))
		return
	}
	set, err := x.index.Set(x.t.Context(), q)
	if err != nil {
		x.t.Fatal(err)
	}
	for _, id := range q.Among {
		if set.Among[id] != slices.Contains(ids, id) {
			x.t.Errorf("%q: that %s is in the set is %v", name, id, set.Among[id])
		}
	}
	x.checkEach(name, q, want)
	counted := countedBy(&q, want)
	for i, facet := range set.Facets {
		for j := range facet.Values {
			v := &set.Facets[i].Values[j]
			if a := (news.Article{}); v.Example != (news.Version{}) {
				at := slices.IndexFunc(want, func(a news.Article) bool { return a.ID == v.Example.ArticleID })
				if at >= 0 {
					a = want[at]
				}
				if !slices.Contains(index.Counted(&q, facet.Field, labels(&a, news.Label(facet.Field))), v.Value) {
					x.t.Errorf("%q: %s %q has the example %v", name, facet.Field, v.Value, v.Example)
				}
			}
			v.Example = news.Version{}
		}
	}
	if diff := gocmp.Diff(counted, set.Facets, cmpopts.EquateEmpty()); diff != "" {
		x.t.Errorf("%q: facets (-want +got):\n%s", name, diff)
	}
	if q.BySource == "" {
		return
	}
	for i := range set.Sources {
		s := &set.Sources[i]
		at := slices.IndexFunc(all, func(r news.Record) bool { return r.Article.ID == s.Example.ArticleID })
		if at < 0 || !slices.Equal(index.Labels(&all[at].Article, news.LabelSource), nameList(s.Source)) {
			x.t.Errorf("%q: outlet %q has the example %v", name, s.Source, s.Example)
		}
		s.Example = news.Version{}
	}
	if diff := gocmp.Diff(all.bySource(q, ids), set.Sources, cmpopts.EquateEmpty()); diff != "" {
		x.t.Errorf("%q: by outlet and time (-want +got):\n%s", name, diff)
	}
}

// checkEach compares what an index tells of each article of a set with those that are in it.
func (x *fixture) checkEach(name string, q news.SetQuery, want []news.Article) {
	x.t.Helper()
	dates, told := map[string]int64{}, map[string]int64{}
	for i := range want {
		dates[want[i].ID] = index.Seconds(want[i].Published)
	}
	q.Each = func(id string, published int64) { told[strings.Clone(id)] = published }
	if _, err := x.index.Set(x.t.Context(), q); err != nil {
		x.t.Fatal(err)
	}
	if diff := gocmp.Diff(dates, told); diff != "" {
		x.t.Errorf("%q: told of each (-want +got):\n%s", name, diff)
	}
}

// nameList is the list of an outlet's name, if it is known.
func nameList(source string) []string {
	if source == "" {
		return nil
	}
	return []string{source}
}

// bySource counts articles one by one, by outlet and week: those of a set, and all that pass its filter.
func (r Reference) bySource(q news.SetQuery, in []string) []news.SourceCount {
	t := index.NewBySource(q.BySource)
	for i := range r {
		a := &r[i].Article
		if !index.Matches(q.Filter, a) || index.Hidden(a.Published, q.AsOf) {
			continue
		}
		source, n := "", 0
		if names := index.Labels(a, news.LabelSource); len(names) > 0 {
			source = names[0]
		}
		if slices.Contains(in, a.ID) {
			n = 1
		}
		t.Add(source, index.Seconds(a.Published), n, 1, news.Version{})
	}
	return t.Counts()
}

// countedBy counts articles one by one.
func countedBy(q *news.SetQuery, articles []news.Article) []news.Facet {
	out := make([]news.Facet, len(q.Facets))
	for i, field := range q.Facets {
		counts := map[string]int{}
		for j := range articles {
			a := &articles[j]
			values := labels(a, news.Label(field))
			if day := index.FacetTime(field, index.Seconds(a.Published)); index.IsTime(field) && day != "" {
				values = []string{day}
			}
			values = index.Counted(q, field, values)
			slices.Sort(values)
			for _, v := range slices.Compact(values) {
				counts[v]++
			}
		}
		var values []news.FacetValue
		for v, n := range counts {
			values = append(values, news.FacetValue{Value: v, Count: n})
		}
		out[i] = index.NewFacet(field, values)
	}
	return out
}

// labels are the values of a label that an article has, entities included.
func labels(a *news.Article, label news.Label) []string {
	if kind := news.EntityKind(label); slices.Contains(news.EntityKinds(), kind) {
		return index.EntityKeys(entities.Find(a).Entities, kind)
	}
	return index.Labels(a, label)
}

// relevant looks at every record. doubtful tells that one lies so near to the edge
// that rounding decides.
func (r Reference) relevant(q news.SetQuery) (in []news.Article, doubtful bool) {
	rel := q.Where.Bound.Relevance
	for i := range r {
		a, e := &r[i].Article, &r[i].ArticleEncoding
		if !index.Matches(q.Filter, a) || index.Hidden(a.Published, q.AsOf) {
			continue
		}
		terms := 0
		for _, id := range rel.Terms {
			if slices.Contains(e.Terms.IDs, id) {
				terms++
			}
		}
		cosine := float32(0)
		for j := range rel.Vector {
			cosine += rel.Vector[j] * float32(e.Vector.Codes[j]) * e.Vector.Scale
		}
		if slices.Contains(rel.Best, a.ID) {
			in = append(in, *a)
			continue
		}
		least := index.Suffices(rel, terms)
		if cosine >= least {
			in = append(in, *a)
		}
		doubtful = doubtful || max(cosine-least, least-cosine) < edge
	}
	compare := index.Cursor.Compare
	if q.Oldest {
		compare = index.Cursor.CompareOldest
	}
	slices.SortFunc(in, func(a, b news.Article) int {
		return cmp.Or(compare(index.Cursor{Published: index.Seconds(a.Published), ID: a.ID}, index.Cursor{Published: index.Seconds(b.Published), ID: b.ID}))
	})
	return in, doubtful
}
