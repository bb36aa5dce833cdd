package ingest_test

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/ingest"
	"byline/internal/news"
)

// scan returns the names of what is new or changed, and the paths that are gone.
func scan(w *ingest.Watch, now time.Time) (names []string, gone []string, files []news.InputFile) {
	files, gone = w.Scan(now)
	for _, f := range files {
		names = append(names, f.Name)
	}
	return names, gone, files
}

func TestWatchFindsWhatChangesOnceItHasSettled(t *testing.T) {
	dir := t.TempDir()
	dated(t, dir, "a.txt", "A.")
	dated(t, dir, "sub/b.txt", "B.")
	dated(t, dir, "c.html.crdownload", "half")
	dated(t, dir, ".hidden", "no")
	w := ingest.NewWatch([]string{dir}, 2*time.Second)
	want := func(what string, now time.Time, names, gone []string) []news.InputFile {
		t.Helper()
		gotNames, gotGone, files := scan(w, now)
		if diff := cmp.Diff([][]string{names, gone}, [][]string{gotNames, gotGone}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		return files
	}
	now := noon.Add(time.Minute)
	want("the first look", now, []string{"a.txt", "sub/b.txt"}, nil)
	want("nothing new", now, nil, nil)

	// A file that is being written is left alone until it stays as it is.
	growing := write(t, dir, "d.txt", "D")
	touch := func(at time.Time) {
		if err := os.Chtimes(growing, at, at); err != nil {
			t.Fatal(err)
		}
	}
	touch(now)
	want("just written", now.Add(time.Second), nil, nil)
	write(t, dir, "d.txt", "D and more")
	touch(now.Add(2 * time.Second))
	want("longer", now.Add(3*time.Second), nil, nil)
	want("settled", now.Add(5*time.Second), []string{"d.txt"}, nil)
	// One that has an old time, as copies may, is seen twice all the same.
	dated(t, dir, "e.txt", "E")
	want("an old time", now.Add(6*time.Second), nil, nil)
	files := want("twice", now.Add(8*time.Second), []string{"e.txt"}, nil)

	// What could not be loaded comes again.
	w.Again(files)
	want("again", now.Add(10*time.Second), []string{"e.txt"}, nil)

	if err := os.Remove(filepath.Join(dir, "a.txt")); err != nil {
		t.Fatal(err)
	}
	want("gone", now.Add(12*time.Second), nil, []string{filepath.Join(dir, "a.txt")})
	want("said once", now.Add(14*time.Second), nil, nil)
}

// Names that programs give to what is not done yet, and to what is beside a file.
func TestWatchLeavesAloneWhatIsNotForIt(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"a.json.filepart", "b.json.uploading", "c.json.inprogress", "d.json._COPYING_", "~$e.docx", "#f.txt#", ".g.txt.swp", "h.txt.swp", "i.txt.bak", "j.txt~", "k.TMP"} {
		dated(t, dir, name, "half")
	}
	dated(t, dir, "backup of #1.txt", "An article.")
	names, _, _ := scan(ingest.NewWatch([]string{dir}, time.Second), noon.Add(time.Minute))
	if diff := cmp.Diff([]string{"backup of #1.txt"}, names); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// The clock of a server that files are copied from may go ahead.
func TestWatchTakesFilesOfTomorrow(t *testing.T) {
	dir := t.TempDir()
	w := ingest.NewWatch([]string{dir}, 2*time.Second)
	scan(w, noon)
	path := write(t, dir, "a.txt", "A")
	ahead := func() {
		if err := os.Chtimes(path, noon.Add(24*time.Hour), noon.Add(24*time.Hour)); err != nil {
			t.Fatal(err)
		}
	}
	ahead()
	for i, want := range [][]string{nil, nil, {"a.txt"}, nil} {
		if i == 1 { // it grows, at the same time by its clock
			write(t, dir, "a.txt", "A and more")
			ahead()
		}
		if names, _, _ := scan(w, noon.Add(time.Duration(i)*time.Second)); !cmp.Equal(names, want) {
			t.Errorf("look %d: got %v, want %v", i, names, want)
		}
	}
}
