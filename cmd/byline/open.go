package main

import (
	"context"
	"fmt"
	"os/exec"
	"runtime"
	"strconv"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) openCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "open N",
		Short: "Open what the last search or answer listed under a number",
		Long: `Opens the address of the N-th hit of the last search, or of the source [N] of
the last answer, in a browser, and prints it. Where there is no browser, or no
terminal, it only prints it. An article without an address is printed itself.`,
		Example: `  byline search "shipyard jobs"
  byline open 2`,
		Args: exactly("number of a hit"),
		RunE: func(cmd *cobra.Command, args []string) error {
			n, err := strconv.Atoi(args[0])
			if err != nil {
				return news.Errorf(news.KindInvalid, "%q is no number of a hit", args[0])
			}
			return a.openFound(cmd.Context(), n)
		},
	}
}

func (a *cli) openFound(ctx context.Context, n int) error {
	list, err := a.LastFound()
	if err != nil {
		return err
	}
	for _, found := range list {
		if found.Number == n {
			return a.openOne(ctx, found)
		}
	}
	return news.Errorf(news.KindNotFound, "the last list had no number %d; it has %d to %d", n, list[0].Number, list[len(list)-1].Number)
}

// openOne shows what was found: in a browser, by its address, or as it is stored.
func (a *cli) openOne(ctx context.Context, found terminal.Found) (err error) {
	if a.json {
		return a.printJSON(found)
	}
	if !terminal.IsWeb(found.URL) {
		return a.withBackend(ctx, func(from *app.Backend) error { return a.showArticle(ctx, from, found.ID) })
	}
	if _, err := fmt.Fprintln(a.Out, terminal.OneLine(found.URL)); err != nil || !terminal.IsTerminal(a.Out) {
		return err
	}
	browse := a.browser(found.URL)
	if len(browse) > 0 && exec.CommandContext(ctx, browse[0], browse[1:]...).Run() != nil { //nolint:gosec // the address is of http or https, and one argument
		fmt.Fprintln(a.Err, "byline: no browser could be started; open the address above")
	}
	return nil
}

// browser is the command that opens an address here, nil where nobody could see it.
func (a *cli) browser(address string) []string {
	switch {
	case runtime.GOOS == "windows":
		return []string{"rundll32", "url.dll,FileProtocolHandler", address}
	case runtime.GOOS == "darwin":
		return []string{"open", address}
	case a.getenv("DISPLAY") != "" || a.getenv("WAYLAND_DISPLAY") != "":
		return []string{"xdg-open", address}
	}
	return nil
}

// foundHits are the entries of a list of hits.
func foundHits(result news.SearchResult) []terminal.Found {
	list := make([]terminal.Found, len(result.Hits))
	for i, h := range result.Hits {
		list[i] = terminal.Found{Number: i + 1, ID: h.Article.ID, Headline: h.Article.Headline, URL: h.Article.URL}
	}
	return list
}

// foundCitations are the sources of an answer.
func foundCitations(answer news.Answer) []terminal.Found {
	list := make([]terminal.Found, len(answer.Citations))
	for i, c := range answer.Citations {
		list[i] = terminal.Found{Number: c.Marker, ID: c.Article.ID, Headline: c.Article.Headline, URL: c.Link}
	}
	return list
}
