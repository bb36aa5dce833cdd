package html

import (
	"maps"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"time"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/lang"
	"byline/internal/news"
)

// marks are what a page says about itself, each mark under its name.
type marks struct {
	site             *mastheads
	calendar         calendar
	calendarLanguage string              // in which dates and names are
	meta             map[string][]string // by property, name or itemprop, lower case
	lang             string              // of the html element
	link             string              // rel=canonical
	entryURL         string              // of microformats
	saved            string              // the address that it was saved from
	title            string
	h1               string
	entry            string // a lower heading that is called the headline
	h1s              int
	headlines        []string // of elements that say that they are one
	homeName         string   // a heading that leads to the first page of the site
	kicker           string   // an element in h1 before the headline: "Opinion"
	isMastheadTitle  bool     // h1 stands outside of the article
	mastheadName     string   // a name that the page begins with, and that its title has beside the headline
	classes          string   // of the body
	times            []string // of <time datetime> in the article, in order
	updates          []string // likewise, those that are labelled as updates

	states  []string // the data of pages that are put together by a script
	scripts linkedData
	data    linked // JSON-LD about the article
	bold    []string
	flight  string // of React's server components
}

// metadata collects the marks of a page.
func metadata(doc *nethtml.Node, c field.Clock) *marks {
	m := &marks{meta: map[string][]string{}, site: newMastheads(doc)}
	for n := range doc.Descendants() {
		if n.Type == nethtml.ElementNode {
			m.note(n)
		}
	}
	m.withoutArchive()
	if m.h1 == "" && m.entry == "" {
		m.entry = m.lineInTitle(doc)
	}
	m.data = m.scripts.article(m.isThis)
	if m.outlet() == "" {
		m.mastheadName = m.nameShown(doc)
	}
	m.calendarLanguage = m.language(doc)
	m.calendar = calendar{c.Zone, field.OrderIn(m.calendarLanguage), c}
	return m
}

// language is the language of a page, with its region: as the page says, else as its longest text is.
func (m *marks) language(doc *nethtml.Node) string {
	if said := first(m.first("og:locale"), m.lang, m.data.language, m.first("language", "dc.language")); said != "" {
		return said
	}
	longest := ""
	for n := range doc.Descendants() {
		if n.Type == nethtml.TextNode && len(n.Data) > len(longest) && n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style {
			longest = n.Data
		}
	}
	return lang.Detect(longest)
}

// isThis reports whether a headline or an address in the data of a page is that of the page itself.
func (m *marks) isThis(headline, address string) bool {
	for _, h := range append([]string{m.h1, m.title}, m.meta["og:title"]...) {
		if h != "" && same(headline, field.Unescape(h)) {
			return true
		}
	}
	for _, u := range append([]string{m.link}, m.meta["og:url"]...) {
		if u != "" && strings.TrimSuffix(u, "/") == strings.TrimSuffix(address, "/") {
			return true
		}
	}
	return false
}

func (m *marks) note(n *nethtml.Node) {
	if name := propertyOf(n); name != "" {
		m.noteProperty(n, name)
	} else {
		m.noteDublinCore(n)
	}
	m.noteCard(n)
	switch n.DataAtom {
	case atom.Html:
		m.lang = attr(n, "lang")
	case atom.Body:
		m.classes = strings.ToLower(attr(n, "class"))
	case atom.Meta:
		m.noteMeta(n)
	case atom.Link:
		if strings.EqualFold(attr(n, "rel"), "canonical") && m.link == "" {
			m.link = attr(n, "href")
		}
	case atom.A:
		if (hasMark(n, "u-url") || hasMark(n, "p-canonical")) && isInMain(n) && m.entryURL == "" {
			m.entryURL = attr(n, "href")
		}
		m.notePlain(n)
	case atom.Title:
		m.noteTitle(n)
	case atom.H1:
		m.noteHeadline(n)
	case atom.H2, atom.H3:
		m.noteEntry(n)
		m.noteBold(n)
	case atom.B, atom.Strong, atom.Big, atom.Font:
		m.noteBold(n)
	case atom.Time:
		m.noteTime(n, first(attr(n, "datetime"), lineOf(n)))
	case atom.Script:
		m.noteScript(n)
	default:
		m.notePlain(n)
	}
}

// noteTitle keeps the first title of the page, which that of a drawing in it is not.
func (m *marks) noteTitle(n *nethtml.Node) {
	if m.title == "" && n.Parent != nil && n.Parent.DataAtom != atom.Svg {
		m.title = textOf(n)
	}
}

// noteScript keeps the data of a page that stand in a script, as JSON-LD or as the state of a program.
func (m *marks) noteScript(n *nethtml.Node) {
	if strings.Contains(strings.ToLower(attr(n, "type")), "ld+json") && n.FirstChild != nil {
		m.scripts.read(n.FirstChild.Data)
	} else if n.FirstChild != nil {
		m.noteState(n)
	}
}

// notePlain keeps the headline or the time that an element gives whose name does not say so.
func (m *marks) notePlain(n *nethtml.Node) {
	if isFirstHeading(n) {
		m.noteHeadline(n)
	}
	if m.entry == "" && isDocumentTitle(n) {
		m.entry = lineOf(n)
	}
	if hasClass(n, words().headlineClasses) { // in a page without headings
		if line := lineOf(n); isOf(m.title, line) || len(line) >= minHeadline && strings.HasSuffix(m.title, line) {
			m.noteEntry(n)
		}
	}
	if at := dateAttribute(n); at != "" && (isInMain(n) || hasMark(n, "published")) {
		m.noteTime(n, at)
	}
}

// noteCard keeps the name of who wrote the article, where it stands in a card as pages have of people.
func (m *marks) noteCard(n *nethtml.Node) {
	if hasMark(n, "fn") && isOfAuthor(n) {
		m.meta["hcard"] = append(m.meta["hcard"], lineOf(n))
	}
}

// isDocumentTitle reports whether a paragraph is the title of a document of Google's: one
// in that style with which the page begins.
func isDocumentTitle(n *nethtml.Node) bool {
	return n.DataAtom == atom.P && n.Parent != nil && n.Parent.DataAtom == atom.Body && n.PrevSibling == nil && slices.Contains(strings.Fields(attr(n, "class")), "title")
}

// noteDublinCore keeps the date that an element gives in the terms of Dublin Core.
func (m *marks) noteDublinCore(n *nethtml.Node) {
	name, date := attr(n, "property"), attr(n, "content")
	if date != "" && (strings.Contains(name, "dc:date") || strings.Contains(name, "dc:created")) {
		m.meta["dc.date.created"] = append(m.meta["dc.date.created"], date)
	}
}

// noteBold keeps what a page shows in large or bold letters, of the first elements that do.
func (m *marks) noteBold(n *nethtml.Node) {
	const most = 20
	if len(m.bold) < most {
		m.bold = append(m.bold, textOf(n))
	}
}

// dateAttribute returns the time that an attribute of an element tells which is no
// <time>: of an element of the page's own, of one of the class of dates, or in an
// attribute that says so; empty if there is none.
func dateAttribute(n *nethtml.Node) string {
	own, dated := strings.Contains(n.Data, "-"), false
	for i, a := range n.Attr {
		if i == 0 {
			dated = hasClass(n, words().dateClasses)
		}
		name, isData := strings.CutPrefix(a.Key, "data-")
		switch {
		case own && a.Key == "datetime", isData && (saysPublication(name) || name == "published"):
		case dated && (a.Key == "title" || isData && (strings.Contains(name, "date") || strings.Contains(name, "time"))):
		default:
			continue
		}
		if _, err := field.Time(a.Val, time.UTC); err == nil {
			return a.Val
		}
	}
	return ""
}

func (m *marks) noteMeta(n *nethtml.Node) {
	content := attr(n, "content")
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		if name := strings.ToLower(attr(n, key)); name != "" && content != "" {
			m.meta[name] = append(m.meta[name], content)
			if name == "parsely-page" {
				m.states = append(m.states, content)
			}
		}
	}
}

// noteEntry takes a lower heading that may be the headline.
func (m *marks) noteEntry(n *nethtml.Node) {
	if m.entry != "" || m.site.has(n) {
		return
	}
	if line := lineOf(n); hasClass(n, words().headlineClasses) || isOf(m.title, line) && !same(m.title, line) {
		m.entry = line
	}
}

// noteProperty takes in a property of microdata that an element of the article shows.
func (m *marks) noteProperty(n *nethtml.Node, name string) {
	switch name {
	case "datepublished", "datemodified", "articlesection":
		if value := first(attr(n, "datetime"), attr(n, "content"), lineOf(n)); value != "" && (!m.site.has(n) || isInMain(n)) && n.DataAtom != atom.Meta {
			m.meta[name] = append(m.meta[name], value)
		}
	case "headline":
		if value := first(attr(n, "content"), lineOf(n)); value != "" && n.DataAtom != atom.Meta {
			m.headlines = append(m.headlines, value)
		}
	case "mainentityofpage":
		m.meta["og:url"] = append(m.meta["og:url"], attr(n, "itemid"), attr(n, "href"), attr(n, "content"))
	case "name":
		if name := first(attr(n, "content"), lineOf(n)); name != "" && isWithinProperty(n, "publisher") {
			m.meta["publisher"] = append(m.meta["publisher"], name)
		}
	}
}

// propertyOf returns what an element is of an article in the words of schema.org, in
// lower case, as microdata or as RDFa has it; empty if it is nothing.
func propertyOf(n *nethtml.Node) string {
	if name := attr(n, "itemprop"); name != "" {
		return strings.ToLower(name)
	}
	name := strings.ToLower(attr(n, "property"))
	if name = strings.TrimPrefix(name, "schema:"); strings.ContainsAny(name, ":/ ") {
		return ""
	}
	return name
}

// isWithinProperty reports whether n lies in an element that is a property of the article.
func isWithinProperty(n *nethtml.Node, name string) bool {
	for p, depth := n.Parent, 0; p != nil && depth < 4; p, depth = p.Parent, depth+1 {
		if p.Type == nethtml.ElementNode && propertyOf(p) == name {
			return true
		}
	}
	return false
}

// isOfAuthor reports whether the name in a card, as pages have it of people, is that of
// who wrote the article, and not a comment.
func isOfAuthor(n *nethtml.Node) bool {
	for p, depth := n.Parent, 0; p != nil && depth < 4; p, depth = p.Parent, depth+1 {
		if class := strings.ToLower(attr(p, "class")); hasMark(p, "vcard") {
			return strings.Contains(class, "author") && !strings.Contains(class, "comment")
		}
	}
	return false
}

// noteHeadline takes in the first heading that is no name of a site in its masthead.
func (m *marks) noteHeadline(n *nethtml.Node) {
	kicker, text := kickerOf(n)
	if text == "" {
		return
	}
	if leadsHome(n) { // the name of the site
		m.homeName = first(m.homeName, text)
		return
	}
	m.h1s++
	marked := strings.EqualFold(attr(n, "itemprop"), "headline")
	if m.h1 == "" || marked || m.isMastheadTitle && isInMain(n) {
		m.h1, m.kicker = text, kicker
		m.isMastheadTitle = !isInMain(n) && !marked
	}
}

// leadsHome reports whether all that a heading says is a link to the first page of the site.
func leadsHome(n *nethtml.Node) bool {
	link := firstOf(n, func(n *nethtml.Node) bool { return n.DataAtom == atom.A })
	if link == nil || lineOf(link) != lineOf(n) {
		return false
	}
	u, err := url.Parse(attr(link, "href"))
	return err == nil && attr(link, "href") != "" && (u.Path == "/" || u.Path == "" && u.Host != "") && u.RawQuery == "" && u.Fragment == ""
}

// kickerOf returns what the heading of an article has in an element of its own before
// the headline, the subject or the kind of article, and the headline.
func kickerOf(n *nethtml.Node) (kicker, headline string) {
	whole := lineOf(n)
	for c := range n.ChildNodes() {
		if c.Type != nethtml.ElementNode || !hasClass(c, words().kickerClasses) {
			continue
		}
		if kicker = lineOf(c); kicker == "" {
			continue
		}
		if rest, ok := strings.CutPrefix(whole, kicker); ok && strings.Trim(rest, " :|–—-") != "" {
			return kicker, strings.TrimLeft(rest, " :|–—-")
		}
	}
	return "", whole
}

// noteTime takes in a time that is shown with the article.
func (m *marks) noteTime(n *nethtml.Node, at string) {
	if m.site.has(n) && !hasMark(n, "dt-published") && !(hasMark(n, "published") && isInMain(n)) {
		return
	}
	before := ""
	if n.PrevSibling != nil {
		before = lineOf(n.PrevSibling)
	} else if n.Parent != nil && n.Parent.PrevSibling != nil {
		before = lineOf(n.Parent.PrevSibling)
	}
	class := strings.ToLower(attr(n, "class") + " " + attr(n, "itemprop"))
	switch {
	case words().updatedLabels.MatchString(before), strings.Contains(class, "updated") && !strings.Contains(class, "published"), strings.Contains(class, "modified"):
		m.updates = append(m.updates, at)
	case strings.Contains(class, "published"):
		m.times = append([]string{at}, m.times...)
	default:
		m.times = append(m.times, at)
	}
}

// publishedNames are the names under which meta elements give the time of publication, updatedNames that of the last change.
func (m *marks) publishedNames() []string {
	known := m.all("article:published_time", "og:article:published_time", "article:published", "datepublished", "parsely-pub-date", "publish-date", "publish_date",
		"publishdate", "pubdate", "publication_date", "published_at", "published-date", "og:published_time", "rnews:datepublished", "dc.date.issued", "dcterms.issued",
		"dc.date.created", "dcterms.created", "dcterms.date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime", "citation_publication_date",
		"citation_online_date", "article.published", "article_date_original", "originalpublicationdate", "displaydate", "timestamp", "created", "ptime", "dc.date", "date", "article:create_at")
	for _, name := range slices.Sorted(maps.Keys(m.meta)) { // of whatever vocabulary: "cse:pubdate"
		if saysPublication(name) {
			known = append(known, m.meta[name]...)
		}
	}
	return append(known, append(m.meta["datecreated"], m.allNamed(field.IsDate)...)...)
}

// allNamed returns what meta elements have whose name, or the last part of it, stands for a
// field as the names of members do: "page.content.lastModifiedDate", "publication_name".
func (m *marks) allNamed(is func(string) bool) (found []string) {
	for _, name := range slices.Sorted(maps.Keys(m.meta)) {
		if vocabulary, _, _ := strings.Cut(name, ":"); ofServices[vocabulary] {
			continue
		}
		if is(name) || is(name[strings.LastIndexAny(name, ".:/")+1:]) {
			found = append(found, m.meta[name]...)
		}
	}
	return found
}

// ofServices are the vocabularies of services, in which a name is that of an account.
var ofServices = map[string]bool{"twitter": true, "fb": true, "al": true, "og": true, "msapplication": true, "article": true}

var publication = regexp.MustCompile(`(?:^|[^a-z])pub[a-z]*[-_.]?(?:date|time|at)(?:$|[^a-z])|article[-_.]?date`)

// saysPublication reports whether a name, in small letters, says outright that it is
// of the time of publication.
func saysPublication(name string) bool { return publication.MatchString(name) }

func (m *marks) updatedNames() []string {
	return append(m.all("article:modified_time", "og:article:modified_time", "og:updated_time", "datemodified", "last-modified", "lastmod", "updated_time", "dcterms.modified", "dc.date.modified", "revised", "article:updated_time", "rnews:datemodified"), m.allNamed(field.IsUpdate)...)
}

// article returns what the marks tell: JSON-LD first, then Open Graph and its
// article properties, then other meta elements, then what the page shows.
func (m *marks) article() news.Article {
	a := news.Article{
		Headline: m.headline(),
		Section:  label(first(m.data.section, m.first("article:section", "parsely-section", "og:article:section", "articlesection"))),
		Language: field.Language(first(m.data.language, m.lang, m.first("og:locale", "language", "content-language", "dc.language"))),
		Source:   m.outlet(),
		Updated:  m.moment(m.data.updated, m.updatedNames(), m.updates),
		Caption:  m.data.caption,
		Authors:  m.authors(),
		Subjects: m.subjects(),
	}
	a.Published = m.moment(m.data.published, m.publishedNames())
	a.URL = m.address()
	return a
}

// address returns where a page is, or was saved from; empty if it does not say.
func (m *marks) address() string {
	for _, address := range append([]string{m.link, m.data.url}, append(m.all("og:url", "parsely-link", "twitter:url"), m.entryURL, m.saved)...) {
		if u, ok := field.URL(address); ok {
			return u
		}
	}
	return ""
}

// date completes the times of an article by what the page shows, says of itself, and has in its address.
func (m *marks) date(a *news.Article, blocks []block) {
	shown := m.datesShown(blocks, a.Headline)
	if a.Published.IsZero() {
		a.Published = m.dateOf(a.URL, append([]time.Time{m.moment("", m.times)}, shown.published...))
	}
	if a.Published.IsZero() {
		a.Published = m.dateInState(a.Headline)
	}
	published, updated := m.agoShown(blocks, a.Headline)
	if a.Published.IsZero() {
		a.Published = published
	}
	if a.Updated.IsZero() && len(shown.updated) > 0 {
		a.Updated = shown.updated[0]
	}
	if a.Updated.IsZero() {
		a.Updated = updated
	}
	if a.Updated.Before(a.Published) {
		a.Updated = time.Time{}
	}
}

// dateOf returns when an article was published that has no mark of it: the first
// date shown that its address does not contradict, else that in the address. When
// its page was published may tell the time of that day.
func (m *marks) dateOf(address string, shown []time.Time) time.Time {
	inAddress, hasAddress := field.DateOfAddress(address, m.calendar.loc)
	ofPage := m.moment(m.data.pageDate)
	for _, at := range append(shown, inAddress) {
		if at.IsZero() || hasAddress && inAddress.Sub(at).Abs() >= farApart {
			continue
		}
		if at.Sub(ofPage).Abs() < oneDay {
			break
		}
		return at
	}
	return ofPage
}

// farApart is how much a date that a page shows may differ from that in its
// address; one that differs more is the date of something else.
const farApart = 4 * oneDay

const oneDay = 24 * time.Hour

func (m *marks) authors() []string {
	names := field.AuthorList(m.data.authors)
	for _, key := range []string{"author", "article:author", "article:author_name", "parsely-author", "byl", "dc.creator", "dcterms.creator", "sailthru.author", "cxenseparse:author", "hcard", "twitter:data1"} {
		if len(names) > 0 {
			break
		}
		if key == "twitter:data1" && !strings.EqualFold(m.first("twitter:label1"), "Written by") {
			continue
		}
		for _, name := range m.meta[key] {
			names = append(names, field.Authors(field.Unescape(name))...)
		}
		names = field.AuthorList(names)
	}
	return names
}

func (m *marks) subjects() []string {
	list := m.data.keywords
	if tags := m.meta["article:tag"]; len(list) == 0 && len(tags) == 1 {
		list = field.Subjects(tags[0]) // some write all of them into one
	} else if len(list) == 0 {
		list = tags
	}
	if len(list) == 0 {
		for _, s := range m.all("keywords", "news_keywords", "parsely-tags") {
			list = append(list, field.Subjects(s)...)
		}
	}
	return slices.DeleteFunc(field.List(list), func(s string) bool { return label(s) == "" })
}

// maxLabel is the length, in bytes, of the longest name of a section or subject.
const maxLabel = 200

// label returns the name of a section or subject; some pages have whole texts there.
func label(s string) string {
	if len(s) > maxLabel {
		return ""
	}
	return s
}

// moment returns the first of the texts that is a time; a page often spells one badly and another well.
func (m *marks) moment(text string, lists ...[]string) time.Time {
	lists = append([][]string{{text}}, lists...)
	for _, texts := range lists {
		for _, s := range texts {
			if at, ok := m.calendar.time(s); s != "" && ok && at.Unix() != 0 { // which is a date that was not set
				return at
			}
		}
	}
	return time.Time{}
}

func (m *marks) all(names ...string) []string {
	var out []string
	for _, n := range names {
		out = append(out, m.meta[n]...)
	}
	return out
}

func (m *marks) first(names ...string) string { return first(m.all(names...)...) }

// first returns the first text that is not empty, as a line.
func first(texts ...string) string {
	for _, s := range texts {
		if s = field.Line(field.Plain(s)); s != "" {
			return s
		}
	}
	return ""
}
