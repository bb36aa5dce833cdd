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
