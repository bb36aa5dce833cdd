package main

import (
	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) storiesCommand() *cobra.Command {
	var (
		filters filterFlags
		req     news.StoryRequest
		newest  bool
	)
	cmd := &cobra.Command{
		Use:   "stories [QUERY]",
		Short: "List stories: what several articles tell of one event",
		Long: `Lists what articles of a few days tell together, the stories with most independent
voices first. An outlet is one voice, and one that prints another's text is none.
With a query, stories are listed of which an article has all of its words; filters
say which articles those may be. A story has the ID of its first article, and that
of any other article finds it as well.`,
		Example: `  byline stories --after 3d
  byline stories ferry captain --newest`,
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			req.Query = joined(args)
			if newest {
				req.Order = news.StoriesNewest
			}
			if req.Filter, _, err = a.filter(&filters); err != nil {
				return err
			}
			if err := checkLimit(req.Page.Limit); err != nil {
				return err
			}
			return show(cmd.Context(), a, func(from *app.Backend) (news.StoryList, error) { return from.Stories(cmd.Context(), req) }, api.WriteStories, (*terminal.Printer).Stories)
		},
	}
	cmd.Flags().IntVar(&req.Page.Limit, "limit", 20, "stories to list")
	cmd.Flags().StringVar(&req.Page.Cursor, "cursor", "", "go on where an earlier list ended, which names its `cursor`")
	cmd.Flags().BoolVar(&newest, "newest", false, "list those with the newest article first")
	filters.addFilters(cmd)
	return cmd
}

func (a *cli) timelineCommand() *cobra.Command {
	var lines int
	var articles bool
	cmd := &cobra.Command{
		Use:   "timeline ID",
		Short: "Tell how a story went on, in quotes with their dates",
		Long: `Tells what was new in a story, the earliest first, each time in the words of an
article. The ID is that of a story or of any of its articles.`,
		Example: `  byline timeline ab12cd34ef --limit 10
  byline timeline ab12cd34ef --articles`,
		Args: exactly("ID"),
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			if _, err := api.CheckLines(&lines); err != nil {
				return news.InvalidField("--limit", "must be from 1 to %d, not %d", api.MaxLines, lines)
			}
			if articles {
				return show(cmd.Context(), a, func(from *app.Backend) (news.StoryArticles, error) { return from.Story(cmd.Context(), args[0]) }, api.WriteStory, (*terminal.Printer).Story)
			}
			return show(cmd.Context(), a, func(from *app.Backend) (news.Timeline, error) { return from.Timeline(cmd.Context(), args[0], lines) }, api.WriteTimeline, (*terminal.Printer).Timeline)
		},
	}
	cmd.Flags().IntVar(&lines, "limit", 20, "developments to tell at most")
	cmd.Flags().BoolVar(&articles, "articles", false, "list all articles of the story in place of its developments")
	return cmd
}
