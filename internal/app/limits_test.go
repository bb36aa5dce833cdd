package app_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"byline/internal/app"
)

// A server of vectors that takes four texts refuses more of them once, and not
// once for each time that an index is opened.
func TestWhatAServerRefusedIsRemembered(t *testing.T) {
	var refused atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var sent struct{ Input []string }
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			http.NotFound(w, r) // it tells nothing of its limits
			return
		}
		if len(sent.Input) > 4 {
			refused.Add(1)
			http.Error(w, `{"error":{"message":"at most 4 inputs per request"}}`, http.StatusBadRequest)
			return
		}
		data := make([]string, len(sent.Input))
		for i, text := range sent.Input {
			data[i] = fmt.Sprintf(`{"index":%d,"embedding":[1,%d]}`, i, len(text))
		}
		_, _ = fmt.Fprintf(w, `{"data":[%s]}`, strings.Join(data, ","))
	}))
	defer server.Close()
	c := settings(t, "BYLINE_EMBED_URL="+server.URL+"/v1?key=secret", "BYLINE_EMBED_MODEL=m")
	load := func(from int) {
		t.Helper()
		e, err := app.Open(t.Context(), c, app.LocationOf(c.Settings.Index, c.Settings), app.Writing)
		if err != nil {
			t.Fatal(err)
		}
		var lines strings.Builder
		for i := range 20 {
			fmt.Fprintf(&lines, `{"id":"%d","headline":"Boat %d","body":"The pilots of Lindholm have boat %d."}`+"\n", from+i, from+i, from+i)
		}
		if results, err := e.Ingester.IngestReader(t.Context(), strings.NewReader(lines.String()), "application/x-ndjson"); err != nil || len(results) != 20 {
			t.Fatalf("%+v, %v", results, err)
		}
		if e.Queue != nil {
			if _, err := e.Queue.Drain(t.Context(), func(int) {}); err != nil {
				t.Fatal(err)
			}
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	load(0)
	before := refused.Load()
	load(20)
	if before == 0 || refused.Load() != before {
		t.Errorf("the server refused %d requests, then %d more", before, refused.Load()-before)
	}
	if kept, err := os.ReadFile(filepath.Join(c.Settings.Data, "limits.json")); err != nil || strings.Contains(string(kept), "secret") {
		t.Errorf("kept is %s, error %v", kept, err)
	}
}
