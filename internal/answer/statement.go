package answer

import (
	"regexp"
	"slices"
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

// definitions open what a footnote says, and belong to no statement.
var definitions = regexp.MustCompile(`(?m)^\[\^\d{1,3}\]:`)

// longestStatement is after how many bytes text without an end is given out all the same.
const longestStatement = 4 << 10

// push takes the next piece of the stream and returns the statements that it completes.
func (s *statements) push(delta string) []string {
	s.buffer += delta
	if len(s.buffer) > longestStatement {
		var out []string
		from := 0
		for _, m := range anyEnd.FindAllStringIndex(masked(s.buffer), -1) {
			out = append(out, s.buffer[from:m[1]])
			from = m[1]
		}
		out = append(out, s.buffer[from:])
		s.buffer = ""
		return out
	}
	if !strings.ContainsAny(s.buffer, ".!?…\n") || !strings.ContainsFunc(delta, unicode.IsSpace) {
		return nil // nothing ends, or the first word of what follows is not whole
	}
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

// cuts returns where statements end that are complete for sure: where a
// sentence or a line does.
func (s *statements) cuts() []int {
	known := s.buffer[:openMarker(s.buffer)]
	if !utf8.ValidString(known) {
		known = strings.ToValidUTF8(known, " ") // half a rune at the end; lengths may differ only there
	}
	masked := masked(known)
	cuts := lineEnds(known, masked)
	for i, span := range chunk.Sentences(masked, lang.Asking()) {
		if i > 0 {
			cuts = append(cuts, span.Start)
		}
	}
	slices.Sort(cuts)
	return slices.DeleteFunc(slices.Compact(cuts), func(at int) bool {
		// The first word of what follows decides about abbreviations, so it must be whole.
		return at > len(s.buffer) || strings.IndexFunc(strings.TrimLeftFunc(masked[at:], unicode.IsSpace), unicode.IsSpace) <= 0
	})
}

// anyEnd is where a sentence may end, whatever follows.
var anyEnd = regexp.MustCompile(`[.!?…]["”')\]]*\s+`)

// masked is text with spaces in place of markers and tags.
func masked(text string) string {
	blank := func(m string) string { return strings.Repeat(" ", len(m)) }
	text = definitions.ReplaceAllStringFunc(text, func(m string) string { return strings.Repeat("_", len(m)) })
	return tags.ReplaceAllStringFunc(markers().ReplaceAllStringFunc(text, blank), blank)
}

// lineEnds returns where lines begin that are no part of the sentence before: that
// has ended, or a sign of a list, heading or table stands there. known is text before
// it was masked: a marker that opens a line belongs to it, one alone in a line to what
// is before.
func lineEnds(known, text string) []int {
	var at []int
	for i := range len(text) {
		if text[i] != '\n' {
			continue
		}
		space := func(s string) int { return i + len(s[i:]) - len(strings.TrimLeftFunc(s[i:], unicode.IsSpace)) }
		next := space(text)
		before := strings.TrimRight(text[:i], " \t\n*_")
		if next == len(text) || before == "" {
			continue
		}
		first := space(known)
		opens := first < next && !strings.Contains(text[first:next], "\n")
		if opens {
			next = first
		}
		line, _, _ := strings.Cut(known[next:], "\n")
		marked := len(strings.TrimRightFunc(known[:i], unicode.IsSpace)) > len(strings.TrimRightFunc(text[:i], unicode.IsSpace))
		if opens || marked || strings.ContainsAny(before[len(before)-1:], ".!?:|\"") || strings.HasSuffix(before, "”") || strings.Count(text[i:next], "\n") > 1 ||
			bullets.MatchString(line) || strings.ContainsAny(line[:1], "#>|`") || onlyCites(line) || replies().references.MatchString(line) {
			at = append(at, next)
		}
	}
	return at
}

// openMarker returns where a marker at the end of text may have begun that is
// not yet closed, the length of text if there is none.
func openMarker(text string) int {
	const longest = 60
	from := max(0, len(text)-longest)
	for from > 0 && from < len(text) && !utf8.RuneStart(text[from]) {
		from++
	}
	open := strings.LastIndexAny(text[from:], "[【(［〔{<")
	if open < 0 || strings.ContainsAny(text[from+open:], "]】)］〕}>\n") {
		return len(text)
	}
	return from + open
}

// closed is a statement that ends as a sentence does.
func closed(text string) string {
	text = strings.TrimRight(text, " \t\n,;:-–—")
	if end := strings.TrimRight(text, `"”’')»`); end == "" || strings.ContainsAny(end[len(end)-1:], ".!?") || strings.HasSuffix(end, "…") {
		return text
	}
	return text + "."
}

// claimText is a statement without markers, on one line.
func claimText(statement string) string {
	var out strings.Builder
	for _, part := range parseMarkers(unadorned(statement), maxPassages) {
		out.WriteString(part.text + " ")
	}
	return strings.TrimSpace(punctuated.ReplaceAllString(oneLine(out.String()), "$1"))
}

// maxPassages bounds the numbers that are taken for those of passages where nobody knows how many there were.
const maxPassages = 24

var punctuated = regexp.MustCompile(`\s+([.,;:!?])`)
