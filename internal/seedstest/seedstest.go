// Package seedstest takes the sample articles into an index, for tests.
package seedstest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"sync"
	"testing"
	"testing/fstest"

	"byline/internal/embed"
	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/format"
	"byline/internal/ingest"
	"byline/internal/lexical"
	"byline/seeds"
)

// Load takes the sample articles in. They do not come by their paths: the time of a
// checkout would date what has no date.
func Load(tb testing.TB, to *ingest.Ingester) {
	tb.Helper()
	if err := load(tb.Context(), to); err != nil {
		tb.Fatal(err)
	}
}

func load(ctx context.Context, to *ingest.Ingester) error {
	files, err := seeds.Files()
	if err != nil {
		return err
	}
	for _, f := range files {
		file, err := seeds.FS.Open(f.Name)
		if err != nil {
			return err
		}
		s, err := to.IngestFiles(ctx, []string{"-"}, ingest.Options{Stdin: file, Source: f.Source})
		if err = errors.Join(err, file.Close()); err != nil || s.Rejected > 0 {
			return fmt.Errorf("%s: %v, error %w", f.Name, s.Rejects, err)
		}
	}
	return nil
}

// Open opens an index of the sample articles that is the test's own.
func Open(tb testing.TB, e *encode.Encoder) *embedded.Index {
	tb.Helper()
	files, err := samples()
	if err != nil {
		tb.Fatal(err)
	}
	dir := tb.TempDir()
	if err := os.CopyFS(dir, files); err != nil {
		tb.Fatal(err)
	}
	return embeddedtest.Open(tb, dir, embeddedtest.Options(e))
}

// samples are the files of an index of the sample articles. They take long to be taken in,
// under the race detector above all, so a package does it once.
var samples = sync.OnceValues(func() (files fs.FS, err error) {
	dir, err := os.MkdirTemp("", "byline-samples-")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	model, err := embed.Load()
	if err != nil {
		return nil, err
	}
	e := encode.New(lexical.New(), model, entities.Names{})
	x, err := embedded.Open(context.Background(), dir, embeddedtest.Options(e))
	if err != nil {
		return nil, err
	}
	err = load(context.Background(), ingest.New(format.Reader{}, x, e, nil))
	if err = errors.Join(err, x.Close()); err != nil {
		return nil, err
	}
	kept := fstest.MapFS{}
	return kept, fs.WalkDir(os.DirFS(dir), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		text, err := os.ReadFile(dir + "/" + name)
		kept[name] = &fstest.MapFile{Data: text, Mode: 0o600}
		return err
	})
})
