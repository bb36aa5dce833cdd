package httpapi_test

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// wider is a searcher that had to search otherwise than it was asked to.
type wider struct{ *newsroom }

const widened = "No article published then was found, so “in 1974” was looked for in articles of any time."

func (w wider) Search(ctx context.Context, req news.SearchRequest) (news.SearchResult, error) {
	result, err := w.newsroom.Search(ctx, req)
	result.Warnings = []string{widened}
	return result, err
}

// How a search differs from what was asked for is told to programs and people.
func TestWarningsOfASearchAreShown(t *testing.T) {
	n := newNewsroom()
	deps := n.deps()
	deps.Searcher = wider{n}
	s := httpapi.New(deps, httpapi.Config{})
	query := url.QueryEscape("ferry in 1974")
	got := decoded[api.SearchResult](t, call(t, s, "GET", "/v1/search?q="+query, ""), 200)
	if len(got.Hits) == 0 || !slices.Equal(got.Warnings, []string{widened}) {
		t.Errorf("%d hits, warnings %q", len(got.Hits), got.Warnings)
	}
	shows(t, call(t, s, "GET", "/search?q="+query, "").Body.String(), widened)
}
