package main

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"byline/internal/httpapi"
	"byline/internal/news"
)

func (a *app) searchCommand() *cobra.Command {
	var (
		scope   scope
		req     news.SearchRequest
		mode    string
		group   string
		limit   int
		explain bool
	)
	cmd := &cobra.Command{
		Use:   "search QUERY",
		Short: "Find passages",
		Example: `  byline search "ferry fire" --after 2025-01-01 --source "Baltic Courier"
  byline search "what did the minister say last week" --as-of 2025-02-10`,
		Args: exactly("query"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if req, err = scope.request(); err != nil {
				return err
			}
			req.Query, req.Mode, req.Group, req.Limit, req.Explain = args[0], news.Mode(mode), news.Group(group), limit, explain
			if limit < 1 {
				return news.InvalidField("--limit", "%d is less than 1", limit)
			}
			l, err := a.open(cmd.Context(), a.location(), reading)
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, l.Close()) }()
			result, err := l.retriever.Search(cmd.Context(), req)
			if err != nil {
				return err
			}
			return a.printHits(result, explain)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 10, "hits to list")
	cmd.Flags().StringVar(&mode, "mode", string(news.ModeHybrid), "hybrid, semantic (by meaning) or keyword (by words)")
	cmd.Flags().StringVar(&group, "group", string(news.GroupArticle), "article: one hit an article; passage: every passage")
	cmd.Flags().BoolVar(&explain, "explain", false, "show what the scores are made of")
	scope.filters(cmd)
	scope.moment(cmd)
	return cmd
}

// printHits prints what a search found. JSON is what the API sends.
func (a *app) printHits(result news.SearchResult, explain bool) error {
	if !a.json {
		a.printer().hits(result, explain)
		for _, w := range result.Warnings {
			fmt.Fprintln(a.stderr, "byline: warning:", safe(w))
		}
		return nil
	}
	var b bytes.Buffer
	if err := httpapi.WriteSearch(&b, result, explain); err != nil {
		return err
	}
	return a.printJSONText(b.Bytes())
}
