package qdrant

import (
	"context"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
)

// Pending returns up to limit articles whose vectors are still to come, the
// longest waiting first.
func (x *Index) Pending(ctx context.Context, limit int) ([]news.Article, error) {
	if err := x.usable(); err != nil || limit <= 0 {
		return nil, err
	}
	points, err := read(ctx, x.conn, func(ctx context.Context) ([]*api.RetrievedPoint, error) {
		return x.conn.client.Scroll(ctx, &api.ScrollPoints{
			CollectionName: x.gen.articles, Filter: must(flagged(fieldPending)), Limit: api.PtrOf(uint32(limit)),
			WithPayload: selected([]string{fieldArticle, fieldRevision}),
			OrderBy:     &api.OrderBy{Key: fieldStored, Direction: api.Direction_Asc.Enum()},
		})
	})
	if err != nil {
		return nil, wrap("pending", err)
	}
	versions := make([]news.Version, len(points))
	for i, p := range payloads(points) {
		versions[i] = p.version()
	}
	texts, err := x.texts(ctx, versions)
	if err != nil {
		return nil, wrap("pending", err)
	}
	var out []news.Article
	for _, a := range texts {
		if a.ID != "" { // deleted in between
			out = append(out, a)
		}
	}
	return out, nil
}

// SetVectors gives a pending version its vectors: one for the article as a
// whole and one for each passage. A version that is no longer current is left alone.
func (x *Index) SetVectors(ctx context.Context, a news.Article, whole news.Vector, passages []news.Vector) error {
	if err := x.writable(); err != nil {
		return err
	}
	return wrap("set vectors", x.setVectors(withWriteRetries(ctx), news.Version{ArticleID: a.ID, Revision: a.Revision}, whole, passages))
}

func (x *Index) setVectors(ctx context.Context, v news.Version, whole news.Vector, passages []news.Vector) error {
	for _, vector := range append([]news.Vector{whole}, passages...) {
		if n := len(vector.Codes); n != 0 && n != x.opts.Dim {
			return news.Errorf(news.KindInvalid, "article %q: a vector has %d dimensions, the index %d", v.ArticleID, n, x.opts.Dim)
		}
	}
	current, err := x.currentPoints(ctx, []string{v.ArticleID})
	if err != nil {
		return err
	}
	point := current[v.ArticleID]
	if point.int(fieldRevision) != v.Revision || !point.flag(fieldPending) {
		return nil
	}
	if n := point.int(fieldPassages); n != len(passages) {
		return news.Errorf(news.KindInvalid, "article %q: %d vectors for %d passages", v.ArticleID, len(passages), n)
	}
	vectors := make([]*api.PointVectors, 0, len(passages))
	for i, vector := range passages {
		if d := components(vector); d != nil {
			vectors = append(vectors, pointVectors(passageID(v, i), d))
		}
	}
	// Points of a version that was replaced meanwhile are gone, and stay so.
	for from := 0; from < len(vectors); from += requestPoints {
		if err := x.updateVectors(ctx, x.gen.passages, vectors[from:min(from+requestPoints, len(vectors))]); err != nil {
			return err
		}
	}
	if d := components(whole); d != nil {
		if err := x.updateArticleVector(ctx, v, d); err != nil {
			return err
		}
	}
	this := must(api.NewHasID(articleID(v.ArticleID)), api.NewMatchInt(fieldRevision, int64(v.Revision)))
	if err := x.unflag(ctx, x.gen.articles, this, fieldPending); err != nil {
		return err
	}
	return x.stillLive(ctx)
}

func pointVectors(id *api.PointId, dense []float32) *api.PointVectors {
	return &api.PointVectors{Id: id, Vectors: api.NewVectorsMap(map[string]*api.Vector{denseVector: api.NewVectorDense(dense)})}
}

func (x *Index) updateVectors(ctx context.Context, collection string, points []*api.PointVectors) error {
	return x.update(ctx, &api.UpdatePointVectors{CollectionName: collection, Points: points})
}

// updateArticleVector sets the vector of an article if it is still in the given revision.
func (x *Index) updateArticleVector(ctx context.Context, v news.Version, dense []float32) error {
	return x.update(ctx, &api.UpdatePointVectors{
		CollectionName: x.gen.articles, Points: []*api.PointVectors{pointVectors(articleID(v.ArticleID), dense)},
		UpdateFilter: must(api.NewMatchInt(fieldRevision, int64(v.Revision))),
	})
}

func (x *Index) update(ctx context.Context, request *api.UpdatePointVectors) error {
	request.Wait = api.PtrOf(true)
	_, err := write(ctx, x.conn, func(ctx context.Context) (*api.UpdateResult, error) {
		r, err := x.conn.client.UpdateVectors(ctx, request)
		if isMissing(err) {
			err = nil
		}
		return r, err
	})
	return err
}
