package qdrant

import (
	"context"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/index"
	"byline/internal/news"
)

// relevant returns the articles that are relevant to a query: which have each of its
// terms, and whose cosine is high enough for any, is asked of Qdrant; then what is
// known of those that may be.
func (c *chooser) relevant(ctx context.Context, r *news.Relevance) (*chosen, error) {
	out := &chosen{revision: make(map[string]int)}
	held, cosine, err := c.scores(ctx, r)
	if err != nil {
		return out, err
	}
	ids := make([]*api.PointId, 0, len(r.Best))
	for _, id := range r.Best {
		ids = append(ids, articleID(id))
	}
	for id := range cosine {
		if _, ok := held[id]; !ok {
			held[id] = 0
		}
	}
	for id, terms := range held {
		if cosine[id] >= index.Suffices(r, terms) {
			ids = append(ids, api.NewIDUUID(id))
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	err = c.x.each(ctx, c.x.gen.articles, and(c.filter, api.NewHasID(ids...)), selectedFields(), func(p payload) error {
		out.in, out.revision[p.string(fieldArticle)] = append(out.in, p), p.int(fieldRevision)
		return nil
	})
	return out, err
}

// scores returns how many of the terms of a query articles have, and their cosines,
// by the ID of their points. Cosines that suffice for none are left out.
func (c *chooser) scores(ctx context.Context, r *news.Relevance) (held map[string]int, cosine map[string]float32, err error) {
	held, cosine = map[string]int{}, map[string]float32{}
	most, err := c.x.count(ctx, c.x.gen.articles, nil)
	if err != nil || most == 0 {
		return held, cosine, err
	}
	var queries []*api.QueryPoints
	ask := func(q *api.QueryPoints) {
		q.CollectionName, q.Filter, q.Limit = c.x.gen.articles, c.filter, api.PtrOf(uint64(most+slack))
		q.WithPayload = api.NewWithPayload(false)
		queries = append(queries, q)
	}
	for _, term := range r.Terms {
		ask(&api.QueryPoints{Query: api.NewQuerySparse([]uint32{term}, []float32{1}), Using: api.PtrOf(sparseVector)})
	}
	if len(r.Vector) > 0 {
		least := index.Suffices(r, 0)
		for n := range r.Terms {
			if s := index.Suffices(r, n+1); s > -1 {
				least = min(least, s)
			}
		}
		ask(&api.QueryPoints{
			Query: api.NewQueryDense(r.Vector), Using: api.PtrOf(denseVector), ScoreThreshold: api.PtrOf(least),
			Params: &api.SearchParams{Exact: api.PtrOf(true)},
		})
	}
	if len(queries) == 0 {
		return held, cosine, nil
	}
	batch, err := read(ctx, c.x.conn, func(ctx context.Context) ([]*api.BatchResult, error) {
		return c.x.conn.client.QueryBatch(ctx, &api.QueryBatchPoints{CollectionName: c.x.gen.articles, QueryPoints: queries})
	})
	if err != nil {
		return held, cosine, err
	}
	for i, result := range batch {
		for _, point := range result.GetResult() {
			switch id := point.GetId().GetUuid(); {
			case i == len(r.Terms):
				cosine[id] = point.GetScore()
			case point.GetScore() > 0:
				held[id]++
			}
		}
	}
	return held, cosine, nil
}

// among returns those of some articles that are chosen.
func (s *chosen) among(ids []string) map[string]bool {
	in := make(map[string]bool, len(ids))
	for _, id := range ids {
		if _, ok := s.revision[id]; ok {
			in[id] = true
		}
	}
	return in
}

// facets counts the articles that are chosen.
func (s *chosen) facets(q *news.SetQuery) []news.Facet {
	out := make([]news.Facet, len(q.Facets))
	for i, field := range q.Facets {
		counts := map[string]int{}
		examples := map[string]news.Version{}
		for _, p := range s.in {
			for _, value := range index.Counted(q, field, p.facetValues(field)) {
				counts[value]++
				if !index.IsTime(field) {
					examples[value] = p.version()
				}
			}
		}
		values := make([]news.FacetValue, 0, len(counts))
		for value, n := range counts {
			values = append(values, news.FacetValue{Value: value, Count: n, Example: examples[value]})
		}
		out[i] = index.NewFacet(field, values)
	}
	return out
}

// facetValues are the values of a facet that an article has.
func (p payload) facetValues(field news.FacetField) []string {
	if !index.IsTime(field) {
		stored := labelField(news.Label(field))
		if value := p.string(stored); value != "" {
			return []string{value}
		}
		return p.strings(stored)
	}
	if day := index.FacetTime(field, index.Seconds(p.published())); day != "" {
		return []string{day}
	}
	return nil
}
