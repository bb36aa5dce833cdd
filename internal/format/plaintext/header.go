package plaintext

import (
	"strings"

	"byline/internal/format/field"
)

// maxHeader is how many lines between headline and text may say when, by whom and where it appeared.
const maxHeader = 8

// cutHeader takes lines that each name a field off the beginning of a text, and
// adds what they say to labels. Fewer than enough of them are text, and so are
// all where nothing follows or one cannot be read.
func cutHeader(text string, labels map[string]string, enough int, c field.Clock) (rest string) {
	rest = text
	found := map[string]string{}
	for range maxHeader {
		line, below, _ := strings.Cut(strings.TrimLeft(rest, "\n"), "\n")
		name, value, ok := field.Labelled(line)
		if !ok {
			break
		}
		found[name], rest = value, below
	}
	if len(found) < enough || strings.TrimSpace(rest) == "" {
		return text
	}
	if _, err := field.FromLabels(found, c); err != nil {
		return text
	}
	for name, value := range found {
		labels[name] = value
	}
	return field.CutTextLabel(strings.TrimLeft(rest, " \t\n"))
}

// chapters are the headings that Readwise puts above the parts of what it exports.
var chapters = map[string]bool{"metadata": true, "full document": true, "highlights": true}

// cutMetadata takes the list of fields under the heading "Metadata" off the beginning of
// a text, and adds what it says to labels. What is no field of an article goes with it.
func cutMetadata(text string, labels map[string]string) (rest string) {
	line, rest, _ := strings.Cut(strings.TrimLeft(text, "\n"), "\n")
	if !strings.EqualFold(strings.TrimSpace(line), "metadata") {
		return text
	}
	for rest != "" {
		line, below, _ := strings.Cut(rest, "\n")
		trimmed := strings.TrimSpace(line)
		if trimmed != "" && !strings.HasPrefix(trimmed, "- ") && !chapters[strings.ToLower(trimmed)] {
			break
		}
		if name, value, ok := field.Labelled(line); ok && !strings.HasPrefix(value, "#") {
			labels[name] = value
		}
		if rest = below; chapters[strings.ToLower(trimmed)] {
			break
		}
	}
	return rest
}
