package httpapi

import (
	"net"
	"net/http"
	"net/netip"

	"github.com/labstack/echo/v4"
)

// clientAddress returns what finds the address of a client. Only what a
// trusted proxy says in X-Forwarded-For is believed, from its end backwards to
// the first address that is no such proxy; anybody can write the rest.
func clientAddress(proxies []netip.Prefix) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	options := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		address := p.Masked().Addr()
		options = append(options, echo.TrustIPRange(&net.IPNet{
			IP: address.AsSlice(), Mask: net.CIDRMask(p.Bits(), address.BitLen()),
		}))
	}
	return echo.ExtractIPFromXFFHeader(options...)
}

// encrypted reports whether the client's connection is, to us or to a trusted proxy.
func (s *Server) encrypted(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || r.Header.Get("X-Forwarded-Proto") != "https" {
		return false
	}
	for _, p := range s.cfg.TrustedProxies {
		if p.Contains(peer.Addr().Unmap()) {
			return true
		}
	}
	return false
}
