package httpapi

import (
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"byline/internal/news"
)

// decode reads the JSON body of a request into dst, strictly: unknown and
// repeated names, wrong types and trailing data are errors that name the
// field. A body that cannot be read is an error of body.
func decode(c echo.Context, dst any) error {
	return decodeWith(c, dst, strict)
}

// The ways of reading a body: whether unknown names are errors.
const (
	strict  = true
	lenient = false
)

// decodeWith reads a body strictly or leniently.
func decodeWith(c echo.Context, dst any, way bool) error {
	r := c.Request()
	if ct := r.Header.Get(echo.HeaderContentType); ct != "" {
		media, _, err := mime.ParseMediaType(ct)
		if err != nil || (media != "application/json" && !strings.HasSuffix(media, "+json")) {
			return echo.NewHTTPError(http.StatusUnsupportedMediaType,
				fmt.Sprintf("the body must be JSON, sent with Content-Type: application/json, not %q (curl --json does so)", ct))
		}
	}
	return decodeJSON(r.Body, dst, way)
}

func decodeJSON(r io.Reader, dst any, way bool) error {
	err := json.UnmarshalRead(r, dst, json.RejectUnknownMembers(way))
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
	return fmt.Errorf("httpapi: reading the body: %w", err)
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

// send writes v as the JSON body of the response.
func send(c echo.Context, status int, contentType string, v any) error {
	body, err := encode(v)
	if err != nil {
		return fmt.Errorf("httpapi: encoding the response: %w", err)
	}
	return c.Blob(status, contentType, append(body, '\n'))
}

// ok writes v as a JSON response with status 200.
func ok(c echo.Context, v any) error { return send(c, http.StatusOK, echo.MIMEApplicationJSON, v) }

// encode returns v as one line of JSON. Bytes of stored text that are not
// UTF-8 are replaced rather than failing the response.
func encode(v any) ([]byte, error) {
	return json.Marshal(v, jsontext.AllowInvalidUTF8(true))
}
