package retrieve

import (
	"slices"
	"strings"

	"byline/internal/news"
)

// weights are what the parts of ranking count; docs/evaluation.md has the
// figures behind them.
type weights struct {
	semantic float64 // of the semantic score in a hybrid one
	passage  float64 // of a passage's score in its article's
	own      float64 // of a passage's own score, against its article's, where passages are ranked by one of the two
	window   float64 // of the words of a query that stand within windowLen terms
	sentence float64 // of those that one sentence has

	time   float64 // of being from about the day on which a query is asked
	named  float64 // of being from a time that it names
	outlet float64 // of being from an outlet that it names

	ranker features // of what is known of passages, where these are ranked by both

	articleVectors, passageVectors bool // whether meaning looks at them
	recency                        bool // whether "latest" asks for newer articles

	nearness float64   // of being from the same time as the article that others shall be like
	similar  diversity // of similar articles
	broad    diversity // of the hits of a query of breadth 1
}

func allParts() weights {
	return weights{
		semantic: .35, passage: .5, own: .5, window: .3, sentence: .3, time: .2, named: .4, outlet: .5,
		ranker:         ranker(),
		articleVectors: true, passageVectors: true, recency: true,
		nearness: .02, similar: diversity{likeOthers: .03, sameOutlet: .01}, broad: diversity{likeOthers: .3, sameOutlet: .1},
	}
}

// part is something in ranking that can be left out.
type part struct {
	name     string
	leaveOut func(*weights)
}

func parts() []part {
	list := []part{
		{"semantic", func(w *weights) { w.semantic, w.ranker[passageMeaning] = 0, 0 }},
		{"article-vectors", func(w *weights) { w.articleVectors = false }},
		{"passage-vectors", func(w *weights) { w.passageVectors = false }},
		{"best-passage", func(w *weights) { w.passage = 0 }},
		{"article-of-passage", func(w *weights) { w.own, w.ranker[articleWords] = 1, 0 }},
		{"proximity", func(w *weights) {
			w.window, w.sentence = 0, 0
			clear(w.ranker[window:])
		}},
		{"time", func(w *weights) { w.time, w.named, w.ranker[timeliness] = 0, 0, 0 }},
		{"outlet", func(w *weights) { w.outlet = 0 }},
		{"diversity", func(w *weights) { w.broad = diversity{} }},
		{"recency", func(w *weights) { w.recency = false }},
	}
	for f := window; f < numFeatures; f++ {
		list = append(list, part{f.String(), func(w *weights) {
			w.ranker[f] = 0
			switch f {
			case window:
				w.window = 0
			case sentence:
				w.sentence = 0
			}
		}})
	}
	return list
}

// Parts names what [Retriever.Without] can leave out.
func Parts() []string {
	var names []string
	for _, p := range parts() {
		names = append(names, p.name)
	}
	return names
}

// Without returns a Retriever that leaves parts of ranking out, so that what
// they earn can be measured.
func (r *Retriever) Without(names ...string) (*Retriever, error) {
	lesser := *r
	for _, name := range names {
		i := slices.IndexFunc(parts(), func(p part) bool { return p.name == name })
		if i < 0 {
			return nil, news.Errorf(news.KindInvalid, "retrieve: ranking has no part %q; it has %s", name, strings.Join(Parts(), ", "))
		}
		parts()[i].leaveOut(&lesser.weights)
	}
	return &lesser, nil
}

// dropDisabled drops the lists of candidates that do not count.
func (w weights) dropDisabled(c news.Candidates) news.Candidates {
	if !w.articleVectors {
		c.ArticleSemantic = nil
	}
	if !w.passageVectors {
		c.PassageSemantic = nil
	}
	return c
}
