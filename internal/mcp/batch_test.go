package mcp

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// Limits on keys count requests, so that a request must not be many.
func TestBatchesAreRefusedWhateverTheVersion(t *testing.T) {
	const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"ask","arguments":{"question":"a"}}}`
	for name, body := range map[string]string{
		"many": "[" + strings.Repeat(call+",", 199) + call + "]", "one": "[" + call + "]", "none": "[]", "after space": "\n\t [" + call + "]",
	} {
		for _, version := range []string{"", "2024-11-05", "2025-03-26", "2025-06-18"} {
			d := newDesk()
			r := httptest.NewRequestWithContext(t.Context(), "POST", "/mcp", strings.NewReader(body))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Accept", "application/json, text/event-stream")
			if version != "" {
				r.Header.Set("Mcp-Protocol-Version", version)
			}
			w := httptest.NewRecorder()
			d.server().Handler().ServeHTTP(w, r)
			if got := w.Body.String(); w.Code != 400 || !strings.Contains(got, `"code":-32600`) || !strings.Contains(got, "request of its own") {
				t.Errorf("%s, version %q: %d %s", name, version, w.Code, got)
			}
			if d.ask.Question != "" {
				t.Errorf("%s, version %q: it was asked", name, version)
			}
		}
	}
	if got := post(t, newDesk().server().Handler(), t.Context(), " \n"+call); !strings.Contains(got, "It ran") {
		t.Errorf("a message after white space: %s", got)
	}
}
