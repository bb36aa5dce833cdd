package rerank

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// scored is one result. Pointers tell what is missing from what is zero.
type scored struct {
	Index          *int     `json:"index"`
	Score          *float64 `json:"score"`           // TEI
	RelevanceScore *float64 `json:"relevance_score"` // Cohere and Jina
}

// parse reads a reply with the scores of n texts and returns them in the order
// of the texts. The errors continue a sentence that begins with the reranker.
func parse(reply []byte, api API, n int) ([]float64, error) {
	var results []scored
	var err error
	if api == TEI {
		err = json.Unmarshal(reply, &results)
	} else {
		var object struct {
			Results []scored `json:"results"`
		}
		err = json.Unmarshal(reply, &object)
		results = object.Results
	}
	if err != nil {
		return nil, fmt.Errorf("sent a reply that cannot be read: %w", err)
	}
	if len(results) != n {
		return nil, fmt.Errorf("sent %d scores for %d texts", len(results), n)
	}
	scores, given := make([]float64, n), make([]bool, n)
	for _, r := range results {
		score := r.RelevanceScore
		if api == TEI {
			score = r.Score
		}
		switch {
		case r.Index == nil:
			return nil, errors.New("sent a score without an index")
		case *r.Index < 0 || *r.Index >= n:
			return nil, fmt.Errorf("sent a score for text %d, counted from 0, of %d", *r.Index, n)
		case given[*r.Index]:
			return nil, fmt.Errorf("sent two scores for text %d", *r.Index)
		case score == nil:
			return nil, fmt.Errorf("sent no score for text %d", *r.Index)
		case math.IsNaN(*score) || math.IsInf(*score, 0):
			return nil, fmt.Errorf("sent a score for text %d that is no number", *r.Index)
		}
		scores[*r.Index], given[*r.Index] = *score, true
	}
	return scores, nil
}
