package html

import (
	"bytes"
	"encoding/json"
	stdhtml "html"
	"regexp"
	"strings"

	"byline/internal/format/field"
)

// maxDepthOfJSON bounds how deep the JSON of a page is nested, and maxValues how many values a script has.
const (
	maxDepthOfJSON = 200
	maxValues      = 50
)

// readJSON returns the values in a script. Where the script is no JSON it is
// repaired first, as far as its faults are those that templates make: comments,
// a comma too many, line ends and quotes in strings, something before or behind.
func readJSON(script string) []any {
	var value any
	if json.Unmarshal([]byte(script), &value) == nil {
		return []any{value}
	}
	if strict, ok := field.Relax([]byte(script)); ok && json.Unmarshal(strict, &value) == nil {
		return []any{value}
	}
	if !strings.Contains(script, `"`) {
		script = stdhtml.UnescapeString(script) // the whole of it was escaped
	}
	var values []any
	for script != "" && len(values) < maxValues {
		r := repairer{in: script}
		text := r.value()
		script = script[r.at:]
		if text == nil {
			break
		}
		value = nil
		if json.Unmarshal(text, &value) != nil {
			value = nil // it counts, so that the faults of a page are bounded too
		}
		values = append(values, value)
	}
	return values
}

// repairer copies the first object or array of a text, and mends it.
type repairer struct {
	in   string
	at   int
	out  bytes.Buffer
	open []byte // the brackets that are to be closed, the innermost last
}

// value returns the first object or array as JSON, nil if there is none; at is
// then behind it. Whatever is not closed is closed at the end.
func (r *repairer) value() []byte {
	start := strings.IndexAny(r.in, "{[")
	if start < 0 {
		r.at = len(r.in)
		return nil
	}
	// "<![CDATA[" opens no array.
	if cdata := strings.Index(r.in, "<![CDATA["); cdata >= 0 && cdata < start {
		r.at = cdata + len("<![CDATA[")
		next := strings.IndexAny(r.in[r.at:], "{[")
		if next < 0 {
			r.at = len(r.in)
			return nil
		}
		start = r.at + next
	}
	for r.at = start; r.at < len(r.in); {
		r.step()
		if len(r.open) == 0 || len(r.open) > maxDepthOfJSON {
			return r.out.Bytes()
		}
	}
	for i := len(r.open) - 1; i >= 0; i-- {
		r.withoutComma()
		r.out.WriteByte(r.open[i])
	}
	return r.out.Bytes()
}

// step copies what stands at the place that is read.
func (r *repairer) step() {
	switch c := r.in[r.at]; {
	case c == '"':
		r.text()
	case c == '{':
		r.begin('}')
	case c == '[':
		r.begin(']')
	case c == '}' || c == ']':
		r.end(c)
	case c == ',':
		r.withoutComma() // a value that is missing before it
		r.out.WriteByte(',')
		r.at++
	case strings.HasPrefix(r.in[r.at:], "/*"):
		r.skip("*/")
	case strings.HasPrefix(r.in[r.at:], "//"):
		r.skip("\n")
	case strings.HasPrefix(r.in[r.at:], "<!--"):
		r.at += len("<!--")
	default:
		if c >= ' ' {
			r.out.WriteByte(c)
		} else {
			r.out.WriteByte(' ')
		}
		r.at++
	}
}

func (r *repairer) begin(closing byte) {
	// Two objects of a list with no comma between them.
	if last := bytes.TrimRight(r.out.Bytes(), " "); len(last) > 0 && last[len(last)-1] == '}' {
		r.out.WriteByte(',')
	}
	r.out.WriteByte(r.in[r.at])
	r.open = append(r.open, closing)
	r.at++
}

// end closes the innermost bracket; one that does not fit is left out.
func (r *repairer) end(closing byte) {
	r.at++
	if len(r.open) == 0 || r.open[len(r.open)-1] != closing {
		return
	}
	r.withoutComma()
	r.out.WriteByte(closing)
	r.open = r.open[:len(r.open)-1]
}

// withoutComma takes back a comma with nothing behind it.
func (r *repairer) withoutComma() {
	kept := bytes.TrimRight(r.out.Bytes(), " ")
	for len(kept) > 0 && kept[len(kept)-1] == ',' {
		kept = bytes.TrimRight(kept[:len(kept)-1], " ")
	}
	if len(kept) > 0 && kept[len(kept)-1] == ':' {
		r.out.Truncate(len(kept))
		r.out.WriteString("null")
		return
	}
	r.out.Truncate(len(kept))
}

func (r *repairer) skip(end string) {
	if i := strings.Index(r.in[r.at+2:], end); i >= 0 {
		r.at += 2 + i + len(end)
	} else {
		r.at = len(r.in)
	}
}

// text copies a string. A quote within it that JSON would take for its end is escaped.
func (r *repairer) text() {
	if last := bytes.TrimRight(r.out.Bytes(), " "); len(last) > 0 && strings.IndexByte(`"}]`, last[len(last)-1]) >= 0 {
		r.out.WriteByte(',') // that is missing behind a member
	}
	r.out.WriteByte('"')
	for r.at++; r.at < len(r.in); r.at++ {
		switch c := r.in[r.at]; {
		case c == '\\' && r.at+1 < len(r.in):
			r.escape()
		case c == '"' && r.endsText():
			r.out.WriteByte('"')
			r.at++
			return
		case c == '"':
			r.out.WriteString(`\"`)
		case c == '\n' || c == '\r':
			r.out.WriteString(`\n`)
		case c < ' ':
			r.out.WriteByte(' ')
		default:
			r.out.WriteByte(c)
		}
	}
	r.out.WriteByte('"')
}

// escape copies an escaped character, without the backslash if JSON knows no such escape.
func (r *repairer) escape() {
	r.at++
	switch c := r.in[r.at]; {
	case strings.IndexByte(`"\/bfnrt`, c) >= 0, c == 'u' && isHex(r.in[r.at+1:]):
		r.out.WriteByte('\\')
		r.out.WriteByte(c)
	case c >= ' ':
		r.out.WriteByte(c)
	}
}

func isHex(s string) bool {
	if len(s) < 4 {
		return false
	}
	return strings.Trim(s[:4], "0123456789abcdefABCDEF") == ""
}

// nextMember is a member on a line of its own, behind one that has no comma.
var nextMember = regexp.MustCompile(`^[ \t\r]*\n\s*"[\w@:.-]{1,60}"\s*:`)

// endsText reports whether the quote that is read ends its string: what follows
// is what may follow a string, and what may follow that.
func (r *repairer) endsText() bool {
	rest := strings.TrimLeft(r.in[r.at+1:], " \t\r\n")
	if rest == "" {
		return true
	}
	switch rest[0] {
	case '}', ']', ':':
		return true
	case ',':
		rest = strings.TrimLeft(rest[1:], " \t\r\n")
		return rest == "" || strings.IndexByte(`"{}[]-0123456789/`, rest[0]) >= 0 ||
			strings.HasPrefix(rest, "true") || strings.HasPrefix(rest, "false") || strings.HasPrefix(rest, "null")
	case '"':
		return nextMember.MatchString(r.in[r.at+1:])
	case '/':
		return strings.HasPrefix(rest, "//") || strings.HasPrefix(rest, "/*")
	}
	return false
}
