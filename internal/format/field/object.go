package field

import (
	"bytes"
	"cmp"
	"regexp"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// Object is what one JSON object says about each field of an article.
type Object struct {
	clock  Clock
	values [targets]value
	bodies []value  // every text that there is
	more   []string // subjects under further names

	list     []byte // the array of articles in an envelope
	listName string
	listRank int

	signs, weakly [things]uint8 // of things that are no articles, and those of them that are weak
	odd           bool          // the headline or the text is an object of another kind: a column of a table
	inSystem      bool          // what is read is what a program notes of a record
	textless      bool          // the text stands elsewhere
}

// ReadObject reads the object that comes next in dec. Names are compared
// without regard to case and separators, and the common spellings of public
// data sets are known. data is what dec decodes, from its beginning. Times
// without a zone are in loc; nil means UTC. The error is one of syntax.
func ReadObject(dec *jsontext.Decoder, data []byte, loc *time.Location) (*Object, error) {
	o := &Object{clock: Clock{Zone: loc}}
	err := o.read(dec, data, 0)
	return o, err
}

// Clock says by what the times of an object are read.
func (o *Object) Clock(c Clock) { o.clock = c }

// Envelope returns the array of articles in an object that is not itself an
// article, as {"status": "ok", "articles": [ … ]}, as a part of data; else nil.
func (o *Object) Envelope() []byte {
	switch {
	case o.list == nil, o.hasFullText():
		return nil
	case o.values[headline].kind == 0 && len(o.bodies) == 0:
		return o.list
	case isEmptyArray(o.list), o.values[published].kind != 0:
		return nil
	case feeds[o.listName]: // which have a title and a description
		return o.list
	case o.values[address].kind != 0:
		return nil
	}
	return o.list
}

// Outlet is the source that the articles in an envelope have where they name none.
func (o *Object) Outlet() string {
	outlet, err := o.single(source)
	if err == nil && outlet == "" && feeds[o.listName] {
		outlet, err = o.single(headline)
	}
	if err != nil {
		return ""
	}
	outlet = Line(Plain(outlet))
	if u, ok := URL(outlet); ok {
		return Host(u)
	}
	return outlet
}

// IsArticle reports whether the object, found where nobody said that an article
// is, is one beyond doubt: it has a headline, and a text or an address or date.
func (o *Object) IsArticle() bool {
	return o.HasHeadline() && (o.hasFullText() || len(o.bodies) > 0 && (o.values[address].kind != 0 || o.values[published].kind != 0))
}

// HasText reports whether there is a text that is no summary.
func (o *Object) HasText() bool { return o.hasFullText() }

// IsPlaced reports whether there is an address, or a time of publication.
func (o *Object) IsPlaced() bool {
	return o.values[address].kind != 0 || o.values[published].kind != 0
}

// HasHeadline reports whether there is a headline by one of its own names.
func (o *Object) HasHeadline() bool {
	h := o.values[headline]
	return (h.kind == '"' || h.kind == '{' || h.kind == '[') && !h.weak()
}

// IsDoubtful reports whether the object may hold articles in another layout: it
// has no text, or one that looks like a column of a table or a list of articles.
func (o *Object) IsDoubtful() bool {
	h := o.values[headline]
	if o.odd || h.kind == 0 && len(o.bodies) == 0 || h.kind == '[' && len(h.items) > 1 && !h.objects || h.weak() && len(o.bodies) == 0 {
		return true
	}
	if h.kind != 0 && !h.weak() {
		return false
	}
	for _, b := range o.bodies {
		if b.kind == '[' && b.objects {
			return true
		}
	}
	return false
}

// hasFullText reports whether there is a text that is no summary.
func (o *Object) hasFullText() bool {
	for _, b := range o.bodies {
		if !b.weak() {
			return true
		}
	}
	return false
}

// value is what a member holds. Objects are represented by the text in them
// that stands for the whole, such as the "name" of a source.
type value struct {
	name    string        // as the record spells it
	kind    jsontext.Kind // zero if there is no such member
	rank    int16
	text    string
	items   []string // of an array
	objects bool     // the items were objects
}

func (v value) weak() bool { return v.rank >= weakRank }

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
		var stored [64]byte
		raw := append(stored[:0], bytes.Trim(token, `"`)...)
		plain := plainName(buf[:0], raw)
		if err := o.member(dec, data, member{spelled(raw, plain), raw, plain, depth}); err != nil {
			return err
		}
	}
	_, err := dec.ReadToken()
	return err
}

// member is a member of an object whose value is still to be read.
type member struct {
	spelling
	name  []byte // as it is spelled
	plain []byte // as plainName writes it
	depth int    // of inner objects around it
}

func (o *Object) member(dec *jsontext.Decoder, data []byte, m member) error {
	kind := dec.PeekKind()
	switch {
	case kind == '{' && m.depth < maxInner && string(m.plain) == system:
		o.inSystem = true
		err := o.read(dec, data, m.depth+1)
		o.inSystem = false
		return err
	case kind == '{' && m.depth < maxInner && (inner[string(m.plain)] || string(m.name) == "_source"):
		return o.read(dec, data, m.depth+1)
	case kind == '{' && m.target == body && m.depth < maxInner:
		return o.bodyObject(dec, m)
	case kind == '[' && lists[string(m.plain)] > 0:
		raw, err := dec.ReadValue()
		if err != nil {
			return err
		}
		if !holdsObjects(raw) && (m.target == body || string(m.plain) == "news") {
			m.spelling = spellings()["paragraphs"]
			return o.take(newDecoder(raw.Clone()), m)
		}
		end := dec.InputOffset()
		o.keepList(data[end-int64(len(raw)):end], m.plain)
		return nil
	case kind == '{' && string(m.plain) == "title":
		return o.titleObject(dec, m)
	case flags[string(m.plain)] != "":
		return o.flag(dec, m)
	case m.target == unknown:
		return o.unknown(dec, m)
	}
	return o.take(dec, m)
}

// system is the object in which Contentful notes what it knows of an entry, which says less
// than what editors have entered.
const system = "sys"

// flags are members that say yes or no to whether an object is published, by what
// they say if it is not.
var flags = map[string]string{
	"ispublished": "false", "published": "false", "isdraft": "true", "draft": "true", "isdeleted": "true", "deleted": "true", "istrashed": "true",
	"status": "false", // of Drupal
}

// flag reads a member that may say that an object is not published, or something else
// by the same name, as "published" the date.
func (o *Object) flag(dec *jsontext.Decoder, m member) error {
	token, err := dec.ReadValue()
	if err != nil {
		return err
	}
	raw := token.Clone()
	said := strings.ToLower(strings.Trim(string(raw), `"`))
	if string(m.plain) == "status" && raw.Kind() != 'f' { // 0 is what services say of themselves
		return o.take(newDecoder(raw), m)
	}
	switch said {
	case "1", "yes":
		said = "true"
	case "0", "no":
		said = "false"
	}
	switch {
	case said == flags[string(m.plain)]:
		o.keep(state, value{name: string(m.name), kind: '"', rank: -1, text: "unpublished"})
	case said != "true" && said != "false" && m.target != unknown:
		return o.take(newDecoder(raw), m)
	}
	return nil
}

// titleObject reads an object in the place of a headline. One that has an ID is the
// newspaper that catalogues of libraries call a title.
func (o *Object) titleObject(dec *jsontext.Decoder, m member) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	raw = raw.Clone()
	if members, err := texts(newDecoder(raw), unknown); err == nil && members["id"] != "" && (members["title"] != "" || members["value"] != "") {
		o.keep(source, value{name: string(m.name), kind: '"', text: cmp.Or(members["title"], members["value"])})
		return nil
	}
	return o.take(newDecoder(raw), m)
}

// bodyObject reads an object in the place of a text: of an article with a headline of
// its own, its members, else its text.
func (o *Object) bodyObject(dec *jsontext.Decoder, m member) error {
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	raw = raw.Clone()
	inside, err := ReadObject(newDecoder(raw), raw, o.clock.Zone)
	if err == nil && inside.HasHeadline() && inside.hasFullText() {
		return o.read(newDecoder(raw), raw, m.depth+1)
	}
	return o.take(newDecoder(raw), m)
}

// take reads the value of a member and keeps it.
func (o *Object) take(dec *jsontext.Decoder, m member) error {
	v, err := readValue(dec, m.target)
	if m.target != headline && v.kind == '"' {
		if inside, ok := literal(v.text); ok {
			v, err = readValue(newDecoder(inside), m.target)
		}
	}
	v.name, v.rank = string(m.name), m.rank
	if err != nil || v.kind == 'n' || isMissing(v) || o.isOther(m.target, v) {
		return err
	}
	if m.depth > 0 {
		v.rank += innerRank
	}
	if o.inSystem {
		v.rank += composedRank
	}
	if m.target == address && ofInterface.MatchString(v.text) {
		v.rank += ofProgram
	}
	if m.target == id && v.kind == '"' && pageAddress.MatchString(v.text) {
		o.keep(address, value{name: v.name, kind: '"', rank: v.rank + ofProgram, text: v.text})
	}
	if m.target == source && string(m.plain) == "source" && strings.Contains(v.text, "://") {
		if u, ok := URL(v.text); ok && hasPath(u) {
			o.keep(address, value{name: v.name, kind: '"', rank: v.rank + weakRank, text: u}) // where it was found
			v.rank += weakRank                                                                // a name tells the outlet better
		}
	}
	o.keep(m.target, v)
	return nil
}

// ofProgram is added to the rank of an address that programs ask at.
const ofProgram = 2 * weakRank

// ofInterface is an address that programs ask at, not one that people read.
var ofInterface = regexp.MustCompile(`(?i)^https?://(?:api\.|[^/]+/(?:wp-json|api|jsonapi)/)`)

// keepList keeps an array of objects if none with a likelier name is known.
func (o *Object) keepList(array, name []byte) {
	rank := lists[string(name)]
	if !holdsObjects(array) || o.list != nil && !isEmptyArray(o.list) && (isEmptyArray(array) || rank >= o.listRank) {
		return
	}
	o.list, o.listName, o.listRank = array, string(name), rank
}

// holdsObjects reports whether a JSON array is empty or begins with an object.
func holdsObjects(array []byte) bool {
	first := bytes.TrimLeft(array[1:], " \t\r\n")
	return first[0] == '{' || first[0] == ']'
}

func isEmptyArray(array []byte) bool {
	return bytes.TrimLeft(array[1:], " \t\r\n")[0] == ']'
}

// isMissing reports whether v is one of the words that exports and news services write for "nothing".
func isMissing(v value) bool {
	if v.kind == '"' && len(v.text) <= longestNothing {
		return isNothing(strings.TrimSpace(v.text))
	}
	return v.kind == '[' && len(v.items) == 0
}

// isOther reports whether a value says something else than its name suggests:
// a number as the author is a reference into a list that is not here, a boolean as the
// date says whether there is one. An object without a text may be a column of a table.
func (o *Object) isOther(t target, v value) bool {
	switch v.kind {
	case '0':
		return t == authors || t == section || t == subjects || t == body && v.weak() || t == headline && v.weak()
	case 't', 'f':
		return t != headline && (t != body || v.weak())
	case '{':
		o.odd = o.odd || v.text == "" && (t == headline || t == body)
		return v.text == ""
	case '"':
		return t == address && v.isOtherThanAddress()
	case '[':
		return t == address && !v.objects && v.name == "links"
	}
	return false
}

// isOtherThanAddress reports whether a text that is called an address leads to no page:
// the number of a catalogue, a path on a site that is not said.
func (v *value) isOtherThanAddress() bool {
	if v.name == "identifier" && !pageAddress.MatchString(v.text) {
		return true
	}
	isPath := strings.HasPrefix(v.text, "/") && !strings.HasPrefix(v.text, "//")
	return isPath || v.name != "url" && v.rank >= innerRank && !strings.Contains(v.text, "/")
}

// keep keeps v if nothing better is known. Subjects and texts add up.
func (o *Object) keep(t target, v value) {
	if t == body {
		o.bodies = append(o.bodies, v)
	}
	known := o.values[t]
	switch {
	case known.kind == 0 || v.rank < known.rank:
		o.values[t], v = v, known
		if t == published && isVersion(v) {
			o.keep(updated, v)
		}
		if t != subjects || v.kind == 0 {
			return
		}
	case t == published && isVersion(v):
		o.keep(updated, v)
		return
	case t != subjects:
		return
	}
	o.more = append(o.more, v.subjects()...)
}

// isVersion reports whether a time is that of a version of an article, beside one
// that says when the first was made.
func isVersion(v value) bool {
	return v.kind != 0 && string(plainName(nil, []byte(v.name))) == "versioncreated"
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
	case v.kind == '[' && (len(v.items) == 1 || v.objects):
		return v.items[0], nil
	case v.kind == '[' && (t == section || t == address || t == source || t == inLanguage || t == caption || t == credit):
		return v.items[0], nil
	case v.kind == '"', v.kind == '0', v.kind == '{' && v.text != "":
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

// moment returns the time in a field; zero if there is none. A name that ends so says that it is in UTC.
func (o *Object) moment(t target) (time.Time, error) {
	text, err := o.single(t)
	if err != nil || text == "" || text == "0" {
		return time.Time{}, err
	}
	loc, name := o.clock.Zone, strings.ToLower(o.values[t].name)
	if strings.HasSuffix(name, "gmt") || strings.HasSuffix(name, "utc") {
		loc = time.UTC
	}
	at, err := TimeIn(text, loc, o.clock.Order)
	if err != nil {
		c := o.clock
		c.AsOf, c.Zone = cmp.Or(o.fetched(), c.AsOf), loc
		if y := o.values[year].text; t == published && isNumber(y) {
			if whole, err := TimeIn(text+" "+y, loc, o.clock.Order); err == nil {
				return whole, nil
			}
		}
		if vague, ok := c.Vague(text); ok {
			return vague, nil
		}
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
