package dates

import (
	"regexp"
	"strings"
	"time"
)

var (
	glued      = regexp.MustCompile(`(?i)(\d{4})([qhw]\d)`)
	dateParts  = regexp.MustCompile(`(?i)\b[qh][1-4]\b|\d+|\pL+`)
	onlyParts  = regexp.MustCompile(`^[\pL\d\s./,_-]+$`)
	yearFirst  = regexp.MustCompile(`^(1[789]|2[012])\d\d\b`)
	shortYear  = regexp.MustCompile(`^\d{1,2} \pL{3,} \d\d$`)
	inFigures  = regexp.MustCompile(`^[\d ]+$`)
	monthOrDay = regexp.MustCompile(`^\pL+-\d\d$`)
	weekNumber = regexp.MustCompile(`(?i)^(?:w|kw|cw) ?(\d{1,2})\b`)
)

// spoken writes a time as Find knows it, with spaces between its parts and the year behind
// the rest: programs and tables glue and turn them (2025-Q1, 2025W07, 03FEB2025, 3-Feb-25).
// Of figures alone a year may come first, 2025/9 and 2025.2.3, else the day does, 3/2/25.
// Feb-25 stays as it is: people mean a day by it, and spreadsheets a month.
func spoken(text string) string {
	if !onlyParts.MatchString(text) || monthOrDay.MatchString(text) {
		return text
	}
	text = glued.ReplaceAllString(text, "$1 $2")
	parts := dateParts.FindAllString(text, -1)
	turned := len(parts) > 1 && yearFirst.MatchString(parts[0])
	if turned {
		parts = append(parts[1:], parts[0])
	}
	out := weekNumber.ReplaceAllString(strings.Join(parts, " "), "week $1")
	layouts := map[string]string{"1 2006": "January 2006", "2 1 06": "2 January 2006"}
	if turned {
		layouts["1 2 2006"] = "2 January 2006"
	}
	switch {
	case inFigures.MatchString(out):
		for layout, words := range layouts {
			if t, err := time.Parse(layout, out); err == nil {
				return t.Format(words)
			}
		}
	case shortYear.MatchString(out):
		if t, err := time.Parse("06", parts[2]); err == nil {
			return parts[0] + " " + parts[1] + t.Format(" 2006")
		}
	}
	return out
}
