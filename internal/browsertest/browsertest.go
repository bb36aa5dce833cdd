// Package browsertest drives the pages in a headless Chromium, listens to what
// they complain of, and checks that everybody can use them.
//
// axe-core (MPL-2.0) is the file of that name in the package of that version
// on npm, compressed. It is for tests only.
package browsertest

import (
	"bytes"
	"compress/gzip"
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Size is that of a window, in CSS pixels.
type Size struct{ Width, Height int }

// Desktop and Phone are windows as many people have them.
var (
	Desktop = Size{1280, 860}
	Phone   = Size{390, 844}
)

// Start starts a Chromium with an empty page, and ends it with the test. Where
// none is installed the test is skipped, or fails if nothing may be skipped.
func Start(t *testing.T) context.Context {
	t.Helper()
	var path string
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "headless-shell"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	switch {
	case path != "":
	case os.Getenv("CI") == "true" || os.Getenv("REQUIRE_ALL") == "1":
		t.Fatal("no chromium in PATH: install it, as with apt-get install chromium")
	default:
		t.Skip("no chromium in PATH; apt-get install chromium to run this")
	}
	options := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.WindowSize(Desktop.Width, Desktop.Height), chromedp.Flag("lang", "en-GB"), chromedp.Flag("force-color-profile", "srgb"))
	ctx, cancelTime := context.WithTimeout(t.Context(), 5*time.Minute)
	ctx, cancelProcess := chromedp.NewExecAllocator(ctx, options...)
	// A browser newer than the client sends events that the client does not know; they are no matter.
	ctx, cancelPage := chromedp.NewContext(ctx, chromedp.WithErrorf(func(string, ...any) {}))
	t.Cleanup(func() { cancelPage(); cancelProcess(); cancelTime() })
	if err := chromedp.Run(ctx); err != nil { // the browser lives as long as the context of the first run
		t.Fatalf("chromium does not start: %v", err)
	}
	return ctx
}

// Complaints is what went wrong in pages: exceptions, what was written to the
// console, breaches of the policy, requests to another host.
type Complaints struct {
	mu    sync.Mutex
	found []string
}

// Listen collects the complaints of the page in ctx, which is served at base.
func Listen(ctx context.Context, base string) *Complaints {
	c := new(Complaints)
	home, err := url.Parse(base)
	if err != nil {
		home = &url.URL{}
	}
	chromedp.ListenTarget(ctx, func(e any) {
		switch e := e.(type) {
		case *runtime.EventExceptionThrown:
			c.add(e.ExceptionDetails.Error())
		case *runtime.EventConsoleAPICalled:
			c.add("console " + e.Type.String())
		case *log.EventEntryAdded:
			// Failed requests are part of tests of faults; a broken policy never is.
			// A remark is no fault: that a field was typed in before it got the focus.
			told := e.Entry.Level == log.LevelWarning || e.Entry.Level == log.LevelError
			if told && e.Entry.Source != log.SourceNetwork {
				c.add(e.Entry.Text)
			}
		case *network.EventRequestWillBeSent:
			if u, err := url.Parse(e.Request.URL); err != nil || (u.Host != home.Host && u.Scheme != "data") {
				c.add("a request to " + e.Request.URL)
			}
		}
	})
	return c
}

func (c *Complaints) add(text string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.found = append(c.found, text)
}

// All returns the complaints so far.
func (c *Complaints) All() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	return slices.Clone(c.found)
}

// Emulate sets the size of the window, and dark or light colours, without motion.
func Emulate(size Size, dark bool) chromedp.Action {
	scheme := "light"
	if dark {
		scheme = "dark"
	}
	return chromedp.Tasks{
		chromedp.EmulateViewport(int64(size.Width), int64(size.Height)),
		chromedp.ActionFunc(func(ctx context.Context) error {
			return setMedia(ctx, map[string]string{"prefers-color-scheme": scheme, "prefers-reduced-motion": "reduce"})
		}),
	}
}

//go:embed axe-core-4.14.1.min.js.gz
var axe []byte

// finding is a rule of axe that the page breaks.
type finding struct {
	ID    string
	Help  string
	Nodes []struct {
		HTML           string
		FailureSummary string
	}
}

// Check returns what keeps people from using the page, by the rules of axe
// for WCAG 2.2 A and AA and for good practice.
func Check(ctx context.Context) ([]string, error) {
	script, err := unpacked(axe)
	if err != nil {
		return nil, fmt.Errorf("browsertest: axe: %w", err)
	}
	const run = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"], resultTypes: ["violations"]})
		.then(r => JSON.stringify(r.violations))`
	var result string
	err = chromedp.Run(ctx,
		chromedp.Evaluate(script+";0", nil),
		chromedp.Evaluate(run, &result, func(p *runtime.EvaluateParams) *runtime.EvaluateParams { return p.WithAwaitPromise(true) }),
	)
	if err != nil {
		return nil, fmt.Errorf("browsertest: axe: %w", err)
	}
	var findings []finding
	if err := json.Unmarshal([]byte(result), &findings); err != nil {
		return nil, fmt.Errorf("browsertest: axe: %w", err)
	}
	var found []string
	for _, f := range findings {
		for _, n := range f.Nodes {
			found = append(found, fmt.Sprintf("%s: %s\n\t%s\n\t%s", f.ID, f.Help, n.HTML, strings.ReplaceAll(n.FailureSummary, "\n", "\n\t")))
		}
	}
	return found, nil
}

func unpacked(data []byte) (string, error) {
	r, err := gzip.NewReader(bytes.NewReader(data))
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(r)
	return string(text), err
}

// Picture takes a picture of the window.
func Picture(ctx context.Context) ([]byte, error) {
	var png []byte
	err := chromedp.Run(ctx, chromedp.ActionFunc(func(ctx context.Context) (err error) {
		png, err = page.CaptureScreenshot().WithFormat(page.CaptureScreenshotFormatPng).Do(ctx)
		return err
	}))
	return png, err
}
