package ingest_test

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/ingest"
	"byline/internal/news"
)

// loadOf loads files with bookmarks. It is interrupted once so many records are stored; 0: never.
func (d *desk) loadOf(how news.Load, stopAt int, paths ...string) (sum news.LoadSummary, records int) {
	d.t.Helper()
	ctx, cancel := context.WithCancel(d.t.Context())
	defer cancel()
	how.OnProgress = func(n int) {
		if stopAt > 0 && n >= stopAt {
			cancel()
		}
	}
	sum, err := d.Load(ctx, ingest.NewFiles(paths, nil).All(), how)
	if (err != nil) != (stopAt > 0) {
		d.t.Fatalf("loaded %+v, error %v", sum, err)
	}
	records = sum.Records()
	return sum, records
}

// articles are as many as take several batches, and interrupted as many as are surely
// stored before a load is.
const articles, interrupted = 300, 100

// manyArticles are files of so many articles, in formats in which large files come. They
// are large by what nobody reads, so that storing them takes no time.
func manyArticles(t *testing.T, dir string) map[string]string {
	t.Helper()
	padding := strings.Repeat("=", 1<<20/articles+1)
	var lines, box strings.Builder
	var packed bytes.Buffer
	z := zip.NewWriter(&packed)
	for i := range articles {
		text := fmt.Sprintf("The ferry to Vell sails again, number %d says.", i)
		fmt.Fprintf(&lines, `{"padding":%q,"id":"a%d","headline":"The ferry a%[2]d","source":"Coastal Post","body":%q}`+"\n", padding, i, text)
		fmt.Fprintf(&box, "From ada@lindholm.example Tue Feb  4 09:30:00 2025\nFrom: ada@lindholm.example\nX-Padding: %s\nDate: Tue, 4 Feb 2025 09:30:00 +0000\nMessage-ID: <b%d@x>\nSubject: Ferry %[2]d\n\n%s\n\n", padding, i, text)
		w, err := z.CreateHeader(&zip.FileHeader{Name: fmt.Sprintf("%d.txt", i), Comment: padding})
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(w, "Ferry number %d\n\n%s", i, text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return map[string]string{
		"lines":   write(t, dir, "in.jsonl", lines.String()),
		"mailbox": write(t, dir, "in.mbox", box.String()),
		"archive": write(t, dir, "in.zip", packed.String()),
	}
}

// A load that was interrupted goes on at the record that it had come to, in
// whatever large file that was, and reads none of those before it again.
func TestALoadGoesOnWhereItWasInterrupted(t *testing.T) {
	for name, path := range manyArticles(t, t.TempDir()) {
		d := newDesk(t)
		how := news.Load{Bookmarks: filepath.Join(t.TempDir(), "bookmarks.json")}
		_, first := d.loadOf(how, interrupted, path)
		sum, rest := d.loadOf(how, 0, path)
		if sum.Resumed != 1 || first < interrupted || first+rest != articles || sum.Created != rest {
			t.Errorf("%s: %d records, then %d: %+v", name, first, rest, sum)
		}
		stored, err := d.index.Stats(t.Context())
		if err != nil || stored.Articles != articles {
			t.Errorf("%s: %d articles are stored, error %v", name, stored.Articles, err)
		}
		if _, err := os.Stat(how.Bookmarks); !os.IsNotExist(err) {
			t.Errorf("%s: the bookmarks are still there: %v", name, err)
		}
		if sum, again := d.loadOf(how, 0, path); again != articles || sum.Unchanged != articles {
			t.Errorf("%s: once done, loading again gives %+v", name, sum)
		}
	}
}

// A file before the one in which a load was interrupted is not read again.
func TestAFileThatWasTakenInIsNotReadAgain(t *testing.T) {
	dir := t.TempDir()
	files := manyArticles(t, dir)
	paths := []string{files["mailbox"], files["lines"]}
	d := newDesk(t)
	how := news.Load{Bookmarks: filepath.Join(t.TempDir(), "bookmarks.json")}
	_, first := d.loadOf(how, articles+interrupted, paths...)
	sum, rest := d.loadOf(how, 0, paths...)
	if sum.Resumed != 2 || first+rest != 2*articles || sum.Created != rest {
		t.Errorf("%d records, then %d: %+v", first, rest, sum)
	}
}

// What a bookmark says is not believed of another file, of one that changed, of one
// read in another way, or by an index that does not have what was stored.
func TestABookmarkOfSomethingElseIsNotBelieved(t *testing.T) {
	for name, change := range map[string]func(d *desk, path string, how *news.Load){
		"it changed": func(d *desk, path string, _ *news.Load) {
			later := time.Now().Add(time.Hour)
			if err := os.Chtimes(path, later, later); err != nil {
				d.t.Fatal(err)
			}
		},
		"another outlet": func(_ *desk, _ string, how *news.Load) { how.Source = "Harbour Times" },
		"anew":           func(_ *desk, _ string, how *news.Load) { how.Anew = true },
		"another index":  func(d *desk, _ string, _ *news.Load) { *d = *newDesk(d.t) },
		"damaged": func(d *desk, _ string, how *news.Load) {
			write(d.t, filepath.Dir(how.Bookmarks), filepath.Base(how.Bookmarks), "{")
		},
	} {
		path := manyArticles(t, t.TempDir())["lines"]
		d := newDesk(t)
		how := news.Load{Bookmarks: filepath.Join(t.TempDir(), "bookmarks.json")}
		d.loadOf(how, interrupted, path)
		change(d, path, &how)
		if sum, again := d.loadOf(how, 0, path); again != articles || sum.Resumed != 0 {
			t.Errorf("%s: %+v", name, sum)
		}
	}
}

// Small files are read again, which takes no time, and are in no list.
func TestSmallFilesGetNoBookmark(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	var paths []string
	for i := range 300 {
		paths = append(paths, write(t, dir, fmt.Sprintf("%d.txt", i), fmt.Sprintf("Ferry %d sails\n\nThe ferry to Vell sails again.", i)))
	}
	slices.Sort(paths)
	how := news.Load{Bookmarks: filepath.Join(dir, "bookmarks.json")}
	d.loadOf(how, 100, paths...)
	if _, err := os.Stat(how.Bookmarks); !os.IsNotExist(err) {
		t.Errorf("there are bookmarks: %v", err)
	}
}
