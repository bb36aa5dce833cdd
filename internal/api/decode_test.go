package api_test

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"byline/internal/api"
	"byline/internal/news"
)

// fill gives every field within v a value of its own, so that a field that a
// document forgets is noticed.
func fill(v reflect.Value, n *int) {
	*n++
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
		v.Set(reflect.ValueOf(time.Date(2025, 2, 3, 9, *n/60, *n%60, *n, time.FixedZone("", 3600))))
	case v.Type() == reflect.TypeFor[time.Duration]():
		v.SetInt(int64(*n) * int64(time.Millisecond))
	case v.Kind() == reflect.String:
		v.SetString(fmt.Sprintf("text %d <&\u2028>", *n))
	case v.Kind() == reflect.Int || v.Kind() == reflect.Int64:
		v.SetInt(int64(*n))
	case v.Kind() == reflect.Float64:
		v.SetFloat(float64(*n) + .1)
	case v.Kind() == reflect.Bool:
		v.SetBool(true)
	case v.Kind() == reflect.Pointer:
		v.Set(reflect.New(v.Type().Elem()))
		fill(v.Elem(), n)
	case v.Type() == reflect.TypeFor[[]news.QueryNode](): // a tree, which must end somewhere
		v.Set(reflect.ValueOf([]news.QueryNode{{Op: news.OpWord, Text: fmt.Sprint(*n), Span: news.Span{Start: *n, End: *n + 1}}}))
	case v.Kind() == reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 2, 2))
		for i := range v.Len() {
			fill(v.Index(i), n)
		}
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), n)
		}
	default:
		panic(v.Type())
	}
}

func filled[T any]() (v T) {
	n := 0
	fill(reflect.ValueOf(&v).Elem(), &n)
	return v
}

// without leaves out of the comparison what a document leaves out on purpose.
var (
	noBodies = cmp.FilterPath(func(p cmp.Path) bool { return strings.HasSuffix(p.GoString(), ".Article.Body") }, cmp.Ignore())
	ofIndex  = cmp.FilterPath(func(p cmp.Path) bool {
		return strings.HasSuffix(p.GoString(), ".Signature") || strings.HasSuffix(p.GoString(), ".Example")
	}, cmp.Ignore()) // compared where searches are made
	ofHit = cmp.FilterPath(func(p cmp.Path) bool { return strings.HasSuffix(p.GoString(), ".Passage.ArticleID") }, cmp.Ignore()) // that of the article
)

func TestReadingADocumentGivesWhatWasWritten(t *testing.T) {
	result, answer, article, stats := filled[news.SearchResult](), filled[news.Answer](), filled[news.Article](), filled[news.Stats]()
	revisions, events := filled[[]news.Revision](), filled[news.Event]()
	similar := result
	similar.Understood, similar.Total, similar.Next, similar.Facets = news.Understood{}, 0, "", nil
	var b bytes.Buffer
	for _, test := range []struct {
		name  string
		write func() error
		read  func() (any, error)
		want  any
	}{
		{"search", func() error { return api.WriteSearch(&b, result, true) }, func() (any, error) { return api.ReadSearch(&b) }, result},
		{"similar", func() error { return api.WriteSimilar(&b, similar) }, func() (any, error) { return api.ReadSimilar(&b) }, dropExplanations(similar)},
		{"article", func() error { return api.WriteArticle(&b, article, nil) }, func() (any, error) { return api.ReadArticle(&b) }, article},
		{"revisions", func() error { return api.WriteRevisions(&b, revisions, nil, api.RevisionsAsked{}) }, func() (any, error) { return api.ReadRevisions(&b) }, revisions},
		{
			"articles", func() error {
				return api.WriteArticles(&b, api.Listing{Articles: []news.Article{article}, Next: "next", Damaged: []string{"damaged"}})
			},
			func() (any, error) {
				articles, next, err := api.ReadArticles(&b)
				var damaged *news.DamagedError
				if errors.As(err, &damaged) {
					err = nil
				}
				return []any{articles, next, damaged}, err
			},
			[]any{[]news.Article{article}, "next", &news.DamagedError{IDs: []string{"damaged"}}},
		},
		{
			"stats", func() error { return api.WriteStats(&b, stats, "v1") },
			func() (any, error) {
				stats, version, err := api.ReadStats(&b)
				return []any{stats, version}, err
			},
			[]any{stats, "v1"},
		},
		{
			"answer", func() error { return api.WriteAnswer(&b, answer) },
			func() (any, error) { event, _, err := api.ReadEvent(news.EventDone, &b); return event.Done, err }, answer,
		},
		{
			"event understood", func() error { return writeEvent(&b, news.EventUnderstood, events) },
			func() (any, error) {
				event, _, err := api.ReadEvent(news.EventUnderstood, &b)
				return event.Understood, err
			}, events.Understood,
		},
		{
			"event passages", func() error { return writeEvent(&b, news.EventPassages, events) },
			func() (any, error) {
				event, _, err := api.ReadEvent(news.EventPassages, &b)
				return event.Passages, err
			},
			dropExplanations(news.SearchResult{Hits: events.Passages}).Hits,
		},
		{
			"event delta", func() error { return writeEvent(&b, news.EventDelta, events) },
			func() (any, error) { event, _, err := api.ReadEvent(news.EventDelta, &b); return event.Delta, err }, events.Delta,
		},
		{
			"event citation", func() error { return writeEvent(&b, news.EventCitation, events) },
			func() (any, error) {
				event, _, err := api.ReadEvent(news.EventCitation, &b)
				return event.Citation, err
			}, events.Citation,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.Reset()
			if err := test.write(); err != nil {
				t.Fatal(err)
			}
			got, err := test.read()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, noBodies, ofHit, ofIndex, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-written +read)\n%s", diff)
			}
		})
	}
}

// dropExplanations leaves out what only a search sends, and only on request.
func dropExplanations(r news.SearchResult) news.SearchResult {
	hits := make([]news.Hit, len(r.Hits))
	for i, h := range r.Hits {
		h.Explanation = nil
		hits[i] = h
	}
	r.Hits = hits
	return r
}

func writeEvent(w io.Writer, kind news.EventKind, e news.Event) error {
	e.Kind = kind
	data, err := api.NewEvent(e)
	if err != nil {
		return err
	}
	document, err := api.Marshal(data)
	if err != nil {
		return err
	}
	_, err = w.Write(document)
	return err
}

func TestTheServerReadsTheRequestsThatAreWritten(t *testing.T) {
	filter := news.Filter{
		After: time.Date(2025, 1, 2, 0, 0, 0, 0, time.UTC), Before: time.Date(2025, 2, 2, 3, 4, 5, 6, time.UTC),
		Sources: []string{"Skerry Post"}, Subjects: []string{"ferries", "fires"}, Language: "en",
	}
	asOf := time.Date(2025, 2, 2, 23, 59, 59, 999999999, time.UTC)
	search := news.SearchRequest{
		Query: "fire", Filter: filter, AsOf: asOf, Limit: 7, Mode: news.ModeKeyword, Group: news.GroupPassage, Explain: true, KeepDates: true,
	}
	similar := news.SimilarRequest{URL: "https://skerry-post.example/fire", Filter: filter}
	answer := news.AnswerRequest{
		Question: "Why?", NoLLM: true, Messages: []news.Message{{Role: news.RoleUser, Content: "a"}, {Role: news.RoleAssistant, Content: "b"}},
		Search: news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: true},
	}
	var b bytes.Buffer
	for _, test := range []struct {
		name  string
		write func() error
		read  func() (any, error)
		want  any
	}{
		{"search", func() error { return api.WriteSearchRequest(&b, search) }, func() (any, error) {
			var body api.SearchBody
			err := api.Decode(&b, &body)
			req, _ := body.Request(api.BodyNames)
			return req, err
		}, search},
		{"similar", func() error { return api.WriteSimilarRequest(&b, similar) }, func() (any, error) {
			var body api.SimilarBody
			err := api.Decode(&b, &body)
			req, _ := body.Request(api.BodyNames)
			return req, err
		}, similar},
		{"answer", func() error { return api.WriteAnswerRequest(&b, answer) }, func() (any, error) {
			var body api.AnswerBody
			err := api.Decode(&b, &body)
			req, _ := body.Request(api.BodyNames)
			return req, err
		}, answer},
	} {
		t.Run(test.name, func(t *testing.T) {
			b.Reset()
			if err := test.write(); err != nil {
				t.Fatal(err)
			}
			got, err := test.read()
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got, cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-written +read)\n%s", diff)
			}
		})
	}
}

// Whatever a server sends, reading it ends in a value or in an error.
func FuzzReading(f *testing.F) {
	var b bytes.Buffer
	if err := api.WriteAnswer(&b, filled[news.Answer]()); err != nil {
		f.Fatal(err)
	}
	f.Add("done", b.String())
	f.Add("delta", `{"text":"a"}`)
	f.Add("passages", `{"hits":[{"passage":{"start":-1}}]}`)
	f.Add("error", `{"title":"x","status":400,"errors":[{"field":"a","detail":"b"}]}`)
	f.Fuzz(func(t *testing.T, kind, data string) {
		if _, known, err := api.ReadEvent(news.EventKind(kind), strings.NewReader(data)); !known && err != nil {
			t.Errorf("an unknown event is an error: %v", err)
		}
		if err := api.ReadProblem(strings.NewReader(data)); err != nil && err.Error() == "" {
			t.Error("an error without a word")
		}
		_, _ = api.ReadSearch(strings.NewReader(data))
		_, _, _ = api.ReadArticles(strings.NewReader(data))
	})
}
