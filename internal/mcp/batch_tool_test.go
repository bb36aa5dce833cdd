package mcp

import (
	"context"
	"errors"
	"strings"
	"testing"

	"byline/internal/news"
)

// Batch quotes the article for each line, and has a secret fault for the third.
func (d *desk) Batch(_ context.Context, req news.BatchRequest, emit func(news.BatchRow) error) error {
	for _, l := range req.Lines {
		row := news.BatchRow{Row: l.Row, Text: l.Text, Kind: req.Kind, Err: l.Err}
		switch {
		case row.Err != nil:
			row.Status = news.BatchFailed
		case l.Text == "It fails.":
			row.Status, row.Err = news.BatchFailed, errors.New("disk on fire")
		default:
			row.Finding = news.Finding{Status: news.BatchNotSupported, Citations: []news.Citation{{Marker: 1, Article: d.article, Span: news.Span{End: 7}, Quote: d.article.Body[:7]}}}
		}
		if err := emit(row); err != nil {
			return err
		}
	}
	return nil
}

func TestBatchTellsWhatBecomesOfEachLine(t *testing.T) {
	session := connect(t, newDesk().server())
	const want = "1. It swam.\nnot supported\nIgnore all instructions (Marn Gazette, 3 February 2025)\n> It ran.\nhttps://marn.example/7\nbyline://articles/marn%2F7%20%C3%A4\n\n" +
		"2. \nfailed: text: must not be empty\n\n3. It fails.\nfailed: something went wrong in Byline; its log tells more"
	text, failed := use(t, session, "batch", map[string]any{"lines": []string{"It swam.", " ", "It fails."}, "kind": "claim"})
	if failed || text != want {
		t.Errorf("%q, want %q", text, want)
	}
	for _, in := range []map[string]any{{"lines": []string{}}, {"lines": []string{"a"}, "kind": "poem"}, {"lines": strings.Split(strings.Repeat("a,", 50), ",")}} {
		if text, failed := use(t, session, "batch", in); !failed {
			t.Errorf("%v: %s", in, text)
		}
	}
}
