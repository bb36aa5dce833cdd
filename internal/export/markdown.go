package export

import (
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"byline/internal/terminal"
)

// markdown writes a list of quotes with their references or, of an answer, its text
// with the quotes in footnotes.
type markdown struct {
	w      io.Writer
	answer bool
}

func (m *markdown) begin(d *Document) error {
	m.answer = d.Text != ""
	text := "# " + inMarkdown(d.Title) + "\n\n"
	for paragraph := range strings.SplitSeq(d.Text, "\n\n") {
		if paragraph = strings.TrimSpace(paragraph); paragraph != "" {
			text += withMarkers(paragraph, escapeMarkdown, func(n int) string { return fmt.Sprintf("[^%d]", n) }) + "\n\n"
		}
	}
	_, err := io.WriteString(m.w, text)
	return err
}

func (m *markdown) item(n int, it *Item) error {
	var text string
	if m.answer {
		text = fmt.Sprintf("[^%d]: “%s” — %s\n", it.Marker, inMarkdown(it.Quote), inMarkdown(reference(it)))
	} else {
		text = fmt.Sprintf("%d. **%s**  \n   %s\n\n   > %s\n\n", n, inMarkdown(headline(it)), inMarkdown(reference(it)), inMarkdown(it.Quote))
	}
	_, err := io.WriteString(m.w, text)
	return err
}

func (*markdown) end() error { return nil }

// inMarkdown writes a text, on one line, so that none of it is markup.
func inMarkdown(text string) string { return escapeMarkdown(terminal.OneLine(text)) }

// escapeMarkdown writes a text on one line so that none of it is markup, wherever it
// stands: a list, a heading or a table may begin at the beginning only.
func escapeMarkdown(text string) string {
	var b strings.Builder
	for i, r := range text {
		if strings.ContainsRune("\\`*_{}[]<>#|~&", r) || strings.ContainsRune("-+=:", r) && i == 0 ||
			strings.ContainsRune(".)", r) && i > 0 && strings.Trim(text[:i], "0123456789") == "" {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

var marker = regexp.MustCompile(`\[(\d{1,4})\]`)

// withMarkers writes a text with its markers put otherwise.
func withMarkers(text string, plain func(string) string, put func(n int) string) string {
	var b strings.Builder
	at := 0
	for _, m := range marker.FindAllStringSubmatchIndex(text, -1) {
		n, _ := strconv.Atoi(text[m[2]:m[3]])
		b.WriteString(plain(onOneLine(text[at:m[0]])) + put(n))
		at = m[1]
	}
	return b.String() + plain(onOneLine(text[at:]))
}

// onOneLine puts a piece of text on one line and keeps a space at either end.
func onOneLine(piece string) string {
	line := terminal.OneLine(piece)
	if strings.HasPrefix(piece, " ") && line != "" {
		line = " " + line
	}
	if strings.HasSuffix(piece, " ") {
		line += " "
	}
	return line
}

func headline(it *Item) string {
	if it.Article.Headline == "" {
		return "Untitled"
	}
	return it.Article.Headline
}

// reference tells people where something stands: outlet, headline, date, address.
func reference(it *Item) string {
	a := &it.Article
	var parts []string
	for _, part := range []string{strings.Join(a.Authors, ", "), a.Source, dated(it), a.Mark(), it.Link} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if it.Marker > 0 {
		parts = append([]string{headline(it)}, parts...)
	}
	return strings.Join(parts, ", ")
}

func dated(it *Item) string {
	if it.Article.Published.IsZero() {
		return ""
	}
	return it.Article.Published.Format("2 January 2006")
}
