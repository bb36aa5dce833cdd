package retrieve

import (
	"slices"
	"strings"

	"byline/internal/news"
)

// ablation is a part of ranking that can be left out, so that what it earns can
// be measured.
type ablation struct {
	name    string
	disable func(*weights)
}

// ablations lists the parts. Those of signals follow from the table of signals:
// each part of an explanation, and each signal of a part that has several.
func ablations() []ablation {
	list := []ablation{
		{"semantic", func(w *weights) {
			words, meaning := signalAt(articleWords), signalAt(articleMeaning)
			for _, v := range []values{w.articles, w.articlesOfTimes} {
				v[words] += v[meaning]
			}
			w.disableSignals(articleMeaning, "passage_meaning")
		}},
		{"article-vectors", func(w *weights) { w.articleVectors = false }},
		{"passage-vectors", func(w *weights) { w.passageVectors = false }},
		{"best-passage", func(w *weights) { w.bestPassage = 0 }},
		{"article-of-passage", func(w *weights) { w.own, w.passages[signalAt(articleWords)] = 1, 0 }},
		{"diversity", func(w *weights) { w.broad = diversity{} }},
		{"recency", func(w *weights) { w.recency = false }},
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
		list = append(list, ablation{name, func(w *weights) { w.disableSignals(members[part]...) }})
	}
	for _, part := range parts {
		for _, member := range members[part] {
			if len(members[part]) > 1 {
				list = append(list, ablation{member, func(w *weights) { w.disableSignals(member) }})
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
func Ablations() []string {
	var names []string
	for _, a := range ablations() {
		names = append(names, a.name)
	}
	return names
}

// Without returns a Retriever that leaves parts of ranking out, so that what
// they earn can be measured.
func (r *Retriever) Without(names ...string) (*Retriever, error) {
	lesser := *r
	lesser.weights = r.weights.clone()
	for _, name := range names {
		i := slices.IndexFunc(ablations(), func(a ablation) bool { return a.name == name })
		if i < 0 {
			return nil, news.Errorf(news.KindInvalid, "retrieve: ranking has no part %q; it has %s", name, strings.Join(Ablations(), ", "))
		}
		ablations()[i].disable(&lesser.weights)
	}
	return &lesser, nil
}
