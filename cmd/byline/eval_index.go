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

	"byline/internal/app"
	"byline/internal/atomicfile"
	"byline/internal/encode"
	"byline/internal/eval"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/internal/retrieve"
)

// evalCache is the folder of the index of a set. Its name changes with
// whatever shapes the index.
func (a *cli) evalCache(set *eval.Dataset) (string, error) {
	embedder, err := app.NewEmbedder(a.config.Embed)
	if err != nil {
		return "", err
	}
	fingerprint, err := set.Fingerprint(embedder.Identity().String(), strconv.Itoa(encode.Version))
	if err != nil {
		return "", err
	}
	if a.index().Remote() {
		fingerprint += "-" + a.config.Index
	}
	return filepath.Join(filepath.Dir(filepath.Clean(a.config.Data)), ".cache", "eval", set.Name+"-"+fingerprint), nil
}

// evalLocation is where the index of a set is: in its cache or, in Qdrant,
// under the name of that.
func (a *cli) evalLocation(run evalRun) app.Location {
	at := a.index()
	at.Dir, at.Without = run.cache, run.without.encoding
	at.Prefix += "-eval-" + notInNames.ReplaceAllString(filepath.Base(run.cache), "-")
	return at
}

// notInNames are the characters that the name of a collection cannot have.
var notInNames = regexp.MustCompile(`[^A-Za-z0-9_-]+`)

// withEvalIndex builds the index of a set, if need be, and hands out what searches in it.
func (a *cli) withEvalIndex(ctx context.Context, set *eval.Dataset, run evalRun, do func(*retrieve.Retriever) error) (built eval.Ingest, err error) {
	return a.withEvalEngine(ctx, set, run, func(_ *app.Engine, r *retrieve.Retriever) error { return do(r) })
}

// withEvalEngine hands out the engine as well, for what answers from it.
func (a *cli) withEvalEngine(ctx context.Context, set *eval.Dataset, run evalRun, do func(*app.Engine, *retrieve.Retriever) error) (built eval.Ingest, err error) {
	if built, err = a.evalIndex(ctx, set, run); err != nil {
		return built, err
	}
	l, err := a.open(ctx, a.evalLocation(run), app.Reading)
	if err != nil {
		return built, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	retriever, err := l.Retriever.Without(run.without.ranking...)
	if err != nil {
		return built, err
	}
	return built, do(l, retriever)
}

// builtFile tells, beside a finished index, how it was built. Without it the
// index is not finished.
const builtFile = "built.json"

// evalIndex builds the index of a set unless there is one.
func (a *cli) evalIndex(ctx context.Context, set *eval.Dataset, run evalRun) (eval.Ingest, error) {
	corpus, err := set.Fingerprint()
	if err != nil {
		return eval.Ingest{}, err
	}
	note := filepath.Join(run.cache, builtFile)
	if text, err := os.ReadFile(note); err == nil && !run.rebuild {
		return reused(text, note, evalMark{Set: set.Name, Corpus: corpus})
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
	return built, atomicfile.WriteJSON(note, evalNote{built, evalMark{set.Name, corpus}})
}

// evalNote is what the file beside a finished index holds.
type evalNote struct {
	eval.Ingest
	evalMark
}

// evalMark says which articles an index is of.
type evalMark struct {
	Set    string `json:"set,omitempty"`
	Corpus string `json:"corpus,omitempty"` // fingerprint
}

// reused reads the note of an index that is there, which must be of the articles of
// a set. Notes of before they had marks are taken at their word.
func reused(text []byte, path string, of evalMark) (eval.Ingest, error) {
	var note evalNote
	if err := json.Unmarshal(text, &note); err != nil {
		return note.Ingest, fmt.Errorf("%s: %w", path, err)
	}
	if note.Corpus != "" && note.Corpus != of.Corpus {
		return note.Ingest, news.InvalidField("--cache", "%s is an index of other articles than %s has (it was built of %s): choose another folder, or replace it with --rebuild",
			filepath.Dir(path), of.Set, note.Set)
	}
	note.Reused = true
	return note.Ingest, nil
}

// clearEval removes what an earlier run left.
func (a *cli) clearEval(ctx context.Context, run evalRun) error {
	at := a.evalLocation(run)
	if err := clearCache(run.cache); err != nil {
		return err
	}
	return app.Drop(ctx, a.appConfig(), at)
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

func (a *cli) buildEval(ctx context.Context, set *eval.Dataset, at app.Location) (built eval.Ingest, err error) {
	l, err := a.open(ctx, at, app.Writing)
	if err != nil {
		return built, err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	progress := a.NewProgress()
	files := ingest.NewFiles([]string{set.Corpus}, a.In)
	summary, err := l.Ingester.Load(ctx, files.All(), news.Load{
		Format: "jsonl", Workers: a.config.Ingest.Workers, OnProgress: showIngest(progress, files),
	})
	progress.Done()
	if err != nil {
		return built, err
	}
	printRejects(a.Err, summary, "")
	if l.Queue != nil { // a search by meaning finds what has vectors
		if _, err := l.Queue.Drain(ctx, nil); err != nil {
			return built, err
		}
	}
	if err := l.Flush(); err != nil {
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
