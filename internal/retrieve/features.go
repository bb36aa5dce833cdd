package retrieve

import (
	"context"
	"fmt"

	"byline/internal/news"
)

// Features returns the passages that a hybrid search for passages reads, best
// first.
func (r *Retriever) Features(ctx context.Context, req news.SearchRequest) ([]news.Featured, error) {
	req.Mode, req.Group = news.ModeHybrid, news.GroupPassage
	list, err := r.features(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("retrieve: features: %w", err)
	}
	return list, nil
}

func (r *Retriever) features(ctx context.Context, req news.SearchRequest) ([]news.Featured, error) {
	f, err := r.find(ctx, r.makePlan(req))
	if err != nil {
		return nil, err
	}
	var out []news.Featured
	for _, c := range order(f.ranked, f.plan) {
		a := f.read[c.Version]
		if a.ID == "" {
			continue // not read, or deleted while we searched
		}
		h, ok := r.hit(ctx, &a, c)
		if !ok {
			continue
		}
		known := news.Featured{Passage: h.Passage, Features: make(map[string]float64, len(r.weights.fitted))}
		for _, name := range r.weights.fitted {
			known.Features[name] = c.values.of(name)
		}
		out = append(out, known)
	}
	return out, nil
}
