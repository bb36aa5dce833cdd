// Package transport reaches the servers of models: by certificates of one's own,
// through the proxy that the environment names, with headers that each request
// carries.
package transport

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"slices"
)

// atOnce is how many connections to a server are kept: searches come many at a time.
const atOnce = 16

// New makes a transport that trusts the certificates (PEM) in a file, beside those
// that the system does; "": none. It uses the proxy that the environment names, as
// all Go programs do.
func New(caFile string) (http.RoundTripper, error) {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport, nil
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = atOnce
	if caFile == "" {
		return t, nil
	}
	pem, err := os.ReadFile(caFile)
	if err != nil {
		return nil, fmt.Errorf("cannot be read as certificates: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New(caFile + " holds no certificate in PEM")
	}
	t.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	return t, nil
}

// reserved are headers that a request cannot do without.
var reserved = []string{"Content-Type", "Content-Length", "Host", "Accept"}

// AddHeaders puts headers on a request, but for those that it cannot do without.
func AddHeaders(req *http.Request, headers http.Header) {
	for name, values := range headers {
		if name = http.CanonicalHeaderKey(name); !isReserved(name) {
			req.Header[name] = values
		}
	}
}

func isReserved(name string) bool { return slices.Contains(reserved, name) }
