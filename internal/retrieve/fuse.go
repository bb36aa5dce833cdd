package retrieve

import (
	"cmp"
	"math"
	"slices"

	"byline/internal/news"
)

// ranking is a passage with the score that it is ranked by.
type ranking struct {
	news.Candidate
	raw    rawScores
	values values      // of all signals
	best   values      // of the passage that stands for it where reading counts: itself or, where articles are ranked, the best read of its article
	text   string      // once it was read
	gone   bool        // it was read, and the article has no such words (any more)
	marked bool        // marks is known
	marks  []news.Span // the words of the query in text, by their places in the article

	score    float64
	own      float64  // where articles are ranked: tells passages of equal score, as those of one article, apart
	recency  float64  // factor that is in score
	reranker *float64 // what a reranker said, which score then comes from
}

// rawScores are what the lists of an index say.
type rawScores struct {
	passageKeyword, passageSemantic, articleKeyword, articleSemantic float64
}

// rank fuses the candidates of an index into one list of passages, best first.
// Within keyword and semantic matching, an article's score is that of the
// article as a whole plus a share of its best passage's. The two kinds are then
// brought to the same scale, min-max over the candidates (Lee, Analyses of
// Multiple Evidence Combination, 1997), and added; docs/studies.md says why
// ranks, as in reciprocal rank fusion, do worse on news. Articles of the time
// and the outlets that the query is about gain. limit is the length of the
// lists that the index was asked for.
func rank(c news.Candidates, limit int, p plan) []*ranking {
	out := newCandidateSet(p.weights.dropDisabled(c), limit).passages(p)
	sortRanking(out)
	return out
}

// order sorts a list by score, with articles once where they are ranked.
func order(out []*ranking, p plan) []*ranking {
	sortRanking(out)
	if p.group == news.GroupArticle {
		seen := make(map[string]bool, len(out))
		out = slices.DeleteFunc(out, func(r *ranking) bool {
			dup := seen[r.ArticleID]
			seen[r.ArticleID] = true
			return dup
		})
	}
	return out
}

func sortRanking(list []*ranking) {
	slices.SortFunc(list, func(a, b *ranking) int {
		if a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Or(cmp.Compare(b.own, a.own), cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.Ordinal, b.Ordinal))
	})
}

// passages scores every passage of the set. An article none of whose
// passages is a candidate stands there with its lead.
func (s *candidateSet) passages(plan plan) []*ranking {
	articles, passages := newScales(), newScales()
	count := 0
	var published newest
	for _, a := range s.order {
		if len(a.passages) == 0 {
			a.passages = []passageCandidate{{a.lead, s.floor.passageKeyword, s.floor.passageSemantic}}
		}
		articles.observe(a.whole(plan.weights.bestPassage))
		count += len(a.passages)
		for _, x := range a.passages {
			passages.observe(x.keyword, x.semantic)
			published.see(x.Published, plan.understood.AsOf)
		}
	}
	plan.ageFrom = published.ageFrom(plan.understood.AsOf, askedHalfLife)
	list := make([]ranking, 0, count) // at once: there are hundreds
	known := make(values, count*len(signals))
	out := make([]*ranking, 0, count)
	facts := candidateFacts{plan: &plan}
	for _, a := range s.order {
		k, m := a.whole(plan.weights.bestPassage)
		facts.articleWords, facts.articleMeaning = articles.scaled(k, m)
		for _, x := range a.passages {
			facts.Candidate = x.Candidate
			facts.passageWords, facts.passageMeaning = passages.scaled(x.keyword, x.semantic)
			list = append(list, ranking{
				Candidate: x.Candidate, raw: rawScores{x.keyword, x.semantic, a.keyword, a.semantic}, values: known[:len(signals):len(signals)], recency: 1,
			})
			known = known[len(signals):]
			r := &list[len(list)-1]
			r.values.found(&facts)
			r.best = r.values
			r.fuse(&facts, kindOf(plan.mode, k, m), kindOf(plan.mode, x.keyword, x.semantic))
			out = append(out, r)
		}
	}
	return out
}

// kindOf returns the score of the kind of matching that a mode has, if one.
func kindOf(mode news.Mode, keyword, semantic float64) float64 {
	if mode == news.ModeKeyword {
		return keyword
	}
	return semantic
}

// fuse scores a passage by what the candidates tell: by its signals or, where
// matching is of one kind, by the scores of that kind, as they are, of its article
// and of itself.
func (r *ranking) fuse(f *candidateFacts, whole, own float64) {
	p := f.plan
	weights := p.signalWeights()
	hybrid := p.mode == news.ModeHybrid
	switch {
	case hybrid:
		r.score = r.values.score(weights)
		own = weights.of(articleWords)*f.passageWords + weights.of(articleMeaning)*f.passageMeaning
	case p.group == news.GroupPassage:
		r.score = p.weights.own*own + (1-p.weights.own)*whole
	default:
		r.score = whole
	}
	if p.group == news.GroupArticle {
		r.own = own // the article decides; the best passage only stands for it
	}
}

// whole is the score of an article by words and by meaning: its own and a share
// of its best passage's.
func (a *articleCandidate) whole(share float64) (keyword, semantic float64) {
	k, m := a.best()
	return a.keyword + share*k, a.semantic + share*m
}

func (a *articleCandidate) best() (keyword, semantic float64) {
	for _, x := range a.passages {
		keyword, semantic = max(keyword, x.keyword), max(semantic, x.semantic)
	}
	return keyword, semantic
}

// scales bring keyword and semantic scores to the range from 0 to 1, which
// makes them comparable.
type scales struct {
	minK, maxK, minS, maxS float64
}

func newScales() *scales {
	return &scales{minK: math.Inf(1), maxK: math.Inf(-1), minS: math.Inf(1), maxS: math.Inf(-1)}
}

func (f *scales) observe(keyword, semantic float64) {
	f.minK, f.maxK = min(f.minK, keyword), max(f.maxK, keyword)
	f.minS, f.maxS = min(f.minS, semantic), max(f.maxS, semantic)
}

// scaled brings two scores to the range from 0 to 1.
func (f *scales) scaled(keyword, semantic float64) (k, s float64) {
	return scale(keyword, f.minK, f.maxK), scale(semantic, f.minS, f.maxS)
}

// scale brings v to the range 0 to 1. Where all are equal, they are equally good.
func scale(v, low, high float64) float64 {
	if high > low {
		return (v - low) / (high - low)
	}
	if v > 0 {
		return 1
	}
	return 0
}
