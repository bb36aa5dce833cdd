package feeds_test

import (
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/feeds"
	"byline/internal/fetch"
	"byline/internal/format"
	"byline/internal/ingest"
	"byline/internal/news"
)

// A feed that has the whole text and no name for its outlet gets that which its pages have.
func TestOutletsAreCalledAsTheirPagesSay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		d := newDesk(t, fetch.Config{}, feeds.Config{})
		outlets := feeds.NewOutlets(filepath.Join(t.TempDir(), "outlets.json"))
		d.Poller = feeds.NewPoller(feeds.Deps{Store: d.kept, Fetcher: d.client, Ingester: ingest.New(format.Reader{}, d.index, d.index, nil), Library: d.index, Outlets: outlets}, feeds.Config{})
		named := `<meta property="og:site_name" content="Harbour Times">`
		var items []item
		texts := map[string]string{}
		for _, name := range []string{"mole", "tram", "budget", "ferry", "quay"} {
			items = append(items, item{link: "http://harbour.example/" + name, title: name, text: long(name), date: time.Now()})
			texts["/"+name] = pageOf(name, named, long(name))
		}
		texts["/feed"] = rss("", items...)
		d.web.Site("harbour.example", site(texts))
		f := d.add(news.Feed{URL: "http://harbour.example/feed"})
		d.ok(f.ID)
		for headline, a := range d.index.current() {
			if a.Source != "Harbour Times" {
				t.Errorf("%s is from %q", headline, a.Source)
			}
		}
		if _, err := outlets.Set(t.Context(), "www.Harbour.example", "The Harbour Times"); err != nil {
			t.Fatal(err)
		}
		texts["/new"] = pageOf("new", named, long("new"))
		texts["/feed"] = rss("", append(items, item{link: "http://harbour.example/new", title: "new", text: long("new"), date: time.Now()})...)
		pass(24 * time.Hour)
		d.ok(f.ID)
		if a := d.index.current()["new"]; a.Source != "The Harbour Times" {
			t.Errorf("once it is set, it is %q", a.Source)
		}
	})
}

func TestNamesOfOutletsLastAndAreSharedByProcesses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data", "outlets.json")
	one, other := feeds.NewOutlets(path), feeds.NewOutlets(path)
	if o, err := one.Of("harbour.example"); err != nil || o.Name != "" {
		t.Errorf("at first %+v, error %v", o, err)
	}
	if err := one.Learn(t.Context(), "harbour.example", "Harbour Times"); err != nil {
		t.Fatal(err)
	}
	if err := other.Learn(t.Context(), "harbour.example", "Harbour Times – News"); err != nil {
		t.Fatal(err)
	}
	if o, err := other.Of("harbour.example"); err != nil || o.Name != "Harbour Times" || o.Set {
		t.Errorf("%+v, error %v", o, err)
	}
	if _, err := other.Set(t.Context(), "harbour.example", "The Harbour Times"); err != nil {
		t.Fatal(err)
	}
	if all, err := feeds.NewOutlets(path).All(); err != nil || len(all) != 1 || all[0] != (feeds.Outlet{Domain: "harbour.example", Name: "The Harbour Times", Set: true}) {
		t.Errorf("%+v, error %v", all, err)
	}
	if _, err := other.Set(t.Context(), "harbour.example", ""); err != nil {
		t.Fatal(err)
	}
	if all, err := feeds.NewOutlets(path).All(); err != nil || len(all) != 0 {
		t.Errorf("%+v, error %v", all, err)
	}
	for _, domain := range []string{"", "harbour", "https://harbour.example", "a b.example"} {
		if _, err := one.Set(t.Context(), domain, "x"); news.KindOf(err) != news.KindInvalid {
			t.Errorf("%q: error %v", domain, err)
		}
	}
}
