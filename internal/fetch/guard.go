package fetch

import (
	"context"
	"fmt"
	"net"
	"net/netip"
	"slices"
	"strconv"
	"syscall"
	"time"

	"byline/internal/news"
)

// guard reaches only what is open: it looks at each address after the name was
// looked up, and once more at the one that a connection is made to, so that a
// name that changes in between gains nothing.
type guard struct {
	network  Network
	networks []netip.Prefix
	ports    []int
}

// system is the network of this machine. Its dialer checks by itself.
func (g guard) system() Network {
	return struct {
		*net.Resolver
		*net.Dialer
	}{net.DefaultResolver, g.dialer()}
}

// dialer connects to open addresses only, whoever looked them up.
func (g guard) dialer() *net.Dialer {
	return &net.Dialer{Timeout: 10 * time.Second, ControlContext: func(_ context.Context, _, address string, _ syscall.RawConn) error {
		at, err := netip.ParseAddrPort(address)
		if err != nil {
			return closed("the address", "")
		}
		return g.check(at)
	}}
}

// DialContext connects to the first open address of a host that answers.
func (g guard) DialContext(ctx context.Context, network, address string) (net.Conn, error) {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := strconv.ParseUint(port, 10, 16)
	if err != nil {
		return nil, closed("port "+port, "")
	}
	found, err := g.lookup(ctx, host)
	if err != nil {
		return nil, err
	}
	err = fmt.Errorf("%s has no address", host)
	for _, ip := range found {
		at := netip.AddrPortFrom(ip.Unmap(), uint16(number))
		if err = g.check(at); err != nil {
			continue
		}
		var conn net.Conn
		if conn, err = g.network.DialContext(ctx, network, at.String()); err == nil {
			return conn, nil
		}
	}
	return nil, err
}

func (g guard) lookup(ctx context.Context, host string) ([]netip.Addr, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		return []netip.Addr{ip}, nil
	}
	return g.network.LookupNetIP(ctx, "ip", host)
}

// check refuses what is not open.
func (g guard) check(at netip.AddrPort) error {
	ip := at.Addr().WithZone("").Unmap()
	if slices.ContainsFunc(g.networks, func(p netip.Prefix) bool { return p.Contains(ip) }) {
		return nil
	}
	if name := closedNetwork(ip); name != "" {
		return closed("it leads into a network that is not public ("+name+"), which", "fetch.networks")
	}
	port := int(at.Port())
	if port != 80 && port != 443 && !slices.Contains(g.ports, port) {
		return closed(fmt.Sprintf("port %d", port), "fetch.ports")
	}
	return nil
}

// closed says what is closed, and which setting opens it.
func closed(what, setting string) error {
	if setting != "" {
		setting = "; the setting " + setting + " opens it"
	}
	return news.Errorf(news.KindInvalid, "%s is %w%s", what, ErrClosed, setting)
}

// special is a network that is not public, and what it is.
type special struct {
	prefix netip.Prefix
	name   string
}

// specials are the networks that are closed, by the registries of IANA.
func specials() []special {
	list := []struct{ prefix, name string }{
		{"0.0.0.0/8", "this machine"}, {"10.0.0.0/8", "private"}, {"100.64.0.0/10", "of a provider"}, {"127.0.0.0/8", "this machine"},
		{"168.63.129.16/32", "metadata"}, {"169.254.0.0/16", "link-local"}, {"172.16.0.0/12", "private"}, {"192.0.0.0/24", "protocols"},
		{"192.0.2.0/24", "documentation"}, {"192.88.99.0/24", "6to4"}, {"192.168.0.0/16", "private"}, {"198.18.0.0/15", "tests"},
		{"198.51.100.0/24", "documentation"}, {"203.0.113.0/24", "documentation"}, {"224.0.0.0/4", "multicast"}, {"240.0.0.0/4", "reserved"},
		{"2001::/23", "protocols"}, {"2001:db8::/32", "documentation"}, {"2002::/16", "6to4"}, {"3fff::/20", "documentation"},
	}
	all := make([]special, len(list))
	for i, s := range list {
		all[i] = special{netip.MustParsePrefix(s.prefix), s.name}
	}
	return all
}

// closedNetwork says which network that is not public an address is in; "" if
// it is public. Of IPv6, only what is given out as global unicast is, and what
// a translator makes of a public IPv4 address.
func closedNetwork(ip netip.Addr) string {
	if inner, ok := translated(ip); ok {
		ip = inner
	}
	for _, s := range specials() {
		if s.prefix.Contains(ip) {
			return s.name
		}
	}
	if ip.Is4() {
		return ""
	}
	b := ip.As16()
	switch {
	case b[0]&0xe0 != 0x20: // 2000::/3
		return "no global unicast"
	case (b[8]&^2 == 0) && b[9] == 0 && b[10] == 0x5e && b[11] == 0xfe:
		return "ISATAP"
	}
	return ""
}

// translated returns the IPv4 address that NAT64 makes of one of its addresses
// (RFC 6052, the well-known prefix).
func translated(ip netip.Addr) (netip.Addr, bool) {
	if !netip.MustParsePrefix("64:ff9b::/96").Contains(ip) {
		return netip.Addr{}, false
	}
	b := ip.As16()
	return netip.AddrFrom4([4]byte(b[12:])), true
}
