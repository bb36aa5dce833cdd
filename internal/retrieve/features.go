package retrieve

import (
	_ "embed" // for the weights
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
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

// ranker.json holds the weights of the features, as training/fit.py found them
// on questions that training/questions.py made from articles.
//
//go:embed ranker.json
var rankerFile []byte

// ranker returns the built-in weights, which it reads once.
var ranker = sync.OnceValue(func() features {
	weights, err := parseRanker(rankerFile)
	if err != nil {
		panic(err) // the file is part of the program, and tests read it
	}
	return weights
})

// parseRanker reads a file of weights, which must name each feature once and
// nothing else.
func parseRanker(data []byte) (weights features, err error) {
	var file struct {
		About   string             `json:"about"`
		Weights map[string]float64 `json:"weights"`
	}
	if err := json.Unmarshal(data, &file); err != nil {
		return weights, fmt.Errorf("retrieve: the weights of the ranker: %w", err)
	}
	for name, w := range file.Weights {
		i := slices.Index(featureNames[:], name)
		if i < 0 {
			return weights, fmt.Errorf("retrieve: the weights of the ranker: there is no feature %q; there are %s", name, strings.Join(featureNames[:], ", "))
		}
		if math.IsNaN(w) || math.IsInf(w, 0) {
			return weights, fmt.Errorf("retrieve: the weights of the ranker: %s is %v", name, w)
		}
		weights[i] = w
	}
	if len(file.Weights) != int(numFeatures) {
		return weights, fmt.Errorf("retrieve: the weights of the ranker: %d of %d features have one", len(file.Weights), numFeatures)
	}
	return weights, nil
}
