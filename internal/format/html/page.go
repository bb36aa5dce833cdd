// Package html reads a web page as one article. A library tells which blocks of
// the page are the article (go-readability); their text is taken from the page
// itself, so that no word of a paragraph is lost. Headline, authors, times,
// section, subjects, language, outlet and address come from JSON-LD, Open Graph
// and the other marks that news pages carry, or else from what the page shows. A
// page that stands in the place of an article, such as an error page, a front
// page or a log-in wall, is refused by name.
package html

import (
	"bytes"
	"fmt"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/charset"
	"byline/internal/format/field"
	"byline/internal/news"
)

// Parse reads one page, in whatever encoding: package charset tells it, and the
// content type helps where one is known. A page that
// is too large or too intricate to be read in bounded time and memory, one without
// a headline and a text, and one that is no article are errors.
func Parse(data []byte, contentType string, c field.Clock) (news.Article, error) {
	if len(data) > maxBytes {
		return news.Article{}, tooIntricate("it has %d bytes, more than %d", len(data), maxBytes)
	}
	data = charset.UTF8(data, contentType)
	if err := check(data); err != nil {
		return news.Article{}, err
	}
	doc, err := nethtml.Parse(bytes.NewReader(withoutShadow(data)))
	if err != nil {
		return news.Article{}, news.Errorf(news.KindInvalid, "cannot read the page: %w", err)
	}
	m := metadata(doc, savedAt(data, c))
	m.saved = savedFrom(data)
	clean(doc)
	a := m.article()
	caption := leadCaption(doc)
	blocks := blocksOf(doc)
	m.date(&a, blocks)
	if len(a.Authors) == 0 {
		a.Authors = m.authorsShown(doc, blocks, a.Headline)
	}
	text := choose(doc, blocks, a.Headline, m.site)
	if v := judge(m, doc, text, &a); v != "" {
		return news.Article{}, v.refusal(first(a.Headline, m.title))
	}
	text.outlet = a.Source
	text.trim(a.Headline)
	if len(a.Authors) == 0 && text.signed != "" {
		a.Authors = []string{text.signed}
	}
	text.withoutBio(a.Authors)
	a.Body = withoutHeadline(text.body(), a.Headline)
	if len(m.data.body) > 2*len(a.Body) {
		a.Body = withoutHeadline(m.data.body, a.Headline)
	}
	if len(a.Body) < enough {
		a.Body = withGallery(a.Body, doc)
		m.takeState(&a)
	}
	if a.Body == "" && m.isShell() {
		m.takeOnly(&a)
	}
	if m.isBare(text, a.Body) {
		return news.Article{}, isList.refusal(first(a.Headline, m.title))
	}
	if a.Caption == "" {
		a.Caption = caption
	}
	a.Body = withoutParagraph(a.Body, a.Caption)
	if text, credit, ok := field.CutCredit(a.Caption); ok {
		a.Caption, a.Credit = text, credit
	}
	if a.Body == "" && (a.Headline == "" || m.isShell() || m.isForm(doc)) {
		return news.Article{}, news.InvalidField("body", "no text: the page has neither a headline nor a main text; if a browser shows one, save the page there")
	}
	return a, nil
}

// isShell reports whether a page names nothing but itself, as one does that is empty
// until a script has filled it.
func (m *marks) isShell() bool {
	return m.h1 == "" && m.data.headline == "" && m.first("og:title") == "" && m.first("twitter:title") == "" && !m.isMarkedArticle()
}

// isForm reports whether a page is there to be filled in: one to write to its owners.
func (m *marks) isForm(doc *nethtml.Node) bool {
	return !m.isMarkedArticle() && m.data.headline == "" && firstOf(doc, func(n *nethtml.Node) bool {
		return n.DataAtom == atom.Textarea || n.DataAtom == atom.Input && strings.EqualFold(attr(n, "type"), "email")
	}) != nil
}

// render returns the text of a node as a body.
func render(node *nethtml.Node) string {
	if node == nil {
		return ""
	}
	var b strings.Builder
	if err := nethtml.Render(&b, node); err != nil {
		return ""
	}
	return field.HTMLText(b.String())
}

// leadCaption returns the caption of the first figure of the page's article, if there is one.
func leadCaption(doc *nethtml.Node) string {
	if n := firstOf(firstOf(doc, isMain, isBody), isNamed("figcaption")); n != nil {
		if text := field.Line(render(n)); len(text) <= maxCaption {
			return text
		}
	}
	return ""
}

const maxCaption = 600 // bytes; a longer caption is something else

// withoutParagraph removes the first paragraph that is the same as text.
func withoutParagraph(body, text string) string {
	if text == "" {
		return body
	}
	paragraphs := strings.Split(body, "\n\n")
	for i, p := range paragraphs {
		if p == text {
			return strings.Join(append(paragraphs[:i:i], paragraphs[i+1:]...), "\n\n")
		}
	}
	return body
}

// withoutHeadline removes the headline where the main text opens with it.
func withoutHeadline(body, headline string) string {
	first, rest, _ := strings.Cut(body, "\n\n")
	if headline != "" && strings.EqualFold(first, headline) {
		return rest
	}
	return body
}

// tooIntricate is the error of a page that would take too much to read.
func tooIntricate(format string, args ...any) error {
	return news.Errorf(news.KindTooLarge, "cannot read the page: %s", fmt.Sprintf(format, args...))
}
