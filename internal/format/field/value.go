package field

import (
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// readValue reads the value of a member that stands for t. An error is one of syntax.
func readValue(dec *jsontext.Decoder, t target) (value, error) {
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
		items, err := arrayItems(dec, t)
		return value{kind: kind, items: items}, err
	}
	return value{kind: kind}, dec.SkipValue()
}

// arrayItems returns the texts of an array; what has none is left out.
func arrayItems(dec *jsontext.Decoder, t target) ([]string, error) {
	if _, err := dec.ReadToken(); err != nil {
		return nil, err
	}
	var items []string
	for dec.PeekKind() != ']' {
		if dec.PeekKind() == '[' {
			if err := dec.SkipValue(); err != nil {
				return nil, err
			}
			continue
		}
		v, err := readValue(dec, t)
		if err != nil {
			return nil, err
		}
		if v.text != "" {
			items = append(items, v.text)
		}
	}
	_, err := dec.ReadToken()
	return items, err
}

// telling are the members of an object that may stand for the whole, best first:
// {"name": "Baltic Courier"}, {"rendered": "<p>…"}, {"main": "Headline"}, {"$oid": "…"}.
var telling = []string{"name", "original", "main", "rendered", "$oid", "$date", "full_name", "fullname", "title", "value", "text", "label", "#text", "url", "href", "id"}

// objectText returns the text of an object that stands for the whole, empty if
// there is none. Persons may have their name in two parts.
func objectText(dec *jsontext.Decoder, t target) (string, error) {
	if _, err := dec.ReadToken(); err != nil {
		return "", err
	}
	members := map[string]string{}
	for dec.PeekKind() != '}' {
		token, err := dec.ReadToken()
		if err != nil {
			return "", err
		}
		name := strings.ToLower(token.String())
		if kind := dec.PeekKind(); kind != '"' && kind != '0' {
			if err := dec.SkipValue(); err != nil {
				return "", err
			}
			continue
		}
		if token, err = dec.ReadToken(); err != nil {
			return "", err
		}
		members[name] = token.String()
	}
	if _, err := dec.ReadToken(); err != nil {
		return "", err
	}
	if t == authors {
		given, family := firstOf(members, "first_name", "firstname", "given_name"), firstOf(members, "last_name", "lastname", "family_name")
		if full := strings.TrimSpace(given + " " + family); full != "" && members["name"] == "" {
			return full, nil
		}
	}
	return firstOf(members, telling...), nil
}

func firstOf(members map[string]string, names ...string) string {
	for _, n := range names {
		if members[n] != "" {
			return members[n]
		}
	}
	return ""
}
