package app_test

import (
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"byline/internal/app"
	"byline/internal/fetch"
	"byline/internal/fetchtest"
	"byline/internal/news"
)

// A page that is named by its address becomes an article that was published there,
// and nothing becomes of one that leads where no stranger may go.
func TestWhatIsAtAnAddressIsStored(t *testing.T) {
	web := fetchtest.New(t)
	web.Site("coast.example", func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/ferry":
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			_, _ = w.Write([]byte("<html><head><title>Ferry to Vell resumes</title></head><body><article><h1>Ferry to Vell resumes</h1>" +
				strings.Repeat("<p>The ferry to Vell resumed on Monday after eleven days in dock, the operator said. It carried 212 passengers on its first crossing.</p>", 4) + "</article></body></html>"))
		case "/away":
			http.Redirect(w, r, "http://inside.example/secret", http.StatusFound)
		default:
			http.NotFound(w, r)
		}
	})
	web.Site("inside.example", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("The secret of the house.")) })
	web.Resolve("inside.example", "10.0.0.7")
	e := emptyIndex(t)
	client := fetch.New(fetch.Config{Network: web, Delay: 1})
	t.Cleanup(client.Close)
	addresses := app.NewAddresses(client, e.Ingester, slog.New(slog.DiscardHandler))

	results, err := addresses.Take(t.Context(), "http://coast.example/ferry", false)
	if err != nil || len(results) != 1 || results[0].Status != news.PutCreated {
		t.Fatalf("results %+v, error %v", results, err)
	}
	a, err := e.ArticleByURL(t.Context(), "http://coast.example/ferry")
	if err != nil || a.Headline != "Ferry to Vell resumes" || a.Source == "" || a.File != "" {
		t.Errorf("stored %+v, error %v", a, err)
	}
	if err := e.Editor.Delete(t.Context(), a.ID); err != nil {
		t.Fatal(err)
	}
	if results, err := addresses.Take(t.Context(), "http://coast.example/ferry", false); err != nil || len(results) != 1 || results[0].Status != news.PutDeleted {
		t.Errorf("after it was deleted: %+v, error %v", results, err)
	}
	if results, err := addresses.Take(t.Context(), "http://coast.example/ferry", true); err != nil || results[0].Status == news.PutDeleted {
		t.Errorf("brought back: %+v, error %v", results, err)
	}

	for address, want := range map[string]struct {
		kind news.Kind
		text string
	}{
		"http://coast.example/none":   {news.KindInvalid, "the server answers 404 (Not Found)"},
		"http://coast.example/away":   {news.KindInvalid, "closed to strangers"},
		"http://inside.example/":      {news.KindInvalid, "closed to strangers"},
		"http://127.0.0.1/":           {news.KindInvalid, "closed to strangers"},
		"http://[::1]/":               {news.KindInvalid, "closed to strangers"},
		"http://169.254.169.254/data": {news.KindInvalid, "closed to strangers"},
		"http://nowhere.example/":     {news.KindUnavailable, "no host of that name is found"},
		"file:///etc/passwd":          {news.KindInvalid, "begin with http:// or https://"},
	} {
		results, err := addresses.Take(t.Context(), address, false)
		if news.KindOf(err) != want.kind || len(results) > 0 || !strings.Contains(err.Error(), want.text) || strings.Contains(err.Error(), "10.0.0.7") {
			t.Errorf("%s: %+v, error %v", address, results, err)
		}
	}
	if stats, err := e.Stats(t.Context()); err != nil || stats.Articles != 1 {
		t.Errorf("%d articles are stored, error %v", stats.Articles, err)
	}
}
