package news

import (
	"errors"
	"net/netip"
	"net/url"
	"strings"
)

// ShownURL is an address as it may be shown and logged: without user,
// password, what it asks for and what stands behind, any of which may be a
// secret. Of what is no address nothing is shown.
func ShownURL(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return "(no address)"
	}
	u.User, u.Fragment, u.RawFragment = nil, "", ""
	if u.RawQuery != "" || u.ForceQuery {
		u.RawQuery = "…"
	}
	return u.String()
}

// WithoutURL is err without the address that net/http puts before its errors.
func WithoutURL(err error) error {
	var asked *url.Error
	if errors.As(err, &asked) {
		return asked.Err
	}
	return err
}

// IsLoopback reports whether a host, without port, names this machine. A name
// other than localhost does not: it is not looked up.
func IsLoopback(host string) bool {
	host = strings.Trim(host, "[]")
	if strings.EqualFold(host, "localhost") {
		return true
	}
	ip, err := netip.ParseAddr(host)
	return err == nil && ip.Unmap().IsLoopback()
}
