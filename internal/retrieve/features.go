package retrieve

import (
	"context"
	"fmt"

	"byline/internal/news"
)

// feature is something that is known of a passage and a query, a number from 0
// to 1. Passages are ranked by a weighted sum of features.
type feature int

// The features. The first three come with the candidates, each brought to the
// range from 0 to 1 over all of them; so does the fourth. The others are found
// by reading, and 0 where nobody read.
const (
	passageWords   feature = iota // BM25 of the passage
	passageMeaning                // its cosine
	articleWords                  // BM25 of the article and half its best passage's
	timeliness                    // being from the time that the query is about
	window                        // share of the words of the query within windowLen terms of headline and passage
	sentence                      // share within one sentence
	neighbours                    // share within two sentences that follow each other
	pairs                         // share of its pairs of neighbouring words that are neighbours in the passage
	place                         // of the passage in the article: 0 for the first, 1 for the ninth and later
	length                        // of the passage: 1 from fullLength terms on
	numFeatures
)

var featureNames = [numFeatures]string{
	"passage_words", "passage_meaning", "article_words", "timeliness",
	"window", "sentence", "neighbours", "pairs", "place", "length",
}

func (f feature) String() string { return featureNames[f] }

const (
	lastPlace  = 8
	fullLength = 120 // terms; stop words are not counted
)

// features are all features of one passage, or a weight for each.
type features [numFeatures]float64

// dot is the score of a passage with the given weights.
func (f *features) dot(weights *features) (sum float64) {
	for i, x := range f {
		sum += weights[i] * x
	}
	return sum
}

// Featured is a passage with its features by name, for those who fit weights.
type Featured struct {
	news.Passage
	Features map[string]float64
}

// Features returns the passages that a hybrid search for passages reads, best
// first.
func (r *Retriever) Features(ctx context.Context, req news.SearchRequest) ([]Featured, error) {
	req.Mode, req.Group = news.ModeHybrid, news.GroupPassage
	if err := check(&req); err != nil {
		return nil, err
	}
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
		known := Featured{h.Passage, make(map[string]float64, numFeatures)}
		for i, x := range c.features {
			known.Features[feature(i).String()] = x
		}
		out = append(out, known)
	}
	return out, nil
}
