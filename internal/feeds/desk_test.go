package feeds_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/encode"
	"byline/internal/feeds"
	"byline/internal/fetch"
	"byline/internal/fetchtest"
	"byline/internal/format"
	"byline/internal/ingest"
	"byline/internal/news"
)

// index keeps articles in memory, each version of them.
type index struct {
	mu       sync.Mutex
	articles map[string][]news.Article
	fault    error
}

func (x *index) Put(_ context.Context, records []news.Record) ([]news.PutResult, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.fault != nil {
		return nil, x.fault
	}
	results := make([]news.PutResult, len(records))
	for i := range records {
		a := records[i].Article
		a.Revision = len(x.articles[a.ID]) + 1
		results[i] = news.PutResult{ID: a.ID, Status: news.PutCreated}
		if a.Revision > 1 {
			results[i].Status = news.PutUpdated
		}
		x.articles[a.ID] = append(x.articles[a.ID], a)
	}
	return results, nil
}

func (x *index) Hashes(_ context.Context, ids []string) (map[string][16]byte, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	out := map[string][16]byte{}
	for _, id := range ids {
		if all := x.articles[id]; len(all) > 0 {
			out[id] = encode.Hash(&all[len(all)-1])
		}
	}
	return out, nil
}

func (x *index) Article(_ context.Context, id string) (news.Article, error) {
	x.mu.Lock()
	defer x.mu.Unlock()
	if all := x.articles[id]; len(all) > 0 {
		return all[len(all)-1], nil
	}
	return news.Article{}, news.Errorf(news.KindNotFound, "no article %q", id)
}

func (x *index) Decisions(context.Context, []string) (map[string]news.Decision, error) {
	return nil, nil
}

func (x *index) Encode(_ context.Context, a *news.Article) (news.Record, error) {
	return news.Record{Article: *a, Hash: encode.Hash(a)}, nil
}

// current returns the articles as they are, by their headlines.
func (x *index) current() map[string]news.Article {
	x.mu.Lock()
	defer x.mu.Unlock()
	out := map[string]news.Article{}
	for _, all := range x.articles {
		a := all[len(all)-1]
		out[a.Headline] = a
	}
	return out
}

// kept keeps sources in memory.
type kept struct {
	mu       sync.Mutex
	feeds    map[string]news.Feed
	memories map[string]feeds.Memory
}

func (k *kept) Feeds(context.Context) ([]news.Feed, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return slices.Collect(maps.Values(k.feeds)), nil
}

func (k *kept) Memory(_ context.Context, id string) (feeds.Memory, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.memories[id], nil
}

func (k *kept) Keep(_ context.Context, f news.Feed, m feeds.Memory) error {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.feeds[f.ID], k.memories[f.ID] = f, m
	return nil
}

// desk polls a web in memory with a clock of its own.
type desk struct {
	t      *testing.T
	web    *fetchtest.Web
	client *fetch.Client
	kept   *kept
	index  *index
	*feeds.Poller
}

func newDesk(t *testing.T, web fetch.Config, c feeds.Config) *desk {
	t.Helper()
	d := &desk{t: t, web: fetchtest.New(t), kept: &kept{feeds: map[string]news.Feed{}, memories: map[string]feeds.Memory{}}, index: &index{articles: map[string][]news.Article{}}}
	web.Network = d.web
	d.client = fetch.New(web)
	t.Cleanup(d.client.Close)
	d.Poller = feeds.NewPoller(feeds.Deps{Store: d.kept, Fetcher: d.client, Ingester: ingest.New(format.Reader{}, d.index, d.index, nil), Library: d.index}, c)
	return d
}

// at runs a test at a desk.
func at(t *testing.T, f func(t *testing.T, d *desk)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) { f(t, newDesk(t, fetch.Config{}, feeds.Config{})) })
}

// pass lets time pass, and what is due in it come to its end.
func pass(span time.Duration) {
	time.Sleep(span)
	synctest.Wait()
}

func (d *desk) add(f news.Feed) news.Feed {
	d.t.Helper()
	f, err := feeds.New(f, time.Now())
	if err != nil {
		d.t.Fatal(err)
	}
	d.kept.feeds[f.ID] = f
	return f
}

// poll polls one source, due or not, and returns how it is then.
func (d *desk) poll(id string) news.Feed {
	d.t.Helper()
	all, err := d.PollDue(d.t.Context(), id)
	if err != nil || len(all) != 1 {
		d.t.Fatalf("polled %v, %v", all, err)
	}
	return all[0]
}

// ok polls a source that is to have no fault.
func (d *desk) ok(id string) news.Feed {
	d.t.Helper()
	f := d.poll(id)
	if f.State != news.FeedOK || f.Error != "" {
		d.t.Fatalf("state %s, error %q", f.State, f.Error)
	}
	return f
}

// item is an entry of a feed.
type item struct {
	guid, link, title, text string
	date                    time.Time
}

// rss writes a feed; extra goes into its channel.
func rss(extra string, items ...item) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/" xmlns:atom="http://www.w3.org/2005/Atom"><channel><title>Harbour Times</title><link>http://harbour.example/</link>%s`, extra)
	for _, i := range items {
		b.WriteString("<item>")
		if i.guid != "" {
			fmt.Fprintf(&b, `<guid isPermaLink="false">%s</guid>`, i.guid)
		}
		if i.link != "" {
			fmt.Fprintf(&b, `<link>%s</link>`, i.link)
		}
		fmt.Fprintf(&b, `<title>%s</title><description>%s</description>`, i.title, i.text)
		if !i.date.IsZero() {
			fmt.Fprintf(&b, `<pubDate>%s</pubDate>`, i.date.UTC().Format(time.RFC1123Z))
		}
		b.WriteString("</item>")
	}
	return b.String() + "</channel></rss>"
}

// long is a text that is no teaser.
func long(about string) string {
	return strings.Repeat("The "+about+" was opened by the harbour master on Monday, who thanked all who had worked on it. ", 12)
}

// pageOf is the page of an article; head goes into its head.
func pageOf(title, head, text string) string {
	return fmt.Sprintf(`<!DOCTYPE html><html lang="en"><head><title>%s</title>%s</head><body><article><h1>%s</h1><p>%s</p></article></body></html>`, title, head, title, strings.ReplaceAll(text, "\n\n", "</p><p>"))
}

// site serves texts by path. What it has none of is not found.
func site(texts map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		text, ok := texts[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		if strings.HasPrefix(text, "<!DOCTYPE html") {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
		}
		fmt.Fprint(w, text)
	}
}

func contextWithCancel(t *testing.T) (context.Context, context.CancelFunc) {
	t.Helper()
	return context.WithCancel(t.Context())
}
