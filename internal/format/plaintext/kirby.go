package plaintext

import (
	"regexp"
	"strings"

	"byline/internal/format/field"
)

var (
	kirbyRule  = regexp.MustCompile(`\n+----[ \t]*(?:\n+|$)`)
	kirbyField = regexp.MustCompile(`^[A-Za-z][\w-]*:(?:\s|$)`)
)

// plainKirby writes the fields of a page of Kirby, between which there are rules, as lines
// that name them above the text.
func plainKirby(text string) string {
	const fewest = 3
	parts := kirbyRule.Split(strings.TrimSpace(text), -1)
	if len(parts) < fewest {
		return text
	}
	head, body := "", ""
	for _, part := range parts {
		part = strings.TrimSpace(part)
		switch rest := field.CutTextLabel(part + "\n"); {
		case part == "":
		case !kirbyField.MatchString(part):
			return text
		case rest != part+"\n" && len(rest) > len(body):
			body = rest
		case !strings.Contains(part, "\n"):
			head += part + "\n"
		}
	}
	if body == "" {
		return text
	}
	return head + "\n" + body
}
