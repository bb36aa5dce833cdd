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
	Dataset    string                   `json:"dataset"`
	Queries    int                      `json:"queries"`
	Judged     int                      `json:"judged"`     // queries with judgements
	Answerable int                      `json:"answerable"` // queries whose answer can be looked for
	Modes      map[news.Mode]ModeReport `json:"modes"`
	Ingest     Ingest                   `json:"ingest"`
	Latency    Latency                  `json:"latency_ms"` // of the first mode asked for
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
		m.Scores.writeRow(t, string(mode))
		fmt.Fprintf(t, "%.2f\t%.2f\t\n", m.Latency.P50, m.Latency.P95)
		for _, name := range sorted(m.Sets) {
			m.Sets[name].writeRow(t, string(mode)+" "+name)
			fmt.Fprint(t, "\t\t\n")
		}
	}
	if err := t.Flush(); err != nil {
		return err
	}
	built := "built now"
	if r.Ingest.Reused {
		built = "built earlier"
	}
	_, err := fmt.Fprintf(w, "\n%s: %d queries, %d judged, %d with an answer that can be looked for\nindex (%s): %d articles, %d rejected, %.0f articles/s, peak memory %.0f MB, disk %.0f MB\n",
		r.Dataset, r.Queries, r.Judged, r.Answerable, built,
		r.Ingest.Articles, r.Ingest.Rejected, r.Ingest.ArticlesPerS, r.Ingest.PeakRSSMB, r.Ingest.IndexMB)
	return err
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
