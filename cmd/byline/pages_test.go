package main

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"byline/internal/browsertest"
)

var pictures = flag.Bool("pictures", false, "draw the pages into docs/images")

// answered waits for the end of the last answer.
const answered = `document.querySelector(".turn:last-child .actions:not([hidden])") !== null && document.querySelector(".turn[aria-busy], #ask.busy") === null`

// scene is a page as a person would see it.
type scene struct {
	name    string
	path    string
	do      chromedp.Tasks
	picture bool // worth one in the documentation
}

func scenes() []scene {
	ask := func(question string) chromedp.Tasks {
		return chromedp.Tasks{chromedp.SendKeys("#q", question+kb.Enter), chromedp.Poll(answered, nil)}
	}
	return []scene{
		{name: "home", path: "/", picture: true},
		{name: "answer", path: "/", picture: true, do: append(ask("What was the turnout in the Halvian election?"),
			chromedp.Focus(`.marker[href="#quote-1-2"]`), chromedp.WaitVisible(".peek"))},
		{name: "conversation", path: "/", do: append(ask("Who won the election in Halvia?"), ask("And who was sworn in as prime minister?")...)},
		{name: "understood", path: "/?as_of=2026-10-13", picture: true, do: ask("What did last week's poll say about the Harbour Alliance?")},
		{name: "not-found", path: "/", do: ask("How much will the new airport in Ravnholm cost?")},
		{name: "search-all", path: "/search?q=storm+damage"},
		{name: "search", path: "/search?q=cost+of+the+tunnel&source=The+Kestrup+Courier&after=2026-08-01", picture: true},
		{name: "latest", path: "/search"},
		{name: "article", path: "/articles/kc-26082501?start=0&end=192#cited", picture: true},
		{name: "add", path: "/add", picture: true, do: chromedp.Tasks{chromedp.WaitVisible("#drop"), chromedp.Click(".paste summary")}},
		{name: "edit", path: "/articles/kc-26082501", do: chromedp.Tasks{chromedp.WaitVisible("#editing"), chromedp.Click("#editing summary")}},
		{name: "greeting", path: "/", do: ask("hello")},
		{name: "help", path: "/help", do: chromedp.Tasks{chromedp.WaitReady("#slash:enabled")}},
		{name: "fault", path: "/articles/none"},
		{name: "reference", path: "/docs"},
	}
}

// The pages on the sample articles, in light and dark, wide and narrow, can be
// used by everybody and complain of nothing.
func TestPagesOnTheSamples(t *testing.T) {
	t.Parallel()
	base := serveSamples(t, append(os.Environ(), "BYLINE_DATA="+t.TempDir()))
	ctx := browsertest.Start(t)
	complaints := browsertest.Listen(ctx, base)
	for _, s := range scenes() {
		for _, look := range []struct {
			name string
			size browsertest.Size
			dark bool
		}{{"light", browsertest.Desktop, false}, {"dark", browsertest.Desktop, true}, {"phone", browsertest.Phone, false}} {
			t.Run(s.name+" "+look.name, func(t *testing.T) {
				ctx, cancel := context.WithTimeout(ctx, time.Minute)
				defer cancel()
				err := chromedp.Run(ctx, browsertest.Emulate(look.size, look.dark), chromedp.Navigate(base+s.path), s.do,
					chromedp.Evaluate(`document.fonts.ready.then(() => 0)`, nil))
				if err != nil {
					t.Fatal(err)
				}
				if *pictures && s.picture {
					draw(ctx, t, s.name+"-"+look.name)
				}
				// What stands over the page covers now this and now that; axe shall see all of it.
				err = chromedp.Run(ctx, chromedp.Evaluate(`document.querySelector("#ask")?.style.setProperty("position", "static")`, nil))
				if err != nil {
					t.Fatal(err)
				}
				found, err := browsertest.Check(ctx)
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range found {
					t.Error(f)
				}
				if wide := scrollsSideways(ctx, t); wide {
					t.Error("the page is wider than the window")
				}
			})
		}
	}
	if all := complaints.All(); len(all) > 0 {
		t.Errorf("the pages complain: %s", strings.Join(all, "\n"))
	}
}

func scrollsSideways(ctx context.Context, t *testing.T) (wide bool) {
	t.Helper()
	if err := chromedp.Run(ctx, chromedp.Evaluate(`document.documentElement.scrollWidth > innerWidth`, &wide)); err != nil {
		t.Fatal(err)
	}
	return wide
}

// draw takes a picture for the documentation.
func draw(ctx context.Context, t *testing.T, name string) {
	t.Helper()
	png, err := browsertest.Picture(ctx)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("..", "..", "docs", "images", "page-"+name+".png"), png, 0o600); err != nil {
		t.Fatal(err)
	}
}
