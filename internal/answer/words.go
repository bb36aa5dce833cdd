package answer

import "byline/internal/lang"

// language is what is known of the language that questions are asked in, which
// answers are written in, too.
func language() *lang.Pack { return lang.Asking() }

// isMonth reports whether a word in lower case names a month in a language.
func isMonth(in *lang.Pack, word string) bool {
	t := &in.Time
	return t.Months[word] != 0 || t.MonthsShort[word] != 0
}
