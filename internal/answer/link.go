package answer

import (
	"net/url"
	"strings"
)

// A quote longer than longFragment bytes, or of several paragraphs (which a
// browser does not match as one), is named by its first and last words.
const (
	longFragment  = 200
	fragmentWords = 6
)

// link returns the URL with a text fragment that makes a browser scroll to the
// quote (https://wicg.github.io/scroll-to-text-fragment/). It is empty unless
// the URL is an absolute one of http or https.
func link(rawURL, quote string) string {
	u, err := url.Parse(rawURL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	base, fragment, _ := strings.Cut(u.String(), "#")
	fragment, _, _ = strings.Cut(fragment, ":~:")
	words := strings.Fields(quote)
	if len(words) == 0 {
		return u.String()
	}
	var text string
	if len(words) > 2*fragmentWords && (len(quote) > longFragment || strings.Contains(quote, "\n")) {
		text = escape(words[:fragmentWords]) + "," + escape(words[len(words)-fragmentWords:])
	} else {
		text = escape(words)
	}
	return base + "#" + fragment + ":~:text=" + text
}

// escape percent-encodes words for a text fragment, in which "-", "," and "&" have a meaning.
func escape(words []string) string {
	return strings.NewReplacer("+", "%20", "-", "%2D").Replace(url.QueryEscape(strings.Join(words, " ")))
}
