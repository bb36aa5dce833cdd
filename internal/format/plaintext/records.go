package plaintext

import (
	"regexp"
	"strings"

	"byline/internal/format/field"
	"byline/internal/news"
)

// separator is a line between the articles of a file.
var separator = regexp.MustCompile(`^\s*(?:-{3,}|={3,}|\*{3,}|_{3,}|#{3,}|(?:\* ){2,}\*)\s*$`)

// Split returns the articles of a text that has several, each below lines that name
// its headline and more ("Title: …", "Date: …"), or the clippings of a Kindle; a text
// that has not is one.
func Split(data []byte) [][]byte {
	text := lineEnds.Replace(string(data))
	if parts := clippings(text); parts != nil {
		return parts
	}
	lines := strings.Split(text, "\n")
	if parts := ruled(lines); parts != nil {
		return parts
	}
	if parts := headed(lines); parts != nil {
		return parts
	}
	var starts []int
	for i := 0; i < len(lines); {
		if !startsHere(lines, i) {
			i++
			continue
		}
		end, named := i, false
		for ; end < len(lines); end++ {
			name, _, ok := field.Labelled(lines[end])
			if !ok {
				break
			}
			named = named || field.IsHeadline(name)
		}
		if named && (end > i+1 || end < len(lines) && field.CutTextLabel(lines[end]) != lines[end]) {
			starts = append(starts, i)
		}
		i = end
	}
	if len(starts) < 2 || strings.TrimSpace(strings.Join(lines[:starts[0]], "")) != "" {
		return [][]byte{data}
	}
	var parts [][]byte
	for k, start := range starts {
		end := len(lines)
		if k+1 < len(starts) {
			end = starts[k+1]
		}
		for end > start && (strings.TrimSpace(lines[end-1]) == "" || separator.MatchString(lines[end-1])) {
			end--
		}
		parts = append(parts, []byte(strings.Join(lines[start:end], "\n")))
	}
	return parts
}

// ruled returns the articles of a text that has rules between them, each a headline above
// a line that says when it appeared; nil: it is no such text.
func ruled(lines []string) (parts [][]byte) {
	var part []string
	for i, line := range append(lines, "---") {
		if !separator.MatchString(line) {
			part = append(part, line)
			continue
		}
		text := strings.Trim(strings.Join(part, "\n"), "\n")
		part = nil
		if text == "" && parts == nil && i < len(lines) {
			continue // above the first
		}
		headline, rest, _ := strings.Cut(text, "\n")
		var said news.Article
		field.CutLead(&said, strings.Split(rest, "\n"), nil)
		if headline == "" || said.Published.IsZero() {
			if headline == "" && i == len(lines) {
				break
			}
			return nil
		}
		parts = append(parts, []byte(text))
	}
	if len(parts) < 2 {
		return nil
	}
	return parts
}

// startsHere reports whether a line names a field and nothing stands right above it.
func startsHere(lines []string, i int) bool {
	if _, _, ok := field.Labelled(lines[i]); !ok {
		return false
	}
	return i == 0 || strings.TrimSpace(lines[i-1]) == "" || separator.MatchString(lines[i-1])
}
