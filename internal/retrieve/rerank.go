package retrieve

import (
	"context"
	"log/slog"
	"strings"

	"byline/internal/news"
)

// Reranker scores texts by how well each answers a query: the higher, the better.
type Reranker interface {
	Rerank(ctx context.Context, query string, texts []string) ([]float64, error)
}

// reranking says who orders the best hits anew.
type reranking struct {
	reranker Reranker // nil: nobody
	depth    int      // hits
	log      *slog.Logger
}

// WithReranker returns a Retriever that has a reranker order the best hits of
// each search anew. Where that fails, hits stay in the order in which they were
// found, with a warning in the result and the reason in the log.
func (r *Retriever) WithReranker(reranker Reranker, hits int, log *slog.Logger) *Retriever {
	better := *r
	better.reranking = reranking{reranker, hits, log}
	return &better
}

// notReranked is for people.
const notReranked = "The reranker cannot be used right now, so the hits are in the order in which they were found."

// rerank gives the first of a ranking, which is in order, scores by a reranker
// and orders them anew. Those of them that are not there any more drop out.
func (r *Retriever) rerank(ctx context.Context, f *searchState) (warnings []string, err error) {
	first := f.ranked[:min(len(f.ranked), r.depth)]
	if r.reranker == nil || len(first) < 2 {
		return nil, nil
	}
	texts, err := r.texts(ctx, first, &f.articleCache)
	if err != nil {
		return nil, err
	}
	f.ranked = withoutGone(f.ranked)
	if first = f.ranked[:len(texts)]; len(first) < 2 {
		return nil, nil
	}
	// The question as it was asked: such models are made for questions.
	scores, err := r.reranker.Rerank(ctx, f.plan.understood.Query, texts)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		r.log.WarnContext(ctx, "search goes without the reranker", "error", err)
		return []string{notReranked}, nil
	}
	replaceScores(first, scores)
	sortRanking(first)
	return nil, nil
}

// texts returns the texts by which a reranker judges those of a list that are
// there, and marks the others. It reads their articles, of which l is told.
func (r *Retriever) texts(ctx context.Context, list []*ranking, l *articleCache) ([]string, error) {
	articles, err := r.versions(ctx, list, l.read)
	if err != nil {
		return nil, err
	}
	if l.read == nil {
		l.read = make(map[news.Version]news.Article, len(list))
	}
	texts := make([]string, 0, len(list))
	for i, c := range list {
		a := &articles[i]
		l.read[c.Version] = *a
		if a.ID == "" { // deleted while we searched
			c.gone = true
		} else if r.cut(ctx, a, c) {
			texts = append(texts, strings.TrimSpace(a.Headline+"\n"+c.text))
		}
	}
	return texts, nil
}

// replaceScores puts a reranker's scores in place of those of a list in order,
// brought to the same range, so that the list stays ahead of what follows it
// and scores keep their meaning to whoever reads them.
func replaceScores(list []*ranking, scores []float64) {
	high, low := list[0].score, list[len(list)-1].score
	most, least := scores[0], scores[0]
	for _, s := range scores {
		most, least = max(most, s), min(least, s)
	}
	if most == least {
		return // it has no preference, so what was found stands
	}
	for i, c := range list {
		c.reranker = &scores[i]
		c.score = low + (high-low)*((scores[i]-least)/(most-least))
	}
}
