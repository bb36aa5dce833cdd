package qdrant

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"log/slog"
	"os"
	"time"

	"github.com/cenkalti/backoff/v5"
	api "github.com/qdrant/go-client/qdrant"
	"google.golang.org/grpc"
	grpcbackoff "google.golang.org/grpc/backoff"
	"google.golang.org/grpc/metadata"

	"byline/internal/news"
)

// conn is a pool of connections with how calls over them are bounded and repeated.
type conn struct {
	client         *api.Client
	addr           string
	keyed          bool // an API key is sent
	timeout        time.Duration
	readRetryTime  time.Duration
	writeRetryTime time.Duration
}

// Keepalive finds connections that died without a word, as behind a firewall
// that forgets them.
const (
	keepAliveSeconds        = 30
	keepAliveTimeoutSeconds = 10
)

// largestMessage bounds a reply: a few hundred articles with their texts.
const largestMessage = 256 << 20

func dial(o *Options) (*conn, error) {
	host, port, err := o.endpoint()
	if err != nil {
		return nil, err
	}
	if o.APIKey != "" && !o.TLS && !news.IsLoopback(host) && o.Logger != nil {
		o.Logger.Warn("the API key of Qdrant is sent unencrypted; set qdrant.tls", slog.String("addr", o.Addr))
	}
	encryption, err := tlsConfig(o.CA)
	if err != nil {
		return nil, err
	}
	client, err := api.NewClient(&api.Config{
		Host: host, Port: port,
		UseTLS: o.TLS, TLSConfig: encryption,
		PoolSize:      uint(max(o.Pool, 1)),
		KeepAliveTime: keepAliveSeconds, KeepAliveTimeout: keepAliveTimeoutSeconds,
		SkipCompatibilityCheck: true, // Open looks at the version, and says what is wrong
		GrpcOptions: []grpc.DialOption{
			grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(largestMessage)),
			// By default a client waits up to two minutes before it tries a server again that was away.
			grpc.WithConnectParams(grpc.ConnectParams{
				Backoff:           grpcbackoff.Config{BaseDelay: 100 * time.Millisecond, Multiplier: 1.6, Jitter: .2, MaxDelay: 2 * time.Second},
				MinConnectTimeout: 5 * time.Second,
			}),
			// Not by api.Config.APIKey, which writes a warning of its own to the default log.
			grpc.WithChainUnaryInterceptor(sendKey(o.APIKey)),
		},
	})
	if err != nil {
		return nil, err
	}
	c := &conn{client: client, addr: o.Addr, keyed: o.APIKey != "", timeout: o.Timeout, readRetryTime: readRetryTime, writeRetryTime: o.WriteRetryTime}
	if c.writeRetryTime == 0 {
		c.writeRetryTime = writeRetryTime
	}
	return c, nil
}

func tlsConfig(ca string) (*tls.Config, error) {
	c := &tls.Config{MinVersion: tls.VersionTLS12}
	if ca == "" {
		return c, nil
	}
	text, err := os.ReadFile(ca)
	if err != nil {
		return nil, news.InvalidField("qdrant.tls_ca", "%w", err)
	}
	c.RootCAs = x509.NewCertPool()
	if !c.RootCAs.AppendCertsFromPEM(text) {
		return nil, news.InvalidField("qdrant.tls_ca", "%s holds no certificate (PEM)", ca)
	}
	return c, nil
}

func sendKey(key string) grpc.UnaryClientInterceptor {
	return func(ctx context.Context, method string, req, reply any, cc *grpc.ClientConn, invoke grpc.UnaryInvoker, opts ...grpc.CallOption) error {
		if key != "" {
			ctx = metadata.AppendToOutgoingContext(ctx, "api-key", key)
		}
		return invoke(ctx, method, req, reply, cc, opts...)
	}
}

// read makes a call that changes nothing. The error says what to do.
func read[T any](ctx context.Context, c *conn, do func(context.Context) (T, error)) (T, error) {
	if ctx.Value(retryAsWrite{}) != nil {
		return call(ctx, c, c.writeRetryTime, do)
	}
	return call(ctx, c, c.readRetryTime, do)
}

// retryAsWrite marks a context whose reads are part of a write.
type retryAsWrite struct{}

// withWriteRetries lets reads be repeated for as long as writes are.
func withWriteRetries(ctx context.Context) context.Context {
	return context.WithValue(ctx, retryAsWrite{}, true)
}

// write makes a call that must not be lost.
func write[T any](ctx context.Context, c *conn, do func(context.Context) (T, error)) (T, error) {
	return call(ctx, c, c.writeRetryTime, do)
}

// call repeats do for a while if it fails in a way that passes.
func call[T any](ctx context.Context, c *conn, longest time.Duration, do func(context.Context) (T, error)) (T, error) {
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval = 50 * time.Millisecond
	wait.MaxInterval = 2 * time.Second
	var last error
	result, err := backoff.Retry(ctx, func() (T, error) {
		attempt, cancel := context.WithTimeout(ctx, c.timeout)
		defer cancel()
		r, err := do(attempt)
		last = err
		return r, classify(err)
	}, backoff.WithBackOff(wait), backoff.WithMaxElapsedTime(longest))
	if err == nil {
		return result, nil
	}
	var zero T
	if ctx.Err() != nil {
		return zero, context.Cause(ctx)
	}
	return zero, c.failure(last)
}

// classify tells the backoff library whether and when a call is worth repeating.
func classify(err error) error {
	var limited *api.QdrantResourceExhaustedError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &limited) && limited.RetryAfterS > 0:
		return &backoff.RetryAfterError{Duration: time.Duration(limited.RetryAfterS) * time.Second}
	case !retryable(err):
		return backoff.Permanent(err)
	}
	return err
}
