package field

import (
	"bytes"
	"errors"
	"regexp"

	"github.com/go-json-experiment/json/jsontext"
)

// typedValue is a value beside which a database says of what type it is: {"S": "…"} of
// DynamoDB, {"stringValue": "…"} of Firestore.
var typedValue = regexp.MustCompile(`:\s*\{\s*"(?:S|stringValue)"\s*:`)

// plainTypes are types whose values stand for themselves, listTypes those of lists, and
// objectTypes those of objects; "fields" and "values" are what Firestore has within these.
var (
	plainTypes  = set("S", "N", "BOOL", "SS", "NS", "stringValue", "integerValue", "doubleValue", "booleanValue", "timestampValue", "referenceValue")
	listTypes   = set("L", "arrayValue")
	objectTypes = set("M", "mapValue")
	nullTypes   = set("NULL", "nullValue")
)

// deepest is how many objects and lists lie within each other at most, since each is read once
// more for every one around it. DynamoDB allows 32 values with their types, two for each.
const deepest = 100

var errTooDeep = errors.New("values lie too deep")

// WithoutTypes returns a piece of JSON whose values are as they are without the types that
// a database has beside each; data itself where there are none, or it is damaged or too deep.
func WithoutTypes(data []byte) []byte {
	if !bytes.Contains(data, []byte(`"S"`)) && !bytes.Contains(data, []byte(`"stringValue"`)) || !typedValue.Match(data) {
		return data
	}
	out := bytes.Buffer{}
	dec, enc := newDecoder(data), jsontext.NewEncoder(&out, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	for dec.PeekKind() != 0 {
		if copyUntyped(dec, enc, 0) != nil {
			return data
		}
	}
	return out.Bytes()
}

// copyUntyped copies a value, which lies at a depth, without its types.
func copyUntyped(dec *jsontext.Decoder, enc *jsontext.Encoder, depth int) error {
	if depth > deepest {
		return errTooDeep
	}
	kind := dec.PeekKind()
	if kind != '{' && kind != '[' {
		value, err := dec.ReadValue()
		if err != nil {
			return err
		}
		return enc.WriteValue(value)
	}
	raw, err := dec.ReadValue()
	if err != nil {
		return err
	}
	raw = raw.Clone()
	if inside, ok := untyped(raw); ok {
		return copyUntyped(newDecoder(inside), enc, depth+1)
	}
	within := newDecoder(raw)
	open, err := within.ReadToken()
	if err != nil {
		return err
	}
	if err := enc.WriteToken(open); err != nil {
		return err
	}
	for within.PeekKind() != '}' && within.PeekKind() != ']' {
		if kind == '{' {
			name, err := within.ReadToken()
			if err != nil {
				return err
			}
			if err := enc.WriteToken(name); err != nil {
				return err
			}
		}
		if err := copyUntyped(within, enc, depth+1); err != nil {
			return err
		}
	}
	closing, err := within.ReadToken()
	if err != nil {
		return err
	}
	return enc.WriteToken(closing)
}

// untyped returns the value of an object that is its type and the value.
func untyped(object []byte) (inside []byte, ok bool) {
	name, value, ok := only(object)
	switch {
	case !ok:
		return nil, false
	case nullTypes[name]:
		return []byte("null"), true
	case plainTypes[name]:
		return value, true
	case listTypes[name] || objectTypes[name]:
		if within, inner, ok := only(value); ok && (within == "fields" || within == "values") {
			return inner, true
		}
		return value, true
	}
	return nil, false
}

// only returns the one member of an object that has no other.
func only(object []byte) (name string, value []byte, ok bool) {
	dec := newDecoder(object)
	if dec.PeekKind() != '{' {
		return "", nil, false
	}
	_, _ = dec.ReadToken() // the bracket that was seen
	if dec.PeekKind() != '"' {
		return "", nil, false
	}
	token, err := dec.ReadToken()
	if err != nil {
		return "", nil, false
	}
	name = token.String()
	raw, err := dec.ReadValue()
	if err != nil {
		return "", nil, false
	}
	value = raw.Clone()
	return name, value, dec.PeekKind() == '}'
}
