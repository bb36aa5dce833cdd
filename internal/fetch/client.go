package fetch

import (
	"cmp"
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/netip"
	"net/url"
	"time"

	"golang.org/x/net/publicsuffix"
)

// Config says how to fetch. The zero value is safe and polite.
type Config struct {
	Version  string         // of the program, for the User-Agent
	Contact  string         // address or URL at which a publisher reaches the operator; in the User-Agent
	Networks []netip.Prefix // that are open although they are not public, on any port: an intranet
	Ports    []int          // that are open beside 80 and 443
	Delay    time.Duration  // between two requests to a host, unless its robots.txt wants more; 0: 1 s
	Timeout  time.Duration  // for one request, body included; 0: 30 s
	MaxBytes int64          // of a body, unpacked; 0: 16 MiB

	IgnoreRobots       bool // fetch what robots.txt closes
	IgnoreReservations bool // fetch what is reserved from text and data mining

	Network Network // nil: that of this machine
}

// Network finds and reaches hosts. Tests put a web of their own behind it.
type Network interface {
	// LookupNetIP returns the addresses of a host, as [net.Resolver] does.
	LookupNetIP(ctx context.Context, network, host string) ([]netip.Addr, error)
	// DialContext connects to one of them, as [net.Dialer] does.
	DialContext(ctx context.Context, network, address string) (net.Conn, error)
}

// maxRedirects is how often a request may be led elsewhere.
const maxRedirects = 10

// Client fetches. It is safe for use by several goroutines. Each caller shares
// it, since what a host may be asked for is counted in it.
type Client struct {
	config Config
	http   *http.Client
	turns  *turns
	rules  *rulebook
}

// New makes a client. It starts nothing.
func New(c Config) *Client {
	c.Delay = cmp.Or(c.Delay, time.Second)
	c.Timeout = cmp.Or(c.Timeout, 30*time.Second)
	c.MaxBytes = cmp.Or(c.MaxBytes, 16<<20)
	gate := guard{networks: c.Networks, ports: c.Ports}
	if gate.network = c.Network; gate.network == nil {
		gate.network = gate.system()
	}
	transport := &http.Transport{ // without Proxy: a proxy would look addresses up unguarded
		DialContext: gate.DialContext, ForceAttemptHTTP2: true, DisableCompression: true,
		TLSClientConfig: &tls.Config{MinVersion: tls.VersionTLS12}, TLSHandshakeTimeout: c.Timeout,
		MaxResponseHeaderBytes: 256 << 10, MaxIdleConns: 64, MaxIdleConnsPerHost: 1, IdleConnTimeout: 30 * time.Second,
	}
	return &Client{
		config: c, turns: newTurns(), rules: newRulebook(),
		http: &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// Close lets go of connections that wait for another request.
func (c *Client) Close() { c.http.CloseIdleConnections() }

// Request names what to get.
type Request struct {
	URL          string
	ETag         string   // of what is known already, as the server gave it; "" if nothing is
	LastModified string   // likewise
	Types        []string // media types that are of use; a type that ends in "/" stands for all below it, and one that begins with "+" for all that end so. None: Documents
	MaxBytes     int64    // of the body, unpacked; 0: as the client has it

	cookies http.CookieJar // of this request and where it is led
}

// Documents are the media types in which articles and lists of them come.
func Documents() []string {
	return []string{"text/", "application/xhtml+xml", "application/xml", "application/json", "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/ld+json", "application/rss", "application/javascript", "application/gzip", "application/x-gzip", "application/octet-stream", "binary/octet-stream", "+xml", "+json"}
}

// Page is what a server sent.
type Page struct {
	URL       string // where it was found, after all redirects
	Moved     string // its address from now on, if the server said so for good; else ""
	Unchanged bool   // it is as Request.ETag or Request.LastModified know it, and has no body
	Type      string // media type with its parameters, as the server has it; "" if it has none
	Header    http.Header
	Body      []byte // unpacked
}

// Get fetches an address. It waits for its turn at the host, however long that
// takes, until ctx ends. KindInvalid: the address is none, leads to a closed
// network, or the server has nothing there; KindForbidden: robots.txt or a
// reservation keeps it from us, see [ErrRobots] and [ErrReserved];
// KindUnsupported: it is of another type; KindTooLarge; KindUnavailable: it may
// work later. A status is a [*StatusError] in the chain.
func (c *Client) Get(ctx context.Context, r Request) (Page, error) {
	at, err := parse(r.URL)
	if err != nil {
		return Page{}, err
	}
	if r.cookies, err = cookiejar.New(&cookiejar.Options{PublicSuffixList: publicsuffix.List}); err != nil { // some sites lead in circles until one comes back
		return Page{}, failed(at, err)
	}
	moved, forGood := "", true
	for range maxRedirects + 1 {
		page, to, err := c.visit(ctx, at, r)
		if err != nil {
			return Page{URL: page.URL, Moved: moved}, err
		}
		if to == nil {
			page.Moved = moved
			return page, nil
		}
		forGood = forGood && to.forGood
		if forGood {
			moved = to.at.String()
		}
		if to.at.User == nil && to.at.Host == at.Host && to.at.Scheme == at.Scheme {
			to.at.User = at.User // as long as it is the same server
		}
		at = to.at
	}
	return Page{Moved: moved}, failed(at, errManyRedirects)
}

// parse reads an address that may be fetched.
func parse(address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Opaque != "" || u.Hostname() == "" || (u.Scheme != "http" && u.Scheme != "https") {
		return nil, notAnAddress(address)
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}
