package html

import (
	"cmp"
	"encoding/json"
	"iter"
	"regexp"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/format/field"
)

var (
	// assigned and pushed are what stands before the state of a page: "window.__STATE__ = ", "dataLayer.push(".
	assigned = regexp.MustCompile(`[\w$\]]\s*$`)
	pushed   = "dataLayer.push("
	// parsed and returned are how a state begins that is a text, or made by a function of what comes behind it.
	parsed   = regexp.MustCompile(`^JSON\.parse\(\s*["']`)
	returned = regexp.MustCompile(`^\(?function\s*\(([\w$,\s]*)\)\s*\{\s*return\s*\{`)
)

// maxAssigned bounds how many assignments of a script are looked at.
const maxAssigned = 100

// assignments yields as JSON the objects and lists that a script sets the state of a
// page to: {"title": "Mole shut"} of window.__STATE__ = {title: "Mole shut"}.
func assignments(js string) iter.Seq[string] {
	return func(yield func(string) bool) {
		if at := strings.Index(js, pushed); at >= 0 {
			if state, _ := stateAt(strings.TrimLeft(js[at+len(pushed):], " \t\r\n")); state != "" && !yield(state) {
				return
			}
		}
		for range maxAssigned {
			at := strings.IndexByte(js, '=')
			if at < 0 {
				return
			}
			before := js[:at]
			js = strings.TrimLeft(js[at+1:], " \t\r\n")
			if !assigned.MatchString(before[max(0, at-20):]) {
				continue
			}
			state, length := stateAt(js)
			if state != "" && !yield(state) {
				return
			}
			js = js[length:]
		}
	}
}

// stateAt returns as JSON the object or list with which js begins, and its length, empty
// if it begins otherwise: as it stands, as a text that is parsed, or as a function
// returns it, such as Nuxt's "(function(a,b){return {title:a}}("Mole shut"))".
func stateAt(js string) (state string, length int) {
	if js == "" {
		return "", 0
	}
	if js[0] == '{' || js[0] == '[' {
		end := endOfValue(js)
		return strictly(js[:end]), end
	}
	head := js[:min(len(js), maxOpening)]
	if at := parsed.FindString(head); at != "" {
		start := len(at) - 1
		end := start + endOfString(js[start:])
		text := []byte("[" + js[start:end] + "]")
		if strict, ok := field.Relax(text); ok {
			text = strict
		}
		var inside []string
		if json.Unmarshal(text, &inside) != nil || len(inside) != 1 {
			return "", end
		}
		return inside[0], end
	}
	if at := returned.FindStringSubmatch(head); at != nil {
		start := len(at[0]) - 1
		end := start + endOfValue(js[start:])
		call := strings.TrimLeft(js[end:], "; \t\r\n})")
		if !strings.HasPrefix(call, "(") {
			return "", end
		}
		return strictly(filledIn(js[start:end], strings.Split(at[1], ","), elementsOf(call[1:max(1, endOfValue(call)-1)]))), end
	}
	return "", 0
}

// maxOpening bounds, in bytes, how a state may begin: with the parameters of a function.
const maxOpening = 16 << 10

// strictly returns a value of JavaScript as JSON, itself if it is JSON with a fault,
// empty if it is code.
func strictly(js string) string {
	if jsontext.Value(js).IsValid() {
		return js
	}
	if strict, ok := field.Relax([]byte(js)); ok {
		return string(strict)
	}
	if !faulty.MatchString(js[:min(len(js), 40)]) {
		return ""
	}
	return js
}

// faulty is how a value begins that was to be JSON.
var faulty = regexp.MustCompile(`^\[?\s*[{\[]\s*"`)

// endOfValue returns where the bracket closes with which js begins, or its length.
func endOfValue(js string) int {
	depth := 0
	for i := 0; i < len(js); i++ {
		switch js[i] {
		case '{', '[', '(':
			depth++
		case '}', ']', ')':
			depth--
			if depth == 0 {
				return i + 1
			}
		case '"', '\'', '`':
			i += endOfString(js[i:]) - 1
		}
	}
	return len(js)
}

// endOfString returns where the string ends with whose quote js begins, or its length.
func endOfString(js string) int {
	for i := 1; i < len(js); i++ {
		switch js[i] {
		case '\\':
			i++
		case js[0]:
			return i + 1
		}
	}
	return len(js)
}

// elementsOf returns the elements of a list without its brackets.
func elementsOf(list string) (elements []string) {
	start := 0
	for i := 0; i < len(list); i++ {
		switch list[i] {
		case '{', '[', '(':
			i += endOfValue(list[i:]) - 1
		case '"', '\'', '`':
			i += endOfString(list[i:]) - 1
		case ',':
			elements = append(elements, strings.TrimSpace(list[start:i]))
			start = i + 1
		}
	}
	return append(elements, strings.TrimSpace(list[start:]))
}

// minified are ways to write what JSON has a word for.
var minified = map[string]string{"!0": "true", "!1": "false", "void 0": "null"}

// filledIn puts the values of parameters where an object names them.
func filledIn(object string, parameters, values []string) string {
	value := map[string]string{}
	for i, p := range parameters {
		if i < len(values) {
			value[strings.TrimSpace(p)] = cmp.Or(minified[values[i]], values[i])
		}
	}
	var b strings.Builder
	for i := 0; i < len(object); {
		end := i + 1
		switch c := object[i]; {
		case c == '"' || c == '\'' || c == '`':
			end = i + endOfString(object[i:])
		case c == '!' || isOfName(c):
			for end < len(object) && isOfName(object[end]) {
				end++
			}
			if object[i:end] == "void" {
				end = min(len(object), end+len(" 0"))
			}
			if isKey := strings.HasPrefix(strings.TrimLeft(object[end:], " \t\r\n"), ":"); !isKey {
				b.WriteString(cmp.Or(value[object[i:end]], minified[object[i:end]], object[i:end]))
				i = end
				continue
			}
		}
		b.WriteString(object[i:end])
		i = end
	}
	return b.String()
}

func isOfName(c byte) bool {
	return c == '_' || c == '$' || '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
}

// The values that are put together of a list of references, and how deep.
const (
	maxReferred     = 20_000
	deepestReferred = 12
)

// referred puts together what Nuxt writes as a list in which objects and lists have
// the places of their values instead of these: [{"title":1},"Mole shut"]. A list
// that is none stays as it is.
func referred(list []any) any {
	for _, e := range list {
		object, ok := e.(map[string]any)
		if !ok {
			continue
		}
		for _, v := range object {
			if place, ok := v.(float64); !ok || place != float64(int(place)) || int(place) >= len(list) {
				return list
			}
		}
		if len(object) > 0 {
			left := maxReferred
			return valueAt(list, 0, deepestReferred, &left)
		}
	}
	return list
}

// valueAt returns the value at a place of such a list, nil if too many were put together.
func valueAt(list []any, place, depth int, left *int) any {
	*left--
	if place < 0 || place >= len(list) || depth == 0 || *left < 0 {
		return nil
	}
	at := func(v any) any {
		if place, ok := v.(float64); ok {
			return valueAt(list, int(place), depth-1, left)
		}
		return v
	}
	switch v := list[place].(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, value := range v {
			out[name] = at(value)
		}
		return out
	case []any:
		if len(v) == 2 {
			if _, ok := v[0].(string); ok { // "Reactive", "Date"
				return at(v[1])
			}
		}
		out := make([]any, len(v))
		for i, value := range v {
			out[i] = at(value)
		}
		return out
	default:
		return v
	}
}
