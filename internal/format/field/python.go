package field

import (
	"bytes"
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// pythonStart is how an object or a list begins that Python has printed.
var pythonStart = regexp.MustCompile(`^\s*[\[(]?\s*(?:\{\s*(?:[ub]?')|\(\s*[ub]?')|^\s*\[\s*[A-Z]\w*\(\s*[a-z]\w*\s*=`)

// LooksLikePython reports whether a text begins like the repr of a dict or a list of them.
func LooksLikePython(head []byte) bool {
	return pythonStart.Match(head[:min(len(head), 200)])
}

// maxCalls bounds how deep constructors are nested: datetime(…, tzinfo=timezone(timedelta(…))).
const maxCalls = 8

// Relax puts into strict JSON what Python, the shell of MongoDB and JavaScript
// write: strings in single quotes, None, NaN, True, undefined, tuples, names
// without quotes, datetime.datetime(2024, 3, 5), ObjectId("…"), commas behind the last
// member and comments. What it does not
// understand, or is strict already, is not ok. A number that is none becomes null.
func Relax(data []byte) (strict []byte, ok bool) {
	r := &relaxer{in: data, out: make([]byte, 0, len(data)+len(data)/16)}
	r.run()
	return r.out, !r.failed && r.changed && r.at == len(r.in)
}

type relaxer struct {
	in      []byte
	at      int
	out     []byte
	changed bool // something was not strict
	failed  bool
	calls   int // constructors around
}

// run reads to the end, or to the bracket that closes a constructor.
func (r *relaxer) run() { //nolint:cyclop // a case for each sort of sign
	open := 0          // round brackets of tuples
	var braces []brace // that are open
	for r.at < len(r.in) && !r.failed {
		switch c := r.in[r.at]; {
		case c == '{':
			braces = append(braces, brace{at: len(r.out)})
			r.out = append(r.out, c)
			r.at++
		case c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '[' || c == ':':
			if c == ':' && len(braces) > 0 {
				braces[len(braces)-1].keyed = true
			}
			r.out = append(r.out, c)
			r.at++
		case c == ',':
			if open == 0 && r.calls > 0 {
				return
			}
			r.out = append(r.out, c)
			r.at++
		case c == '(':
			open++
			r.out, r.changed = append(r.out, '['), true
			r.at++
		case c == ')' && open == 0:
			if r.calls == 0 {
				r.failed = true
			}
			return
		case c == '}' && len(braces) > 0:
			last := braces[len(braces)-1]
			braces = braces[:len(braces)-1]
			if r.isSet(last) {
				r.out[last.at], c, r.changed = '[', ']', true
			}
			r.closing(c, &open)
		case c == '}' || c == ']' || c == ')':
			r.closing(c, &open)
		case c == '"' || c == '\'':
			r.text()
		case c == '/' || c == '#':
			r.comment()
		case c == '-' || c == '+' || c == '.' || '0' <= c && c <= '9':
			r.number()
		default:
			r.word()
		}
	}
}

// brace is one that is open: where it stands in what is written, and whether a key is in it.
type brace struct {
	at    int
	keyed bool
}

// isSet reports whether what stands in a brace are values without keys.
func (r *relaxer) isSet(b brace) bool {
	return !b.keyed && len(bytes.TrimSpace(r.out[b.at+1:])) > 0
}

// closing writes a closing bracket, and takes back a comma before it.
func (r *relaxer) closing(c byte, open *int) {
	if c == ')' {
		*open--
		c = ']'
	}
	if trimmed := bytes.TrimRight(r.out, " \t\r\n"); bytes.HasSuffix(trimmed, []byte(",")) {
		r.out, r.changed = trimmed[:len(trimmed)-1], true
	}
	r.out = append(r.out, c)
	r.at++
}

func (r *relaxer) comment() {
	rest := r.in[r.at:]
	end := -1
	switch {
	case bytes.HasPrefix(rest, []byte("/*")):
		if end = bytes.Index(rest, []byte("*/")); end >= 0 {
			end += 2
		}
	case bytes.HasPrefix(rest, []byte("//")), rest[0] == '#':
		if end = bytes.IndexByte(rest, '\n'); end < 0 {
			end = len(rest)
		}
	}
	if end < 0 {
		r.failed = true
		return
	}
	r.changed = true
	r.at += end
}

// text copies a string, and those that follow it with only white space between
// them, which Python takes for its continuation.
func (r *relaxer) text() {
	var b []byte
	for first := true; ; first = false {
		quote := r.in[r.at]
		if quote == '\'' || !first {
			r.changed = true
		}
		r.at++
		if b = r.characters(b, quote); r.failed {
			return
		}
		next := r.at + len(r.in[r.at:]) - len(bytes.TrimLeft(r.in[r.at:], " \t\r\n"))
		if next >= len(r.in) || r.in[next] != '"' && r.in[next] != '\'' {
			break
		}
		r.at = next
	}
	r.quote(b)
}

func (r *relaxer) quote(b []byte) {
	out, err := jsontext.AppendQuote(r.out, strings.ToValidUTF8(string(b), "\ufffd"))
	if err != nil {
		r.failed = true
		return
	}
	r.out = out
}

// characters appends the characters of a string up to its quote.
func (r *relaxer) characters(b []byte, quote byte) []byte {
	for r.at < len(r.in) {
		c := r.in[r.at]
		r.at++
		switch {
		case c == quote:
			return b
		case c == '\n':
			r.failed = true
			return b
		case c == '\\' && r.at < len(r.in):
			b = r.escape(b)
		default:
			b = append(b, c)
		}
	}
	r.failed = true
	return b
}

// escape appends the character that an escape stands for, as JSON and Python know them.
func (r *relaxer) escape(b []byte) []byte {
	c := r.in[r.at]
	r.at++
	if i := strings.IndexByte(`nrtbfav0`, c); i >= 0 {
		return append(b, "\n\r\t\b\f\a\v\x00"[i])
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[c]
	switch {
	case digits > 0:
		n, ok := r.hex(digits)
		if ok && 0xd800 <= n && n < 0xdc00 && bytes.HasPrefix(r.in[r.at:], []byte(`\u`)) { // half of a pair
			before := r.at
			r.at += 2
			if low, ok := r.hex(4); ok && 0xdc00 <= low && low < 0xe000 {
				return utf8.AppendRune(b, (n-0xd800)<<10+(low-0xdc00)+0x10000)
			}
			r.at = before
		}
		r.failed = r.failed || !ok
		return utf8.AppendRune(b, n)
	case strings.IndexByte(`"'/\`, c) >= 0:
		return append(b, c)
	case c == '\n':
		return b
	}
	return append(b, '\\', c)
}

func (r *relaxer) hex(digits int) (rune, bool) {
	if r.at+digits > len(r.in) {
		return 0, false
	}
	n, err := strconv.ParseUint(string(r.in[r.at:r.at+digits]), 16, 32)
	if err != nil || n > utf8.MaxRune {
		return 0, false
	}
	r.at += digits
	return rune(n), true
}

// number copies a number, and makes null of one that JSON does not have.
func (r *relaxer) number() {
	start := r.at
	for r.at < len(r.in) && strings.IndexByte("+-.0123456789eE_", r.in[r.at]) >= 0 {
		r.at++
	}
	n := strings.ReplaceAll(string(r.in[start:r.at]), "_", "")
	if n == "-" || n == "+" {
		if word := r.name(); isNoNumber(word) {
			r.null()
			return
		}
		r.failed = true
		return
	}
	if !jsontext.Value(n).IsValid() {
		f, err := strconv.ParseFloat(n, 64)
		if err != nil {
			r.failed = true
			return
		}
		n = strconv.FormatFloat(f, 'f', -1, 64)
		r.changed = true
	}
	r.out = append(r.out, n...)
}

func (r *relaxer) null() { r.out, r.changed = append(r.out, "null"...), true }

// name reads a name with full stops in it; empty if there is none.
func (r *relaxer) name() string {
	start := r.at
	for r.at < len(r.in) {
		c := r.in[r.at]
		if c != '_' && c != '.' && c != '$' && (c < '0' || c > '9') && (c < 'A' || c > 'Z') && (c < 'a' || c > 'z') {
			break
		}
		r.at++
	}
	return string(r.in[start:r.at])
}

func isNoNumber(word string) bool {
	switch word {
	case "None", "NaN", "nan", "Infinity", "inf", "NaT", "NA", "undefined", "pd.NaT", "np.nan", "pd.NA":
		return true
	}
	return false
}

// word reads a name: a constant, the prefix of a string, a constructor or a key without quotes.
func (r *relaxer) word() {
	word := r.name()
	next := byte(0)
	if r.at < len(r.in) {
		next = r.in[r.at]
	}
	switch {
	case word == "" && next == '<' && r.calls > 0: // the zone <UTC>
		end := bytes.IndexByte(r.in[r.at:], '>')
		if end < 0 {
			r.failed = true
			return
		}
		r.quote(r.in[r.at+1 : r.at+end])
		r.at += end + 1
	case word == "":
		r.failed = true
	case (next == '\'' || next == '"') && len(word) == 1 && strings.Contains("ubrUBR", word):
		r.text()
		r.changed = true
	case next == '(':
		r.call(word)
	case word == "true", word == "false", word == "null":
		r.out = append(r.out, word...)
	case word == "True", word == "False":
		r.out, r.changed = append(r.out, strings.ToLower(word)...), true
	case isNoNumber(word):
		r.null()
	case word == "new": // Date(…)
	case bytes.HasPrefix(bytes.TrimLeft(r.in[r.at:], " \t\r\n"), []byte(":")):
		r.quote([]byte(word))
		r.changed = true
	case r.calls > 0: // timezone.utc
		r.quote([]byte(word))
	default:
		r.failed = true
	}
}

// object writes what a constructor was given by names: Source(id=None, name='Post').
func (r *relaxer) object(names, values []string) {
	r.out = append(r.out, '{')
	for i, name := range names {
		if i > 0 {
			r.out = append(r.out, ',')
		}
		r.quote([]byte(name))
		r.out = append(append(r.out, ':'), cmp.Or(values[i], "null")...)
	}
	r.out = append(r.out, '}')
}

// call reads a constructor. That of a date becomes the date, one with names an object, any other what stands first in it.
func (r *relaxer) call(name string) {
	r.changed = true
	r.calls++
	if r.calls > maxCalls {
		r.failed = true
		return
	}
	outside := r.out
	var args, names []string
	for r.at++; r.at < len(r.in) && !r.failed; r.at++ { // past the bracket or a comma
		r.out = nil
		names = append(names, r.keyword())
		r.run()
		args = append(args, strings.TrimSpace(string(r.out)))
		if r.at < len(r.in) && r.in[r.at] == ')' {
			break
		}
	}
	r.calls--
	if r.out = outside; r.failed || r.at >= len(r.in) {
		r.failed = true
		return
	}
	r.at++
	short := name[strings.LastIndexByte(name, '.')+1:]
	switch {
	case (short == "datetime" || short == "date") && len(args) >= 3:
		r.quote([]byte(dateOf(args)))
	case short == "timedelta":
		r.quote([]byte(offsetOf(args, names)))
	case strings.HasSuffix(strings.ToLower(short), "utc"):
		r.quote([]byte("UTC"))
	case args[0] == "":
		r.null()
	case !slices.Contains(names, ""):
		r.object(names, args)
	default:
		r.out = append(r.out, args[0]...)
	}
}

var keywords = regexp.MustCompile(`^\s*([a-z_]+)\s*=\s*`)

// keyword passes over the name of an argument, "tzinfo=", and returns it.
func (r *relaxer) keyword() string {
	m := keywords.FindSubmatch(r.in[r.at:])
	if m == nil {
		return ""
	}
	r.at += len(m[0])
	return string(m[1])
}

// offsetOf writes a time difference as the zone that it is the offset of.
func offsetOf(args, names []string) string {
	seconds := 0
	for i, a := range args {
		n, _ := strconv.Atoi(a) // a fraction is no part of a zone
		switch {
		case names[i] == "days", names[i] == "" && i == 0:
			seconds += n * 24 * 3600
		case names[i] == "seconds", names[i] == "" && i == 1:
			seconds += n
		case names[i] == "hours":
			seconds += n * 3600
		case names[i] == "minutes":
			seconds += n * 60
		}
	}
	sign := '+'
	if seconds < 0 {
		sign, seconds = '-', -seconds
	}
	return fmt.Sprintf("%c%02d:%02d", sign, seconds/3600, seconds/60%60)
}

var offsets = regexp.MustCompile(`^"([+-]\d{2}:\d{2})"$`)

// dateOf writes the arguments of Python's datetime as RFC 3339 does.
func dateOf(args []string) string {
	var n [6]int
	zone := ""
	for i, a := range args {
		v, err := strconv.Atoi(a)
		switch m := offsets.FindStringSubmatch(a); {
		case err == nil && i < len(n):
			n[i] = v
		case m != nil:
			zone = m[1]
		case strings.HasSuffix(strings.ToLower(a), `utc"`):
			zone = "Z"
		}
	}
	return fmt.Sprintf("%04d-%02d-%02dT%02d:%02d:%02d%s", n[0], n[1], n[2], n[3], n[4], n[5], zone)
}

// parted and apart are what stands between the strings of a list, and of an array of NumPy, which has no commas.
var (
	parted = regexp.MustCompile(`['"]\s*[,:]`)
	apart  = regexp.MustCompile(`(['"])\s+(['"])`)
)

// maxLiteral bounds, in bytes, what is looked at as a list or an object that was written as text.
const maxLiteral = 1 << 20

// literal reads a list or an object that a table has as the text of a cell, as
// Python or JSON writes it: "['Ada Lee', 'Tom Roth']", "{'id': None, 'name': 'Post'}",
// also a set or an array of NumPy.
func literal(text string) (jsontext.Value, bool) {
	text = strings.TrimSpace(text)
	if len(text) < 2 || len(text) > maxLiteral {
		return nil, false
	}
	first, rest := text[0], strings.TrimLeft(text[1:], " \t\r\n")
	switch last := text[len(text)-1]; {
	case first == '[' && last == ']' && (rest == "]" || strings.ContainsAny(rest[:1], `'"{`)):
	case first == '{' && last == '}' && (rest == "}" || strings.ContainsAny(rest[:1], `'"`)):
	default:
		return nil, false
	}
	if value := jsontext.Value(text); value.IsValid() {
		return value, true
	}
	if !parted.MatchString(text) {
		text = apart.ReplaceAllString(text, "$1, $2")
	}
	for _, text := range []string{text, "[" + text[1:len(text)-1] + "]"} { // the other is a set
		if value, ok := Relax([]byte(text)); ok && jsontext.Value(value).IsValid() {
			return value, true
		}
	}
	return nil, false
}
