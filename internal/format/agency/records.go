package agency

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
	"byline/internal/news"
)

// records returns the elements that describe an article each: the innermost that have a
// headline and a text, and of those with a mere summary such as lie in no article.
func records(tree *node) []*node {
	var found []*node
	within(tree, &found)
	return found
}

// within adds the records in an element to found, and reports whether there is one with
// a text that is no summary. What an element around them says that names an outlet, as of
// an issue of a newspaper, holds for each.
func within(n *node, found *[]*node) (full bool) {
	before := len(*found)
	for _, c := range n.children {
		if c.name != "" {
			full = within(c, found) || full
		}
	}
	if len(*found) > before && n.namesOutlet() {
		for _, record := range (*found)[before:] {
			record.inherit(n.attrs)
		}
	}
	if full {
		return true
	}
	var seen namedParts
	for name := range n.attrs {
		seen.headline = seen.headline || field.IsHeadline(name)
	}
	isFull, members := false, n.members(0)
	for _, m := range members {
		seen.see(m.name)
		isFull = isFull || field.IsFullText(m.name)
	}
	for i := 0; i < len(members) && seen.headline && !isFull; i++ {
		isFull = isUnknown(members[i].name) && len(members[i].body()) >= longText
	}
	switch {
	case seen.headline && isFull:
		*found = append((*found)[:before], n)
		return true
	case seen.headline && seen.text && len(*found) == before:
		*found = append(*found, n)
	}
	return false
}

// columnName is how databases name a column in an attribute.
var columnName = regexp.MustCompile(`^[A-Za-z_][\w.-]*$`)

// column is what an element that databases write for each column has for its name:
// <field name="title">, <str name="title">. Empty: it is none.
func (n *node) column() string {
	if name := n.attrs["name"]; columnName.MatchString(name) && n.attrs["content"] == "" && n.attrs["value"] == "" {
		return name
	}
	return ""
}

// namesColumns reports whether the elements in n are columns, one of them with the
// headline or the text of an article.
func (n *node) namesColumns() bool {
	return slices.ContainsFunc(n.children, func(c *node) bool { return field.IsText(c.column()) })
}

// nameColumns calls columns by what they have for their names, in all rows of a table.
func (n *node) nameColumns() {
	n.walk(func(c *node) bool {
		if c.namesColumns() {
			for _, column := range c.children {
				if name := column.column(); name != "" {
					column.name, column.attrs = local(name), nil
				}
			}
		}
		return true
	})
}

// namesOutlet reports whether an attribute is the name of an outlet.
func (n *node) namesOutlet() bool {
	for name, value := range n.attrs {
		if field.IsOutletField(name) && value != "" {
			return true
		}
	}
	return false
}

// inherit takes the outlet and the date of what a record lies in, where it has none.
func (n *node) inherit(attrs map[string]string) {
	for name, value := range attrs {
		if !field.IsOutletField(name) && !field.IsDate(name) {
			continue
		}
		if n.attrs == nil {
			n.attrs = map[string]string{}
		}
		if n.attrs[name] == "" {
			n.attrs[name] = value
		}
	}
}

// longText is the length, in bytes, of what is taken for the text of an article whatever
// it is called.
const longText = 200

func isUnknown(name string) bool {
	known, _ := field.StandsFor(name)
	return !known
}

// deepestMember is how deep a field of a record may lie in elements that are none.
const deepestMember = 4

// members are the fields of a record: its children, and those of children that are no
// fields and only hold some.
func (n *node) members(depth int) []*node {
	var out []*node
	for _, c := range n.children {
		if c.name == "" || n.name == "note-attributes" && c.name == "source" { // the program that Evernote has a note from
			continue
		}
		if depth < deepestMember && isUnknown(c.name) && !besides[c.name] {
			if inside := c.members(depth + 1); holdsFields(inside) {
				out = append(out, inside...)
				continue
			}
		}
		out = append(out, c)
	}
	return out
}

func holdsFields(members []*node) bool {
	for _, m := range members {
		if !isUnknown(m.name) && m.name != "p" {
			return true
		}
	}
	return false
}

// namePart is how that is called which one part at least of the name of a person is.
var namePart = regexp.MustCompile(`^(?:first|given|sur)`)

// persons are the elements in n, or n itself, that have a name in parts: <firstname>, <lastname>.
func (n *node) persons() (found []map[string]string) {
	within := func(n *node) bool {
		parts := map[string]string{}
		for _, c := range n.children {
			if base := strings.TrimSuffix(c.name, "s"); strings.HasSuffix(base, "name") && len(base) > len("name") {
				parts[c.name] = c.line()
			}
		}
		if len(parts) > 1 && slices.ContainsFunc(slices.Collect(maps.Keys(parts)), namePart.MatchString) {
			found = append(found, parts)
		}
		return len(parts) < 2
	}
	if within(n) {
		n.walk(within)
	}
	return found
}

// items are the values of an element that is a list: of elements of one name.
func (n *node) items() (values []string) {
	name := ""
	for _, c := range n.children {
		switch {
		case c.name == "" && strings.TrimSpace(c.text) != "", c.name != "" && name != "" && c.name != name:
			return nil
		case c.name != "":
			name = c.name
			values = append(values, c.line())
		}
	}
	if len(values) < 2 {
		return nil
	}
	return values
}

// day is the date that an element has in parts: <day>, <month>, <year>.
func (n *node) day() string {
	parts := map[string]string{}
	for _, c := range n.children {
		parts[c.name] = c.line()
	}
	if parts["year"] == "" {
		return ""
	}
	if parts["month"] == "" {
		return parts["year"]
	}
	if parts["day"] == "" {
		return parts["year"] + "-" + parts["month"]
	}
	return parts["year"] + "-" + parts["month"] + "-" + parts["day"]
}

// fromRecord reads an element whose members are named as the fields of JSON are, or tell
// by what is in them what they are.
func fromRecord(n *node, loc *time.Location) (news.Article, error) {
	members := map[string]any{}
	for name, value := range n.attrs {
		members[name] = value
	}
	var columns []field.Column
	for _, c := range n.members(0) {
		if persons := c.persons(); len(persons) > 0 && !field.IsText(c.name) {
			members[c.name] = persons
			continue
		}
		text := c.body()
		if day := c.day(); day != "" {
			text = day
		}
		if items := c.items(); items != nil && !isUnknown(c.name) && !field.IsText(c.name) {
			members[c.name] = items
			continue
		}
		switch known := members[c.name].(type) {
		case []string:
			members[c.name] = append(known, text)
		case string:
			members[c.name] = []string{known, text}
		default:
			members[c.name] = text
			columns = append(columns, field.Column{Name: c.name, Values: []string{text}})
		}
	}
	for i, name := range field.Guess(columns) {
		members[name] = columns[i].Values[0]
	}
	if subject, ok := members["subject"].(string); ok && !slices.ContainsFunc(slices.Collect(maps.Keys(members)), field.IsHeadline) {
		delete(members, "subject")
		members["headline"] = subject
	}
	object, err := json.Marshal(members)
	if err != nil {
		return news.Article{}, news.Errorf(news.KindInvalid, "cannot read <%s>: %w", n.name, err)
	}
	o, err := field.ReadObject(jsontext.NewDecoder(strings.NewReader(string(object))), object, loc)
	if err != nil {
		return news.Article{}, news.Errorf(news.KindInvalid, "cannot read <%s>: %w", n.name, err)
	}
	if !o.IsArticle() {
		return news.Article{}, news.Errorf(news.KindInvalid, "no article: <%s> has a title, but neither a text nor an address or date", n.name)
	}
	return o.Article()
}
