package field

import (
	"bytes"
	"cmp"
	"regexp"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// readValue reads the value of a member that stands for t. An error is one of syntax.
func readValue(dec *jsontext.Decoder, t target) (value, error) {
	kind := dec.PeekKind()
	if t == body && (kind == '{' || kind == '[') {
		raw, err := dec.ReadValue()
		if err != nil {
			return value{}, err
		}
		if text := cmp.Or(sectionsText(raw), treeText(raw), treeText(ofLanguage(raw))); text != "" {
			return value{kind: '"', text: text}, nil
		}
		return readCompound(newDecoder(raw.Clone()), t)
	}
	return readCompound(dec, t)
}

// languageName is a name under which a value stands in one language: "en", "en-US".
var languageName = regexp.MustCompile(`^[a-z]{2}(?:[-_][A-Z]{2})?$`)

// ofLanguage returns what an object has in the first of the languages that its members
// are, as Contentful keeps each field; nil for any other.
func ofLanguage(object []byte) []byte {
	dec := newDecoder(object)
	if _, err := dec.ReadToken(); err != nil || dec.PeekKind() != '"' {
		return nil
	}
	name, err := dec.ReadToken()
	if err != nil || !languageName.MatchString(name.String()) {
		return nil
	}
	value, err := dec.ReadValue()
	if err != nil {
		return nil
	}
	return value.Clone()
}

// readCompound is readValue of what is no tree of blocks.
func readCompound(dec *jsontext.Decoder, t target) (value, error) {
	kind := dec.PeekKind()
	switch kind {
	case '"', '0':
		token, err := dec.ReadToken()
		if err != nil {
			return value{}, err
		}
		return value{kind: kind, text: token.String()}, nil
	case '{':
		text, err := objectText(dec, t)
		return value{kind: kind, text: text}, err
	case '[':
		v, err := readArray(dec, t)
		return v, err
	}
	return value{kind: kind}, dec.SkipValue()
}

// readArray reads the texts of an array; what has none is left out. A run of
// strings and objects is one text, in which the objects are emphases and links.
func readArray(dec *jsontext.Decoder, t target) (value, error) {
	array := value{kind: '['}
	if _, err := dec.ReadToken(); err != nil {
		return array, err
	}
	strs, objects := 0, 0
	for dec.PeekKind() != ']' {
		kind := dec.PeekKind()
		if kind == '[' && t != subjects {
			if err := dec.SkipValue(); err != nil {
				return array, err
			}
			continue
		}
		v, main, err := readItem(dec, t)
		if err != nil {
			return array, err
		}
		switch {
		case kind == '[':
			array.items = append(array.items, v.items...)
			objects++
		case v.text == "" || kind == '0' && (t == subjects || t == authors || t == section):
			continue
		case main:
			array.items = slices.Insert(array.items, 0, v.text)
		default:
			array.items = append(array.items, v.text)
		}
		if kind == '"' {
			strs++
		} else if kind == '{' {
			objects++
		}
	}
	array.objects = objects > 0 && objects == len(array.items)
	if t == body && strs > 0 && objects > 0 {
		array.items = []string{strings.Join(array.items, "")}
	}
	_, err := dec.ReadToken()
	return array, err
}

// readItem reads an item of an array, and whether it says that it is the main one.
func readItem(dec *jsontext.Decoder, t target) (v value, main bool, err error) {
	if dec.PeekKind() != '{' || t != headline && t != body {
		v, err = readValue(dec, t)
		return v, false, err
	}
	object, err := dec.ReadValue()
	if err != nil {
		return value{}, false, err
	}
	raw := object.Clone()
	if t == body && isBeside(raw) {
		return value{}, false, nil
	}
	v, err = readValue(newDecoder(raw), t)
	return v, isMain(raw), err
}

// besides are the types of elements of a text that are none of it.
var besides = set("kicker", "title", "byline", "date", "image", "gallery", "video", "author_info", "interstitial_link", "link_list", "tweet", "ad", "newsletter")

// isBeside reports whether an element of a text is something else by its type. A pull
// quote has words of the text once more.
func isBeside(element []byte) bool {
	members, err := texts(newDecoder(element), unknown)
	return err == nil && (besides[strings.ToLower(members["type"])] || strings.EqualFold(members["subtype"], "pullquote"))
}

// isMain reports whether an object says that it is the main one of its like.
func isMain(object []byte) bool { return mainRole.Match(object) }

var mainRole = regexp.MustCompile(`"role"\s*:\s*"main"`)

// telling are the members of an object that may stand for the whole, best first:
// {"name": "Baltic Courier"}, {"rendered": "<p>…"}, {"main": "Headline"}, {"$oid": "…"}.
// Names are as plainName writes them.
var telling = map[target][]string{
	unknown: {
		"name", "original", "main", "rendered", "$oid", "$date", "$numberlong", "$numberint", "fullname", "displayname", "title", "webtitle", "value", "text",
		"label", "term", "topic", "keyword", "tag", "basic", "byline", "node", "dateparts", "#text", "$t", "", "cdata", "content", "html", "url", "href", "uri", "id",
	},
	subjects: {"value", "webtitle", "name", "rendered", "displayname", "label", "title", "text", "term", "topic", "keyword", "tag", "basic", "#text", "$t", "", "en", "eng", "id"},
	source: {
		"name", "publisher", "sitefull", "displayname", "sitename", "rendered", "value", "text", "label", "#text", "$t", "", "domain", "hostname", "host", "site", "title",
		"url", "homepageurl", "uri", "href", "id",
	},
	address: {"href", "permalink", "canonical", "url", "self", "html", "web", "website", "link", "rendered", "value", "#text", "$t", "", "alternate"},
	headline: {
		"main", "rendered", "value", "basic", "title", "name", "text", "content", "headline", "original", "default", "#text", "$t", "", "cdata", "en", "enus", "eng",
	},
	body: {
		"rendered", "processed", "value", "content", "text", "html", "body", "plain", "main", "basic", "raw", "data", "default", "#text", "$t", "", "cdata",
		"sentences", "paragraphs", "en", "enus", "eng", "items", "contentelements",
	},
}

// objectText returns the text of an object that stands for the whole, empty if
// there is none. Persons may have their name in two parts.
func objectText(dec *jsontext.Decoder, t target) (string, error) { //nolint:cyclop // a case for each form of a text
	members, err := texts(dec, t)
	if err != nil {
		return "", err
	}
	names, ok := telling[t]
	if !ok {
		names = telling[unknown]
	}
	if related := firstOf(members, "attributes", "data"); related != "" && (t == authors || t == section || t == source) {
		return related, nil
	}
	switch t {
	case authors:
		given, family := firstOf(members, "firstname", "givenname", "givennames", "forename", "given"), firstOf(members, "lastname", "familyname", "surname", "family")
		if full := strings.TrimSpace(given + " " + family); full != "" && members["name"] == "" && members["original"] == "" {
			return full, nil
		}
		if by := firstOf(members, "by", "person"); by != "" && members["name"] == "" && members["original"] == "" {
			return by, nil
		}
	case subjects:
		if kind := members["type"]; kind == "contributor" || kind == "author" || isNumber(members["value"]) {
			delete(members, "value")
			if kind != "" && (kind == "contributor" || kind == "author") {
				return "", nil
			}
		}
	case source:
		if members["sitefull"] != "" {
			return members["sitefull"], nil // the thread of an article, whose title is the article's
		}
	}
	text := firstOf(members, names...)
	if text != "" || len(members) != 1 {
		return text, nil
	}
	often := t == headline || t == body || t == subjects || t == published || t == updated
	for name, text := range members { // in the one language that there is
		if often && !isNumber(name) || t != unknown && (len(name) == len("en") || len(name) == len("enus")) {
			return text, nil
		}
	}
	return "", nil
}

// texts returns the members of an object that are strings, numbers or lists of them.
func texts(dec *jsontext.Decoder, t target) (map[string]string, error) {
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	members := map[string]string{}
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return nil, err
		}
		name := string(plainName(nil, []byte(token.String())))
		kind := dec.PeekKind()
		if kind == '[' && name == "dateparts" {
			raw, err := dec.ReadValue()
			if err != nil {
				return nil, err
			}
			members[name] = dateOfParts(raw)
			continue
		}
		if kind != '"' && kind != '0' && !isNested(name, kind, t) {
			if err := dec.SkipValue(); err != nil {
				return nil, err
			}
			continue
		}
		v, err := readValue(dec, t)
		if err != nil {
			return nil, err
		}
		switch {
		case kind == '[' && t == body:
			v.text = strings.Join(v.items, "\n\n")
		case kind == '[':
			v.text = strings.Join(v.items, ", ")
		}
		members[name] = v.text
	}
	_, err := dec.ReadToken()
	return members, err
}

// isNested reports whether a member that is an object or a list holds what a field wants.
func isNested(name string, kind jsontext.Kind, t target) bool {
	switch kind {
	case '{':
		return isRelated(name, t) || name == "$date" || name == "node" || t == subjects && name == "label"
	case '[':
		return isRelated(name, t) || name == "by" || name == "person" || name == "sentences" || name == "paragraphs" ||
			t == body && (name == "items" || name == "contentelements") // of a list or a quotation within the text
	}
	return false
}

// isRelated reports whether a member holds who or what an article is related to.
func isRelated(name string, t target) bool {
	return isRelation(name) && (t == authors || t == section || t == source)
}

// isRelation reports whether a member holds what an object is related to, as content
// management systems have it: {"data": {"attributes": {"name": "Ada Lee"}}}.
func isRelation(name string) bool { return name == "data" || name == "attributes" }

// dateOfParts writes [[2024,4,9]], as references have their dates, as a date. A month
// without a day is its first.
func dateOfParts(raw []byte) string {
	parts := strings.FieldsFunc(string(raw), func(r rune) bool { return r < '0' || r > '9' })
	for len(parts) > 0 && len(parts) < 3 {
		parts = append(parts, "1")
	}
	return strings.Join(parts[:min(3, len(parts))], "-")
}

func isNumber(s string) bool { return s != "" && strings.Trim(s, "0123456789.") == "" }

func firstOf(members map[string]string, names ...string) string {
	for _, n := range names {
		if members[n] != "" {
			return members[n]
		}
	}
	return ""
}

// newDecoder reads a piece of JSON that is the caller's own.
func newDecoder(data []byte) *jsontext.Decoder {
	return jsontext.NewDecoder(bytes.NewReader(data), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
}
