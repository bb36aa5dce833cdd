package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
)

func (a *cli) articlesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "articles",
		Short: "List and read stored articles",
		Args:  none,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.listArticlesCommand(), a.showArticleCommand(), a.revisionsCommand())
	return cmd
}

func (a *cli) listArticlesCommand() *cobra.Command {
	var (
		scope  scope
		limit  int
		cursor string
	)
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List articles, the newest first",
		Example: `  byline articles list --source "Baltic Courier" --after 2025-01-01`,
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			filter, err := scope.filter()
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
			return a.printArticles(articles, next, damaged)
		},
	}
	cmd.Flags().IntVar(&limit, "limit", 20, "articles to list")
	cmd.Flags().StringVar(&cursor, "cursor", "", "go on where an earlier list ended, which names its `cursor`")
	scope.filters(cmd)
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
		_, rest = fmt.Fprintln(a.stderr, "byline: "+oneLine(news.Damaged(damaged).Error()))
	}
	return damaged, rest
}

func (a *cli) printArticles(articles []news.Article, next string, damaged []string) error {
	if a.json {
		return a.printDocument(func(w io.Writer) error { return api.WriteArticles(w, articles, next, damaged) })
	}
	p := a.printer()
	if len(articles) == 0 {
		fmt.Fprintln(p.w, "Nothing was found.")
	}
	for i := range articles {
		p.entry(fmt.Sprintf("%2d. ", i+1), headline(articles[i]))
		p.dimLine("    ", origin(articles[i].Source, articles[i].Published))
		p.dimLine("    ", reference(articles[i]))
	}
	if next != "" {
		fmt.Fprintln(p.w)
		p.dimLine("", "there are more: --cursor "+oneLine(next))
	}
	return nil
}

func (a *cli) showArticleCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "show ARTICLE-ID",
		Short: "Print an article",
		Args:  exactly("article ID"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			from, err := a.backend(cmd.Context())
			if err != nil {
				return err
			}
			defer func() { err = errors.Join(err, from.Close()) }()
			article, err := from.Article(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if a.json {
				return a.printDocument(func(w io.Writer) error { return api.WriteArticle(w, article) })
			}
			a.printer().article(article)
			return nil
		},
	}
}

// article writes all that is known of an article.
func (p *printer) article(article news.Article) {
	p.line("", p.paint(bold, headline(article)))
	p.dimLine("", origin(article.Source, article.Published))
	for _, line := range []struct{ name, text string }{
		{"by ", strings.Join(article.Authors, ", ")},
		{"citing ", strings.Join(article.Attribution, ", ")},
		{"updated ", date(article.Updated)},
		{"section: ", article.Section},
		{"subjects: ", strings.Join(article.Subjects, ", ")},
		{"picture: ", strings.Join(filled(article.Caption, article.Credit), " / ")},
	} {
		if line.text != "" {
			p.dimLine("", line.name+oneLine(line.text))
		}
	}
	p.dimLine("", reference(article))
	if article.Revision > 1 {
		p.dimLine("", fmt.Sprintf("revision %d", article.Revision))
	}
	fmt.Fprintln(p.w)
	p.line("", safe(article.Body))
}

// filled are those of texts that are not empty.
func filled(texts ...string) []string {
	var kept []string
	for _, text := range texts {
		if text != "" {
			kept = append(kept, text)
		}
	}
	return kept
}

func date(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(dateLayout)
}

func (a *cli) revisionsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "revisions ARTICLE-ID",
		Short: "List the stored versions of an article, the newest first",
		Args:  exactly("article ID"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
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
				return a.printDocument(func(w io.Writer) error { return api.WriteRevisions(w, revisions, damaged) })
			}
			p := a.printer()
			for _, r := range revisions {
				p.entry(fmt.Sprintf("%2d. ", r.Revision), headline(r.Article))
				p.dimLine("    ", "stored "+r.Stored.UTC().Format(time.RFC3339))
			}
			return nil
		},
	}
}

// printDocument prints what a function of the API's package writes.
func (a *cli) printDocument(write func(io.Writer) error) error {
	var b bytes.Buffer
	if err := write(&b); err != nil {
		return err
	}
	return a.printJSONText(b.Bytes())
}
