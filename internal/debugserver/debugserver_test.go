package debugserver_test

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"

	"byline/internal/debugserver"
	"byline/internal/news"
)

// start returns the address below which profiles are served, from the log.
func start(t *testing.T) (address string) {
	t.Helper()
	var log strings.Builder
	stop, err := debugserver.Start(t.Context(), "127.0.0.1:0", slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		if _, err := http.Get(address); err == nil {
			t.Error("it goes on after it was stopped")
		}
		if strings.Contains(log.String(), "WARN") {
			t.Errorf("logged %s", log.String())
		}
	})
	_, address, _ = strings.Cut(strings.TrimSpace(log.String()), "url=")
	return address
}

func get(t *testing.T, url, host string) (status int, body string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	text, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(text)
}

func TestThisMachineReadsProfiles(t *testing.T) {
	at := start(t)
	if status, body := get(t, at+"goroutine?debug=1", ""); status != 200 || !strings.Contains(body, "TestThisMachineReadsProfiles") {
		t.Errorf("status %d: %s", status, body)
	}
	if status, _ := get(t, at+"heap", "localhost:6060"); status != 200 {
		t.Errorf("as localhost: status %d", status)
	}
}

func TestNeitherOtherNamesNorKeysAreServed(t *testing.T) {
	at := start(t)
	if status, body := get(t, at+"heap", "evil.example"); status != http.StatusMisdirectedRequest {
		t.Errorf("under another name: status %d: %s", status, body)
	}
	if status, _ := get(t, at+"cmdline", ""); status != 404 {
		t.Errorf("the command line: status %d", status)
	}
}

func TestOtherMachinesCannotReachIt(t *testing.T) {
	for _, addr := range []string{":6060", "0.0.0.0:0", "[::]:0", "192.0.2.1:0", "example.org:0"} {
		if _, err := debugserver.Start(t.Context(), addr, slog.New(slog.DiscardHandler)); news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), "debug_addr") {
			t.Errorf("%s: error %v", addr, err)
		}
	}
	stop, err := debugserver.Start(t.Context(), "", slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal("without an address:", err)
	}
	stop()
}
