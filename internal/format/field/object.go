package field

import (
	"bytes"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// Object is what one JSON object says about each field of an article.
type Object struct {
	loc    *time.Location
	values [targets]value
	more   []string // subjects under further names
	list   []byte   // the array of articles in an envelope
}

// ReadObject reads the object that comes next in dec. Names are compared
// without regard to case and separators, and the common spellings of public
// data sets are known. data is what dec decodes, from its beginning. Times
// without a zone are in loc; nil means UTC. The error is one of syntax.
func ReadObject(dec *jsontext.Decoder, data []byte, loc *time.Location) (*Object, error) {
	o := &Object{loc: loc}
	err := o.read(dec, data, 0)
	return o, err
}

// Envelope returns the array of articles in an object that is not itself an
// article, as {"status": "ok", "articles": [ … ]}, as a part of data; else nil.
func (o *Object) Envelope() []byte {
	if o.values[headline].kind != 0 || o.values[body].kind != 0 {
		return nil
	}
	return o.list
}

// value is what a member holds. Objects are represented by the text in them
// that stands for the whole, such as the "name" of a source.
type value struct {
	name  string        // as the record spells it
	kind  jsontext.Kind // zero if there is no such member
	rank  int8
	text  string
	items []string // of an array
}

// innerRank is added to the ranks of members of inner objects, so that those of the record itself win.
const innerRank = 40

// maxInner bounds how deep inner objects are followed.
const maxInner = 4

// read reads the members of an object. An error is one of syntax.
func (o *Object) read(dec *jsontext.Decoder, data []byte, depth int) error {
	if _, err := dec.ReadToken(); err != nil {
		return err
	}
	var buf [64]byte
	for dec.PeekKind() != '}' {
		token, err := dec.ReadValue()
		if err != nil {
			return err
		}
		var spelled [64]byte
		raw := append(spelled[:0], bytes.Trim(token, `"`)...)
		known := spellings[string(plainName(buf[:0], raw))]
		if err := o.member(dec, data, member{known, raw, depth}); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// member is a member of an object whose value is still to be read.
type member struct {
	spelling
	name  []byte
	depth int // of inner objects around it
}

func (o *Object) member(dec *jsontext.Decoder, data []byte, m member) error {
	kind := dec.PeekKind()
	wraps := m.target == inner || string(m.name) == "_source" || string(m.name) == "article"
	switch {
	case wraps && kind == '{' && m.depth < maxInner:
		return o.read(dec, data, m.depth+1)
	case (m.target == list || m.target == inner) && kind == '[':
		raw, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if holdsObjects(raw) {
			end := dec.InputOffset()
			o.list = data[end-int64(len(raw)) : end]
		}
		return nil
	case m.target == unknown || m.target >= targets:
		return dec.SkipValue()
	}
	v, err := readValue(dec, m.target)
	if err != nil || v.kind == 'n' || isMissing(v) {
		return err
	}
	v.name, v.rank = string(m.name), m.rank
	if m.depth > 0 {
		v.rank += innerRank
	}
	o.keep(m.target, v)
	return nil
}

// holdsObjects reports whether a JSON array is empty or begins with an object.
func holdsObjects(array []byte) bool {
	first := bytes.TrimLeft(array[1:], " \t\r\n")
	return first[0] == '{' || first[0] == ']'
}

// isMissing reports whether v is one of the words that exports write for "nothing".
func isMissing(v value) bool {
	if v.kind == '"' && len(v.text) <= 4 {
		switch strings.ToLower(strings.TrimSpace(v.text)) {
		case "", "null", "none", "nan", "nat", "n/a":
			return true
		}
	}
	return v.kind == '[' && len(v.items) == 0
}

// keep keeps v if nothing better is known. Subjects add up.
func (o *Object) keep(t target, v value) {
	known := o.values[t]
	switch {
	case known.kind == 0 || v.rank < known.rank:
		o.values[t], v = v, known
		if t != subjects || v.kind == 0 {
			return
		}
	case t != subjects:
		return
	}
	o.more = append(o.more, v.subjects()...)
}

func (v value) subjects() []string {
	if v.kind == '"' {
		return Subjects(v.text)
	}
	return v.items
}

// single returns the text of a field that has one value.
func (o *Object) single(t target) (string, error) {
	v := o.values[t]
	switch {
	case v.kind == 0:
		return "", nil
	case v.kind == '[' && len(v.items) == 1:
		return v.items[0], nil
	case v.kind == '[' && t == body:
		return strings.Join(v.items, "\n\n"), nil
	case v.kind == '[' && (t == section || t == address || t == source):
		return v.items[0], nil
	case v.kind == '"', v.kind == '0' && t != body, v.kind == '{' && v.text != "":
		return v.text, nil
	}
	return "", news.InvalidField(v.name, "must be a string, not %s", KindName(v.kind))
}

// many returns the texts of a field that has several values; a single string is given to split.
func (o *Object) many(t target, split func(string) []string) ([]string, error) {
	v := o.values[t]
	switch v.kind {
	case 0:
		return nil, nil
	case '[':
		return v.items, nil
	case '"', '{':
		if v.text != "" {
			return split(v.text), nil
		}
	}
	return nil, news.InvalidField(v.name, "must be a string or an array of strings, not %s", KindName(v.kind))
}

// moment returns the time in a field; zero if there is none.
func (o *Object) moment(t target) (time.Time, error) {
	text, err := o.single(t)
	if err != nil || text == "" || text == "0" {
		return time.Time{}, err
	}
	at, err := Time(text, o.loc)
	if err != nil {
		return time.Time{}, news.InvalidField(o.values[t].name, "%w", err)
	}
	return at, nil
}

// KindName names a kind of JSON value for an error.
func KindName(kind jsontext.Kind) string {
	switch kind {
	case '"':
		return "a string"
	case '0':
		return "a number"
	case '{':
		return "an object"
	case '[':
		return "an array"
	case 'n':
		return "null"
	}
	return "true or false"
}
