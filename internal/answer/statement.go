package answer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/chunk"
	"byline/internal/lang"
)

// statements cuts the stream of a model into statements: sentences with the
// markers that belong to them. A statement is given out only when what follows
// has begun, since markers come after the full stop as often as before it.
type statements struct {
	buffer string
}

// push takes the next piece of the stream and returns the statements that it completes.
func (s *statements) push(delta string) []string {
	s.buffer += delta
	cut := s.cuts()
	out := make([]string, 0, len(cut))
	from := 0
	for _, at := range cut {
		out = append(out, s.buffer[from:at])
		from = at
	}
	s.buffer = s.buffer[from:]
	return out
}

// rest returns what is left when the stream has ended, cut into statements.
func (s *statements) rest() []string {
	out := s.push("\n\nEnd ")
	for i := range out {
		if i == len(out)-1 {
			out[i] = strings.TrimSuffix(out[i], "\n\n")
		}
	}
	if len(out) == 0 {
		out = append(out, strings.TrimSuffix(s.buffer, "\n\nEnd "))
	}
	s.buffer = ""
	return out
}

// cuts returns where statements end that are complete for sure.
func (s *statements) cuts() []int {
	known := s.buffer[:openMarker(s.buffer)]
	if !utf8.ValidString(known) {
		known = strings.ToValidUTF8(known, " ") // half a rune at the end; lengths may differ only there
	}
	masked := markers().ReplaceAllStringFunc(known, func(m string) string { return strings.Repeat(" ", len(m)) })
	var cuts []int
	spans := chunk.Sentences(masked, lang.Asking())
	for i := 1; i < len(spans); i++ {
		// The first word of what follows decides about abbreviations, so it must be whole.
		if strings.IndexFunc(masked[spans[i].Start:], unicode.IsSpace) > 0 && spans[i].Start <= len(s.buffer) {
			cuts = append(cuts, spans[i].Start)
		}
	}
	return cuts
}

// openMarker returns where a marker at the end of text may have begun that is
// not yet closed, the length of text if there is none.
func openMarker(text string) int {
	const longest = 60
	from := max(0, len(text)-longest)
	open := strings.LastIndexAny(text[from:], "[【(")
	if open < 0 || strings.ContainsAny(text[from+open:], "]】)\n") {
		return len(text)
	}
	return from + open
}

var (
	thinking   = regexp.MustCompile(`(?s)^\s*<think(?:ing)?>.*?</think(?:ing)?>`)
	links      = regexp.MustCompile(`\[([^\[\]\n]{1,200})\]\([^()\s]*\)`)
	addresses  = regexp.MustCompile(`(?i)<?\b(?:https?|ftp|javascript|data)://?[^\s<>\]\[)]+>?|\bwww\.[^\s<>\]\[)]+`)
	decoration = regexp.MustCompile(`\*\*|__|(?m)^\s*#{1,6}\s+`)
)

// unthink takes away the thoughts that some models put before the reply. It
// reports false while they are not over.
func unthink(reply string) (string, bool) {
	opening := strings.TrimSpace(reply)
	for _, tag := range []string{"<think>", "<thinking>"} {
		if len(opening) < len(tag) && strings.HasPrefix(tag, opening) && opening != "" {
			return "", false
		}
	}
	if !strings.HasPrefix(opening, "<think>") && !strings.HasPrefix(opening, "<thinking>") {
		return reply, true
	}
	if at := thinking.FindStringIndex(reply); at != nil {
		return reply[at[1]:], true
	}
	return "", false
}

// unadorned turns links into their text and drops addresses, bold marks and
// heading marks: an answer is plain text whose only links are its citations.
func unadorned(text string) string {
	text = links.ReplaceAllStringFunc(text, func(m string) string {
		if markers().MatchString(m) {
			return m
		}
		return links.FindStringSubmatch(m)[1]
	})
	return decoration.ReplaceAllString(addresses.ReplaceAllString(text, ""), "")
}
