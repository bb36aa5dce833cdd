package mcp

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"byline/internal/api"
	"byline/internal/news"
)

type sayingsInput struct {
	Speaker string `json:"speaker,omitempty" jsonschema:"words of the name of who says it; anybody unless given"`
	Text    string `json:"text,omitempty" jsonschema:"words of what is said, all of them; anything unless given"`
	Article string `json:"article,omitempty" jsonschema:"ID of the article in which it is said; any unless given"`
	Limit   int    `json:"limit,omitempty" jsonschema:"articles wanted, from 1 to 100; 20 unless given"`
	Cursor  string `json:"cursor,omitempty" jsonschema:"next of the part before"`
	filterInput
}

type saidOutput struct {
	Speaker string        `json:"speaker,omitempty" jsonschema:"by the fullest name that the article has; left out if it does not tell"`
	Direct  bool          `json:"direct" jsonschema:"in the words of the speaker; else as the article puts it"`
	Quote   string        `json:"quote" jsonschema:"literal words of the article"`
	Start   int           `json:"start" jsonschema:"byte offset into the body"`
	End     int           `json:"end" jsonschema:"byte offset into the body, exclusive"`
	Article articleOutput `json:"article"`
	From    string        `json:"from,omitempty" jsonschema:"from whom its sentences are: Bloomberg, citing Yomiuri"`
}

type sayingsOutput struct {
	Quotes   []saidOutput `json:"quotes" jsonschema:"the newest first, all of an article together"`
	Articles int          `json:"articles" jsonschema:"articles in which any of it is said"`
	Next     string       `json:"next,omitempty" jsonschema:"cursor of the following part"`
	Warnings []string     `json:"warnings,omitempty"`
}

func (s *Server) sayings(ctx context.Context, in sayingsInput) (sayingsOutput, string, error) {
	req, err := api.SayingParams{
		Speaker: in.Speaker, Query: in.Text, Article: in.Article, Filters: in.body(), Limit: limit(in.Limit), Cursor: in.Cursor,
	}.Request(api.FlatNames)
	if err := faults(err); err != nil {
		return sayingsOutput{}, "", err
	}
	list, err := s.deps.Quoter.Sayings(ctx, req)
	if err != nil {
		return sayingsOutput{}, "", err
	}
	out := sayingsOutput{Quotes: make([]saidOutput, len(list.Sayings)), Articles: list.Articles, Next: list.Next, Warnings: list.Warnings}
	for i, q := range list.Sayings {
		out.Quotes[i] = saidOutput{Speaker: q.Speaker, Direct: q.Direct, Quote: q.Quote, Start: q.Start, End: q.End, Article: toArticleShort(q.Article), From: q.Provenance.String()}
	}
	return out, sayingsText(list), nil
}

// sayingsText lists what was said, each time with its origin.
func sayingsText(list news.SayingsList) string {
	if len(list.Sayings) == 0 {
		return "Nothing of it was said."
	}
	var b strings.Builder
	for i, s := range list.Sayings {
		fmt.Fprintf(&b, "%d. %s:\n%s\n%s\n%s\n\n", i+1, line(cmp.Or(s.Speaker, "Somebody")), quoted(s.Quote)+from(s.Provenance), title(s.Article), links(s.Article, ""))
	}
	return strings.TrimRight(b.String(), "\n")
}
