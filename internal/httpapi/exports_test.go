package httpapi_test

import (
	"bytes"
	"encoding/csv"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"byline/internal/export"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// In another form than JSON all that is found is sent, however many pages it is.
func TestExportedSearch(t *testing.T) {
	n := newNewsroom()
	for i := range 250 {
		n.articles = append(n.articles, news.Article{ID: strconv.Itoa(i), Headline: "Ferry", Body: "A ferry."})
	}
	s := httpapi.New(n.deps(), httpapi.Config{})
	rows := func(response string) int {
		all, err := csv.NewReader(strings.NewReader(response)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		return len(all) - 1
	}
	r := call(t, s, "GET", "/v1/search?query=ferry&format=csv", "")
	total, _ := strconv.Atoi(r.Header().Get("X-Total-Count"))
	if got := rows(r.Body.String()); r.Code != http.StatusOK || total < 250 || got != total || !strings.Contains(r.Header().Get("Content-Disposition"), "byline.csv") {
		t.Errorf("status %d, %d rows of %d, headers %v", r.Code, got, total, r.Header())
	}
	if got := rows(call(t, s, "GET", "/v1/search?query=ferry&format=csv&limit=7", "").Body.String()); got != 7 {
		t.Errorf("%d rows with a limit of 7", got)
	}
	r = call(t, s, "POST", "/v1/search", `{"query": "ferry", "limit": 2}`, "Accept", "application/x-research-info-systems")
	if strings.Count(r.Body.String(), "\r\nER  - ") != 2 {
		t.Errorf("got %s", r.Body)
	}
	if r = call(t, s, "GET", "/v1/search?query=ferry&format=pdf", ""); r.Code != http.StatusBadRequest || !strings.Contains(r.Body.String(), "format") {
		t.Errorf("status %d, %s", r.Code, r.Body)
	}
}

// An answer is sent in all forms, by body and by address, with what narrows it.
func TestExportedAnswer(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	const question = "When does the ferry to Vell resume?"
	for _, f := range export.Formats() {
		byURL := call(t, s, "GET", "/v1/answers?format="+f.Name+"&question="+url.QueryEscape(question), "")
		byBody := call(t, s, "POST", "/v1/answers", `{"question": "`+question+`", "format": "`+f.Name+`"}`)
		if byURL.Code != http.StatusOK || byURL.Header().Get("Content-Type") != f.MediaType || byURL.Body.Len() == 0 ||
			!bytes.Equal(byURL.Body.Bytes(), byBody.Body.Bytes()) {
			t.Errorf("%s: status %d, %v: %s; by body: %s", f.Name, byURL.Code, byURL.Header(), byURL.Body, byBody.Body)
		}
	}
	r := call(t, s, "POST", "/v1/answers", `{"question": "`+question+`"}`, "Accept", "text/markdown")
	if !strings.Contains(r.Body.String(), "[^1]: “") {
		t.Errorf("got %s", r.Body)
	}
	r = call(t, s, "GET", "/v1/answers?question="+url.QueryEscape(question)+"&source=Nobody", "")
	if !strings.Contains(r.Body.String(), `"not_found"`) {
		t.Errorf("got %s", r.Body)
	}
	if r = call(t, s, "GET", "/v1/answers?format=pdf&question=x", ""); r.Code != http.StatusBadRequest {
		t.Errorf("status %d, %s", r.Code, r.Body)
	}
}
