package retrieve

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/question"
)

// outlets tells which outlets a query names, as in "according to The Coast
// Lantern". Names are looked for as they come up, and remembered.
type outlets struct {
	query string
	known map[string]bool
}

func outletsIn(query string) outlets {
	return outlets{query: query, known: make(map[string]bool)}
}

// namesOutlet is 1 if the query names an outlet, given in lower case, else 0.
func (p *plan) namesOutlet(source string) float64 {
	if p.hasText() && p.outlets.named(source) {
		return 1
	}
	return 0
}

// named reports whether the query names an outlet, given in lower case. The
// name must begin with a capital there, so that "the time" is not an outlet; it
// may be its [question.OutletName] only.
func (o *outlets) named(source string) bool {
	named, seen := o.known[source]
	if !seen {
		named = names(o.query, question.OutletName(source))
		o.known[source] = named
	}
	return named
}

// names reports whether a text has a name as whole words that begin with a
// capital or a digit.
func names(text, name string) bool {
	if name == "" {
		return false
	}
	for at := range text {
		if before, _ := utf8.DecodeLastRuneInString(text[:at]); inWord(before) {
			continue
		}
		rest := text[at:]
		if first, _ := utf8.DecodeRuneInString(rest); !unicode.IsUpper(first) && !unicode.IsDigit(first) || len(rest) < len(name) {
			continue
		}
		if after, _ := utf8.DecodeRuneInString(rest[len(name):]); strings.EqualFold(rest[:len(name)], name) && !inWord(after) {
			return true
		}
	}
	return false
}

func inWord(r rune) bool { return r != utf8.RuneError && (unicode.IsLetter(r) || unicode.IsDigit(r)) }
