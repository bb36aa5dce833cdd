package answer

import "byline/internal/lang"

// language is what is known of the language that questions are asked in, which
// answers are written in, too.
func language() *lang.Pack { return lang.Asking() }

func isMonth(word string) bool {
	t := &language().Time
	return t.Months[word] != 0 || t.MonthsShort[word] != 0
}
