package answer

import (
	"strings"

	"byline/internal/chunk"
	"byline/internal/lang"
)

// backgroundWeight is how much less than others a word counts that stands in the
// background of a question.
const backgroundWeight = .6

// background is how many bytes of a question come before the sentence that asks, and
// say what it is about: "The Merle ran onto a rock on Monday. Where was it bound
// for?" It is 0 if there are none.
func background(text string) int {
	const fewest = 3 // words of a sentence that asks
	all := chunk.Sentences(text, lang.AskedIn(text))
	if len(all) < 2 {
		return 0
	}
	last, before := all[len(all)-1], all[len(all)-2]
	if len(words(text[last.Start:last.End])) < fewest || strings.HasSuffix(text[before.Start:before.End], "?") {
		return 0
	}
	return last.Start
}

// forReader is a question as a reader is asked it, who has learnt from questions of
// one sentence: the one that asks, with the names of its background behind it.
func (q *question) forReader() string {
	if q.background == 0 {
		return q.text
	}
	asked := []string{q.text[q.background:]}
	before := newSentenceText(q.text[:q.background], lang.AskedIn(q.text))
	for _, m := range before.names() {
		asked = append(asked, before.text[m.Start:m.End])
	}
	return strings.Join(asked, " ")
}
