package retrieve

import (
	"byline/internal/ablation"
	"byline/internal/news"
)

// ablations lists the parts of ranking that can be left out. Those of signals follow from the table of signals:
// each part of an explanation, and each signal of a part that has several.
func ablations() []ablation.Part[weights] {
	list := []ablation.Part[weights]{
		{Name: "semantic", Disable: func(w *weights) {
			words, meaning := signalAt(articleWords), signalAt(articleMeaning)
			for _, v := range []values{w.articles, w.articlesOfTimes} {
				v[words] += v[meaning]
			}
			w.disableSignals(articleMeaning, "passage_meaning")
		}},
		{Name: "article-vectors", Disable: func(w *weights) { w.articleVectors = false }},
		{Name: "passage-vectors", Disable: func(w *weights) { w.passageVectors = false }},
		{Name: "best-passage", Disable: func(w *weights) { w.bestPassage = 0 }},
		{Name: "article-of-passage", Disable: func(w *weights) { w.own, w.passages[signalAt(articleWords)] = 1, 0 }},
		{Name: "diversity", Disable: func(w *weights) { w.broad = diversity{} }},
		{Name: "recency", Disable: func(w *weights) { w.recency = false }},
	}
	members := make(map[string][]string) // names of signals, by part
	var parts []string
	for _, s := range signals {
		if s.part == "" {
			continue
		}
		if members[s.part] == nil {
			parts = append(parts, s.part)
		}
		members[s.part] = append(members[s.part], s.name)
	}
	for _, part := range parts {
		name := part
		if part == timeliness {
			name = "time" // as it has always been called here
		}
		list = append(list, ablation.Part[weights]{Name: name, Disable: func(w *weights) { w.disableSignals(members[part]...) }})
	}
	for _, part := range parts {
		for _, member := range members[part] {
			if len(members[part]) > 1 {
				list = append(list, ablation.Part[weights]{Name: member, Disable: func(w *weights) { w.disableSignals(member) }})
			}
		}
	}
	return list
}

// disableSignals takes the weights of signals away.
func (w *weights) disableSignals(names ...string) {
	for _, name := range names {
		i := signalAt(name)
		w.articles[i], w.articlesOfTimes[i], w.passages[i] = 0, 0, 0
	}
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

// Ablations names the parts of ranking that [Retriever.Without] can leave out.
func Ablations() []string { return ablation.Names(ablations()) }

// Without returns a Retriever that leaves parts of ranking out, so that what
// they earn can be measured.
func (r *Retriever) Without(names ...string) (*Retriever, error) {
	lesser := *r
	lesser.weights = r.weights.clone()
	if err := ablation.Disable(&lesser.weights, "retrieve", ablations(), names...); err != nil {
		return nil, err
	}
	return &lesser, nil
}
