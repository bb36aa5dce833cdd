package qdrant

import (
	"context"
	"fmt"
	"slices"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
	"byline/internal/panics"
)

// A request is full at this many points or bytes of text. As many requests as
// there are connections are under way at once, and points are only made for
// those, so that memory is bounded however many records there are.
const (
	requestPoints = 256
	requestBytes  = 4 << 20
)

// insertVersions stores versions whose number is free and leaves all others as they are.
func (x *Index) insertVersions(ctx context.Context, versions []*version) error {
	sizes := func(i int) int { return len(versions[i].Article.Body) }
	return x.inParallel(ctx, len(versions), sizes, func(ctx context.Context, from, to int) error {
		points := make([]*api.PointStruct, 0, to-from)
		for _, v := range versions[from:to] {
			points = append(points, &api.PointStruct{
				Id: versionID(v.id()), Vectors: api.NewVectorsMap(map[string]*api.Vector{}),
				Payload: versionPayload(&v.Article, v.Hash, v.stored),
			})
		}
		return x.upsert(ctx, &api.UpsertPoints{
			CollectionName: x.revisions(), Points: points,
			UpdateFilter: must(below(0)), // never
		})
	})
}

// writeTo makes versions the current ones of a generation, unless later ones are.
func (x *Index) writeTo(ctx context.Context, g generation, versions []*version) error {
	if err := x.writePassages(ctx, g, versions); err != nil {
		return fmt.Errorf("passages: %w", err)
	}
	// A condition holds for all points of a request, so those of one revision go together.
	byRevision := make(map[int][]*version)
	for _, v := range versions {
		byRevision[v.Article.Revision] = append(byRevision[v.Article.Revision], v)
	}
	for revision, group := range byRevision {
		if err := x.writeArticles(ctx, g, revision, group); err != nil {
			return fmt.Errorf("articles: %w", err)
		}
	}
	return nil
}

func (x *Index) writePassages(ctx context.Context, g generation, versions []*version) error {
	type place struct {
		of      *version
		ordinal int
	}
	var all []place
	for _, v := range versions {
		for i := range v.Passages {
			all = append(all, place{v, i})
		}
	}
	small := func(int) int { return 0 }
	return x.inParallel(ctx, len(all), small, func(ctx context.Context, from, to int) error {
		points := make([]*api.PointStruct, 0, to-from)
		for _, p := range all[from:to] {
			passage := &p.of.Passages[p.ordinal]
			points = append(points, &api.PointStruct{
				Id: passageID(p.of.id(), passage.Ordinal), Vectors: vectorsOf(&passage.Encoding),
				Payload: passagePayload(&p.of.Article, passage),
			})
		}
		return x.upsert(ctx, &api.UpsertPoints{CollectionName: g.passages, Points: points})
	})
}

func (x *Index) writeArticles(ctx context.Context, g generation, revision int, versions []*version) error {
	small := func(int) int { return 0 }
	return x.inParallel(ctx, len(versions), small, func(ctx context.Context, from, to int) error {
		points := make([]*api.PointStruct, 0, to-from)
		for _, v := range versions[from:to] {
			points = append(points, &api.PointStruct{
				Id: articleID(v.Article.ID), Vectors: vectorsOf(&v.ArticleEncoding), Payload: articlePayload(v.Record, v.stored),
			})
		}
		return x.upsert(ctx, &api.UpsertPoints{
			CollectionName: g.articles, Points: points, UpdateFilter: must(below(revision)),
			Ordering: &api.WriteOrdering{Type: api.WriteOrderingType_Strong}, // one replica decides who was first
		})
	})
}

// inParallel cuts n things into requests and makes them, as many at once as there are connections.
func (x *Index) inParallel(ctx context.Context, n int, size func(int) int, request func(ctx context.Context, from, to int) error) error {
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(max(x.opts.Pool, 1))
	for from := 0; from < n; {
		to, bytes := from, 0
		for to < n && to-from < requestPoints && (to == from || bytes < requestBytes) {
			bytes += size(to)
			to++
		}
		first, last := from, to
		group.Go(func() error { return request(ctx, first, last) })
		from = to
	}
	return group.Wait()
}

func (x *Index) upsert(ctx context.Context, request *api.UpsertPoints) error {
	request.Wait = api.PtrOf(true)
	_, err := write(ctx, x.conn, func(ctx context.Context) (*api.UpdateResult, error) {
		return x.conn.client.Upsert(ctx, request)
	})
	return err
}

func (x *Index) remove(ctx context.Context, collection string, f *api.Filter) error {
	_, err := write(ctx, x.conn, func(ctx context.Context) (*api.UpdateResult, error) {
		return x.conn.client.Delete(ctx, &api.DeletePoints{
			CollectionName: collection, Points: api.NewPointsSelectorFilter(f), Wait: api.PtrOf(true),
			Ordering: &api.WriteOrdering{Type: api.WriteOrderingType_Strong},
		})
	})
	return err
}

// removeStale removes the passages of earlier revisions than the given ones,
// and takes the marks off their articles.
func (x *Index) removeStale(ctx context.Context, g generation, versions []news.Version) error {
	for part := range slices.Chunk(versions, requestPoints) {
		old := &api.Filter{}
		done := &api.Filter{}
		for _, v := range part {
			old.Should = append(old.Should, api.NewFilterAsCondition(must(
				api.NewMatchKeyword(fieldArticle, v.ArticleID), below(v.Revision))))
			done.Should = append(done.Should, api.NewFilterAsCondition(must(
				api.NewHasID(articleID(v.ArticleID)), api.NewMatchInt(fieldRevision, int64(v.Revision)))))
		}
		if err := x.remove(ctx, g.passages, old); err != nil {
			return fmt.Errorf("passages of earlier revisions: %w", err)
		}
		if err := x.unflag(ctx, g.articles, done, fieldStale); err != nil {
			return err
		}
	}
	return nil
}

// unflag takes a flag off the articles that match.
func (x *Index) unflag(ctx context.Context, collection string, f *api.Filter, field string) error {
	_, err := write(ctx, x.conn, func(ctx context.Context) (*api.UpdateResult, error) {
		return x.conn.client.SetPayload(ctx, &api.SetPayloadPoints{
			CollectionName: collection, PointsSelector: api.NewPointsSelectorFilter(f), Wait: api.PtrOf(true),
			Payload: map[string]*api.Value{field: flagValue(false)},
		})
	})
	return err
}

// finishStale does what writers that were cut short left undone.
func (x *Index) finishStale(ctx context.Context) error {
	for {
		points, err := x.scroll(ctx, x.gen.articles, must(flagged(fieldStale)), requestPoints, fieldArticle, fieldRevision)
		if err != nil || len(points) == 0 {
			return err
		}
		versions := make([]news.Version, len(points))
		for i, p := range points {
			versions[i] = p.version()
		}
		if err := x.removeStale(ctx, x.gen, versions); err != nil {
			return err
		}
	}
}

// Delete removes an article with all its revisions, whose numbers stay used up.
func (x *Index) Delete(ctx context.Context, id string) error {
	if err := x.writable(); err != nil {
		return err
	}
	ctx = withWriteRetries(ctx)
	last, err := x.lastRevision(ctx, id)
	if err == nil && last == 0 {
		err = news.Errorf(news.KindNotFound, "there is no article %q", id)
	}
	if err == nil {
		err = x.recordDeletion(ctx, news.Version{ArticleID: id, Revision: last})
	}
	if err == nil {
		err = x.deleteUpTo(ctx, news.Version{ArticleID: id, Revision: last})
	}
	if err == nil {
		err = x.stillLive(ctx)
	}
	return wrap("delete", err)
}

// lastRevision returns the highest revision of an article that there is
// anything of, 0 if there is nothing.
func (x *Index) lastRevision(ctx context.Context, id string) (int, error) {
	points, err := x.currentPoints(ctx, []string{id})
	if err != nil {
		return 0, err
	}
	last := points[id].int(fieldRevision)
	err = x.each(ctx, x.revisions(), must(api.NewMatchKeyword(fieldArticle, id)), []string{fieldRevision}, func(p payload) error {
		last = max(last, p.int(fieldRevision))
		return nil
	})
	return last, err
}

// deleteUpTo removes all of an article up to a revision. The article's own point
// goes first, so that nobody takes the article for unchanged, and again last,
// in case a writer brought it back meanwhile.
func (x *Index) deleteUpTo(ctx context.Context, upTo news.Version) error {
	upToRevision := below(upTo.Revision + 1)
	article := must(api.NewHasID(articleID(upTo.ArticleID)), upToRevision)
	parts := must(api.NewMatchKeyword(fieldArticle, upTo.ArticleID), upToRevision)
	for _, step := range []struct {
		collection string
		filter     *api.Filter
	}{{x.gen.articles, article}, {x.gen.passages, parts}, {x.revisions(), parts}, {x.gen.articles, article}} {
		if err := x.remove(ctx, step.collection, step.filter); err != nil {
			return err
		}
	}
	return nil
}
