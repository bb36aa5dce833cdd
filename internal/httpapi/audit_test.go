package httpapi_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"net/netip"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"byline/internal/access"
	"byline/internal/httpapi"
)

// audited calls a server and returns the lines of its audit.
func audited(t *testing.T, v *vault, cfg httpapi.Config, calls ...func(*httpapi.Server)) []map[string]any {
	t.Helper()
	var log bytes.Buffer
	d := newNewsroom().deps()
	d.Audit = slog.New(slog.NewJSONHandler(&log, nil))
	if v != nil {
		d.Access = v.Guard
	}
	s := httpapi.New(d, cfg)
	for _, c := range calls {
		c(s)
	}
	var lines []map[string]any
	for line := range bytes.Lines(log.Bytes()) {
		var entry map[string]any
		if err := json.Unmarshal(line, &entry); err != nil {
			t.Fatalf("%v: %s", err, line)
		}
		lines = append(lines, entry)
	}
	return lines
}

func TestTheAuditTellsWhoWroteWhat(t *testing.T) {
	v := newVault(t)
	token := v.key(t, access.Grant{Name: "cms"})
	reader := v.key(t, access.Grant{Name: "reader", Scopes: []access.Scope{access.Read}})
	send := func(method, target, body, key string) func(*httpapi.Server) {
		return func(s *httpapi.Server) {
			call(t, s, method, target, body, "Authorization", "Bearer "+key, "X-Request-ID", "r-"+method)
		}
	}
	articles := `{"ID":"a","Body":"A."}` + "\n" + `{"ID":"b","Body":""}` + "\n" + `{"ID":"c","Body":"C."}` + "\n"
	lines := audited(t, v, httpapi.Config{},
		send("GET", "/v1/articles/ferry", "", token),
		send("POST", "/v1/search", `{"query":"ferry"}`, token),
		send("POST", "/v1/articles", articles, token),
		send("DELETE", "/v1/articles/ferry", "", token),
		send("DELETE", "/v1/articles/none", "", token),
		send("DELETE", "/v1/articles/power", "", reader),
		send("DELETE", "/v1/articles/power", "", "byline_AAAA_WRONG"),
	)
	var got []string
	for _, l := range lines {
		if l["time"] == nil || l["client"] != "192.0.2.1" || l["request_id"] != "r-"+strings.Fields(l["route"].(string))[0] {
			t.Errorf("incomplete: %v", l)
		}
		got = append(got, fmt.Sprint(l["route"], " ", l["path"], " ", l["status"], " ", l["name"]))
		if text := fmt.Sprint(l); strings.Contains(text, token) || strings.Contains(text, reader) || strings.Contains(text, "WRONG") {
			t.Errorf("the audit tells a key: %s", text)
		}
	}
	want := []string{
		"POST /v1/articles /v1/articles 200 cms",
		"DELETE /v1/articles/:id /v1/articles/ferry 204 cms",
		"DELETE /v1/articles/:id /v1/articles/none 404 cms",
		"DELETE /v1/articles/:id /v1/articles/power 403 reader",
		"DELETE /v1/articles/:id /v1/articles/power 401 <nil>",
	}
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s", strings.Join(got, "\n"))
	}
	if l := lines[0]; l["created"] != 2.0 || l["rejected"] != 1.0 || fmt.Sprint(l["articles"]) != "[a c]" || len(l["key"].(string)) != 10 {
		t.Errorf("got %v", l)
	}
}

// Anybody can write an X-Forwarded-For; only that of a trusted proxy is believed.
func TestClientAddresses(t *testing.T) {
	proxy := []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24"), netip.MustParsePrefix("2001:db8::/32")}
	for _, test := range []struct {
		name    string
		proxies []netip.Prefix
		headers []string
		want    string
	}{
		{"by default nothing is believed", nil, []string{"X-Forwarded-For", "203.0.113.9"}, "192.0.2.1"},
		{"whatever the header is", nil, []string{"X-Real-Ip", "203.0.113.9", "Forwarded", "for=203.0.113.9"}, "192.0.2.1"},
		{"another proxy is trusted", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, []string{"X-Forwarded-For", "203.0.113.9"}, "192.0.2.1"},
		{"loopback is not trusted unless it is named", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8")}, []string{"X-Forwarded-For", "127.0.0.1"}, "192.0.2.1"},
		{"the proxy tells", proxy, []string{"X-Forwarded-For", "203.0.113.9"}, "203.0.113.9"},
		{"the client made up the beginning", proxy, []string{"X-Forwarded-For", "127.0.0.1, 203.0.113.9"}, "203.0.113.9"},
		{"two proxies", proxy, []string{"X-Forwarded-For", "8.8.8.8, 203.0.113.9, 192.0.2.7"}, "203.0.113.9"},
		{"a proxy without the header", proxy, nil, "192.0.2.1"},
		{"only X-Forwarded-For", proxy, []string{"X-Real-Ip", "203.0.113.9"}, "192.0.2.1"},
		{"no address", proxy, []string{"X-Forwarded-For", "<script>"}, "192.0.2.1"},
		{"IPv6", proxy, []string{"X-Forwarded-For", "2001:db9::1"}, "2001:db9::1"},
	} {
		lines := audited(t, nil, httpapi.Config{TrustedProxies: test.proxies}, func(s *httpapi.Server) {
			call(t, s, "DELETE", "/v1/articles/ferry", "", test.headers...)
		})
		if len(lines) != 1 || lines[0]["client"] != test.want || lines[0]["key"] != nil {
			t.Errorf("%s: %v", test.name, lines)
		}
	}
}
