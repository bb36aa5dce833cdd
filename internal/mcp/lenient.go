package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
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
		takes := a[call.Params.Name]
		var unknown []string
		call.Params.Arguments, unknown = mended(call.Params.Arguments, takes)
		result, err := next(ctx, method, req)
		if r, ok := result.(*sdk.CallToolResult); ok && len(unknown) > 0 {
			r.Content = append(r.Content, &sdk.TextContent{Text: fmt.Sprintf("Arguments that %s does not take were left out: %s. It takes %s.",
				call.Params.Name, strings.Join(unknown, ", "), strings.Join(slices.Sorted(maps.Keys(takes)), ", "))})
		}
		return result, err
	}
}

// mended returns arguments without nulls and what the tool does not take, each in the
// form of its type where that is plain. What is not an object stays as it is, and is
// refused later.
func mended(raw json.RawMessage, takes map[string]bool) (out json.RawMessage, unknown []string) {
	var given map[string]json.RawMessage
	var text string
	if json.Unmarshal(raw, &text) == nil && strings.HasPrefix(text, "{") { // JSON within JSON
		raw = json.RawMessage(text)
	}
	if json.Unmarshal(raw, &given) != nil || given == nil {
		return raw, nil
	}
	args := map[string]json.RawMessage{}
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
	out, err := json.Marshal(args)
	if err != nil {
		return raw, nil
	}
	return out, unknown
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

// formed puts a string into the form of the argument's type, if it is of another; null
// where it says nothing. Messages have a role and a content, whatever else stands there.
func formed(name string, value json.RawMessage) json.RawMessage {
	var text string
	var turns []messageInput
	if json.Unmarshal(value, &text) == nil {
		text = strings.TrimSpace(text)
		read, known := typed[name]
		better, ok := json.RawMessage(nil), false
		switch {
		case known && text == "":
			return json.RawMessage("null")
		case known:
			better, ok = read(text)
		}
		if ok {
			value = better
		}
	}
	if name == "messages" && json.Unmarshal(value, &turns) == nil {
		if plain, err := json.Marshal(turns); err == nil {
			return plain
		}
	}
	return value
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
