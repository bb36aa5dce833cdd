package httpapi_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"byline/internal/browsertest"
)

const askedFerry = "/?q=When+did+the+ferry+to+Vell+resume%3F"

// A marker shows its quote when it is pointed at, has the focus or is tapped.
func TestMarkersInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), askedFerry)
	const (
		peek = `document.querySelector(".peek")?.textContent.trim() ?? ""`
		want = "The ferry to Vell stayed in port.Orsk Bay Courier 6 February 2025"
		none = `document.querySelector(".peek") === null`
	)
	middle := evaluate[[2]float64](b, `(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector("[href='#quote-1-2']").getBoundingClientRect())`)
	b.run(chromedp.MouseEvent(input.MouseMoved, middle[0], middle[1]), chromedp.WaitVisible(".peek"))
	b.want(peek, want)
	b.run(chromedp.KeyEvent(kb.Escape), chromedp.Poll(none, nil))

	b.run(chromedp.MouseEvent(input.MouseMoved, 5, 5), chromedp.Focus("[href='#quote-1-1']"), chromedp.KeyEvent(kb.Tab), chromedp.WaitVisible(".peek"))
	b.want(`document.activeElement.getAttribute("aria-label")`, "Quote 2: Orsk Bay Courier, 6 February 2025")
	b.want(`document.getElementById(document.activeElement.getAttribute("aria-describedby")).querySelector(".words").textContent`, "The ferry to Vell stayed in port.")
	b.run(chromedp.KeyEvent(kb.Enter), chromedp.Poll(none, nil))
	b.want(`document.activeElement.id`, "quote-1-2")

	b.run(browsertest.Emulate(browsertest.Phone, false), chromedp.ActionFunc(emulation.SetTouchEmulationEnabled(true).Do),
		chromedp.Navigate(b.base+askedFerry), chromedp.Evaluate(`document.querySelector("[href='#quote-1-3']").scrollIntoView({block: "center"})`, nil))
	b.until(`document.fonts.status === "loaded"`)
	middle = evaluate[[2]float64](b, `(r => [r.x + r.width / 2, r.y + r.height / 2])(document.querySelector("[href='#quote-1-3']").getBoundingClientRect())`)
	tap := chromedp.Tasks{
		input.DispatchTouchEvent(input.TouchStart, []*input.TouchPoint{{X: middle[0], Y: middle[1]}}),
		input.DispatchTouchEvent(input.TouchEnd, []*input.TouchPoint{}),
	}
	b.run(tap, chromedp.WaitVisible(".peek"))
	if got := evaluate[string](b, peek); !strings.HasPrefix(got, "<img src=x onerror=alert('body')> The ferry to Vell carried evil\u202c <script>") {
		t.Errorf("the quote is %q", got)
	}
	b.run(tap, chromedp.Poll(none, nil))
	b.want(`document.activeElement.id`, "quote-1-3")
}

// A printed answer has its quotes and their addresses, and nothing that only a screen can use.
func TestPrintedAnswersInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), askedFerry)
	b.run(chromedp.ActionFunc(emulation.SetEmulatedMedia().WithMedia("print").Do))
	b.want(`[...document.querySelectorAll(".quote .words")].map((e) => e.checkVisibility()).join()`, "true,true,true")
	b.want(`[...document.querySelectorAll(".composer, .actions, .export, .context, .masthead nav")].filter((e) => e.checkVisibility()).map((e) => e.className).join()`, "")
	b.want(`String(/^"https?:/.test(getComputedStyle(document.querySelector(".card .outlink"), "::after").content))`, "true")
}

// An answer is copied with a footnote for each quote, and shared by its address.
func TestCopyAndShareInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), askedFerry)
	b.run(browser.GrantPermissions([]browser.PermissionType{browser.PermissionTypeClipboardReadWrite, browser.PermissionTypeClipboardSanitizedWrite}))
	copied := func(button string) string {
		t.Helper()
		b.run(chromedp.Click(button), chromedp.Poll(`/opied/.test(document.querySelector("`+button+` span").textContent)`, nil))
		var text string
		b.run(chromedp.Evaluate(`navigator.clipboard.readText()`, &text, awaited))
		return text
	}
	want := `**When did the ferry to Vell resume?**

The ferry to Vell resumed on Monday after eleven days in dock[^1]

The ferry to Vell stayed in port[^2]

\<img src=x onerror=alert('body')\> The ferry to Vell carried evil` + "\u202c" + ` \<script\>window[^3]

[^1]: “The ferry to Vell resumed on Monday after eleven days in dock.” – The Coast Lantern, [“Ferry to Vell resumes”](<https://lantern.example/ferry?a=1&b=2#:~:text=the>), 3 February 2025.
[^2]: “The ferry to Vell stayed in port.” – Orsk Bay Courier, [“Storm leaves 3,800 homes without power in Orsk Bay”](<https://bay.example/power#:~:text=the>), 6 February 2025.
[^3]: “\<img src=x onerror=alert('body')\> The ferry to Vell carried evil` + "\u202c" + ` \<script\>window.” – \<b\>Bold\</b\> News, “\<script\>alert("headline")\</script\> Vell "quoted"”, 8 February 2025.

Asked of Byline: <` + b.base + askedFerry + `>
`
	if got := copied(".copy"); got != want {
		t.Errorf("copied\n%s\nwant\n%s", got, want)
	}
	if got := copied(".share"); got != b.base+askedFerry {
		t.Errorf("shared %s", got)
	}
	// Where a page may not write to the clipboard, its reader can.
	b.run(chromedp.Evaluate(`Object.defineProperty(navigator, "clipboard", {value: undefined})`, nil), chromedp.Click(".share"), chromedp.WaitVisible("#manual-copy"))
	b.want(`document.querySelector("#manual-copy textarea").value`, b.base+askedFerry)
}

// Without JavaScript one asks, follows up, removes what was understood, searches and reads.
func TestWithoutScript(t *testing.T) {
	b := openTab(t, newNewsroom(), "/")
	b.run(emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(b.base))
	b.run(chromedp.SendKeys("#q", "What did the council of Marn decide last week?"), chromedp.Click("#send"), chromedp.WaitVisible("#quote-1-1"))
	b.run(chromedp.SendKeys("#q", "When did the ferry to Vell resume?"), chromedp.Click("#send"), chromedp.WaitVisible("#quote-2-1"))
	if last := lastOf(b.n.asked()); len(last.Messages) != 2 {
		t.Errorf("asked with %+v", last.Messages)
	}
	b.until(`Math.abs(document.querySelector("#turn-2").getBoundingClientRect().top) < innerHeight / 2`) // the new question is in view
	b.run(chromedp.Click(`#turn-1 .remove`), chromedp.WaitVisible(`[aria-label="Remove: Dates taken as words"]`))
	b.run(chromedp.Click("nav a[href='/search']"), chromedp.SendKeys("#q", "ferry"+kb.Enter), chromedp.WaitVisible("#hit-3 mark"))
	b.run(chromedp.Click("input[name=source][value='Orsk Bay Courier']"), chromedp.Click(".apply button"), chromedp.WaitVisible(".chip"), chromedp.WaitNotPresent("#hit-2"))
	b.run(chromedp.Click("#hit-1 .headline"), chromedp.WaitVisible("#cited"), chromedp.WaitVisible(".similar a"))
}

// Everything is done with the keyboard alone, and the focus is where it helps.
func TestKeyboard(t *testing.T) {
	b := openTab(t, newNewsroom(), "/")
	b.want(`document.activeElement.id`, "q")
	b.run(chromedp.KeyEvent("When did the ferry"), chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(input.ModifierShift)),
		chromedp.KeyEvent("to Vell resume?"), chromedp.KeyEvent(kb.Enter), chromedp.Poll(settled, nil))
	b.want(`document.querySelector(".question").textContent`, "When did the ferry\nto Vell resume?")
	// From the top: past the head into the answer, its markers, what to do with it, the cards, and back to the question box.
	b.run(chromedp.Evaluate(`document.activeElement.blur(); scrollTo(0, 0)`, nil), chromedp.Evaluate(`document.querySelector(".skip").focus()`, nil), chromedp.KeyEvent(kb.Enter))
	var path []string
	for range 25 {
		b.run(chromedp.KeyEvent(kb.Tab))
		path = append(path, evaluate[string](b, `document.activeElement.id || document.activeElement.classList[0]`))
		if path[len(path)-1] == "q" {
			break
		}
	}
	want := "marker marker marker action action action headline context outlink headline context outlink headline context save q"
	if got := strings.Join(path, " "); got != want {
		t.Errorf("the focus goes %s, want %s", got, want)
	}
}

// The cited words are marked and in view, with or without the address saying so.
func TestCitedWordsInBrowser(t *testing.T) {
	n := newNewsroom()
	n.articles[0].Body = strings.Repeat("It was a long winter in the harbour.\n\n", 80) + "The ferry resumed." + strings.Repeat("\n\nIt went on.", 80)
	b := openTab(t, n, "/articles/ferry?start=3040&end=3058#cited")
	inView := `(r => r.top > 0 && r.bottom < innerHeight)(document.querySelector("#cited").getBoundingClientRect())`
	b.until(inView)
	b.want(`document.querySelector("#cited").textContent`, "The ferry resumed.")
	b.run(chromedp.Navigate("about:blank"), chromedp.Navigate(b.base+"/articles/ferry?start=3040&end=3058"))
	b.until(inView)
}

// On the narrowest screens nothing reaches beyond the edge, the head of the page least of all.
func TestPagesFitNarrowScreensInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), "/")
	b.run(browsertest.Emulate(browsertest.Size{Width: 320, Height: 640}, false))
	for _, page := range []string{"/", "/search?q=ferry", "/quote?text=Vell+passengers", "/stories", "/stories/ferry", "/add", "/feeds", "/articles/ferry"} {
		b.run(chromedp.Navigate(b.base + page))
		b.want(`[...document.querySelectorAll("main, .masthead, .masthead *")].filter(e => e.getBoundingClientRect().right > innerWidth || innerWidth > 320).length + " on " + location.pathname`,
			"0 on "+strings.SplitN(page, "?", 2)[0])
	}
}

// Whatever an article holds is text, on every page.
func TestHostileTextInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), "/")
	pages := []string{"/add", "/?q=How+many+passengers+carried%3F", "/search?q=passengers+carried", "/search", "/quote", "/quote?text=Vell+passengers", "/articles/hostile?start=0&end=20", "/articles/ferry",
		"/?q=%3Cimg+src%3Dx+onerror%3Dwindow.hacked%3D1%3E&as_of=2025-02-10"}
	check := func(what string) {
		t.Helper()
		if n := evaluate[int](b, `document.querySelectorAll("main img, main b, main i, main script, a[href^='javascript' i]").length + (window.hacked ? 1 : 0)`); n > 0 {
			t.Errorf("%s: %d elements made of article text", what, n)
		}
		if evaluate[bool](b, `/[\u202d\u202e]/.test(document.body.innerHTML)`) {
			t.Errorf("%s: the direction of text is turned", what)
		}
		found, err := browsertest.Check(b)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range found {
			t.Errorf("%s: %s", what, f)
		}
	}
	for _, page := range pages {
		b.run(chromedp.Navigate(b.base + page))
		check(page)
	}
	b.run(chromedp.Navigate(b.base))
	b.ask("How many passengers carried?")
	check("asked")
}

// Text that runs from right to left does, amid text that does not.
func TestRightToLeft(t *testing.T) {
	n := newNewsroom()
	n.articles[2].Body = "أقر المجلس الميزانية يوم الجمعة. The library stays open."
	b := openTab(t, n, "/articles/council%2F1%20a")
	direction := func(selector string) string {
		t.Helper()
		return evaluate[string](b, `getComputedStyle(document.querySelector("`+selector+`")).direction`)
	}
	for selector, want := range map[string]string{".story h1": "rtl", ".body p": "rtl", ".facts": "ltr", ".similar h3 a": "ltr"} {
		if b.n.articles[2].Language == "" || (selector != ".similar h3 a" && direction(selector) != want) {
			t.Errorf("%s runs %s", selector, direction(selector))
		}
	}
	b.run(chromedp.Navigate(b.base))
	b.ask("ميزانية المجلس")
	for selector, want := range map[string]string{".question": "rtl", ".text p": "rtl", ".card .headline": "rtl", ".quote p": "rtl", ".card .meta": "ltr", "#q": "ltr"} {
		if got := direction(selector); got != want {
			t.Errorf("%s runs %s, want %s", selector, got, want)
		}
	}
}

// A word of the script and one of the server are the same.
func TestScriptSpeaksAsTheServer(t *testing.T) {
	n := newNewsroom()
	n.rewrite = "ferry to Vell (last week)"
	b := openTab(t, n, "/")
	b.ask("What did the council of Marn decide last week, and the ferry to Vell?")
	const shown = `[...document.querySelectorAll(".turn *")].filter(e => !e.closest(".actions") && e.checkVisibility() && !e.querySelector("p, li, h2, h3, h4"))
		.map(e => [e.localName, e.className, e.textContent.trim(), e.getAttribute("href"), e.getAttribute("aria-label")].join(" | ")).join("\n")`
	script := evaluate[string](b, shown)
	address := evaluate[string](b, "location.href")
	b.run(emulation.SetScriptExecutionDisabled(true), chromedp.Navigate(address), emulation.SetScriptExecutionDisabled(false))
	server := evaluate[string](b, shown)
	if script != server {
		t.Errorf("the script shows\n%s\nthe server\n%s", script, server)
	}
}

// The lines of a list are answered on the page, each as it comes.
func TestBatchInBrowser(t *testing.T) {
	b := openTab(t, newNewsroom(), "/batch")
	b.run(chromedp.SendKeys("#q", "When does the ferry to Vell resume?\nWho won the zeppelin race?"), chromedp.Click("#show"))
	b.until(`document.querySelectorAll("#rows tbody tr").length === 2 && !document.querySelector("#show").disabled`)
	b.want(`[...document.querySelectorAll("#rows tbody td:nth-child(2)")].map(e => e.textContent).join("|")`, "answered|not found")
	b.want(`document.querySelector("#status").textContent`, "2 lines")
	b.want(`document.querySelector("#rows tbody a").textContent`, "The Coast Lantern, 3 February 2025")
}
