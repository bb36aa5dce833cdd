package html

import (
	"strconv"
	"strings"

	"byline/internal/format/field"
)

// linked is what the JSON-LD of a page says about its article.
type linked struct {
	headline, published, updated, section, language, outlet, url, caption, body string

	pageDate string // when the page was published, which need not be when the article was
	site     string // the name of the web site
	isList   bool   // the page lists others
	isSearch bool   // by what was searched for
	things   []thing

	authors, keywords []string
}

// linkedData is all JSON-LD of a page.
type linkedData struct {
	values []any
	byID   map[string]map[string]any
}

// maxLinked bounds the JSON-LD of one script, in bytes, and maxLinkedDepth how deep it is searched.
const (
	maxLinked      = 2 << 20
	maxLinkedDepth = 8
)

// read takes in one script; one that is no JSON and cannot be repaired is passed over, as browsers do.
func (d *linkedData) read(script string) {
	if len(script) <= maxLinked {
		d.values = append(d.values, readJSON(script)...)
	}
}

// article returns what is said about the article: about the one with that
// headline or address, if the page names several, else about the first.
func (d *linkedData) article(isThis func(headline, url string) bool) linked {
	d.byID = map[string]map[string]any{}
	var l linked
	var articles []map[string]any
	for _, v := range d.values {
		d.collect(v, 0, &articles, &l)
	}
	var best map[string]any
	for _, a := range articles {
		text := func(key string) string { return first(d.texts(a[key], 0)...) }
		if best == nil || isThis(text("headline"), first(d.addresses(a)...)) {
			known := best != nil && isThis(first(d.texts(best["headline"], 0)...), first(d.addresses(best)...))
			if !known {
				best = a
			}
		}
	}
	if best != nil {
		d.take(best, &l)
	}
	return l
}

// collect finds the objects that describe articles, within arrays, @graph and
// what pages are about, and notes what each is called by.
func (d *linkedData) collect(value any, depth int, articles *[]map[string]any, l *linked) {
	if depth > maxLinkedDepth {
		return
	}
	switch v := value.(type) {
	case []any:
		for _, e := range v {
			d.collect(e, depth+1, articles, l)
		}
	case map[string]any:
		if id, ok := v["@id"].(string); ok && len(v) > 1 && len(v) > len(d.byID[id]) {
			d.byID[id] = v
		}
		for _, kind := range d.texts(v["@type"], 0) {
			d.note(kind[strings.LastIndexAny(kind, "/:")+1:], v, articles, l)
		}
		for _, key := range []string{"@graph", "mainEntity", "mainEntityOfPage", "author", "publisher", "isPartOf", "hasPart"} {
			d.collect(v[key], depth+1, articles, l)
		}
	}
}

// note takes in an object of a kind.
func (d *linkedData) note(kind string, v map[string]any, articles *[]map[string]any, l *linked) {
	switch {
	case isArticle(kind):
		*articles = append(*articles, v)
	case kind == "WebSite" && l.site == "":
		l.site = first(d.texts(v["name"], 0)...)
	case kind == "CollectionPage":
		l.isList = true
	case kind == "SearchResultsPage":
		l.isSearch = true
	case thingKinds[kind] != "":
		l.things = append(l.things, thing{kind, first(d.texts(v["name"], 0)...), first(d.texts(v["title"], 0)...)})
	case strings.HasSuffix(kind, "Event") && v["startDate"] != nil:
		l.things = append(l.things, thing{"Event", first(d.texts(v["name"], 0)...), ""})
	case strings.HasSuffix(kind, "WebPage") && l.pageDate == "":
		l.pageDate = first(d.texts(v["datePublished"], 0)...)
	}
}

// thing is what a page may be about instead of being an article: its kind in the words of
// schema.org, and what it is called.
type thing struct{ kind, name, title string }

// thingKinds say what the pages of such things are.
var thingKinds = map[string]verdict{
	"Event": "a page of an event", "Product": "a page of goods", "ProductGroup": "a page of goods", "JobPosting": "a job advertisement", "Recipe": "a recipe", "Course": "a page of a course",
	"RealEstateListing": "a page of a house", "SoftwareApplication": "a page of a program", "Movie": "a page of a film", "Book": "a page of a book", "ProfilePage": "a page about a person",
	"DiscussionForumPosting": "a thread of a forum", "QAPage": "a question with its answers", "Dataset": "a page of a data set",
}

// objectTypes are the same of Open Graph, up to a full stop.
var objectTypes = map[string]verdict{
	"product": "a page of goods", "profile": "a page about a person", "book": "a page of a book", "music": "a page of music", "restaurant": "a page of a restaurant", "game": "a page of a game",
}

// isArticle reports whether a type of schema.org is a kind of article: NewsArticle, ReportageNewsArticle, Report, BlogPosting, …
func isArticle(kind string) bool {
	return strings.HasSuffix(kind, "Article") || strings.HasSuffix(kind, "BlogPosting") || kind == "Report"
}

func (d *linkedData) take(a map[string]any, l *linked) {
	text := func(keys ...string) string {
		for _, k := range keys {
			if t := first(d.texts(a[k], 0)...); t != "" {
				return t
			}
		}
		return ""
	}
	l.headline = text("headline", "name")
	l.published = first(text("datePublished"), number(a["datePublished"]), text("dateCreated"), number(a["dateCreated"]))
	l.updated = first(text("dateModified"), number(a["dateModified"]))
	l.language = text("inLanguage")
	l.outlet = text("publisher", "sourceOrganization", "provider", "isPartOf")
	l.section = text("articleSection")
	l.body = d.body(a)
	for _, address := range d.addresses(a) {
		if u, ok := field.URL(address); ok {
			l.url = u
			break
		}
	}
	for _, key := range []string{"author", "creator"} {
		for _, name := range d.texts(manyNames(a[key]), 0) {
			if len(l.authors) < maxAuthors {
				l.authors = append(l.authors, field.Authors(field.Plain(name))...)
			}
		}
		if len(field.AuthorList(l.authors)) > 0 {
			break
		}
	}
	for _, k := range d.texts(a["keywords"], 0) {
		l.keywords = append(l.keywords, field.Subjects(field.Plain(k))...)
	}
	if image, ok := d.object(a["image"]).(map[string]any); ok {
		l.caption = field.Line(field.Plain(first(d.texts(image["caption"], 0)...)))
	}
}

const maxAuthors = 50

// body returns the text of an article or, of a live blog, that of its entries, each below its headline.
func (d *linkedData) body(a map[string]any) string {
	body := plainText(d.texts(a["articleBody"], 0))
	updates, ok := a["liveBlogUpdate"].([]any)
	if !ok {
		updates = []any{a["liveBlogUpdate"]}
	}
	parts := []string{body}
	for _, u := range updates {
		entry, ok := d.object(u).(map[string]any)
		if !ok {
			continue
		}
		headline, text := plainText(d.texts(entry["headline"], 0)), plainText(d.texts(entry["articleBody"], 0))
		if text == "" {
			text = plainText(d.texts(entry["description"], 0))
		}
		if headline != "" && text != "" && !strings.HasPrefix(text, headline) {
			parts = append(parts, headline)
		}
		parts = append(parts, text)
	}
	return field.Body(strings.Join(parts, "\n\n"))
}

// plainText returns the first of the texts without its markup, which may be escaped.
func plainText(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	text := texts[0]
	for range 2 {
		plain := field.Plain(text)
		if plain == text {
			break
		}
		text = plain
	}
	return field.Body(text)
}

// object returns the object that a value refers to, if it does nothing else, or the value itself.
func (d *linkedData) object(value any) any {
	if v, ok := value.(map[string]any); ok && len(v) <= 2 {
		if id, ok := v["@id"].(string); ok && d.byID[id] != nil {
			return d.byID[id]
		}
	}
	return value
}

// texts returns the strings that a value stands for: itself, its elements, or the name of an object.
func (d *linkedData) texts(value any, depth int) []string {
	if depth > 2 {
		return nil
	}
	switch v := d.object(value).(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, e := range v {
			out = append(out, d.texts(e, depth+1)...)
		}
		return out
	case map[string]any:
		for _, key := range []string{"name", "alternateName", "@value", "legalName"} {
			if names := d.texts(v[key], depth+1); len(names) > 0 {
				return names[:1]
			}
		}
		given, family := first(d.texts(v["givenName"], depth+1)...), first(d.texts(v["familyName"], depth+1)...)
		if given != "" && family != "" {
			return []string{given + " " + family}
		}
	}
	return nil
}

// manyNames returns the names of an object that has several, and anything else as it is.
func manyNames(value any) any {
	if object, ok := value.(map[string]any); ok {
		if names, ok := object["name"].([]any); ok {
			return names
		}
	}
	return value
}

// number returns a number, as some write a time, in digits.
func number(value any) string {
	if n, ok := value.(float64); ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return ""
}

// addresses returns the addresses of an article.
func (d *linkedData) addresses(a map[string]any) []string {
	var out []string
	for _, key := range []string{"url", "mainEntityOfPage", "@id"} {
		switch v := a[key].(type) {
		case string:
			out = append(out, v)
		case map[string]any:
			for _, k := range []string{"@id", "url"} {
				if s, ok := v[k].(string); ok {
					out = append(out, s)
				}
			}
		}
	}
	return out
}
