package ingest_test

import (
	"archive/zip"
	"os"
	"path/filepath"
	"testing"
	"time"

	"byline/internal/ingest"
	"byline/internal/news"
)

// noon is the time of files in these tests.
var noon = time.Date(2026, 3, 3, 12, 0, 0, 0, time.UTC)

// dated writes a file of noon.
func dated(t *testing.T, dir, name, text string) string {
	t.Helper()
	path := write(t, dir, name, text)
	if err := os.Chtimes(path, noon, noon); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestArticlesKeepTheirFile(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	dated(t, dir, "2026/march/ferry.txt", "Ferry to Vell resumes\n\nThe ferry to Vell sails again.")
	dated(t, dir, "list.jsonl", line("f1", "The ferry sailed."))
	file, err := os.Create(filepath.Join(dir, "week.zip"))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(file)
	w, err := z.CreateHeader(&zip.FileHeader{Name: "monday/strike.txt", Modified: noon.AddDate(0, 0, 1)})
	if err == nil {
		_, err = w.Write([]byte("Crew strikes\n\nThe crew of the ferry went on strike."))
	}
	if err := firstOf(err, z.Close(), file.Close()); err != nil {
		t.Fatal(err)
	}
	d.load(news.Load{}, dir)
	type origin struct {
		file  string
		time  time.Time
		dated bool // by its file
	}
	for headline, want := range map[string]origin{
		"Ferry to Vell resumes": {"2026/march/ferry.txt", noon, true},
		"Crew strikes":          {"week.zip/monday/strike.txt", noon.AddDate(0, 0, 1), true},
		// The time of a list says when that was put together.
		"The ferry f1": {"list.jsonl", noon, false},
	} {
		a := d.byHeadline(headline)
		if got := (origin{a.File, a.FileTime, a.FileDated()}); got != want {
			t.Errorf("%s: %+v, want %+v", headline, got, want)
		}
		if a.Published.Equal(want.time) != want.dated {
			t.Errorf("%s: published %v", headline, a.Published)
		}
	}
	// A file of its own is called by its name, and a later copy says nothing new.
	later := noon.AddDate(0, 1, 0)
	path := filepath.Join(dir, "2026", "march", "ferry.txt")
	if err := os.Chtimes(path, later, later); err != nil {
		t.Fatal(err)
	}
	if s := d.load(news.Load{}, path); s.Unchanged != 1 {
		t.Errorf("copied: %+v", s)
	}
}

// An article that only says when it was changed was published by then, not when its file was written.
func TestWhatWasChangedIsNoYoungerThanThat(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	write(t, dir, "ferry.json", `{"title": "Ferry to Vell resumes", "text": "The ferry to Vell sails again.", "updated": "2024-03-05T09:00:00Z"}`)
	d.load(news.Load{}, dir)
	if a, want := d.byHeadline("Ferry to Vell resumes"), time.Date(2024, 3, 5, 9, 0, 0, 0, time.UTC); !a.Published.Equal(want) || a.FileDated() {
		t.Errorf("published %v, by its file: %v", a.Published, a.FileDated())
	}
}

func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func (d *desk) byHeadline(headline string) news.Article {
	d.t.Helper()
	articles, _, err := d.index.Articles(d.t.Context(), news.Filter{}, news.Page{Limit: 100})
	if err != nil {
		d.t.Fatal(err)
	}
	for i := range articles {
		if articles[i].Headline == headline {
			return articles[i]
		}
	}
	d.t.Fatalf("no article is called %q", headline)
	return news.Article{}
}

// Times that file systems and archives have for want of one date nothing.
func TestAFileWithoutATimeDatesNothing(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	path := write(t, dir, "ferry.txt", "Ferry to Vell resumes\n\nThe ferry to Vell sails again.")
	if err := os.Chtimes(path, time.Unix(1, 0), time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	d.load(news.Load{}, dir)
	if a := d.byHeadline("Ferry to Vell resumes"); !a.Published.IsZero() || !a.FileTime.IsZero() || a.File != "ferry.txt" {
		t.Errorf("published %v, file %q of %v", a.Published, a.File, a.FileTime)
	}
}

// What lies in a folder of drafts is refused, unless that folder is the one asked for.
func TestDraftsAreLeftWhereTheyLie(t *testing.T) {
	site := filepath.Join(t.TempDir(), "drafts", "site")
	for name, town := range map[string]string{"_posts/a.html": "Aalby", "_drafts/b.html": "Bodum"} {
		file := filepath.Join(site, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(pageOf(town)), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for root, want := range map[string][2]int{site: {1, 1}, filepath.Join(site, "_drafts"): {1, 0}} {
		got, err := newDesk(t).IngestFiles(t.Context(), []string{root}, ingest.Options{})
		if err != nil || got.Created != want[0] || got.Rejected != want[1] {
			t.Errorf("%s: %d created, %d rejected, %v", filepath.Base(root), got.Created, got.Rejected, err)
		}
	}
}
