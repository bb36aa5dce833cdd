package stories

import (
	"context"
	"math"
	"slices"
	"time"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/query"
)

// Coverage counts how much was published on something, among all articles. Copies are
// told among those that the book knows. KindInvalid: the query cannot be read.
func (b *Book) Coverage(ctx context.Context, req news.CoverageRequest) (news.Coverage, error) {
	if err := b.Load(ctx); err != nil {
		return news.Coverage{}, err
	}
	where, err := query.Select(req.Query, b.dates, b.analyzer, b.names)
	if err != nil {
		return news.Coverage{}, err
	}
	f := b.folding()
	unit := facetOf(req.Unit)
	counted, err := b.library.Set(ctx, news.SetQuery{Filter: req.Filter, Where: where, BySource: unit, Each: f.see})
	if err != nil {
		return news.Coverage{}, err
	}
	outlets, err := b.outletsOf(ctx, counted.Sources)
	if err != nil {
		return news.Coverage{}, err
	}
	out := tabulate(counted.Sources, f.copies(unit), outlets)
	out.Unfolded = f.older
	return out, nil
}

func facetOf(unit news.CoverageUnit) news.FacetField {
	switch unit {
	case news.CoverageWeek:
		return news.FacetWeek
	case news.CoverageMonth:
		return news.FacetMonth
	case news.CoverageDay:
	}
	return news.FacetDay
}

// folding notes which articles of a set share their text with others.
type folding struct {
	since  int64 // older articles are not known
	of     *groups
	shared []bool // of groups.copies, which are in the set
	older  int    // how many articles are too old
}

// copiedText is an article with others that carry its text.
type copiedText struct {
	id        string
	published int64
	source    string
	text      int
}

func (b *Book) folding() *folding {
	f := &folding{since: index.Seconds(b.since())}
	b.mu.Lock()
	defer b.mu.Unlock()
	f.of = b.grouped()
	f.shared = make([]bool, len(f.of.copies))
	return f
}

// see takes note of an article.
func (f *folding) see(id string, published int64) {
	if published != index.UnknownDate && published < f.since {
		f.older++
	} else if i, ok := f.of.copied[id]; ok {
		f.shared[i] = true
	}
}

// folded is how many articles have a text that another has which was counted there: by
// outlet, allOutlets for all of them, and time, the zero time for all times.
type folded map[string]map[time.Time]int

const allOutlets = "\n" // none is called so

func (f folded) add(source string, at time.Time, n int) {
	if f[source] == nil {
		f[source] = map[time.Time]int{}
	}
	f[source][at] += n
}

// copies folds the articles that were seen.
func (f *folding) copies(unit news.FacetField) folded {
	out := folded{}
	var of []*copiedText
	for i := range f.of.copies {
		if c := &f.of.copies[i]; f.shared[i] {
			if len(of) > 0 && of[0].text != c.text {
				foldText(out, of, unit)
				of = of[:0]
			}
			of = append(of, c)
		}
	}
	foldText(out, of, unit)
	return out
}

// foldText adds what is to be folded of the articles that carry one text, the earliest first.
func foldText(out folded, of []*copiedText, unit news.FacetField) {
	if len(of) < 2 {
		return
	}
	out.add(allOutlets, time.Time{}, len(of)-1)
	start, sources := int64(index.UnknownDate), map[string]bool{}
	for _, c := range of {
		if c.published == index.UnknownDate {
			continue
		}
		begin := index.Period(unit, c.published)
		at := time.Unix(begin, 0).UTC()
		if begin != start {
			start = begin
			clear(sources)
		} else {
			out.add(allOutlets, at, 1)
		}
		if sources[c.source] {
			out.add(c.source, at, 1)
		}
		sources[c.source] = true
	}
}

// outletsOf are the names of outlets, as the book knows them or as one of their articles
// writes them.
func (b *Book) outletsOf(ctx context.Context, sources []news.SourceCount) (map[string]string, error) {
	names := make(map[string]string, len(sources))
	var unknown []news.Version
	b.mu.Lock()
	for _, s := range sources {
		if name, ok := b.outlets[s.Source]; ok || s.Source == "" {
			names[s.Source] = name
		} else {
			names[s.Source] = s.Source
			unknown = append(unknown, s.Example)
		}
	}
	b.mu.Unlock()
	if len(unknown) == 0 {
		return names, nil
	}
	articles, err := b.library.Versions(ctx, unknown)
	if _, err = news.SplitDamaged(err); err != nil {
		return nil, err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range articles {
		if folded := index.Fold(a.Source); names[folded] == folded && folded != "" {
			names[folded] = a.Source
			if b.outlets[folded] == "" {
				b.outlets[folded] = a.Source
			}
		}
	}
	return names, nil
}

// tabulate is what was counted, less copies, by time and outlet; outlets says how these
// write their names.
func tabulate(sources []news.SourceCount, copies folded, outlets map[string]string) (out news.Coverage) {
	out.Times = timesOf(sources)
	for _, s := range sources {
		row, copied := 0, copies[s.Source]
		for _, t := range s.Times { // the earliest first, as the rows
			add(&out.Total, t)
			if t.Start.IsZero() {
				out.Undated += t.Count
				continue
			}
			for !out.Times[row].Start.Equal(t.Start) {
				row++
			}
			at := &out.Times[row]
			add(&at.CoverageCount, t)
			if t.Count > 0 {
				of := news.CoverageCount{Articles: t.Count, Texts: t.Count, Published: t.Of}
				if copied != nil {
					of.Texts -= copied[t.Start]
				}
				at.Outlets = append(at.Outlets, news.CoverageOutlet{Source: outlets[s.Source], CoverageCount: of})
			}
		}
	}
	out.Total.Texts -= copies[allOutlets][time.Time{}]
	for i := range out.Times {
		at := &out.Times[i]
		at.Texts -= copies[allOutlets][at.Start]
		at.Outlets = byArticles(at.Outlets)
	}
	return out
}

// byArticles returns outlets with most articles first, others in the order that they have.
// There are very many in all, so what is sorted is small.
func byArticles(outlets []news.CoverageOutlet) []news.CoverageOutlet {
	order := make([]uint64, len(outlets))
	for i := range outlets {
		order[i] = uint64(math.MaxUint32-outlets[i].Articles)<<32 | uint64(i)
	}
	slices.Sort(order)
	out := slices.Grow([]news.CoverageOutlet(nil), len(outlets))
	for _, i := range order {
		out = append(out, outlets[uint32(i)])
	}
	return out
}

// timesOf returns a row for each time that was counted, the earliest first.
func timesOf(sources []news.SourceCount) (rows []news.CoverageTime) {
	seen := map[int64]bool{}
	for _, s := range sources {
		for _, t := range s.Times {
			if begin := t.Start.Unix(); !t.Start.IsZero() && !seen[begin] {
				seen[begin] = true
				rows = append(rows, news.CoverageTime{Start: t.Start})
			}
		}
	}
	slices.SortFunc(rows, func(a, b news.CoverageTime) int { return a.Start.Compare(b.Start) })
	return rows
}

func add(to *news.CoverageCount, t news.TimeCount) {
	to.Articles += t.Count
	to.Texts += t.Count
	to.Published += t.Of
}
