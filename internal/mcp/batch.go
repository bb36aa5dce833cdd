package mcp

import (
	"bufio"
	"bytes"
	"io"
	"net/http"
)

// noBatch is the answer to a batch, as JSON-RPC has it.
const noBatch = `{"jsonrpc":"2.0","id":null,"error":{"code":-32600,"message":"batches are not taken: send each message in a request of its own, as the protocol has it since 2025-06-18"}}` + "\n"

// withoutBatches refuses arrays of messages. The protocol has dropped them, and
// one would do the work of many requests at the price of one: limits on keys
// count requests.
func withoutBatches(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.Body == nil {
			next.ServeHTTP(w, r)
			return
		}
		in := bufio.NewReader(r.Body)
		if beginsArray(in) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, noBatch)
			return
		}
		r = r.Clone(r.Context())
		r.Body = struct {
			io.Reader
			io.Closer
		}{in, r.Body}
		next.ServeHTTP(w, r)
	})
}

// beginsArray reports whether the first JSON value of in is an array. It reads white space only.
func beginsArray(in *bufio.Reader) bool {
	for {
		first, err := in.Peek(1)
		if err != nil || !bytes.ContainsAny(first, " \t\r\n") {
			return err == nil && first[0] == '['
		}
		_, _ = in.Discard(1) // it was there a moment ago
	}
}
