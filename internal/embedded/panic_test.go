package embedded_test

import (
	"bytes"
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"byline/internal/embedded/embeddedtest"
	"byline/internal/indextest"
	"byline/internal/news"
	"byline/internal/panics"
)

func TestAnArticleWhoseEncodingPanicsIsLeftOutOfARebuild(t *testing.T) {
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	x := embeddedtest.Open(t, dir, embeddedtest.Options(encoder))
	want := putTest(t, x, encoder, indextest.Articles(20)...)
	closeTest(t, x)
	if err := os.RemoveAll(filepath.Join(dir, "segments")); err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	o := embeddedtest.Options(encoder)
	o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{ReplaceAttr: panics.Attr}))
	o.Encode = func(ctx context.Context, a *news.Article) (news.Record, error) {
		if a.ID == want[7].Article.ID {
			panic("at the disco")
		}
		return encoder.Encode(ctx, a)
	}
	x = embeddedtest.Open(t, dir, o)
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
