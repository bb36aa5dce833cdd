package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
)

// editFlags are those of `byline articles edit`.
type editFlags struct {
	headline, source, published string
	reset                       []string
}

func (a *cli) editArticleCommand() *cobra.Command {
	var flags editFlags
	cmd := &cobra.Command{
		Use:   "edit ARTICLE-ID",
		Short: "Correct the headline, outlet or date of an article",
		Long: `Corrects the headline, outlet or date of an article, which makes a new revision
of it. What is set stays, whatever is loaded again, until --reset gives it up.`,
		Example: `  byline articles edit 7qk2m4x5 --published 2026-03-03
  byline articles edit 7qk2m4x5 --reset published`,
		Args: exactly("article ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			edit, err := flags.edit(cmd)
			if err != nil {
				return err
			}
			return a.editArticle(cmd.Context(), args[0], edit)
		},
	}
	cmd.Flags().StringVar(&flags.headline, "headline", "", "its `headline`")
	cmd.Flags().StringVar(&flags.source, "source", "", "its `outlet`")
	cmd.Flags().StringVar(&flags.published, "published", "", "the `date` or time when it was published")
	cmd.Flags().StringSliceVar(&flags.reset, "reset", nil, "give up what was set: headline, source, published; repeatable")
	return cmd
}

// edit checks the flags.
func (f *editFlags) edit(cmd *cobra.Command) (news.Edit, error) {
	edit := news.Edit{Release: f.reset}
	for _, field := range f.reset {
		if err := checkChoice("--reset", field, []string{news.FieldHeadline, news.FieldSource, news.FieldPublished}); err != nil {
			return edit, err
		}
		if cmd.Flags().Changed(field) {
			return edit, news.InvalidField("--reset", "%s is set as well; do one of the two", field)
		}
	}
	for _, text := range []struct {
		flag string
		from string
		to   **string
	}{{news.FieldHeadline, f.headline, &edit.Headline}, {news.FieldSource, f.source, &edit.Source}} {
		if !cmd.Flags().Changed(text.flag) {
			continue
		}
		value := strings.TrimSpace(text.from)
		if value == "" {
			return edit, news.InvalidField("--"+text.flag, "is empty; --reset %s gives up what was set", text.flag)
		}
		*text.to = &value
	}
	if cmd.Flags().Changed(news.FieldPublished) {
		published, err := api.ParseTime("--published", f.published, time.Now())
		if err != nil || published.IsZero() {
			return edit, errors.Join(err, emptyDate(f.published))
		}
		edit.Published = &published
	}
	if edit.IsZero() {
		return edit, news.Errorf(news.KindInvalid, "nothing is to be changed; give --headline, --source, --published or --reset")
	}
	return edit, nil
}

// deleteAll deletes what a filter lets through, and says which of its names no article has.
func (a *cli) deleteAll(ctx context.Context, desk *app.Desk, f news.Filter, dryRun bool) (matched, deleted int, err error) {
	unknown, err := desk.Unknown(ctx, f)
	if err != nil {
		return 0, 0, err
	}
	a.warn(unknown)
	return desk.DeleteAll(ctx, f, dryRun)
}

func emptyDate(text string) error {
	if text != "" {
		return nil
	}
	return news.InvalidField("--published", "is empty; --reset published gives up what was set")
}

func (a *cli) editArticle(ctx context.Context, id string, edit news.Edit) (err error) {
	desk, err := a.desk(ctx, app.OpenDeskOf)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	article, err := desk.Edit(ctx, id, edit)
	if err != nil {
		return err
	}
	if desk.Engine != nil {
		a.bringVectors(ctx, desk.Engine)
	}
	if a.json {
		return a.printDocument(func(w io.Writer) error { return api.WriteArticle(w, article, nil) })
	}
	p := a.Printer()
	p.Entry("", terminal.Headline(article))
	p.DimLine("", terminal.Origin(article))
	p.DimLine("", terminal.Reference(article))
	return nil
}

func (a *cli) deleteArticlesCommand() *cobra.Command {
	var (
		filters filterFlags
		yes     bool
	)
	cmd := &cobra.Command{
		Use:   "delete [ARTICLE-ID ...]",
		Short: "Delete articles, by ID or by a filter",
		Long: `Deletes articles with all their revisions: those that are named, or all that a
filter lets through, which are only counted without --yes. They do not come
back when they are loaded again, unless with byline ingest --restore.`,
		Example: `  byline articles delete 7qk2m4x5
  byline articles delete --source "Baltic Courier" --before 2025-01-01 --yes`,
		RunE: func(cmd *cobra.Command, args []string) error {
			filter, _, err := a.filter(&filters)
			if err != nil {
				return err
			}
			return a.deleteArticles(cmd.Context(), args, filter, yes)
		},
	}
	filters.addFilters(cmd)
	cmd.Flags().BoolVar(&yes, "yes", false, "delete what the filter lets through, rather than count it")
	return cmd
}

func (a *cli) deleteArticles(ctx context.Context, ids []string, filter news.Filter, yes bool) (err error) {
	switch {
	case len(ids) > 0 && !filter.IsZero():
		return news.Errorf(news.KindInvalid, "give article IDs or a filter, not both")
	case len(ids) == 0 && filter.IsZero():
		return news.Errorf(news.KindInvalid, "nothing says which articles; give their IDs, or a filter such as --source or --file")
	case slices.Contains(ids, ""):
		return news.Errorf(news.KindInvalid, "an article ID is empty")
	}
	desk, err := a.desk(ctx, app.OpenDeskOf)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, desk.Close()) }()
	matched, deleted := len(ids), 0
	for _, id := range ids {
		if err = desk.Delete(ctx, id); err != nil {
			break
		}
		deleted++
	}
	if len(ids) == 0 {
		matched, deleted, err = a.deleteAll(ctx, desk, filter, !yes)
	}
	if err != nil && deleted > 0 {
		err = fmt.Errorf("%w; %d of %d were deleted before that", err, deleted, matched)
	}
	if err != nil {
		return err
	}
	if a.json {
		return a.printJSON(api.Deleted{Matched: matched, Deleted: deleted})
	}
	if len(ids) == 0 && !yes {
		_, err = fmt.Fprintf(a.Out, "%s articles would be deleted; --yes deletes them\n", terminal.Count(matched))
		return err
	}
	_, err = fmt.Fprintf(a.Out, "%s deleted\n", terminal.Count(deleted))
	return err
}
