package main

import (
	"context"
	"slices"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/news"
)

// setFlags say which part of a result set is listed, in which order, and by what
// it is counted.
type setFlags struct {
	sort       string
	facets     []string
	cursor     string
	keepCopies bool
	all        bool
}

func (f *setFlags) addTo(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.sort, "sort", string(news.SortRelevance), "relevance, newest or oldest")
	cmd.Flags().StringSliceVar(&f.facets, "facets", nil, "count by source, author, section, subject, language, person, organisation, place, day, week, month (several with commas)")
	cmd.Flags().StringVar(&f.cursor, "cursor", "", "list what follows: `next` of what --json printed before")
	cmd.Flags().BoolVar(&f.all, "all", false, "list all of what is found")
	cmd.Flags().BoolVar(&f.keepCopies, "keep-copies", false, "list articles with the same text one by one")
}

func (f *setFlags) check() error {
	if err := checkChoice("--sort", f.sort, sorts()); err != nil {
		return err
	}
	var fields []string
	for _, field := range news.FacetFields() {
		fields = append(fields, string(field))
	}
	for _, field := range f.facets {
		if err := checkChoice("--facets", field, fields); err != nil {
			return err
		}
	}
	return api.CheckLength("--cursor", f.cursor, api.MaxCursor)
}

func sorts() []string {
	return []string{string(news.SortRelevance), string(news.SortNewest), string(news.SortOldest)}
}

func (f *setFlags) apply(req *news.SearchRequest) {
	req.Sort, req.Cursor, req.KeepCopies = news.Sort(f.sort), f.cursor, f.keepCopies
	for _, field := range slices.Compact(slices.Sorted(slices.Values(f.facets))) {
		req.Facets = append(req.Facets, news.FacetField(field))
	}
	if f.all {
		req.Limit = api.MaxLimit
	}
}

// search searches and, if all is wanted, goes on to the end.
func (f *setFlags) search(ctx context.Context, in api.Searcher, req news.SearchRequest) (news.SearchResult, error) {
	result, err := in.Search(ctx, req)
	for f.all && err == nil && result.Next != "" {
		req.Cursor, req.Facets = result.Next, nil
		var more news.SearchResult
		if more, err = in.Search(ctx, req); err == nil {
			result.Hits, result.Next = append(result.Hits, more.Hits...), more.Next
		}
	}
	return result, err
}
