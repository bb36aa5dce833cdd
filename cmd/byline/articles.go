package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/export"
	"byline/internal/news"
	"byline/internal/quotes"
	"byline/internal/terminal"
)

func (a *cli) articlesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:        "articles",
		SuggestFor: []string{"list", "show", "delete", "edit"},
		Short:      "List, read, edit and delete stored articles",
		Args:       cobra.ArbitraryArgs, // so that RunE can word the error
		RunE:       unknownCommand,
	}
	cmd.AddCommand(a.listArticlesCommand(), a.showArticleCommand(), a.revisionsCommand(), a.editArticleCommand(), a.deleteArticlesCommand())
	return cmd
}

func (a *cli) listArticlesCommand() *cobra.Command {
	var (
		filters filterFlags
		limit   int
		cursor  string
		as      outputFormat
	)
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List articles, the newest first",
		Example: `  byline articles list --source Nordwire --after 2026-11-01`,
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if err := a.chooseFormat(as); err != nil {
				return err
			}
			filter, _, err := a.filter(&filters)
			if err != nil {
				return err
			}
			if limit < 1 {
				return news.InvalidField("--limit", "%d is less than 1", limit)
			}
			from, err := a.backend(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, from.Close()) }()
			articles, next, err := list(cmd.Context(), from, filter, news.Page{Limit: limit, Cursor: cursor})
			damaged, err := a.tellDamaged(err)
			if err != nil {
				return err
			}
			warnings, err := from.Unknown(cmd.Context(), filter, articles...)
			if err != nil {
				return err
			}
			return a.printArticles(api.Listing{Articles: articles, Next: next, Damaged: damaged, Filter: filter, Warnings: warnings}, as)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "articles to list")
	cmd.Flags().StringVar(&cursor, "cursor", "", "go on where an earlier list ended, which names its `cursor`")
	as.addTo(cmd)
	filters.addFilters(cmd)
	return cmd
}

// listPage is how many articles are asked for at a time; servers give no more.
const listPage = 100

// list reads as many pages as it takes. A news.DamagedError comes beside the rest.
func list(ctx context.Context, from *app.Backend, filter news.Filter, want news.Page) (articles []news.Article, next string, err error) {
	next = want.Cursor
	var damaged []string
	for {
		page := news.Page{Limit: min(listPage, want.Limit-len(articles)), Cursor: next}
		var more []news.Article
		more, next, err = from.Articles(ctx, filter, page)
		left, err := news.SplitDamaged(err)
		if err != nil {
			return nil, "", err
		}
		damaged = append(damaged, left...)
		articles = append(articles, more...)
		if next == "" || len(articles) >= want.Limit {
			return articles, next, news.Damaged(damaged)
		}
	}
}

// tellDamaged says on standard error which articles are left out, and returns
// their IDs, or the error if it is of another sort.
func (a *cli) tellDamaged(err error) ([]string, error) {
	damaged, rest := news.SplitDamaged(err)
	if len(damaged) > 0 {
		_, rest = fmt.Fprintln(a.Err, "byline: "+terminal.OneLine(news.Damaged(damaged).Error()))
	}
	return damaged, rest
}

func (a *cli) printArticles(l api.Listing, as outputFormat) error {
	if a.json {
		return a.printDocument(func(w io.Writer) error { return api.WriteArticles(w, l) })
	}
	a.warn(l.Warnings)
	if as.isTable() {
		return as.write(a.Out, export.ArticleTable(l.Articles))
	}
	p := a.Printer()
	if len(l.Articles) == 0 {
		fmt.Fprintln(p.W, "Nothing was found.")
	}
	for i, article := range l.Articles {
		p.Entry(fmt.Sprintf("%2d. ", i+1), terminal.Headline(article))
		p.DimLine("    ", terminal.Origin(article))
		p.DimLine("    ", terminal.Reference(article))
	}
	if l.Next != "" {
		fmt.Fprintln(p.W)
		p.DimLine("", "there are more: --cursor "+terminal.OneLine(l.Next))
	}
	return nil
}

func (a *cli) showArticleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ARTICLE-ID",
		Short: "Print an article",
		Args:  exactly("article ID"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			return a.withBackend(cmd.Context(), func(from *app.Backend) error { return a.showArticle(cmd.Context(), from, args[0]) })
		},
	}
}

func (a *cli) showArticle(ctx context.Context, from *app.Backend, id string) error {
	article, err := from.Article(ctx, id)
	if err != nil {
		return err
	}
	if a.json {
		return a.printDocument(func(w io.Writer) error { return api.WriteArticle(w, article, quotes.Provenance(&article)) })
	}
	a.Printer().Article(article, quotes.Provenance(&article))
	return nil
}

func (a *cli) revisionsCommand() *cobra.Command {
	var asked api.RevisionsAsked
	cmd := &cobra.Command{
		Use:   "revisions ARTICLE-ID",
		Short: "List the stored versions of an article, the newest first",
		Example: `  byline articles revisions nordwire-1 --diff
  byline articles revisions nordwire-1 --phrase "the rudder had been repaired"`,
		Args: exactly("article ID"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if err := asked.Check(); err != nil {
				return err
			}
			from, err := a.backend(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, from.Close()) }()
			revisions, err := from.Revisions(cmd.Context(), args[0])
			damaged, err := a.tellDamaged(err)
			if err != nil {
				return err
			}
			if a.json {
				return a.printDocument(func(w io.Writer) error { return api.WriteRevisions(w, revisions, damaged, asked) })
			}
			a.Printer().Revisions(revisions, asked.Diff, asked.Phrase)
			return nil
		},
	}
	cmd.Flags().BoolVar(&asked.Diff, "diff", false, "show what became of each text")
	cmd.Flags().StringVar(&asked.Phrase, "phrase", "", "`words` to look for in each version: since when it has them, and when they were dropped")
	return cmd
}
