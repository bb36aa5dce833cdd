package fetch

import (
	"bytes"
	"encoding/json"
	"mime"
	"path"
	"strings"

	"golang.org/x/net/html"
)

// reservations are what a site reserves by the TDM Reservation Protocol.
type reservations []struct {
	Location    string      `json:"location"` // pattern of paths; * stands for anything
	Reservation json.Number `json:"tdm-reservation"`
}

// readReservations reads /.well-known/tdmrep.json. What is none reserves nothing.
func readReservations(data []byte) reservations {
	var r reservations
	if json.Unmarshal(data, &r) != nil {
		return nil
	}
	return r
}

// hold reports whether a path is reserved. The first rule that it fits counts.
func (r reservations) hold(at string) bool {
	for _, rule := range r {
		if fits(rule.Location, at) {
			return rule.Reservation == "1"
		}
	}
	return false
}

// fits reports whether a path fits a pattern, in which * stands for anything and
// which, as in robots.txt, fits whatever goes on behind it unless it ends in $.
func fits(pattern, at string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(path.Join("/", pattern)+trailing(pattern), "*")
	rest, ok := strings.CutPrefix(at, parts[0])
	if !ok {
		return false
	}
	for _, part := range parts[1:] {
		i := strings.Index(rest, part)
		if i < 0 {
			return false
		}
		rest = rest[i+len(part):]
	}
	return !whole || rest == "" || parts[len(parts)-1] == ""
}

func trailing(pattern string) string {
	if strings.HasSuffix(pattern, "/") && strings.Trim(pattern, "/") != "" {
		return "/"
	}
	return ""
}

// reserved reports whether a page says of itself that it is not for us: in its
// headers, or in the head of its HTML.
func reserved(p Page) bool {
	if strings.TrimSpace(p.Header.Get("Tdm-Reservation")) == "1" {
		return true
	}
	for _, value := range p.Header.Values("X-Robots-Tag") {
		if agent, rest, named := strings.Cut(value, ":"); named && isAgent(agent) {
			if !strings.EqualFold(strings.TrimSpace(agent), product) {
				continue
			}
			value = rest
		}
		if forbids(value) {
			return true
		}
	}
	if media, _, _ := mime.ParseMediaType(p.Type); media != "" && media != "text/html" && media != "application/xhtml+xml" {
		return false
	}
	return reservedInHead(p.Body)
}

// isAgent reports whether what stands before the first colon of a robots tag is
// whom it is for, and not words of its own, some of which have colons too.
func isAgent(s string) bool {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "max-snippet", "max-image-preview", "max-video-preview", "unavailable_after":
		return false
	}
	return !strings.Contains(s, ",")
}

// forbids reports whether one of the words of a robots tag keeps machines from learning.
func forbids(value string) bool {
	for word := range strings.SplitSeq(value, ",") {
		if strings.EqualFold(strings.TrimSpace(word), "noai") {
			return true
		}
	}
	return false
}

// farthestHead is how far into a page its head is read.
const farthestHead = 256 << 10

func reservedInHead(page []byte) bool {
	z := html.NewTokenizer(bytes.NewReader(page[:min(len(page), farthestHead)]))
	for {
		switch z.Next() {
		case html.ErrorToken:
			return false
		case html.StartTagToken, html.SelfClosingTagToken:
			token := z.Token()
			switch token.Data {
			case "body":
				return false
			case "meta":
				if reservedByMeta(token) {
					return true
				}
			}
		}
	}
}

func reservedByMeta(meta html.Token) bool {
	var name, content string
	for _, a := range meta.Attr {
		switch a.Key {
		case "name":
			name = strings.ToLower(strings.TrimSpace(a.Val))
		case "content":
			content = strings.TrimSpace(a.Val)
		}
	}
	return name == "tdm-reservation" && content == "1" || (name == "robots" || strings.EqualFold(name, product)) && forbids(content)
}
