package jsonl

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
	"byline/internal/news"
)

// mapped reads an object as the mapping of the options says. The error is one of syntax.
func (p *parser) mapped(dec *jsontext.Decoder) error {
	value, err := dec.ReadValue()
	if err != nil {
		return wrapEOF(err)
	}
	members := membersOf(value.Clone())
	if path := p.opts.Map[news.MappedArticles]; path != "" {
		if list := at(members, path); list.Kind() == '[' {
			p.elements(list)
			return nil
		}
	}
	var fields []pair
	for _, name := range slices.Sorted(maps.Keys(p.opts.Map)) {
		if found := at(members, p.opts.Map[name]); found != nil && name != news.MappedArticles {
			fields = append(fields, pair{name, found})
		}
	}
	if len(fields) == 0 {
		p.emit(news.Article{}, news.Errorf(news.KindInvalid, "nothing that the mapping names is in the record, which has %s", namesIn(members)))
		return nil
	}
	for _, m := range members {
		if !slices.ContainsFunc(fields, func(f pair) bool { return field.SameField(f.name, m.name) }) {
			fields = append(fields, m)
		}
	}
	p.assembled(fields, "")
	return nil
}

// at returns what stands at a path: under that name or, where there are dots in
// it, within what stands under the names before them; of a list, what stands
// there in each of its elements. Nil: there is nothing.
func at(members []pair, path string) jsontext.Value {
	for _, m := range members {
		if strings.EqualFold(m.name, path) {
			return m.value
		}
	}
	for i := range len(path) {
		if path[i] != '.' {
			continue
		}
		for _, m := range members {
			if !strings.EqualFold(m.name, path[:i]) {
				continue
			}
			if found := within(m.value, path[i+1:]); found != nil {
				return found
			}
		}
	}
	return nil
}

// within is at for a value that may be an object or a list of objects.
func within(value jsontext.Value, path string) jsontext.Value {
	switch value.Kind() {
	case '{':
		return at(membersOf(value), path)
	case '[':
		var all []jsontext.Value
		for _, e := range elementsOf(value) {
			if found := within(e.value, path); found != nil {
				all = append(all, found)
			}
		}
		if len(all) > 0 {
			return slices.Concat(jsontext.Value("["), joined(all), jsontext.Value("]"))
		}
	}
	return nil
}

func joined(values []jsontext.Value) jsontext.Value {
	all := make([][]byte, len(values))
	for i, v := range values {
		all[i] = v
	}
	return bytes.Join(all, []byte(","))
}

// namesIn lists the names of members, for people.
func namesIn(members []pair) string {
	if len(members) == 0 {
		return "nothing in it"
	}
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.name
	}
	return field.Abbreviate(strings.Join(names, ", "), 200)
}
