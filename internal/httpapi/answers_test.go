package httpapi_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/google/go-cmp/cmp"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

const ferryQuestion = `{"question":"When did the ferry to Vell resume?","stream":true}`

func TestAnswer(t *testing.T) {
	n := newNewsroom()
	n.rewrite = "the question, completed"
	s := httpapi.New(n.deps(), httpapi.Config{})
	got := decoded[api.Answer](t, call(t, s, "POST", "/v1/answers", `{"question":"And the ferry to Vell last week?","no_llm":true,"keep_dates":true,
		"messages":[{"role":"user","content":"What runs?"},{"role":"assistant","content":"The bus."}],
		"filters":{"sources":["The Coast Lantern"]},"as_of":"2025-02-10"}`), 200)
	if got.Status != news.StatusAnswered || got.Mode != news.AnswerExtractive || len(got.Citations) != 1 || !got.Understood.Rewritten {
		t.Fatalf("got %+v", got)
	}
	c := got.Citations[0]
	if body := n.articles[0].Body; body[c.Start:c.End] != c.Quote || c.Marker != 1 || !strings.HasPrefix(c.Link, "https://lantern.example/") || c.Article.Body != "" {
		t.Errorf("got %+v", c)
	}
	req := n.answers[0]
	if len(req.Messages) != 2 || req.Messages[1].Role != news.RoleAssistant || !req.NoLLM || !req.Search.KeepDates ||
		req.Search.AsOf.Day() != 10 || req.Search.Filter.Sources[0] != "The Coast Lantern" {
		t.Errorf("request %+v", req)
	}
	got = decoded[api.Answer](t, call(t, s, "POST", "/v1/answers", `{"question":"Why is the sky blue?"}`), 200)
	if got.Status != news.StatusNotFound || got.Answer == "" || len(got.Warnings) != 1 || got.Citations == nil {
		t.Errorf("got %+v", got)
	}
}

// event is a server-sent event as a client sees it; comments have no name.
type event struct{ name, data string }

// readEvents parses a stream strictly: frames of an event and one line of data, or of a comment.
func readEvents(t *testing.T, stream string) []event {
	t.Helper()
	var events []event
	if !strings.HasSuffix(stream, "\n\n") {
		t.Fatalf("the stream ends within a frame: %q", stream)
	}
	for frame := range strings.SplitSeq(strings.TrimSuffix(stream, "\n\n"), "\n\n") {
		if strings.HasPrefix(frame, ": ") && !strings.Contains(frame, "\n") {
			events = append(events, event{data: frame})
			continue
		}
		first, second, two := strings.Cut(frame, "\n")
		name, isEvent := strings.CutPrefix(first, "event: ")
		data, isData := strings.CutPrefix(second, "data: ")
		if !two || !isEvent || !isData || strings.Contains(data, "\n") {
			t.Fatalf("frame %q", frame)
		}
		events = append(events, event{name, data})
	}
	return events
}

func namesOf(events []event) string {
	var names []string
	for _, e := range events {
		if len(names) == 0 || names[len(names)-1] != e.name {
			names = append(names, e.name)
		}
	}
	return strings.Join(names, " ")
}

func TestAnswerStream(t *testing.T) {
	n := newNewsroom()
	n.articles[0].Body = strings.ReplaceAll(n.articles[0].Body, "on Monday", "on\tMonday\u2028")
	s := httpapi.New(n.deps(), httpapi.Config{})
	whole := decoded[api.Answer](t, call(t, s, "POST", "/v1/answers", strings.Replace(ferryQuestion, "true", "false", 1)), 200)
	for name, w := range map[string]*httptest.ResponseRecorder{
		"asked for in the body":      call(t, s, "POST", "/v1/answers", ferryQuestion, "Accept-Encoding", "gzip"),
		"asked for in the header":    call(t, s, "POST", "/v1/answers", strings.Replace(ferryQuestion, "true", "false", 1), "Accept", "text/event-stream"),
		"asked for in both, no data": call(t, s, "POST", "/v1/answers", ferryQuestion, "Accept", "text/event-stream"),
	} {
		t.Run(name, func(t *testing.T) {
			if w.Code != 200 || w.Header().Get("Content-Type") != "text/event-stream" || w.Header().Get("Content-Encoding") != "" || w.Header().Get("Cache-Control") != "no-store" {
				t.Fatalf("status %d, headers %v", w.Code, w.Header())
			}
			events := readEvents(t, w.Body.String())
			if got, want := namesOf(events), "understood passages delta citation delta citation delta citation done"; got != want {
				t.Errorf("events %s, want %s", got, want)
			}
			var text strings.Builder
			for _, e := range events {
				if e.name == "delta" {
					var d api.Delta
					if err := json.Unmarshal([]byte(e.data), &d); err != nil {
						t.Fatal(err)
					}
					text.WriteString(d.Text)
				}
			}
			var done api.Answer
			if err := json.Unmarshal([]byte(events[len(events)-1].data), &done); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(whole, done); diff != "" || text.String() != done.Answer {
				t.Errorf("the stream tells another answer (%q):\n%s", text.String(), diff)
			}
		})
	}
}

func TestStreamFaults(t *testing.T) {
	t.Run("invalid requests are problems", func(t *testing.T) {
		problemOn(t, call(t, httpapi.New(newNewsroom().deps(), httpapi.Config{}), "POST", "/v1/answers", `{"stream":true}`), 400)
	})
	t.Run("so is what fails before the first event", func(t *testing.T) {
		n := newNewsroom()
		n.before.set(func(context.Context) error { return news.Errorf(news.KindUnavailable, "the index is being rebuilt") })
		problemOn(t, call(t, httpapi.New(n.deps(), httpapi.Config{}), "POST", "/v1/answers", ferryQuestion), 503)
	})
	t.Run("later faults are events", func(t *testing.T) {
		n := newNewsroom()
		n.midway.set(func(context.Context) error {
			return &news.Error{Kind: news.KindUnavailable, Err: errors.New("the language model is away"), RetryAfter: time.Minute}
		})
		w := call(t, httpapi.New(n.deps(), httpapi.Config{}), "POST", "/v1/answers", ferryQuestion)
		p := lastProblem(t, w)
		if p.Status != 503 || p.Detail != "the language model is away" || p.Instance != w.Header().Get("X-Request-ID") {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("panics too, without their text", func(t *testing.T) {
		n := newNewsroom()
		n.midway.set(func(context.Context) error { panic("secret") })
		p := lastProblem(t, call(t, httpapi.New(n.deps(), httpapi.Config{}), "POST", "/v1/answers", ferryQuestion))
		if p.Type != "/problems/internal" || strings.Contains(p.Detail, "secret") {
			t.Errorf("got %+v", p)
		}
	})
	t.Run("and running out of time", func(t *testing.T) {
		n := newNewsroom()
		n.midway.set(func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
		p := lastProblem(t, call(t, httpapi.New(n.deps(), httpapi.Config{AnswerTimeout: 20 * time.Millisecond}), "POST", "/v1/answers", ferryQuestion))
		if p.Type != "/problems/timeout" {
			t.Errorf("got %+v", p)
		}
	})
}

// lastProblem returns the problem in the last event of a stream.
func lastProblem(t *testing.T, w *httptest.ResponseRecorder) api.Problem {
	t.Helper()
	if w.Code != 200 {
		t.Fatalf("status %d", w.Code)
	}
	events := readEvents(t, w.Body.String())
	if got, want := namesOf(events), "understood passages delta error"; got != want {
		t.Fatalf("events %s, want %s", got, want)
	}
	var p api.Problem
	if err := json.Unmarshal([]byte(events[len(events)-1].data), &p); err != nil {
		t.Fatal(err)
	}
	return p
}

func TestHeartbeat(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom()
		n.before.set(func(context.Context) error { time.Sleep(40 * time.Second); return nil })
		w := call(t, httpapi.New(n.deps(), httpapi.Config{Heartbeat: 15 * time.Second}), "POST", "/v1/answers", ferryQuestion)
		events := readEvents(t, w.Body.String())
		if events[0].data != ": still working" || events[1].data != ": still working" || events[len(events)-1].name != "done" {
			t.Errorf("first %+v, last %+v", events[:2], events[len(events)-1])
		}
	})
}

// An answerer may leave the last event to us.
func TestStreamWithoutDone(t *testing.T) {
	d := newNewsroom().deps()
	d.Answerer = answererFunc(func(context.Context, news.AnswerRequest, func(news.Event) error) (news.Answer, error) {
		return news.Answer{Status: news.StatusNotFound, Text: "Nothing.", Mode: news.AnswerExtractive}, nil
	})
	w := call(t, httpapi.New(d, httpapi.Config{}), "POST", "/v1/answers", ferryQuestion)
	if got := namesOf(readEvents(t, w.Body.String())); got != "done" {
		t.Errorf("events %s", got)
	}
}

type answererFunc func(context.Context, news.AnswerRequest, func(news.Event) error) (news.Answer, error)

func (f answererFunc) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	return f(ctx, req, emit)
}

// A client that goes away, whether it waits for a document or reads a stream, stops the work.
func TestAClientThatGoesAwayEndsItsAnswer(t *testing.T) {
	for path, bodies := range map[string][]string{
		"/v1/answers":          {ferryQuestion, strings.Replace(ferryQuestion, "true", "false", 1)},
		"/v1/chat/completions": {ferryChat, chatOf(`"stream":true`)},
	} {
		for _, body := range bodies {
			goAwayMidway(t, path, body)
		}
	}
}

// goAwayMidway asks, and goes away while the answer is made.
func goAwayMidway(t *testing.T, path, body string) {
	t.Helper()
	n := newNewsroom()
	began, stopped := make(chan struct{}), make(chan error, 1)
	n.midway.set(func(ctx context.Context) error {
		close(began)
		select {
		case <-ctx.Done():
			stopped <- ctx.Err()
		case <-time.After(10 * time.Second):
			stopped <- errors.New("went on")
		}
		return errors.New("stopped")
	})
	srv := httptest.NewServer(httpapi.New(n.deps(), httpapi.Config{}))
	defer srv.Close()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, srv.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	go func() { <-began; cancel() }()
	if res, err := srv.Client().Do(req); err == nil {
		_, _ = io.Copy(io.Discard, res.Body) // until the connection breaks
		_ = res.Body.Close()
	}
	if err := <-stopped; !errors.Is(err, context.Canceled) {
		t.Errorf("%s %s: the answerer saw %v", path, body, err)
	}
}
