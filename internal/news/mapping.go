package news

import (
	"slices"
	"strings"
)

// Mapping says under which names the fields of articles stand in records of JSON
// or tables: field to name, or to a path of names with dots between. What it
// does not name is found by the names that are known.
type Mapping map[string]string

// MappedArticles is the field of a Mapping that says where in a document the list of articles is.
const MappedArticles = "articles"

// mappable are the fields that a Mapping may name.
const mappable = "id, url, source, headline, authors, published, updated, section, subjects, language, caption, credit, attribution, body, " + MappedArticles

// ParseMapping reads "headline=title,body=content.text"; nothing is no mapping.
// KindInvalid: it cannot be read, or names what is no field.
func ParseMapping(text string) (Mapping, error) {
	var m Mapping
	for entry := range strings.SplitSeq(text, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		name, path, ok := strings.Cut(entry, "=")
		name, path = strings.TrimSpace(name), strings.TrimSpace(path)
		if !ok || name == "" || path == "" {
			return nil, InvalidField("map", "%q is not written as headline=title, with commas between", entry)
		}
		if m == nil {
			m = Mapping{}
		}
		if _, twice := m[name]; twice {
			return nil, InvalidField("map", "%s is named twice", name)
		}
		m[name] = path
	}
	return m, m.Check()
}

// Check returns a KindInvalid error if something is no field.
func (m Mapping) Check() error {
	for name, path := range m {
		if !slices.Contains(strings.Split(mappable, ", "), name) {
			return InvalidField("map", "%q is no field; there are %s", name, mappable)
		}
		if path == "" {
			return InvalidField("map", "nothing is said of where %s is", name)
		}
	}
	return nil
}

// String writes a mapping as ParseMapping reads it.
func (m Mapping) String() string {
	var entries []string
	for name, path := range m {
		entries = append(entries, name+"="+path)
	}
	slices.Sort(entries)
	return strings.Join(entries, ",")
}
