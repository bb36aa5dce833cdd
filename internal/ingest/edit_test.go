package ingest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/ingest"
	"byline/internal/news"
)

func (d *desk) editor() *ingest.Editor { return ingest.NewEditor(d.Ingester, d.index, d.index) }

// load loads files and returns what became of them.
func (d *desk) load(how news.Load, paths ...string) news.LoadSummary {
	d.t.Helper()
	s, err := d.Load(d.t.Context(), ingest.NewFiles(paths, nil).All(), how)
	if err != nil {
		d.t.Fatal(err)
	}
	s.Elapsed = 0
	return s
}

func TestADeletedArticleStaysAwayUntilItIsBroughtBack(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	write(t, dir, "two.jsonl", line("f1", "The ferry sailed.")+line("f2", "The ferry stayed."))
	d.load(news.Load{}, dir)
	if err := d.editor().Delete(t.Context(), "f1"); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if diff := cmp.Diff(news.LoadSummary{Unchanged: 1, Deleted: 1}, d.load(news.Load{}, dir)); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
	// Also where it has changed: it is the same article.
	write(t, dir, "two.jsonl", line("f1", "The ferry sailed again."))
	if diff := cmp.Diff(news.LoadSummary{Deleted: 1}, d.load(news.Load{}, dir)); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(news.LoadSummary{Created: 1}, d.load(news.Load{Restore: true}, dir)); diff != "" {
		t.Errorf("restored (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(news.LoadSummary{Unchanged: 1}, d.load(news.Load{}, dir)); diff != "" {
		t.Errorf("after that (-want +got):\n%s", diff)
	}
}

func TestAnEditLastsAndCanBeGivenUp(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	write(t, dir, "one.jsonl", line("f1", "The ferry sailed."))
	d.load(news.Load{}, dir)
	headline, day := "The ferry, corrected", time.Date(2026, 3, 3, 0, 0, 0, 0, time.UTC)
	a, err := d.editor().Edit(t.Context(), "f1", news.Edit{Headline: &headline, Published: &day})
	if err != nil || a.Revision != 2 || a.Headline != headline {
		t.Fatalf("edited: %+v, %v", a, err)
	}
	if diff := cmp.Diff(news.LoadSummary{Unchanged: 1}, d.load(news.Load{}, dir)); diff != "" {
		t.Errorf("loaded again (-want +got):\n%s", diff)
	}
	write(t, dir, "one.jsonl", line("f1", "The ferry sailed late."))
	if diff := cmp.Diff(news.LoadSummary{Updated: 1}, d.load(news.Load{}, dir)); diff != "" {
		t.Errorf("changed (-want +got):\n%s", diff)
	}
	if a = d.article("f1"); a.Headline != headline || !a.Published.Equal(day) || a.Body != "The ferry sailed late." {
		t.Errorf("changed: %+v", a)
	}
	if a, err = d.editor().Edit(t.Context(), "f1", news.Edit{Release: []string{"headline"}}); err != nil || a.Headline != "The ferry f1" || !a.Published.Equal(day) {
		t.Errorf("given up: %+v, %v", a, err)
	}
	if diff := cmp.Diff([]string{"published"}, a.Edited); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if _, err := d.editor().Edit(t.Context(), "nobody", news.Edit{Headline: &headline}); news.KindOf(err) != news.KindNotFound {
		t.Errorf("nobody: %v", err)
	}
	long := strings.Repeat("x", 3000)
	if _, err := d.editor().Edit(t.Context(), "f1", news.Edit{Headline: &long}); news.KindOf(err) != news.KindInvalid {
		t.Errorf("too long: %v", err)
	}
}

// What people decide while a load is under way is not undone by what was
// prepared before.
func TestDecisionsWhileLoading(t *testing.T) {
	d := newDesk(t)
	d.read(line("f1", "The ferry sailed.") + line("f2", "The ferry stayed."))
	headline := "As the editor wants it"
	decided := false
	items := func(yield func(ingest.Item) bool) {
		for i := range 130 { // more than a batch takes, so that the last is in another than the first
			a := news.Article{ID: fmt.Sprintf("n%d", i), Headline: "Loaded", Source: "Coastal Post", Body: fmt.Sprintf("Ferry number %d is under way.", i)}
			switch i {
			case 0:
				a.ID = "f1"
			case 129:
				a.ID = "f2"
			}
			if !yield(ingest.Item{Article: &a}) {
				return
			}
		}
	}
	load := news.Load{Workers: 1, OnProgress: func(int) {
		if !decided { // the first batch is stored, and the second may be prepared
			decided = true
			if _, err := d.editor().Edit(t.Context(), "f2", news.Edit{Headline: &headline}); err != nil {
				t.Error(err)
			}
		}
	}}
	_, err := d.Ingest(t.Context(), items, ingest.Options{Workers: load.Workers, OnProgress: func(ingest.Progress) { load.OnProgress(0) }})
	if err != nil {
		t.Fatal(err)
	}
	if a := d.article("f2"); a.Headline != headline || a.Body != "Ferry number 129 is under way." {
		t.Errorf("stored %q", a.Headline)
	}
}

func TestADryRunStoresNothing(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	d.read(line("f1", "The ferry sailed.") + line("f2", "The ferry stayed."))
	path := write(t, dir, "four.jsonl", line("f1", "The ferry sailed.")+line("f2", "The ferry left.")+line("f3", "New.")+"no\n")
	var told []string
	sum := d.load(news.Load{DryRun: true, OnResult: func(r news.LoadResult) { told = append(told, string(r.Status)+" "+r.ID) }}, path)
	if sum.Created != 1 || sum.Updated != 1 || sum.Unchanged != 1 || sum.Rejected != 1 {
		t.Errorf("%+v", sum)
	}
	if diff := cmp.Diff([]string{"unchanged f1", "updated f2", "created f3", "rejected "}, told); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if a := d.article("f2"); a.Body != "The ferry stayed." {
		t.Errorf("f2 was stored: %q", a.Body)
	}
}

// A dry run tells what a load would do with articles that share an ID, and with
// those that come twice.
func TestADryRunSaysWhatALoadDoes(t *testing.T) {
	dir := t.TempDir()
	row := func(source, headline string) string {
		return `{"id":"1","source":"` + source + `","title":"` + headline + `","text":"The ferry sailed from the quay of ` + source + `."}` + "\n"
	}
	path := write(t, dir, "rows.jsonl", row("Harbour Times", "Ferry")+row("Radio Lind", "Mill")+row("Harbour Times", "Ferry")+line("f2", "The ferry stayed.")+line("f2", "The ferry left."))
	told := func(dry bool) (results []string) {
		newDesk(t).load(news.Load{DryRun: dry, OnResult: func(r news.LoadResult) { results = append(results, string(r.Status)+" "+r.ID) }}, path)
		return results
	}
	if diff := cmp.Diff(told(false), told(true)); diff != "" {
		t.Errorf("(-load +dry run):\n%s", diff)
	}
}

func TestDeletingWhatAFilterLetsThrough(t *testing.T) {
	d, dir := newDesk(t), t.TempDir()
	var many strings.Builder
	for i := range 150 { // more than are deleted at once
		many.WriteString(line("m"+string(rune('a'+i%26))+strings.Repeat("x", i/26), "The ferry sailed."))
	}
	write(t, dir, "many/many.jsonl", many.String())
	write(t, dir, "one.jsonl", line("f1", "The ferry stayed."))
	d.load(news.Load{}, dir)
	f := news.Filter{Files: []string{"many"}}
	if matched, deleted, err := d.editor().DeleteAll(t.Context(), f, true); matched != 150 || deleted != 0 || err != nil {
		t.Errorf("dry run: %d, %d, %v", matched, deleted, err)
	}
	if matched, deleted, err := d.editor().DeleteAll(t.Context(), f, false); matched != 150 || deleted != 150 || err != nil {
		t.Errorf("%d, %d, %v", matched, deleted, err)
	}
	if diff := cmp.Diff(news.LoadSummary{Unchanged: 1, Deleted: 150}, d.load(news.Load{}, dir)); diff != "" {
		t.Errorf("loaded again (-want +got):\n%s", diff)
	}
}
