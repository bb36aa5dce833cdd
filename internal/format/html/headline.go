package html

import (
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
)

// titleMarks part a headline from the name of its site: " | ", " - ", " » ", ": ", …
var titleMarks = regexp.MustCompile(`\s+(?:[|‖¦·•»«›‹/\\~]|::|[-–—]{1,2}|<|>|\|\|)\s+|\s*[|‖_｜丨│]\s*|：|:\s+`)

// siteNames are the names by which a page calls its site.
func (m *marks) siteNames() []string {
	return append([]string{m.data.outlet, m.data.site, m.mastheadName, m.homeName}, m.all("og:site_name", "application-name", "apple-mobile-web-app-title", "twitter:app:name:iphone", "publisher", "dc.publisher", "al:android:app_name", "al:ios:app_name")...)
}

// headline returns the best of the headlines of a page without the name of its site.
func (m *marks) headline() string {
	shown := first(m.h1)
	if shown == "" || m.isSite(shown) {
		shown = m.entry
	}
	given := append([]string{m.data.headline}, m.all("og:title", "parsely-title", "twitter:title", "headline", "dc.title", "sailthru.title")...)
	if len(m.headlines) == 1 { // several are of other articles, too
		given = append(given, m.headlines[0])
	}
	for _, h := range given {
		if h = first(h); h != "" && !m.isSite(h) {
			return m.withoutSite(h, shown)
		}
	}
	title := m.withoutSite(first(m.title), shown)
	if shown == "" {
		title = m.emphasized(title)
	}
	if shown != "" && (title == "" || m.isSite(title) || sharesWords(shown, title) || strings.Contains(title, shown) && len(shown)*2 > len(title)) {
		return shown
	}
	return first(title, shown)
}

// emphasized returns the part of a title that a page without a headline shows in large
// or bold letters: "Boats wait" of "Print: Boats wait"; the title if it shows none. The
// shorter part of it may be the name of the site.
func (m *marks) emphasized(title string) string {
	for _, p := range titleMarks.FindAllStringIndex(title[:min(len(title), maxTitle)], -1) {
		for _, part := range []string{title[p[1]:], title[:p[0]]} {
			if len(part)*2 > len(title) && slices.ContainsFunc(m.bold, func(shown string) bool { return same(shown, part) }) {
				return part
			}
		}
	}
	return title
}

// withoutSite cuts the name of the site off a title, and whatever else stands
// beside the headline that the page shows. Real words of a headline are never
// cut: what goes is the name of the site, the section, or what the headline shown does not have.
func (m *marks) withoutSite(title, shown string) string {
	if len(title) > maxTitle {
		return title
	}
	parts := titleMarks.FindAllStringIndex(title, -1)
	if len(parts) == 0 {
		return title
	}
	if same(title, shown) {
		return title
	}
	// The headline that is shown, with something beside it.
	for _, p := range parts {
		if before, after := title[:p[0]], title[p[1]:]; shown != "" && isMark(title[p[0]:p[1]]) {
			if same(before, shown) {
				return before
			}
			if same(after, shown) && !m.isMastheadTitle {
				return after
			}
		}
	}
	// The name of the site at an end.
	for i := len(parts) - 1; i >= 0; i-- {
		p := parts[i]
		if after := title[p[1]:]; m.isSite(after) || i == len(parts)-1 && isMark(title[p[0]:p[1]]) && m.isSection(after) && i > 0 {
			return m.withoutSite(title[:p[0]], shown)
		}
		if isMark(title[p[0]:p[1]]) && i < len(parts)-1 && m.isSite(title[p[1]:parts[i+1][0]]) {
			return m.withoutSite(title[:p[0]], shown)
		}
	}
	if p := parts[0]; m.isSite(title[:p[0]]) || isMark(title[p[0]:p[1]]) && (m.isSection(title[:p[0]]) || same(title[:p[0]], m.kicker)) {
		return m.withoutSite(title[p[1]:], shown)
	}
	return title
}

const maxTitle = 1000 // bytes of what may be a headline

// isMark reports whether what parts a title is more than a colon, which headlines have within.
func isMark(s string) bool { return strings.TrimSpace(s) != ":" }

// isSite reports whether a text is the name of the site: as the page gives it, or as its address has it.
func (m *marks) isSite(text string) bool {
	name := field.Letters(text[:min(len(text), maxTitle)])
	if name == "" || len(text) > maxTitle {
		return false
	}
	for _, n := range m.siteNames() {
		if field.IsSiteOf(text, field.Unescape(n)) {
			return true
		}
		if n := field.Letters(field.Unescape(n)); n != "" && (n == name || withoutArticle(n) == withoutArticle(name)) {
			return true
		}
	}
	for _, address := range append([]string{m.link, m.data.url}, m.all("og:url")...) {
		u, err := url.Parse(address)
		if err != nil || u.Host == "" {
			continue
		}
		host := strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
		label, _, _ := strings.Cut(host, ".")
		if name == field.Letters(host) || len(label) >= 4 && (withoutArticle(name) == withoutArticle(field.Letters(label))) {
			return true
		}
	}
	return false
}

func (m *marks) isSection(text string) bool {
	section := field.Letters(first(m.data.section, m.first("article:section", "parsely-section")))
	return section != "" && field.Letters(text) == section
}

func withoutArticle(name string) string { return strings.TrimPrefix(name, "the") }

func same(a, b string) bool {
	return len(a) <= maxTitle && len(b) <= maxTitle && field.Letters(a) != "" && field.Letters(a) == field.Letters(b)
}

// sharesWords reports whether most words of one text are in another.
func sharesWords(a, b string) bool {
	has := map[string]bool{}
	for w := range strings.FieldsSeq(strings.ToLower(b)) {
		has[w] = true
	}
	n, of := 0, 0
	for w := range strings.FieldsSeq(strings.ToLower(a)) {
		of++
		if has[w] {
			n++
		}
	}
	return n*2 > of
}

// outlet returns the name of who published the page; empty if it gives none.
func (m *marks) outlet() string {
	if site := first(m.first("og:site_name")); site != "" && site == first(m.data.site) {
		return site // which the company that owns it is not
	}
	for _, name := range append([]string{m.data.outlet}, append(m.all("og:site_name", "application-name", "publisher", "dc.publisher", "article:publisher:name", "apple-mobile-web-app-title"), m.data.site)...) {
		name = first(name)
		if u, ok := field.URL(name); ok && !strings.Contains(name, " ") {
			name = field.Host(u)
		}
		if name != "" {
			return name
		}
	}
	return first(m.homeName, m.siteInTitle(), m.mastheadName, first(m.allNamed(field.IsOutletName)...))
}

// nameShown returns the first or second line of a page if its title has that before
// a colon or at the end, beside more words: the name of the site, as old pages have
// it, "Harbour Times: Boats for pilots". A headline is not taken for it.
func (m *marks) nameShown(doc *nethtml.Node) string {
	const lines = 2
	title, looked := first(m.title), 0
	parts := titleMarks.FindAllStringIndex(title, -1)
	if len(title) > maxTitle || len(parts) == 0 {
		return ""
	}
	begin, end := "", title[parts[len(parts)-1][1]:]
	if !isMark(title[parts[0][0]:parts[0][1]]) {
		begin = title[:parts[0][0]]
	}
	for n := range firstOf(doc, isBody).Descendants() {
		line := ""
		if n.Type == nethtml.TextNode && n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style {
			line = field.Line(n.Data)
		}
		if field.Letters(line[:min(len(line), maxTitle)]) == "" {
			continue
		}
		looked++
		if looked > lines {
			break
		}
		if (same(line, begin) || same(line, end)) && (!same(line, m.h1) || m.entry != "" && same(m.entry, end)) && !same(line, m.entry) && 2*len(strings.Fields(line)) < len(strings.Fields(title)) {
			return line
		}
	}
	return ""
}

// lineInTitle returns the line of a page that its title has beside the name of the site:
// the headline, where no element says that it is one. The shorter part of a title may be
// that name.
func (m *marks) lineInTitle(doc *nethtml.Node) string {
	var halves []string // longer than half of the title
	for _, title := range []string{first(m.title), first(m.first("og:title"))} {
		parts := titleMarks.FindAllStringIndex(title[:min(len(title), maxTitle)], -1)
		if len(parts) == 0 {
			continue
		}
		for _, half := range []string{title[:parts[len(parts)-1][0]], title[parts[0][1]:]} {
			if 2*len(half) > len(title) {
				halves = append(halves, half)
			}
		}
	}
	if halves == nil {
		return ""
	}
	for n := range firstOf(doc, isBody).Descendants() {
		if n.Type != nethtml.TextNode || isUseless(n.Parent.DataAtom) {
			continue
		}
		if slices.ContainsFunc(halves, func(half string) bool { return same(n.Data, half) }) {
			return field.Line(n.Data)
		}
	}
	return ""
}

// siteInTitle returns what stands behind the headline in the title of a page: the name of
// the site, or before it, if it is called as its address is. A hyphen without spaces parts them where words have none either.
func (m *marks) siteInTitle() string {
	const most = 5 // words
	title := first(m.title)
	if len(title) > maxTitle {
		return ""
	}
	for _, shown := range append([]string{m.h1, m.entry, m.data.headline}, m.all("og:title")...) {
		rest, ok := strings.CutPrefix(title, field.Line(shown))
		found := behindHeadline.FindStringSubmatch(rest)
		if shown == "" || !ok || found == nil || found[1] == "" && !isUnspaced(shown) {
			continue
		}
		if name := found[2]; len(strings.Fields(name)) <= most && !isSaid(name) {
			return name
		}
	}
	parts := titleMarks.FindAllStringIndex(title, -1)
	if len(parts) == 0 {
		return ""
	}
	if before := title[:parts[0][0]]; field.IsNamedFor(field.Host(m.address()), before) {
		return before
	}
	last := parts[len(parts)-1]
	name := title[last[1]:]
	if before := title[:parts[0][0]]; len(parts) > 1 && isMark(title[parts[0][0]:parts[0][1]]) && (same(name, m.h1) || same(name, m.entry)) && len(strings.Fields(before)) <= most && !isSaid(before) {
		return before // "Harbour Times :: Local :: Boats wait"
	}
	if isMark(title[last[0]:last[1]]) && same(title[:parts[0][0]], m.h1) && len(strings.Fields(name)) <= most && !isSaid(name) {
		return name
	}
	return ""
}

// behindHeadline is what stands behind the headline in a title, if it is one piece: what
// parts it, if there are spaces or it is no hyphen, and the name.
var behindHeadline = regexp.MustCompile(`^(?:(\s+[-–—|·•:»/~]+\s+|\s*[|_｜│]+\s*)|\s*[-–—]\s*)([^|_｜│»]{2,60})$`)

// isUnspaced reports whether a text is in a script that puts no spaces between words.
func isUnspaced(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana) })
}
