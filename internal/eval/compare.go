package eval

import (
	"cmp"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"text/tabwriter"

	"byline/internal/news"
)

// resamples is how often the queries are drawn anew for an interval.
const resamples = 10_000

// Comparison is how a system differs from another on the same queries.
type Comparison struct {
	Dataset  string       `json:"dataset"`
	Base     string       `json:"base"`
	System   string       `json:"system"`
	Measures []Difference `json:"measures"`
}

// Difference is that of one measure over a group of queries.
type Difference struct {
	Set     string  `json:"set"` // name of a file of judgements, "labelled" or "all"
	Measure string  `json:"measure"`
	Queries int     `json:"queries"`
	Base    float64 `json:"base"`
	System  float64 `json:"system"`
	Mean    float64 `json:"difference"`
	Low     float64 `json:"low"`  // of the 95 % interval: paired bootstrap over queries, percentiles
	High    float64 `json:"high"` // of the same
	Wins    int     `json:"wins"` // queries for which the system is better
	Losses  int     `json:"losses"`
}

// Clear reports whether the interval leaves zero out.
func (d Difference) Clear() bool { return d.Low > 0 || d.High < 0 }

// Compare measures two systems on the same queries. Both are of d, as
// [ReadSystem] and [Find] make them. Answers are compared where both have passages.
func Compare(d *Dataset, base, system System) Comparison {
	c := Comparison{Dataset: d.Name, Base: base.Name, System: system.Name, Measures: []Difference{}}
	theirs := system.measure(d)
	for i, g := range base.measure(d) {
		for _, measure := range columns {
			var was, is []float64
			for q := range g.queries {
				a, measured := g.scores[q][measure]
				b, too := theirs[i].scores[q][measure]
				if measured && too {
					was, is = append(was, a), append(is, b)
				}
			}
			if len(was) > 0 {
				c.Measures = append(c.Measures, difference(g.name, measure, was, is))
			}
		}
	}
	return c
}

func difference(set, measure string, was, is []float64) Difference {
	d := Difference{Set: set, Measure: measure, Queries: len(was)}
	diffs := make([]float64, len(was))
	for i := range was {
		diffs[i] = is[i] - was[i]
		d.Base += was[i] / float64(len(was))
		d.System += is[i] / float64(len(was))
		switch {
		case diffs[i] > 0:
			d.Wins++
		case diffs[i] < 0:
			d.Losses++
		}
	}
	d.Mean = d.System - d.Base
	d.Low, d.High = bootstrap(diffs)
	return d
}

// bootstrap returns the 95 % interval of the mean of paired differences
// (Efron's percentiles; Sakai, Evaluating Evaluation Metrics Based on the
// Bootstrap, 2006). The same differences give the same interval.
func bootstrap(diffs []float64) (low, high float64) {
	random := rand.New(rand.NewPCG(1, uint64(len(diffs))))
	means := make([]float64, resamples)
	for i := range means {
		sum := 0.0
		for range diffs {
			sum += diffs[random.IntN(len(diffs))]
		}
		means[i] = sum / float64(len(diffs))
	}
	slices.Sort(means)
	return means[resamples*25/1000], means[resamples*975/1000-1]
}

// WriteTable writes the comparison for people. A difference whose interval is
// clear of zero is marked *.
func (c Comparison) WriteTable(w io.Writer) error {
	fmt.Fprintf(w, "%s: %s against %s\n\n", c.Dataset, c.System, c.Base)
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "set\tmeasure\tqueries\tbase\tsystem\tdifference\t95 % interval\t\twins\tlosses\t\n")
	for _, d := range c.Measures {
		mark := ""
		if d.Clear() {
			mark = "*"
		}
		fmt.Fprintf(t, "%s\t%s\t%d\t%.3f\t%.3f\t%+.3f\t%+.3f to %+.3f\t%s\t%d\t%d\t\n",
			d.Set, d.Measure, d.Queries, d.Base, d.System, d.Mean, d.Low, d.High, mark, d.Wins, d.Losses)
	}
	return t.Flush()
}

// Loss is a query for which a system is worse than the one it is compared with.
type Loss struct {
	Query  Query
	Set    string  // as in a [Difference]
	Base   float64 // by the measure that was asked for
	System float64
	Wanted []string // relevant articles
	Before []string // the first articles that the base found
	Now    []string // those that the system found
}

// shown is how many articles of each kind a loss names.
const shown = 3

// Losses returns the queries that lose by a measure, as "ndcg@10": those that
// lose most first, in the order of the set where they lose the same.
func Losses(d *Dataset, base, system System, measure string) ([]Loss, error) {
	if !slices.Contains(columns, measure) {
		return nil, news.InvalidField("--by", "%q is no measure; there are %s", measure, strings.Join(columns, ", "))
	}
	var losses []Loss
	theirs := system.measure(d)
	for i, g := range base.measure(d) {
		for q, query := range g.queries {
			was, measured := g.scores[q][measure]
			is, too := theirs[i].scores[q][measure]
			if !measured || !too || is >= was {
				continue
			}
			losses = append(losses, Loss{
				Query: query, Set: g.name, Base: was, System: is, Wanted: first(wanted(g.rel[q])),
				Before: first(base.Outcomes[query.ID].Articles), Now: first(system.Outcomes[query.ID].Articles),
			})
		}
	}
	slices.SortStableFunc(losses, func(a, b Loss) int { return cmp.Compare(a.System-a.Base, b.System-b.Base) })
	return losses, nil
}

func first(ids []string) []string { return ids[:min(shown, len(ids))] }

// wanted are the relevant articles, the most relevant first.
func wanted(rel map[string]int) []string {
	ids := slices.DeleteFunc(sorted(rel), func(id string) bool { return rel[id] <= 0 })
	slices.SortStableFunc(ids, func(a, b string) int { return cmp.Compare(rel[b], rel[a]) })
	return ids
}

// Articles are those that a loss names.
func (l Loss) Articles() []string { return slices.Concat(l.Wanted, l.Before, l.Now) }

// Write writes a loss for people, with the headlines of articles by ID.
func (l Loss) Write(w io.Writer, headlines map[string]string) error {
	fmt.Fprintf(w, "\n%s (%s): %.3f, was %.3f\n    %q\n", l.Query.ID, l.Set, l.System, l.Base, l.Query.Text)
	if l.Query.Answer != "" {
		fmt.Fprintf(w, "    answer %q %s\n", l.Query.Answer, l.Query.Date)
	}
	for _, list := range []struct {
		name string
		ids  []string
	}{{"wanted", l.Wanted}, {"before", l.Before}, {"now", l.Now}} {
		for i, id := range list.ids {
			mark := " "
			if slices.Contains(l.Wanted, id) {
				mark = "+"
			}
			fmt.Fprintf(w, "    %-8s %d %s %s %q\n", list.name, i+1, mark, id, headlines[id])
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}
