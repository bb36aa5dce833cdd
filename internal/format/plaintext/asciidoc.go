package plaintext

import (
	"regexp"
	"strings"
)

// asciiDoc is how a document of AsciiDoc begins: its title, who wrote it, and when.
var asciiDoc = regexp.MustCompile(`^\s*= (\S.*)\n(?:(\pL[^<>\n]*?)(?: <\S+@\S+>)?\n(?:(?:v?\d[\d.]*, )?(\d{4}-\d\d-\d\d)[^\n]*\n)?)?((?::[\w-]+:[^\n]*\n)*)`)

// plainASCIIDoc writes that as a heading and lines that name their fields.
func plainASCIIDoc(text string) string {
	m := asciiDoc.FindStringSubmatch(text)
	if m == nil {
		return text
	}
	rest := strings.TrimPrefix(text, m[0])
	if !strings.HasPrefix(rest, "\n") { // it is something else
		return text
	}
	out := "Title: " + m[1] + "\n"
	if m[2] != "" {
		out += "Author: " + m[2] + "\n"
	}
	if m[3] != "" {
		out += "Date: " + m[3] + "\n"
	}
	return out + m[4] + rest
}
