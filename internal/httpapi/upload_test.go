package httpapi_test

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// sent is a field of a form, or a file in it.
type sent struct{ name, file, text string }

// formOf makes a form and its content type.
func formOf(t *testing.T, fields ...sent) (body, contentType string) {
	t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for _, f := range fields {
		h := textproto.MIMEHeader{}
		h.Set("Content-Disposition", `form-data; name="`+f.name+`"`)
		if f.file != "" {
			h.Set("Content-Disposition", `form-data; name="`+f.name+`"; filename="`+f.file+`"`)
		}
		part, err := w.CreatePart(h)
		if err == nil {
			_, err = part.Write([]byte(f.text))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String(), w.FormDataContentType()
}

// told reads the lines of a response: those that are no progress, and the counts.
func told(t *testing.T, body string) (events []api.LoadEvent, sum news.LoadSummary, err error) {
	t.Helper()
	sum, err = api.ReadLoad(strings.NewReader(body), func(e api.LoadEvent) {
		if e.Event != api.LoadProgress {
			events = append(events, e)
		}
	})
	sum.Elapsed = 0
	return events, sum, err
}

func TestUploadOfAForm(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	body, contentType := formOf(t,
		sent{"file_time", "", "2026-03-03T10:00:00Z"}, sent{"file", "2026/ferry.txt", "The ferry sailed."},
		sent{"file", "empty.txt", ""}, sent{"other", "../../etc/strike.txt", "The crew struck."}, sent{"file", "empty.txt", ""},
		sent{"file", "deleted.txt", "Gone."})
	w := call(t, s, "POST", "/v1/uploads", body, "Content-Type", contentType)
	events, sum, err := told(t, w.Body.String())
	want := []api.LoadEvent{
		{Event: "rejected", Part: 2, File: "empty.txt", Line: 1, Error: "the input is empty"},
		{Event: "rejected", Part: 4, File: "empty.txt", Line: 1, Error: "the input is empty"},
	}
	if diff := cmp.Diff(want, events); diff != "" || err != nil {
		t.Errorf("%v (-want +got):\n%s", err, diff)
	}
	if diff := cmp.Diff(news.LoadSummary{Created: 2, Deleted: 1, Rejected: 2}, sum); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a := decoded[api.Article](t, call(t, s, "GET", "/v1/articles/2026%2Fferry.txt", ""), 200)
	if at := time.Date(2026, 3, 3, 10, 0, 0, 0, time.UTC); a.File != "2026/ferry.txt" || !a.FileTime.Equal(at) || !a.FileDated {
		t.Errorf("stored %+v", a)
	}
	// The time is of the file behind it alone, and no path leads elsewhere.
	if a := decoded[api.Article](t, call(t, s, "GET", "/v1/articles/etc%2Fstrike.txt", ""), 200); !a.FileTime.IsZero() {
		t.Errorf("stored %+v", a)
	}
}

func TestUploadOfOneFile(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	w := call(t, s, "POST", "/v1/uploads?file=notes/deleted.txt&file_time=2026-03-03", "Gone.", "Content-Type", "text/plain")
	if _, sum, err := told(t, w.Body.String()); err != nil || sum.Deleted != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
	w = call(t, s, "POST", "/v1/uploads?file=notes/deleted.txt&dry_run=true&restore=true", "Gone.")
	events, _, err := told(t, w.Body.String())
	want := []api.LoadEvent{{Event: "article", Part: 1, File: "notes/deleted.txt", Line: 1, ID: "notes/deleted.txt", Status: "created", Headline: "notes/deleted.txt"}}
	if diff := cmp.Diff(want, events); diff != "" || err != nil {
		t.Errorf("dry run: %v (-want +got):\n%s", err, diff)
	}
	problemOn(t, call(t, s, "GET", "/v1/articles/notes%2Fdeleted.txt", ""), 404)
	call(t, s, "POST", "/v1/uploads?file=notes/deleted.txt&restore=true", "Gone.")
	if a := decoded[api.Article](t, call(t, s, "GET", "/v1/articles/notes%2Fdeleted.txt", ""), 200); a.Body != "Gone." {
		t.Errorf("restored: %+v", a)
	}
}

func TestUploadsThatCannotBe(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	good, contentType := formOf(t, sent{"file", "a.txt", "A."})
	strange, strangeType := formOf(t, sent{"titel", "", "A."})
	empty, emptyType := formOf(t)
	for name, test := range map[string]struct {
		target, body, contentType string
		want                      string // part of the detail
	}{
		"no boundary":         {"/v1/uploads", good, "multipart/form-data", "boundary"},
		"file of a form":      {"/v1/uploads?file=a.txt", good, contentType, "parameters of a single file"},
		"a flag":              {"/v1/uploads?dry_run=perhaps", good, contentType, "dry_run"},
		"a time":              {"/v1/uploads?file_time=noon", "A.", "text/plain", "file_time"},
		"an unknown field":    {"/v1/uploads", strange, strangeType, "titel: is neither a file nor file_time"},
		"no file":             {"/v1/uploads", empty, emptyType, "holds no file"},
		"an unknown parametr": {"/v1/uploads?name=a.txt", good, contentType, "unknown parameter"},
	} {
		t.Run(name, func(t *testing.T) {
			if p := problemOn(t, call(t, s, "POST", test.target, test.body, "Content-Type", test.contentType), 400); !strings.Contains(p.Detail, test.want) {
				t.Errorf("detail is %q, want %q", p.Detail, test.want)
			}
		})
	}
}

// A form that is cut short says so at its end; what came before is stored.
func TestUploadCutShort(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	body, contentType := formOf(t, sent{"file", "a.txt", "A."}, sent{"file", "b.txt", "B."})
	short, _, _ := strings.Cut(body, "b.txt")
	w := call(t, s, "POST", "/v1/uploads", short, "Content-Type", contentType)
	_, sum, err := told(t, w.Body.String())
	if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "cut short") || sum.Created != 1 {
		t.Errorf("%+v, %v", sum, err)
	}
}

// What is left of a body would be read beside the next request of the connection.
func TestUploadIsReadToItsEnd(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	form, contentType := formOf(t, sent{"file", "ferry.txt", "The ferry sailed."})
	body := strings.NewReader(form + strings.Repeat("behind the form ", 4096))
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "http://localhost/v1/uploads", body)
	r.Header.Set("Content-Type", contentType)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code != http.StatusOK || body.Len() > 0 {
		t.Errorf("status %d, %d bytes are left", w.Code, body.Len())
	}
}

func TestEditing(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	a := decoded[api.Article](t, call(t, s, "PATCH", "/v1/articles/ferry", `{"headline": " Ferry is back ", "published": "2025-02-02"}`), 200)
	if a.Headline != "Ferry is back" || a.Published.Format(time.DateOnly) != "2025-02-02" || a.Source != "The Coast Lantern" {
		t.Errorf("edited: %+v", a)
	}
	if diff := cmp.Diff([]string{"headline", "published"}, a.Edited); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	a = decoded[api.Article](t, call(t, s, "PATCH", "/v1/articles/ferry", `{"headline": null, "source": "Lantern"}`), 200)
	if diff := cmp.Diff([]string{"published", "source"}, a.Edited); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	problemOn(t, call(t, s, "PATCH", "/v1/articles/nobody", `{"headline": "x"}`), 404)
	for body, want := range map[string]string{
		`{}`:                       "nothing is to be changed",
		`{"headline": " "}`:        "headline: must not be empty",
		`{"published": "soonish"}`: "published: want a date",
		`{"source": 3}`:            "source: must be text",
		`{"body": "x"}`:            "unknown field",
	} {
		if p := problemOn(t, call(t, s, "PATCH", "/v1/articles/ferry", body), 400); !strings.Contains(p.Detail, want) {
			t.Errorf("%s: detail is %q, want %q", body, p.Detail, want)
		}
	}
}

func TestDeletingByAFilter(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	if got := decoded[api.Deleted](t, call(t, s, "DELETE", "/v1/articles?source=Marn+Gazette&dry_run=true", ""), 200); got != (api.Deleted{Matched: 1}) {
		t.Errorf("dry run: %+v", got)
	}
	if got := decoded[api.Deleted](t, call(t, s, "DELETE", "/v1/articles?source=Marn+Gazette", ""), 200); got != (api.Deleted{Matched: 1, Deleted: 1}) {
		t.Errorf("got %+v", got)
	}
	if p := problemOn(t, call(t, s, "DELETE", "/v1/articles", ""), 400); !strings.Contains(p.Detail, "no filter") {
		t.Errorf("without a filter: %q", p.Detail)
	}
}
