package embedded_test

import (
	"context"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"
	"byline/internal/notices"
)

// ofBefore is how the version before encoded: without what articles are notices on.
func ofBefore(e *encode.Encoder) embedded.Options {
	o := embeddedtest.Options(e)
	o.Encoding--
	o.Encode = func(ctx context.Context, a *news.Article) (news.Record, error) {
		r, err := e.Encode(ctx, a)
		r.NoticeOn = nil
		return r, err
	}
	return o
}

// noted are articles each of which but the first is a notice on the one before.
func noted(n int) []news.Article {
	articles := indextest.Articles(n)
	for i := range articles[1:] {
		a := &articles[i+1]
		a.Body = "A correction: in “" + articles[i].Headline + "” a number was wrong.\n\n" + a.Body
		a.Notices = []news.Notice{{Kind: news.NoticeCorrection, Text: "A correction: in “" + articles[i].Headline + "” a number was wrong."}}
	}
	return articles
}

// upToDate counts articles that are found as notices.
func upToDate(t *testing.T, x *embedded.Index, articles []news.Article) int {
	t.Helper()
	var keys []string
	for i := range articles {
		keys = append(keys, notices.Keys(&articles[i])...)
	}
	found, err := x.NoticesOn(t.Context(), keys)
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// An index of the version before answers at once. Its articles are encoded anew in the
// background, and what people write, change and delete meanwhile stays as they left it.
// Whoever kills the process half way loses nothing, and whoever ends it goes on from there.
func TestAnIndexOfTheVersionBeforeIsUsedWhileItIsBroughtUpToDate(t *testing.T) {
	const all, half = 700, 256
	encoder := indextest.Encoder(t)
	dir := t.TempDir()
	articles := noted(all)
	x := embeddedtest.Open(t, dir, ofBefore(encoder))
	records := indextest.Records(t, encoder, articles...)
	for i := range records {
		records[i].NoticeOn = nil
	}
	if _, err := x.Put(t.Context(), records); err != nil {
		t.Fatal(err)
	}
	closeTest(t, x)

	o := embeddedtest.Options(encoder)
	o.ReadOnly = true
	reader := embeddedtest.Open(t, dir, o)
	checkTest(t, reader, encoder, records)
	if n := upToDate(t, reader, articles); n != 0 {
		t.Fatalf("a reader encoded %d articles anew", n)
	}
	closeTest(t, reader)

	gate, reached, released := make(chan struct{}), make(chan struct{}), make(chan struct{})
	var encoded atomic.Int32
	o = embeddedtest.Options(encoder)
	o.Background = true
	o.Encode = func(ctx context.Context, a *news.Article) (news.Record, error) {
		if encoded.Add(1) == half+1 {
			close(reached)
			<-gate
			close(released)
		}
		return encoder.Encode(ctx, a)
	}
	x = embeddedtest.Open(t, dir, o)
	checkTest(t, x, encoder, records)
	<-reached
	if n := upToDate(t, x, articles); n < half-1 {
		t.Errorf("of %d articles that were encoded anew %d are searched", half, n)
	}
	records[3] = putTest(t, x, encoder, indextest.Revised(articles[3], 1))[0]
	records[all-1] = putTest(t, x, encoder, indextest.Revised(articles[all-1], 1))[0]
	if err := x.Delete(t.Context(), articles[5].ID); err != nil {
		t.Fatal(err)
	}
	records = append(records[:5:5], records[6:]...)
	checkRanked(t, x, records) // superseded versions still count for how rare a word is

	killed := t.TempDir() // as a kill would leave the folder now
	if err := os.CopyFS(killed, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	close(gate)
	<-released
	closeTest(t, x)

	for _, at := range []string{killed, dir} {
		n := 0
		o := embeddedtest.Options(encoder)
		o.OnRebuild = func(done, _ int) { n = done }
		x := embeddedtest.Open(t, at, o)
		checkTest(t, x, encoder, records)
		if at == dir && n >= all-half {
			t.Errorf("%d of %d articles were encoded after an end half way", n, all)
		}
		if got := upToDate(t, x, articles); got < all-5 {
			t.Errorf("%d of %d articles are up to date in the end", got, all)
		}
		closeTest(t, x)
		n = 0
		closeTest(t, embeddedtest.Open(t, at, o))
		// What an end came upon half way is one segment, and what came after it may be another.
		if files, _ := filepath.Glob(filepath.Join(at, "segments", "*.seg")); n != 0 || len(files) > 2 {
			t.Errorf("the next start encodes %d articles anew; files %q", n, files)
		}
	}
}
