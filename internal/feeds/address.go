package feeds

import (
	"net/url"
	"strings"

	"byline/internal/format/field"
)

// plain makes the address of a variant that of the article itself: that for
// AMP, that for printing, and what only says where a reader came from. An
// address that cannot be read stays as it is.
func plain(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return address
	}
	for _, ending := range []string{"/amp", "/print"} {
		if path := strings.TrimSuffix(u.Path, "/"); strings.HasSuffix(path, ending) && strings.Count(path, "/") > 1 {
			u.Path, u.RawPath = strings.TrimSuffix(path, ending), ""
		}
	}
	for _, ending := range []string{".amp", ".amp.html"} {
		if cut, ok := strings.CutSuffix(u.Path, ending); ok && ending == ".amp" {
			u.Path, u.RawPath = cut, ""
		} else if ok {
			u.Path, u.RawPath = cut+".html", ""
		}
	}
	field.WithoutTracking(u)
	q := u.Query()
	for name, values := range q {
		switch value := strings.ToLower(values[0]); {
		case name == "amp" && (value == "1" || value == "true" || value == ""),
			strings.EqualFold(name, "outputType") && value == "amp",
			name == "print" && (value == "1" || value == "true" || value == ""):
			q.Del(name)
		}
	}
	if query := q.Encode(); len(q) != len(u.Query()) {
		u.RawQuery = query
	}
	return u.String()
}

// isRoot reports whether an address is that of a site, which is of no article.
// Some small sites have it in every entry of their feeds.
func isRoot(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Host != "" && strings.Trim(u.Path, "/") == "" && u.RawQuery == "" && u.Fragment == ""
}

// sameSite reports whether two addresses are of one site, as far as their hosts
// tell: one may stand below the other, as amp.site.example does below site.example.
func sameSite(a, b string) bool {
	x, y := hostOf(a), hostOf(b)
	return x != "" && y != "" && (x == y || strings.HasSuffix(x, "."+y) || strings.HasSuffix(y, "."+x))
}

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}
