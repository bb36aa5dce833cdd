package httpapi_test

import (
	"bytes"
	"strings"
	"testing"

	"byline/internal/httpapi"
)

func TestTheContractIsServed(t *testing.T) {
	w := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "GET", "/openapi.yaml", "")
	if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), httpapi.OpenAPI) {
		t.Errorf("status %d", w.Code)
	}
}

// The page tells all that the document has, and asks no other host for anything.
func TestTheContractCanBeRead(t *testing.T) {
	w := call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "GET", "/docs", "")
	page := w.Body.String()
	if w.Code != 200 {
		t.Fatalf("status %d: %s", w.Code, page)
	}
	shows(t, page, `<article class="operation" id="searchByURL">`, `href="#schema-SearchResult"`, `id="schema-Understood"`,
		`<dt><code>messages[].role</code> <span class="required">required</span></dt>`, "user | assistant", `&#34;filters&#34;: {`,
		"<dt><code>delta</code></dt>", "<code>Retry-After</code>", `at most 2000 characters`)
	c, err := theContract()
	if err != nil {
		t.Fatal(err)
	}
	for path, methods := range c.routes {
		for _, method := range methods {
			shows(t, page, `<span class="method `+method+`">`+method+`</span> <code>`+path+`</code>`)
		}
	}
	for _, target := range strings.Split(page, `href="#`)[1:] {
		id, _, _ := strings.Cut(target, `"`)
		shows(t, page, `id="`+id+`"`)
	}
	for _, bad := range []string{`="http`, "<script>", "style=", "<nil>", "ZgotmplZ", "type\"></span>"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
}
