package api

import (
	"errors"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"byline/internal/news"
)

// BatchBody is the body of POST /v1/batch, and its parameters where the body is a file.
type BatchBody struct {
	Lines     []string      `json:"lines"`
	Kind      news.LineKind `json:"kind,omitempty"`
	From      int           `json:"from,omitempty"` // number of the first row that is wanted; 0: 1
	Filters   FilterBody    `json:"filters"`
	AsOf      string        `json:"as_of"`
	KeepDates bool          `json:"keep_dates"`
	Exact     bool          `json:"exact"`
	NoLLM     bool          `json:"no_llm"`
	Format    string        `json:"format,omitempty"`
}

// MaxBatch is how many lines a batch has at most.
const MaxBatch = 10_000

// Request checks all but the lines, which are checked one by one, and returns what is
// asked for of those that were read.
func (b BatchBody) Request(lines []news.BatchLine, names FieldNames) (news.BatchRequest, error) {
	filter, asOf, errFilter := b.Filters.FilterAsOf(b.AsOf, names)
	faults := []error{errFilter, checkOneOf("kind", b.Kind, news.LineKinds()...)}
	switch {
	case len(lines) == 0:
		faults = append(faults, news.InvalidField("lines", "must not be empty"))
	case len(lines) > MaxBatch:
		faults = append(faults, news.InvalidField("lines", "has %d; at most %d are taken", len(lines), MaxBatch))
	case b.From < 0 || b.From > len(lines)+1:
		faults = append(faults, news.InvalidField("from", "is %d; there are %d rows", b.From, len(lines)))
	}
	if err := errors.Join(faults...); err != nil {
		return news.BatchRequest{}, err
	}
	return news.BatchRequest{
		Lines: lines[max(0, b.From-1):], Kind: b.Kind, NoLLM: b.NoLLM,
		Search: news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: b.KeepDates, Exact: b.Exact},
	}, nil
}

// BatchLines checks the lines of a body. One that cannot be asked says why.
func BatchLines(texts []string) []news.BatchLine {
	lines := make([]news.BatchLine, len(texts))
	for i, text := range texts {
		lines[i] = NewBatchLine(i+1, text)
	}
	return lines
}

// NewBatchLine checks a line.
func NewBatchLine(row int, text string) news.BatchLine {
	line := news.BatchLine{Row: row, Text: strings.TrimSpace(text)}
	if line.Err = CheckText("text", line.Text); line.Err == nil && !utf8.ValidString(line.Text) {
		line.Err = news.InvalidField("text", "is not valid UTF-8")
	}
	if line.Err != nil {
		line.Text = Clip(strings.ToValidUTF8(line.Text, "\ufffd"))
	}
	return line
}

// BatchRow is what became of a line or, instead, why no more rows come.
type BatchRow struct {
	Row        int              `json:"row,omitzero"`
	Text       string           `json:"text"`
	Kind       news.LineKind    `json:"kind,omitempty"`
	Status     news.BatchStatus `json:"status"`
	Answer     string           `json:"answer,omitempty"`
	Citations  []Citation       `json:"citations,omitempty"`
	Confidence float64          `json:"confidence,omitzero"`
	Articles   int              `json:"articles,omitzero"`
	Spellings  []Spelling       `json:"spellings,omitempty"`
	Warnings   []string         `json:"warnings,omitempty"`
	Error      string           `json:"error,omitempty"`
}

// BatchEnd ends a batch before its last row.
type BatchEnd struct {
	Problem    Problem `json:"problem"`
	RetryAfter int     `json:"retry_after,omitzero"` // seconds
}

// NewBatchEnd returns the document that tells why no more rows come.
func NewBatchEnd(p Problem) BatchEnd {
	return BatchEnd{Problem: p, RetryAfter: int(p.RetryAfter.Seconds())}
}

// NewBatchRow returns the document of what became of a line.
func NewBatchRow(r news.BatchRow) BatchRow {
	out := BatchRow{
		Row: r.Row, Text: r.Text, Kind: r.Kind, Status: r.Status, Answer: r.Answer, Confidence: math.Round(r.Confidence*100) / 100,
		Articles: r.Articles, Warnings: r.Warnings,
	}
	for _, c := range r.Citations {
		out.Citations = append(out.Citations, NewCitation(c))
	}
	for _, s := range r.Spellings {
		out.Spellings = append(out.Spellings, Spelling{Written: s.Written, Read: s.Read, Start: s.Start, End: s.End})
	}
	if r.Err != nil {
		out.Error = r.Err.Error()
	}
	return out
}

// BatchRowLine is the document on one line.
func BatchRowLine(r news.BatchRow) ([]byte, error) { return Marshal(NewBatchRow(r)) }

// WriteBatchRequest writes the body of POST /v1/batch, without the texts of lines that
// cannot be asked.
func WriteBatchRequest(w io.Writer, req news.BatchRequest) error {
	body := BatchBody{
		Lines: make([]string, len(req.Lines)), Kind: req.Kind, Filters: toFilterBody(req.Search.Filter), AsOf: timeText(req.Search.AsOf),
		KeepDates: req.Search.KeepDates, Exact: req.Search.Exact, NoLLM: req.NoLLM,
	}
	for i, line := range req.Lines {
		if line.Err == nil {
			body.Lines[i] = line.Text
		}
	}
	return writeDocument(w, body)
}

// ReadBatchRow reads a line that /v1/batch sends. An error with a kind is the one for
// which no more rows come.
func ReadBatchRow(line []byte) (news.BatchRow, error) {
	var doc struct {
		BatchRow `json:",inline"`

		BatchEnd `json:",inline"`
	}
	if err := readDocument(strings.NewReader(string(line)), &doc); err != nil {
		return news.BatchRow{}, err
	}
	if doc.Problem.Status != 0 {
		err := doc.Problem.err()
		return news.BatchRow{}, &news.Error{Kind: news.KindOf(err), RetryAfter: time.Duration(doc.RetryAfter) * time.Second, Err: err}
	}
	r := news.BatchRow{Row: doc.Row, Text: doc.Text, Kind: doc.Kind, Finding: news.Finding{
		Status: doc.Status, Answer: doc.Answer, Confidence: doc.Confidence, Articles: doc.Articles, Warnings: doc.Warnings,
	}}
	for _, c := range doc.Citations {
		r.Citations = append(r.Citations, c.citation())
	}
	for _, s := range doc.Spellings {
		r.Spellings = append(r.Spellings, news.Spelling{Span: news.Span{Start: s.Start, End: s.End}, Written: s.Written, Read: s.Read})
	}
	if doc.Error != "" {
		r.Err = errors.New(unbroken(doc.Error))
	}
	return r, nil
}
