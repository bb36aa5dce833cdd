package mcp

import (
	"context"
	"fmt"
	"strings"

	"byline/internal/access"
	"byline/internal/api"
	"byline/internal/news"
)

// mostLines is how many lines a call may have: an assistant reads all that comes back.
const mostLines = 50

type linesInput struct {
	Lines     []string `json:"lines" jsonschema:"questions, claims and names, at most 50"`
	Kind      string   `json:"kind,omitempty" jsonschema:"what all lines are: question, claim or name; told line by line unless given"`
	AsOf      string   `json:"as_of,omitempty" jsonschema:"answer as on this date or at this time: nothing later is seen"`
	KeepDates bool     `json:"keep_dates,omitempty" jsonschema:"leave words of time alone, so that they do not become filters"`
	NoLLM     bool     `json:"no_llm,omitempty" jsonschema:"answer by quoting even if Byline has a language model"`
	filterInput
}

type rowsOutput struct {
	Rows []rowOutput `json:"rows"`
}

type rowOutput struct {
	Row        int              `json:"row" jsonschema:"number of the line, from 1"`
	Text       string           `json:"text"`
	Kind       string           `json:"kind,omitempty"`
	Status     string           `json:"status" jsonschema:"of a question answered, partial or not_found; of a claim supported, contradicted or not_supported; of a name found or not_found; failed: see error"`
	Answer     string           `json:"answer,omitempty"`
	Citations  []citationOutput `json:"citations,omitempty" jsonschema:"literal quotes, the most telling first"`
	Confidence float64          `json:"confidence,omitempty"`
	Articles   int              `json:"articles,omitempty" jsonschema:"that hold a name"`
	Warnings   []string         `json:"warnings,omitempty"`
	Error      string           `json:"error,omitempty"`
}

func (s *Server) batch(ctx context.Context, in linesInput) (rowsOutput, string, error) {
	if err := access.Require(ctx, access.Ask); err != nil {
		return rowsOutput{}, "", err
	}
	if len(in.Lines) > mostLines {
		return rowsOutput{}, "", news.InvalidField("lines", "has %d; at most %d are taken", len(in.Lines), mostLines)
	}
	req, err := api.BatchBody{Kind: news.LineKind(in.Kind), Filters: in.body(), AsOf: in.AsOf, KeepDates: in.KeepDates, NoLLM: in.NoLLM}.
		Request(api.BatchLines(in.Lines), api.FlatNames)
	if err := faults(err); err != nil {
		return rowsOutput{}, "", err
	}
	var out rowsOutput
	var text strings.Builder
	err = s.deps.Batcher.Batch(ctx, req, func(r news.BatchRow) error {
		if r.Err != nil {
			r.Err = s.publicError(ctx, "batch", r.Err)
		}
		out.Rows = append(out.Rows, toRow(r))
		text.WriteString(rowText(r))
		return nil
	})
	return out, strings.TrimSpace(text.String()), err
}

func toRow(r news.BatchRow) rowOutput {
	out := rowOutput{Row: r.Row, Text: r.Text, Kind: string(r.Kind), Status: string(r.Status), Answer: r.Answer, Confidence: r.Confidence,
		Articles: r.Articles, Citations: toCitations(r.Citations), Warnings: r.Warnings}
	if r.Err != nil {
		out.Error = r.Err.Error()
	}
	return out
}

// rowText is what became of a line, with its first quote.
func rowText(r news.BatchRow) string {
	text := fmt.Sprintf("%d. %s\n%s: %s", r.Row, line(r.Text), strings.ReplaceAll(string(r.Status), "_", " "), line(r.Answer))
	if r.Err != nil {
		text += line(r.Err.Error())
	}
	text = strings.TrimRight(text, ": ")
	if len(r.Citations) > 0 {
		c := r.Citations[0]
		text += "\n" + title(c.Article) + "\n" + quoted(c.Quote) + "\n" + links(c.Article, c.Link)
	}
	return text + "\n\n"
}
