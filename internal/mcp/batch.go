package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
)

// noBatch is the answer to a batch, as JSON-RPC has it.
const noBatch = `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batches are not taken: send each message in a request of its own, as the protocol has it since 2025-06-18"}}` + "\n"

// oneByOne refuses arrays of messages. The protocol has dropped them, and one would do
// the work of many requests at the price of one: limits on keys count requests. What is
// wrong with a single message, which the SDK says in plain text, it says as JSON-RPC does.
func oneByOne(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.Body == nil {
			next.ServeHTTP(w, r)
			return
		}
		message, err := io.ReadAll(r.Body)
		switch {
		case err != nil:
			http.Error(w, "the message could not be read", http.StatusBadRequest)
			return
		case bytes.HasPrefix(bytes.TrimSpace(message), []byte("[")):
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, noBatch)
			return
		}
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(message))
		f := &faultWriter{ResponseWriter: w}
		next.ServeHTTP(f, r)
		f.end(message)
	})
}

// faultWriter holds back what is said of a message with the status of a bad request.
type faultWriter struct {
	http.ResponseWriter

	bad  bool
	said bytes.Buffer
}

// Unwrap is for http.ResponseController.
func (f *faultWriter) Unwrap() http.ResponseWriter { return f.ResponseWriter }

// Flush sends what was written.
func (f *faultWriter) Flush() {
	if !f.bad {
		_ = http.NewResponseController(f.ResponseWriter).Flush() // where it cannot, nothing has to be sent at once
	}
}

// WriteHeader writes the status, unless it is that of a fault.
func (f *faultWriter) WriteHeader(status int) {
	if f.bad = status == http.StatusBadRequest; !f.bad {
		f.ResponseWriter.WriteHeader(status)
	}
}

// Write writes, or holds back what is wrong.
func (f *faultWriter) Write(p []byte) (int, error) {
	if f.bad {
		return f.said.Write(p)
	}
	return f.ResponseWriter.Write(p)
}

// end says what was held back. What nobody waits for an answer to gets none.
func (f *faultWriter) end(message []byte) {
	const invalid, noMethod = -32600, -32601
	if !f.bad {
		return
	}
	var m struct {
		ID     json.RawMessage `json:"id"`
		Method string          `json:"method"`
	}
	isMessage := json.Unmarshal(message, &m) == nil
	said, code, status := strings.TrimSpace(f.said.String()), invalid, http.StatusBadRequest
	if strings.Contains(said, "not handled") {
		said, code, status = fmt.Sprintf("there is no method %q", m.Method), noMethod, http.StatusOK
	}
	if len(m.ID) == 0 {
		m.ID = json.RawMessage("null")
		if isMessage && code == noMethod {
			f.ResponseWriter.WriteHeader(http.StatusAccepted)
			return
		}
	}
	out, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": m.ID, "error": map[string]any{"code": code, "message": said}}) // strings can be written
	f.Header().Set("Content-Type", "application/json")
	f.Header().Del("Content-Length")
	f.ResponseWriter.WriteHeader(status)
	_, _ = f.ResponseWriter.Write(append(out, '\n'))
}
