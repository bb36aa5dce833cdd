package references

import (
	"encoding/xml"
	"errors"
	"io"
	"iter"
	"regexp"
	"strings"

	"byline/internal/format/field"
)

// zotero is in every list that Zotero writes in RDF.
var zotero = regexp.MustCompile(`^\s*(?:<\?xml[^>]*>\s*)?<rdf:RDF[^>]*zotero\.org/namespaces/export`)

// element is an element of a list in RDF, with what lies within it.
type element struct {
	XMLName  xml.Name
	Text     string    `xml:",chardata"`
	Children []element `xml:",any"`
}

// zoteroNames are the elements of an entry that hold a field themselves.
var zoteroNames = map[string]string{"title": "title", "abstract": "text", "date": "date", "language": "language", "section": "section"}

// noEntries are what stands between the entries of a list and is none.
var noEntries = map[string]bool{"Attachment": true, "Memo": true, "Collection": true, "Journal": true, "Newspaper": true, "Periodical": true}

// rdf yields the entries of a list that Zotero has written in RDF.
func rdf(text string) iter.Seq[entry] {
	return func(yield func(entry) bool) {
		decoder := xml.NewDecoder(strings.NewReader(text))
		decoder.Strict = false
		for inList := false; ; {
			token, err := decoder.Token()
			if err != nil {
				if !errors.Is(err, io.EOF) {
					yield(entry{"title": {"what follows, for the list is cut short"}})
				}
				return
			}
			start, ok := token.(xml.StartElement)
			if !ok || !inList {
				inList = inList || ok
				continue
			}
			var e element
			if decoder.DecodeElement(&e, &start) == nil && !noEntries[e.XMLName.Local] && !yield(e.entry()) {
				return
			}
		}
	}
}

// entry is what an element says of a text.
func (e *element) entry() entry {
	out := entry{}
	for i := range e.Children {
		child := &e.Children[i]
		switch name := child.XMLName.Local; name {
		case "isPartOf":
			out.add("publication", child.find("title"))
		case "publisher":
			out.add("publisher", child.find("name"))
		case "identifier":
			out.add("url", child.find("value"))
		case "authors":
			child.each("Person", func(person *element) {
				out.add("authors", strings.TrimSpace(person.find("givenName")+" "+person.find("surname")))
			})
		case "subject":
			out.add("keywords", child.Text+child.find("value"))
		default:
			out.add(zoteroNames[name], child.Text)
		}
	}
	return out
}

// find returns the text of the first element of a name within e.
func (e *element) find(name string) (text string) {
	e.each(name, func(found *element) {
		if text == "" {
			text = field.Line(found.Text)
		}
	})
	return text
}

// each visits the elements of a name within e, in order.
func (e *element) each(name string, visit func(*element)) {
	for i := range e.Children {
		if c := &e.Children[i]; c.XMLName.Local == name {
			visit(c)
		} else {
			c.each(name, visit)
		}
	}
}
