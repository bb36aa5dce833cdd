package export_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"byline/internal/api"
	"byline/internal/export"
	"byline/internal/news"
)

func batchOf(lines []news.BatchLine) (rows []news.BatchRow) {
	for _, l := range lines {
		row := news.BatchRow{Row: l.Row, Text: l.Text, Kind: news.LineClaim, Finding: news.Finding{Status: news.BatchSupported, Confidence: .5}, Err: l.Err}
		for m := range l.Row % 3 {
			row.Citations = append(row.Citations, news.Citation{Marker: m + 1, Quote: "One,\n\"two\" | three.", Article: news.Article{ID: "a", Source: "Post", Headline: "=1+1", Published: time.Date(2025, 2, 3, 0, 0, 0, 0, time.UTC)}})
		}
		rows = append(rows, row)
	}
	return rows
}

func writeBatch(t testing.TB, w *bytes.Buffer, form string, goesOn bool, rows []news.BatchRow) {
	t.Helper()
	b, err := export.NewBatch(w, form, goesOn, api.BatchRowLine)
	for i := range rows {
		err = errors.Join(err, b.Row(rows[i]))
	}
	if err != nil {
		t.Fatal(err)
	}
}

// A table that is cut off anywhere and gone on with is the same as one that was not.
func TestABatchIsGoneOnWith(t *testing.T) {
	lines := api.BatchLines([]string{"=It sank.", "A | b \\", "two\nlines \"quoted\"", "", "Why?\tSo."})
	rows := batchOf(lines)
	for _, form := range export.BatchFormats() {
		var whole bytes.Buffer
		writeBatch(t, &whole, form, false, rows)
		for cut := range whole.Len() {
			written := whole.Bytes()[:cut]
			so, err := export.Resume(written, form, lines)
			if err != nil {
				t.Fatalf("%s, cut after %d bytes: %v", form, cut, err)
			}
			var again bytes.Buffer
			if so.Rows > 0 {
				again.Write(written[:so.End])
			}
			writeBatch(t, &again, form, so.Rows > 0, rows[so.Rows:])
			if !bytes.Equal(again.Bytes(), whole.Bytes()) {
				t.Fatalf("%s, cut after %d bytes, gone on with after row %d:\n%s", form, cut, so.Rows, again.String())
			}
		}
	}
}

func TestTheTableOfOtherLinesIsRefused(t *testing.T) {
	for _, form := range export.BatchFormats() {
		var b bytes.Buffer
		writeBatch(t, &b, form, false, batchOf(api.BatchLines([]string{"One.", "Two."})))
		for _, lines := range [][]string{{"One.", "Three."}, {"One."}} {
			if _, err := export.Resume(b.Bytes(), form, api.BatchLines(lines)); news.KindOf(err) != news.KindConflict {
				t.Errorf("%s: %v: error %v", form, lines, err)
			}
		}
	}
}

func TestRowsOfABatch(t *testing.T) {
	var b bytes.Buffer
	rows := batchOf(api.BatchLines([]string{"One.", "Two."}))
	rows[0].Err = fmt.Errorf("not now")
	writeBatch(t, &b, "csv", false, rows)
	for _, want := range []string{"row,text,kind,status,answer,quote,source,published,headline,link,", ",2025-02-03T00:00:00Z,'=1+1,", ",not now\n", "[2] “One,\n\"\"two\"\" | three.” — =1+1, Post, 3 February 2025"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("lacks %s\n%s", want, b.String())
		}
	}
}
