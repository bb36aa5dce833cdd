package api

import "byline/internal/news"

// Chain is from whom a sentence has what it says; Start and End are byte offsets into
// the body, of the sentence.
type Chain struct {
	Text    string   `json:"text"` // as people write it: "Bloomberg, citing Yomiuri"
	Start   int      `json:"start"`
	End     int      `json:"end"`
	Origins []Origin `json:"origins"` // the nearest first
}

// Origin is one of them; Start and End are byte offsets into the body.
type Origin struct {
	Kind  news.OriginKind `json:"kind"`
	Name  string          `json:"name"`
	Start int             `json:"start"`
	End   int             `json:"end"`
	Step  int             `json:"step"`
	First bool            `json:"first,omitzero"`
}

// WithProvenance adds from whom an article has what it says.
func (a Article) WithProvenance(p news.Provenance) Article {
	a.Provenance = NewProvenance(p)
	return a
}

// NewProvenance returns the document of from whom sentences are; nil of none.
func NewProvenance(p news.Provenance) []Chain {
	var out []Chain
	for _, c := range p {
		chain := Chain{Text: c.String(), Start: c.Start, End: c.End}
		for _, o := range c.Origins {
			chain.Origins = append(chain.Origins, Origin{Kind: o.Kind, Name: o.Name, Start: o.Start, End: o.End, Step: o.Step, First: o.First})
		}
		out = append(out, chain)
	}
	return out
}

func provenance(list []Chain) news.Provenance {
	var out news.Provenance
	for _, c := range list {
		chain := news.Chain{Span: news.Span{Start: c.Start, End: c.End}}
		for _, o := range c.Origins {
			chain.Origins = append(chain.Origins, news.Origin{Span: news.Span{Start: o.Start, End: o.End}, Kind: o.Kind, Name: o.Name, Step: o.Step, First: o.First})
		}
		out = append(out, chain)
	}
	return out
}
