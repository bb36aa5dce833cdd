package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"byline/internal/config"
	"byline/internal/encode"
	"byline/internal/eval"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/internal/qdrant"
)

func (a *app) evalCommand() *cobra.Command {
	var (
		modes   []string
		cache   string
		rebuild bool
		dates   bool
		left    []string
	)
	cmd := &cobra.Command{
		Use:   "eval DIR",
		Short: "Measure search on a labelled set of questions",
		Long: `Measures search on a set in the layout of BEIR: corpus.jsonl(.gz), queries.jsonl
(_id, text, and where known answer) and qrels*.tsv. The index that is built for
it is kept and used again as long as the corpus and the embedder are the same.

Such sets do not tell on which day a question was asked, so dates in questions
are words like any other here, unless --dates is given.`,
		Args: exactly("folder of a set"),
		RunE: func(cmd *cobra.Command, args []string) error {
			chosen, err := parseModes(modes)
			if err != nil {
				return err
			}
			without, err := parseWithout(left)
			if err != nil {
				return err
			}
			set, err := eval.Open(args[0])
			if err != nil {
				return err
			}
			if cache == "" {
				if cache, err = a.evalCache(set); err != nil {
					return err
				}
			}
			return a.eval(cmd.Context(), set, evalRun{
				Options: eval.Options{Modes: chosen, KeepDates: !dates}, without: without, cache: without.cache(cache), rebuild: rebuild,
			})
		},
	}
	cmd.Flags().StringSliceVar(&modes, "mode", []string{"hybrid", "keyword", "semantic"}, "`modes` of search to measure")
	cmd.Flags().StringVar(&cache, "cache", "", "`folder` of the index (default .cache/eval/NAME-FINGERPRINT beside the data folder)")
	cmd.Flags().BoolVar(&rebuild, "rebuild", false, "build the index anew")
	cmd.Flags().BoolVar(&dates, "dates", false, "turn dates in queries into filters, as of today")
	cmd.Flags().StringSliceVar(&left, "without", nil, "`parts` of search to leave out: "+strings.Join(parts(), ", "))
	return cmd
}

// evalRun says what to measure, and where the index for it is kept.
type evalRun struct {
	eval.Options
	without without
	cache   string
	rebuild bool
}

func parseModes(names []string) ([]news.Mode, error) {
	var modes []news.Mode
	for _, name := range names {
		switch mode := news.Mode(name); mode {
		case news.ModeHybrid, news.ModeKeyword, news.ModeSemantic:
			modes = append(modes, mode)
		default:
			return nil, news.InvalidField("--mode", "%q is not hybrid, keyword or semantic", name)
		}
	}
	if len(modes) == 0 {
		return nil, news.InvalidField("--mode", "is empty")
	}
	return modes, nil
}

// evalCache is the folder of the index of a set. Its name changes with
// whatever shapes the index.
func (a *app) evalCache(set *eval.Dataset) (string, error) {
	embedder, err := newEmbedder(a.config.Embed)
	if err != nil {
		return "", err
	}
	fingerprint, err := set.Fingerprint(embedder.Identity().String(), strconv.Itoa(encode.Version))
	if err != nil {
		return "", err
	}
	if a.config.Index == config.IndexQdrant {
		fingerprint += "-qdrant"
	}
	return filepath.Join(filepath.Dir(filepath.Clean(a.config.Data)), ".cache", "eval", set.Name+"-"+fingerprint), nil
}

// evalLocation is where the index of a set is: in its cache or, in Qdrant,
// under the name of that.
func (a *app) evalLocation(run evalRun) location {
	at := a.location()
	at.dir, at.without = run.cache, run.without.encoding
	at.prefix += "-eval-" + notInNames.ReplaceAllString(filepath.Base(run.cache), "-")
	return at
}

// notInNames are the characters that the name of a collection cannot have.
var notInNames = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

func (a *app) eval(ctx context.Context, set *eval.Dataset, run evalRun) (err error) {
	built, err := a.evalIndex(ctx, set, run)
	if err != nil {
		return err
	}
	l, err := a.open(ctx, a.evalLocation(run), reading)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	retriever, err := l.retriever.Without(run.without.ranking...)
	if err != nil {
		return err
	}
	report, err := eval.Run(ctx, retriever, set, run.Options)
	if err != nil {
		return err
	}
	report.Ingest = built
	if a.json {
		return a.printJSON(report)
	}
	return report.WriteTable(a.stdout)
}

// builtFile tells, beside a finished index, how it was built. Without it the
// index is not finished.
const builtFile = "built.json"

// evalIndex builds the index of a set unless there is one.
func (a *app) evalIndex(ctx context.Context, set *eval.Dataset, run evalRun) (eval.Ingest, error) {
	note := filepath.Join(run.cache, builtFile)
	if text, err := os.ReadFile(note); err == nil && !run.rebuild {
		var built eval.Ingest
		if err := json.Unmarshal(text, &built); err != nil {
			return built, fmt.Errorf("%s: %w", note, err)
		}
		built.Reused = true
		return built, nil
	}
	if err := a.clearEval(ctx, run); err != nil {
		return eval.Ingest{}, err
	}
	built, err := a.buildEval(ctx, set, a.evalLocation(run))
	if err != nil {
		return built, err
	}
	if err := os.MkdirAll(run.cache, 0o750); err != nil {
		return built, err
	}
	text, err := json.Marshal(built)
	if err != nil {
		return built, err
	}
	return built, os.WriteFile(note, text, 0o600)
}

// clearEval removes what an earlier run left.
func (a *app) clearEval(ctx context.Context, run evalRun) error {
	if err := clearCache(run.cache); err != nil || a.config.Index != config.IndexQdrant {
		return err
	}
	at := a.evalLocation(run)
	encoder, _, err := a.newEncoder(ctx, at)
	if err != nil {
		return err
	}
	return qdrant.Drop(ctx, a.qdrantOptions(encoder, at))
}

// clearCache removes what an earlier run left in a folder, and refuses to
// touch a folder that holds anything else.
func clearCache(dir string) error {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	for _, entry := range entries {
		switch entry.Name() {
		case builtFile, "articles.db", "articles.db-wal", "articles.db-shm", "segments", "lock":
		default:
			return news.InvalidField("--cache", "%s holds %s, which is not of an evaluation; choose an empty or new folder", dir, entry.Name())
		}
	}
	return os.RemoveAll(dir)
}

func (a *app) buildEval(ctx context.Context, set *eval.Dataset, at location) (built eval.Ingest, err error) {
	l, err := a.open(ctx, at, writing)
	if err != nil {
		return built, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	progress := a.newProgress()
	summary, err := l.ingester.Run(ctx, []string{set.Corpus}, ingest.Options{
		Format: "jsonl", Workers: a.config.Ingest.Workers, OnProgress: progress.ingest,
	})
	progress.done()
	if err != nil {
		return built, err
	}
	printRejects(a.stderr, summary, "")
	if err := l.flush(); err != nil {
		return built, err
	}
	stats, err := l.Stats(ctx)
	if err != nil {
		return built, err
	}
	return eval.Ingest{
		Articles: stats.Articles, Rejected: summary.Rejected, Seconds: summary.Elapsed.Seconds(),
		ArticlesPerS: float64(stats.Articles) / summary.Elapsed.Seconds(),
		PeakRSSMB:    float64(peakRSS()) / 1e6, IndexMB: float64(stats.Bytes) / 1e6,
	}, nil
}
