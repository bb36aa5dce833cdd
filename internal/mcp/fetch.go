package mcp

import (
	"context"
	"encoding/json"
	"fmt"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"byline/internal/news"
)

// The connectors of ChatGPT know two tools: search, whose result has a list of
// id, title and url, and fetch, which reads one of these.

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

func (s *Server) addFetch(p *sdk.Server) {
	t := tool("fetch", "Fetch an article", "Returns a stored article by the ID that search gave it, in the form that connectors expect: id, title, text, url, metadata.")
	add(s, p, t, s.fetch)
}

func (s *Server) fetch(ctx context.Context, in articleInput) (fetchOutput, string, error) {
	if err := in.check(); err != nil {
		return fetchOutput{}, "", err
	}
	a, err := s.deps.Library.Article(ctx, in.ID)
	if err != nil {
		return fetchOutput{}, "", err
	}
	full := toArticle(a)
	out := fetchOutput{ID: a.ID, Title: titleOf(&a), Text: a.Body, URL: urlOf(&a), Metadata: map[string]string{}}
	for name, value := range map[string]string{"source": full.Source, "published": full.Published, "withdrawn": full.Withdrawn, "mark": full.Mark, "language": full.Language} {
		if value != "" {
			out.Metadata[name] = value
		}
	}
	text, err := json.Marshal(out)
	if err != nil {
		return fetchOutput{}, "", fmt.Errorf("mcp: %w", err)
	}
	return out, string(text), nil
}
