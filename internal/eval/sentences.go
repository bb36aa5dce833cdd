package eval

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"byline/internal/news"
)

// Notebook is a reader that notes what it is given to read, and has no opinion on it.
type Notebook struct {
	question  string
	sentences []news.Excerpt
}

// Read implements answer.Reader.
func (n *Notebook) Read(_ context.Context, question string, sentences []news.Excerpt) ([]news.Reading, error) {
	n.question, n.sentences = question, append(n.sentences, sentences...)
	return make([]news.Reading, len(sentences)), nil
}

// Entails implements answer.Reader.
func (*Notebook) Entails(_ context.Context, _ string, sources []news.Excerpt) ([]float64, error) {
	return make([]float64, len(sources)), nil
}

// readLine is a line of what [WriteSentences] writes.
type readLine struct {
	Query     string     `json:"query"`
	Early     bool       `json:"early,omitempty"` // asked before its day
	Question  string     `json:"question"`        // as it is read
	Sentences []sentence `json:"sentences"`       // best first
}

type sentence struct {
	Text     string `json:"text"`
	Headline string `json:"headline,omitempty"`
}

// WriteSentences writes, for each question of a set as it is asked, a line of JSON:
// the sentences that a reader is given to read by an answerer that has the notebook
// for one. From that a reader learns. A question for which nothing is read has no line.
func WriteSentences(ctx context.Context, a Answerer, notes *Notebook, d *Dataset, w io.Writer) error {
	lines := json.NewEncoder(w)
	for _, c := range d.Cases() {
		*notes = Notebook{}
		if _, err := a.Answer(ctx, c.request(news.AnswerExtractive), nil); err != nil {
			return fmt.Errorf("eval: query %s: %w", c.Query.ID, err)
		}
		if len(notes.sentences) == 0 {
			continue
		}
		line := readLine{Query: c.Query.ID, Early: c.isEarly(), Question: notes.question}
		for _, s := range notes.sentences {
			line.Sentences = append(line.Sentences, sentence(s))
		}
		if err := lines.Encode(line); err != nil {
			return fmt.Errorf("eval: %w", err)
		}
	}
	return nil
}

// isEarly reports whether a case is asked before the day that the set says.
func (c *Case) isEarly() bool {
	return c.Query.Date != "" && c.AsOf.Format(time.DateOnly) < c.Query.Date
}
