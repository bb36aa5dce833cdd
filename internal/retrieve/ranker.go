package retrieve

import (
	_ "embed" // for the weights
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"
)

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
		weights[i] = w
	}
	if len(file.Weights) != int(numFeatures) {
		return weights, fmt.Errorf("retrieve: the weights of the ranker: %d of %d features have one", len(file.Weights), numFeatures)
	}
	return weights, nil
}
