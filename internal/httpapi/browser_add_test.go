package httpapi_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// Files that are chosen are sent, and what is not taken is shown with its reason;
// what was deleted can be brought back.
func TestAddingInBrowser(t *testing.T) {
	dir := t.TempDir()
	var paths []string
	for name, text := range map[string]string{"ferry.txt": "The ferry sails.", "empty.txt": "", "deleted.txt": "Gone."} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		paths = append(paths, path)
	}
	n := newNewsroom()
	b := openTab(t, n, "/add")
	b.run(chromedp.WaitVisible("#drop"), chromedp.SetUploadFiles("#pick-files", paths), chromedp.WaitVisible("#adding-next"))
	b.want(`document.querySelector("#adding-status").textContent`, "Done: 1 added, 1 deleted before, and left so, 1 not taken")
	b.want(`document.querySelector("#refused").textContent`, "empty.txt the input is empty")
	b.run(chromedp.Click("#adding-restore"))
	b.until(`document.querySelector("#adding-status").textContent === "Done: 2 added, 1 not taken"`)
	if a, err := n.Article(t.Context(), "ferry.txt"); err != nil || a.FileTime.IsZero() {
		t.Errorf("stored %+v, %v", a, err)
	}
	// An address is no text. Here nothing is fetched.
	b.run(chromedp.Click(".paste summary"), chromedp.SendKeys("#paste-text", "https://harbour.example/strike"), chromedp.Click("#paste button"))
	b.until(`document.querySelector("#adding-status").textContent.startsWith("That is an address")`)
}

// Addresses are fetched, and each that brings nothing is named with the reason.
func TestAddingAddressesInBrowser(t *testing.T) {
	n := newNewsroom()
	n.web = web{"https://harbour.example/strike": "Strike ends in Orsk Bay"}
	b := openTab(t, n, "/add")
	b.run(chromedp.WaitVisible("#drop"), chromedp.Click(".paste summary"),
		chromedp.SendKeys("#paste-text", "https://harbour.example/strike\nhttps://closed.example/"))
	b.until(`document.querySelector("#paste-facts").hidden`)
	b.run(chromedp.Click("#paste button"), chromedp.WaitVisible("#adding-next"))
	b.want(`document.querySelector("#adding-status").textContent`, "Done: 1 added, 1 not taken")
	b.want(`document.querySelector("#refused").textContent`, "https://closed.example/ closed to fetching")
	if _, err := n.Article(t.Context(), "https://harbour.example/strike"); err != nil {
		t.Error(err)
	}
}

// An article is corrected, the correction undone, and the article deleted.
func TestEditingInBrowser(t *testing.T) {
	n := newNewsroom()
	b := openTab(t, n, "/articles/ferry")
	b.run(chromedp.Click("#editing summary"), chromedp.SetValue("#edit-headline", "Ferry is back"), chromedp.Click("#edit [type=submit]"), chromedp.WaitReady("#edit-undo"))
	b.want(`document.querySelector("h1").textContent`, "Ferry is back")
	b.until(`document.querySelector(".facts").textContent.includes("corrected here: headline")`)
	b.run(chromedp.Click("#editing summary"), chromedp.Click("#edit-undo"), chromedp.WaitNotPresent("#edit-undo"), chromedp.WaitVisible("#editing summary"))
	chromedp.ListenTarget(b, func(event any) {
		if _, asks := event.(*page.EventJavascriptDialogOpening); asks {
			go func() { _ = chromedp.Run(b, page.HandleJavaScriptDialog(true)) }()
		}
	})
	b.run(chromedp.Click("#editing summary"), chromedp.Click("#edit-delete"), chromedp.WaitVisible(".finder"))
	if _, err := n.Article(t.Context(), "ferry"); err == nil {
		t.Error("the article is still there")
	}
}
