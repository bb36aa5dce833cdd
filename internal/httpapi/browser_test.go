package httpapi_test

import (
	"context"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"byline/internal/browsertest"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// tab is a tab of a browser on the pages of a newsroom.
type tab struct {
	context.Context //nolint:containedctx // the context is the tab
	t               *testing.T
	n               *newsroom
	srv             *httptest.Server
	base            string
	all             *browsertest.Complaints
}

// openTab opens the page at path. Whatever the page complains of fails the test at its end.
func openTab(t *testing.T, n *newsroom, path string) *tab {
	t.Helper()
	ctx := browsertest.Start(t)
	srv := httptest.NewServer(held(t, httpapi.New(n.deps(), httpapi.Config{})))
	t.Cleanup(srv.Close)
	t.Cleanup(srv.CloseClientConnections)
	b := &tab{Context: ctx, t: t, n: n, srv: srv, base: srv.URL, all: browsertest.Listen(ctx, srv.URL)}
	t.Cleanup(func() {
		for _, complaint := range b.all.All() {
			t.Errorf("the page complains: %s", complaint)
		}
	})
	b.run(browsertest.Emulate(browsertest.Desktop, false), chromedp.Navigate(b.base+path))
	return b
}

func (b *tab) run(actions ...chromedp.Action) {
	b.t.Helper()
	ctx, cancel := context.WithTimeout(b, 15*time.Second)
	defer cancel()
	if err := chromedp.Run(ctx, actions...); err != nil {
		var page string
		_ = chromedp.Run(b, chromedp.Evaluate(`document.body.innerText`, &page))
		b.t.Fatalf("%v; the page is\n%s", err, page)
	}
}

// evaluate returns the value of a JavaScript expression.
func evaluate[T any](b *tab, expression string) (v T) {
	b.t.Helper()
	b.run(chromedp.Evaluate(expression, &v))
	return v
}

// want checks what an expression that is a string comes to.
func (b *tab) want(expression, want string) {
	b.t.Helper()
	if got := evaluate[string](b, expression); got != want {
		b.t.Errorf("%s is %q, want %q", expression, got, want)
	}
}

// until waits for a condition.
func (b *tab) until(condition string) {
	b.t.Helper()
	b.run(chromedp.Poll(condition, nil))
}

const (
	// The answer is there, and the page has told so and given the focus back.
	settled  = `document.querySelector(".turn:last-child .actions:not([hidden])") !== null && !document.querySelector("[aria-busy], #ask.busy")`
	lastText = `document.querySelector(".turn:last-child .text").innerText`
)

// ask types a question and waits until it is answered.
func (b *tab) ask(question string) {
	b.t.Helper()
	b.run(chromedp.SendKeys("#q", question+kb.Enter), chromedp.Poll(settled, nil))
}

// texts are those of all elements that match.
func (b *tab) texts(selector string) []string {
	b.t.Helper()
	return evaluate[[]string](b, "[...document.querySelectorAll(`"+selector+"`)].map(e => e.textContent)")
}

// A question asked in the page is answered as it streams.
func TestAskInBrowser(t *testing.T) {
	n := newNewsroom()
	firstSeen := make(chan struct{})
	n.midway.set(func(ctx context.Context) error { // waits until the beginning of the answer is on the page
		select {
		case <-firstSeen:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	b := openTab(t, n, "/")
	b.run(chromedp.SendKeys("#q", "When did the ferry to Vell resume?"+kb.Enter))
	b.until(`document.querySelector(".text")?.textContent.includes("eleven days")`)
	b.until(`document.querySelector(".turn").getAttribute("aria-busy") === "true"`)
	b.want(`document.querySelector("#send").innerText`, "Stop")
	close(firstSeen)
	b.until(settled)

	b.want(`location.pathname + location.search`, "/?q=When+did+the+ferry+to+Vell+resume%3F")
	b.want(`document.title`, "When did the ferry to Vell resume? · Byline")
	b.want(`document.querySelector("#status").textContent`, "Answered. 3 quotes from 3 articles by 3 outlets")
	b.want(`document.activeElement.id`, "q")
	for what, got := range map[string][]string{
		"1,2,3": b.texts("a.marker"),
		`Ferry to Vell resumes|Storm leaves 3,800 homes without power in Orsk Bay|<script>alert("headline")</script> Vell "quoted"`:             b.texts(".card .headline"),
		"lantern.example ↗ (opens in a new tab)|bay.example ↗ (opens in a new tab)":                                                             b.texts(".outlink"),
		"The Coast Lantern3 February 2025citing Harbour Wire|Orsk Bay Courier6 February 2025|<b>Bold</b> News8 February 2025":                   b.texts(".card .meta"),
		"The ferry to Vell resumed on Monday after eleven days in dock. In context|The ferry to Vell stayed in port. In context|<img src=x one": b.texts(".quote p"),
	} {
		if joined := strings.ReplaceAll(what, ",", "|"); !strings.HasPrefix(strings.ReplaceAll(strings.Join(got, "|"), ",", "|"), joined) {
			t.Errorf("got %q, want %q", got, what)
		}
	}
	// The source leads to the words in the article.
	b.run(chromedp.Click("#quote-1-1 .context"), chromedp.WaitVisible("#cited"))
	b.want(`document.querySelector("#cited").textContent`, "The ferry to Vell resumed on Monday after eleven days in dock.")
}

// A follow-up is asked with what was said before; the address holds the whole
// conversation, and shows the same to whom it is sent.
func TestFollowUpsInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), "/")
	b.ask("When did the ferry to Vell resume?")
	b.ask("How many homes lost power in Orsk Bay?")
	asked := b.n.asked()[1]
	if len(asked.Messages) != 2 || asked.Messages[0].Role != news.RoleUser || !strings.Contains(asked.Messages[1].Content, "eleven days") {
		t.Errorf("asked with %+v", asked.Messages)
	}
	if len(b.texts(".turn")) != 2 {
		t.Error("the first question is gone")
	}
	const shown = `document.querySelector("#turns").innerText.replaceAll(/\s+/g, " ")`
	here := evaluate[string](b, shown)
	address := evaluate[string](b, "location.href")

	// Back and forth without asking again.
	times := len(b.n.asked())
	b.run(chromedp.Evaluate(`history.back()`, nil))
	b.until(`document.querySelectorAll(".turn").length === 1 && ` + settled)
	b.run(chromedp.Evaluate(`history.forward()`, nil))
	b.until(`document.querySelectorAll(".turn").length === 2 && ` + settled)
	b.want(shown, here)
	if n := len(b.n.asked()) - times; n != 0 {
		t.Errorf("asked %d times again", n)
	}

	b.run(chromedp.Navigate("about:blank"), chromedp.Navigate(address), chromedp.Poll(settled, nil))
	b.want(shown, here)
	if top := evaluate[float64](b, `scrollY`); top != 0 { // a conversation is opened at its beginning
		t.Errorf("the page is %v pixels down", top)
	}
	b.ask("And the passengers of the ferry?")
	if last := lastOf(b.n.asked()); len(last.Messages) != 4 {
		t.Errorf("asked with %+v", last.Messages)
	}
}

// What is suggested is asked by a click.
// While a language model writes, what it was given can be read already.
func TestSourcesAreThereBeforeTheAnswer(t *testing.T) {
	n := newNewsroom()
	n.writes = true
	seen := make(chan struct{})
	n.midway.set(func(ctx context.Context) error {
		select {
		case <-seen:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	})
	b := openTab(t, n, "/")
	b.run(chromedp.SendKeys("#q", "Which ferry?"+kb.Enter))
	b.until(`document.querySelectorAll(".card.found .headline").length === 3`)
	b.want(`document.querySelector(".turn .summary").textContent`, "found, and being read")
	b.want(`document.querySelector(".card.found .headline").getAttribute("href")`, "/articles/ferry?start=0&end=62&revision=2#cited")
	close(seen)
	b.until(settled)
	if got := evaluate[int](b, `document.querySelectorAll(".card.found").length`); got > 0 {
		t.Errorf("%d cards of what was found are left", got)
	}
	if got := b.texts(".card .headline"); len(got) != 3 || got[0] != "Ferry to Vell resumes" {
		t.Errorf("the cards are %q", got)
	}
}

// slash presses the key, and writes it unless the page takes it for itself.
func slash() chromedp.Action {
	return input.DispatchKeyEvent(input.KeyDown).WithKey("/").WithCode("Slash").WithText("/")
}

// A key alone can be in the way, so it can be switched off.
func TestTheSlashGoesToTheBox(t *testing.T) {
	b := openTab(t, newNewsroom(), "/search?q=ferry")
	b.run(chromedp.Evaluate(`document.activeElement.blur()`, nil), slash())
	b.want(`document.activeElement.id`, "q")
	b.run(slash()) // now it is written
	b.want(`document.activeElement.value`, "ferry/")
	b.run(chromedp.Navigate(b.base+"/articles/ferry"), chromedp.WaitReady(".story"), slash(), chromedp.WaitReady("#search"))
	b.run(chromedp.Navigate(b.base+"/help"), chromedp.WaitReady("#slash:enabled"), chromedp.Click("#slash"), slash())
	b.want(`location.pathname`, "/help")
	b.run(chromedp.Navigate(b.base+"/"), chromedp.WaitReady(".script #q"), chromedp.Evaluate(`document.activeElement.blur()`, nil), slash())
	b.want(`document.activeElement.tagName`, "BODY")
}

func TestSuggestionsInAGreetingAreAsked(t *testing.T) {
	b := openTab(t, newNewsroom(), "/")
	b.ask("hello")
	b.run(chromedp.Click(".suggested"))
	b.until(`document.querySelectorAll(".turn").length === 2 && ` + settled)
	b.want(`document.querySelector(".turn:last-child .question").textContent`, "When did the ferry to Vell resume?")
}

func TestSuggestionsInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), "/")
	b.run(chromedp.Click("#suggestions li:nth-child(2) a"), chromedp.Poll(settled, nil))
	b.want(`document.querySelector(".question").textContent`, "How many homes lost power in Orsk Bay?")
	b.want(lastText+".slice(0, 17)", "About 3,800 homes")
	if b.n.asked()[0].NoLLM {
		t.Error("asked for quotes only")
	}
}

// What was understood can be removed, and the day of asking chosen.
func TestChipsInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), "/?source=Marn+Gazette")
	b.run(chromedp.Evaluate(`(e => { e.value = "2025-02-10"; e.dispatchEvent(new Event("change")) })(document.querySelector("#as_of"))`, nil))
	b.want(`document.querySelector(".as-of").dataset.day`, "10 February 2025")
	b.ask("What did the council of Marn decide last week?")
	b.want(`[...document.querySelectorAll(".understood bdi")].map(e => e.textContent).join("|")`,
		"“last week”: 3 February to 9 February 2025|Only Marn Gazette|News up to 10 February 2025")
	first := lastOf(b.n.asked())
	if first.Search.AsOf.Day() != 10 || first.Search.KeepDates || first.Search.Filter.Sources[0] != "Marn Gazette" {
		t.Errorf("asked %+v", first.Search)
	}
	for _, remove := range []string{"“last week”: 3 February to 9 February 2025", "Only Marn Gazette", "News up to 10 February 2025"} {
		b.run(chromedp.Click(`.understood [aria-label="Remove: `+remove+`"]`), chromedp.Poll(settled, nil))
	}
	b.want(`[...document.querySelectorAll(".understood bdi")].map(e => e.textContent).join("|")`, "Dates taken as words")
	last := lastOf(b.n.asked())
	if !last.Search.AsOf.IsZero() || !last.Search.KeepDates || len(last.Search.Filter.Sources) > 0 {
		t.Errorf("asked %+v", last.Search)
	}
	b.want(`location.search`, "?q=What+did+the+council+of+Marn+decide+last+week%3F&keep_dates=true")
}

// The answer stops when told, what is there stays, and it can be had again.
func TestStopAndRetryInBrowser(t *testing.T) {
	n := newNewsroom()
	gone := make(chan struct{}, 1)
	n.midway.set(func(ctx context.Context) error {
		<-ctx.Done() // the work ends with the wish for it
		gone <- struct{}{}
		return ctx.Err()
	})
	b := openTab(t, n, "/")
	b.run(chromedp.SendKeys("#q", "When did the ferry to Vell resume?"+kb.Enter))
	b.until(`document.querySelector(".text")?.textContent.includes("dock")`)
	b.run(chromedp.Click("#send"), chromedp.Poll(settled, nil))
	select {
	case <-gone:
	case <-time.After(10 * time.Second):
		t.Error("the server was not told")
	}
	b.want(`document.querySelector(".turn .fault").textContent`, "Stopped.")
	b.want(lastText+".trim().slice(0, 10)", "The ferry ")
	n.midway.set(nil)
	b.run(chromedp.Click(".retry"), chromedp.Poll(settled+` && document.querySelector(".turn .fault").hidden`, nil))
	b.want(`document.querySelector(".summary").textContent`, "3 quotes from 3 articles by 3 outlets")
	b.run(chromedp.SendKeys("#q", "More?"), chromedp.KeyEvent(kb.Escape)) // stops nothing, breaks nothing
	b.want(`document.querySelector("#q").value`, "More?")
}

// Problems and broken connections are told where the answer would be, and what came before stays.
func TestFaultsInBrowser(t *testing.T) {
	n := newNewsroom()
	b := openTab(t, n, "/")
	ask := func(want, text string) {
		t.Helper()
		b.run(chromedp.Navigate(b.base), chromedp.Click("#suggestions li:first-child a"), chromedp.WaitVisible(".turn .fault"))
		b.want(`document.querySelector(".turn .fault").textContent`, want)
		if got := evaluate[string](b, lastText); !strings.HasPrefix(got, text) || (text == "" && got != "") {
			t.Errorf("%s: the answer is %q, want %q", want, got, text)
		}
	}
	n.before.set(func(context.Context) error {
		return news.Errorf(news.KindUnavailable, "the index is being rebuilt")
	})
	ask("the index is being rebuilt", "")
	n.before.set(nil)
	n.midway.set(func(context.Context) error { return news.Errorf(news.KindUnavailable, "the language model is away") })
	ask("the language model is away", "The ferry to Vell resumed")
	seen := make(chan struct{})
	n.midway.set(func(context.Context) error { <-seen; b.srv.CloseClientConnections(); return nil })
	b.run(chromedp.Navigate(b.base), chromedp.Click("#suggestions li:first-child a"))
	b.until(`document.querySelector(".text")?.textContent.includes("in dock")`)
	close(seen)
	b.run(chromedp.WaitVisible(".turn .fault"))
	b.want(`document.querySelector(".turn .fault").textContent`, "The connection broke before the answer was complete.")
	b.want(lastText+".trim()", "The ferry to Vell resumed on Monday after eleven days in dock")
	n.midway.set(nil)
	b.run(chromedp.Click(".retry"), chromedp.Poll(settled+` && document.querySelector(".turn .fault").hidden`, nil))
	b.want(`document.querySelector(".summary").textContent`, "3 quotes from 3 articles by 3 outlets")
	b.srv.Listener.Close()
	b.srv.CloseClientConnections()
	b.run(chromedp.Click(".retry"), chromedp.WaitVisible(".turn .fault"))
	b.want(`document.querySelector(".turn .fault").textContent`, "The server cannot be reached.")
}

// awaited makes an evaluation wait for a promise.
func awaited(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }
