package field

import (
	"net/url"
	"slices"
	"strings"
)

// WithoutTracking drops from an address what tells where its reader came from,
// in its parameters and behind "#": it changes nothing on the page. Other
// parameters stay as they are written.
func WithoutTracking(u *url.URL) {
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		if part != "" && !tracks(part) {
			kept = append(kept, part)
		}
	}
	u.RawQuery = strings.Join(kept, "&")
	if u.Fragment != "" && !slices.ContainsFunc(strings.Split(u.Fragment, "&"), func(part string) bool { return !tracks(part) }) {
		u.Fragment, u.RawFragment = "", ""
	}
}

// tracks reports whether a parameter, as "name=value", only tracks: those that
// networks of advertisers, senders of newsletters and analysts of visits add,
// and those that name a feed as the place that a reader came from.
func tracks(part string) bool {
	name, value, _ := strings.Cut(strings.ToLower(part), "=")
	switch name {
	case "fbclid", "gclid", "gbraid", "wbraid", "dclid", "yclid", "ysclid", "msclkid", "twclid", "ttclid", "igshid", "igsh", "srsltid",
		"mc_cid", "mc_eid", "mkt_tok", "_hsenc", "_hsmi", "vero_id", "oly_enc_id", "oly_anon_id", "_ga", "_gl",
		"xtor", "at_medium", "at_campaign", "at_custom1", "ns_campaign", "ns_mchannel", "ns_source", "ref_src", "cmpid", "wt_mc", "wt_zmc",
		"ftag", "ocid", "ito", "smid", "smtyp", "traffic_source", "guccounter", "guce_referrer":
		return true
	case "ref", "source", "src", "from", "via", "partner", "emc", "cmp", "rss":
		return strings.HasPrefix(value, "rss") || value == "feed" || value == "atom" || value == "newsletter" || name == "rss" && (value == "1" || value == "")
	}
	for _, family := range []string{"utm_", "pk_", "mtm_", "hsa_"} {
		if strings.HasPrefix(name, family) {
			return true
		}
	}
	return false
}
