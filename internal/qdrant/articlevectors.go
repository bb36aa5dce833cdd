package qdrant

import (
	"context"
	"slices"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
)

// Vectors returns the vectors of articles as wholes, in the order asked for:
// nil for a version that is not current or has none (yet).
func (x *Index) Vectors(ctx context.Context, want []news.Version) ([][]float32, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	found := make(map[news.Version][]float32, len(want))
	for part := range slices.Chunk(want, getPoints) {
		ids, seen := make([]*api.PointId, 0, len(part)), make(map[string]bool, len(part))
		for _, v := range part {
			if !seen[v.ArticleID] {
				seen[v.ArticleID] = true
				ids = append(ids, articleID(v.ArticleID))
			}
		}
		points, err := read(ctx, x.conn, func(ctx context.Context) ([]*api.RetrievedPoint, error) {
			return x.conn.client.Get(ctx, &api.GetPoints{
				CollectionName: x.gen.articles, Ids: ids,
				WithPayload: selected([]string{fieldArticle, fieldRevision}), WithVectors: api.NewWithVectorsInclude(denseVector),
			})
		})
		if err != nil {
			return nil, wrap("vectors", err)
		}
		for _, p := range points {
			if v := dense(p.GetVectors().GetVectors().GetVectors()[denseVector]); len(v) > 0 {
				found[payload(p.GetPayload()).version()] = v
			}
		}
	}
	out := make([][]float32, len(want))
	for i, v := range want {
		out[i] = found[v]
	}
	return out, nil
}

// dense returns the components of a vector as servers of any version send them.
func dense(v *api.VectorOutput) []float32 {
	if d := v.GetDense(); d != nil {
		return d.GetData()
	}
	return v.GetData() //nolint:staticcheck // what servers before 1.16 send
}
