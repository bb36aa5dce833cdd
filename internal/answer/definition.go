package answer

import (
	"strings"

	"byline/internal/lang"
)

// defines reports whether a sentence says what a thing is behind its name: "Olm, which
// builds boats", "Olm, a yard in Hollin", "Olm is the largest yard".
func defines(sentence, thing string) bool {
	in := lang.Asking()
	thing = strings.TrimSpace(thing)
	if first, rest, ok := strings.Cut(thing, " "); ok && in.Questions.Articles[strings.ToLower(first)] {
		thing = rest
	}
	at := wordsAt(strings.ToLower(sentence), strings.ToLower(thing))
	if at < 0 || thing == "" {
		return false
	}
	behind := sentence[at+len(thing):]
	next := strings.Fields(strings.TrimLeft(behind, ",–— ("))
	word := func(i int) string {
		if i >= len(next) {
			return ""
		}
		return strings.ToLower(strings.Trim(next[i], ",.;:"))
	}
	switch {
	case strings.HasPrefix(behind, ", ") || strings.HasPrefix(behind, " (") || strings.HasPrefix(behind, " –"):
		return in.Statements.Determiners[word(0)] || in.Statements.Relatives[word(0)]
	case in.Questions.Copulas[word(0)]:
		return in.Statements.Determiners[word(1)]
	}
	return false
}
