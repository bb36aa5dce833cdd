package ingest_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"byline/internal/format"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/internal/panics"
)

// shelve is a stage that puts articles that sail into a section. Of others it
// refuses those that sink, and falls over those that burn.
type shelve struct{}

func (shelve) Apply(_ context.Context, a *news.Article) error {
	switch {
	case strings.Contains(a.Body, "sailed"):
		a.Section = "Shipping in " + a.Language
	case strings.Contains(a.Body, "sank"):
		return errors.New("nobody may read of this")
	case strings.Contains(a.Body, "burnt"):
		panic("fire")
	}
	return nil
}

// diary is an observer that writes down what it is told, but for what burns.
type diary struct{ lines []string }

func (d *diary) Committed(_ context.Context, c ingest.Commit) error {
	switch {
	case strings.Contains(c.Article.Body, "burnt"):
		panic("fire")
	case strings.Contains(c.Article.Body, "sank"):
		return errors.New("too sad")
	}
	d.lines = append(d.lines, fmt.Sprintf("%s %s %d", c.Article.ID, c.Status, c.Article.Revision))
	return nil
}

func deskWith(t *testing.T, options ...ingest.Option) *desk {
	t.Helper()
	x, e := openIndex(t)
	return &desk{t, x, ingest.New(format.Reader{}, x, e, nil, options...)}
}

func TestAStageAddsToAnArticleBeforeItIsComparedAndStored(t *testing.T) {
	d := deskWith(t, ingest.WithStages(shelve{}))
	in := `{"id":"a","body":"It sailed at noon.","language":"EN"}`
	d.want("first", d.read(in), outcome{Created: 1})
	if a := d.article("a"); a.Section != "Shipping in en" {
		t.Errorf("the section is %q; the stage should know the language, and what it adds should be stored", a.Section)
	}
	d.want("again", d.read(in), outcome{Unchanged: 1})
}

func TestAStageThatFailsRejectsTheArticleAndNoOther(t *testing.T) {
	d := deskWith(t, ingest.WithStages(shelve{}))
	d.want("run", d.read(line("a", "It sailed.")+line("b", "It sank.")+line("c", "It burnt.")+line("d", "It sailed.")), outcome{
		Created: 2, Rejects: []string{
			"standard input:2: nobody may read of this",
			`standard input:3: article "c": internal fault`,
		},
	})
}

func TestObserversAreToldOfWhatWasStoredInItsOrder(t *testing.T) {
	var first, second diary
	d := deskWith(t, ingest.WithObservers(&first, &second))
	d.read(line("a", "It rose.") + line("b", "It rose.") + "{\n" + line("a", "It fell."))
	d.read(line("b", "It rose.") + line("c", "It rose."))
	want := []string{"a created 1", "b created 1", "a updated 2", "c created 1"}
	for _, got := range []diary{first, second} {
		if diff := cmp.Diff(want, got.lines); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

// Batches are prepared on all cores; an observer sees none of that.
func TestObserversAreToldInOrderAcrossBatches(t *testing.T) {
	var told diary
	d := deskWith(t, ingest.WithObservers(&told))
	var in strings.Builder
	var want []string
	for i := range 500 {
		in.WriteString(line(fmt.Sprint(i), "It rose."))
		want = append(want, fmt.Sprintf("%d created 1", i))
	}
	d.read(in.String())
	if !slices.Equal(told.lines, want) {
		t.Errorf("told %d, in another order", len(told.lines))
	}
}

func TestAnObserverThatFailsIsLoggedWithTheArticleAndToldOfTheNext(t *testing.T) {
	var log bytes.Buffer
	var told diary
	logger := slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: panics.Attr}))
	d := deskWith(t, ingest.WithObservers(&told), ingest.WithLogger(logger))
	d.want("run", d.read(line("a", "It sank.")+line("b", "It burnt.")+line("c", "It rose.")), outcome{Created: 3})
	if diff := cmp.Diff([]string{"c created 1"}, told.lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for _, want := range []string{`article=a revision=1 error="too sad"`, "article=b revision=1", "panic=fire"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log has no %q:\n%s", want, log.String())
		}
	}
}

func TestArticlesAreTakenInAsInputsAre(t *testing.T) {
	d := newDesk(t)
	items := func(yield func(ingest.Item) bool) {
		for _, a := range []news.Article{{ID: "a", Headline: "The ferry", Body: "It sailed."}, {ID: "b"}} {
			it := ingest.Item{Article: &a}
			it.Input, it.Line = "the wire", 7
			if !yield(it) {
				return
			}
		}
		for it := range d.Items(t.Context(), "a page", strings.NewReader("The pier\n\nIt is closed."), ingest.Options{Source: "Coastal Post"}) {
			if !yield(it) {
				return
			}
		}
	}
	s, err := d.Ingest(t.Context(), items, ingest.Options{})
	if err != nil || s.Created != 2 || len(s.Rejects) != 1 || s.Rejects[0].Error() != "the wire:7: it has neither a headline nor a text" {
		t.Fatalf("got %+v, error %v", s, err)
	}
	d.want("again, as an input", d.read(`{"id":"a","headline":"The ferry","body":"It sailed."}`), outcome{Unchanged: 1})
}
