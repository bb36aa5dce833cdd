package httpapi_test

import (
	"context"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// call sends a request to h as a program on this machine would, and holds the
// response to openapi.yaml. Headers are pairs of name and value.
func call(t *testing.T, h http.Handler, method, target, body string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	r.Host = "127.0.0.1:8080"
	if body != "" && strings.HasPrefix(strings.TrimSpace(body), "{") {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			r.Host = headers[i+1]
		}
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	keepsContract(t, r, w)
	return w
}

// decoded returns the body of a response, which must have the given status.
func decoded[T any](t *testing.T, w *httptest.ResponseRecorder, status int) T {
	t.Helper()
	var v T
	if w.Code != status {
		t.Fatalf("status %d, want %d; body %s", w.Code, status, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v, json.RejectUnknownMembers(true)); err != nil {
		t.Fatalf("body is not as declared: %v\n%s", err, w.Body)
	}
	return v
}

// problemOn returns the problem of a response, which must be one and carry the ID of the request.
func problemOn(t *testing.T, w *httptest.ResponseRecorder, status int) api.Problem {
	t.Helper()
	p := decoded[api.Problem](t, w, status)
	if ct := w.Header().Get("Content-Type"); ct != "application/problem+json" {
		t.Errorf("Content-Type %q, want %q", ct, "application/problem+json")
	}
	if p.Status != status || p.Instance == "" || p.Instance != w.Header().Get("X-Request-ID") || !strings.HasPrefix(p.Type, "/problems/") || p.Title == "" {
		t.Errorf("incomplete problem %+v", p)
	}
	return p
}

func fieldsOf(p api.Problem) []string {
	var fields []string
	for _, e := range p.Errors {
		fields = append(fields, e.Field)
	}
	return fields
}

func TestArticles(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})

	t.Run("one", func(t *testing.T) {
		a := decoded[api.Article](t, call(t, s, "GET", "/v1/articles/ferry", ""), 200)
		want := api.NewArticle(n.articles[0])
		if diff := cmp.Diff(want, a); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		if a.Body == "" || a.Attribution[0] != "Harbour Wire" {
			t.Errorf("got %+v", a)
		}
	})
	t.Run("an ID with a slash and a space is escaped in the path", func(t *testing.T) {
		a := decoded[api.Article](t, call(t, s, "GET", "/v1/articles/council%2F1%20a", ""), 200)
		if a.ID != "council/1 a" {
			t.Errorf("got %q", a.ID)
		}
	})
	t.Run("what is unknown is left out and lists are never null", func(t *testing.T) {
		body := call(t, s, "GET", "/v1/articles/power", "").Body.String()
		if strings.Contains(body, "null") || strings.Contains(body, `"updated"`) || !strings.Contains(body, `"authors":[]`) {
			t.Error(body)
		}
	})
	t.Run("times keep their zone", func(t *testing.T) {
		if body := call(t, s, "GET", "/v1/articles/ferry", "").Body.String(); !strings.Contains(body, `"published":"2025-02-03T09:40:00+02:00"`) {
			t.Error(body)
		}
	})
	t.Run("HEAD", func(t *testing.T) {
		if w := call(t, s, "HEAD", "/v1/articles/ferry", ""); w.Code != 200 {
			t.Errorf("status %d", w.Code)
		}
	})
	t.Run("unknown", func(t *testing.T) {
		p := problemOn(t, call(t, s, "GET", "/v1/articles/nobody", ""), 404)
		if p.Type != "/problems/not-found" || p.Detail != `no article has the ID "nobody"` {
			t.Errorf("got %+v", p)
		}
		problemOn(t, call(t, s, "GET", "/v1/articles/nobody/revisions", ""), 404)
		problemOn(t, call(t, s, "DELETE", "/v1/articles/nobody", ""), 404)
	})
	t.Run("revisions", func(t *testing.T) {
		got := decoded[api.Revisions](t, call(t, s, "GET", "/v1/articles/ferry/revisions", ""), 200)
		if len(got.Revisions) != 1 || got.Revisions[0].Stored.IsZero() || got.Revisions[0].Revision != 2 {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("what changed between revisions", func(t *testing.T) {
		got := decoded[api.Revisions](t, call(t, s, "GET", "/v1/articles/ferry/revisions?diff=true&phrase=no+such+words", ""), 200)
		if has := got.Revisions[0].HasPhrase; has == nil || *has {
			t.Errorf("got %+v, want to be told that the words are not there", got)
		}
		problemOn(t, call(t, s, "GET", "/v1/articles/ferry/revisions?phrase="+strings.Repeat("x", 4001), ""), 400)
		problemOn(t, call(t, s, "GET", "/v1/articles/ferry/revisions?diff=maybe", ""), 400)
	})
	t.Run("an ID beyond measure", func(t *testing.T) {
		problemOn(t, call(t, s, "GET", "/v1/articles/"+strings.Repeat("x", 513), ""), 400)
	})
	t.Run("delete", func(t *testing.T) {
		if w := call(t, s, "DELETE", "/v1/articles/hostile", ""); w.Code != 204 || w.Body.Len() != 0 {
			t.Errorf("status %d, body %s", w.Code, w.Body)
		}
		problemOn(t, call(t, s, "GET", "/v1/articles/hostile", ""), 404)
	})
}

// Who has an article as it is now is told so; who has another version gets this one.
func TestArticlesHaveTags(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	first := call(t, s, "GET", "/v1/articles/ferry", "")
	tag := first.Header().Get("ETag")
	if tag == "" || tag == call(t, s, "GET", "/v1/articles/power", "").Header().Get("ETag") {
		t.Fatalf("the tag is %q", tag)
	}
	if got := first.Header().Get("Cache-Control"); got != "private, no-cache" {
		t.Errorf("Cache-Control %q", got)
	}
	for given, status := range map[string]int{
		tag: 304, strings.TrimPrefix(tag, "W/"): 304, `"another", ` + tag: 304, "*": 304,
		`W/"another"`: 200, "": 200, "nonsense": 200,
	} {
		for _, method := range []string{"GET", "HEAD"} {
			w := call(t, s, method, "/v1/articles/ferry", "", "If-None-Match", given, "Accept-Encoding", "gzip")
			if w.Code != status || w.Header().Get("ETag") != tag || (status == 304 && w.Body.Len() > 0) {
				t.Errorf("%s with %s: status %d, ETag %s, %d bytes", method, given, w.Code, w.Header().Get("ETag"), w.Body.Len())
			}
		}
	}
	n.articles[0].Body += " It was corrected."
	if w := call(t, s, "GET", "/v1/articles/ferry", "", "If-None-Match", tag); w.Code != 200 || w.Header().Get("ETag") == tag {
		t.Errorf("changed: status %d, ETag %s", w.Code, w.Header().Get("ETag"))
	}
	problemOn(t, call(t, s, "GET", "/v1/articles/none", "", "If-None-Match", "*"), 404)
}

// Names of a filter that no article has are told where there is room for it: in
// the document of a listing, on the page of the newest articles.
func TestListingsTellUnknownNames(t *testing.T) {
	n := newNewsroom()
	deps := n.deps()
	deps.Unknown = func(_ context.Context, f news.Filter, _ ...news.Article) (warnings []string, err error) {
		for _, s := range f.Sources {
			warnings = append(warnings, "nobody is called "+s)
		}
		return warnings, nil
	}
	s := httpapi.New(deps, httpapi.Config{})
	list := decoded[api.Articles](t, call(t, s, "GET", "/v1/articles?source=Lantrn&after=2025", ""), 200)
	if diff := cmp.Diff([]string{"nobody is called Lantrn"}, list.Warnings); diff != "" || list.Filters == nil || list.Filters.After.Year() != 2025 {
		t.Errorf("filters %+v, warnings %s", list.Filters, diff)
	}
	if list := decoded[api.Articles](t, call(t, s, "GET", "/v1/articles", ""), 200); len(list.Warnings) > 0 || list.Filters != nil {
		t.Errorf("filters %+v, warnings %q", list.Filters, list.Warnings)
	}
	shows(t, call(t, s, "GET", "/search?source=Lantrn", "").Body.String(), "nobody is called Lantrn")
}

func TestListing(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	var ids []string
	target := "/v1/articles?limit=3&source=A&source=B&after=2025-01-01&before=2025-03-01T00:00:00Z&language=EN"
	for next := "start"; next != ""; {
		part := decoded[api.Articles](t, call(t, s, "GET", target, ""), 200)
		for _, a := range part.Articles {
			ids = append(ids, a.ID)
		}
		next = part.Next
		target = "/v1/articles?limit=3&cursor=" + strings.ReplaceAll(next, " ", "%20")
	}
	if diff := cmp.Diff([]string{"ferry", "power", "council/1 a", "hostile"}, ids); diff != "" {
		t.Error(diff)
	}
	if f := n.listings[0]; len(f.Sources) != 2 || f.Language != "en" || f.After.Year() != 2025 || f.Before.Month() != 3 {
		t.Errorf("filter %+v", f)
	}
	p := problemOn(t, call(t, s, "GET", "/v1/articles?limit=101&before=soon&page=2", ""), 400)
	if diff := cmp.Diff([]string{"page", "before", "limit"}, fieldsOf(p)); diff != "" {
		t.Error(diff)
	}
	problemOn(t, call(t, s, "GET", "/v1/articles?cursor=made-up", ""), 400)
}

func TestPutArticles(t *testing.T) {
	line := func(id, body string) string { return `{"ID":"` + id + `","Body":"` + body + `"}` + "\n" }
	t.Run("a result for each", func(t *testing.T) {
		s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
		got := decoded[api.Put](t, call(t, s, "POST", "/v1/articles", line("new", "The pier is closed.")+line("empty", "")), 200)
		want := api.Put{Results: []api.PutResult{
			{ID: "new", Status: news.PutCreated},
			{ID: "empty", Status: news.PutRejected, Error: "body: must not be empty"},
		}}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Error(diff)
		}
		decoded[api.Article](t, call(t, s, "GET", "/v1/articles/new", ""), 200)
	})
	t.Run("nothing that could be read", func(t *testing.T) {
		s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
		p := problemOn(t, call(t, s, "POST", "/v1/articles", line("a", "")+"gibberish"), 400)
		want := []api.FieldProblem{{Field: "[0]", Detail: "body: must not be empty"}, {Field: "[1]", Detail: "not JSON"}}
		if diff := cmp.Diff(want, p.Errors); diff != "" {
			t.Error(diff)
		}
		p = problemOn(t, call(t, s, "POST", "/v1/articles", ""), 400)
		if p.Detail != "no article was found in the body" {
			t.Errorf("got %+v", p)
		}
		problemOn(t, call(t, s, "POST", "/v1/articles", "%PDF", "Content-Type", "application/pdf"), 400)
	})
	t.Run("a media type of which nothing can be read", func(t *testing.T) {
		d := newNewsroom().deps()
		d.Ingester = ingesterFunc(func(context.Context, io.Reader, string) ([]news.PutResult, error) {
			return []news.PutResult{{Status: news.PutRejected, Err: news.Errorf(news.KindUnsupported, "nothing can be read of text/css")}}, nil
		})
		p := problemOn(t, call(t, httpapi.New(d, httpapi.Config{}), "POST", "/v1/articles", "p{}", "Content-Type", "text/css"), 415)
		if p.Type != "/problems/unsupported-media-type" || p.Detail != "nothing can be read of text/css" {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("larger than the limit", func(t *testing.T) {
		s := httpapi.New(newNewsroom().deps(), httpapi.Config{ArticlesLimit: 1024})
		p := problemOn(t, call(t, s, "POST", "/v1/articles", line("big", strings.Repeat("x", 1024))), 413)
		if p.Detail != "the body is larger than 1 KiB" {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("larger than the limit, length not announced", func(t *testing.T) {
		s := httpapi.New(newNewsroom().deps(), httpapi.Config{ArticlesLimit: 1024})
		r := httptest.NewRequestWithContext(t.Context(), "POST", "/v1/articles", io.MultiReader(strings.NewReader(strings.Repeat(" ", 2000))))
		r.Host = "localhost"
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		keepsContract(t, r, w)
		problemOn(t, w, 413)
	})
	t.Run("broken off after some were stored", func(t *testing.T) {
		d := newNewsroom().deps()
		d.Ingester = ingesterFunc(func(context.Context, io.Reader, string) ([]news.PutResult, error) {
			return []news.PutResult{{ID: "a", Status: news.PutCreated}}, news.Errorf(news.KindUnavailable, "the disk is full")
		})
		p := problemOn(t, call(t, httpapi.New(d, httpapi.Config{}), "POST", "/v1/articles", line("a", "b")), 503)
		if p.Detail != "the disk is full" {
			t.Errorf("got %+v", p)
		}
	})
}

type ingesterFunc func(context.Context, io.Reader, string) ([]news.PutResult, error)

func (f ingesterFunc) Load(ctx context.Context, files iter.Seq[news.InputFile], _ news.Load) (sum news.LoadSummary, err error) {
	for file := range files {
		in, err := file.Open()
		if err != nil {
			return sum, err
		}
		results, err := f(ctx, in, file.Type)
		for _, r := range results {
			sum.Count(news.LoadResult{PutResult: r, Path: file.Path})
		}
		if err != nil {
			return sum, err
		}
	}
	return sum, nil
}

func (f ingesterFunc) IngestReader(ctx context.Context, r io.Reader, ct string) ([]news.PutResult, error) {
	return f(ctx, r, ct)
}

// The documents that other front ends print are those of the API.
func TestDocuments(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	found, err := n.Search(t.Context(), news.SearchRequest{Query: "ferry"})
	if err != nil {
		t.Fatal(err)
	}
	answer, err := n.Answer(t.Context(), news.AnswerRequest{Question: "Which ferry?"}, nil)
	if err != nil {
		t.Fatal(err)
	}
	alike, err := n.Similar(t.Context(), news.SimilarRequest{Text: "ferry"})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		target, body string
		write        func(io.Writer) error
	}{
		{"/v1/search", `{"query":"ferry"}`, func(w io.Writer) error { return api.WriteSearch(w, found, false) }},
		{"/v1/search", `{"query":"ferry","explain":true}`, func(w io.Writer) error { return api.WriteSearch(w, found, true) }},
		{"/v1/similar", `{"text":"ferry"}`, func(w io.Writer) error { return api.WriteSimilar(w, alike) }},
		{"/v1/answers", `{"question":"Which ferry?"}`, func(w io.Writer) error { return api.WriteAnswer(w, answer) }},
	} {
		var b strings.Builder
		if err := c.write(&b); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(call(t, s, "POST", c.target, c.body).Body.String(), b.String()); diff != "" {
			t.Errorf("%s: -API +written:\n%s", c.target, diff)
		}
	}
}

func TestStatsAndHealth(t *testing.T) {
	n := newNewsroom()
	d := n.deps()
	st := decoded[api.Stats](t, call(t, httpapi.New(d, httpapi.Config{}), "GET", "/v1/stats", ""), 200)
	if st.Articles != 4 || st.Version != "1.2.3" {
		t.Errorf("got %+v", st)
	}
	if got := decoded[httpapi.HealthJSON](t, call(t, httpapi.New(d, httpapi.Config{}), "GET", "/healthz", ""), 200); got.Status != "ok" {
		t.Errorf("got %+v", got)
	}
	if got := decoded[httpapi.HealthJSON](t, call(t, httpapi.New(d, httpapi.Config{}), "GET", "/readyz", ""), 200); got.Status != "ready" {
		t.Errorf("got %+v", got)
	}
	d.Stats, d.Ready = nil, func(context.Context) error { return io.ErrUnexpectedEOF }
	problemOn(t, call(t, httpapi.New(d, httpapi.Config{}), "GET", "/v1/stats", ""), 404)
	w := call(t, httpapi.New(d, httpapi.Config{}), "GET", "/readyz", "")
	if p := problemOn(t, w, 503); p.Detail != "not ready: unexpected EOF" || w.Header().Get("Retry-After") == "" {
		t.Errorf("got %+v", p)
	}
}
