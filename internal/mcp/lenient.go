package mcp

import (
	"context"
	"encoding/json"
	"strconv"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"byline/internal/api"
)

// Small models write numbers as strings and a list of one without brackets, and
// strict clients send null for what they leave out. What is meant is plain, so
// it is put into the form of the schema before that is looked at.

// typed are the arguments of tools that are no strings; a test holds it to the schemas.
var typed = typedArguments()

func typedArguments() map[string]func(string) (json.RawMessage, bool) {
	out := map[string]func(string) (json.RawMessage, bool){
		"limit": numeric, "no_llm": boolean, "keep_dates": boolean, "messages": encoded,
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

// lenient puts the arguments of a tool into the form of its schema.
func lenient(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, req sdk.Request) (sdk.Result, error) {
		if call, ok := req.(*sdk.CallToolRequest); ok && call.Params != nil {
			call.Params.Arguments = mended(call.Params.Arguments)
		}
		return next(ctx, method, req)
	}
}

// mended returns arguments without nulls, each in the form of its type where
// that is plain. What is not an object stays as it is, and is refused later.
func mended(raw json.RawMessage) json.RawMessage {
	var args map[string]json.RawMessage
	if json.Unmarshal(raw, &args) != nil || args == nil {
		return raw
	}
	for name, value := range args {
		var text *string
		if string(value) == "null" {
			delete(args, name)
			continue
		}
		read, known := typed[name]
		if !known || json.Unmarshal(value, &text) != nil || text == nil {
			continue
		}
		if strings.TrimSpace(*text) == "" {
			delete(args, name)
		} else if better, ok := read(strings.TrimSpace(*text)); ok {
			args[name] = better
		}
	}
	out, err := json.Marshal(args)
	if err != nil {
		return raw
	}
	return out
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
