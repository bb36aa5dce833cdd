package main

import (
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/eval"
	"byline/internal/news"
	"byline/internal/terminal"
)

// withoutSet reports whether what the flags ask for needs no set.
func (f *evalFlags) withoutSet() bool { return f.claims != "" || f.hostile }

// setUnless wants the folder of a set unless the flags ask for what needs none.
func (f *evalFlags) setUnless() cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if f.withoutSet() {
			return cobra.NoArgs(cmd, args)
		}
		return exactly("folder of a set")(cmd, args)
	}
}

// addVerification adds the flags that measure how what is written is checked.
func (f *evalFlags) addVerification(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.claims, "claims", "", "measure how statements are told from false ones, on a `file` in the form of WiCE; takes no set")
	cmd.Flags().BoolVar(&f.features, "features", false, "with --claims, print the features of each, to fit weights to")
	cmd.Flags().BoolVar(&f.hostile, "hostile", false, "measure what becomes of replies that language models should not write; takes no set")
	cmd.MarkFlagsMutuallyExclusive("claims", "hostile", "answers", "similar")
}

// evaluateVerification measures how what is written is checked.
func (a *cli) evaluateVerification(ctx context.Context, f evalFlags) error {
	if f.hostile {
		return a.evaluateHostile(ctx)
	}
	judged, err := eval.Claims(ctx, f.claims, app.NewReader(a.config.Answers.Reader))
	if err != nil {
		return err
	}
	if f.features {
		encoder := json.NewEncoder(a.Out)
		for _, j := range judged {
			if err := encoder.Encode(j); err != nil {
				return err
			}
		}
		return nil
	}
	scores := eval.ScoreClaims(judged)
	if a.json {
		return a.printJSON(scores)
	}
	return scores.Write(terminal.SafeWriter(a.Out))
}

// evaluateHostile lets models of all habits reply, and fails if one of them does harm.
func (a *cli) evaluateHostile(ctx context.Context) error {
	outcomes, err := eval.Hostile(ctx)
	if err != nil {
		return err
	}
	if a.json {
		err = a.printJSON(outcomes)
	} else {
		err = eval.WriteHostile(terminal.SafeWriter(a.Out), outcomes)
	}
	if err != nil {
		return err
	}
	for _, o := range outcomes {
		if len(o.Faults) > 0 {
			return news.Errorf(news.KindInvalid, "%s: the answer is not what it should be", o.Habit)
		}
	}
	return nil
}
