package html

import (
	"bytes"
	"encoding/json"
	"strings"

	"byline/internal/format/field"
)

// linked is what the JSON-LD of a page says about its article.
type linked struct {
	headline, published, updated, section, language, outlet, url, caption, body string

	authors, keywords []string
}

// maxLinked bounds the JSON-LD of one script, in bytes, and maxLinkedDepth how deep it is searched.
const (
	maxLinked      = 2 << 20
	maxLinkedDepth = 6
)

// read takes in one script. The first one that describes an article wins; one
// that is no JSON is passed over, as browsers do.
func (l *linked) read(script []byte) {
	if len(script) > maxLinked || l.headline != "" {
		return
	}
	script = bytes.TrimSpace(script)
	for _, mark := range []string{"<!--", "//<![CDATA[", "<![CDATA["} {
		script = bytes.TrimPrefix(script, []byte(mark))
	}
	for _, mark := range []string{"-->", "//]]>", "]]>"} {
		script = bytes.TrimSuffix(bytes.TrimSpace(script), []byte(mark))
	}
	var value any
	if json.Unmarshal(script, &value) != nil {
		// A line end within a string is the commonest fault.
		if json.Unmarshal(bytes.Map(lineEndToSpace, script), &value) != nil {
			return
		}
	}
	if article := findArticle(value, 0); article != nil {
		l.take(article)
	}
}

func lineEndToSpace(r rune) rune {
	if r < ' ' {
		return ' '
	}
	return r
}

// findArticle returns the first object that describes an article, within arrays and @graph too.
func findArticle(value any, depth int) map[string]any {
	if depth > maxLinkedDepth {
		return nil
	}
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			if a := findArticle(e, depth+1); a != nil {
				return a
			}
		}
	case map[string]any:
		for _, kind := range texts(v["@type"]) {
			if isArticle(kind) {
				return v
			}
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage"} {
			if a := findArticle(v[key], depth+1); a != nil {
				return a
			}
		}
	}
	return nil
}

// isArticle reports whether a type of schema.org is a kind of article: NewsArticle, ReportageNewsArticle, Report, BlogPosting, …
func isArticle(kind string) bool {
	kind = kind[strings.LastIndexAny(kind, "/:")+1:]
	return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "BlogPosting") || kind == "Report"
}

func (l *linked) take(a map[string]any) {
	text := func(keys ...string) string {
		for _, k := range keys {
			if t := texts(a[k]); len(t) > 0 {
				return t[0]
			}
		}
		return ""
	}
	l.headline = text("headline", "name")
	l.published = text("datePublished", "dateCreated")
	l.updated = text("dateModified")
	l.language = text("inLanguage")
	l.outlet = text("publisher", "sourceOrganization", "isPartOf")
	l.body = text("articleBody")
	if sections := texts(a["articleSection"]); len(sections) > 0 {
		l.section = sections[0]
	}
	for _, address := range append(addresses(a["url"]), addresses(a["mainEntityOfPage"])...) {
		if u, ok := field.URL(address); ok {
			l.url = u
			break
		}
	}
	for _, name := range texts(a["author"]) {
		l.authors = append(l.authors, field.Authors(field.Plain(name))...)
	}
	for _, k := range texts(a["keywords"]) {
		l.keywords = append(l.keywords, field.Subjects(field.Plain(k))...)
	}
	if image, ok := a["image"].(map[string]any); ok {
		if c := texts(image["caption"]); len(c) > 0 {
			l.caption = field.Line(field.Plain(c[0]))
		}
	}
}

// texts returns the strings that a value stands for: itself, its elements, or the name of an object.
func texts(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			if _, nested := e.([]any); !nested {
				out = append(out, texts(e)...)
			}
		}
		return out
	case map[string]any:
		for _, key := range []string{"name", "alternateName", "@value"} {
			if s, ok := v[key].(string); ok {
				return []string{s}
			}
		}
	}
	return nil
}

// addresses returns the addresses that a value stands for.
func addresses(value any) []string {
	switch v := value.(type) {
	case string:
		return []string{v}
	case map[string]any:
		if s, ok := v["@id"].(string); ok {
			return []string{s}
		}
	}
	return nil
}
