package mcp

import (
	"context"
	"fmt"
	"strings"

	"byline/internal/api"
	"byline/internal/news"
)

type quoteInput struct {
	Text  string `json:"text" jsonschema:"the words, with or without quotation marks; … stands for words that were left out, [brackets] for words that were put in"`
	Limit int    `json:"limit,omitempty" jsonschema:"articles wanted, from 1 to 100; 20 unless given"`
	filterInput
}

type printingOutput struct {
	Article articleOutput   `json:"article"`
	Quote   string          `json:"quote" jsonschema:"literal words of the article"`
	Start   int             `json:"start" jsonschema:"byte offset into the body"`
	End     int             `json:"end" jsonschema:"byte offset into the body, exclusive"`
	Same    int             `json:"same" jsonschema:"how many of the words are as printed"`
	Exact   bool            `json:"exact" jsonschema:"no word is changed, dropped or added"`
	Pieces  []pieceOutput   `json:"pieces" jsonschema:"the words in order, in runs that are the same or differ in one way"`
	Copies  []articleOutput `json:"copies,omitempty" jsonschema:"other articles that carry the same text, the earliest first"`
}

type pieceOutput struct {
	Kind    string `json:"kind" jsonschema:"same, headline (the same as the headline), changed, dropped (printed, not given), added (given, not printed), left out (by …) or bracket (put in by [brackets])"`
	Given   string `json:"given,omitempty"`
	Printed string `json:"printed,omitempty"`
}

type quotesOutput struct {
	Words     int              `json:"words" jsonschema:"how many words were looked for"`
	Printings []printingOutput `json:"printings" jsonschema:"who printed the words, the earliest first, those without a date last"`
	Closest   []printingOutput `json:"closest,omitempty" jsonschema:"where nobody did: articles with some of the words, the most first"`
	Warnings  []string         `json:"warnings,omitempty"`
}

func (in quoteInput) request() (news.QuoteRequest, error) {
	req, err := api.QuoteBody{Text: in.Text, Filters: in.body(), Limit: limit(in.Limit)}.Request(api.FlatNames)
	return req, faults(err)
}

func (s *Server) findQuote(ctx context.Context, in quoteInput) (quotesOutput, string, error) {
	req, err := in.request()
	if err != nil {
		return quotesOutput{}, "", err
	}
	r, err := s.deps.Quoter.FindQuote(ctx, req)
	if err != nil {
		return quotesOutput{}, "", err
	}
	out := quotesOutput{Words: r.Words, Printings: toPrintings(r.Printings), Closest: toPrintings(r.Closest), Warnings: r.Warnings}
	return out, quotesText(r), nil
}

func toPrintings(list []news.Printing) []printingOutput {
	out := make([]printingOutput, len(list))
	for i, p := range list {
		out[i] = printingOutput{Article: toArticleShort(p.Article), Quote: p.Quote, Start: p.Start, End: p.End, Same: p.Same, Exact: p.Exact,
			Pieces: make([]pieceOutput, len(p.Pieces))}
		for j, piece := range p.Pieces {
			out[i].Pieces[j] = pieceOutput{Kind: string(piece.Kind), Given: piece.Given, Printed: piece.Printed}
		}
		for _, c := range p.Copies {
			out[i].Copies = append(out[i].Copies, toArticleShort(articleOf(c)))
		}
	}
	return out
}

func articleOf(c news.Copy) news.Article {
	return news.Article{ID: c.ID, URL: c.URL, Source: c.Source, Headline: c.Headline, Published: c.Published}
}

// quotesText lists who printed words: a headline with its origin, what is printed, what differs, the links, the copies.
func quotesText(r news.QuoteResult) string {
	var b strings.Builder
	list := r.Printings
	switch {
	case len(list) > 0:
	case len(r.Closest) == 0:
		return "No article here printed these words, nor anything like them." + warnings(r.Warnings)
	default:
		b.WriteString("No article here printed these words. The closest:\n\n")
		list = r.Closest
	}
	for i, p := range list {
		first := ""
		if i == 0 && r.First() {
			first = ", the first"
		}
		fmt.Fprintf(&b, "%d. %s%s\n%s\n%s\n%s\n", i+1, title(p.Article), first, quoted(p.Quote), compared(p, r.Words), links(p.Article, ""))
		for _, c := range p.Copies {
			b.WriteString("Same text: " + title(articleOf(c)) + "\n")
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n") + warnings(r.Warnings)
}

// compared says how far words are as they were printed.
func compared(p news.Printing, words int) string {
	if p.Exact {
		return "Word for word."
	}
	out := fmt.Sprintf("%d of %d words as printed", p.Same, words)
	if differ := p.Differences(); len(differ) > 0 {
		out += ": " + line(strings.Join(differ, ", "))
	}
	return out + "."
}
