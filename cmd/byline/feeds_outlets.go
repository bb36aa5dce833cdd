package main

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/feeds"
	"byline/internal/terminal"
)

func (a *cli) feedsOutletsCommand() *cobra.Command {
	var forget bool
	cmd := &cobra.Command{
		Use:   "outlets [DOMAIN [NAME]]",
		Short: "List what outlets are called by their domains, or name one",
		Long: `Lists what the outlets of articles from feeds are called, by the domain of the
article. Names are those that the first page of a site had for itself, until one
is given here, which then stays. Articles that are stored keep theirs.`,
		Example: `  byline feeds outlets
  byline feeds outlets harbour.example "The Harbour Times"
  byline feeds outlets harbour.example --forget`,
		RunE: func(cmd *cobra.Command, args []string) error {
			list, done, err := a.feeds()
			if err != nil {
				return err
			}
			defer done()
			if len(args) > 1 || forget && len(args) == 1 {
				name := strings.Join(args[1:], " ")
				if forget {
					name = ""
				}
				set, err := list.Outlets.Set(cmd.Context(), args[0], name)
				if err != nil {
					return err
				}
				return a.printOutlets([]feeds.Outlet{set})
			}
			all, err := list.Outlets.All()
			if err != nil {
				return err
			}
			if len(args) == 1 {
				all = only(all, args[0])
			}
			return a.printOutlets(all)
		},
	}
	cmd.Flags().BoolVar(&forget, "forget", false, "forget the name of the domain")
	return cmd
}

func only(all []feeds.Outlet, domain string) []feeds.Outlet {
	for _, o := range all {
		if o.Domain == strings.TrimPrefix(strings.ToLower(domain), "www.") {
			return []feeds.Outlet{o}
		}
	}
	return nil
}

func (a *cli) printOutlets(all []feeds.Outlet) error {
	if a.json {
		if all == nil {
			all = []feeds.Outlet{}
		}
		return a.printJSON(map[string]any{"outlets": all})
	}
	p := a.Printer()
	if len(all) == 0 {
		fmt.Fprintln(p.W, "No outlet is known by its domain; polls bring them.")
	}
	for _, o := range all {
		how := "as its pages say"
		switch {
		case o.Name == "":
			o.Name, how = "(forgotten)", "as its pages will say"
		case o.Set:
			how = "set here"
		}
		fmt.Fprintf(p.W, "%s  %s  %s\n", terminal.OneLine(o.Domain), p.Paint(terminal.Bold, terminal.OneLine(o.Name)), p.Paint(terminal.Dim, how))
	}
	return nil
}
