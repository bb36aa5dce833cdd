package httpapi

import (
	"context"
	"strings"
	"testing"

	"byline/internal/news"
)

// shows checks that a page has each of the wanted pieces.
func shows(t *testing.T, page string, wanted ...string) {
	t.Helper()
	for _, w := range wanted {
		if !strings.Contains(page, w) {
			t.Errorf("no %q in\n%s", w, page)
		}
	}
}

func TestHomePage(t *testing.T) {
	n := newNewsroom()
	s := New(n.deps(), Config{})
	w := call(t, s, "GET", "/", "")
	if w.Code != 200 || w.Header().Get("Content-Type") != "text/html; charset=UTF-8" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
	shows(t, w.Body.String(), `href="/?q=When&#43;did&#43;the&#43;ferry&#43;to&#43;Vell&#43;resume%3F"`, `name="as_of"`)

	w = call(t, s, "GET", "/?q=When+did+the+ferry+to+Vell+resume%3F&as_of=2025-02-07", "")
	page := w.Body.String()
	shows(t, page, "The ferry to Vell resumed on Monday after eleven days in dock<a class=\"marker\" href=\"#source-1\"",
		`id="source-1"`, `href="/articles/ferry?start=0&amp;end=62#cited"`, "The Coast Lantern", "3 February 2025",
		`href="https://lantern.example/ferry?a=1&amp;b=2#:~:text=the" rel="noopener noreferrer nofollow"`, "As of 7 February 2025", `value="2025-02-07"`)
	if req := n.answers[0]; !req.NoLLM || req.Search.AsOf.Day() != 7 {
		t.Errorf("asked %+v", req)
	}
}

func TestSearchPage(t *testing.T) {
	s := New(newNewsroom().deps(), Config{})
	if w := call(t, s, "GET", "/search", ""); w.Code != 200 {
		t.Errorf("status %d", w.Code)
	}
	shows(t, call(t, s, "GET", "/search?q=ferry+port", "").Body.String(),
		"The <mark>ferry</mark> to Vell stayed in <mark>port</mark>.", "The same text in", "Harbour Wire", "3 articles")
	shows(t, call(t, s, "GET", "/search?q=zeppelin", "").Body.String(), "Nothing was found")
}

func TestArticlePage(t *testing.T) {
	s := New(newNewsroom().deps(), Config{})
	shows(t, call(t, s, "GET", "/articles/ferry?start=63&end=160", "").Body.String(),
		`<mark id="cited">It carried 212 passengers on its first crossing.</mark>`, `<mark>The operator said that`,
		"By Marta Ilven, Jon Aster", "First reported by Harbour Wire", "Photo: Ana Brisk", "version 2", "<li dir=\"auto\">ferries</li>")
	shows(t, call(t, s, "GET", "/articles/council%2F1%20a", "").Body.String(), `lang="ar"`, "مجلس مارن")
	for _, span := range []string{"start=-1&end=5", "start=5&end=5", "start=0&end=99999", "start=x&end=5", "start=1", "start=5&end=4"} {
		w := call(t, s, "GET", "/articles/ferry?"+span, "")
		if strings.Contains(w.Body.String(), "<mark") {
			t.Errorf("%s: marked something", span)
		}
		shows(t, w.Body.String(), "The cited words are not at their place any more", "The ferry to Vell resumed")
	}
	if _, err := citedSpan("0", "361", strings.Repeat("я", 300)); err == nil {
		t.Error("a span that cuts a character in two was taken")
	}
}

// Whatever an article holds is shown as text.
func TestHostileArticle(t *testing.T) {
	s := New(newNewsroom().deps(), Config{})
	for _, target := range []string{"/?q=How+many+passengers+carried%3F", "/search?q=passengers+carried", "/articles/hostile", "/articles/hostile?start=0&end=20"} {
		page := call(t, s, "GET", target, "").Body.String()
		shows(t, page, "&lt;script&gt;", "&lt;img src=x")
		for _, bad := range []string{"<img", "<b>", "<i>", "<script>", "javascript:", "<script>alert", "onerror=alert('"} {
			if strings.Contains(page, bad) {
				t.Errorf("%s: %q is markup", target, bad)
			}
		}
	}
	page := call(t, s, "GET", "/?q=%22%3E%3Cscript%3Ealert(1)%3C%2Fscript%3E&as_of=%22%3E%3Cb%3E", "").Body.String()
	if strings.Contains(page, "<script>") || strings.Contains(page, "<b>") {
		t.Errorf("the question is markup:\n%s", page)
	}
}

// Pages tell people what went wrong where they were; programs get problems at the same addresses.
func TestPageFaults(t *testing.T) {
	n := newNewsroom()
	s := New(n.deps(), Config{})
	for _, target := range []string{"/?q=a&as_of=soon", "/search?q=a&as_of=soon", "/?q=" + strings.Repeat("x", 2001)} {
		w := call(t, s, "GET", target, "", "Accept", "text/html")
		if w.Code != 400 {
			t.Errorf("%s: status %d", target, w.Code)
		}
		shows(t, w.Body.String(), `class="fault" role="alert"`)
	}
	w := call(t, s, "GET", "/articles/none", "", "Accept", "text/html,*/*")
	if w.Code != 404 {
		t.Errorf("status %d", w.Code)
	}
	shows(t, w.Body.String(), "<h1>Not found</h1>", w.Header().Get("X-Request-ID"))
	problemOn(t, call(t, s, "GET", "/articles/none", ""), 404)
	n.before = func(context.Context) error { return news.Errorf(news.KindUnavailable, "rebuilding the index") }
	w = call(t, s, "GET", "/?q=a", "", "Accept", "text/html")
	if w.Code != 503 || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d", w.Code)
	}
	shows(t, w.Body.String(), "rebuilding the index")
}

func TestStaticFiles(t *testing.T) {
	s := New(newNewsroom().deps(), Config{})
	page := call(t, s, "GET", "/", "").Body.String()
	for _, name := range []string{"ask.js", "style.css", "icon.svg"} {
		_, after, found := strings.Cut(page, "/static/"+name+"?v=")
		if !found {
			t.Fatalf("the page does not name %s", name)
		}
		hash, _, _ := strings.Cut(after, `"`)
		w := call(t, s, "GET", "/static/"+name+"?v="+hash, "")
		if w.Code != 200 || !strings.Contains(w.Header().Get("Cache-Control"), "immutable") {
			t.Errorf("%s: status %d, headers %v", name, w.Code, w.Header())
		}
		if w := call(t, s, "GET", "/static/"+name, ""); w.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("%s: kept without its version: %v", name, w.Header())
		}
	}
	problemOn(t, call(t, s, "GET", "/static/..%2Fstatic.go", ""), 404)
	if strings.Contains(page, "http://") || strings.Contains(page, "https://") || strings.Contains(page, "style=") {
		t.Errorf("the page needs another host or inline style:\n%s", page)
	}
}
