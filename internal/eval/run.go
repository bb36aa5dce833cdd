package eval

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"byline/internal/news"
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
// it takes. The day on which a query was asked is not used: with KeepDates
// unset, dates in queries are understood as of today.
func Run(ctx context.Context, s Searcher, d *Dataset, options Options) (Report, error) {
	modes := options.Modes
	if len(modes) == 0 || len(d.Queries) == 0 {
		return Report{}, news.Errorf(news.KindInvalid, "eval: %s: nothing to run: %d queries, %d modes", d.Name, len(d.Queries), len(modes))
	}
	report := Report{Dataset: d.Name, Queries: len(d.Queries), Judged: d.Judged(), Modes: map[news.Mode]ModeReport{}}
	for _, q := range d.Queries {
		if findable(q.Answer) {
			report.Answerable++
		}
	}
	for _, mode := range modes {
		like := news.SearchRequest{Mode: mode, KeepDates: options.KeepDates}
		found, err := ask(ctx, s, d, like)
		if err != nil {
			return Report{}, err
		}
		measured := score(d, found)
		if measured.Latency, err = latency(ctx, s, d.Queries, like); err != nil {
			return Report{}, err
		}
		report.Modes[mode] = measured
	}
	report.Latency = report.Modes[modes[0]].Latency
	return report, nil
}

// found is what the search for one query gave.
type found struct {
	ranking []string // article IDs; nil if no one judged the query
	answer  int      // rank of the passage with the answer, 0 if there is none
}

// ask sends all queries, several at once, in requests like the given one.
func ask(ctx context.Context, s Searcher, d *Dataset, like news.SearchRequest) ([]found, error) {
	results := make([]found, len(d.Queries))
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range d.Queries {
		group.Go(func() (err error) {
			if d.judged(q.ID) {
				results[i].ranking, err = ranking(ctx, s, q, like)
			}
			if err == nil && findable(q.Answer) {
				results[i].answer, err = findAnswer(ctx, s, q, like)
			}
			return err
		})
	}
	return results, group.Wait()
}

// ranking is the articles found, best first, copies of one text included.
func ranking(ctx context.Context, s Searcher, q Query, like news.SearchRequest) ([]string, error) {
	like.Query, like.Group, like.Limit, like.KeepCopies = q.Text, news.GroupArticle, rankingDepth, true
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

func findAnswer(ctx context.Context, s Searcher, q Query, like news.SearchRequest) (int, error) {
	like.Query, like.Group, like.Limit = q.Text, news.GroupPassage, answerDepth
	result, err := s.Search(ctx, like)
	if err != nil {
		return 0, fmt.Errorf("eval: query %s: %w", q.ID, err)
	}
	return answerRank(result.Hits, q.Answer), nil
}

// score averages over the queries of each file of judgements, and answer@k
// over all queries besides.
func score(d *Dataset, results []found) ModeReport {
	report := ModeReport{Scores: Scores{}, Sets: map[string]Scores{}}
	var answers []Scores
	for i, q := range d.Queries {
		if findable(q.Answer) {
			answers = append(answers, scoreAnswer(results[i].answer))
		}
	}
	report.Scores = mean(answers)
	for _, qrels := range d.Qrels {
		var rankings, answers []Scores
		for i, q := range d.Queries {
			if relevant(qrels.Rel[q.ID]) == 0 {
				continue
			}
			rankings = append(rankings, scoreRanking(results[i].ranking, qrels.Rel[q.ID]))
			if findable(q.Answer) {
				answers = append(answers, scoreAnswer(results[i].answer))
			}
		}
		set := mean(rankings)
		if len(d.Qrels) == 1 {
			for name, value := range set {
				report.Scores[name] = value
			}
			continue
		}
		for name, value := range mean(answers) {
			set[name] = value
		}
		report.Sets[qrels.Name] = set
	}
	return report
}

// latency asks queries one after the other, once to warm up and once for the clock.
func latency(ctx context.Context, s Searcher, queries []Query, like news.SearchRequest) (Latency, error) {
	like.Limit = latencyLimit
	step := (len(queries) + latencyQueries - 1) / latencyQueries
	var took []time.Duration
	for _, timed := range []bool{false, true} {
		for i := 0; i < len(queries); i += step {
			like.Query = queries[i].Text
			start := time.Now()
			if _, err := s.Search(ctx, like); err != nil {
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
