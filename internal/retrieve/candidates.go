package retrieve

import "byline/internal/news"

// candidateSet gathers what the four lists say about each article and passage.
type candidateSet struct {
	articles map[string]*articleCandidate
	order    []*articleCandidate
	floor    floors
}

// floors are the scores of those that a list does not hold: no better than the
// last of a full list, nothing if the list ended by itself.
type floors struct {
	articleKeyword, articleSemantic, passageKeyword, passageSemantic float64
}

// articleCandidate is an article with its passages that are candidates.
type articleCandidate struct {
	lead              news.Candidate // the article's first passage, or any other if it is not known
	keyword, semantic float64        // of the article as a whole
	passages          []passageCandidate
}

type passageCandidate struct {
	news.Candidate
	keyword, semantic float64
}

func newCandidateSet(c news.Candidates, limit int) *candidateSet {
	p := &candidateSet{articles: make(map[string]*articleCandidate, len(c.ArticleKeyword)+len(c.ArticleSemantic))}
	p.floor = floors{
		articleKeyword: floor(c.ArticleKeyword, limit), articleSemantic: floor(c.ArticleSemantic, limit),
		passageKeyword: floor(c.PassageKeyword, limit), passageSemantic: floor(c.PassageSemantic, limit),
	}
	for _, x := range c.ArticleKeyword {
		p.article(x).keyword = float64(x.Score)
	}
	for _, x := range c.ArticleSemantic {
		p.article(x).semantic = float64(x.Score)
	}
	for _, x := range c.PassageKeyword {
		p.passage(x).keyword = float64(x.Score)
	}
	for _, x := range c.PassageSemantic {
		p.passage(x).semantic = float64(x.Score)
	}
	return p
}

func floor(list []news.Candidate, limit int) float64 {
	if len(list) < limit || len(list) == 0 {
		return 0
	}
	return float64(list[len(list)-1].Score)
}

func (s *candidateSet) article(c news.Candidate) *articleCandidate {
	a := s.articles[c.ArticleID]
	if a == nil {
		a = &articleCandidate{lead: c, keyword: s.floor.articleKeyword, semantic: s.floor.articleSemantic}
		s.articles[c.ArticleID] = a
		s.order = append(s.order, a)
	}
	return a
}

func (s *candidateSet) passage(c news.Candidate) *passageCandidate {
	a := s.article(c)
	for i := range a.passages {
		if a.passages[i].Ordinal == c.Ordinal {
			return &a.passages[i]
		}
	}
	a.passages = append(a.passages, passageCandidate{c, s.floor.passageKeyword, s.floor.passageSemantic})
	return &a.passages[len(a.passages)-1]
}
