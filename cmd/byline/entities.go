package main

import (
	"context"
	"io"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
)

func (a *cli) entitiesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "entities",
		Short: "List people, organisations and places, merge, rename and remove them",
		Long: `Lists whom and what articles name, and keeps what you decide about names: that
several are one, that one is called otherwise, that one is nobody. It holds for
searches and counts from the next one on, whatever is loaded, and for an index that
is made anew; split takes it back. Kept in entities.jsonl in the folder of the data.`,
		Args: cobra.ArbitraryArgs, // so that RunE can word the error
		RunE: unknownCommand,
	}
	var kind string
	cmd.PersistentFlags().StringVar(&kind, "kind", string(news.EntityPerson), "`kind` of names: person, organisation or place")
	decide := func(use, short, example string, args cobra.PositionalArgs, body func(names []string) api.EntityBody) {
		cmd.AddCommand(&cobra.Command{
			Use: use, Short: short, Example: "  " + example, Args: args,
			RunE: func(cmd *cobra.Command, args []string) error {
				b := body(args)
				b.Kind = kind
				return a.decideNames(cmd.Context(), b)
			},
		})
	}
	cmd.AddCommand(a.entitiesListCommand(&kind))
	decide("merge NAME OTHER ...", "Take other names for one", `byline entities merge "Volodymyr Zelensky" "V. Zelensky" Selenskyj`, twoNames,
		func(names []string) api.EntityBody { return api.EntityBody{As: names[0], Names: names[1:]} })
	decide("rename NAME NEW", "Call one otherwise, with all names that stand for it", `byline entities rename "Volodymyr Zelenskyy" "Volodymyr Zelensky"`, oldAndNew,
		func(names []string) api.EntityBody { return api.EntityBody{Names: names[:1], As: names[1]} })
	decide("remove NAME ...", "Neither count nor find names that are none of the kind", `byline entities remove Dorvik --kind organisation`, atLeastOne("name"),
		func(names []string) api.EntityBody { return api.EntityBody{Names: names, Remove: true} })
	decide("split NAME ...", "Take back what was decided about names, and what stands for them", `byline entities split "V. Zelensky"`, atLeastOne("name"),
		func(names []string) api.EntityBody { return api.EntityBody{Names: names, Split: true} })
	return cmd
}

// twoNames wants a name and others that it has to do with.
func twoNames(cmd *cobra.Command, args []string) error {
	return cobra.MatchAll(atLeastOne("name"), atLeastTwo("other name"))(cmd, args)
}

func oldAndNew(cmd *cobra.Command, args []string) error {
	if len(args) != 2 {
		return news.Errorf(news.KindInvalid, "%d names are given, want two: the name, and what it is to be called; see `%s --help`", len(args), cmd.CommandPath())
	}
	return nil
}

func (a *cli) entitiesListCommand(kind *string) *cobra.Command {
	var filters filterFlags
	cmd := &cobra.Command{
		Use:     "list [WORDS]",
		Short:   "List those that most articles name, and what was decided",
		Example: "  byline entities list quist\n  byline entities list --kind place --after 7d",
		Args:    cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, args []string) (err error) {
			req, err := api.EntityParams{Kind: *kind, Query: joined(args)}.Request(api.FlatNames)
			if err != nil {
				return err
			}
			if req.Filter, _, err = a.filter(&filters); err != nil {
				return err
			}
			return show(cmd.Context(), a, func(from *app.Backend) (news.EntityList, error) { return from.Entities.Entities(cmd.Context(), req) }, api.WriteEntities, (*terminal.Printer).Entities)
		},
	}
	filters.addFilters(cmd)
	return cmd
}

// decideNames decides about names. It opens no index, so that it works beside a server.
func (a *cli) decideNames(ctx context.Context, body api.EntityBody) error {
	change, err := body.Change()
	if err != nil {
		return err
	}
	to, err := app.OpenDecider(a.appConfig())
	if err != nil {
		return err
	}
	list, err := to.Decide(ctx, change)
	if err != nil {
		return err
	}
	if a.json {
		return a.printDocument(func(w io.Writer) error { return api.WriteEntityDecisions(w, change.Kind, list) })
	}
	a.Printer().EntityDecisions(list)
	return nil
}
