package openai

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"

	"pgregory.net/rapid"

	"byline/internal/news"
)

// stopping is a server whose stream ends behind so many bytes.
type stopping struct {
	http.ResponseWriter

	left int
	all  *atomic.Int64 // bytes of the whole stream
}

func (s *stopping) Write(p []byte) (int, error) {
	s.all.Add(int64(len(p)))
	n := min(len(p), s.left)
	s.left -= n
	_, err := s.ResponseWriter.Write(p[:n])
	return len(p), err
}

func (s *stopping) Flush() { s.ResponseWriter.(http.Flusher).Flush() }

// An LLM that fails at any byte of its stream leaves the answer that is given
// without it, or the whole of its own; never half of one.
func TestAStreamThatEndsAnywhereLeavesNoHalfAnswer(t *testing.T) {
	without, _ := ask(t, nil)
	var cut, all atomic.Int64
	chats, lengths := make([]*Chat, len(recordings)), make([]int, len(recordings))
	for i, s := range recordings {
		p := &playing{recorded: s, behaviour: behaviour{thinks: true}, streamed: true}
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			p.ServeHTTP(&stopping{w, int(cut.Load()), &all}, r)
		}))
		t.Cleanup(server.Close)
		chats[i] = s.chat(t, server.URL)
		cut.Store(1 << 20)
		all.Store(0)
		if a, _ := ask(t, chats[i]); a.Mode != news.AnswerLLM {
			t.Fatalf("%s: without a cut: %q", s.name, a.Warnings)
		}
		lengths[i] = int(all.Load())
	}
	rapid.Check(t, func(rt *rapid.T) {
		server := rapid.IntRange(0, len(recordings)-1).Draw(rt, "server")
		cut.Store(int64(rapid.IntRange(0, lengths[server]).Draw(rt, "bytes")))
		a, seen := ask(t, chats[server])
		if strings.Contains(seen, secret) {
			rt.Fatalf("a thought is seen: %q", seen)
		}
		warned := strings.Contains(strings.Join(a.Warnings, "\n"), "language model")
		if !warned { // then it is the whole
			if a.Mode != news.AnswerLLM || !strings.Contains(a.Text, "Six people") || !strings.Contains(a.Text, "the coastguard said.") {
				rt.Fatalf("neither whole nor with a warning: %q", a.Text)
			}
			return
		}
		for _, c := range without.Citations {
			if !slices.ContainsFunc(a.Citations, func(other news.Citation) bool { return other.Quote == c.Quote }) {
				rt.Fatalf("%q is not quoted, as it is without a model: %q, %q", c.Quote, a.Text, a.Warnings)
			}
		}
		if a.Mode == news.AnswerExtractive && a.Text != without.Text {
			rt.Fatalf("%q, want %q", a.Text, without.Text)
		}
		own, _, _ := strings.Cut(a.Text, "\n\n")
		if a.Mode == news.AnswerLLM && !strings.HasSuffix(strings.TrimRight(own, " "), "]") {
			rt.Fatalf("half a statement: %q", own)
		}
	})
}
