package agency

import (
	"strings"

	"golang.org/x/net/html"

	"byline/internal/format/field"
)

// node is an element, or a run of text, whose name is empty.
type node struct {
	name     string // in lower case, without its prefix
	attrs    map[string]string
	children []*node
	text     string
}

// deepest is how deep elements may lie within one another. What lies deeper
// counts as lying there.
const deepest = 100

// parse reads XML, and SGML that resembles it, into a tree whose root has no
// name. It knows no entities but those of HTML, follows nothing that lies
// elsewhere, and takes time and memory in proportion to data. Tags that do not
// match end the elements that they can end.
func parse(data []byte) *node {
	text := field.UTF8(data)
	root := &node{}
	open := []*node{root}
	z := html.NewTokenizer(strings.NewReader(text))
	z.AllowCDATA(true)
	for {
		kind := z.Next()
		top := open[len(open)-1]
		switch kind {
		case html.ErrorToken:
			return root
		case html.TextToken:
			top.children = append(top.children, &node{text: string(z.Text())})
		case html.StartTagToken, html.SelfClosingTagToken:
			z.NextIsNotRawText()
			n := element(z)
			top.children = append(top.children, n)
			if kind == html.StartTagToken && len(open) < deepest {
				open = append(open, n)
			}
		case html.EndTagToken:
			name, _ := z.TagName()
			open = closed(open, local(string(name)))
		}
	}
}

// element reads the tag that z is at.
func element(z *html.Tokenizer) *node {
	name, more := z.TagName()
	n := &node{name: local(string(name))}
	for more {
		var key, value []byte
		key, value, more = z.TagAttr()
		if n.attrs == nil {
			n.attrs = map[string]string{}
		}
		if k := local(string(key)); n.attrs[k] == "" {
			n.attrs[k] = string(value)
		}
	}
	return n
}

// closed returns the elements that are open after one with that name ends.
func closed(open []*node, name string) []*node {
	for i := len(open) - 1; i > 0; i-- {
		if open[i].name == name {
			return open[:i]
		}
	}
	return open
}

// local returns a name in lower case without its prefix.
func local(name string) string { return strings.ToLower(name[strings.LastIndexByte(name, ':')+1:]) }

// find returns the first element at a path of names below n, such as
// "docdata/date.issue", where the first may lie anywhere within n; nil if there is none.
func (n *node) find(path string) *node {
	if all := n.all(path); len(all) > 0 {
		return all[0]
	}
	return nil
}

// all returns the elements at a path in order.
func (n *node) all(path string) []*node {
	first, rest, deeper := strings.Cut(path, "/")
	var out []*node
	n.walk(func(c *node) bool {
		if c.name != first {
			return true
		}
		if !deeper {
			out = append(out, c)
			return false
		}
		out = append(out, c.below(rest)...)
		return true
	})
	return out
}

// below returns the elements at a path that begins with a child of n.
func (n *node) below(path string) []*node {
	first, rest, deeper := strings.Cut(path, "/")
	var out []*node
	for _, c := range n.children {
		switch {
		case c.name != first:
		case deeper:
			out = append(out, c.below(rest)...)
		default:
			out = append(out, c)
		}
	}
	return out
}

// walk visits all elements within n, and does not go into those for which visit returns false.
func (n *node) walk(visit func(*node) bool) {
	for _, c := range n.children {
		if c.name != "" && visit(c) {
			c.walk(visit)
		}
	}
}

// attr returns an attribute, empty for a nil node.
func (n *node) attr(name string) string {
	if n == nil {
		return ""
	}
	return strings.TrimSpace(n.attrs[name])
}

// line returns the text of an element as one line, empty for a nil node.
func (n *node) line() string {
	if n == nil {
		return ""
	}
	return field.Line(strings.ReplaceAll(n.body(), "\n\n", " "))
}

// raw returns the text of an element as it is.
func (n *node) raw() string {
	var b strings.Builder
	for _, c := range n.children {
		b.WriteString(c.text)
	}
	return b.String()
}

// first returns the first text or attribute that is not empty of several paths;
// "pubdata@name" is an attribute.
func (n *node) first(paths ...string) string {
	for _, p := range paths {
		path, attr, ok := strings.Cut(p, "@")
		for _, c := range n.all(path) {
			text := c.attr(attr)
			if !ok {
				text = c.line()
			}
			if text != "" {
				return text
			}
		}
	}
	return ""
}

// besides are elements that stand in a text and are no part of it.
var besides = map[string]bool{
	"media": true, "nitf-table-metadata": true, "script": true, "style": true, "head": true, "byttl": true, "figure": true, "img": true, "picture": true,
	"dateline": true, "copyright": true, "ed-msg": true,
}

// inline are elements that do not end a paragraph.
var inline = map[string]bool{
	"a": true, "b": true, "i": true, "u": true, "em": true, "strong": true, "span": true, "q": true, "sub": true, "sup": true, "abbr": true, "font": true,
	"person": true, "org": true, "location": true, "city": true, "country": true, "state": true, "region": true, "event": true, "function": true,
	"chron": true, "money": true, "num": true, "object.title": true, "virtloc": true, "classifier": true, "pronounce": true, "lang": true, "postaddr": true,
	"name": true, "alt-code": true, "name.given": true, "name.family": true, "time": true, "cite": true, "small": true, "mark": true, "frac": true,
	"quote": true, "copyrite": true, "wbr": true,
}

// body returns the text of an element, its blocks as paragraphs.
func (n *node) body() string {
	var b strings.Builder
	n.write(&b, false)
	return field.Body(b.String())
}

// write writes the text within n. Line ends count as spaces within a paragraph, and
// are kept where the text is not marked up.
func (n *node) write(b *strings.Builder, paragraph bool) {
	for _, c := range n.children {
		switch {
		case c.name == "" && paragraph:
			b.WriteString(strings.NewReplacer("\r", " ", "\n", " ").Replace(c.text))
		case c.name == "":
			b.WriteString(c.text)
		case c.name == "style" && c.attr("face") != "": // letters of EndNote
			c.write(b, paragraph)
		case besides[c.name] && c.attr("rend") == "": // in which Trafilatura says which heading one is
		case c.name == "br":
			b.WriteByte('\n')
		case inline[c.name]:
			c.write(b, paragraph)
		default:
			b.WriteString("\n\n")
			c.write(b, paragraph || c.name == "p" || c.name == "li" || c.name == "td")
			b.WriteString("\n\n")
		}
	}
}
