package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
	"byline/internal/query"
	"byline/internal/terminal"
)

func (a *cli) searchCommand() *cobra.Command {
	var (
		filters filterFlags
		req     news.SearchRequest
		mode    string
		group   string
		limit   int
		explain bool
		as      outputFormat
		only    bool
		set     setFlags
	)
	cmd := &cobra.Command{
		Use:        "search QUERY ...",
		SuggestFor: []string{"find", "query", "grep"},
		Short:      "Find passages",
		Example: `  byline search "ferry captain" --after 2026-09-01 --source "Tarnhavn Dispatch"
  byline search "what did the tunnel cost last month" --as-of 2026-11-16
  byline search '"ran aground" (captain OR coastguard) -drill source:tarnhavn after:2026-08'
  byline search storm --sort newest --facets source,month
  byline search --explain-query 'headline:(ferr* NEAR/5 "ran aground")'`,
		Args: words("query"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := a.chooseExport(as); err != nil {
				return err
			}
			if req, err = a.searchRequest(&filters); err != nil {
				return err
			}
			if err := errors.Join(api.CheckText("query", joined(args)), checkChoice("--mode", mode, modes()), checkChoice("--group", group, groups()), checkLimit(limit), set.check()); err != nil {
				return err
			}
			if only {
				return a.explainQuery(joined(args), req.AsOf)
			}
			req.Query, req.Mode, req.Group, req.Limit, req.Explain = joined(args), news.Mode(mode), news.Group(group), limit, explain
			set.apply(&req)
			return a.searchFor(cmd.Context(), req, &set, as)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 10, "hits to list")
	cmd.Flags().StringVar(&mode, "mode", string(news.ModeHybrid), "hybrid, semantic (by meaning) or keyword (by words)")
	cmd.Flags().StringVar(&group, "group", string(news.GroupArticle), "article: one hit an article; passage: every passage")
	cmd.Flags().BoolVar(&explain, "explain", false, "show what the scores are made of")
	as.addExportTo(cmd)
	set.addTo(cmd)
	cmd.Flags().BoolVar(&filters.strict, "strict", false, "refuse a query whose operators cannot be read")
	cmd.Flags().BoolVar(&only, "explain-query", false, "show how the query is read, and search for nothing")
	filters.addFilters(cmd)
	filters.addMoment(cmd)
	return cmd
}

// searchFor searches and prints what is found.
func (a *cli) searchFor(ctx context.Context, req news.SearchRequest, set *setFlags, as outputFormat) (err error) {
	from, err := a.backend(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, from.Close()) }()
	if form, ok := as.exported(); ok {
		return a.exportHits(ctx, from, req, form, set.all)
	}
	result, err := set.search(ctx, from, req)
	if err != nil {
		return err
	}
	return a.printHits(result, as, req.Explain)
}

// exportHits writes what a search finds in some form, as it comes.
func (a *cli) exportHits(ctx context.Context, in api.Searcher, req news.SearchRequest, form export.Format, all bool) error {
	first, hits, err := export.Pages(ctx, in, req, all)
	if err != nil {
		return err
	}
	a.KeepFound(foundHits(first))
	a.warn(first.Warnings)
	return form.Write(a.Out, export.Hits(req.Query, hits, api.HitLine))
}

// listed yields hits.
func listed(hits []news.Hit) iter.Seq2[news.Hit, error] {
	return func(yield func(news.Hit, error) bool) {
		for _, h := range hits {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// explainQuery prints how a query is read; asOf is the moment of asking, zero: now.
func (a *cli) explainQuery(text string, asOf time.Time) error {
	if asOf.IsZero() {
		asOf = time.Now()
	}
	tree, err := query.Parse(text, func(date string) (after, before time.Time, err error) { return api.ParseInterval(date, asOf) })
	if err != nil {
		return news.InvalidField("query", "%w", err)
	}
	if a.json {
		return a.printDocument(func(w io.Writer) error { return api.WriteQuery(w, text, tree) })
	}
	explained := "plain words, searched for as they are\n"
	if tree != nil {
		explained = query.Explain(tree)
	}
	fmt.Fprint(a.Out, terminal.Safe(explained))
	return nil
}

func modes() []string {
	return []string{string(news.ModeHybrid), string(news.ModeSemantic), string(news.ModeKeyword)}
}

func groups() []string { return []string{string(news.GroupArticle), string(news.GroupPassage)} }

// checkChoice returns an error unless value is one of those that a flag can have.
func checkChoice(flag, value string, choices []string) error {
	if slices.Contains(choices, value) {
		return nil
	}
	return news.InvalidField(flag, "is %q; it can be %s", value, strings.Join(choices, ", "))
}

// printHits prints what a search found. JSON is what the API sends.
func (a *cli) printHits(result news.SearchResult, as outputFormat, explain bool) error {
	if !a.json {
		a.KeepFound(foundHits(result))
		a.warn(result.Warnings)
		if as.isTable() {
			form, _ := as.exported()
			return form.Write(a.Out, export.Hits(result.Understood.Query, listed(result.Hits), api.HitLine))
		}
		a.Printer().Hits(result, explain)
		return nil
	}
	return a.printDocument(func(w io.Writer) error { return api.WriteSearch(w, result, explain) })
}
