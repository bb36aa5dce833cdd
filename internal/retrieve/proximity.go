package retrieve

import (
	"context"
	"slices"

	"golang.org/x/sync/errgroup"

	"byline/internal/chunk"
	"byline/internal/lexical"
	"byline/internal/news"
)

// The second stage of a hybrid search reads the first articles and adds to
// their scores how much of the query stands close together in them: words that
// only share an article may have nothing to do with each other (Tao and Zhai,
// An Exploration of Proximity Measures in Information Retrieval, 2007). All
// words count alike; weighing them by rarity, as the first stage does, was no
// better. docs/evaluation.md has the figures.
const (
	refined    = 20 // articles
	readAtOnce = 5  // of them, by one goroutine
	windowLen  = 8  // terms; stop words are not counted
)

// refine adds the proximity of the words of a query to the scores of the first
// articles of a list, which is in order. It returns the articles that it read.
func (r *Retriever) refine(ctx context.Context, ranked []*ranking, p plan) (map[news.Version]news.Article, error) {
	query := wordsOf(r.encoder.Tokens(p.text))
	if p.mode != news.ModeHybrid || len(query) == 0 {
		return nil, nil //nolint:nilnil // nothing was read
	}
	var versions []news.Version
	passages := make(map[news.Version][]*ranking, refined)
	for _, c := range ranked {
		if passages[c.Version] == nil {
			if len(versions) == refined {
				continue
			}
			versions = append(versions, c.Version)
		}
		passages[c.Version] = append(passages[c.Version], c)
	}
	parts := slices.Collect(slices.Chunk(versions, readAtOnce))
	results := make([][]news.Article, len(parts))
	group, ctx := errgroup.WithContext(ctx)
	for i, part := range parts {
		group.Go(func() (err error) {
			results[i], err = r.index.Versions(ctx, part)
			for _, a := range results[i] {
				if a.ID != "" { // else it was deleted while we searched
					r.refineArticle(a, passages[news.Version{ArticleID: a.ID, Revision: a.Revision}], query, p.group)
				}
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		return nil, err
	}
	articles := slices.Concat(results...)
	read := make(map[news.Version]news.Article, len(articles))
	for i, a := range articles {
		read[versions[i]] = a
	}
	return read, nil
}

// refineArticle adds to the scores of passages of one article. Where articles
// are ranked, each passage gets what the best has, and its own breaks the tie.
func (r *Retriever) refineArticle(a news.Article, passages []*ranking, query words, group news.Group) {
	headline := r.encoder.Tokens(a.Headline)
	var window, sentence float64
	for _, c := range passages {
		text := a.Body[c.Start:c.End]
		body := r.encoder.Tokens(text)
		w, s := query.window(slices.Concat(headline, body)), query.sentence(body, chunk.Sentences(text))
		window, sentence = max(window, w), max(sentence, s)
		c.explanation.Proximity = r.weights.window*w + r.weights.sentence*s
	}
	for _, c := range passages {
		if group == news.GroupArticle {
			c.score += tiny * c.explanation.Proximity
			c.explanation.Proximity = r.weights.window*window + r.weights.sentence*sentence
		}
		c.score += c.explanation.Proximity
	}
}

// words numbers the distinct terms of a query.
type words map[uint32]int

func wordsOf(tokens []lexical.Token) words {
	w := make(words, len(tokens))
	for _, t := range tokens {
		if _, ok := w[t.Term]; !ok {
			w[t.Term] = len(w)
		}
	}
	return w
}

// window returns the greatest share of the words that stands within windowLen terms.
func (w words) window(tokens []lexical.Token) float64 {
	inside := make([]int, len(w)) // how often each word is in the window
	have, best := 0, 0
	for i, t := range tokens {
		if n, ok := w[t.Term]; ok {
			inside[n]++
			if inside[n] == 1 {
				have++
			}
		}
		if i >= windowLen {
			if n, ok := w[tokens[i-windowLen].Term]; ok {
				inside[n]--
				if inside[n] == 0 {
					have--
				}
			}
		}
		best = max(best, have)
	}
	return float64(best) / float64(len(w))
}

// sentence returns the greatest share of the words that one sentence has.
// Tokens and sentences are those of the same text.
func (w words) sentence(tokens []lexical.Token, sentences []news.Span) float64 {
	seen := make([]int, len(w)) // 1 + number of the sentence that had each word last
	best, at := 0, 0
	for i, s := range sentences {
		have := 0
		for ; at < len(tokens) && tokens[at].Start < s.End; at++ {
			if n, ok := w[tokens[at].Term]; ok && seen[n] != i+1 {
				seen[n] = i + 1
				have++
			}
		}
		best = max(best, have)
	}
	return float64(best) / float64(len(w))
}
