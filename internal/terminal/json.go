package terminal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// WriteJSON writes v for people as much as for programs: indented, or as a line.
func WriteJSON(w io.Writer, v any, asLine bool) error {
	var data bytes.Buffer
	encoder := json.NewEncoder(&data)
	encoder.SetEscapeHTML(false) // it goes to no page
	if err := encoder.Encode(v); err != nil {
		return err
	}
	return WriteJSONText(w, data.Bytes(), asLine)
}

// WriteJSONText writes a document that is JSON already, as WriteJSON does.
func WriteJSONText(w io.Writer, data []byte, asLine bool) error {
	var out bytes.Buffer
	var err error
	if data = bytes.TrimSpace(data); asLine {
		err = json.Compact(&out, data)
	} else {
		err = json.Indent(&out, data, "", "  ")
	}
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, escapeControls(out.String())+"\n")
	return err
}

// escapeControls escapes the characters in JSON that JSON would let through but
// that act on a terminal. They only occur in strings.
func escapeControls(text string) string {
	if !strings.ContainsFunc(text, actsOnTerminal) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		if r != '\n' && actsOnTerminal(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
