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
	features
	outlet      bool   // the query names that of the article
	text        string // once it was read
	gone        bool   // it was read, and the article has no such words (any more)
	score       float64
	explanation news.Explanation
}

// rank fuses the candidates of an index into one list of passages, best first.
// Within keyword and semantic matching, an article's score is that of the
// article as a whole plus a share of its best passage's. The two kinds are then
// brought to the same scale, min-max over the candidates (Lee, Analyses of
// Multiple Evidence Combination, 1997), and added; docs/evaluation.md says why
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
		return cmp.Or(cmp.Compare(a.ArticleID, b.ArticleID), cmp.Compare(a.Ordinal, b.Ordinal))
	})
}

// passages scores every passage of the set. An article none of whose
// passages is a candidate stands there with its lead.
func (s *candidateSet) passages(plan plan) []*ranking {
	w := plan.weights
	articles, passages := newFusion(plan), newFusion(plan)
	count := 0
	for _, a := range s.order {
		if len(a.passages) == 0 {
			a.passages = []passageCandidate{{a.lead, s.floor.passageKeyword, s.floor.passageSemantic}}
		}
		k, s := a.best()
		articles.observe(a.keyword+w.passage*k, a.semantic+w.passage*s)
		count += len(a.passages)
		for _, x := range a.passages {
			passages.observe(x.keyword, x.semantic)
		}
	}
	list := make([]ranking, 0, count) // at once: there are hundreds
	out := make([]*ranking, 0, count)
	for _, a := range s.order {
		k, s := a.best()
		k, s = a.keyword+w.passage*k, a.semantic+w.passage*s
		near, outlet := plan.relevantTime(a.lead)
		for _, x := range a.passages {
			list = append(list, ranking{Candidate: x.Candidate, outlet: outlet, explanation: news.Explanation{
				PassageKeyword: x.keyword, PassageSemantic: x.semantic, ArticleKeyword: a.keyword, ArticleSemantic: a.semantic, Recency: 1,
			}})
			r := &list[len(list)-1]
			r.features[timeliness] = near
			r.features[passageWords], r.features[passageMeaning] = passages.scaled(x.keyword, x.semantic)
			r.features[articleWords], _ = articles.scaled(k, s)
			r.fuse(&plan, articles.score(k, s), passages.score(x.keyword, x.semantic))
			out = append(out, r)
		}
	}
	return out
}

// fuse scores a passage by what the candidates tell: the fused score of its
// article as a whole and its own.
func (r *ranking) fuse(p *plan, whole, own float64) {
	w := &p.weights
	switch {
	case p.group == news.GroupPassage && p.mode == news.ModeHybrid:
		r.score = r.features.dot(&w.ranker)
		r.explanation.Timeliness = w.ranker[timeliness] * r.features[timeliness]
	case p.group == news.GroupPassage:
		r.score = w.own*own + (1-w.own)*whole
	default: // the article decides; the best passage only stands for it
		r.score = whole + own*tiny
	}
	if p.mode != news.ModeHybrid {
		return
	}
	if p.group == news.GroupArticle {
		r.explanation.Timeliness = p.timeWeight() * r.features[timeliness]
		r.score += r.explanation.Timeliness
	}
	if r.outlet {
		r.explanation.Outlet = w.outlet
		r.score += w.outlet
	}
}

// tiny makes a passage's own score break ties within an article without
// changing the order of articles.
const tiny = 1e-9

func (a *articleCandidate) best() (keyword, semantic float64) {
	for _, x := range a.passages {
		keyword, semantic = max(keyword, x.keyword), max(semantic, x.semantic)
	}
	return keyword, semantic
}

// fusion adds keyword and semantic scores after bringing both to the range 0 to 1.
type fusion struct {
	mode                   news.Mode
	weight                 float64 // of the semantic score
	minK, maxK, minS, maxS float64
}

func newFusion(p plan) *fusion {
	return &fusion{mode: p.mode, weight: p.weights.semantic, minK: math.Inf(1), maxK: math.Inf(-1), minS: math.Inf(1), maxS: math.Inf(-1)}
}

func (f *fusion) observe(keyword, semantic float64) {
	f.minK, f.maxK = min(f.minK, keyword), max(f.maxK, keyword)
	f.minS, f.maxS = min(f.minS, semantic), max(f.maxS, semantic)
}

// score fuses two scores. With one kind of matching it returns that kind's score as it is.
func (f *fusion) score(keyword, semantic float64) float64 {
	switch f.mode {
	case news.ModeKeyword:
		return keyword
	case news.ModeSemantic:
		return semantic
	}
	k, s := f.scaled(keyword, semantic)
	return (1-f.weight)*k + f.weight*s
}

// scaled brings two scores to the range from 0 to 1.
func (f *fusion) scaled(keyword, semantic float64) (k, s float64) {
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
