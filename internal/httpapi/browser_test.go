package httpapi

import (
	"context"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"byline/internal/news"
)

// browser starts a headless Chromium with an empty page and returns its
// context. Where none is installed the test is skipped, or fails if nothing
// may be skipped.
func browser(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "headless-shell"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" || os.Getenv("REQUIRE_ALL") == "1" {
			t.Fatal("no chromium in PATH: install it, as with apt-get install chromium")
		}
		t.Skip("no chromium in PATH; apt-get install chromium to run this")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU)
	ctx, cancelTime := context.WithTimeout(t.Context(), time.Minute)
	ctx, cancelProcess := chromedp.NewExecAllocator(ctx, options...)
	// A browser newer than the client sends events that the client does not know; they are no matter.
	ctx, cancelPage := chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(func() { cancelPage(); cancelProcess(); cancelTime() })
	return ctx
}

// complaints collects what the page writes to the console and the exceptions of its scripts.
func complaints(ctx context.Context) *[]string {
	var found []string
	chromedp.ListenTarget(ctx, func(e any) {
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			found = append(found, e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			found = append(found, "console "+e.Type.String())
		}
	})
	return &found
}

// A question asked in the page is answered as it streams, with markers that
// lead to sources, and whatever an article holds is text.
func TestAskInBrowser(t *testing.T) {
	ctx := browser(t)
	n := newNewsroom()
	firstSeen := make(chan struct{})
	n.midway = func(ctx context.Context) error { // waits until the beginning of the answer is on the page
		select {
		case <-firstSeen:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	srv := httptest.NewServer(New(n.deps(), Config{}))
	t.Cleanup(srv.CloseClientConnections)
	found := complaints(ctx)

	var address, focused string
	err := chromedp.Run(ctx,
		chromedp.Navigate(srv.URL),
		chromedp.SendKeys("#q", "When did the ferry to Vell resume?\r"),
		chromedp.Poll(`document.querySelector("#text").textContent.includes("eleven days")`, nil),
		chromedp.Poll(`document.querySelector("#result").getAttribute("aria-busy") === "true"`, nil),
		chromedp.ActionFunc(func(context.Context) error { close(firstSeen); return nil }),
		chromedp.Poll(`!document.querySelector("#result").hasAttribute("aria-busy")`, nil),
		chromedp.Location(&address),
	)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasSuffix(address, "/?q=When+did+the+ferry+to+Vell+resume%3F") {
		t.Errorf("the address is %s", address)
	}
	checkStreamedPage(ctx, t)

	// The marker leads to its source, and the source to the words in the article.
	var marked string
	err = chromedp.Run(ctx,
		chromedp.Click(`a.marker[href="#source-2"]`),
		chromedp.Evaluate(`document.querySelector("li:target").id`, &focused),
	)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := chromedp.RunResponse(ctx, chromedp.Click("#source-1 .headline")); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Run(ctx, chromedp.Evaluate(`document.querySelector("#cited").textContent`, &marked)); err != nil {
		t.Fatal(err)
	}
	if focused != "source-2" || marked != "The ferry to Vell resumed on Monday after eleven days in dock." {
		t.Errorf("the marker leads to %q, the source to %q", focused, marked)
	}
	if len(*found) > 0 {
		t.Errorf("the page complains: %q", *found)
	}
}

func checkStreamedPage(ctx context.Context, t *testing.T) {
	t.Helper()
	var markers, sources, links []string
	var text, status string
	var hacked bool
	var markup int
	all := func(selector, what string) string {
		return `[...document.querySelectorAll("` + selector + `")].map(e => e.` + what + `)`
	}
	err := chromedp.Run(ctx,
		chromedp.Evaluate(all("#text .marker", "textContent"), &markers),
		chromedp.Evaluate(all("#sources .headline", "textContent"), &sources),
		chromedp.Evaluate(all("#sources .outlink", `href + " " + e.rel`), &links),
		chromedp.Text("#result", &text),
		chromedp.Text("#status", &status),
		chromedp.Evaluate(`!!window.hacked`, &hacked),
		chromedp.Evaluate(`document.querySelectorAll("#result script, #result img, #result b, #result i, a[href^='javascript']").length`, &markup),
	)
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(markers, ","); got != "1,2,3" {
		t.Errorf("markers %s", got)
	}
	if len(sources) != 3 || sources[0] != "Ferry to Vell resumes" || sources[2] != `<script>alert("headline")</script> Vell "quoted"` {
		t.Errorf("sources %q", sources)
	}
	if len(links) != 2 || links[0] != "https://lantern.example/ferry?a=1&b=2#:~:text=the noopener noreferrer nofollow" {
		t.Errorf("links %q", links)
	}
	shows(t, text, "<img src=x onerror=alert('body')>", "The Coast Lantern", "3 February 2025", "<b>Bold</b> News")
	if status != "Answered from 3 sources." || hacked || markup != 0 {
		t.Errorf("status %q, hacked %v, %d elements made of article text", status, hacked, markup)
	}
}

// Problems and broken streams are told on the page, and what came before stays.
func TestFaultsInBrowser(t *testing.T) {
	ctx := browser(t)
	n := newNewsroom()
	srv := httptest.NewServer(New(n.deps(), Config{}))
	t.Cleanup(srv.Close)
	ask := func() (fault, text string) {
		t.Helper()
		err := chromedp.Run(ctx,
			chromedp.Navigate(srv.URL),
			chromedp.Click("#suggestions li:first-child a"),
			chromedp.WaitVisible("#fault"),
			chromedp.Text("#fault", &fault),
			chromedp.Evaluate(`document.querySelector("#text").textContent`, &text),
		)
		if err != nil {
			t.Fatal(err)
		}
		return fault, text
	}
	n.before = func(context.Context) error { return news.Errorf(news.KindUnavailable, "the index is being rebuilt") }
	if fault, text := ask(); fault != "the index is being rebuilt" || text != "" {
		t.Errorf("fault %q, text %q", fault, text)
	}
	n.before = nil
	n.midway = func(context.Context) error { return news.Errorf(news.KindUnavailable, "the language model is away") }
	if fault, text := ask(); fault != "the language model is away" || !strings.Contains(text, "The ferry to Vell resumed") {
		t.Errorf("fault %q, text %q", fault, text)
	}
	n.midway = func(context.Context) error { srv.CloseClientConnections(); return nil }
	if fault, _ := ask(); fault == "" {
		t.Error("a broken connection was not told")
	}
}
