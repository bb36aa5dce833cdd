package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"time"

	"byline/internal/news"
	"byline/internal/panics"
)

// SimilarMode is the name under which searches for similar articles are measured.
const SimilarMode = "similar"

// Measures of the first ten similar articles beside those of a ranking.
const (
	copiesMeasure  = "copies@10"  // share that carries most of the text of the article, or of one before it
	outletsMeasure = "outlets@10" // how many outlets they are from
)

// Finder finds articles like one.
type Finder interface {
	Similar(ctx context.Context, req news.SimilarRequest) (news.SearchResult, error)
}

// Related makes a set of the same corpus whose queries are articles: those
// that are relevant to a question beside others. Related to an article is what
// is relevant to the same question: what an editor who has read the one would
// read next. The text of such a query is its ID, which is that of the article.
func Related(d *Dataset) *Dataset {
	related := &Dataset{Name: d.Name, Corpus: d.Corpus}
	seen := map[string]bool{}
	for _, qrels := range d.Qrels {
		rel := map[string]map[string]int{}
		for _, q := range d.Queries {
			for id, of := range others(qrels.Rel[q.ID]) {
				if rel[id] == nil {
					rel[id] = map[string]int{}
				}
				for other := range of {
					rel[id][other] = 1
				}
			}
		}
		for _, id := range sorted(rel) {
			if !seen[id] {
				seen[id] = true
				related.Queries = append(related.Queries, Query{ID: id, Text: id})
			}
		}
		related.Qrels = append(related.Qrels, Qrels{Name: qrels.Name, Rel: rel})
	}
	return related
}

// others returns, for each relevant article, the other relevant ones.
func others(rel map[string]int) map[string]map[string]bool {
	out := map[string]map[string]bool{}
	for a, r := range rel {
		for b, s := range rel {
			if r > 0 && s > 0 && a != b {
				if out[a] == nil {
					out[a] = map[string]bool{}
				}
				out[a][b] = true
			}
		}
	}
	return out
}

// RunSimilar looks for articles like those of a set made by [Related],
// measures what is found, and then how long it takes. Copies of an article are
// not related to it; where they are folded into a hit, they stand after it.
func RunSimilar(ctx context.Context, f Finder, d *Dataset) (Report, error) {
	report := NewReport(d)
	if len(d.Queries) == 0 {
		return report, news.Errorf(news.KindInvalid, "eval: %s: no two articles are relevant to the same question, so none is known to be related to another", d.Name)
	}
	bodies, err := d.bodies()
	if err != nil {
		return report, err
	}
	d = d.withoutCopies(bodies)
	outcomes, varied := make([]Outcome, len(d.Queries)), make([]Scores, len(d.Queries))
	group, within := panics.WithContext(ctx)
	group.SetLimit(runtime.GOMAXPROCS(0))
	for i, q := range d.Queries {
		group.Go(func() error {
			result, err := f.Similar(within, news.SimilarRequest{ArticleID: q.ID, Limit: rankingDepth})
			if err == nil {
				outcomes[i] = Outcome{Query: q.ID, Articles: articlesOf(result.Hits)}
				result, err = f.Similar(within, news.SimilarRequest{ArticleID: q.ID})
				varied[i] = variety(bodies[q.ID], result.Hits)
			}
			if err != nil {
				return fmt.Errorf("eval: like %s: %w", q.ID, err)
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		return report, err
	}
	system := System{Name: SimilarMode, Outcomes: make(map[string]Outcome, len(outcomes))}
	for _, o := range outcomes {
		system.Outcomes[o.Query] = o
	}
	measured := Measure(d, system)
	for name, value := range mean(varied) {
		measured.Scores[name] = value
	}
	if measured.Latency, err = similarLatency(ctx, f, d.Queries); err != nil {
		return report, err
	}
	report.Latency, report.Modes[SimilarMode], report.Systems = measured.Latency, measured, []System{system}
	return report, nil
}

func articlesOf(hits []news.Hit) []string {
	var ids []string
	for _, h := range hits {
		ids = append(ids, h.Article.ID)
		for _, c := range h.Copies {
			ids = append(ids, c.ID)
		}
	}
	return ids[:min(len(ids), rankingDepth)]
}

// withoutCopies returns the set without judgements of articles that carry most
// of the text of the one that they are said to be related to.
func (d *Dataset) withoutCopies(bodies map[string]string) *Dataset {
	texts := make(map[string]map[string]bool, len(bodies))
	for id, body := range bodies {
		texts[id] = runs(body)
	}
	clean := *d
	clean.Qrels = nil
	for _, qrels := range d.Qrels {
		rel := make(map[string]map[string]int, len(qrels.Rel))
		for id, related := range qrels.Rel {
			kept := map[string]int{}
			for other, r := range related {
				if !mostlyShared(texts[id], texts[other]) {
					kept[other] = r
				}
			}
			rel[id] = kept
		}
		clean.Qrels = append(clean.Qrels, Qrels{Name: qrels.Name, Rel: rel})
	}
	return &clean
}

// bodies returns the texts of the articles that are the queries of a related set.
func (d *Dataset) bodies() (map[string]string, error) {
	bodies := make(map[string]string, len(d.Queries))
	for _, q := range d.Queries {
		bodies[q.ID] = ""
	}
	err := eachLine(d.Corpus, func(_ int, line string) error {
		var a struct {
			ID   string `json:"_id"`
			Text string `json:"text"`
		}
		if err := json.Unmarshal([]byte(line), &a); err != nil {
			return err
		}
		if _, wanted := bodies[a.ID]; wanted {
			bodies[a.ID] = a.Text
		}
		return nil
	})
	return bodies, err
}

// variety measures the first ten articles found for one with a given text.
func variety(text string, hits []news.Hit) Scores {
	hits = hits[:min(len(hits), 10)]
	if len(hits) == 0 {
		return nil
	}
	before, outlets, copies := []map[string]bool{runs(text)}, map[string]bool{}, 0
	for _, h := range hits {
		outlets[h.Article.Source] = true
		own := runs(h.Article.Body)
		if slices.ContainsFunc(before, func(other map[string]bool) bool { return mostlyShared(own, other) }) {
			copies++
		}
		before = append(before, own)
	}
	return Scores{copiesMeasure: float64(copies) / float64(len(hits)), outletsMeasure: float64(len(outlets))}
}

// runs returns the runs of five words of a text. It is on purpose not what
// search itself tells copies by.
func runs(text string) map[string]bool {
	const length = 5
	out := map[string]bool{}
	var starts []int
	text = Normalize(text)
	for i := range len(text) {
		if i == 0 || text[i-1] == ' ' {
			starts = append(starts, i)
		}
	}
	for i := range len(starts) - length + 1 {
		end := len(text)
		if i+length < len(starts) {
			end = starts[i+length] - 1
		}
		out[text[starts[i]:end]] = true
	}
	return out
}

// mostlyShared reports whether half of the shorter of two texts is in the other.
func mostlyShared(a, b map[string]bool) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	shared := 0
	for run := range a {
		if b[run] {
			shared++
		}
	}
	return shared > 0 && 2*shared >= len(a)
}

// similarLatency is that of ten articles like each of up to latencyQueries.
func similarLatency(ctx context.Context, f Finder, queries []Query) (Latency, error) {
	step := (len(queries) + latencyQueries - 1) / latencyQueries
	var took []time.Duration
	for i := 0; i < len(queries); i += step {
		start := time.Now()
		if _, err := f.Similar(ctx, news.SimilarRequest{ArticleID: queries[i].ID}); err != nil {
			return Latency{}, fmt.Errorf("eval: like %s: %w", queries[i].ID, err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return Latency{P50: quantile(took, .5), P95: quantile(took, .95)}, nil
}

// writeVariety tells what the table has no columns for.
func (m ModeReport) writeVariety(w io.Writer) {
	if copies, measured := m.Scores[copiesMeasure]; measured {
		fmt.Fprintf(w, "the ten first: %.1f %% copies, %.1f outlets\n", 100*copies, m.Scores[outletsMeasure])
	}
}
