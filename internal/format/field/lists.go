package field

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/text/language"

	"byline/internal/lang"
)

// Subjects splits a list of subjects at semicolons, else at upright bars, else at
// commas, and returns them in order without repetition.
func Subjects(s string) []string {
	sep := ","
	switch {
	case strings.Contains(s, ";"):
		sep = ";"
	case strings.Contains(s, "|"):
		sep = "|"
	}
	return List(strings.Split(s, sep))
}

// List returns the lines of list that are not empty, in order, without those that differ from an earlier one by case only.
func List(list []string) []string {
	var out []string
	seen := map[string]bool{}
	for _, s := range list {
		s = Line(s)
		key := strings.ToLower(s)
		if s != "" && !seen[key] {
			seen[key] = true
			out = append(out, s)
		}
	}
	return out
}

// Language returns the ISO 639-1 code of a language given as a code or a tag
// ("en", "eng", "en-GB", "pt_BR") or by its name in a language that has a pack; empty if there is none.
func Language(s string) string {
	s = strings.ToLower(Line(s))
	if code, ok := lang.Any().LanguageNames[s]; ok {
		return code
	}
	if s == "" || len(s) > 35 {
		return ""
	}
	tag, err := language.Parse(strings.ReplaceAll(s, "_", "-"))
	if err != nil {
		return ""
	}
	base, confidence := tag.Base()
	if confidence < language.High || len(base.String()) != 2 {
		return ""
	}
	return base.String()
}

// kept is the address of a copy in an archive of the web, the Wayback Machine,
// archive.today or that of a library: when it was made, and what it is a copy of.
var kept = regexp.MustCompile(`^(?:https?:)?//[\w.-]+/(?:[\w-]+/){0,2}(?:19|20)\d\d[\d.-]*(?:[a-z]{2}_)?/(https?://[^/].*)$`)

// URL returns the absolute http or https address that s is, or false.
// "www.example.org/a" and "//example.org/a" count as https. Of a page that an
// archive of the web has kept, it is the address that the page had.
func URL(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if copied := kept.FindStringSubmatch(s); copied != nil {
		s = copied[1]
	}
	switch {
	case strings.HasPrefix(s, "//"):
		s = "https:" + s
	case strings.HasPrefix(strings.ToLower(s), "www."):
		s = "https://" + s
	}
	u, err := url.Parse(s)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return "", false
	}
	return u.String(), true
}

// ArchiveOf returns the host of the archive of the web that an address is of, empty
// if it is that of no copy.
func ArchiveOf(address string) string {
	if !kept.MatchString(strings.TrimSpace(address)) {
		return ""
	}
	return Host(strings.TrimSpace(address))
}

// Unwrapped returns the address in an address that counts its readers on the way,
// as alerts and newsletters have them; of any other, itself.
func Unwrapped(address string) string {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return ""
	}
	for _, name := range []string{"url", "q", "u", "target"} {
		if inner := u.Query().Get(name); strings.Contains(inner, "://") {
			if inner, ok := URL(inner); ok {
				return inner
			}
		}
	}
	return address
}

// Host returns the host of an address without "www." and port, empty if it has none.
func Host(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
}

// hasPath reports whether an address is of more than a site.
func hasPath(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.Trim(u.Path, "/") != ""
}
