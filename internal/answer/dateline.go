package answer

import (
	"regexp"
	"strings"
)

// leadInEnd returns where what a sentence says begins, behind a dateline or
// the label of a paragraph.
func leadInEnd(text string) int {
	if n := len(label.FindString(text)); n < len(text) && n > 0 {
		return n
	}
	return datelineEnd(text)
}

// label opens a paragraph of some outlets. "Source:" is none: without it, the
// sentence would not be understood.
var label = regexp.MustCompile(`^(?:Details|Background|Updated?|Reminder|Note|For reference|What happened|Why it matters):[\s\x{a0}]+`)

// correction opens the headline of an article that corrects another.
var correction = regexp.MustCompile(`(?i)^(?:correction|corrections|clarification|corrected)\b`)

// maxDateline is the length in bytes of the longest dateline that is cut off a quote.
const maxDateline = 60

// datelineEnd returns where the sentence begins behind a dateline as
// "CNN —" or "KYIV, Feb 3 (Reuters) -"; 0 if there is none. A dateline opens
// with a word in capitals and ends in a dash between spaces.
func datelineEnd(text string) int {
	for _, dash := range []string{" — ", " – ", " - ", " —\n", " -- ", " —\u00a0"} {
		i := strings.Index(text[:min(len(text), maxDateline)], dash)
		if i <= 0 {
			continue
		}
		head := text[:i]
		word, _, _ := strings.Cut(head, " ")
		word = strings.Trim(word, "(),.:")
		if len(word) < 2 || word != strings.ToUpper(word) || hasDigit(word) {
			continue
		}
		rest := text[i+len(dash):]
		trimmed := strings.TrimLeft(rest, " \n\r\t\u00a0")
		if trimmed == "" {
			return 0
		}
		return len(text) - len(trimmed)
	}
	return 0
}
