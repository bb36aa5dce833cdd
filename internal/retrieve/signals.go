package retrieve

import "byline/internal/news"

// signal is something that is known of a passage and a query. Its value is a
// number from 0 to 1; it counts by its weights in ranker.json, one where articles
// are ranked and one where passages are.
type signal struct {
	name string
	// part is the figure of an explanation that the signal adds to; empty: none.
	// Several signals may make up one figure.
	part string
	// One of the two says the value: found, by what the index told of the
	// candidates, or read, once the passage was read, which the first ones are.
	found func(*candidateFacts) float64
	read  func(*passageText) float64
}

// signals is the table of all signals, in the order of an explanation. A new one
// is a line here and its weight in ranker.json: scores, explanations, ablation and
// `byline eval features` follow from the two.
var signals = []signal{
	// BM25 and cosine of the passage; the same of the article and half its best passage's.
	{name: "passage_words", found: func(c *candidateFacts) float64 { return c.passageWords }},
	{name: "passage_meaning", found: func(c *candidateFacts) float64 { return c.passageMeaning }},
	{name: articleWords, found: func(c *candidateFacts) float64 { return c.articleWords }},
	{name: articleMeaning, found: func(c *candidateFacts) float64 { return c.articleMeaning }},

	// Being from the time that the query is about, or of an outlet that it names.
	{name: timeliness, part: "timeliness", found: func(c *candidateFacts) float64 { return c.plan.timely(c.Published) }},
	{name: "outlet", part: "outlet", found: func(c *candidateFacts) float64 { return c.plan.namesOutlet(c.Source) }},

	// The greatest share of the words of the query within windowLen terms of
	// headline and passage; within one sentence; within two that follow each other.
	{name: window, part: "proximity", read: func(t *passageText) float64 { return t.query.window(t.withHeadline) }},
	{name: "sentence", part: "proximity", read: func(t *passageText) float64 { return t.sentence }},
	{name: "neighbours", part: "proximity", read: func(t *passageText) float64 { return t.neighbours }},
	// The share of its pairs of neighbouring words that are neighbours in the passage.
	{name: "pairs", part: "proximity", read: func(t *passageText) float64 { return t.query.paired(t.body()) }},
	// The place of the passage in its article: 0 for the first, 1 for the ninth and later.
	{name: "place", part: "proximity", read: func(t *passageText) float64 { return float64(min(t.ordinal, lastPlace)) / lastPlace }},
	// Its length: 1 from fullLength terms on.
	{name: "length", part: "proximity", read: func(t *passageText) float64 { return float64(min(len(t.tokens), fullLength)) / fullLength }},
}

// Signals that ranking knows by name.
const (
	articleWords   = "article_words"
	articleMeaning = "article_meaning"
	timeliness     = "timeliness"
	window         = "window"
)

const (
	lastPlace  = 8
	fullLength = 120 // terms; stop words are not counted
)

// candidateFacts are what an index, the query and the other candidates tell of a
// candidate. Scores are brought to the range from 0 to 1 over all candidates.
type candidateFacts struct {
	news.Candidate
	plan                         *plan
	passageWords, passageMeaning float64
	articleWords, articleMeaning float64
}

// values are those of all signals for one passage, in the order of the table, or
// a weight for each.
type values []float64

// signalAt returns the place of a signal in the table, -1 if there is none.
func signalAt(name string) int {
	for i := range signals {
		if signals[i].name == name {
			return i
		}
	}
	return -1
}

// of returns the value of one signal.
func (v values) of(name string) float64 { return v[signalAt(name)] }

// found sets the values that are known from candidates.
func (v values) found(c *candidateFacts) {
	for i := range signals {
		if f := signals[i].found; f != nil {
			v[i] = f(c)
		}
	}
}

// read sets the values that reading tells.
func (v values) read(t *passageText) {
	for i := range signals {
		if f := signals[i].read; f != nil {
			v[i] = f(t)
		}
	}
}

// score is the weighted sum of the values that are known from candidates.
func (v values) score(weights values) (sum float64) {
	for i := range signals {
		if signals[i].found != nil {
			sum += weights[i] * v[i]
		}
	}
	return sum
}

// nearness is the weighted sum of those that reading tells.
func (v values) nearness(weights values) (sum float64) {
	for i := range signals {
		if signals[i].read != nil {
			sum += weights[i] * v[i]
		}
	}
	return sum
}

// explain tells what the score of a passage is made of: what the lists of the
// index say, what each part of the signals adds, and what changed the sum later.
// Signals count in hybrid searches only.
func (r *ranking) explain(p *plan) news.Explanation {
	e := news.Explanation{
		{Name: "passage_keyword", Value: r.raw.passageKeyword}, {Name: "passage_semantic", Value: r.raw.passageSemantic},
		{Name: "article_keyword", Value: r.raw.articleKeyword}, {Name: "article_semantic", Value: r.raw.articleSemantic},
	}
	weights := p.signalWeights()
	for i, s := range signals {
		if s.part == "" {
			continue
		}
		if last := e[len(e)-1].Name; last != s.part {
			e = append(e, news.Signal{Name: s.part})
		}
		if p.mode != news.ModeHybrid {
			continue
		}
		v := r.values
		if s.read != nil {
			v = r.best
		}
		e[len(e)-1].Value += weights[i] * v[i]
	}
	if r.reranker != nil {
		e = append(e, news.Signal{Name: "reranker", Value: *r.reranker})
	}
	return append(e, news.Signal{Name: "recency", Value: r.recency}, news.Signal{Name: "redundancy"})
}
