package movabletype_test

import (
	"bufio"
	"encoding/json"
	"strings"
	"testing"

	"byline/internal/format/movabletype"
)

const export = "TITLE: Mole closed\nBASENAME: mole\nSTATUS: Publish\nAUTHOR: Ada Lee\nDATE: 02/03/2026 05:00:00 PM\nPRIMARY CATEGORY: Sea\nCATEGORY: Boats\n-----\nBODY:\n<p>One.</p>\n-----\n" +
	"EXTENDED BODY:\n<p>Two.</p>\n-----\nEXCERPT:\n\n-----\nCOMMENT:\nAUTHOR: troll\nDATE: 02/04/2026 05:00:00 PM\nAt last.\n-----\n--------\nTITLE: Not yet\nSTATUS: Draft\n-----\nBODY:\nThree.\n-----\n--------\n"

// TestSplit: each entry is a record, without what readers said of it.
func TestSplit(t *testing.T) {
	want := []string{
		`{"author":"Ada Lee","date":"2026-02-03T17:00:00","section":"Sea","status":"Publish","tags":["Boats"],"text":"\u003cp\u003eOne.\u003c/p\u003e\n\n\u003cp\u003eTwo.\u003c/p\u003e","title":"Mole closed"}`,
		`{"status":"Draft","text":"Three.","title":"Not yet"}`,
	}
	for name, text := range map[string]string{"as it is": export, "of Windows": strings.ReplaceAll(export, "\n", "\r\n")} {
		if !movabletype.Detect([]byte(text)) {
			t.Errorf("%s: not told", name)
		}
		var got []string
		for record := range movabletype.Split(bufio.NewReader(strings.NewReader(text)), 1000) {
			if record.Err != nil {
				t.Errorf("%s: %v", name, record.Err)
			}
			got = append(got, string(record.Data))
		}
		if strings.Join(got, "|") != strings.Join(want, "|") {
			t.Errorf("%s:\n%s\nwant\n%s", name, got, want)
		}
	}
}

func TestOthersAreNotTaken(t *testing.T) {
	for _, text := range []string{"TITLE: Mole closed\nAUTHOR: Ada Lee\n\nThe mole is closed.", "MOLE CLOSED: WHY\n-----\nThe mole is closed.", "-----\nBODY:\nOne."} {
		if movabletype.Detect([]byte(text)) {
			t.Errorf("%q is taken for an export", text)
		}
	}
}

func TestALongEntryIsNamed(t *testing.T) {
	errs := 0
	for record := range movabletype.Split(bufio.NewReader(strings.NewReader(export)), 100) {
		if record.Err != nil {
			errs++
		}
	}
	if errs != 1 {
		t.Errorf("%d errors, want one", errs)
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(export)
	f.Fuzz(func(t *testing.T, text string) {
		for record := range movabletype.Split(bufio.NewReader(strings.NewReader(text)), 1<<12) {
			if record.Err == nil && !json.Valid(record.Data) {
				t.Errorf("%q is no JSON", record.Data)
			}
		}
	})
}
