package answer

import (
	"net/url"
	"regexp"
	"slices"
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

// tellsNoNews reports whether an article says by its headline, its section or its address
// that it is no report: an opinion, a horoscope, a puzzle.
func tellsNoNews(a *news.Article) bool {
	of := articleOpenings()
	if of.noNews.MatchString(a.Headline) || of.section.MatchString(a.Section) {
		return true
	}
	address, err := url.Parse(a.URL)
	if err != nil {
		return false
	}
	folders := strings.Split(address.Path, "/")
	return slices.ContainsFunc(folders[:len(folders)-1], of.section.MatchString)
}
