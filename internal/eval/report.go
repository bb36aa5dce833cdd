package eval

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"byline/internal/news"
)

// Report is what a run measured. Its JSON form is read by others.
type Report struct {
	Dataset    string                `json:"dataset"`
	Queries    int                   `json:"queries"`
	Judged     int                   `json:"judged"`     // queries with judgements
	Answerable int                   `json:"answerable"` // queries whose answer can be looked for
	Modes      map[string]ModeReport `json:"modes"`      // by mode of search, or name of another system
	Ingest     Ingest                `json:"ingest"`
	Latency    Latency               `json:"latency_ms"` // of the first mode asked for
	Answers    []AnswerReport        `json:"-"`          // of a run for answers, mode by mode
	Systems    []System              `json:"-"`          // what was found, mode by mode
}

// MarshalJSON gives the answers of the first mode as answers, and of all by
// their mode as answer_modes.
func (r Report) MarshalJSON() ([]byte, error) {
	type plain Report
	object := struct {
		plain
		First *AnswerReport                    `json:"answers,omitempty"`
		All   map[news.AnswerMode]AnswerReport `json:"answer_modes,omitempty"`
	}{plain: plain(r)}
	for i, answers := range r.Answers {
		if i == 0 {
			object.First, object.All = &r.Answers[0], map[news.AnswerMode]AnswerReport{}
		}
		object.All[answers.Mode] = answers
	}
	return json.Marshal(object)
}

// NewReport makes a report of which no mode has been measured.
func NewReport(d *Dataset) Report {
	r := Report{Dataset: d.Name, Queries: len(d.Queries), Judged: d.Judged(), Modes: map[string]ModeReport{}}
	for _, q := range d.Queries {
		if findable(q.Answer) {
			r.Answerable++
		}
	}
	return r
}

// ModeReport is what was measured in one mode of search. In JSON it is one
// object: the scores by name, the sets by name, and latency_ms.
type ModeReport struct {
	Scores  Scores
	Sets    map[string]Scores // by file of judgements, where there are several
	Latency Latency
}

// MarshalJSON puts scores, sets and latency side by side.
func (m ModeReport) MarshalJSON() ([]byte, error) {
	object := map[string]any{"latency_ms": m.Latency}
	for name, value := range m.Scores {
		object[name] = value
	}
	for name, scores := range m.Sets {
		object[name] = scores
	}
	return json.Marshal(object)
}

// Ingest tells how the index that was searched came to be.
type Ingest struct {
	Articles     int     `json:"articles"`
	Rejected     int     `json:"rejected"`
	Seconds      float64 `json:"seconds"`
	ArticlesPerS float64 `json:"articles_per_s"`
	PeakRSSMB    float64 `json:"peak_rss_mb"` // of the process that built it; 0 where the system does not tell
	IndexMB      float64 `json:"index_mb"`    // on disk
	Reused       bool    `json:"reused"`      // built by an earlier run
}

// Latency is in milliseconds.
type Latency struct {
	P50 float64 `json:"p50"`
	P95 float64 `json:"p95"`
}

// The columns of the table.
var columns = []string{"ndcg@10", "recall@10", "recall@100", "mrr@10", "hits@4", "hits@10", "answer@1", "answer@5"}

// WriteTable writes the report for people.
func (r Report) WriteTable(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprint(t, "mode\t")
	for _, name := range columns {
		fmt.Fprint(t, name, "\t")
	}
	fmt.Fprint(t, "p50 ms\tp95 ms\t\n")
	for _, mode := range sorted(r.Modes) {
		m := r.Modes[mode]
		m.Scores.writeRow(t, mode)
		m.Latency.writeCells(t)
		for _, name := range sorted(m.Sets) {
			m.Sets[name].writeRow(t, mode+" "+name)
			fmt.Fprint(t, "\t\t\n")
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	r.Modes[SimilarMode].writeVariety(w)
	fmt.Fprintf(w, "\n%s: %d queries, %d judged, %d with an answer that can be looked for\n", r.Dataset, r.Queries, r.Judged, r.Answerable)
	return r.Ingest.write(w)
}

// write tells of the index, if there is one.
func (i Ingest) write(w io.Writer) error {
	if i == (Ingest{}) {
		return nil
	}
	built := "built now"
	if i.Reused {
		built = "built earlier"
	}
	_, err := fmt.Fprintf(w, "index (%s): %d articles, %d rejected, %.0f articles/s, peak memory %.0f MB, disk %.0f MB\n",
		built, i.Articles, i.Rejected, i.ArticlesPerS, i.PeakRSSMB, i.IndexMB)
	return err
}

// writeCells writes nothing where no clock ran.
func (l Latency) writeCells(w io.Writer) {
	if l == (Latency{}) {
		fmt.Fprint(w, "–\t–\t\n")
		return
	}
	fmt.Fprintf(w, "%.2f\t%.2f\t\n", l.P50, l.P95)
}

func (s Scores) writeRow(w io.Writer, name string) {
	fmt.Fprint(w, name, "\t")
	for _, column := range columns {
		if value, measured := s[column]; measured {
			fmt.Fprintf(w, "%.3f", value)
		} else {
			fmt.Fprint(w, "–")
		}
		fmt.Fprint(w, "\t")
	}
}

func sorted[K ~string, V any](m map[K]V) []K {
	keys := make([]K, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
