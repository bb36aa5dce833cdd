package qdrant

import (
	"log/slog"
	"net"
	"regexp"
	"strconv"
	"time"

	"byline/internal/news"
)

// Options say where an index is and how it is laid out.
type Options struct {
	Addr    string        // host:port of the gRPC API
	APIKey  string        // empty: none is sent
	TLS     bool          // encrypt the connection
	CA      string        // file of certificates that the server's may be signed by; empty: the system's
	Timeout time.Duration // of one call
	Pool    int           // connections

	Prefix       string // of the names of all collections
	Shards       int    // of each collection, when it is made
	Replicas     int    // of each shard, when it is made
	Quantisation string // QuantisationNone or QuantisationScalar, when a collection is made

	// ReadOnly opens an index that is there, and changes nothing.
	ReadOnly bool
	// Encoding is the version of what articles are encoded into, vectors
	// aside; Embedder names the model of the vectors, and Dim is their length.
	// An index that was made with others is refused.
	Encoding uint32
	Embedder string
	Dim      int
	// Exact compares a query with every vector, which is slow, and what an
	// approximate search is measured by.
	Exact bool

	WriteRetryTime time.Duration // how long a failing write is repeated; zero: half a minute
	Logger         *slog.Logger  // nil: no log
}

// The ways of keeping dense vectors in memory.
const (
	QuantisationNone   = "none"   // as they are
	QuantisationScalar = "scalar" // one byte for a component in memory, rescored with the vectors on disk
)

// How long a call that fails with Unavailable is repeated.
const (
	readRetryTime  = time.Second
	writeRetryTime = 30 * time.Second
)

var prefixPattern = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9_-]{0,99}$`)

// endpoint checks the options and returns the host and the port of Addr.
func (o *Options) endpoint() (host string, port int, err error) {
	if !prefixPattern.MatchString(o.Prefix) {
		return "", 0, news.InvalidField("qdrant.prefix", "%q is no prefix of collections: up to 100 letters, digits, _ and -", o.Prefix)
	}
	host, service, err := net.SplitHostPort(o.Addr)
	if err == nil {
		port, err = strconv.Atoi(service)
	}
	if err != nil || host == "" || port <= 0 || port > 65535 {
		return "", 0, news.InvalidField("qdrant.addr", "%q is not host:port of a gRPC API, as localhost:6334", o.Addr)
	}
	if ip := net.ParseIP(host); ip != nil && ip.To4() == nil {
		host = "[" + host + "]"
	}
	return host, port, nil
}
