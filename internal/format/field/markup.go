package field

import (
	"bytes"
	"html"
	"iter"
	"regexp"
	"strings"
	"sync"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/lang"
)

var (
	entity     = regexp.MustCompile(`&(?:[a-zA-Z][a-zA-Z0-9]{1,31}|#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6});`)
	markup     = regexp.MustCompile(`(?i)</(?:p|div|a|span|b|i|em|strong|li|ul|ol|h[1-6]|blockquote|figure|script|style|table|td)\s*>|<br\s*/?>|<p>|<img\s`)
	opensBlock = regexp.MustCompile(`(?i)<(?:p|div|br|li|h[1-6]|tr|section|article|blockquote)[\s/>]`)
	blankLine  = regexp.MustCompile(`\r?\n[ \t]*\r?\n`)
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
// its character references replaced.
func Plain(s string) string {
	if IsHTML(s) {
		return HTMLText(s)
	}
	return Unescape(s)
}

// IsHTML reports whether there is markup in a text. A mere "<" is none.
func IsHTML(s string) bool { return strings.Contains(s, "<") && markup.MatchString(s) }

// HTMLText returns the text of a piece of HTML, block elements as paragraphs
// (see Body), without scripts, styles and comments. It runs in time and memory
// proportional to s, however the elements are nested.
func HTMLText(s string) string {
	text, _, _ := textOfHTML(s, hides)
	return text
}

// ArticleText is HTMLText of what a feed, a service or a system has as the HTML of an
// article, without what stands beside it: captions, links to other stories, buttons
// to share it, addresses of films. Where hardly anything would be left, all is.
func ArticleText(s string) string {
	if strings.Contains(s, "\n") && !opensBlock.MatchString(s) { // typed, with a link or an emphasis
		s = strings.ReplaceAll(blankLine.ReplaceAllString(s, "<p>"), "\n", "<br>")
	}
	text, hidden, open := textOfHTML(s, func(a atom.Atom, z *nethtml.Tokenizer) bool { return hides(a, z) || standsBeside(a, z) })
	if hidden {
		if whole := HTMLText(s); open || len(text)*3 < len(whole) {
			return whole
		}
	}
	return withoutAddresses(text)
}

// textOfHTML is the text of a piece of HTML without the elements that hide tells, whether
// there were any of those, and whether one of them was left open.
func textOfHTML(s string, hide func(atom.Atom, *nethtml.Tokenizer) bool) (text string, hidden, open bool) {
	z := nethtml.NewTokenizer(strings.NewReader(s))
	var b strings.Builder
	var within atom.Atom // element whose content is not text
	depth, pre := 0, 0
	for {
		switch z.Next() {
		case nethtml.ErrorToken:
			return Body(b.String()), hidden, depth > 0
		case nethtml.TextToken:
			if depth == 0 {
				writeText(&b, string(z.Text()), pre > 0)
			}
		case nethtml.StartTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if within == atom.P && breakAt(a) == "\n\n" { // which ends it
				depth = 0
			}
			switch {
			case depth > 0 && a == within:
				depth++
			case depth == 0 && hide(a, z):
				within, depth, hidden = a, 1, true
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
			if a == within && depth > 0 {
				depth--
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

// standsBeside reports whether an element holds what is no text of an article, by
// its name or a class of it.
func standsBeside(a atom.Atom, z *nethtml.Tokenizer) bool {
	switch a {
	case atom.Nav, atom.Footer, atom.Aside, atom.Form, atom.Button, atom.Dialog, atom.Figcaption, atom.Audio, atom.Video:
		return true
	case atom.Div, atom.Section, atom.Ul, atom.Ol, atom.Figure, atom.P, atom.Span:
	default:
		return false
	}
	for {
		key, value, more := z.TagAttr()
		if k := string(key); (k == "class" || k == "id") && HasClass(string(value), furniture()) {
			return true
		}
		if !more {
			return false
		}
	}
}

// furniture are the words in classes of what is no text of an article.
var furniture = sync.OnceValue(func() map[string]bool { return set(lang.OnPages().Classes...) })

// MaxClass bounds, in bytes, an attribute that is searched for words.
const MaxClass = 512

// HasClass reports whether one of the classes in an attribute, or a word of one, is in a set.
func HasClass(value string, of map[string]bool) bool {
	if value == "" || len(value) > MaxClass {
		return false
	}
	for class := range strings.FieldsSeq(value) {
		if of[strings.ToLower(class)] {
			return true
		}
		class, _, _ = strings.Cut(class, "--") // behind it stands how an element looks
		for word := range classWords(class) {
			if of[strings.ToLower(word)] {
				return true
			}
		}
	}
	return false
}

// classWords yields the words of a class, which hyphens, underlines or capitals part: "InlineImage-embedCaption".
func classWords(class string) iter.Seq[string] {
	return func(yield func(string) bool) {
		begin := 0
		for i := 0; i <= len(class); i++ {
			parts := i == len(class) || strings.IndexByte("-_:", class[i]) >= 0
			if !parts && (i == 0 || !isCapital(class[i]) || isCapital(class[i-1])) {
				continue
			}
			if begin < i && !yield(class[begin:i]) {
				return
			}
			if begin = i; parts {
				begin++
			}
		}
	}
}

func isCapital(c byte) bool { return c >= 'A' && c <= 'Z' }

// withoutAddresses leaves out paragraphs that are an address alone, as those of
// films are that a system shows in their place.
func withoutAddresses(text string) string {
	if !strings.Contains(text, "://") {
		return text
	}
	var kept []string
	for p := range strings.SplitSeq(text, "\n\n") {
		if _, ok := URL(p); !ok || strings.Contains(p, " ") {
			kept = append(kept, p)
		}
	}
	if kept == nil {
		return text
	}
	return strings.Join(kept, "\n\n")
}

// writeText writes a run of text, in which line ends are mere spaces unless it is preformatted.
func writeText(b *strings.Builder, s string, pre bool) {
	if !pre {
		s = spaces.Replace(s)
	}
	b.WriteString(strings.ToValidUTF8(s, "\ufffd"))
}

var spaces = strings.NewReplacer("\n", " ", "\r", " ", "\f", " ", "\t", " ")

func hides(a atom.Atom, _ *nethtml.Tokenizer) bool {
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
	}
	if IsBlock(a) {
		return "\n\n"
	}
	return ""
}

// IsBlock reports whether an element is a paragraph, or holds some.
func IsBlock(a atom.Atom) bool {
	switch a {
	case atom.P, atom.Div, atom.Section, atom.Article, atom.Main, atom.Header, atom.Footer, atom.Aside, atom.Nav, atom.Address,
		atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Ul, atom.Ol, atom.Li, atom.Dl, atom.Dt, atom.Dd,
		atom.Blockquote, atom.Pre, atom.Figure, atom.Figcaption, atom.Table, atom.Tr, atom.Caption, atom.Hr, atom.Form,
		atom.Fieldset, atom.Body, atom.Head, atom.Html, atom.Details, atom.Summary, atom.Hgroup, atom.Center:
		return true
	}
	return false
}
