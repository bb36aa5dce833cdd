package field

import (
	"strings"
	"unicode/utf8"
)

// Body returns s as the body of an article: paragraphs of one line each,
// separated by one blank line, and each line as Line makes it. A text that was
// wrapped to a fixed width is unwrapped; in any other, every line end starts a
// new paragraph. Nothing else changes but what Line changes.
func Body(s string) string {
	if western, cyrillic := looksTwiceEncoded(s); !western && !cyrillic && isCleanBody(s) {
		return s
	}
	return cleanBody(s)
}

// cleanBody is Body of any text.
func cleanBody(s string) string {
	lines := splitLines(s)
	if isWrapped(lines) {
		lines = unwrap(lines)
	}
	var b strings.Builder
	b.Grow(len(s) + 16)
	for _, l := range lines {
		if l.text == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// isCleanBody reports whether Body would return s unchanged. It may say false for a clean body.
func isCleanBody(s string) bool {
	isSpace := func(i int) bool { return i < 0 || i >= len(s) || s[i] == ' ' || s[i] == '\n' }
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c > ' ' && c < 0x7f: // by far the most
		case c == '\n':
			if isSpace(i-1) || i+1 == len(s) || s[i+1] != '\n' || i+2 == len(s) || s[i+2] == '\n' {
				return false
			}
			i++
		case c == ' ' && !isSpace(i-1):
		case c < 0x80 || suspect(s, i):
			return false
		}
	}
	return s == "" || !isSpace(len(s)-1)
}

type line struct {
	text     string
	indented bool // by two columns or more
}

var lineEnds = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// hasOddEnds reports whether lineEnds may have something to replace in s.
func hasOddEnds(s string) bool {
	for i := range len(s) {
		switch c := s[i]; {
		case c == '\r', c == '\v', c == '\f', c >= 0x80 && suspect(s, i):
			return true
		}
	}
	return false
}

func splitLines(s string) []line {
	if western, _ := looksTwiceEncoded(s); western { // what was a letter may look like an end of a line
		parts := strings.Split(s, "\n")
		for i := range parts {
			parts[i] = Mend(parts[i])
		}
		s = strings.Join(parts, "\n")
	}
	if hasOddEnds(s) {
		s = lineEnds.Replace(s)
	}
	parts := strings.Split(s, "\n")
	lines := make([]line, len(parts))
	for i, p := range parts {
		lines[i] = line{
			text:     Line(p),
			indented: strings.HasPrefix(p, "  ") || strings.HasPrefix(p, "\t"),
		}
	}
	return lines
}

const (
	widest = 100 // characters a wrapped line has at most
	enough = 4   // line ends within paragraphs that it takes to recognise wrapping
)

// isWrapped reports whether lines end where the width ran out rather than
// where paragraphs do: they are all short, and for most the first word of the
// next line would not have fitted.
func isWrapped(lines []line) bool {
	width := 0
	for _, l := range lines {
		width = max(width, utf8.RuneCountInString(l.text))
	}
	if width > widest {
		return false
	}
	ends, full := 0, 0
	for i := 1; i < len(lines); i++ {
		a, b := lines[i-1], lines[i]
		if a.text == "" || b.text == "" || b.indented {
			continue
		}
		ends++
		word, _, _ := strings.Cut(b.text, " ")
		if utf8.RuneCountInString(a.text)+1+utf8.RuneCountInString(word) >= width-2 {
			full++
		}
	}
	return ends >= enough && full*10 >= ends*7
}

// unwrap joins the lines of each paragraph; a blank or an indented line starts a new one.
func unwrap(lines []line) []line {
	indented := 0
	for _, l := range lines {
		if l.indented {
			indented++
		}
	}
	byIndent := indented*2 < len(lines)
	var out []line
	var paragraph []string
	flush := func() {
		if len(paragraph) > 0 {
			out = append(out, line{text: strings.Join(paragraph, " ")})
			paragraph = paragraph[:0]
		}
	}
	for _, l := range lines {
		if l.text == "" || l.indented && byIndent {
			flush()
		}
		if l.text != "" {
			paragraph = append(paragraph, l.text)
		}
	}
	flush()
	return out
}
