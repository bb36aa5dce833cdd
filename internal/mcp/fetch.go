package mcp

import (
	"context"
	"encoding/json"
	"fmt"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"byline/internal/api"
	"byline/internal/news"
)

// The connectors of ChatGPT know two tools: search, whose result has a list of
// id, title and url, and fetch, which reads one of these. They give each one string,
// and take one text from each, which is JSON.

// resultOutput is a hit as connectors read it.
type resultOutput struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URL   string `json:"url"`
}

// fetchOutput is an article as connectors read it.
type fetchOutput struct {
	ID       string            `json:"id"`
	Title    string            `json:"title"`
	Text     string            `json:"text"`
	URL      string            `json:"url"`
	Metadata map[string]string `json:"metadata"`
}

// foundOutput is the text of search.
type foundOutput struct {
	Results  []foundResult `json:"results"`
	Total    int           `json:"total"`
	Next     string        `json:"next,omitempty"`
	Facets   []api.Facet   `json:"facets,omitempty"`
	Warnings []string      `json:"warnings,omitempty"`
}

// foundResult is a hit with its passage, since not all clients show more than the text.
type foundResult struct {
	resultOutput
	Text     string            `json:"text"`
	Metadata map[string]string `json:"metadata"`
}

// foundText lists what was found.
func foundText(r news.SearchResult) (string, error) {
	out := foundOutput{Results: []foundResult{}, Total: r.Total, Next: r.Next, Facets: api.NewFacets(r.Facets), Warnings: r.Warnings}
	for i, result := range toResults(r) {
		h := &r.Hits[i]
		out.Results = append(out.Results, foundResult{resultOutput: result, Text: h.Passage.Text, Metadata: metadataOf(h.Article)})
	}
	return asJSON(out)
}

func toResults(r news.SearchResult) []resultOutput {
	out := make([]resultOutput, 0, len(r.Hits))
	for i := range r.Hits {
		a := &r.Hits[i].Article
		out = append(out, resultOutput{ID: a.ID, Title: titleOf(a), URL: urlOf(a)})
	}
	return out
}

// titleOf is what an article is called: one without a headline by its outlet.
func titleOf(a *news.Article) string {
	if a.Headline == "" {
		return a.Source
	}
	return a.Headline
}

// urlOf is where an article is: here, if its outlet has it nowhere.
func urlOf(a *news.Article) string {
	if a.URL == "" {
		return toArticle(*a).URI
	}
	return a.URL
}

func (s *Server) addFetch(p *sdk.Server, takes arguments) {
	t := tool("fetch", "Fetch an article", "Returns a stored article by the ID that search gave it, in the form that connectors expect: id, title, text, url, metadata.")
	add(s, p, takes, t, s.fetch)
}

func (s *Server) fetch(ctx context.Context, in articleInput) (fetchOutput, string, error) {
	if err := in.check(); err != nil {
		return fetchOutput{}, "", err
	}
	a, err := s.deps.Library.Article(ctx, in.ID)
	if err != nil {
		return fetchOutput{}, "", err
	}
	out := fetchOutput{ID: a.ID, Title: titleOf(&a), Text: a.Body, URL: urlOf(&a), Metadata: metadataOf(a)}
	text, err := asJSON(out)
	return out, text, err
}

// metadataOf is what connectors are told of an article beside its text.
func metadataOf(a news.Article) map[string]string {
	short, out := toArticleShort(a), map[string]string{}
	for name, value := range map[string]string{"source": short.Source, "published": short.Published, "withdrawn": short.Withdrawn, "mark": short.Mark, "language": short.Language} {
		if value != "" {
			out[name] = value
		}
	}
	return out
}

func asJSON(out any) (string, error) {
	text, err := json.Marshal(out)
	if err != nil {
		return "", fmt.Errorf("mcp: %w", err)
	}
	return string(text), nil
}
