package html

import (
	"cmp"
	"net/url"
	"regexp"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/news"
)

// verdict is what a page is that is no article; empty if it is one.
type verdict string

const (
	isError   verdict = "an error page"
	isLogIn   verdict = "a log-in or subscription wall"
	isConsent verdict = "a request for consent to cookies"
	isCheck   verdict = "a check whether a robot reads it"
	isList    verdict = "a front page or a list of articles"
	isSearch  verdict = "the results of a search"
	isAbout   verdict = "a page about the site that it is on"
	isDraft   verdict = "a draft that was never published"
)

// refusal is the error for a page that is no article.
func (v verdict) refusal(headline string) error {
	advice := cmp.Or(map[verdict]string{
		isError:   "save the article again from its present address",
		isLogIn:   "save the article from a browser that is logged in",
		isConsent: "save the article after the question is answered",
		isCheck:   "save the article from a browser, when it is shown",
		isList:    "load the articles that it lists, or the feed of the site",
		isSearch:  "load the articles that it lists",
		isAbout:   "load the articles of that site",
		isDraft:   "publish it first",
	}[v], "load the articles of that site")
	return news.InvalidField("body", "the page looks like %s, not like an article (%q): %s", string(v), field.Abbreviate(headline, 60), advice)
}

// shortOfAnArticle is the length of a text, in bytes, below which a page may be one that stands in the place of an article.
const shortOfAnArticle = 1500

// judge tells what a page is that is no article. It would rather take a page that
// is none than refuse a short article: what says of itself that it is an article
// is one unless its text is that of a wall.
func judge(m *marks, doc *nethtml.Node, s *selection, a *news.Article) verdict {
	if m.isDraft(doc) {
		return isDraft
	}
	marked := m.isMarkedArticle()
	size := s.size()
	titled := false
	for _, t := range []string{a.Headline, m.h1, m.title} {
		titled = titled || isTitleOfError(m.withoutSite(first(t), ""))
	}
	if !marked && size < shortOfAnArticle && m.data.published == "" && m.isEntrance(doc, a.Headline) {
		return isLogIn
	}
	if !marked && m.data.published == "" && m.isAboutSite(a.Headline) {
		return isAbout
	}
	if titled && !marked && size < shortOfAnArticle && m.data.published == "" {
		if words().checkTexts.MatchString(s.body()) {
			return isCheck
		}
		return isError
	}
	if size < shortOfAnArticle {
		if v := wall(doc, s, marked); v != "" {
			return v
		}
	}
	if marked || m.data.headline != "" {
		return ""
	}
	if v := m.ofThing(a.Headline); v != "" {
		return v
	}
	return m.list(doc, s)
}

// draftClasses are what WordPress puts on the preview of what is not published.
var draftClasses = set([]string{"status-draft", "status-pending", "status-private", "status-future", "status-auto-draft"})

// exportedBy is the last line of a page that Medium has exported, which names no time of
// publication on a draft.
const exportedBy = "Exported from Medium"

// isDraft reports whether a page is of something that was never published.
func (m *marks) isDraft(doc *nethtml.Node) bool {
	for n := range doc.Descendants() {
		switch {
		case n.DataAtom == atom.Body || n.DataAtom == atom.Article:
			for class := range strings.FieldsSeq(attr(n, "class")) {
				if draftClasses[class] {
					return true
				}
			}
		case n.DataAtom == atom.Footer && strings.Contains(lineOf(n), exportedBy):
			return len(m.times) == 0
		}
	}
	return false
}

// isEntrance reports whether a page is there to log in at: by all that it is called, or by
// the beginning of that if it asks for a password.
func (m *marks) isEntrance(doc *nethtml.Node, headline string) bool {
	for _, t := range []string{headline, m.h1, m.title} {
		title := m.withoutSite(first(t), "")
		begin, more := title, false
		if p := titleMarks.FindStringIndex(title[:min(len(title), maxFurniture)]); p != nil {
			begin, more = title[:p[0]], true
		}
		if len(begin) <= maxFurniture && words().titlesOfLogIns.MatchString(begin) && (!more || asksForPassword(doc)) {
			return true
		}
	}
	return false
}

// ofThing says what a page is that says of itself that it is about something else than news:
// goods, an event, a person. Of several things it is about the one that it is called after.
func (m *marks) ofThing(headline string) verdict {
	kind, _, _ := strings.Cut(strings.ToLower(m.first("og:type")), ".")
	if v := objectTypes[kind]; v != "" {
		return v
	}
	title := m.withoutSite(first(headline, m.h1, m.title), "")
	for _, t := range m.data.things {
		name := first(t.name, t.title)
		if t.kind == "ProfilePage" || t.kind == "QAPage" || t.kind == "DiscussionForumPosting" || same(name, title) || same(name, m.h1) || name != "" && strings.Contains(title, name) {
			return thingKinds[t.kind]
		}
	}
	return ""
}

// isAboutSite reports whether all that a page is called is what pages about a site are.
func (m *marks) isAboutSite(headline string) bool {
	for _, t := range []string{first(headline, m.h1, m.title), m.h1} {
		title := m.withoutSite(first(t), "")
		if title != "" && len(title) <= maxFurniture && words().titlesOfSites.MatchString(title) {
			return true
		}
	}
	return false
}

func isTitleOfError(title string) bool {
	return title != "" && len(title) <= maxFurniture && words().titlesOfErrors.MatchString(title)
}

// isMarkedArticle reports whether a page says of itself that it is an article, with what only articles have.
func (m *marks) isMarkedArticle() bool {
	if m.data.headline != "" && (m.data.published != "" || m.data.body != "") {
		return true
	}
	return len(m.meta["article:published_time"]) > 0 || strings.EqualFold(m.first("og:type"), "article") && len(m.meta["author"])+len(m.meta["article:author"])+len(m.meta["article:section"]) > 0
}

// wall tells what a short page asks for that says nothing else: what most of
// its text is about. Two different signs are needed of it.
func wall(doc *nethtml.Node, s *selection, marked bool) verdict {
	var about [4]int
	signs := [4]map[string]bool{{}, {}, {}, {}}
	if asksForPassword(doc) {
		signs[1]["password"] = true
	}
	patterns := [4]*regexp.Regexp{words().errorTexts, words().logInTexts, words().consentTexts, words().checkTexts}
	total := 0
	for i := range s.blocks {
		if !s.kept[i] {
			continue
		}
		text := field.Line(s.blocks[i].text)
		total += len(text)
		for k, p := range patterns {
			if k == 0 && s.blocks[i].isHeading() {
				continue // a headline may be about an error
			}
			found := p.FindAllString(text, -1)
			for _, f := range found {
				signs[k][strings.ToLower(f)] = true
			}
			if len(found) > 0 {
				about[k] += len(text)
			}
		}
	}
	for k, v := range []verdict{isError, isLogIn, isConsent, isCheck} {
		enough, share := 2, 60
		if marked {
			share = 90
		}
		if len(signs[k]) >= enough && about[k]*100 >= total*share {
			return v
		}
	}
	return ""
}

func asksForPassword(doc *nethtml.Node) bool {
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Input && strings.EqualFold(attr(n, "type"), "password") {
			return true
		}
	}
	return false
}

// list tells whether a page lists articles: by what it says of itself, or by
// links with hardly any text between them.
func (m *marks) list(doc *nethtml.Node, s *selection) verdict {
	if s.longestRun() >= runOfAnArticle {
		return ""
	}
	title := first(m.title, m.h1)
	said, linked, links := s.teasers()
	thin := said < shortOfAnArticle && linked > 2*said && links >= 8
	switch {
	case m.isSearch(title, thin, links >= 2 && said < shortOfAnArticle):
		return isSearch
	case m.data.isList && said < shortOfAnArticle, m.isArchive() && (thin || links >= 8 && countOf(doc, atom.Article) >= 3):
		return isList
	}
	const aList, several = 6, 2
	if said == 0 && (links >= aList && !s.hasProse() || s.saysNothing()) || said < shortOfAnArticle && len(m.data.things) >= several {
		return isList
	}
	if m.isListOtherwise(doc, s, title, thin) {
		return isList
	}
	return ""
}

// isListOtherwise reports whether a page says in another way as well that it lists articles, for
// a round-up may be thin too: little text stands beside its links.
func (m *marks) isListOtherwise(doc *nethtml.Node, s *selection, title string, thin bool) bool {
	called := words().listTitles.MatchString(title) || m.isSite(title)
	many := countOf(doc, atom.Article) >= 4
	enough := 8
	switch {
	case called && many:
		enough = 4
	case (m.isSite(title) || many) && strings.EqualFold(m.first("og:type"), "website"):
		enough = 5
	}
	return thin && (m.isRoot() || called || many) || m.isRoot() && called && many || s.beginsWithHeadlines(enough)
}

// hasProse reports whether something is kept that is as long as a sentence and is no link.
func (s *selection) hasProse() bool {
	const aSentence = 40 // bytes
	for i := range s.blocks {
		if b := &s.blocks[i]; s.kept[i] && !b.isHeading() && len(b.text)-b.linked >= aSentence {
			return true
		}
	}
	return false
}

// saysNothing reports whether what is kept of a page are several pieces of which none is a
// sentence, rows of a table most of them: figures, a programme.
func (s *selection) saysNothing() bool {
	const several = 3
	pieces, rows := 0, 0
	for i := range s.blocks {
		b := &s.blocks[i]
		switch {
		case !s.kept[i] || b.isHeading():
			continue
		case b.isSentence():
			return false
		case b.node.DataAtom == atom.Tr || b.node.DataAtom == atom.Td || b.node.Parent != nil && b.node.Parent.DataAtom == atom.Td:
			rows++
		}
		pieces++
	}
	return pieces >= several && rows*2 > pieces
}

// isSearch tells whether a page shows what a search has found; thin and short say how
// little text stands beside its links.
func (m *marks) isSearch(title string, thin, short bool) bool {
	called := words().searchTitles
	return short && (called.MatchString(m.title) || called.MatchString(m.h1)) || m.hasBodyClass("search-results") || m.data.isSearch ||
		thin && words().listTitles.MatchString(title) && strings.Contains(strings.ToLower(title), "search")
}

// isArchive tells whether a page says that it lists articles by the classes of its body.
func (m *marks) isArchive() bool {
	return m.hasBodyClass("archive", "category", "tag", "home", "blog", "author") && !m.hasBodyClass("single", "single-post", "post-template-default", "page-template")
}

// isBare reports whether a page has next to no text but many links, as a list of
// bookmarks has.
func (m *marks) isBare(s *selection, body string) bool {
	const aWord, many = 40, 5 // bytes, links
	_, _, links := s.teasers()
	return len(body) < aWord && links >= many && !m.isMarkedArticle() && m.data.headline == ""
}

// runOfAnArticle is the length, in bytes, of paragraphs in one element, that no list of articles has.
const runOfAnArticle = 400

// longestRun returns the bytes of the paragraphs of text in the element that has most of them.
func (s *selection) longestRun() int {
	most := 0
	sizes := map[*nethtml.Node]int{}
	for i := range s.blocks {
		if b := &s.blocks[i]; s.kept[i] && b.isText() {
			sizes[b.parent()] += len(b.text)
			most = max(most, sizes[b.parent()])
		}
	}
	return most
}

// teasers returns the bytes of paragraphs of text on the page, and of headlines that lead elsewhere, with their number.
func (s *selection) teasers() (said, linked, links int) {
	for i := range s.blocks {
		b := &s.blocks[i]
		switch {
		case b.isLinks() && strings.Count(b.text, " ") >= 3:
			linked += len(b.text)
			links++
		case b.isText():
			said += len(b.text)
		}
	}
	return said, linked, links
}

// beginsWithHeadlines reports whether there are many headlines that lead elsewhere, enough at least,
// each with a teaser at most, and no text before them. Behind a short article,
// such headlines are those of related ones.
func (s *selection) beginsWithHeadlines(enough int) bool {
	const longestTeaser = 250
	headlines, said := 0, 0
	for i := range s.blocks {
		b := &s.blocks[i]
		switch {
		case b.isHeading() && b.isLinks() && strings.Count(b.text, " ") >= 2:
			headlines++
		case b.isText() && headlines == 0:
			return false
		case b.isText():
			said += len(b.text)
		}
	}
	return headlines >= enough && said < headlines*longestTeaser
}

func (m *marks) hasBodyClass(classes ...string) bool {
	for _, c := range classes {
		if strings.Contains(" "+m.classes+" ", " "+c+" ") {
			return true
		}
	}
	return false
}

// isRoot reports whether a page is the first of its site.
func (m *marks) isRoot() bool {
	for _, address := range append([]string{m.link}, m.all("og:url")...) {
		if u, err := url.Parse(address); err == nil && u.Host != "" {
			return u.Path == "" || u.Path == "/" || strings.HasPrefix(u.Path, "/index.")
		}
	}
	return false
}

func countOf(doc *nethtml.Node, a atom.Atom) int {
	n := 0
	for d := range doc.Descendants() {
		if d.DataAtom == a {
			n++
		}
	}
	return n
}
