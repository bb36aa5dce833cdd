package mcp

import (
	"context"
	"net/url"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"byline/internal/news"
)

const articles = "byline://articles/"

// uriOf is the address of an article as a resource.
func uriOf(id string) string {
	return articles + strings.ReplaceAll(url.QueryEscape(id), "+", "%20")
}

func (s *Server) addResources(p *sdk.Server) {
	p.AddResourceTemplate(&sdk.ResourceTemplate{
		Name: "article", Title: "News article", URITemplate: articles + "{id}", MIMEType: "text/plain",
		Description: "A stored article in full; search and ask return the addresses.",
	}, s.readArticle)
}

func (s *Server) readArticle(ctx context.Context, req *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
	uri := req.Params.URI
	id, err := url.PathUnescape(strings.TrimPrefix(uri, articles))
	if err != nil || !strings.HasPrefix(uri, articles) {
		return nil, sdk.ResourceNotFoundError(uri)
	}
	a, err := s.deps.Library.Article(ctx, id)
	if news.KindOf(err) == news.KindNotFound && err != nil {
		return nil, sdk.ResourceNotFoundError(uri)
	}
	if err != nil {
		return nil, s.publicError(ctx, "resource", err)
	}
	return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{{URI: uri, MIMEType: "text/plain", Text: articleText(a)}}}, nil
}
