package transport_test

import (
	"encoding/pem"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"byline/internal/transport"
)

func file(t *testing.T, content []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestAServerIsTrustedByCertificatesOfOnesOwn(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	get := func(ca string) error {
		own, err := transport.New(ca)
		if err != nil {
			t.Fatal(err)
		}
		resp, err := (&http.Client{Transport: own}).Get(server.URL)
		if err == nil {
			err = resp.Body.Close()
		}
		return err
	}
	if err := get(file(t, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}))); err != nil {
		t.Errorf("with its certificate: %v", err)
	}
	if err := get(""); err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("without: error %v", err)
	}
}

func TestAFileWithoutCertificatesIsRefused(t *testing.T) {
	for path, says := range map[string]string{
		filepath.Join(t.TempDir(), "away.pem"): "cannot be read as certificates",
		file(t, []byte("hello")):               "holds no certificate in PEM",
	} {
		if _, err := transport.New(path); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: error %v does not say %q", path, err, says)
		}
	}
}

func TestHeadersAreAddedButForThoseOfTheRequestItself(t *testing.T) {
	req := httptest.NewRequest(http.MethodPost, "/", http.NoBody)
	req.Header.Set("Content-Type", "application/json")
	transport.AddHeaders(req, http.Header{"x-title": {"Byline"}, "content-type": {"text/html"}})
	if req.Header.Get("X-Title") != "Byline" || req.Header.Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", req.Header)
	}
}
