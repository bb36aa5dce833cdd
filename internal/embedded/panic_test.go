package embedded

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byline/internal/indextest"
	"byline/internal/news"
	"byline/internal/panics"
)

// A search reads segments in goroutines of its own. One that a fault there ends
// is an error, and the next search goes on.
func TestAPanicInASearchEndsThatSearch(t *testing.T) {
	encoder := indextest.Encoder(t)
	x := openTest(t, t.TempDir(), options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(20)...)
	query := indextest.Query(t, encoder, want[0].Article.Headline, 10)
	whole := &x.snapshot.Load().segs[0].space[articleSpace]
	intact := *whole
	for part, damage := range map[string]func(){
		"keyword":  func() { whole.postOff = nil },
		"semantic": func() { whole.high = nil },
	} {
		damage()
		if _, err := x.Search(t.Context(), query); !panics.In(err) || news.KindOf(err) != news.KindInternal {
			t.Errorf("%s: error %v, want that of a panic", part, err)
		}
		*whole = intact
		checkTest(t, x, encoder, want)
	}
}

func TestAnArticleWhoseEncodingPanicsIsLeftOutOfARebuild(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := openTest(t, dir, options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(20)...)
	closeTest(t, x)
	if err := os.RemoveAll(filepath.Join(dir, "segments")); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	o := options(encoder)
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: panics.Attr}))
	o.Encode = func(ctx context.Context, a *news.Article) (news.Record, error) {
		if a.ID == want[7].Article.ID {
			panic("at the disco")
		}
		return encoder.Article(ctx, a)
	}
	x = openTest(t, dir, o)
	checkRanked(t, x, slices.Delete(slices.Clone(want), 7, 8))
	if a, err := x.Article(t.Context(), want[7].Article.ID); err != nil || a.Body != want[7].Article.Body {
		t.Errorf("the article cannot be read: %v", err)
	}
	for _, part := range []string{want[7].Article.ID, "at the disco", "panic_test.go"} {
		if !strings.Contains(log.String(), part) {
			t.Errorf("%q is not in the log: %s", part, log.String())
		}
	}
}
