package api

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// Decode reads a request from r into dst, strictly: unknown and repeated names,
// wrong types and trailing data are news.KindInvalid errors that name the
// field. Errors of r itself are wrapped.
func Decode(r io.Reader, dst any) error {
	return decodeError(json.UnmarshalRead(r, dst, json.RejectUnknownMembers(true)))
}

// DecodeLenient is as Decode, but passes over unknown names.
func DecodeLenient(r io.Reader, dst any) error {
	return decodeError(json.UnmarshalRead(r, dst))
}

// decodeError words an error of reading JSON for whoever wrote it.
func decodeError(err error) error {
	if err == nil {
		return nil
	}
	var (
		meaning *json.SemanticError
		syntax  *jsontext.SyntacticError
	)
	switch {
	case errors.As(err, &meaning):
		return meaningError(meaning)
	case errors.As(err, &syntax):
		if errors.Is(err, jsontext.ErrDuplicateName) {
			return news.InvalidField(fieldOf(syntax.JSONPointer), "given more than once")
		}
		return news.Errorf(news.KindInvalid, "the body is not valid JSON: %v, after byte %d", syntax.Err, syntax.ByteOffset)
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return news.Errorf(news.KindInvalid, "the body is empty or ends early; want a JSON object")
	}
	return fmt.Errorf("api: reading the body: %w", err)
}

// meaningError words the error for JSON that does not fit its type.
func meaningError(err *json.SemanticError) error {
	field := fieldOf(err.JSONPointer)
	switch {
	case errors.Is(err, json.ErrUnknownName):
		return news.InvalidField(field, "unknown field")
	case field == "":
		return news.Errorf(news.KindInvalid, "the body must be a JSON object, not %s", describeKind(err.JSONKind))
	case err.JSONKind == '0' && isWhole(err.GoType):
		return news.InvalidField(field, "must be a whole number, not %s", string(err.JSONValue))
	}
	return news.InvalidField(field, "must be %s, not %s", describeType(err.GoType), describeKind(err.JSONKind))
}

// fieldOf turns a JSON pointer into the path of a field: "/messages/2/role" into "messages[2].role".
func fieldOf(p jsontext.Pointer) string {
	var b strings.Builder
	for token := range p.Tokens() {
		switch {
		case token != "" && strings.Trim(token, "0123456789") == "":
			b.WriteString("[" + token + "]")
		case b.Len() > 0:
			b.WriteString("." + token)
		default:
			b.WriteString(token)
		}
	}
	return b.String()
}

func isWhole(t reflect.Type) bool { return t != nil && t.Kind() == reflect.Int }

func describeType(t reflect.Type) string {
	if t == nil {
		return "of another type"
	}
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Bool:
		return "true or false"
	case reflect.Int:
		return "a whole number"
	case reflect.Slice:
		return "an array"
	case reflect.Struct:
		return "an object"
	}
	return "of another type"
}

func describeKind(k jsontext.Kind) string {
	switch k {
	case '"':
		return "a string"
	case '0':
		return "a number"
	case 't', 'f':
		return "true or false"
	case 'n':
		return "null"
	case '[':
		return "an array"
	case '{':
		return "an object"
	}
	return "what was given"
}
