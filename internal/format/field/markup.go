package field

import (
	"bytes"
	"html"
	"regexp"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	entity = regexp.MustCompile(`&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});`)
	markup = regexp.MustCompile(`(?i)</(?:p|div|a|span|b|i|em|strong|li|ul|ol|h[1-6]|blockquote|figure|script|style|table|td)\s*>|<br\s*/?>|<p>|<img\s`)
)

// Unescape replaces HTML character references that end in a semicolon, once:
// "AT&amp;T" becomes "AT&T". Text without any is returned as it is.
func Unescape(s string) string {
	if !strings.Contains(s, "&") {
		return s
	}
	return entity.ReplaceAllStringFunc(s, html.UnescapeString)
}

// controls are references to control characters, for which XML has no place.
var controls = regexp.MustCompile(`&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|[xX]0*(?:[0-8bBcCeEfF]|1[0-9a-fA-F]));`)

// WithoutControls takes references to control characters out of markup: archives
// have them at the end of a text, and a reader of XML goes no further.
func WithoutControls(markup []byte) []byte {
	if !bytes.Contains(markup, []byte("&#")) {
		return markup
	}
	return controls.ReplaceAll(markup, nil)
}

// Plain returns s as plain text: without its markup where it is HTML, else with
// its character references replaced. Text that merely holds a "<" is no HTML.
func Plain(s string) string {
	if strings.Contains(s, "<") && markup.MatchString(s) {
		return HTMLText(s)
	}
	return Unescape(s)
}

// HTMLText returns the text of a piece of HTML, block elements as paragraphs
// (see Body), without scripts, styles and comments. It runs in time and memory
// proportional to s, however the elements are nested.
func HTMLText(s string) string {
	z := nethtml.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	hidden := atom.Atom(0) // element whose content is not text
	pre := 0
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return Body(b.String())
		case nethtml.TextToken:
			if hidden == 0 {
				writeText(&b, string(z.Text()), pre > 0)
			}
		case nethtml.StartTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if hidden == 0 && hides(a) {
				hidden = a
			}
			if a == atom.Pre {
				pre++
			}
			b.WriteString(breakAt(a))
		case nethtml.SelfClosingTagToken:
			name, _ := z.TagName()
			b.WriteString(breakAt(atom.Lookup(name)))
		case nethtml.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if a == hidden {
				hidden = 0
			}
			if a == atom.Pre {
				pre = max(0, pre-1)
			}
			if a != atom.Td && a != atom.Th && a != atom.Br {
				b.WriteString(breakAt(a))
			}
		}
	}
}

// writeText writes a run of text, in which line ends are mere spaces unless it is preformatted.
func writeText(b *strings.Builder, s string, pre bool) {
	if !pre {
		s = spaces.Replace(s)
	}
	b.WriteString(strings.ToValidUTF8(s, "\ufffd"))
}

var spaces = strings.NewReplacer("\n", " ", "\r", " ", "\f", " ", "\t", " ")

func hides(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Iframe, atom.Svg, atom.Title, atom.Textarea, atom.Object, atom.Math:
		return true
	}
	return false
}

// breakAt returns what parts the text before a tag from that after it.
func breakAt(a atom.Atom) string {
	switch a {
	case atom.Br:
		return "\n"
	case atom.Td, atom.Th:
		return " "
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Address,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption, atom.Table, atom.Tr, atom.Caption, atom.Hr, atom.Form,
		atom.Fieldset, atom.Body, atom.Head, atom.Html, atom.Details, atom.Summary, atom.Hgroup, atom.Center:
		return "\n\n"
	}
	return ""
}
