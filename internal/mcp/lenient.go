package mcp

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/url"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"byline/internal/api"
)

// Small models write numbers as strings and a list of one without brackets, and
// strict clients send null for what they leave out. What is meant is plain, so
// it is put into the form of the schema before that is looked at.

// typed are the arguments of tools that are no strings, or one of a few; a test holds it to the schemas.
var typed = typedArguments()

func typedArguments() map[string]func(string) (json.RawMessage, bool) {
	out := map[string]func(string) (json.RawMessage, bool){
		"limit": numeric, "no_llm": boolean, "keep_dates": boolean, "messages": encoded,
	}
	for _, name := range []string{"mode", "sort", "group", "order", "kind"} { // strings of a few words
		out[name] = lowered
	}
	for _, name := range []string{"sources", "subjects", "files", "not_files", "facets", "lines"} {
		out[name] = listOf
	}
	var filters api.FilterBody
	for name := range filters.Others() {
		out[name] = listOf
	}
	return out
}

// arguments are what the tools take: by tool and name, whether it may be left out.
type arguments map[string]map[string]bool

// note notes what a tool takes, which are the fields of its input.
func (a arguments) note(tool string, input reflect.Type) {
	if a[tool] == nil {
		a[tool] = map[string]bool{}
	}
	for _, f := range reflect.VisibleFields(input) {
		if name, options, _ := strings.Cut(f.Tag.Get("json"), ","); name != "" {
			a[tool][name] = strings.Contains(options, "omit")
		}
	}
}

// lenient puts the arguments of a tool into the form of its schema. What the tool does
// not take is left out, and that is said.
func (a arguments) lenient(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
		call, ok := req.(*sdk.CallToolRequest)
		if !ok || call.Params == nil {
			return next(ctx, method, req)
		}
		name, ok := a.tool(call.Params.Name)
		if !ok {
			return &sdk.CallToolResult{IsError: true, Content: []sdk.Content{&sdk.TextContent{Text: fmt.Sprintf(
				"there is no tool %q; there are %s", api.Clip(name), strings.Join(slices.Sorted(maps.Keys(a)), ", "))}}}, nil
		}
		takes := a[name]
		m := mended(call.Params.Arguments, takes)
		call.Params.Name, call.Params.Arguments = name, m.raw
		result, err := next(ctx, method, req)
		if r, ok := result.(*sdk.CallToolResult); ok {
			if m.taken != "" {
				r.Content = append(r.Content, &sdk.TextContent{Text: fmt.Sprintf("The argument %s was taken for %s.", m.unknown[0], m.taken)})
			} else if len(m.unknown) > 0 {
				r.Content = append(r.Content, &sdk.TextContent{Text: fmt.Sprintf("Arguments that %s does not take were left out: %s. It takes %s.",
					name, strings.Join(m.unknown, ", "), strings.Join(slices.Sorted(maps.Keys(takes)), ", "))})
			}
		}
		return result, err
	}
}

// prefixes are what clients put before the name of a tool to tell it from others.
var prefixes = regexp.MustCompile(`^(?:.*(?:__|[./:])|byline[_-])`)

// tool is the tool that a name stands for.
func (a arguments) tool(name string) (string, bool) {
	for _, n := range []string{name, prefixes.ReplaceAllString(name, "")} {
		if _, ok := a[n]; ok {
			return n, true
		}
	}
	return name, false
}

// mending is what became of the arguments of a call.
type mending struct {
	raw     json.RawMessage
	unknown []string // names that the tool does not take
	taken   string   // the argument for which the only one of these was taken
}

// mended returns arguments without nulls and what the tool does not take, each in the
// form of its type where that is plain. What is not an object stays as it is, and is
// refused later. The only one that is unknown is taken for the only one that lacks.
func mended(raw json.RawMessage, takes map[string]bool) mending {
	given, ok := objectOf(raw)
	if !ok {
		return mending{raw: raw}
	}
	args, unknown := map[string]json.RawMessage{}, []string(nil)
	for name, value := range given {
		known, ok := meant(name, takes)
		switch {
		case string(value) == "null":
		case !ok && len(takes) > 0:
			unknown = append(unknown, name)
		case takes[known] && isNothing(value):
		default:
			if value = formed(known, value); string(value) != "null" {
				args[known] = value
			}
		}
	}
	slices.Sort(unknown)
	m := mending{unknown: unknown}
	if len(unknown) == 1 {
		only := given[unknown[0]]
		if _, isObject := objectOf(only); isObject && len(args) == 0 { // all of them, within another
			return mended(only, takes)
		}
		if lacks := lacking(args, takes); len(lacks) == 1 && only[0] == '"' {
			m.taken, args[lacks[0]] = lacks[0], formed(lacks[0], only)
		}
	}
	var err error
	if m.raw, err = json.Marshal(args); err != nil {
		m.raw = raw
	}
	return m
}

// objectOf reads an object, which may be JSON within JSON, or nothing in a string.
func objectOf(raw json.RawMessage) (given map[string]json.RawMessage, ok bool) {
	var text string
	if json.Unmarshal(raw, &text) == nil && len(raw) > 0 && raw[0] == '"' {
		raw = json.RawMessage(cmp.Or(strings.TrimSpace(text), "{}"))
	}
	return given, json.Unmarshal(raw, &given) == nil && given != nil
}

// lacking are the arguments that a tool must have and does not.
func lacking(args map[string]json.RawMessage, takes map[string]bool) (names []string) {
	for name, may := range takes {
		if _, ok := args[name]; !may && !ok {
			names = append(names, name)
		}
	}
	return names
}

// meant is the argument that a name stands for, as it is spelled here: noLlm, source.
func meant(name string, takes map[string]bool) (string, bool) {
	plain := strings.ToLower(humps.ReplaceAllString(name, "${1}_${2}"))
	for _, n := range []string{name, plain, plain + "s", strings.TrimSuffix(plain, "s")} {
		if _, ok := takes[n]; ok {
			return n, true
		}
	}
	return name, false
}

// humps are where a word begins in aNameLikeThis.
var humps = regexp.MustCompile(`([a-z])([A-Z])`)

// isNothing reports whether a value is a word of a programming language for none, or a
// list of one, as clients write that know no other type than strings.
func isNothing(value json.RawMessage) bool {
	switch strings.Trim(string(value), `[]" `) {
	case "null", "None", "none", "undefined", "nil", "NULL":
		return true
	}
	return false
}

// formed puts a string or a number into the form of the argument's type, if it is of
// another; null where it says nothing. Messages have a role and a content, whatever else
// stands there.
func formed(name string, value json.RawMessage) json.RawMessage {
	var turns []messageInput
	if name == "messages" && json.Unmarshal(value, &turns) == nil {
		if plain, err := json.Marshal(turns); err == nil {
			return plain
		}
	}
	text, ok := textOf(value)
	if !ok {
		return value
	}
	read, known := typed[name]
	switch {
	case known && text == "":
		return json.RawMessage("null")
	case known && value[0] == '[':
		return value
	case !known:
		read = asText
	}
	better, ok := read(text)
	if !ok {
		return value
	}
	if name == "messages" {
		return formed(name, better)
	}
	return better
}

// textOf is the text of a string, a number, or a list of words.
func textOf(value json.RawMessage) (string, bool) {
	var text string
	var number json.Number
	var list []string
	switch {
	case json.Unmarshal(value, &text) == nil:
		return strings.TrimSpace(text), true
	case json.Unmarshal(value, &number) == nil:
		return number.String(), true
	case json.Unmarshal(value, &list) == nil && len(list) > 0:
		return strings.Join(list, " "), true
	}
	return "", false
}

// asText is a text as it is, or the ID of the article whose address as a resource it is.
func asText(text string) (json.RawMessage, bool) {
	if id, isAddress := strings.CutPrefix(text, articles); isAddress {
		if plain, err := url.PathUnescape(id); err == nil {
			text = plain
		}
	}
	out, err := json.Marshal(text)
	return out, err == nil
}

func numeric(text string) (json.RawMessage, bool) {
	n, err := strconv.ParseFloat(text, 64)
	if err != nil || n != float64(int(n)) {
		return nil, false
	}
	return json.RawMessage(strconv.Itoa(int(n))), true
}

func boolean(text string) (json.RawMessage, bool) {
	b, err := strconv.ParseBool(strings.ToLower(text))
	return json.RawMessage(strconv.FormatBool(b)), err == nil
}

func lowered(text string) (json.RawMessage, bool) {
	out, err := json.Marshal(strings.ToLower(text))
	return out, err == nil
}

// listOf reads a list that is written in a string, or makes one of a string.
func listOf(text string) (json.RawMessage, bool) {
	if list, ok := encoded(text); ok {
		return list, true
	}
	list, err := json.Marshal([]string{text})
	return list, err == nil
}

// encoded reads a list that is written in a string.
func encoded(text string) (json.RawMessage, bool) {
	return json.RawMessage(text), strings.HasPrefix(text, "[") && json.Valid([]byte(text))
}
