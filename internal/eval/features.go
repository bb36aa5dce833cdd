package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"byline/internal/news"
)

// Reader reads passages that may answer a query.
type Reader interface {
	Features(ctx context.Context, req news.SearchRequest) ([]news.Featured, error)
}

// featured is a line of what [WriteFeatures] writes.
type featured struct {
	Query    string             `json:"query"`
	Article  string             `json:"article"`
	Holds    bool               `json:"holds"` // the answer
	Features map[string]float64 `json:"features"`
}

// WriteFeatures writes, for each query with an answer that can be looked for, a
// line of JSON for each passage that is read for it: what is known of the
// passage, and whether it holds the answer. From that the weights of passages
// are fitted.
func WriteFeatures(ctx context.Context, r Reader, d *Dataset, w io.Writer) error {
	lines := json.NewEncoder(w)
	for _, q := range d.Queries {
		if !findable(q.Answer) {
			continue
		}
		list, err := r.Features(ctx, asked(news.SearchRequest{KeepDates: true}, q))
		if err != nil {
			return fmt.Errorf("eval: query %s: %w", q.ID, err)
		}
		for _, f := range list {
			line := featured{q.ID, f.ArticleID, answerRank([]string{f.Text}, q.Answer) > 0, f.Features}
			if err := lines.Encode(line); err != nil {
				return fmt.Errorf("eval: %w", err)
			}
		}
	}
	return nil
}
