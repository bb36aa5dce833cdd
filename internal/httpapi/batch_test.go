package httpapi_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// rowsOf reads the rows of a batch.
func rowsOf(t *testing.T, body string) (rows []news.BatchRow) {
	t.Helper()
	for line := range strings.Lines(body) {
		row, err := api.ReadBatchRow([]byte(line))
		if err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		rows = append(rows, row)
	}
	return rows
}

const batchTable = "id,question\n7,When does the ferry to Vell resume?\n8,\n9,How many homes lost power in Orsk Bay?\n"

// A table comes back as a row for each line, in order, faulty ones too, whatever it is
// sent as; from goes on with a row.
func TestBatch(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	part, _ := parts.CreateFormFile("file", "q.csv") // a buffer takes all
	_, _ = part.Write([]byte(batchTable))
	_ = parts.Close()
	for name, r := range map[string]struct{ media, body string }{
		"table": {"text/csv", batchTable},
		"form":  {parts.FormDataContentType(), form.String()},
		"JSON":  {"application/json", `{"lines": ["When does the ferry to Vell resume?", "", "How many homes lost power in Orsk Bay?"]}`},
	} {
		rows := rowsOf(t, call(t, s, "POST", "/v1/batch", r.body, "Content-Type", r.media).Body.String())
		if len(rows) != 3 || rows[0].Status != "answered" || len(rows[0].Citations) == 0 || rows[1].Err == nil || rows[1].Status != news.BatchFailed || rows[2].Row != 3 {
			t.Errorf("%s: %+v", name, rows)
		}
	}
	rows := rowsOf(t, call(t, s, "POST", "/v1/batch?from=3", batchTable, "Content-Type", "text/csv").Body.String())
	if len(rows) != 1 || rows[0].Row != 3 || !strings.HasPrefix(rows[0].Text, "How many") {
		t.Errorf("from row 3: %+v", rows)
	}
	w := call(t, s, "POST", "/v1/batch?format=csv", batchTable, "Content-Type", "text/csv")
	if all, err := csv.NewReader(w.Body).ReadAll(); err != nil || len(all) != 4 || all[1][3] != "answered" || !strings.Contains(w.Header().Get("Content-Disposition"), "byline.csv") {
		t.Errorf("%v, %v: %v", err, w.Header(), all)
	}
}

// The form of the page sends pasted lines, or a file, and what is wanted as fields.
func TestBatchPage(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	shows(t, call(t, s, "GET", "/batch", "").Body.String(), `action="/v1/batch"`, `name="text"`, "10,000 lines")
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	for name, value := range map[string]string{"text": "When does the ferry to Vell resume?\n", "format": "csv", "kind": "question", "column": ""} {
		_ = parts.WriteField(name, value) // a buffer takes all
	}
	_, _ = parts.CreateFormFile("file", "")
	_ = parts.Close()
	w := call(t, s, "POST", "/v1/batch", form.String(), "Content-Type", parts.FormDataContentType())
	if all, err := csv.NewReader(w.Body).ReadAll(); err != nil || len(all) != 2 || all[1][2] != "question" || all[1][3] != "answered" {
		t.Errorf("%v: %v", err, all)
	}
}

// Parameters hold for lines in JSON, too, unless the body says otherwise.
func TestParametersBesideABatchInJSON(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	const line = `"lines":["When does the ferry to Vell resume?"]`
	for path, want := range map[string]string{"/v1/batch?kind=name": "name", "/v1/batch?kind=name&from=1": "name", "/v1/batch": "question"} {
		if rows := rowsOf(t, call(t, s, "POST", path, "{"+line+"}").Body.String()); len(rows) != 1 || string(rows[0].Kind) != want {
			t.Errorf("%s: %+v", path, rows)
		}
	}
	if rows := rowsOf(t, call(t, s, "POST", "/v1/batch?kind=name", `{"kind":"claim",`+line+"}").Body.String()); len(rows) != 1 || rows[0].Kind != news.LineClaim {
		t.Errorf("%+v", rows)
	}
	if got := call(t, s, "POST", "/v1/batch?updated_after="+strings.Repeat("0", 400), "{"+line+"}"); got.Code != 400 {
		t.Errorf("%d: %s", got.Code, got.Body)
	}
}

func TestFaultyBatches(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	for _, r := range []struct{ target, media, body, want string }{
		{"/v1/batch", "application/json", `{"lines": []}`, "lines"},
		{"/v1/batch?column=whom", "text/csv", batchTable, "there are id, question"},
		{"/v1/batch?from=9", "text/csv", batchTable, "from"},
		{"/v1/batch?format=docx", "text/csv", batchTable, "format"},
		{"/v1/batch?kind=poem", "text/csv", batchTable, "kind"},
		{"/v1/batch", "text/plain", "\n\n", "no lines"},
	} {
		w := call(t, s, "POST", r.target, r.body, "Content-Type", r.media)
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), r.want) {
			t.Errorf("%s %s: status %d, %s", r.target, r.body, w.Code, w.Body)
		}
	}
}

// What goes wrong within is a row that does not say what.
func TestInternalFaultsOfRows(t *testing.T) {
	n := newNewsroom()
	n.before.set(func(context.Context) error { return errors.New("disk /dev/sda1 is on fire") })
	w := call(t, httpapi.New(n.deps(), httpapi.Config{}), "POST", "/v1/batch", `{"lines": ["Why?"]}`)
	if rows := rowsOf(t, w.Body.String()); len(rows) != 1 || rows[0].Err == nil || strings.Contains(w.Body.String(), "sda1") {
		t.Errorf("got %s", w.Body)
	}
}
