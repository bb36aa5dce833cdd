package api

import (
	"errors"
	"io"

	"byline/internal/news"
)

// Sayings is a part of what was said.
type Sayings struct {
	Quotes   []Said   `json:"quotes"`
	Articles int      `json:"articles"`
	Next     string   `json:"next,omitzero"`
	Warnings []string `json:"warnings,omitempty"`
}

// Said is something that was said; Start and End are byte offsets into the body.
type Said struct {
	Speaker string  `json:"speaker,omitzero"`
	Direct  bool    `json:"direct"`
	Quote   string  `json:"quote"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Article Article `json:"article"`
	// Provenance is from whom the sentences of the quote are.
	Provenance []Chain `json:"provenance,omitempty"`
}

// SayingParams are the parameters of what was said.
type SayingParams struct {
	Speaker string
	Query   string
	Article string
	Filters FilterBody
	Limit   *int
	Cursor  string
}

// Request checks the parameters.
func (p SayingParams) Request(names FieldNames) (news.SayingsRequest, error) {
	filter, errFilter := p.Filters.Filter(names)
	limit, errLimit := CheckLimit(p.Limit)
	err := errors.Join(errFilter, errLimit, CheckLength("speaker", p.Speaker, MaxQuestion), CheckLength("q", p.Query, MaxQuestion), CheckLength("article", p.Article, MaxID), CheckLength("cursor", p.Cursor, MaxCursor))
	return news.SayingsRequest{Speaker: p.Speaker, Text: p.Query, Article: p.Article, Filter: filter, Page: news.Page{Limit: limit, Cursor: p.Cursor}}, err
}

// NewSayings returns the document of what was said.
func NewSayings(l news.SayingsList) Sayings {
	out := Sayings{Quotes: make([]Said, len(l.Sayings)), Articles: l.Articles, Next: l.Next, Warnings: l.Warnings}
	for i, s := range l.Sayings {
		out.Quotes[i] = Said{Speaker: s.Speaker, Direct: s.Direct, Quote: s.Quote, Start: s.Start, End: s.End, Article: toArticleShort(s.Article), Provenance: NewProvenance(s.Provenance)}
	}
	return out
}

// WriteSayings writes what was said as /v1/quotes sends it.
func WriteSayings(w io.Writer, l news.SayingsList) error { return writeDocument(w, NewSayings(l)) }

// ReadSayings reads what /v1/quotes sends.
func ReadSayings(r io.Reader) (news.SayingsList, error) {
	var doc Sayings
	if err := readDocument(r, &doc); err != nil {
		return news.SayingsList{}, err
	}
	out := news.SayingsList{Articles: doc.Articles, Next: doc.Next, Warnings: doc.Warnings}
	for _, s := range doc.Quotes {
		out.Sayings = append(out.Sayings, news.Said{
			Saying:  news.Saying{Span: news.Span{Start: s.Start, End: s.End}, Quote: s.Quote, Direct: s.Direct, Speaker: s.Speaker},
			Article: s.Article.article(), Provenance: provenance(s.Provenance),
		})
	}
	return out, nil
}
