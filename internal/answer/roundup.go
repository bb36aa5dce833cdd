package answer

import (
	"regexp"
	"strings"

	"byline/internal/news"
)

// manyItems is how many numbered paragraphs make an article a list of things
// that have nothing to do with each other, or a quiz.
const manyItems = 5

// numbered is the beginning of a paragraph of a list.
var numbered = regexp.MustCompile(`^(?:No\. ?)?\d{1,2}[.):]\s`)

// isRoundUp reports whether an article tells of many things in turn, so that a
// sentence of it is about another thing than the one before: a newsletter, a
// quiz, the week in headlines.
func isRoundUp(a *news.Article) bool {
	if articleOpenings().roundUp.MatchString(a.Headline) {
		return true
	}
	items := 0
	for line := range strings.Lines(a.Body) {
		if numbered.MatchString(line) {
			items++
		}
	}
	return items >= manyItems
}
