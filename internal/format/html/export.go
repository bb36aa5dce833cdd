package html

import (
	"bytes"
	"slices"
	"strings"

	nethtml "golang.org/x/net/html"

	"byline/internal/format/charset"
	"byline/internal/format/field"
	"byline/internal/news"
)

// layout is how the pages that a program exports hold articles: by the classes or
// the names of the elements that each, and each field of one, stands in.
type layout struct {
	begins string // stands in every such page
	item   string
	fields map[string]taker // the first element of a class counts
	outlet string           // of all of them, outside
}

// taker takes a field of an article from an element.
type taker func(a *news.Article, n *nethtml.Node, c calendar)

// layouts are those that are known.
var layouts = []layout{
	{ // Telegram, a channel or a chat
		begins: `id="message`, item: "message", outlet: "page_header",
		fields: map[string]taker{"text": exportedText, "date": exportedDate, "from_name": exportedAuthor, "signature": exportedAuthor},
	},
	{ // Telegram, a channel as browsers show it
		begins: "tgme_widget_message_text", item: "tgme_widget_message",
		fields: map[string]taker{
			"tgme_widget_message_text": exportedText, "tgme_widget_message_date": exportedLink, "time": exportedDate,
			"tgme_widget_message_owner_name": exportedOutlet, "tgme_widget_message_from_author": exportedAuthor,
		},
	},
	{ // Europresse, a press database
		begins: "titreArticle", item: "article",
		fields: map[string]taker{
			"titreArticle": exportedHeadline, "DocPublicationName": exportedOutlet, "DocHeader": exportedDate, "docAuthors": exportedAuthor, "DocText": exportedText, "docOcurrContainer": exportedText,
		},
	},
}

// Export returns the articles of a page that a program has put several on, each with the
// words that it has for a text; nil: the page is no such thing.
func Export(page []byte, contentType string, c field.Clock) []news.Article {
	for i := range layouts {
		l := &layouts[i]
		if !bytes.Contains(page, []byte(l.begins)) || len(page) > maxBytes {
			continue
		}
		page = charset.UTF8(page, contentType)
		doc := tree(page)
		if doc == nil {
			return nil
		}
		if found := l.read(doc, calendar{c.Zone, field.UnknownOrder, c}); found != nil {
			return found
		}
	}
	return nil
}

// read returns the items of a page that have a text.
func (l *layout) read(doc *nethtml.Node, c calendar) []news.Article {
	outlet := field.Line(render(firstOf(doc, func(n *nethtml.Node) bool { return slices.Contains(marksOf(n), l.outlet) })))
	var found []news.Article
	for n := range doc.Descendants() {
		if n.Type != nethtml.ElementNode || !slices.Contains(marksOf(n), l.item) {
			continue
		}
		a := l.article(n, c)
		if a.Source == "" {
			a.Source = outlet
		}
		a.Authors = slices.DeleteFunc(a.Authors, func(name string) bool { return name == a.Source })
		if a.Body != "" && !a.Published.IsZero() {
			found = append(found, a)
		}
	}
	return found
}

// article returns what the elements of an item say.
func (l *layout) article(item *nethtml.Node, c calendar) news.Article {
	var a news.Article
	seen := map[string]bool{}
	for n := range item.Descendants() {
		if n.Type != nethtml.ElementNode {
			continue
		}
		for _, mark := range marksOf(n) {
			if take := l.fields[mark]; take != nil && !seen[mark] {
				seen[mark] = true
				take(&a, n, c)
			}
		}
	}
	if first, rest, more := strings.Cut(a.Body, "\n\n"); more && a.Authors == nil && isPersonAlone(first) {
		a.Authors, a.Body = field.AuthorList([]string{first}), rest
	}
	return a
}

// isPersonAlone reports whether a paragraph is nothing but the name of a person.
func isPersonAlone(line string) bool {
	const most = 4
	words := strings.Fields(line)
	return len(words) <= most && field.IsPerson(words) && !strings.ContainsAny(line, ".!?:,0123456789")
}

// marksOf returns the classes of an element, and its name.
func marksOf(n *nethtml.Node) []string { return append(strings.Fields(attr(n, "class")), n.Data) }

func exportedText(a *news.Article, n *nethtml.Node, _ calendar) { a.Body = render(n) }

func exportedHeadline(a *news.Article, n *nethtml.Node, _ calendar) {
	a.Headline = field.Line(render(n))
}

// exportedOutlet takes the name of an outlet without its number: "La Gazette, no. 1234".
func exportedOutlet(a *news.Article, n *nethtml.Node, _ calendar) {
	name, _, _ := strings.Cut(field.Line(render(n)), ", no. ")
	a.Source = name
}

func exportedAuthor(a *news.Article, n *nethtml.Node, _ calendar) {
	a.Authors = field.AuthorList(field.Authors(field.Line(render(n))))
}

func exportedLink(a *news.Article, n *nethtml.Node, _ calendar) {
	a.URL, _ = field.URL(attr(n, "href"))
}

// exportedDate takes the date that an element has for machines, else the one in its text.
func exportedDate(a *news.Article, n *nethtml.Node, c calendar) {
	for _, text := range []string{attr(n, "datetime"), attr(n, "title"), render(n)} {
		if at, ok := c.time(text); ok {
			a.Published = at
			return
		}
	}
}
