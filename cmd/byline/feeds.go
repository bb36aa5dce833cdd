package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"go.yaml.in/yaml/v3"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/feeds"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) feedsCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "feeds",
		Short: "Poll feeds, sitemaps and sites for new articles",
		Long: `Keeps the list of what is polled for new articles: feeds (RSS, Atom, JSON Feed),
sitemaps, and pages without a feed. ` + "`byline serve`" + ` polls by itself; without a
server, ` + "`byline feeds poll`" + ` does it once, for cron. The list is in the folder
of the data. docs/feeds.md says how often a site is asked, and what it can do
against it.`,
		Args: none,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(a.feedsAddCommand(), a.feedsListCommand(), a.feedsRemoveCommand(), a.feedsPollCommand(), a.feedsImportCommand(), a.feedsExportCommand(), a.feedsOutletsCommand())
	return cmd
}

// feeds opens the list of feeds of this machine. The caller calls done.
func (a *cli) feeds() (list *app.Feeds, done func(), err error) {
	if err := a.requireLocal("the list of feeds is kept beside an index; POST /v1/feeds changes that of a server"); err != nil {
		return nil, nil, err
	}
	client := app.NewFetcher(a.appConfig())
	return app.OpenFeeds(a.appConfig(), client), client.Close, nil
}

// allFeeds are the feeds of this machine.
func (a *cli) allFeeds(ctx context.Context) ([]news.Feed, error) {
	list, done, err := a.feeds()
	if err != nil {
		return nil, err
	}
	defer done()
	return list.Feeds(ctx)
}

func (a *cli) feedsAddCommand() *cobra.Command {
	var f news.Feed
	var fullText string
	cmd := &cobra.Command{
		Use:   "add ADDRESS",
		Short: "Poll a feed from now on",
		Long: `Adds a feed, a sitemap, or a site whose feed is then looked for: first the feeds
that its page names, then the usual addresses. Of a page without a feed, the
links that a CSS selector finds are followed.`,
		Example: `  byline feeds add https://harbour.example/
  byline feeds add https://harbour.example/news-sitemap.xml --source "Harbour Times"
  byline feeds add https://council.example/press/ --links "ul.releases a" --every 6h`,
		Args: exactly("address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			list, done, err := a.feeds()
			if err != nil {
				return err
			}
			defer done()
			f.URL, f.FullText = args[0], news.FullText(fullText)
			added, err := list.Add(cmd.Context(), f)
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(api.NewFeed(added))
			}
			_, err = fmt.Fprintf(a.Out, "%s is polled from now on (%s).\n", terminal.OneLine(nameOf(added)), added.ID)
			return err
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.Source, "source", "", "`outlet` of its articles (default: as they say)")
	flags.StringVar(&f.Links, "links", "", "CSS `selector` of the links to articles, for a page without a feed")
	flags.StringVar(&fullText, "full-text", "auto", "when the page of an article is fetched: auto (where the feed has only a teaser), always or never")
	flags.DurationVar(&f.Every, "every", 0, "time between two polls (default: as often as it publishes)")
	flags.StringVar(&f.Zone, "zone", "", "time `zone` of times that name none, as Europe/Kyiv (default: UTC)")
	return cmd
}

// nameOf is what a feed is called for people.
func nameOf(f news.Feed) string {
	if f.Title == "" {
		return news.ShownURL(f.URL)
	}
	return f.Title + ", " + news.ShownURL(f.URL) + ","
}

func (a *cli) feedsListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "List the feeds, and how they are",
		Args:  none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := a.allFeeds(cmd.Context())
			if err != nil {
				return err
			}
			return a.printFeeds(all)
		},
	}
}

func (a *cli) printFeeds(all []news.Feed) error {
	if a.json {
		return a.printJSON(api.NewFeeds(all))
	}
	p := a.Printer()
	if len(all) == 0 {
		fmt.Fprintln(p.W, "There are no feeds; `byline feeds add ADDRESS` adds one.")
		return nil
	}
	for i, f := range all {
		if i > 0 {
			fmt.Fprintln(p.W)
		}
		title := f.Title
		if title == "" {
			title = news.ShownURL(f.URL)
		}
		fmt.Fprintf(p.W, "%s  %s\n", p.Paint(terminal.Bold, terminal.OneLine(title)), p.Paint(terminal.Dim, f.ID+", "+string(f.State)))
		fmt.Fprintf(p.W, "  %s\n", terminal.OneLine(news.ShownURL(f.URL)))
		fmt.Fprintf(p.W, "  %s articles; last success %s, next poll %s\n", terminal.Count(f.Articles), terminal.Moment(f.Succeeded), nextPoll(f))
		if f.Error != "" {
			p.Line("  ", fmt.Sprintf("%s: %s", failedTimes(f.Failures), terminal.OneLine(f.Error)))
		}
		if f.Notice != "" {
			p.DimLine("  ", terminal.OneLine(f.Notice))
		}
	}
	return nil
}

// failedTimes says how often a feed failed in a row.
func failedTimes(n int) string {
	switch n {
	case 0: // the fault is not the feed's
		return "not polled"
	case 1:
		return "failed once"
	}
	return fmt.Sprintf("failed %s times", terminal.Count(n))
}

func nextPoll(f news.Feed) string {
	switch {
	case f.State == news.FeedEnded:
		return "never: it is gone for good"
	case f.Next.IsZero():
		return "at once"
	}
	return terminal.Moment(f.Next)
}

func (a *cli) feedsRemoveCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "remove ID|ADDRESS",
		Short: "Poll a feed no longer; its articles stay",
		Args:  exactly("ID or address"),
		RunE: func(cmd *cobra.Command, args []string) error {
			list, done, err := a.feeds()
			if err != nil {
				return err
			}
			defer done()
			f, err := list.Remove(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			if a.json {
				return a.printJSON(api.NewFeed(f))
			}
			_, err = fmt.Fprintf(a.Out, "%s is no longer polled; its articles stay.\n", terminal.OneLine(nameOf(f)))
			return err
		},
	}
}

func (a *cli) feedsPollCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "poll [ID|ADDRESS]…",
		Short: "Poll the feeds that are due once, or those that are named",
		Long: `Polls the feeds that are due, or those that are named whether they are due or
not, takes in what is new, and ends. Where a server polls, it is told to do so.`,
		RunE: func(cmd *cobra.Command, args []string) error {
			list, done, err := a.feeds()
			if err != nil {
				return err
			}
			defer done()
			var ids []string
			for _, arg := range args {
				f, err := list.Find(cmd.Context(), arg)
				if err != nil {
					return err
				}
				ids = append(ids, f.ID)
			}
			return a.pollFeeds(cmd.Context(), list, ids)
		},
	}
}

func (a *cli) pollFeeds(ctx context.Context, list *app.Feeds, ids []string) (err error) {
	release, leads, err := list.TryLead()
	if err != nil {
		return err
	}
	if !leads {
		if err := list.Due(ctx, ids...); err != nil {
			return err
		}
		fmt.Fprintln(a.Err, "byline: a server polls these feeds; it does so within half a minute")
		return nil
	}
	defer func() { err = errors.Join(err, release()) }()
	e, err := a.open(ctx, a.index(), app.Writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, e.Close()) }()
	polled, err := list.Poller(e).PollDue(ctx, ids...)
	if err != nil {
		return err
	}
	if len(polled) == 0 && !a.json {
		_, err = fmt.Fprintln(a.Out, "No feed is due.")
		return err
	}
	a.bringVectors(ctx, e)
	return a.printFeeds(polled)
}

func (a *cli) feedsImportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE|-",
		Short: "Add the feeds of an OPML file, as other feed readers export it, or of YAML",
		Long: `Adds the feeds of an OPML file, or of a YAML file with a list "feeds", of which
each has a url and may have source, links, full_text, every and zone, as
POST /v1/feeds takes them. Those that are there already stay as they are.`,
		Args: exactly("file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			in, closeInput, err := a.input(args[0])
			if err != nil {
				return err
			}
			defer closeInput()
			listed, err := readFeeds(in)
			if err != nil {
				return err
			}
			return a.importFeeds(cmd.Context(), listed)
		},
	}
}

// input opens a file, or standard input.
func (a *cli) input(name string) (io.Reader, func(), error) {
	if name == "-" {
		return a.In, func() {}, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, nil, news.Errorf(news.KindInvalid, "%w", err)
	}
	return f, func() { _ = f.Close() }, nil // only read
}

// maxFeedList bounds a list of feeds, in bytes.
const maxFeedList = 16 << 20

// readFeeds reads a list of feeds in OPML or YAML.
func readFeeds(r io.Reader) ([]news.Feed, error) {
	data, err := io.ReadAll(io.LimitReader(r, maxFeedList))
	if err != nil {
		return nil, err
	}
	if bytes.HasPrefix(bytes.TrimLeft(data, "\ufeff \t\r\n"), []byte("<")) || bytes.IndexByte(data, 0) >= 0 {
		return feeds.ReadOPML(bytes.NewReader(data))
	}
	var doc struct {
		Feeds []api.FeedBody `yaml:"feeds"`
	}
	d := yaml.NewDecoder(bytes.NewReader(data))
	d.KnownFields(true)
	if err := d.Decode(&doc); err != nil {
		reason, _, _ := strings.Cut(err.Error(), " in type") // of Go, which tells nobody anything
		return nil, news.Errorf(news.KindInvalid, "it is neither OPML nor a list of feeds in YAML: %s", terminal.OneLine(reason))
	}
	all := make([]news.Feed, len(doc.Feeds))
	for i, body := range doc.Feeds {
		if all[i], err = body.Feed(); err != nil {
			return nil, fmt.Errorf("feed %d: %w", i+1, err)
		}
	}
	if len(all) == 0 {
		return nil, news.Errorf(news.KindInvalid, "the list has no feed")
	}
	return all, nil
}

// importFeeds adds feeds as they are listed; whether they work is told by their first poll.
func (a *cli) importFeeds(ctx context.Context, listed []news.Feed) error {
	list, done, err := a.feeds()
	if err != nil {
		return err
	}
	defer done()
	added, known, refused := 0, 0, 0
	for _, f := range listed {
		f, err := feeds.New(f, time.Now())
		if err == nil {
			err = list.Folder.Add(ctx, f)
		}
		switch news.KindOf(err) {
		case news.KindConflict:
			known++
		case news.KindInvalid:
			refused++
			fmt.Fprintf(a.Err, "refused: %s: %s\n", terminal.OneLine(news.ShownURL(f.URL)), terminal.OneLine(err.Error()))
		default:
			if err != nil {
				return err
			}
			added++
		}
	}
	if a.json {
		return a.printJSON(map[string]any{"added": added, "known": known, "refused": refused})
	}
	_, err = fmt.Fprintf(a.Out, "%s feeds added, %s were there already, %s refused\n", terminal.Count(added), terminal.Count(known), terminal.Count(refused))
	return err
}

func (a *cli) feedsExportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export",
		Short: "Print the feeds as OPML, for other feed readers and other Bylines",
		Long: `Prints the feeds as OPML. Addresses are whole, with the passwords that are in
them: keep the file as carefully as those.`,
		Example: `  byline feeds export > feeds.opml`,
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			all, err := a.allFeeds(cmd.Context())
			if err != nil {
				return err
			}
			return feeds.WriteOPML(a.Out, all)
		},
	}
}
