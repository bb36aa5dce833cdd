package html

import (
	"encoding/json"
	"html"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"

	nethtml "golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"byline/internal/format/field"
	"byline/internal/news"
)

// A page of React's server components has its text in a stream that its scripts push
// piece by piece: rows of an ID and JSON, in which ["$","p",null,{"children":"…"}] is an
// element, or of an ID, a length and a text that others refer to: 1b:T3f,….

var (
	flightPush = regexp.MustCompile(`self\.__next_f\.push\(\[1,\s*"`)
	flightRow  = regexp.MustCompile(`^([0-9a-f]+):(?:T([0-9a-f]+),)?`)
)

// noteFlight takes in the pieces of the stream in a script, and reports whether there are any.
func (m *marks) noteFlight(js string) bool {
	found := false
	for at := flightPush.FindStringIndex(js); at != nil; at = flightPush.FindStringIndex(js) {
		start := at[1] - 1
		end := start + endOfString(js[start:])
		piece := ""
		if json.Unmarshal([]byte(js[start:end]), &piece) == nil && len(m.flight)+len(piece) <= maxState {
			m.flight += piece
		}
		js, found = js[end:], true
	}
	return found
}

// takeFlight completes an article by the stream, if there is more of it in that.
func (m *marks) takeFlight(a *news.Article) {
	f := flight{texts: map[string]string{}}
	f.read(m.flight)
	for _, row := range f.rows {
		m.named(a.Headline, row, deepestElement, func(found news.Article) { takeLonger(a, found) })
	}
	for _, within := range []bool{true, false} { // an article or a main element, else all
		f.html.Reset()
		for _, row := range f.rows {
			f.write(row, !within, deepestElement)
		}
		if f.headline != "" && isOf(a.Headline, f.headline) {
			a.Headline = f.headline
		}
		if text := withoutHeadline(field.ArticleText(f.html.String()), a.Headline); len(text) > minState+2*len(a.Body) {
			a.Body = text
			return
		}
	}
}

// flight is such a stream as it is read.
type flight struct {
	rows  []any
	texts map[string]string // that rows refer to, by ID
	html  strings.Builder

	headline string
}

func (f *flight) read(stream string) {
	for stream != "" {
		row := flightRow.FindStringSubmatch(stream)
		end := strings.IndexByte(stream, '\n')
		if len(row) > 0 && row[2] != "" {
			length, err := strconv.ParseUint(row[2], 16, 31)
			rest := stream[len(row[0]):]
			if err == nil && int(length) <= len(rest) {
				f.texts[row[1]], stream = rest[:length], rest[length:]
				continue
			}
		}
		if end < 0 {
			end = len(stream)
		}
		if row != nil {
			var value any
			if json.Unmarshal([]byte(stream[len(row[0]):end]), &value) == nil {
				f.rows = append(f.rows, value)
			}
		}
		stream = stream[min(len(stream), end+1):]
	}
	for i := range f.rows {
		f.rows[i] = f.referred(f.rows[i], deepestElement)
	}
}

// deepestElement bounds how deep elements are followed.
const deepestElement = 60

// referred puts texts in the place of what refers to them.
func (f *flight) referred(value any, depth int) any {
	switch v := value.(type) {
	case string:
		if id, ok := strings.CutPrefix(v, "$"); ok && f.texts[id] != "" {
			return f.texts[id]
		}
	case []any:
		for i := range v {
			if depth > 0 {
				v[i] = f.referred(v[i], depth-1)
			}
		}
	case map[string]any:
		for name := range v {
			if depth > 0 {
				v[name] = f.referred(v[name], depth-1)
			}
		}
	}
	return value
}

// isOfText reports whether an element is written as a part of a text.
func isOfText(a atom.Atom) bool {
	switch a {
	case atom.P, atom.H2, atom.H3, atom.H4, atom.Li, atom.Blockquote, atom.A, atom.Em, atom.Strong, atom.B, atom.I, atom.Span:
		return true
	}
	return false
}

// write writes what an element and those in it say as HTML, if it is within an article.
func (f *flight) write(value any, within bool, depth int) {
	if depth == 0 {
		return
	}
	switch v := value.(type) {
	case []any:
		if len(v) == 4 && v[0] == "$" {
			f.element(v, within, depth)
			return
		}
		for _, e := range v {
			f.write(e, within, depth-1)
		}
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			if _, isText := v[name].(string); !isText {
				f.write(v[name], within, depth-1)
			}
		}
	}
}

func (f *flight) element(e []any, within bool, depth int) {
	name, _ := e[1].(string)
	tag := atom.Lookup([]byte(name))
	props, _ := e[3].(map[string]any)
	if props == nil || tag == atom.Header || tag == atom.Button || tag == atom.Script || tag == atom.Style || look(&nethtml.Node{DataAtom: tag}) == beside {
		return
	}
	within = within || tag == atom.Article || tag == atom.Main
	if text, ok := props["children"].(string); ok && tag == atom.H1 && f.headline == "" {
		f.headline = field.Line(text)
	}
	if raw, ok := props["dangerouslySetInnerHTML"].(map[string]any); ok && within {
		text, _ := raw["__html"].(string)
		f.html.WriteString("<div>" + text + "</div>")
		return
	}
	if within && isOfText(tag) {
		f.html.WriteString("<" + name + ">")
		f.children(props["children"], depth-1)
		f.html.WriteString("</" + name + ">")
		return
	}
	f.write(props["children"], within, depth-1)
	if strings.HasPrefix(name, "$") { // a component of the site's own, which may hold elements in any of them
		delete(props, "children")
		f.write(props, within, depth-1)
	}
}

// children writes what is in an element of text.
func (f *flight) children(value any, depth int) {
	switch v := value.(type) {
	case string:
		f.html.WriteString(html.EscapeString(v))
	case []any:
		if len(v) == 4 && v[0] == "$" {
			f.element(v, true, depth)
			return
		}
		for _, e := range v {
			if depth > 0 {
				f.children(e, depth-1)
			}
		}
	}
}
