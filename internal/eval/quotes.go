package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"byline/internal/news"
)

// Quoter is what finds who printed words.
type Quoter interface {
	FindQuote(ctx context.Context, req news.QuoteRequest) (news.QuoteResult, error)
}

// QuoteOutcome is what became of one text.
type QuoteOutcome struct {
	QuoteCase

	Found []string      `json:"found,omitempty"` // articles, copies included
	Same  int           `json:"same,omitempty"`  // words that the nearest article has
	Took  time.Duration `json:"took"`
}

// right reports whether the article that the text is of was found or, where it
// is of none, nothing was.
func (o QuoteOutcome) right() bool {
	if o.Article == "" {
		return len(o.Found) == 0
	}
	return slices.Contains(o.Found, o.Article)
}

// RunQuotes asks who printed each text, one after the other, once to warm up and
// once for the clock.
func RunQuotes(ctx context.Context, q Quoter, cases []QuoteCase) ([]QuoteOutcome, error) {
	var out []QuoteOutcome
	for i, c := range slices.Concat(cases[:min(len(cases), latencyQueries)], cases) {
		o, err := findCase(ctx, q, c)
		if err != nil {
			return nil, fmt.Errorf("eval: %q: %w", c.Text, err)
		}
		if i >= min(len(cases), latencyQueries) {
			out = append(out, o)
		}
	}
	return out, nil
}

func findCase(ctx context.Context, q Quoter, c QuoteCase) (QuoteOutcome, error) {
	o := QuoteOutcome{QuoteCase: c}
	start := time.Now()
	result, err := q.FindQuote(ctx, news.QuoteRequest{Text: c.Text})
	o.Took = time.Since(start)
	for _, p := range result.Printings {
		o.Found = append(o.Found, p.Article.ID)
		for _, copied := range p.Copies {
			o.Found = append(o.Found, copied.ID)
		}
	}
	for _, p := range slices.Concat(result.Printings, result.Closest) {
		o.Same = max(o.Same, p.Same)
	}
	if news.KindOf(err) == news.KindInvalid { // of common words alone: an answer, if not the one wanted
		err = nil
	}
	return o, err
}

// QuoteScores is how many texts of a kind were found where they were printed or,
// of those that nobody printed, nowhere.
type QuoteScores struct {
	Kind  string  `json:"kind"`
	Texts int     `json:"texts"`
	Right float64 `json:"right"` // share
	Latency
}

// ScoreQuotes measures outcomes by kind, in the order of their first.
func ScoreQuotes(outcomes []QuoteOutcome) []QuoteScores {
	var kinds []string
	by := map[string][]QuoteOutcome{}
	for _, o := range outcomes {
		if by[o.Kind] == nil {
			kinds = append(kinds, o.Kind)
		}
		by[o.Kind] = append(by[o.Kind], o)
	}
	var out []QuoteScores
	for _, kind := range kinds {
		s := QuoteScores{Kind: kind, Texts: len(by[kind])}
		var took []time.Duration
		for _, o := range by[kind] {
			s.Right += oneIf(o.right()) / float64(s.Texts)
			took = append(took, o.Took)
		}
		slices.Sort(took)
		s.Latency = Latency{P50: quantile(took, .5), P95: quantile(took, .95)}
		out = append(out, s)
	}
	return out
}

// WriteQuotes writes scores as a table.
func WriteQuotes(w io.Writer, scores []QuoteScores) error {
	_, err := fmt.Fprintf(w, "%6s %7s %8s %8s  %s\n", "texts", "right", "p50 ms", "p95 ms", "kind")
	for _, s := range scores {
		if err == nil {
			_, err = fmt.Fprintf(w, "%6d %7.4f %8.2f %8.2f  %s\n", s.Texts, s.Right, s.P50, s.P95, s.Kind)
		}
	}
	return err
}

// SaveQuotes writes what was wrong, a line of JSON for each.
func SaveQuotes(w io.Writer, outcomes []QuoteOutcome) error {
	lines := json.NewEncoder(w)
	for _, o := range outcomes {
		if o.right() {
			continue
		}
		if err := lines.Encode(o); err != nil {
			return err
		}
	}
	return nil
}
