package jsonl

import (
	"bytes"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
	"byline/internal/news"
)

// pair is a member of an object, or an element of an array, as it stands in the input.
type pair struct {
	name  string
	value jsontext.Value
}

// otherLayout reads an object that is no article itself: a table, or one that
// holds articles under names that nobody foresaw. It reports whether it found
// any. The object ends where data does and is sound.
func (p *parser) otherLayout(data []byte) bool {
	data = bytes.TrimLeft(data, " \t\r\n,")
	if isAction(data) {
		return true
	}
	members := membersOf(data)
	return p.table(members) || p.columns(members) || p.listColumns(members) || p.nested(members, 0)
}

// membersOf returns the members of a sound object in order, without those that are null.
func membersOf(object []byte) []pair { return pairs(object, '}') }

// elementsOf returns the elements of a sound array.
func elementsOf(array []byte) []pair { return pairs(array, ']') }

func pairs(data []byte, closing jsontext.Kind) []pair {
	dec := newDecoder(data)
	var out []pair
	if _, err := dec.ReadToken(); err != nil {
		return nil
	}
	for dec.PeekKind() != closing {
		var name string
		if closing == '}' {
			token, err := dec.ReadToken()
			if err != nil {
				return out
			}
			name = token.String()
		}
		value, err := dec.ReadValue()
		if err != nil {
			return out
		}
		if value.Kind() != 'n' || closing == ']' {
			out = append(out, pair{name, value.Clone()})
		}
	}
	return out
}

// isAction reports whether an object is the line that Elasticsearch's bulk format has before each article.
func isAction(object []byte) bool {
	if len(object) > 1<<10 {
		return false
	}
	members := membersOf(object)
	if len(members) != 1 || members[0].value.Kind() != '{' {
		return false
	}
	switch members[0].name {
	case "index", "create", "update", "delete":
	default:
		return false
	}
	for _, m := range membersOf(members[0].value) {
		if !strings.HasPrefix(m.name, "_") && m.name != "retry_on_conflict" && m.name != "routing" {
			return false
		}
	}
	return true
}

// table reads rows whose columns are named beside them: {"columns": [ … ], "data": [[ … ], … ]}.
func (p *parser) table(members []pair) bool {
	var columns []string
	var rows []pair
	for _, m := range members {
		if m.value.Kind() != '[' {
			continue
		}
		elements := elementsOf(m.value)
		if len(elements) == 0 {
			continue
		}
		if elements[0].value.Kind() == '[' {
			rows = elements
			continue
		}
		if names := namesOf(elements); columns == nil && hasText(names) {
			columns = names
		}
	}
	if columns == nil && len(rows) > 1 {
		columns = namesOf(elementsOf(rows[0].value))
		rows = rows[1:]
	}
	if !hasText(columns) || rows == nil {
		return false
	}
	p.rows(columns, rows)
	return true
}

// headedRows reads an array of arrays of which the first holds the names of columns.
func (p *parser) headedRows(array []byte) bool {
	first := bytes.TrimLeft(array[1:], " \t\r\n")
	if len(first) == 0 || first[0] != '[' {
		return false
	}
	rows := elementsOf(array)
	if len(rows) < 2 {
		return false
	}
	columns := namesOf(elementsOf(rows[0].value))
	if !hasText(columns) {
		return false
	}
	p.rows(columns, rows[1:])
	return true
}

// namesOf returns strings, or the names of objects, as those of columns.
func namesOf(elements []pair) []string {
	names := make([]string, 0, len(elements))
	for _, e := range elements {
		name := e.value
		if name.Kind() == '{' {
			for _, m := range membersOf(name) {
				if m.name == "name" || m.name == "field" {
					name = m.value
				}
			}
		}
		text, err := jsontext.AppendUnquote(nil, name)
		if err != nil {
			text = nil // a column without a name
		}
		names = append(names, string(text))
	}
	return names
}

func hasText(columns []string) bool {
	for _, c := range columns {
		if field.IsText(c) {
			return true
		}
	}
	return false
}

// rows reads arrays of values, each an article whose fields are named by the columns.
func (p *parser) rows(columns []string, rows []pair) {
	for _, row := range rows {
		if p.done {
			return
		}
		var fields []pair
		for i, cell := range elementsOf(row.value) {
			if i < len(columns) && columns[i] != "" {
				fields = append(fields, pair{columns[i], cell.value})
			}
		}
		p.assembled(fields, "")
	}
}

// assembled reads an object put together from its members.
func (p *parser) assembled(fields []pair, id string) {
	b := object(fields)
	o, err := field.ReadObject(newDecoder(b), b, p.opts.Zone)
	if err != nil {
		p.emit(news.Article{}, syntaxError(err))
		return
	}
	p.article(o, id)
}

// guessed reads an object that has no text under the names of its members, if what they
// hold tells them: a text with its headline, and a date or an address. It is nil for others.
func (p *parser) guessed(data []byte) *field.Object {
	members := membersOf(bytes.TrimLeft(data, " \t\r\n,"))
	columns := make([]field.Column, len(members))
	for i, m := range members {
		columns[i].Name = m.name
		if m.value.Kind() == '"' {
			if text, err := jsontext.AppendUnquote(nil, m.value); err == nil {
				columns[i].Values = []string{string(text)}
			}
		}
	}
	found := field.Guess(columns)
	has := map[string]bool{}
	for i, name := range found {
		has[name] = true
		members[i].name = name
	}
	if !has["body"] {
		return nil
	}
	b := object(members)
	o, err := field.ReadObject(newDecoder(b), b, p.opts.Zone)
	if err != nil || !o.HasHeadline() || !o.IsPlaced() {
		return nil
	}
	return o
}

// object writes members as an object.
func object(members []pair) []byte {
	b := []byte{'{'}
	for _, m := range members {
		quoted, err := jsontext.AppendQuote(nil, m.name)
		if err != nil {
			continue // it is not UTF-8, and so no name that is known
		}
		if len(b) > 1 {
			b = append(b, ',')
		}
		b = append(append(append(b, quoted...), ':'), m.value...)
	}
	return append(b, '}')
}

// columns reads a table in which each column is an object from row to value, as
// pandas writes it: {"title": {"0": "A", "1": "B"}, "text": { … }}.
func (p *parser) columns(members []pair) bool {
	var order []string
	cells := map[string][]pair{}
	for _, m := range members {
		if m.value.Kind() != '{' {
			return false
		}
		isText := field.IsText(m.name)
		for _, cell := range membersOf(m.value) {
			if kind := cell.value.Kind(); isText && (kind == '{' || kind == '[' && !isIndex(cell.name)) {
				return false
			}
			if cells[cell.name] == nil {
				order = append(order, cell.name)
			}
			cells[cell.name] = append(cells[cell.name], pair{m.name, cell.value})
		}
	}
	names := make([]string, len(members))
	for i, m := range members {
		names[i] = m.name
	}
	if !hasText(names) || len(members) < 2 && !(len(order) > 0 && isIndex(order[0])) {
		return false
	}
	for _, row := range order {
		if p.done {
			break
		}
		p.assembled(cells[row], keyed(row))
	}
	return len(order) > 0
}

// listColumns reads a table in which each column is an array: {"title": ["A", "B"], "text": ["…", "…"]}.
func (p *parser) listColumns(members []pair) bool {
	var names []string
	var columns [][]pair
	length := -1
	for _, m := range members {
		if m.value.Kind() != '[' {
			return false
		}
		cells := elementsOf(m.value)
		if length >= 0 && len(cells) != length {
			return false
		}
		length = len(cells)
		names, columns = append(names, m.name), append(columns, cells)
	}
	if length < 2 || len(columns) < 2 || !hasText(names) {
		return false
	}
	for row := 0; row < length && !p.done; row++ {
		fields := make([]pair, len(names))
		for i := range names {
			fields[i] = pair{names[i], columns[i][row].value}
		}
		p.assembled(fields, "")
	}
	return true
}

// isIndex reports whether a key is the number of a row.
func isIndex(key string) bool {
	_, err := strconv.ParseUint(key, 10, 64)
	return err == nil
}

// keyed returns the ID that an article has by the key under which it stands, none if that is a mere number.
func keyed(key string) string {
	if isIndex(key) {
		return ""
	}
	return key
}

// deepest is how far below the beginning articles are looked for that nobody said are there.
const deepest = 6

// nested reads the articles that stand somewhere within an object: in an array
// under a name that is not known, or as the values of a dictionary.
func (p *parser) nested(members []pair, depth int) bool {
	if depth == deepest {
		return false
	}
	found := false
	for _, m := range members {
		if p.done {
			break
		}
		switch m.value.Kind() {
		case '{':
			found = p.nestedObject(m, depth) || found
		case '[':
			found = p.nestedArray(m.value, depth) || found
		}
	}
	return found
}

func (p *parser) nestedObject(m pair, depth int) bool {
	o, err := field.ReadObject(newDecoder(m.value), m.value, p.opts.Zone)
	if err != nil {
		return false
	}
	switch list := o.Envelope(); {
	case list != nil:
		defer p.within(o)()
		if p.nestedArray(withNames(m.value, list), depth) {
			return true
		}
	case o.IsArticle():
		p.article(o, keyed(m.name))
		return true
	}
	inside := membersOf(m.value)
	return p.table(inside) || p.columns(inside) || p.listColumns(inside) || p.nested(inside, depth+1)
}

// nestedArray reads an array if there is an article in it, with what has a mere
// headline if there is no more of that.
func (p *parser) nestedArray(array jsontext.Value, depth int) bool {
	elements := elementsOf(array)
	var articles, others []pair
	for _, e := range elements {
		if e.value.Kind() != '{' {
			continue
		}
		o, err := field.ReadObject(newDecoder(e.value), e.value, p.opts.Zone)
		switch {
		case err != nil:
		case o.IsArticle() || o.Envelope() != nil:
			articles = append(articles, e)
		case o.HasHeadline():
			others = append(others, e)
		case o.Thing() != "":
			p.thing = o.Thing()
		}
	}
	if len(articles) == 0 {
		found := false
		for _, e := range elements {
			if e.value.Kind() == '{' && !p.done {
				found = p.nested(membersOf(e.value), depth+1) || found
			}
		}
		return found
	}
	if len(articles) >= len(others) { // else they are entries of a menu or the like
		articles = append(articles, others...)
	}
	for _, e := range articles {
		if !p.done {
			p.values(e.value)
		}
	}
	return true
}
