package answer

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"byline/internal/lang"
	"byline/internal/news"
)

// leadInEnd returns where what a sentence says begins, behind a dateline or
// the label of a paragraph.
func leadInEnd(text string) int {
	if n := len(credit.FindString(text)); n > 0 {
		return n
	}
	if n := len(articleOpenings().label.FindString(text)); n < len(text) && n > 0 {
		return n
	}
	return datelineEnd(text)
}

// credit is an agency in brackets that a text opens with, perhaps behind a
// place: "(NWA) ", "New Hollin (NWA Business) ". The text goes on with a capital.
var credit = regexp.MustCompile(`^(?:\p{Lu}[\p{L}.]+,? ){0,3}\(\p{Lu}{2,}(?: \p{Lu}\p{Ll}+)?\)(?:\s?[—–−―-]+\s?|\s)`)

// openings are what parts of an article open with that says what they are.
type openings struct {
	label      *regexp.Regexp // of a paragraph
	correction *regexp.Regexp // the headline of an article that corrects another
	wrong      *regexp.Regexp // in a sentence of such an article: what was wrong
	roundUp    *regexp.Regexp // in the headline of an article that tells of many things in turn
	noNews     *regexp.Regexp // in the headline of an article that tells no news
	section    *regexp.Regexp // the section of one, or a part of its address
}

// articleOpenings are the openings in any language.
var articleOpenings = sync.OnceValue(func() openings {
	words := &lang.Any().Answers
	return openings{
		label:      regexp.MustCompile(`^(?:` + lang.Pattern(words.Labels) + `:|` + lang.Pattern(words.LineHeadings) + `:?)[\s\x{a0}]+`),
		roundUp:    regexp.MustCompile(`(?i)` + lang.Pattern(words.RoundUps)),
		noNews:     regexp.MustCompile(`(?i)` + lang.Pattern(words.NoNewsHeads) + `|^` + lang.Pattern(words.NoNews) + `(?:\s?[:|]|\s[–—-])\s|\s[|–—-]\s` + lang.Pattern(words.NoNews) + `$`),
		section:    regexp.MustCompile(`(?i)^` + lang.Pattern(words.NoNews) + `(?:$|\s*[^\pL\s-])`),
		wrong:      regexp.MustCompile(`(?i)` + lang.Pattern(words.WasWrong)),
		correction: regexp.MustCompile(`(?i)^` + lang.Pattern(words.Corrections) + `\b`),
	}
})

// repeatsWrong reports whether a sentence of an article that corrects another only says
// what was wrong: "we said that 430 people were there".
func repeatsWrong(sentence string) bool {
	if !articleOpenings().wrong.MatchString(sentence) {
		return false
	}
	return !slices.ContainsFunc(words(sentence), func(s news.Span) bool {
		return language().Answers.PutRight[strings.ToLower(sentence[s.Start:s.End])]
	})
}

// isWrong reports whether a candidate is what a correction says was wrong.
func (e *evidence) isWrong(c candidate) bool {
	last := e.sentences[c.to-1]
	return e.passages[last.passage].corrects && repeatsWrong(last.text)
}

// maxDateline is the length in bytes of the longest dateline that is cut off a quote.
const maxDateline = 60

// datelineEnd returns where the sentence begins behind a dateline as
// "CNN —" or "KYIV, Feb 3 (Reuters) -"; 0 if there is none. A dateline opens
// with a word in capitals and ends in a dash between spaces.
func datelineEnd(text string) int {
	for _, dash := range []string{" — ", " – ", " - ", " —\n", " -- ", " —\u00a0", " − ", " ― "} {
		i := strings.Index(text[:min(len(text), maxDateline)], dash)
		if i <= 0 {
			continue
		}
		head := text[:i]
		word, _, _ := strings.Cut(head, " ")
		word = strings.Trim(word, "(),.:")
		if len(word) < 2 || word != strings.ToUpper(word) || hasDigit(word) {
			continue
		}
		rest := text[i+len(dash):]
		trimmed := strings.TrimLeft(rest, " \n\r\t\u00a0")
		if trimmed == "" {
			return 0
		}
		return len(text) - len(trimmed)
	}
	return 0
}
