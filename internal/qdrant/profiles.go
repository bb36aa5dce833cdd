package qdrant

import (
	"context"
	"slices"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
)

// Profiles returns what articles as wholes are compared by, in the order asked for:
// an empty one for a version that is not current.
func (x *Index) Profiles(ctx context.Context, want []news.Version) ([]news.Profile, error) {
	if err := x.usable(); err != nil {
		return nil, err
	}
	found := make(map[news.Version]news.Profile, len(want))
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
				WithPayload: selected([]string{fieldArticle, fieldRevision, fieldWhole}), WithVectors: api.NewWithVectorsInclude(denseVector),
			})
		})
		if err != nil {
			return nil, wrap("profiles", err)
		}
		for _, point := range points {
			p := payload(point.GetPayload())
			found[p.version()] = news.Profile{
				Vector:    dense(point.GetVectors().GetVectors().GetVectors()[denseVector]),
				Signature: p.signature(fieldWhole),
			}
		}
	}
	out := make([]news.Profile, len(want))
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
