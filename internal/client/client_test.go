package client_test

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"byline/internal/client"
	"byline/internal/news"
)

// serve runs a server and returns a client of it.
func serve(t *testing.T, handler http.HandlerFunc, cfg client.Config) *client.Client {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	cfg.URL = server.URL + cfg.URL
	cfg.Timeout = cmp.Or(cfg.Timeout, 10*time.Second)
	c, err := client.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// answers makes a handler that always gives the same response.
func answers(status int, contentType, body string, headers ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", contentType)
		for i := 0; i < len(headers); i += 2 {
			w.Header().Set(headers[i], headers[i+1])
		}
		w.WriteHeader(status)
		fmt.Fprint(w, body)
	}
}

func problem(status int, rest string) string {
	return fmt.Sprintf(`{"type":"/problems/x","title":"Some title","status":%d%s}`, status, rest)
}

func TestRefusalsBecomeErrors(t *testing.T) {
	const problemType = "application/problem+json"
	for _, test := range []struct {
		name    string
		handler http.HandlerFunc
		kind    news.Kind
		want    string // part of the text
	}{
		{"no such article", answers(404, problemType, problem(404, `,"detail":"there is no article"`)), news.KindNotFound, "there is no article"},
		{
			"a field at fault, by the caller's name", answers(400, problemType, problem(400, `,"errors":[{"field":"filters.after","detail":"is wrong"}]`)),
			news.KindInvalid, "--after: is wrong",
		},
		{
			"several fields at fault", answers(400, problemType, problem(400, `,"errors":[{"field":"limit","detail":"is 0"},{"field":"query","detail":"is empty"}]`)),
			news.KindInvalid, "limit: is 0\nquery: is empty",
		},
		{"no key", answers(401, problemType, problem(401, `,"detail":"no key"`)), news.KindUnauthorized, "no key; BYLINE_API_KEY gives the API key"},
		{"a key without the right", answers(403, problemType, problem(403, "")), news.KindForbidden, ": some title"},
		{"too large", answers(413, problemType, problem(413, "")), news.KindTooLarge, "some title"},
		{"over the rate", answers(429, problemType, problem(429, `,"detail":"3 a minute; try again in 20s"`), "Retry-After", "20"), news.KindThrottled, "3 a minute; try again in 20s"},
		{"too many", answers(429, problemType, problem(429, `,"detail":"too many"`), "Retry-After", "7"), news.KindThrottled, "too many; try again in 7s"},
		{"away", answers(503, problemType, problem(503, `,"detail":"the LLM is away"`)), news.KindUnavailable, "the LLM is away"},
		{"broken", answers(500, problemType, problem(500, `,"detail":"went wrong","instance":"R1"`)), news.KindInternal, "went wrong (R1)"},
		{"another program", answers(404, "text/html", "<h1>Not here</h1>"), news.KindUnavailable, "answers 404 Not Found (text/html), which is not what Byline does"},
		{"another program that is content", answers(200, "text/html", "<h1>Welcome</h1>"), news.KindUnavailable, "which is not what Byline does"},
		{"no JSON", answers(200, "application/json", "{"), news.KindInternal, "decoding"},
		{"elsewhere", answers(307, "", "", "Location", "https://elsewhere.example/"), news.KindInvalid, `redirects to "https://elsewhere.example/"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, test.handler, client.Config{Names: map[string]string{"filters.after": "--after"}})
			_, err := c.Search(t.Context(), news.SearchRequest{Query: "x"})
			if text := fmt.Sprint(err); news.KindOf(err) != test.kind || !strings.Contains(text, test.want) || strings.Count(text, "try again") > 1 {
				t.Errorf("error is %v: %v\nwant %v: %s", news.KindOf(err), err, test.kind, test.want)
			}
		})
	}
}

func TestNobodyListens(t *testing.T) {
	server := httptest.NewServer(nil)
	server.Close()
	c, err := client.New(client.Config{URL: server.URL, Timeout: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Ready(t.Context()); news.KindOf(err) != news.KindUnavailable || !strings.Contains(err.Error(), "is `byline serve` running there?") {
		t.Errorf("error is %v: %v", news.KindOf(err), err)
	}
}

func TestAKeyGoesOnlyWhereNobodyElseReadsIt(t *testing.T) {
	for _, test := range []struct {
		cfg  client.Config
		want string // part of the error, empty if there is none
	}{
		{client.Config{URL: "https://byline.example", Key: "k"}, ""},
		{client.Config{URL: "http://127.0.0.1:8080", Key: "k"}, ""},
		{client.Config{URL: "http://[::1]:8080", Key: "k"}, ""},
		{client.Config{URL: "http://LOCALHOST", Key: "k"}, ""},
		{client.Config{URL: "http://byline.example"}, ""},
		{client.Config{URL: "http://byline.example", Key: "k"}, "is not encrypted"},
		{client.Config{URL: "http://10.0.0.1", Key: "k"}, "is not encrypted"},
		{client.Config{URL: "http://localhost.example", Key: "k"}, "is not encrypted"},
		{client.Config{URL: "http://byline.example", Key: "k", PlainHTTP: true}, ""},
		{client.Config{URL: "https://byline.example", Key: "k\r\nX: y"}, "api_key: holds"},
		{client.Config{URL: "https://me:secret@byline.example"}, "holds a name or password"},
		{client.Config{URL: "https://byline.example/?q=1"}, "goes on after the path"},
		{client.Config{URL: "byline.example"}, "is not an http or https URL"},
	} {
		_, err := client.New(test.cfg)
		if test.want == "" && err != nil || test.want != "" && !strings.Contains(fmt.Sprint(err), test.want) {
			t.Errorf("%+v: %v", test.cfg, err)
		}
		if err != nil && strings.Contains(err.Error(), "secret") {
			t.Errorf("the error shows a password: %v", err)
		}
	}
}

func TestTheKeyIsSentToTheServerAlone(t *testing.T) {
	var sent []string
	note := func(r *http.Request) { sent = append(sent, r.Host+" "+r.Header.Get("Authorization")) }
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { note(r) }))
	defer elsewhere.Close()
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		note(r)
		http.Redirect(w, r, elsewhere.URL+r.URL.Path, http.StatusTemporaryRedirect)
	}, client.Config{Key: "k"})
	if _, err := c.Article(t.Context(), "a"); err == nil {
		t.Error("a redirect was followed")
	}
	if want := strings.TrimPrefix(c.String(), "http://") + " Bearer k"; len(sent) != 1 || sent[0] != want {
		t.Errorf("sent %q, want %q", sent, want)
	}
}

func TestRequestsAreBelowThePathOfTheServer(t *testing.T) {
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		answers(200, "application/json", `{"id":"`+r.URL.EscapedPath()+`"}`)(w, r)
	}, client.Config{URL: "/news/"})
	article, err := c.Article(t.Context(), "a/b ?")
	if want := "/news/v1/articles/a%2Fb%20%3F"; err != nil || article.ID != want {
		t.Errorf("asked for %s, %v; want %s", article.ID, err, want)
	}
}

// stream makes a handler that sends a stream, with a pause after each part.
func stream(pause time.Duration, parts ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream; charset=utf-8")
		for _, part := range parts {
			fmt.Fprint(w, part)
			w.(http.Flusher).Flush()
			select {
			case <-time.After(pause):
			case <-r.Context().Done():
			}
		}
	}
}

const (
	delta = "event: delta\ndata: {\"text\":\"It \"}\n\n"
	done  = "event: done\ndata: {\"status\":\"answered\",\"answer\":\"It was so.\"}\n\n"
)

func TestAnswersAreReadAsTheyCome(t *testing.T) {
	c := serve(t, stream(0, ": still working\n\n", "event: novelty\ndata: [1]\n\n", delta, done), client.Config{})
	var seen []news.EventKind
	answer, err := c.Answer(t.Context(), news.AnswerRequest{Question: "?"}, func(e news.Event) error {
		seen = append(seen, e.Kind)
		return nil
	})
	if err != nil || answer.Text != "It was so." || fmt.Sprint(seen) != "[delta done]" {
		t.Errorf("got %q after %v, %v", answer.Text, seen, err)
	}
}

func TestStreamsThatEndBadly(t *testing.T) {
	for _, test := range []struct {
		name, stream string
		kind         news.Kind
		want         string
	}{
		{"too early", delta, news.KindUnavailable, "the answer broke off"},
		{"in an event", delta + "event: do", news.KindUnavailable, "the answer broke off"},
		{"with an error", delta + "event: error\ndata: " + problem(503, `,"detail":"the LLM is away"`) + "\n\n", news.KindUnavailable, "the LLM is away"},
		{"with an error that is none", "event: error\ndata: ?\n\n", news.KindUnavailable, "the answer broke off"},
		{"with nonsense", "event: delta\ndata: ?\n\n", news.KindUnavailable, `event "delta"`},
	} {
		t.Run(test.name, func(t *testing.T) {
			c := serve(t, stream(0, test.stream), client.Config{})
			_, err := c.Answer(t.Context(), news.AnswerRequest{Question: "?"}, nil)
			if text := fmt.Sprint(err); news.KindOf(err) != test.kind || !strings.Contains(text, test.want) || strings.Count(text, "try again") > 1 {
				t.Errorf("error is %v: %v", news.KindOf(err), err)
			}
		})
	}
}

func TestAnErrorOfTheCallerEndsAnAnswer(t *testing.T) {
	c, full := serve(t, stream(0, delta, done), client.Config{}), errors.New("disk full")
	if _, err := c.Answer(t.Context(), news.AnswerRequest{Question: "?"}, func(news.Event) error { return full }); !errors.Is(err, full) {
		t.Errorf("got %v", err)
	}
}

// A long answer is no silence as long as there are signs of life.
func TestSilenceEndsARequest(t *testing.T) {
	const pause = 60 * time.Millisecond
	beats := strings.Split(strings.Repeat(": still working\n\n|", 8)+done, "|")
	c := serve(t, stream(pause, beats...), client.Config{Timeout: 5 * pause})
	if _, err := c.Answer(t.Context(), news.AnswerRequest{Question: "?"}, nil); err != nil {
		t.Errorf("with signs of life: %v", err)
	}
	c = serve(t, stream(time.Minute, delta), client.Config{Timeout: pause})
	_, err := c.Answer(t.Context(), news.AnswerRequest{Question: "?"}, nil)
	if news.KindOf(err) != news.KindUnavailable || !strings.Contains(fmt.Sprint(err), "silent for 60ms") {
		t.Errorf("without: %v", err)
	}
}

func TestTheCallerCanCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	c := serve(t, stream(time.Minute, delta), client.Config{})
	_, err := c.Answer(ctx, news.AnswerRequest{Question: "?"}, func(news.Event) error { cancel(); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
