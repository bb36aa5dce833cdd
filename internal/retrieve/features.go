package retrieve

import (
	"context"
	"fmt"

	"byline/internal/news"
)

// Featured is a passage with the values of its signals by name, those whose
// weights are fitted.
type Featured struct {
	news.Passage
	Features map[string]float64
}

// Features returns the passages that a hybrid search for passages reads, best
// first.
func (r *Retriever) Features(ctx context.Context, req news.SearchRequest) ([]Featured, error) {
	req.Mode, req.Group = news.ModeHybrid, news.GroupPassage
	list, err := r.features(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("retrieve: features: %w", err)
	}
	return list, nil
}

func (r *Retriever) features(ctx context.Context, req news.SearchRequest) ([]Featured, error) {
	f, err := r.find(ctx, req)
	if err != nil {
		return nil, err
	}
	var out []Featured
	for _, c := range order(f.ranked, f.plan) {
		a := f.read[c.Version]
		if a.ID == "" {
			continue // not read, or deleted while we searched
		}
		h, ok := r.hit(ctx, &a, c)
		if !ok {
			continue
		}
		known := Featured{h.Passage, make(map[string]float64, len(r.weights.fitted))}
		for _, name := range r.weights.fitted {
			known.Features[name] = c.values.of(name)
		}
		out = append(out, known)
	}
	return out, nil
}
