package httpapi_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

func TestSearch(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	got := decoded[api.SearchResult](t, call(t, s, "POST", "/v1/search", `{"query":" ferry to Vell ","limit":2,"explain":true}`), 200)
	if len(got.Hits) != 2 || got.TookMS != 1.5 || got.Understood.Query.Query != "ferry to Vell" {
		t.Fatalf("got %+v", got)
	}
	h := got.Hits[0]
	body := n.articles[0].Body
	if h.Article.ID != "ferry" || h.Article.Body != "" || body[h.Passage.Start:h.Passage.End] != h.Passage.Text || h.Explanation == nil {
		t.Errorf("got %+v", h)
	}
	for i, word := range []string{"ferry", "Vell"} {
		if span := h.Highlights[i]; body[span.Start:span.End] != word {
			t.Errorf("highlight %d is %q, want %q", i, body[span.Start:span.End], word)
		}
	}
	if h.Copies[0].Source != "Harbour Wire" {
		t.Errorf("copies %+v", h.Copies)
	}
	if got := decoded[api.SearchResult](t, call(t, s, "POST", "/v1/search", `{"query":"ferry"}`), 200); got.Hits[0].Explanation != nil {
		t.Error("explained without being asked to")
	}
}

// A search by URL and one by body are the same.
func TestSearchByURL(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	target := "/v1/search?query=ferry&limit=5&mode=keyword&group=passage&after=2025-02-01&before=2025-02-05" +
		"&sources=The+Coast+Lantern&sources=B&subjects=ferries&language=en&as_of=2025-02-04&explain=true&keep_dates=1&facets=source,+day&facets=language"
	decoded[api.SearchResult](t, call(t, s, "GET", target, ""), 200)
	short := strings.NewReplacer("query=", "q=", "sources=", "source=", "subjects=", "subject=")
	decoded[api.SearchResult](t, call(t, s, "GET", short.Replace(target), ""), 200)
	decoded[api.SearchResult](t, call(t, s, "POST", "/v1/search", `{"query":"ferry","limit":5,"mode":"keyword","group":"passage",
		"filters":{"after":"2025-02-01","before":"2025-02-05","sources":["The Coast Lantern","B"],"subjects":["ferries"],"language":"en"},
		"as_of":"2025-02-04","explain":true,"keep_dates":true,"facets":["source","day","language"]}`), 200)
	day := func(d int) time.Time { return time.Date(2025, 2, d, 0, 0, 0, 0, time.UTC) }
	want := news.SearchRequest{
		Query: "ferry", Limit: 5, Mode: news.ModeKeyword, Group: news.GroupPassage, Explain: true, KeepDates: true,
		Facets: []news.FacetField{"source", "day", "language"},
		AsOf:   day(5).Add(-time.Nanosecond), // all of the 4th is known
		Filter: news.Filter{After: day(1), Before: day(5), Sources: []string{"The Coast Lantern", "B"},
			Subjects: []string{"ferries"}, Language: "en"},
	}
	for i, got := range n.searches {
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("request %d: -want +got:\n%s", i, diff)
		}
	}
	decoded[api.SearchResult](t, call(t, s, "GET", "/v1/search?q=ferry&limit=&source=&as_of=", ""), 200)
	if diff := cmp.Diff(news.SearchRequest{Query: "ferry"}, n.searches[3]); diff != "" {
		t.Errorf("empty parameters count as not given:\n%s", diff)
	}
}

func TestInvalidRequests(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	long := strings.Repeat("ж", 2001)
	tests := []struct {
		name, method, target, body string
		fields                     []string
		detail                     string // a part of it
	}{
		{"empty body", "POST", "/v1/search", "", nil, "empty"},
		{"cut off", "POST", "/v1/search", `{"query":"a`, nil, "JSON"},
		{"not JSON", "POST", "/v1/search", `{query:1}`, nil, "not valid JSON"},
		{"not an object", "POST", "/v1/search", `["ferry"]`, nil, "must be a JSON object, not an array"},
		{"trailing data", "POST", "/v1/search", `{"query":"a"} {}`, nil, "not valid JSON"},
		{"unknown field", "POST", "/v1/search", `{"query":"a","filters":{"sorces":["B"]}}`, []string{"filters.sorces"}, "unknown field"},
		{"names are exact", "POST", "/v1/search", `{"Query":"a"}`, []string{"Query"}, "unknown field"},
		{"repeated field", "POST", "/v1/search", `{"query":"a","query":"b"}`, []string{"query"}, "more than once"},
		{"wrong type", "POST", "/v1/search", `{"query":7}`, []string{"query"}, "must be a string, not a number"},
		{"wrong type inside", "POST", "/v1/search", `{"query":"a","filters":{"sources":["B",1]}}`, []string{"filters.sources[1]"}, "must be a string"},
		{"fraction", "POST", "/v1/search", `{"query":"a","limit":1.5}`, []string{"limit"}, "whole number, not 1.5"},
		{"no query", "POST", "/v1/search", `{}`, []string{"query"}, "must not be empty"},
		{"blank query", "POST", "/v1/search", `{"query":" \n"}`, []string{"query"}, "must not be empty"},
		{"long query", "POST", "/v1/search", `{"query":"` + long + `"}`, []string{"query"}, "has 2001 characters; at most 2000"},
		{"several faults at once", "POST", "/v1/search", `{"query":"","limit":0,"mode":"fuzzy","group":"day"}`, []string{"query", "limit", "mode", "group"}, "hybrid, keyword, semantic"},
		{"wrong dates", "POST", "/v1/search", `{"query":"a","as_of":"then","filters":{"after":"2025-13-01","before":"31/2/2025"}}`, []string{"filters.after", "filters.before", "as_of"}, "want a date as 2025-02-03"},
		{"a year far off", "POST", "/v1/search", `{"query":"a","as_of":"9999-01-01"}`, []string{"as_of"}, "out of range"},
		{"after not before before", "POST", "/v1/search", `{"query":"a","filters":{"after":"2025-02-03","before":"2025-02-03"}}`, []string{"filters.before"}, "exclusive"},
		{"language", "POST", "/v1/search", `{"query":"a","filters":{"language":"english"}}`, []string{"filters.language"}, "two-letter code"},
		{"blank outlet", "POST", "/v1/search", `{"query":"a","filters":{"sources":[" "]}}`, []string{"filters.sources[0]"}, "empty"},
		{"many outlets", "POST", "/v1/search", `{"query":"a","filters":{"sources":["x"` + strings.Repeat(`,"x"`, 100) + `]}}`, []string{"filters.sources"}, "at most 100"},
		{"no parameter", "GET", "/v1/search", "", []string{"query"}, "empty"},
		{"parameters", "GET", "/v1/search?q=a&q=b&limit=many&explain=perhaps&order=date", "", []string{"limit", "explain", "q", "order"}, "unknown parameter"},
		{"parameter names in faults of values", "GET", "/v1/search?q=a&source=+&after=x", "", []string{"after", "source[0]"}, "after"},
		{"broken escape", "GET", "/v1/search?q=%zz", "", []string{"query"}, ""},
		{"faults name the parameter that was given", "GET", "/v1/search?q=a&sources=+", "", []string{"sources[0]"}, "empty"},
		{"two queries", "GET", "/v1/search?q=a&query=b&source=A&sources=+", "", []string{"q", "sources[0]"}, "give one of the two"},
		{"similar by URL, to nothing", "GET", "/v1/similar?limit=0&day=x", "", []string{"day", "limit"}, "unknown parameter"},
		{"similar to nothing", "POST", "/v1/similar", `{}`, nil, "exactly one"},
		{"not UTF-8", "GET", "/v1/search?q=%ff&source=%c3%28", "", []string{"source", "q"}, "UTF-8"},
		{"similar to two things", "POST", "/v1/similar", `{"text":"a","url":"https://b.example"}`, nil, "exactly one"},
		{"similar, long URL", "POST", "/v1/similar", `{"url":"` + strings.Repeat("u", 4097) + `","limit":200}`, []string{"limit", "url"}, "at most"},
		{"no question", "POST", "/v1/answers", `{"messages":[]}`, []string{"question"}, "empty"},
		{"long question", "POST", "/v1/answers", `{"question":"` + long + `"}`, []string{"question"}, "2001 characters"},
		{"roles", "POST", "/v1/answers", `{"question":"a","messages":[{"role":"user","content":"b"},{"role":"system","content":"c"},{"content":"d"}]}`, []string{"messages[1].role", "messages[2].role"}, "user, assistant"},
		{"many messages", "POST", "/v1/answers", `{"question":"a","messages":[{"role":"user","content":"b"}` + strings.Repeat(`,{"role":"user","content":"b"}`, 50) + `]}`, []string{"messages"}, "at most 50"},
		{"long message", "POST", "/v1/answers", `{"question":"a","messages":[{"role":"user","content":"` + strings.Repeat("b", 20001) + `"}]}`, []string{"messages[0].content"}, "at most 20000"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := problemOn(t, call(t, s, tt.method, tt.target, tt.body), 400)
			if p.Type != "/problems/invalid-request" || !strings.Contains(p.Detail, tt.detail) {
				t.Errorf("got %+v", p)
			}
			if diff := cmp.Diff(tt.fields, fieldsOf(p)); diff != "" {
				t.Errorf("fields: -want +got:\n%s", diff)
			}
		})
	}
}

func TestRefusedBodies(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{BodyLimit: 100})
	if p := problemOn(t, call(t, s, "POST", "/v1/search", `{"query":"`+strings.Repeat("a", 100)+`"}`), 413); p.Detail != "the body is larger than 100 bytes" {
		t.Errorf("got %+v", p)
	}
	p := problemOn(t, call(t, s, "POST", "/v1/search", `{"query":"a"}`, "Content-Type", "application/x-www-form-urlencoded"), 415)
	if !strings.Contains(p.Detail, "application/json") {
		t.Errorf("got %+v", p)
	}
	for _, ct := range []string{"", "application/json; charset=utf-8", "application/vnd.byline+json"} {
		if w := call(t, s, "POST", "/v1/search", `{"query":"a"}`, "Content-Type", ct); w.Code != 200 {
			t.Errorf("Content-Type %q: status %d", ct, w.Code)
		}
	}
}

func TestSimilar(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	for _, body := range []string{`{"article_id":"ferry","limit":3}`, `{"url":"https://bay.example/power"}`, `{"text":"a storm in Orsk Bay","filters":{"after":"2025-02-05"}}`} {
		if got := decoded[api.SimilarResult](t, call(t, s, "POST", "/v1/similar", body), 200); len(got.Hits) == 0 {
			t.Errorf("%s: no hits", body)
		}
	}
	if n.similars[0].Limit != 3 || n.similars[2].Filter.After.Day() != 5 {
		t.Errorf("got %+v", n.similars)
	}
	problemOn(t, call(t, s, "POST", "/v1/similar", `{"article_id":"nobody"}`), 404)

	decoded[api.SimilarResult](t, call(t, s, "GET", "/v1/similar?article_id=ferry&limit=3&sources=A&after=2025-01-01", ""), 200)
	decoded[api.SimilarResult](t, call(t, s, "POST", "/v1/similar", `{"article_id":"ferry","limit":3,"filters":{"sources":["A"],"after":"2025-01-01"}}`), 200)
	if diff := cmp.Diff(n.similars[3], n.similars[4]); diff != "" {
		t.Errorf("by URL and by body differ:\n%s", diff)
	}
}

func FuzzRequests(f *testing.F) {
	for _, seed := range []string{
		`{"query":"ferry","limit":5,"mode":"keyword","filters":{"after":"2025-02-01","sources":["B"]},"as_of":"2025-02-04"}`,
		`{"question":"a","messages":[{"role":"user","content":"b"}],"stream":true}`,
		`{"article_id":"a","limit":100}`, `q=ferry&source=a&source=b&limit=3&explain=true`, `{"query":null}`, "{\"query\":\"\xff\"}", `[[[[`, `%zz=1`,
	} {
		f.Add(seed)
	}
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	f.Fuzz(func(t *testing.T, text string) {
		for _, path := range []string{"/v1/search", "/v1/similar", "/v1/answers"} {
			w := call(t, s, "POST", path, text, "Content-Type", "application/json")
			checkAnswered(t, path, w.Code, w.Body.String())
		}
		r := call(t, s, "GET", "/v1/search", "")
		if query := strings.Map(printable, text); query != "" {
			r = call(t, s, "GET", "/v1/search?"+query, "")
		}
		checkAnswered(t, "GET", r.Code, r.Body.String())
		for _, req := range n.searches {
			if c := len([]rune(req.Query)); c == 0 || c > api.MaxQuestion || req.Limit < 0 || req.Limit > api.MaxLimit {
				t.Errorf("got through: %+v", req)
			}
		}
		n.searches, n.similars, n.answers = nil, nil, nil
	})
}

// printable drops what cannot stand in the target of a request.
func printable(r rune) rune {
	if r <= ' ' || r > '~' || r == '#' {
		return -1
	}
	return r
}

func checkAnswered(t *testing.T, what string, status int, body string) {
	t.Helper()
	switch status {
	case 200, 400, 404, 413:
	default:
		t.Errorf("%s: status %d: %s", what, status, body)
	}
}
