package eval

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// Searcher is what is measured.
type Searcher interface {
	Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error)
}

const (
	rankingDepth   = 100 // articles looked at
	answerDepth    = 5   // passages looked at
	latencyLimit   = 10  // hits asked for while the clock runs
	latencyQueries = 500 // at most, spread over the set
)

// Options say what to measure.
type Options struct {
	Modes     []news.Mode // the first is the one whose latency is that of the report
	KeepDates bool        // dates in queries are words like any other
}

// Run asks every query in every mode and measures what is found, then how long
// it takes. Unless dates are kept, they are understood as of the day on which a
// query was asked, and what was published later is hidden; where a set does not
// tell the day, it is today.
func Run(ctx context.Context, s Searcher, d *Dataset, options Options) (Report, error) {
	modes := options.Modes
	if len(modes) == 0 || len(d.Queries) == 0 {
		return Report{}, news.Errorf(news.KindInvalid, "eval: %s: nothing to run: %d queries, %d modes", d.Name, len(d.Queries), len(modes))
	}
	report := NewReport(d)
	for _, mode := range modes {
		like := news.SearchRequest{Mode: mode, KeepDates: options.KeepDates}
		system, err := Find(ctx, s, d, like)
		if err != nil {
			return Report{}, err
		}
		measured := Measure(d, system)
		if measured.Latency, err = latency(ctx, s, d.Queries, like); err != nil {
			return Report{}, err
		}
		report.Modes[system.Name] = measured
		report.Systems = append(report.Systems, system)
	}
	report.Latency = report.Modes[string(modes[0])].Latency
	return report, nil
}

// Find sends all queries, several at once, in requests like the given one, and
// returns what was found under the name of the mode: articles for the queries
// that someone judged, passages for those with an answer that can be looked for.
func Find(ctx context.Context, s Searcher, d *Dataset, like news.SearchRequest) (System, error) {
	outcomes := make([]Outcome, len(d.Queries))
	group, ctx := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range d.Queries {
		group.Go(func() (err error) {
			like := asked(like, q)
			outcomes[i].Query = q.ID
			if d.judged(q.ID) {
				outcomes[i].Articles, err = ranking(ctx, s, q, like)
			}
			if err == nil && findable(q.Answer) {
				outcomes[i].Passages, err = passages(ctx, s, q, like)
			}
			return err
		})
	}
	found := System{Name: string(like.Mode), Outcomes: make(map[string]Outcome, len(outcomes))}
	if err := group.Wait(); err != nil {
		return found, err
	}
	for _, o := range outcomes {
		found.Outcomes[o.Query] = o
	}
	return found, nil
}

// asked makes the request for a query, by the evening of the day on which it
// was asked.
func asked(like news.SearchRequest, q Query) news.SearchRequest {
	like.Query = q.Text
	if day, err := time.Parse(time.DateOnly, q.Date); err == nil {
		if evening := day.AddDate(0, 0, 1); like.KeepDates {
			like.Asked = evening
		} else {
			like.AsOf = evening
		}
	}
	return like
}

// ranking is the articles found, best first, copies of one text included.
func ranking(ctx context.Context, s Searcher, q Query, like news.SearchRequest) ([]string, error) {
	like.Group, like.Limit, like.KeepCopies = news.GroupArticle, rankingDepth, true
	result, err := s.Search(ctx, like)
	if err != nil {
		return nil, fmt.Errorf("eval: query %s: %w", q.ID, err)
	}
	ids := make([]string, len(result.Hits))
	for i, hit := range result.Hits {
		ids[i] = hit.Article.ID
	}
	return ids, nil
}

// passages is the texts of the passages found, best first.
func passages(ctx context.Context, s Searcher, q Query, like news.SearchRequest) ([]string, error) {
	like.Group, like.Limit = news.GroupPassage, answerDepth
	result, err := s.Search(ctx, like)
	if err != nil {
		return nil, fmt.Errorf("eval: query %s: %w", q.ID, err)
	}
	texts := make([]string, len(result.Hits))
	for i, hit := range result.Hits {
		texts[i] = hit.Passage.Text
	}
	return texts, nil
}

// latency asks queries one after the other, once to warm up and once for the clock.
func latency(ctx context.Context, s Searcher, queries []Query, like news.SearchRequest) (Latency, error) {
	like.Limit = latencyLimit
	step := (len(queries) + latencyQueries - 1) / latencyQueries
	var took []time.Duration
	for _, timed := range []bool{false, true} {
		for i := 0; i < len(queries); i += step {
			req := asked(like, queries[i])
			start := time.Now()
			if _, err := s.Search(ctx, req); err != nil {
				return Latency{}, fmt.Errorf("eval: query %s: %w", queries[i].ID, err)
			}
			if timed {
				took = append(took, time.Since(start))
			}
		}
	}
	slices.Sort(took)
	return Latency{P50: quantile(took, .5), P95: quantile(took, .95)}, nil
}

// quantile is in milliseconds; durations are sorted.
func quantile(durations []time.Duration, q float64) float64 {
	if len(durations) == 0 {
		return 0
	}
	return float64(durations[int(q*float64(len(durations)-1)+.5)].Microseconds()) / 1000
}
