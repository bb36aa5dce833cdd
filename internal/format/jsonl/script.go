package jsonl

import (
	"bytes"
	"regexp"

	"byline/internal/format/field"
)

// inScript is what stands before the JSON of a script: a name that it is given, or a call
// with it.
var inScript = regexp.MustCompile(`^(?:/\*.{0,200}?\*/\s*)?(?:(?:(?:export\s+)?(?:var|let|const)\s+[\w$]+|[\w$.]+(?:\[[^\]\n]{1,40}\])?)\s*=\s*|export\s+default\s+|(?:/\*\*/)?[\w$.]+\(\s*)([\[{])`)

// memberName is the name of a member, in quotes or, as scripts have it, without.
var memberName = regexp.MustCompile(`[{,]\s*"?([A-Za-z_]\w*)"?\s*:`)

// InScript reports whether a text that begins with head is a script that does nothing but
// give JSON with articles a name, or call a function with it.
func InScript(head []byte) bool {
	if !inScript.Match(head) {
		return false
	}
	headline, text := false, false
	for _, m := range memberName.FindAllSubmatch(head, 400) {
		name := string(m[1])
		headline = headline || field.IsHeadline(name)
		text = text || field.IsFullText(name)
	}
	return headline && text
}

// ofScript returns the JSON that a script holds.
func ofScript(data []byte) []byte {
	m := inScript.FindSubmatchIndex(data)
	if m == nil {
		return data
	}
	return bytes.TrimRight(data[m[2]:], "; \t\r\n)")
}
