// Package office reads documents of word processors: Word (.docx) and OpenDocument
// texts (.odt), which are zip archives of XML, and Rich Text (.rtf).
package office

import (
	"encoding/xml"
	"regexp"
	"strings"
	"time"

	"byline/internal/format/container"
	"byline/internal/format/field"
	"byline/internal/news"
)

// paragraph is a paragraph of a text, and the name of its style.
type paragraph struct{ text, style string }

// about is what a document says of itself.
type about struct {
	title, author, language, keywords string
	created, modified                 time.Time
}

// longestHeadline bounds a first paragraph that is taken as the headline, in bytes.
const longestHeadline = 250

// Document is a text of a word processor.
type Document struct {
	paragraphs []paragraph
	about      about
}

// Text is the document as plain text, with a blank line between two paragraphs.
func (doc *Document) Text() string {
	lines := make([]string, len(doc.paragraphs))
	for i, p := range doc.paragraphs {
		lines[i] = p.text
	}
	return strings.Join(lines, "\n\n")
}

// Article is the document as one article. The headline is the paragraph in the style of
// titles, or a heading that the text begins with, or the title of the document, or
// the first paragraph if it is a short one.
func (doc *Document) Article(loc *time.Location) (news.Article, error) {
	a := doc.about.article()
	var lines, decks []string
	var said news.Article
	for _, p := range doc.belowLetterhead(&said, loc) {
		text := field.Line(p.text)
		switch {
		case p.style == "author" && text != "":
			said.Authors = append(said.Authors, field.Authors(text)...)
		case p.style == "date" && said.Published.IsZero() && isDate(text, loc):
			said.Published, _ = field.Time(text, loc)
		case text == "":
		case p.style == "subtitle" && len(lines) == 0 && a.Headline != "":
			decks = append(decks, text)
		case a.Headline == "" && (p.style == "title" || len(lines) == 0 && strings.HasPrefix(p.style, "heading")):
			a.Headline = text
		default:
			lines = append(lines, text)
		}
	}
	shown := a.Headline != ""
	if !shown {
		a.Headline = field.DocumentTitle(doc.about.title)
	}
	if len(lines) > 1 && (isHeadlineOf(lines[0], a.Headline) || !shown && isAboveByline(lines, loc) || a.Headline == "" && len(lines[0]) <= longestHeadline) {
		a.Headline, lines = lines[0], lines[1:]
	}
	lines = field.CutLead(&said, lines, loc)
	field.TakeLead(&a, &said)
	a.Body = strings.Join(append(decks, lines...), "\n\n")
	if a.Body == "" && a.Headline == "" {
		return news.Article{}, news.InvalidField("body", "no text: the document has no paragraph with a word in it")
	}
	return a, nil
}

// article is what the file says of a document beside its text, but for the title.
func (doc *about) article() news.Article {
	a := news.Article{
		Authors: field.Authors(doc.author), Language: field.Language(doc.language), Subjects: field.Subjects(doc.keywords),
		Published: doc.created, Updated: doc.modified,
	}
	if a.Published.IsZero() {
		a.Published, a.Updated = doc.modified, time.Time{}
	}
	if !a.Updated.After(a.Published) {
		a.Updated = time.Time{}
	}
	return a
}

// belowLetterhead returns the paragraphs of a document without what stands above the
// headline: of a press release who sends it, of what was copied from a newspaper its name
// and day.
func (doc *Document) belowLetterhead(said *news.Article, loc *time.Location) []paragraph {
	if len(doc.paragraphs) == 0 {
		return nil
	}
	lines := make([]string, len(doc.paragraphs))
	for i, p := range doc.paragraphs {
		lines[i] = field.Line(p.text)
	}
	text := strings.Join(field.CutRelease(said, lines, loc), "\n")
	text = field.CutDateAbove(said, strings.TrimLeft(text, "\n"), loc)
	return doc.paragraphs[len(lines)-strings.Count(text, "\n")-1:]
}

func isDate(text string, loc *time.Location) bool {
	_, err := field.Time(text, loc)
	return err == nil
}

// isHeadlineOf reports whether the first line of a document is its headline: its title,
// or more than that.
func isHeadlineOf(line, title string) bool {
	return title != "" && len(line) <= longestHeadline && !strings.HasSuffix(line, ".") && strings.Contains(strings.ToLower(line), strings.ToLower(title))
}

// isAboveByline reports whether the first line of a document is its headline by what follows:
// lines that say by whom, where or when it was published. The title that a document has beside
// its text may be of the template, or of another.
func isAboveByline(lines []string, loc *time.Location) bool {
	if len(lines[0]) > longestHeadline || strings.HasSuffix(lines[0], ".") {
		return false
	}
	var said news.Article
	rest := field.CutLead(&said, lines[1:], loc)
	return len(rest) < len(lines)-1
}

// properties reads what a part says of the document, in the words of Dublin Core.
func properties(parts *container.Parts, name string) (about, error) {
	var doc about
	var element string
	err := parts.Elements(name, func(_ *xml.Decoder, token xml.Token) error {
		switch t := token.(type) {
		case xml.StartElement:
			element = t.Name.Local
		case xml.EndElement:
			element = ""
		case xml.CharData:
			doc.note(element, string(t))
		}
		return nil
	})
	return doc, err
}

func (doc *about) note(element, text string) {
	at, _ := field.Time(strings.TrimSpace(text), time.UTC)
	switch element {
	case "title":
		doc.title = text
	case "creator", "initial-creator":
		if doc.author == "" && !nobody.MatchString(text) {
			doc.author = text
		}
	case "language":
		doc.language = text
	case "keywords", "keyword":
		doc.keywords = strings.Trim(doc.keywords+", "+text, ", ")
	case "created", "creation-date":
		doc.created = at
	case "modified", "date":
		doc.modified = at
	}
}

// nobody are authors that programs give to documents.
var nobody = regexp.MustCompile(`(?i)^\s*(?:microsoft office.*|user|admin\w*|python-docx|apache poi|openpyxl|unknown)?\s*$`)
