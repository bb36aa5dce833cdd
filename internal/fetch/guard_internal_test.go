package fetch

import (
	"errors"
	"net"
	"net/netip"
	"testing"
)

func TestOnlyPublicAddressesAreOpen(t *testing.T) {
	for address, open := range map[string]bool{
		"93.184.216.34": true, "1.1.1.1": true, "2606:4700::1111": true, "64:ff9b::5db8:d822": true,

		"0.0.0.0": false, "10.1.2.3": false, "100.64.0.1": false, "127.0.0.1": false, "127.9.9.9": false, "169.254.169.254": false,
		"168.63.129.16": false, "172.16.0.1": false, "172.31.255.255": false, "192.0.0.192": false, "192.168.1.1": false, "198.18.0.1": false,
		"224.0.0.1": false, "239.255.255.250": false, "255.255.255.255": false, "240.0.0.1": false, "192.0.2.1": false, "192.88.99.1": false,

		"::": false, "::1": false, "fe80::1": false, "fe80::1%eth0": false, "fc00::1": false, "fd00:ec2::254": false, "ff02::1": false, "2001:db8::1": false,
		"::ffff:127.0.0.1": false, "::ffff:169.254.169.254": false, "::127.0.0.1": false, // written as IPv6
		"64:ff9b::7f00:1": false, "64:ff9b::a9fe:a9fe": false, "64:ff9b:1::7f00:1": false, // NAT64
		"2002:7f00:1::": false, "2002:5db8:d822::1": false, "2001:0:7f00:1::": false, "2606:4700::5efe:7f00:1": false, // 6to4, Teredo, ISATAP
	} {
		err := guard{}.check(netip.AddrPortFrom(netip.MustParseAddr(address), 443))
		if (err == nil) != open {
			t.Errorf("%s: %v", address, err)
		}
		if err != nil && !errors.Is(err, ErrClosed) {
			t.Errorf("%s is not said to be closed: %v", address, err)
		}
	}
}

func TestSettingsOpenNetworksAndPorts(t *testing.T) {
	g := guard{networks: []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}, ports: []int{8443}}
	for address, open := range map[string]bool{
		"10.1.2.3:80": true, "10.1.2.3:9200": true, "10.2.2.3:80": false, "[::ffff:10.1.2.3]:80": true,
		"93.184.216.34:80": true, "93.184.216.34:8443": true, "93.184.216.34:22": false, "93.184.216.34:6334": false,
	} {
		if err := g.check(netip.MustParseAddrPort(address)); (err == nil) != open {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// Whoever looked an address up, the dialer itself does not connect to a closed one.
func TestTheDialerChecksWhatItConnectsTo(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = listener.Close() }()
	for _, address := range []string{listener.Addr().String(), "localhost:80"} {
		conn, err := guard{}.dialer().DialContext(t.Context(), "tcp", address)
		if err == nil {
			_ = conn.Close()
		}
		if !errors.Is(err, ErrClosed) {
			t.Errorf("%s: %v", address, err)
		}
	}
	open := guard{networks: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}}
	conn, err := open.dialer().DialContext(t.Context(), "tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	_ = conn.Close()
}
