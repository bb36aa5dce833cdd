package slackbot_test

import (
	"context"
	"encoding/base64"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

var pictures = flag.Bool("pictures", false, "draw the messages into docs/images, with Chromium")

func pictureOf(name string) string {
	return "slack-" + strings.ReplaceAll(name, "_", "-") + ".png"
}

// TestPicturesOfTheMessages holds docs/slack.md to a picture of each message and modal.
func TestPicturesOfTheMessages(t *testing.T) {
	doc, err := os.ReadFile("../../docs/slack.md")
	if err != nil {
		t.Fatal(err)
	}
	pages := map[string]string{}
	for name, blocks := range rendered() {
		pages[name] = messageHTML(t, blocks, slices.Contains(whispered, name))
	}
	for name, view := range renderedModals(t) {
		pages[name] = modalHTML(t, view)
	}
	if *pictures {
		drawAll(t, pages)
	}
	for name := range pages {
		if !strings.Contains(string(doc), "images/"+pictureOf(name)) {
			t.Errorf("docs/slack.md does not show %s", pictureOf(name))
		}
		if _, err := os.Stat(filepath.Join("..", "..", "docs", "images", pictureOf(name))); err != nil {
			t.Errorf("%v; make screenshots draws it", err)
		}
	}
}

func drawAll(t *testing.T, pages map[string]string) {
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.NoSandbox, chromedp.WindowSize(720, 900))
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), options...)
	defer cancel()
	ctx, stop := chromedp.NewContext(ctx)
	defer stop()
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		if err := draw(ctx, filepath.Join("..", "..", "docs", "images", pictureOf(name)), pages[name]); err != nil {
			t.Fatal(err)
		}
	}
}

func draw(ctx context.Context, path, page string) error {
	var png []byte
	if err := chromedp.Run(ctx,
		chromedp.Navigate("data:text/html;charset=utf-8;base64,"+base64.StdEncoding.EncodeToString([]byte(page))),
		chromedp.Screenshot("#picture", &png, chromedp.ByQuery),
	); err != nil {
		return err
	}
	return os.WriteFile(path, png, 0o600)
}
