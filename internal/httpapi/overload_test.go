package httpapi_test

import (
	"context"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/admission"
	"byline/internal/httpapi"
)

// crowded is a server that does one search at a time, lets nobody wait, and is
// searching until release.
func crowded(t *testing.T) (s *httpapi.Server, release func()) {
	t.Helper()
	n := newNewsroom()
	searching, done := make(chan struct{}), make(chan struct{})
	d := n.deps()
	d.Gates = admission.Gates{Searches: admission.NewGate(admission.Limits{Running: 1, Wait: 3 * time.Second})}
	d.Searcher = d.Gates.Searcher(n)
	d.Answerer = d.Gates.Answerer(n, false)
	s = httpapi.New(d, httpapi.Config{})
	n.before.set(func(context.Context) error { close(searching); <-done; return nil })
	go call(t, s, "GET", "/v1/search?q=ferry", "")
	<-searching
	n.before.set(nil)
	return s, func() { close(done); synctest.Wait() }
}

func TestWhatIsTooMuchIsRefusedAtOnceAndTheRestStaysQuick(t *testing.T) {
	searches := [][3]string{
		{"GET", "/v1/search?q=ferry", ""}, {"POST", "/v1/search", `{"query":"ferry"}`}, {"POST", "/v1/similar", `{"text":"ferry"}`},
		{"POST", "/v1/answers", `{"question":"ferry"}`}, {"POST", "/v1/answers", `{"question":"ferry","stream":true}`},
		{"GET", "/?q=ferry", ""}, {"GET", "/search?q=ferry", ""},
	}
	others := []string{"/healthz", "/readyz", "/metrics", "/", "/search", "/articles/ferry", "/v1/articles/ferry", "/v1/articles", "/docs", "/openapi.yaml"}
	synctest.Test(t, func(t *testing.T) {
		s, release := crowded(t)
		began := time.Now()
		for _, c := range searches {
			w := call(t, s, c[0], c[1], c[2])
			if p := problemOn(t, w, 503); p.Type != "/problems/unavailable" || w.Header().Get("Retry-After") == "" || !strings.Contains(p.Detail, "try again") {
				t.Errorf("%s %s: %+v", c[0], c[1], p)
			}
		}
		if w := call(t, s, "POST", "/v1/chat/completions", `{"model":"byline","messages":[{"role":"user","content":"ferry"}]}`); w.Code != 503 {
			t.Errorf("a chat: status %d", w.Code)
		}
		for _, target := range others {
			if w := call(t, s, "GET", target, ""); w.Code != 200 {
				t.Errorf("%s: status %d", target, w.Code)
			}
		}
		if took := time.Since(began); took != 0 {
			t.Errorf("that took %v", took)
		}
		text := call(t, s, "GET", "/metrics", "").Body.String()
		for _, line := range []string{`byline_work_running{work="search"} 1`, `byline_work_waiting{work="search"} 0`, `byline_work_refused_total{reason="full",work="search"} 9`} {
			if !strings.Contains(text, line+"\n") {
				t.Errorf("the metrics do not have %s", line)
			}
		}
		release()
		for _, c := range searches {
			if w := call(t, s, c[0], c[1], c[2]); w.Code != 200 {
				t.Errorf("%s %s, once there is room: status %d", c[0], c[1], w.Code)
			}
		}
	})
}

func TestAConversationOnAPageTakesOneTurn(t *testing.T) {
	n := newNewsroom()
	d := n.deps()
	d.Gates = admission.Gates{Searches: admission.NewGate(admission.Limits{Running: 1})}
	turns := 0
	n.before.set(func(context.Context) error {
		if d.Gates.Searches.State().Running == 1 {
			turns++
		}
		return nil
	})
	d.Answerer = d.Gates.Answerer(n, false)
	if w := call(t, httpapi.New(d, httpapi.Config{}), "GET", "/?q=ferry&q=power&q=council", ""); w.Code != 200 || turns != 3 {
		t.Errorf("status %d, %d of 3 questions were answered inside of a turn", w.Code, turns)
	}
}
