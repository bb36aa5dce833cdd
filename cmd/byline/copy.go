package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/app"
	"byline/internal/news"
	"byline/internal/terminal"
	"byline/internal/transfer"
)

func (a *cli) copyCommand() *cobra.Command {
	var from, to string
	cmd := &cobra.Command{
		Use:   "copy --from KIND --to KIND",
		Short: "Copy all articles from one kind of index to the other",
		Long: `Copies all articles with their earlier versions from one kind of index to the
other, and compares them at the end. The settings say where each is: --data for
embedded, the qdrant settings for qdrant. What searches need is made anew by the
embedder of the settings. An interrupted run is taken up by running the same again.`,
		Example: `  byline copy --from embedded --to qdrant --data archive/ --qdrant-addr qdrant:6334`,
		Args:    none,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for flag, kind := range map[string]string{"--from": from, "--to": to} {
				if !slices.Contains(app.Kinds(), kind) {
					return news.InvalidField(flag, "%q is no kind of index; give %s", kind, strings.Join(app.Kinds(), " or "))
				}
			}
			if from == to {
				return news.InvalidField("--to", "is the same as --from")
			}
			return a.copy(cmd.Context(), app.LocationOf(from, a.config), app.LocationOf(to, a.config))
		},
	}
	cmd.Flags().StringVar(&from, "from", "", "`kind` of index to read: "+strings.Join(app.Kinds(), " or "))
	cmd.Flags().StringVar(&to, "to", "", "`kind` of index to fill")
	return cmd
}

func (a *cli) copy(ctx context.Context, from, to app.Location) (err error) {
	source, err := a.open(ctx, from, app.Reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, source.Close()) }()
	target, err := a.open(ctx, to, app.Writing)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, target.Close()) }()

	progress := a.NewProgress()
	done, err := transfer.Copy(ctx, transfer.Copying{
		From: source, To: target, Encode: target.Encoder.Encode,
		OnProgress: progress.Of("copying articles"),
	})
	progress.Done()
	if err != nil && ctx.Err() != nil {
		return fmt.Errorf("%w; the same command goes on from there", errInterrupted)
	}
	if err != nil {
		return err
	}
	if done.From != done.To {
		return fmt.Errorf("%s holds %v, but %s holds %v; did it hold articles before, or did one of them change meanwhile?", from, done.From, to, done.To)
	}
	if a.json {
		return a.printJSON(map[string]any{
			"articles": done.To.Articles, "revisions": done.To.Revisions, "checksum": done.To.Checksum(),
			"copied": done.Articles, "seconds": progress.Elapsed().Seconds(),
		})
	}
	_, err = fmt.Fprintf(a.Out, "%s of %s articles copied to %s in %s; both hold %v\n",
		terminal.Count(done.Articles), terminal.Count(done.To.Articles), to, progress.Elapsed().Round(10*time.Millisecond), done.To)
	return err
}
