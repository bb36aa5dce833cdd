package bulk

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
	"byline/internal/question"
)

// How lines are told apart that are neither asked nor ended as a sentence.
const (
	longestName   = 6 // words
	shortestClaim = 6 // words
	particle      = 3 // letters of a word within a name that may be small: van der, al, of
)

// KindOf tells what a line reads like: a question by its mark or how it opens, a name
// if it is a few words with capitals, a claim if it is a sentence. What is none of
// these is asked as a question, which a search for its words is.
func KindOf(text string) news.LineKind {
	text = strings.TrimSpace(text)
	words := strings.Fields(text)
	if len(words) == 0 {
		return news.LineQuestion
	}
	last, _ := utf8.DecodeLastRuneInString(text)
	ended := strings.ContainsRune(".!。", last)
	switch {
	case strings.ContainsRune("?？؟;", last), question.Opens(lang.Asking(), strings.ToLower(words[0])):
		return news.LineQuestion
	case isName(words) && (!ended || len(words) == 1 || initial(words)):
		return news.LineName
	case ended, len(words) >= shortestClaim:
		return news.LineClaim
	}
	return news.LineQuestion
}

// isName reports whether words are those of a name: all begin with a capital, a digit
// or a letter of an alphabet without capitals, particles aside.
func isName(words []string) bool {
	if len(words) > longestName {
		return false
	}
	for i, w := range words {
		first, _ := utf8.DecodeRuneInString(strings.TrimLeftFunc(w, unicode.IsPunct))
		if unicode.IsLower(first) && (i == 0 && len(words) == 1 || utf8.RuneCountInString(w) > particle) {
			return false
		}
	}
	return strings.ContainsFunc(strings.Join(words, ""), func(r rune) bool { return unicode.IsUpper(r) || unicode.IsLetter(r) && !unicode.IsLower(r) })
}

// initial reports whether the last word is an abbreviation, as of a name: "Jr.", "Inc.".
func initial(words []string) bool {
	const longest = 4 // letters
	return utf8.RuneCountInString(words[len(words)-1]) <= longest+1
}
