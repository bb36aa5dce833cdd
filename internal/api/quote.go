package api

import (
	"errors"
	"io"
	"strings"

	"byline/internal/news"
)

// QuoteBody is the body of POST /v1/quotes/find.
type QuoteBody struct {
	Text    string     `json:"text"`
	Filters FilterBody `json:"filters"`
	Limit   *int       `json:"limit"`
}

// Request checks the body as that of a SearchBody does.
func (b QuoteBody) Request(names FieldNames) (news.QuoteRequest, error) {
	filter, errFilter := b.Filters.Filter(names)
	limit, errLimit := CheckLimit(b.Limit)
	if err := errors.Join(CheckQuote("text", b.Text), errFilter, errLimit); err != nil {
		return news.QuoteRequest{}, err
	}
	return news.QuoteRequest{Text: strings.TrimSpace(b.Text), Filter: filter, Limit: limit}, nil
}

// CheckQuote wants words whose printer can be looked for: not empty, and no longer than MaxQuote.
func CheckQuote(field, text string) error {
	if strings.TrimSpace(text) == "" {
		return news.InvalidField(field, "must not be empty")
	}
	return CheckLength(field, text, MaxQuote)
}

// QuoteResult tells who printed words.
type QuoteResult struct {
	Printings []Printing `json:"printings"`
	Closest   []Printing `json:"closest"`
	Words     int        `json:"words"`
	Warnings  []string   `json:"warnings,omitempty"`
	TookMS    float64    `json:"took_ms"`
}

// Printing is an article with words that were asked for; Start and End are byte
// offsets into its body.
type Printing struct {
	Article Article      `json:"article"`
	Start   int          `json:"start"`
	End     int          `json:"end"`
	Quote   string       `json:"quote"`
	Same    int          `json:"same"`
	Exact   bool         `json:"exact"`
	Pieces  []QuotePiece `json:"pieces"`
	Copies  []Copy       `json:"copies"`
}

// QuotePiece is a run of words that are the same or differ in one way.
type QuotePiece struct {
	Kind    news.QuoteChange `json:"kind"`
	Given   string           `json:"given,omitzero"`
	Printed string           `json:"printed,omitzero"`
	Start   int              `json:"start"`
	End     int              `json:"end"`
}

// NewQuoteResult returns the document of who printed words.
func NewQuoteResult(r news.QuoteResult) QuoteResult {
	return QuoteResult{
		Printings: newPrintings(r.Printings), Closest: newPrintings(r.Closest),
		Words: r.Words, Warnings: r.Warnings, TookMS: milliseconds(r.Took),
	}
}

func newPrintings(list []news.Printing) []Printing {
	out := make([]Printing, len(list))
	for i, p := range list {
		out[i] = Printing{Article: toArticleShort(p.Article), Start: p.Start, End: p.End, Quote: p.Quote, Same: p.Same, Exact: p.Exact}
		for _, q := range p.Pieces {
			out[i].Pieces = append(out[i].Pieces, QuotePiece{Kind: q.Kind, Given: q.Given, Printed: q.Printed, Start: q.Start, End: q.End})
		}
		for _, c := range p.Copies {
			out[i].Copies = append(out[i].Copies, Copy(c))
		}
	}
	return out
}

// WriteQuotes writes who printed words as /v1/quotes/find sends it.
func WriteQuotes(w io.Writer, r news.QuoteResult) error { return writeDocument(w, NewQuoteResult(r)) }

// WriteQuoteRequest writes the body of POST /v1/quotes/find.
func WriteQuoteRequest(w io.Writer, r news.QuoteRequest) error {
	return writeDocument(w, QuoteBody{Text: r.Text, Filters: toFilterBody(r.Filter), Limit: toLimit(r.Limit)})
}

// ReadQuotes reads what /v1/quotes/find sends.
func ReadQuotes(r io.Reader) (news.QuoteResult, error) {
	var doc QuoteResult
	if err := readDocument(r, &doc); err != nil {
		return news.QuoteResult{}, err
	}
	return news.QuoteResult{
		Printings: fromPrintings(doc.Printings), Closest: fromPrintings(doc.Closest),
		Words: doc.Words, Warnings: doc.Warnings, Took: duration(doc.TookMS),
	}, nil
}

func fromPrintings(list []Printing) []news.Printing {
	out := make([]news.Printing, len(list))
	for i, p := range list {
		out[i] = news.Printing{
			Article: p.Article.article(), Span: news.Span{Start: p.Start, End: p.End}, Quote: p.Quote, Same: p.Same, Exact: p.Exact,
		}
		for _, q := range p.Pieces {
			out[i].Pieces = append(out[i].Pieces, news.QuotePiece{
				Kind: q.Kind, Given: q.Given, Printed: q.Printed, Span: news.Span{Start: q.Start, End: q.End},
			})
		}
		for _, c := range p.Copies {
			out[i].Copies = append(out[i].Copies, news.Copy(c))
		}
	}
	return out
}
