package answer

import (
	"slices"
	"strings"

	"byline/internal/chunk"
	"byline/internal/lang"
	ask "byline/internal/question"
)

// backgroundWeight is how much less than others a word counts that stands in the
// background of a question.
const backgroundWeight = .6

// background is how many bytes of a question come before the sentence that asks, or
// before a colon and what asks, and say what it is about: "The Merle ran onto a rock on
// Monday. Where was it bound for?" It is 0 if there are none.
func background(text string) int {
	const fewest = 3 // words of a sentence that asks
	all := chunk.Sentences(text, lang.AskedIn(text))
	if len(all) < 2 {
		return colon(text)
	}
	last, before := all[len(all)-1], all[len(all)-2]
	if len(words(text[last.Start:last.End])) < fewest || strings.HasSuffix(text[before.Start:before.End], "?") {
		return 0
	}
	return last.Start
}

// colon is where a question begins behind a colon, with a word that asks; 0 if it does not.
func colon(text string) int {
	before, asks, found := strings.Cut(text, ": ")
	first, _, _ := strings.Cut(strings.TrimLeft(asks, " "), " ")
	if !found || !ask.Opens(language(), stem(first)) {
		return 0
	}
	return len(before) + len(": ")
}

// forReader is a question as a reader is asked it, who has learnt from questions of
// one sentence: the one that asks, with the names of its background behind it, and of
// what a follow-up was completed with.
func (q *question) forReader() string {
	const enough = 3 // words by which it can be told what is asked
	text := q.text[q.background:]
	own, carried, found := strings.Cut(strings.TrimSuffix(text, ")?"), " (")
	if found && strings.HasSuffix(text, ")?") && len(strings.Fields(own)) >= enough {
		names := slices.DeleteFunc(strings.Fields(carried), func(w string) bool { return !isCapital(w) && !hasDigit(w) })
		text = own + "?"
		if len(names) > 0 {
			text = own + " (" + strings.Join(names, " ") + ")?"
		}
	}
	return strings.Join(append([]string{text}, q.backgroundNames()...), " ")
}

// backgroundNames are the names of what a question says before it asks.
func (q *question) backgroundNames() (names []string) {
	before := newSentenceText(q.text[:q.background], lang.AskedIn(q.text))
	for _, m := range before.names() {
		names = append(names, before.text[m.Start:m.End])
	}
	return names
}
