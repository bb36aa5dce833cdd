package query

import (
	"slices"
	"strings"
	"unicode"

	"byline/internal/lang"
	"byline/internal/question"
)

// A plain query is words, or a question, that are searched for as they are. Most
// are. Nothing that people write for each other must be taken for an operator, so
// these are none: whatever ends in a question mark; one in capitals throughout; NOT
// that a sentence stresses; quotes in what begins as a question does, or has as many
// other words as only a sentence has; parentheses alone.

// mostCapitals is how many words a query has at most that may be written in
// capitals throughout and still have operators: NATO AND EU.
const mostCapitals = 4

// mostBeside is how many words a query has at most beside a phrase that is asked
// for; a sentence that quotes somebody has more.
const mostBeside = 5

// isPlain reports whether items are of a plain query.
func isPlain(text string, items []item) bool {
	if endsAsking(text) {
		return true
	}
	operators := slices.DeleteFunc(slices.Clone(items), func(it item) bool {
		return !it.exact && slices.Contains([]kind{end, word, open, shut, bar}, it.kind)
	})
	if len(operators) == 0 || isStressed(text, items, operators) {
		return true
	}
	onlyPhrases := !slices.ContainsFunc(operators, func(it item) bool { return it.kind != phrase || it.exact })
	return onlyPhrases && (asksBeside(text, items) || countWords(items) > mostBeside) || isShouted(text, items, operators)
}

// asks reports whether a text begins as a question does.
func asks(text string) bool {
	first, _, _ := strings.Cut(text, " ")
	return question.Opens(lang.Asking(), strings.ToLower(strings.TrimFunc(first, unicode.IsPunct)))
}

// asksBeside reports whether a text with phrases begins as a question does, or with one
// in quotes, with its mark: "who pays" is but a phrase.
func asksBeside(text string, items []item) bool {
	if items[0].kind == phrase {
		return endsAsking(items[0].text)
	}
	return asks(text)
}

// isStressed reports whether all that looks like an operator is the NOT of a sentence: it
// begins with that, a verb stands before it, or a word behind it that nobody looks for or
// that a comma ends: NOT GUILTY verdict, do NOT swim. Who leaves words out names those
// first that are looked for, if any are.
func isStressed(text string, items, operators []item) bool {
	if len(operators) != 1 || operators[0].kind != not || text[operators[0].Start] != 'N' {
		return false
	}
	at := slices.IndexFunc(items, func(it item) bool { return it.kind == not })
	behind := items[at+1]
	if behind.kind != word {
		return false
	}
	if at == 0 {
		return countWords(items) > 1 || !strings.ContainsFunc(text, unicode.IsLower)
	}
	goesOn := items[at+2].kind == word && strings.ContainsRune(",;:", lastRune(behind.text))
	return goesOn || lang.Asking().Terms.StopWords[behind.text] || lang.Asking().Questions.Auxiliaries[strings.ToLower(items[at-1].text)]
}

// isShouted reports whether all is in capitals, so that AND tells nothing.
func isShouted(text string, items, operators []item) bool {
	if strings.ContainsFunc(text, unicode.IsLower) {
		return false
	}
	named := slices.ContainsFunc(operators, func(it item) bool { return !slices.Contains([]kind{and, or, not, same}, it.kind) })
	return !named && countWords(items) > mostCapitals
}

func countWords(items []item) (n int) {
	for _, it := range items {
		if it.kind == word {
			n++
		}
	}
	return n
}

func endsAsking(text string) bool { return strings.ContainsRune("?？؟", lastRune(text)) }

func lastRune(text string) rune {
	text = strings.TrimRightFunc(text, unicode.IsSpace)
	last := rune(0)
	for _, r := range text[max(0, len(text)-4):] {
		last = r
	}
	return last
}
