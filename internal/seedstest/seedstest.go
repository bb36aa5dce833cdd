// Package seedstest takes the sample articles into an index, for tests.
package seedstest

import (
	"errors"
	"testing"

	"byline/internal/ingest"
	"byline/seeds"
)

// Load takes the sample articles in. They do not come by their paths: the time of a
// checkout would date what has no date.
func Load(tb testing.TB, to *ingest.Ingester) {
	tb.Helper()
	files, err := seeds.Files()
	if err != nil {
		tb.Fatal(err)
	}
	for _, f := range files {
		file, err := seeds.FS.Open(f.Name)
		if err != nil {
			tb.Fatal(err)
		}
		s, err := to.IngestFiles(tb.Context(), []string{"-"}, ingest.Options{Stdin: file, Source: f.Source})
		if err = errors.Join(err, file.Close()); err != nil || s.Rejected > 0 {
			tb.Fatal(s.Rejects, err)
		}
	}
}
