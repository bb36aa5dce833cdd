package verify

import (
	_ "embed"
	"encoding/json"
	"math"
	"slices"
	"sync"
)

//go:embed trees.json
var treesFile []byte

// trees are a sum of decision trees, which tell whether an English statement from which
// its source does not differ is said by it (Friedman, Greedy function approximation: a gradient
// boosting machine, 2001).
type trees struct {
	Least   float64 `json:"least"`   // the probability from which a statement is released
	Against float64 `json:"against"` // the same of one with words of which the source has nothing
	Bias    float64 `json:"bias"`
	Trees   []tree  `json:"trees"`
}

// tree is a decision tree. A node without a feature is a leaf.
type tree []struct {
	Feature string  `json:"f,omitempty"`
	Most    float64 `json:"t,omitempty"` // of the feature, for the left node
	Left    int     `json:"l,omitempty"`
	Right   int     `json:"r,omitempty"`
	Value   float64 `json:"v,omitempty"` // of a leaf
	feature int     // the place of its value
}

// judges are the trees that were fitted, which a test has read before.
var judges = sync.OnceValue(func() (t trees) {
	readTrees("trees.json", treesFile, &t, &t)
	return t
})

// readTrees reads a file that was fitted into whole, of which t is a part.
func readTrees(name string, data []byte, whole any, t *trees) {
	if err := json.Unmarshal(data, whole); err != nil {
		panic("verify: " + name + ": " + err.Error())
	}
	for _, nodes := range t.Trees {
		for n := range nodes {
			feature := nodes[n].Feature
			if nodes[n].feature = slices.Index(featureNames(), feature); nodes[n].feature < 0 && feature != "" {
				panic("verify: " + name + ": there is no feature " + feature)
			}
		}
	}
}

// carried is the probability that what is cited carries a statement with features of these values.
func (t trees) carried(values []float64) float64 {
	z := t.Bias
	for _, nodes := range t.Trees {
		n := 0
		for nodes[n].Feature != "" {
			if values[nodes[n].feature] <= nodes[n].Most {
				n = nodes[n].Left
			} else {
				n = nodes[n].Right
			}
		}
		z += nodes[n].Value
	}
	return 1 / (1 + math.Exp(-z))
}
