package qdrant

import (
	"context"
	"slices"
	"time"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/index"
	"byline/internal/news"
)

// scroll reads fields of up to limit points that match, in no particular order.
func (x *Index) scroll(ctx context.Context, collection string, f *api.Filter, limit int, fields ...string) ([]payload, error) {
	points, err := read(ctx, x.conn, func(ctx context.Context) ([]*api.RetrievedPoint, error) {
		return x.conn.client.Scroll(ctx, &api.ScrollPoints{
			CollectionName: collection, Filter: f, Limit: api.PtrOf(uint32(limit)), WithPayload: selected(fields),
		})
	})
	return payloads(points), err
}

func payloads(points []*api.RetrievedPoint) []payload {
	out := make([]payload, len(points))
	for i, p := range points {
		out[i] = p.GetPayload()
	}
	return out
}

// each calls f with fields of all points that match, however many.
func (x *Index) each(ctx context.Context, collection string, filter *api.Filter, fields []string, f func(payload) error) error {
	return x.pages(ctx, collection, filter, fields, func(page []payload) error {
		for _, p := range page {
			if err := f(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// pages calls f with fields of all points that match, a page at a time.
func (x *Index) pages(ctx context.Context, collection string, filter *api.Filter, fields []string, f func([]payload) error) error {
	var offset *api.PointId
	for {
		reply, err := read(ctx, x.conn, func(ctx context.Context) (*api.ScrollResponse, error) {
			return x.conn.client.GetPointsClient().Scroll(ctx, &api.ScrollPoints{
				CollectionName: collection, Filter: filter, Offset: offset,
				Limit: api.PtrOf(uint32(requestPoints)), WithPayload: selected(fields),
			})
		})
		if err != nil {
			return err
		}
		if err := f(payloads(reply.GetResult())); err != nil {
			return err
		}
		if offset = reply.GetNextPageOffset(); offset == nil {
			return nil
		}
	}
}

// ordered reads the articles that match and have a date, by date.
func (x *Index) ordered(ctx context.Context, f *api.Filter, direction api.Direction, limit int) ([]payload, error) {
	points, err := read(ctx, x.conn, func(ctx context.Context) ([]*api.RetrievedPoint, error) {
		return x.conn.client.Scroll(ctx, &api.ScrollPoints{
			CollectionName: x.gen.articles, Filter: f, Limit: api.PtrOf(uint32(limit)),
			WithPayload: selected([]string{fieldArticle, fieldRevision, fieldPublished}),
			OrderBy:     &api.OrderBy{Key: fieldPublished, Direction: direction.Enum()},
		})
	})
	return payloads(points), err
}

// NoticesOn returns the articles that are notices on what has one of some keys.
func (x *Index) NoticesOn(ctx context.Context, keys []string) (out []news.Version, err error) {
	if err := x.usable(); err != nil || len(keys) == 0 {
		return nil, err
	}
	filter := &api.Filter{Must: []*api.Condition{api.NewMatchKeywords(fieldOn, keys...)}}
	err = x.each(ctx, x.gen.articles, filter, []string{fieldArticle, fieldRevision}, func(p payload) error {
		out = append(out, p.version())
		return nil
	})
	return out, wrap("on", err)
}

// Articles lists the articles that match a filter, the newest first, with the
// cursor of the next page, "" on the last one.
func (x *Index) Articles(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error) {
	if err := x.usable(); err != nil {
		return nil, "", err
	}
	out, next, err := x.list(ctx, f, p)
	return out, next, wrap("articles", err)
}

func (x *Index) list(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error) {
	l := lister{x: x, filter: filterOf(f, time.Time{}), want: p.Limit + 1}
	if p.Limit <= 0 {
		return nil, "", nil
	}
	if err := l.run(ctx, p.Cursor); err != nil {
		return nil, "", err
	}
	next := ""
	if len(l.found) > p.Limit {
		l.found = l.found[:p.Limit]
		next = placeOf(l.found[p.Limit-1]).String()
	}
	versions := make([]news.Version, len(l.found))
	for i, h := range l.found {
		versions[i] = h.version()
	}
	articles, err := x.texts(ctx, versions)
	// One that was deleted in between is no longer to be listed.
	return slices.DeleteFunc(articles, func(a news.Article) bool { return a.ID == "" }), next, err
}

// lister collects articles in the order of a listing. Qdrant orders by date,
// but in no particular way what has the same one, so articles of one moment
// are ordered here.
type lister struct {
	x      *Index
	filter *api.Filter // may be nil
	want   int
	found  []payload
}

func (l *lister) run(ctx context.Context, cursor string) error {
	dated := l.filter
	if cursor != "" {
		c, err := index.ParseCursor(cursor)
		if err != nil {
			return err
		}
		if err := l.moment(ctx, c.Published, c.ID); err != nil || c.Published == index.UnknownDate {
			return err
		}
		dated = and(l.filter, api.NewRange(fieldPublished, &api.Range{Lt: api.PtrOf(float64(c.Published))}))
	}
	for len(l.found) < l.want {
		last, more, err := l.dated(ctx, dated)
		if err != nil {
			return err
		}
		if !more {
			return l.moment(ctx, index.UnknownDate, "")
		}
		dated = and(l.filter, api.NewRange(fieldPublished, &api.Range{Lt: api.PtrOf(float64(last))}))
	}
	return nil
}

// dated adds the newest of what matches. It returns the moment that it came
// down to and whether there may be more before that.
func (l *lister) dated(ctx context.Context, f *api.Filter) (last int64, more bool, err error) {
	n := l.want - len(l.found)
	rows, err := l.x.ordered(ctx, f, api.Direction_Desc, n+1)
	if err != nil {
		return 0, false, err
	}
	if len(rows) <= n {
		l.add(rows)
		return 0, false, nil
	}
	// The rows of the last moment may be only some of many.
	cut := seconds(rows[n])
	whole := slices.IndexFunc(rows, func(p payload) bool { return seconds(p) == cut })
	l.add(rows[:whole])
	if whole == n {
		return seconds(rows[n-1]), true, nil
	}
	return cut, true, l.moment(ctx, cut, "")
}

// moment adds what was published at one second, or at no known time, and comes
// after an ID. It looks at all of it and keeps no more than is wanted.
func (l *lister) moment(ctx context.Context, published int64, after string) error {
	at := api.NewIsEmpty(fieldPublished)
	if published != index.UnknownDate {
		at = api.NewMatchInt(fieldPublished, published)
	}
	n := l.want - len(l.found)
	var kept []payload
	fields := []string{fieldArticle, fieldRevision, fieldPublished}
	err := l.x.pages(ctx, l.x.gen.articles, and(l.filter, at), fields, func(page []payload) error {
		for _, p := range page {
			if after == "" || p.string(fieldArticle) > after {
				kept = append(kept, p)
			}
		}
		sortListing(kept)
		kept = kept[:min(n, len(kept))]
		return nil
	})
	l.found = append(l.found, kept...)
	return err
}

func (l *lister) add(rows []payload) {
	sortListing(rows)
	l.found = append(l.found, rows...)
}

func sortListing(rows []payload) {
	slices.SortFunc(rows, func(a, b payload) int { return placeOf(a).Compare(placeOf(b)) })
}

// placeOf is that of an article in a listing.
func placeOf(p payload) index.Cursor {
	return index.Cursor{Published: seconds(p), ID: p.string(fieldArticle)}
}

func seconds(p payload) int64 {
	if p[fieldPublished] == nil {
		return index.UnknownDate
	}
	return p[fieldPublished].GetIntegerValue()
}
