package slackbot

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Limits of Slack, in characters as it counts them (UTF-16).
const (
	sectionLimit = 3000  // of the text of a section
	headerLimit  = 150   // of a header
	valueLimit   = 2000  // of the value of a button
	streamLimit  = 12000 // of markdown_text
	blocksLimit  = 50    // in a message
	modalLimit   = 100   // blocks in a modal
	metaLimit    = 3000  // of private_metadata
)

// length is the number of characters in s as Slack counts them.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// clean makes s valid UTF-8 without control characters and without those that
// turn the direction of the text around them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		if unclean(r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\ufffd"))
}

func unclean(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r >= '\u202a' && r <= '\u202e' || r >= '\u2066' && r <= '\u2069'
}

// escape makes s plain text within mrkdwn: no mention, no link, no entity.
func escape(s string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(clean(s))
}

// unescape turns text as Slack delivers it into what was typed.
func unescape(s string) string {
	return strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(s)
}

// link is text that leads to an address, or the text alone if the address is not one of the web.
func link(address, text string) string {
	text = escape(strings.ReplaceAll(text, "\n", " "))
	if !strings.HasPrefix(address, "https://") && !strings.HasPrefix(address, "http://") {
		return text
	}
	address = strings.NewReplacer("<", "%3C", ">", "%3E", "|", "%7C", " ", "%20", "&", "&amp;").Replace(clean(address))
	address = strings.NewReplacer("\n", "", "\t", "").Replace(address)
	return "<" + address + "|" + strings.ReplaceAll(text, "|", "¦") + ">"
}

var (
	heading      = regexp.MustCompile(`^#{1,6}\s+(.*?)\s*#*$`)
	listItem     = regexp.MustCompile(`^(\s*)[-*+]\s+(.*)$`)
	strong       = regexp.MustCompile(`\*\*([^*\n]+)\*\*|__([^_\n]+)__`)
	slanted      = regexp.MustCompile(`(^|[^*\w])\*([^*\s](?:[^*\n]*[^*\s])?)\*`)
	markdownLink = regexp.MustCompile(`!?\[([^\[\]\n]+)\]\([^()\s]*\)`)
	// linkMarkup is what Markdown makes a link of; a space without width between keeps it from that.
	linkMarkup = regexp.MustCompile(`(?i)(\])([(:])|(www|mailto)([.:])`)
)

const fence = "```"

// mrkdwn turns the text of an answer, plain or Markdown, into Slack's own
// markup. Tables become preformatted text, for mrkdwn has none; addresses that
// are not those of citations are dropped.
func mrkdwn(text string) string {
	var out, rows []string
	code := false
	endTable := func() {
		if len(rows) == 0 {
			return
		}
		out = append(out, fence)
		for _, row := range table(rows) {
			out = append(out, escape(strings.ReplaceAll(row, fence, "'''")))
		}
		out, rows = append(out, fence), nil
	}
	for _, line := range strings.Split(clean(text), "\n") {
		trimmed := strings.TrimSpace(line)
		if !code && strings.HasPrefix(trimmed, "|") && strings.Count(trimmed, "|") > 1 {
			rows = append(rows, trimmed)
			continue
		}
		endTable()
		switch {
		case strings.HasPrefix(trimmed, fence):
			code = !code
			out = append(out, fence)
		case code:
			out = append(out, escape(line))
		default:
			out = append(out, mrkdwnLine(line))
		}
	}
	endTable()
	if code {
		out = append(out, fence)
	}
	return strings.Join(out, "\n")
}

func mrkdwnLine(line string) string {
	quote := ""
	if rest, ok := strings.CutPrefix(line, ">"); ok {
		quote, line = ">", strings.TrimPrefix(rest, " ")
	}
	if m := heading.FindStringSubmatch(line); m != nil {
		return quote + "*" + inline(strong.ReplaceAllString(m[1], "$1$2")) + "*"
	}
	if m := listItem.FindStringSubmatch(line); m != nil {
		line = m[1] + "• " + m[2]
	}
	return quote + inline(line)
}

func inline(s string) string {
	return emphasis(escape(markdownLink.ReplaceAllString(s, "$1")), "*", "_")
}

// emphasis replaces the marks of bold and slanted text in Markdown, where a single asterisk is slanted.
func emphasis(s, bold, italic string) string {
	const mark = "\x00" // which no text has after clean
	s = strong.ReplaceAllString(s, mark+"$1$2"+mark)
	s = slanted.ReplaceAllString(s, "${1}"+italic+"${2}"+italic)
	return strings.ReplaceAll(s, mark, bold)
}

var sentenceEnd = regexp.MustCompile(`[.!?…]["'”’)]*(?: ?\[\d+\])*\s`)

// split cuts text into pieces of at most limit characters: after a paragraph,
// else after a sentence, else between words. Preformatted text that is cut is
// closed and opened again.
func split(text string, limit int) []string {
	var pieces []string
	text = strings.TrimSpace(text)
	for length(text) > limit {
		at := cutAt(text, limit-2*len(fence)-2)
		piece := strings.TrimRight(text[:at], " \n\t")
		text = strings.TrimLeft(text[at:], " \n\t")
		if strings.Count(piece, fence)%2 == 1 {
			piece += "\n" + fence
			text = fence + "\n" + text
		}
		pieces = append(pieces, piece)
	}
	if text != "" {
		pieces = append(pieces, text)
	}
	return pieces
}

// cutAt is the byte at which to cut text, within its first limit characters and beyond the first byte.
func cutAt(text string, limit int) int {
	end, n := 0, 0
	for i, r := range text {
		n += max(1, utf16.RuneLen(r))
		if n > limit {
			break
		}
		end = i + len(string(r))
	}
	head := text[:end]
	if i := strings.LastIndex(head, "\n\n"); i > end/2 {
		return i
	}
	if all := sentenceEnd.FindAllStringIndex(head, -1); len(all) > 0 && all[len(all)-1][1] > end/3 {
		return all[len(all)-1][1]
	}
	if i := strings.LastIndexAny(head, " \n"); i > end/3 {
		return i
	}
	// An entity is not cut in two.
	if i := strings.LastIndexByte(head, '&'); i > 0 && end-i < len("&amp;") {
		return i
	}
	return end
}

// shorten cuts s to at most limit characters, at a word, and says so with an ellipsis.
func shorten(s string, limit int) string {
	s = strings.Join(strings.Fields(s), " ")
	if length(s) <= limit {
		return s
	}
	return strings.TrimRight(s[:cutAt(s, limit-1)], " ,;:") + "…"
}
