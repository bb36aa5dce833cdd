package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/encode"
	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/terminal"
)

// addMeasures adds the flag that says what tables are of.
func addMeasures(cmd *cobra.Command, measures *[]string) {
	cmd.Flags().StringSliceVar(measures, "measure", []string{"ndcg@10", "recall@100", "answer@1", "answer@5"}, "`measures` to make a table of each")
}

func (a *cli) evalTableCommand() *cobra.Command {
	var (
		base     string
		measures []string
	)
	cmd := &cobra.Command{
		Use:   "table RUNS DIR...",
		Short: "Compare saved systems on several sets",
		Long: `Prints, in Markdown and for each measure, how the systems saved in the folder
RUNS/SET, one file each, do on each set. A value is marked * where its
difference from that of the base is clear of zero: the 95 % interval by paired
bootstrap over queries leaves zero out.`,
		Args: cobra.MatchAll(atLeastOne("folder of saved systems"), atLeastTwo("folder of a set")),
		RunE: func(_ *cobra.Command, args []string) error {
			var sets []eval.Found
			for _, dir := range args[1:] {
				found, err := readFound(args[0], dir, base)
				if err != nil {
					return err
				}
				sets = append(sets, found)
			}
			return a.printTables(eval.Tables(sets, measures), false)
		},
	}
	cmd.Flags().StringVar(&base, "base", "byline", "`name` of the system to compare with")
	addMeasures(cmd, &measures)
	return cmd
}

// atLeastTwo wants a second argument, whose name goes into the error.
func atLeastTwo(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		return atLeastOne(name)(cmd, args[1:])
	}
}

// readFound reads what the systems in a folder of saved ones found for a set.
func readFound(saved, dir, base string) (eval.Found, error) {
	found := eval.Found{}
	set, err := eval.Open(dir)
	if err != nil {
		return found, err
	}
	found.Dataset = set
	paths, err := filepath.Glob(filepath.Join(saved, set.Name, "*.jsonl"))
	if err != nil {
		return found, err
	}
	for _, path := range paths {
		system, err := eval.ReadSystem(path, set)
		if err != nil {
			return found, err
		}
		if system.Name = strings.TrimSuffix(filepath.Base(path), ".jsonl"); system.Name == base {
			found.Base = system
			continue
		}
		found.Others = append(found.Others, system)
	}
	if found.Base.Name == "" {
		return found, news.InvalidField("--base", "there is no %s.jsonl in %s", base, filepath.Join(saved, set.Name))
	}
	return found, nil
}

func (a *cli) printTables(tables []eval.Table, differences bool) error {
	if a.json {
		return a.printJSON(map[string]any{"tables": tables})
	}
	for _, t := range tables {
		if err := t.WriteMarkdown(terminal.SafeWriter(a.Out), differences); err != nil {
			return err
		}
	}
	return nil
}

func (a *cli) evalAblationCommand() *cobra.Command {
	var (
		f        evalFlags
		measures []string
	)
	cmd := &cobra.Command{
		Use:   "ablation DIR...",
		Short: "Measure what each part of search earns",
		Long: `Measures search on several sets as it is and without each of its parts, and
prints the differences in Markdown, for each measure. One is marked * where it
is clear of zero: the 95 % interval by paired bootstrap over queries leaves zero
out. A part without which nothing gets worse earns nothing.`,
		Args: atLeastOne("folder of a set"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var sets []eval.Found
			for _, dir := range args {
				set, err := eval.Open(dir)
				if err != nil {
					return err
				}
				found, err := a.ablate(cmd.Context(), set, f)
				if err != nil {
					return err
				}
				sets = append(sets, found)
			}
			return a.printTables(eval.Tables(sets, measures), true)
		},
	}
	f.modes = []string{string(news.ModeHybrid)}
	cmd.Flags().BoolVar(&f.rebuild, "rebuild", false, "build the indexes anew")
	cmd.Flags().BoolVar(&f.dates, "dates", false, "understand dates in queries, as `byline eval --dates` does")
	addMeasures(cmd, &measures)
	return cmd
}

// ablate searches a set with all parts, then without each.
func (a *cli) ablate(ctx context.Context, set *eval.Dataset, f evalFlags) (found eval.Found, err error) {
	found.Dataset = set
	if found.Base, found.Others, err = a.findWithout(ctx, set, f, retrieve.Ablations()); err != nil {
		return found, err
	}
	for _, part := range encode.Ablations() { // each has an index of its own
		lesser := f
		lesser.without = []string{part}
		system, _, err := a.findWithout(ctx, set, lesser, nil)
		if err != nil {
			return found, err
		}
		system.Name = "without " + part
		found.Others = append(found.Others, system)
	}
	found.Base.Name = "all parts"
	return found, nil
}

// findWithout searches an index with all parts of ranking, then without each of some.
func (a *cli) findWithout(ctx context.Context, set *eval.Dataset, f evalFlags, parts []string) (whole eval.System, lesser []eval.System, err error) {
	run, err := a.evalRun(set, f)
	if err != nil {
		return whole, nil, err
	}
	like := news.SearchRequest{Mode: run.Modes[0], KeepDates: run.KeepDates}
	_, err = a.withEvalIndex(ctx, set, run, func(r *retrieve.Retriever) (err error) {
		if whole, err = eval.Find(ctx, r, set, like); err != nil {
			return err
		}
		for _, part := range parts {
			fmt.Fprintf(a.Err, "%s without %s\n", set.Name, part)
			without, err := r.Without(part)
			if err != nil {
				return err
			}
			system, err := eval.Find(ctx, without, set, like)
			if err != nil {
				return err
			}
			system.Name = "without " + part
			lesser = append(lesser, system)
		}
		return nil
	})
	return whole, lesser, err
}
