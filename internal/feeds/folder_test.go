package feeds_test

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"byline/internal/feeds"
	"byline/internal/news"
)

func folder(t *testing.T) (*feeds.Folder, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "feeds")
	return feeds.NewFolder(dir, slog.New(slog.DiscardHandler)), dir
}

func source(t *testing.T, address string) news.Feed {
	t.Helper()
	f, err := feeds.New(news.Feed{URL: address}, time.Unix(1000, 0))
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func TestSourcesAreKept(t *testing.T) {
	d, _ := folder(t)
	ctx := t.Context()
	if all, err := d.Feeds(ctx); err != nil || len(all) > 0 {
		t.Fatalf("at first %v, %v", all, err)
	}
	f := source(t, "https://harbour.example/feed")
	if err := d.Add(ctx, f); err != nil {
		t.Fatal(err)
	}
	if err := d.Add(ctx, f); news.KindOf(err) != news.KindConflict {
		t.Errorf("added twice: %v", err)
	}
	f.Articles, f.Polled = 7, time.Unix(2000, 0).UTC()
	if err := d.Keep(ctx, f, feeds.Memory{ETag: "x", Seen: map[string]feeds.Seen{"a": {ID: "b"}}}); err != nil {
		t.Fatal(err)
	}
	got, err := d.Find(ctx, f.URL)
	memory, errMemory := d.Memory(ctx, f.ID)
	if err != nil || errMemory != nil || got != f || memory.ETag != "x" || memory.Seen["a"].ID != "b" {
		t.Errorf("got %+v, %+v, %v, %v", got, memory, err, errMemory)
	}
	if _, err := d.Remove(ctx, f.ID); err != nil {
		t.Fatal(err)
	}
	if err := d.Keep(ctx, f, memory); err != nil { // by a poll that was under way
		t.Fatal(err)
	}
	if _, err := d.Find(ctx, f.ID); news.KindOf(err) != news.KindNotFound {
		t.Errorf("it came back: %v", err)
	}
	if _, err := d.Remove(ctx, f.ID); news.KindOf(err) != news.KindNotFound {
		t.Errorf("removed twice: %v", err)
	}
}

func TestADamagedFileHarmsOneSource(t *testing.T) {
	d, dir := folder(t)
	one, two := source(t, "https://one.example/feed"), source(t, "https://two.example/feed")
	for _, f := range []news.Feed{one, two} {
		if err := d.Add(t.Context(), f); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile(filepath.Join(dir, one.ID+".json"), []byte(`{"id":`), 0o600); err != nil {
		t.Fatal(err)
	}
	if all, err := d.Feeds(t.Context()); err != nil || len(all) != 1 || all[0].ID != two.ID {
		t.Errorf("got %v, %v", all, err)
	}
}

func TestOneProcessPolls(t *testing.T) {
	d, _ := folder(t)
	release, err := d.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := contextWithCancel(t)
	cancel()
	if _, err := d.Lead(ctx); err == nil {
		t.Error("two lead")
	}
	if err := release(); err != nil {
		t.Fatal(err)
	}
	release, err = d.Lead(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	_ = release()
}

func TestOPMLThereAndBack(t *testing.T) {
	all := []news.Feed{
		{URL: "https://one.example/feed?a=1&b=2", Title: "One & all", Source: "One", FullText: news.FullTextNever, Every: time.Hour},
		{URL: "https://two.example/", Title: "Two", Links: "ul.news > li a"},
	}
	var out bytes.Buffer
	if err := feeds.WriteOPML(&out, all); err != nil {
		t.Fatal(err)
	}
	got, err := feeds.ReadOPML(&out)
	if err != nil || len(got) != 2 || got[0] != all[0] || got[1] != all[1] {
		t.Errorf("got %+v, %v", got, err)
	}
}

func TestOPMLOfOtherPrograms(t *testing.T) {
	got, err := feeds.ReadOPML(strings.NewReader(`<?xml version="1.0" encoding="ISO-8859-1"?><opml version="1.0"><head/><body>
<outline text="News"><outline type="rss" text="Caf` + "\xe9" + `" XMLURL="https://a.example/rss"/><outline text="empty"/></outline>
<outline title="B" text="b" xmlUrl=" https://b.example/atom "/></body></opml>`))
	if err != nil || len(got) != 2 || got[0].Title != "Café" || got[0].URL != "https://a.example/rss" || got[1].URL != "https://b.example/atom" || got[1].Title != "B" {
		t.Errorf("got %+v, %v", got, err)
	}
	for _, text := range []string{"", "no list", "<opml><body></body></opml>", `<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline xmlUrl="&a;"`} {
		if _, err := feeds.ReadOPML(strings.NewReader(text)); news.KindOf(err) != news.KindInvalid {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestWhatCannotBePolledIsRefused(t *testing.T) {
	for _, f := range []news.Feed{{URL: "file:///etc/passwd"}, {URL: "newsletter:a@b.example"}, {URL: "javascript:alert(1)"}, {URL: ""}, {URL: "http://"}, {URL: "https://a.example", FullText: "perhaps"}, {URL: "https://a.example", Every: time.Second}, {URL: "https://a.example", Links: "ul["}} {
		if _, err := feeds.New(f, time.Now()); news.KindOf(err) != news.KindInvalid {
			t.Errorf("%+v: %v", f, err)
		}
	}
	for address, want := range map[string]string{"a.example/feed": "https://a.example/feed", "feed://a.example/rss": "https://a.example/rss", "a.example:8080/rss": "https://a.example:8080/rss", "feed:http://a.example/rss": "http://a.example/rss"} {
		if f, err := feeds.New(news.Feed{URL: address}, time.Now()); err != nil || f.URL != want {
			t.Errorf("%s: got %+v, %v", address, f, err)
		}
	}
}
