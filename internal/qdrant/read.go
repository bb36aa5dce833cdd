package qdrant

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
	"byline/internal/panics"
)

// getPoints is how many points are read by one call.
const getPoints = 500

// get reads the given fields of points, in no particular order. Those that are not there are left out.
func (x *Index) get(ctx context.Context, collection string, ids []*api.PointId, fields []string) ([]payload, error) {
	var out []payload
	for part := range slices.Chunk(ids, getPoints) {
		points, err := read(ctx, x.conn, func(ctx context.Context) ([]*api.RetrievedPoint, error) {
			return x.conn.client.Get(ctx, &api.GetPoints{CollectionName: collection, Ids: part, WithPayload: selected(fields)})
		})
		if err != nil {
			return nil, err
		}
		for _, p := range points {
			out = append(out, p.GetPayload())
		}
	}
	return out, nil
}

// selected selects fields of payloads, all if none is given.
func selected(fields []string) *api.WithPayloadSelector {
	if len(fields) == 0 {
		return api.NewWithPayload(true)
	}
	return api.NewWithPayloadInclude(fields...)
}

// currentPoints reads what is known of the current versions of articles, by ID.
func (x *Index) currentPoints(ctx context.Context, ids []string) (map[string]payload, error) {
	return x.currentPointsIn(ctx, x.gen, ids)
}

func (x *Index) currentPointsIn(ctx context.Context, g generation, ids []string) (map[string]payload, error) {
	points := make([]*api.PointId, 0, len(ids))
	seen := make(map[string]bool, len(ids))
	for _, id := range ids {
		if !seen[id] {
			seen[id] = true
			points = append(points, articleID(id))
		}
	}
	found, err := x.get(ctx, g.articles, points, nil)
	if err != nil {
		return nil, err
	}
	out := make(map[string]payload, len(found))
	for _, p := range found {
		out[p.string(fieldArticle)] = p
	}
	return out, nil
}

// versions reads fields of versions, all if none is given.
func (x *Index) versions(ctx context.Context, want []news.Version, fields ...string) (map[news.Version]payload, error) {
	points := make([]*api.PointId, 0, len(want))
	seen := make(map[news.Version]bool, len(want))
	for _, v := range want {
		if !seen[v] {
			seen[v] = true
			points = append(points, versionID(v))
		}
	}
	found, err := x.get(ctx, x.revisions(), points, fields)
	if err != nil {
		return nil, err
	}
	out := make(map[news.Version]payload, len(found))
	for _, p := range found {
		out[p.version()] = p
	}
	return out, nil
}

// Hashes returns the hashes of those of the given articles that are stored.
func (x *Index) Hashes(ctx context.Context, ids []string) (map[string][16]byte, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	points, err := x.currentPoints(withWriteRetries(ctx), ids) // a question of those who write
	if err != nil {
		return nil, wrap("hashes", err)
	}
	out := make(map[string][16]byte, len(points))
	for id, p := range points {
		out[id] = p.hash()
	}
	return out, nil
}

// Decisions returns what people decided about those of the given articles that
// they deleted or edited.
func (x *Index) Decisions(ctx context.Context, ids []string) (map[string]news.Decision, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	ctx = withWriteRetries(ctx) // a question of those who write
	points, err := x.currentPoints(ctx, ids)
	if err != nil {
		return nil, wrap("decisions", err)
	}
	var missing []string
	var edited []news.Version
	for _, id := range ids {
		if p, ok := points[id]; !ok {
			missing = append(missing, id)
		} else if len(p.strings(fieldEdited)) > 0 {
			edited = append(edited, p.version())
		}
	}
	deleted, err := x.deletedUpTo(ctx, missing)
	if err != nil {
		return nil, wrap("decisions", err)
	}
	texts, err := x.texts(ctx, edited)
	if err != nil {
		return nil, wrap("decisions", err)
	}
	out := make(map[string]news.Decision, len(deleted)+len(texts))
	for id := range deleted {
		out[id] = news.Decision{Deleted: true}
	}
	for i := range texts {
		out[texts[i].ID] = news.Decision{Edit: news.EditsOf(&texts[i])}
	}
	return out, nil
}

// Versions returns the given versions of articles in the order asked for. One
// that was deleted since it was found is left empty.
func (x *Index) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	out, err := x.texts(ctx, want)
	return out, wrap("versions", err)
}

func (x *Index) texts(ctx context.Context, want []news.Version) ([]news.Article, error) {
	found, err := x.versions(ctx, want)
	if err != nil {
		return nil, err
	}
	out := make([]news.Article, len(want))
	for i, v := range want {
		if p, ok := found[v]; ok {
			if out[i], err = p.article(); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// Article returns the current version of an article.
func (x *Index) Article(ctx context.Context, id string) (news.Article, error) {
	if err := x.usable(); err != nil {
		return news.Article{}, err
	}
	points, err := x.currentPoints(ctx, []string{id})
	if err != nil {
		return news.Article{}, wrap("article", err)
	}
	a, err := x.currentVersion(ctx, points[id], id)
	return a, wrap("article", err)
}

// ArticleByURL returns the current version of the article that was published at a URL.
func (x *Index) ArticleByURL(ctx context.Context, url string) (news.Article, error) {
	if err := x.usable(); err != nil {
		return news.Article{}, err
	}
	var point payload
	if url != "" {
		found, err := x.scroll(ctx, x.gen.articles, must(api.NewMatchKeyword(fieldURL, url)), 1, fieldArticle, fieldRevision)
		if err != nil {
			return news.Article{}, wrap("article by URL", err)
		}
		if len(found) > 0 {
			point = found[0]
		}
	}
	a, err := x.currentVersion(ctx, point, url)
	return a, wrap("article by URL", err)
}

// currentVersion reads the version that an article's own point names; name is for the error.
func (x *Index) currentVersion(ctx context.Context, point payload, name string) (news.Article, error) {
	if point != nil {
		a, err := x.texts(ctx, []news.Version{point.version()})
		if err != nil {
			return news.Article{}, err
		}
		if a[0].ID != "" {
			return a[0], nil
		}
	}
	return news.Article{}, news.Errorf(news.KindNotFound, "there is no article %q", name)
}

// Revisions returns all stored versions of an article, the newest first.
func (x *Index) Revisions(ctx context.Context, id string) ([]news.Revision, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	points, err := x.currentPoints(ctx, []string{id})
	if err != nil {
		return nil, wrap("revisions", err)
	}
	deleted, err := x.deletedUpTo(ctx, []string{id})
	if err != nil {
		return nil, wrap("revisions", err)
	}
	last := points[id].int(fieldRevision)
	var out []news.Revision
	err = x.each(ctx, x.revisions(), must(api.NewMatchKeyword(fieldArticle, id), after(deleted[id]), below(last+1)), nil, func(p payload) error {
		a, err := p.article()
		out = append(out, news.Revision{Article: a, Stored: p.stored().Truncate(time.Second)})
		return err
	})
	if err == nil && len(out) == 0 {
		err = news.Errorf(news.KindNotFound, "there is no article %q", id)
	}
	slices.SortFunc(out, func(a, b news.Revision) int { return cmp.Compare(b.Revision, a.Revision) })
	return out, wrap("revisions", err)
}

// maxNames bounds the lists of outlets and subjects.
const maxNames = 100_000

// Sources returns the outlets of all articles, in lower case.
func (x *Index) Sources(ctx context.Context) ([]string, error) {
	names, err := x.names(ctx, fieldSource)
	return names, wrap("sources", err)
}

// Subjects returns the subjects of all articles, in lower case.
func (x *Index) Subjects(ctx context.Context) ([]string, error) {
	names, err := x.names(ctx, fieldSubjects)
	return names, wrap("subjects", err)
}

// names returns the values of a field of all articles, ascending, but for the empty one.
func (x *Index) names(ctx context.Context, field string) ([]string, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	hits, err := read(ctx, x.conn, func(ctx context.Context) ([]*api.FacetHit, error) {
		return x.conn.client.Facet(ctx, &api.FacetCounts{CollectionName: x.gen.articles, Key: field, Limit: api.PtrOf(uint64(maxNames))})
	})
	if err != nil {
		return nil, err
	}
	out := make([]string, 0, len(hits))
	for _, h := range hits {
		if name := h.GetValue().GetStringValue(); name != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// Stats counts what the index holds. Bytes is the size of the dense vectors
// alone: Qdrant does not tell over this API what it takes on disk.
func (x *Index) Stats(ctx context.Context) (news.Stats, error) {
	st := news.Stats{Embedder: x.opts.Embedder}
	if err := x.usable(); err != nil {
		return st, err
	}
	versions := 0
	group, ctx := panics.WithContext(ctx)
	for _, c := range []struct {
		to         *int
		collection string
		filter     *api.Filter
	}{
		{&st.Articles, x.gen.articles, nil},
		{&st.Passages, x.gen.passages, nil},
		{&st.Pending, x.gen.articles, must(flagged(fieldPending))},
		{&versions, x.revisions(), must(after(0))}, // no records
	} {
		group.Go(func() (err error) {
			*c.to, err = x.count(ctx, c.collection, c.filter)
			return err
		})
	}
	for to, direction := range map[*time.Time]api.Direction{&st.Oldest: api.Direction_Asc, &st.Newest: api.Direction_Desc} {
		group.Go(func() error {
			found, err := x.ordered(ctx, nil, direction, 1)
			if err == nil && len(found) > 0 {
				*to = found[0].published()
			}
			return err
		})
	}
	err := group.Wait()
	st.Revisions = max(versions-st.Articles, 0)
	st.Bytes = int64(st.Articles+st.Passages) * int64(x.opts.Dim) * 4
	return st, wrap("stats", err)
}

func (x *Index) count(ctx context.Context, collection string, f *api.Filter) (int, error) {
	n, err := read(ctx, x.conn, func(ctx context.Context) (uint64, error) {
		return x.conn.client.Count(ctx, &api.CountPoints{CollectionName: collection, Filter: f, Exact: api.PtrOf(true)})
	})
	if err != nil {
		return 0, fmt.Errorf("counting %s: %w", collection, err)
	}
	return int(n), nil
}
