package retrieve

import (
	"bytes"
	_ "embed" // for the weights
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"byline/internal/news"
)

// ranker.json holds all weights: those of passages, which training/fit.py found
// on questions that training/questions.py made from articles, and those that
// were set by hand.
//
//go:embed ranker.json
var rankerFile []byte

// weights are what the parts of ranking count.
type weights struct {
	articles, passages values   // of signals, where articles or passages are ranked by words and meaning
	articlesOfTimes    values   // where articles are, and the query names times
	fitted             []string // signals of passages that are weighed by training/fit.py

	bestPassage float64 // of the score of its best passage in an article's
	own         float64 // of a passage's own score, against its article's, where passages are ranked by words or meaning alone

	articleVectors, passageVectors bool // whether meaning looks at them
	recency                        bool // whether "latest" asks for newer articles

	nearness float64   // of being from the same time as the article that others shall be like
	similar  diversity // of similar articles
	broad    diversity // of the hits of a query of breadth 1
}

// clone returns a copy that can be changed.
func (w weights) clone() weights {
	w.articles, w.articlesOfTimes, w.passages = slices.Clone(w.articles), slices.Clone(w.articlesOfTimes), slices.Clone(w.passages)
	return w
}

// defaultWeights are the built-in ones, which are read once.
var defaultWeights = sync.OnceValue(func() weights {
	w, err := parseWeights(rankerFile)
	if err != nil {
		panic(err) // the file is part of the program, and tests read it
	}
	return w
})

// weightFile is the form of ranker.json.
type weightFile struct {
	About    string `json:"about"`
	Passages struct {
		Fitted struct {
			About     string             `json:"about"`
			Questions int                `json:"questions"`
			Weights   map[string]float64 `json:"weights"`
		} `json:"fitted"`
		ByHand map[string]float64 `json:"by_hand"`
	} `json:"passages"`
	Articles        map[string]float64 `json:"articles"`
	ArticlesOfTimes map[string]float64 `json:"articles_if_query_names_times"` // in place of those in Articles
	BestPassage     float64            `json:"best_passage_of_article"`
	Own             float64            `json:"own_score_of_passage"`
	Similar         struct {
		Nearness float64 `json:"nearness"`
		diversity
	} `json:"similar"`
	Broad diversity `json:"broad"`
}

// parseWeights reads a file of weights. Each signal must have one, and nothing else.
func parseWeights(data []byte) (w weights, err error) {
	var file weightFile
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&file); err != nil {
		return w, fmt.Errorf("retrieve: ranker.json: %w", err)
	}
	fitted := file.Passages.Fitted.Weights
	w = weights{
		fitted:      slices.Sorted(maps.Keys(fitted)),
		bestPassage: file.BestPassage, own: file.Own, articleVectors: true, passageVectors: true, recency: true,
		nearness: file.Similar.Nearness, similar: file.Similar.diversity, broad: file.Broad,
	}
	for _, column := range []struct {
		dst   *values
		named []map[string]float64 // later ones go before
	}{
		{&w.passages, []map[string]float64{fitted, file.Passages.ByHand}},
		{&w.articles, []map[string]float64{file.Articles}},
		{&w.articlesOfTimes, []map[string]float64{file.Articles, file.ArticlesOfTimes}},
	} {
		if *column.dst, err = weightsOf(column.named...); err != nil {
			return w, err
		}
	}
	for _, s := range signals {
		if _, weighed := file.Articles[s.name]; !weighed && !slices.Contains(w.fitted, s.name) && file.Passages.ByHand[s.name] == 0 {
			return w, fmt.Errorf("retrieve: ranker.json: the signal %q has no weight", s.name)
		}
	}
	return w, nil
}

// weightsOf puts weights by name into the order of the signals.
func weightsOf(named ...map[string]float64) (values, error) {
	v := make(values, len(signals))
	for _, m := range named {
		for name, weight := range m {
			i := signalAt(name)
			if i < 0 {
				return nil, fmt.Errorf("retrieve: ranker.json: there is no signal %q; there are %s", name, strings.Join(signalNames(), ", "))
			}
			v[i] = weight
		}
	}
	return v, nil
}

func signalNames() []string {
	names := make([]string, len(signals))
	for i, s := range signals {
		names[i] = s.name
	}
	return names
}

// signalWeights are the weights of signals for a query.
func (p *plan) signalWeights() values {
	switch {
	case p.group == news.GroupPassage:
		return p.weights.passages
	case len(p.times) > 0:
		return p.weights.articlesOfTimes
	}
	return p.weights.articles
}
