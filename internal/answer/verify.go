package answer

import (
	"cmp"
	"slices"
	"strings"

	"byline/internal/news"
	"byline/internal/verify"
)

// sources are the passages that a model was shown, as what its statements are judged by.
type sources struct {
	verifier *verify.Verifier
	evidence *evidence
	read     []*verify.Source // by passage; nil: not yet
}

func newSources(v *verify.Verifier, e *evidence) *sources {
	return &sources{verifier: v, evidence: e, read: make([]*verify.Source, len(e.passages))}
}

// source is the n-th passage, from 0.
func (s *sources) source(n int) *verify.Source {
	if s.read[n] == nil {
		hit := s.evidence.passages[n].hit
		s.read[n] = s.verifier.Source(hit.Passage.Text, about(&hit.Article))
	}
	return s.read[n]
}

// about is what a statement may take from an article beside the passage.
func about(a *news.Article) verify.About {
	return verify.About{
		Headline: a.Headline, Outlet: outlet(*a), Others: slices.Concat(a.Authors, a.Attribution),
		Published: a.Published, Language: a.Language,
	}
}

// judge judges a statement by one passage, and returns the sentences that carry it.
func (s *sources) judge(statement string, n int) (quote, verify.Verdict) {
	v := s.verifier.Judge(statement, s.source(n))
	hit := s.evidence.passages[n].hit
	return quote{&hit.Article, news.Span{Start: hit.Passage.Start + v.Start, End: hit.Passage.Start + v.End}}, v
}

// fragment reports whether a statement is none, but a name, a number or the like.
func (s *sources) fragment(statement string) bool {
	_, v := s.judge(statement, 0)
	return v.Conflict == verify.Fragment
}

// cited returns quotes for a statement from the passages that it cites, given by
// number from 1: one from each that carries it.
func (s *sources) cited(statement string, cited []int) []quote {
	var quotes []quote
	for _, n := range cited {
		if n < 1 || n > len(s.read) {
			continue
		}
		if q, v := s.judge(statement, n-1); v.Supported {
			quotes = append(quotes, q)
		}
	}
	return quotes
}

// together returns quotes for a statement that several passages carry between them.
func (s *sources) together(statement string, cited []int) []quote {
	var text strings.Builder
	var starts, numbers []int
	for _, n := range cited {
		if n < 1 || n > len(s.read) {
			continue
		}
		starts, numbers = append(starts, text.Len()), append(numbers, n-1)
		text.WriteString(s.evidence.passages[n-1].hit.Passage.Text + "\n\n")
	}
	if len(numbers) < 2 {
		return nil
	}
	first := s.evidence.passages[numbers[0]].hit
	v := s.verifier.Judge(statement, s.verifier.Source(text.String(), about(&first.Article)))
	if !v.Supported {
		return nil
	}
	var quotes []quote
	for i, n := range numbers {
		hit := s.evidence.passages[n].hit
		q := quote{article: &hit.Article}
		for _, span := range v.Sentences {
			start, end := span.Start-starts[i], span.End-starts[i]
			if start < 0 || end > len(hit.Passage.Text) {
				continue
			}
			if q.End == 0 {
				q.Start = hit.Passage.Start + start
			}
			q.End = hit.Passage.Start + end
		}
		if q.End > 0 {
			quotes = append(quotes, q)
		}
	}
	return quotes
}

// elsewhere returns a quote from the passage that carries a statement best, if one does.
func (s *sources) elsewhere(statement string) (quote, bool) {
	type carried struct {
		quote
		score float64
	}
	var all []carried
	for n := range s.read {
		if q, v := s.judge(statement, n); v.Supported {
			all = append(all, carried{q, v.Score})
		}
	}
	if len(all) == 0 {
		return quote{}, false
	}
	best := slices.MaxFunc(all, func(a, b carried) int { return cmp.Compare(a.score, b.score) })
	return best.quote, true
}
