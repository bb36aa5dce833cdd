package answer

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/chunk"
	"byline/internal/lang"
	"byline/internal/news"
)

// leadBytes is how much of an article is looked through for its first sentence.
const leadBytes = 2000

// lead finds the sentence at the beginning of an article that can stand for it:
// the one that shares most words with the headline, the first of equals. What
// speaks to the reader, or of somebody by a surname that was told before, comes last.
func (a *Answerer) lead(x *news.Article) (best news.Span, ok bool) {
	in := lang.OfArticle(x.Language)
	text, ok := x.Cut(news.Span{End: min(len(x.Body), leadBytes)}, 0)
	for n := leadBytes - 1; !ok && n > leadBytes-utf8.UTFMax; n-- { // not within a character
		text, ok = x.Cut(news.Span{End: n}, 0)
	}
	headline := a.termsOf(x.Headline)
	most := math.MinInt
	for i, s := range chunk.Sentences(text, in) {
		s.Start += leadInEnd(text[s.Start:s.End])
		t := featuresOf(in, text[s.Start:s.End], i == 0, &question{})
		if !t.stands() || isLabelled(text[s.Start:s.End]) || t.words > digestQuote || t.words < shortQuote && !isForeign(x) {
			continue
		}
		n := shared(headline, a.termsOf(text[s.Start:s.End]))
		if !namesSomething(text[s.Start:s.End]) {
			n = min(n, 0) // "The double bogey took him to +1."
		}
		if isSoft(in, text[s.Start:s.End]) || namesUnknown(text[s.Start:s.End], x.Headline, text[:s.Start]) {
			n -= softer
		}
		if n > most {
			best, most = s, n
		}
	}
	return best, most > math.MinInt
}

// namesSomething reports whether a sentence has a name, or is in a script that
// does not tell names from other words.
func namesSomething(text string) bool {
	spans := words(text)
	for i := range spans {
		if isName(text, spans, i) {
			return true
		}
	}
	return !strings.ContainsFunc(text, unicode.IsUpper)
}

// softer is more words than a headline has.
const softer = 100

// isSoft reports whether a sentence speaks of who writes or reads it, outside of
// quotations, or is nothing but a quotation.
func isSoft(in *lang.Pack, text string) bool {
	own := quotations.ReplaceAllLiteralString(text, " ")
	said := words(own)
	return len(said) == 0 || slices.ContainsFunc(said, func(s news.Span) bool {
		w := strings.ReplaceAll(own[s.Start:s.End], "’", "'")
		return in.Questions.Askers[strings.ToLower(w)] || in.Answers.Writers[w] || in.Answers.Writers[strings.ToLower(w)] && w != strings.ToUpper(w)
	})
}

var quotations = regexp.MustCompile(`“[^”]*”|"[^"]*"`)

// namesUnknown reports whether a sentence opens with the surname alone of somebody
// who was named before in full, and not in the headline.
func namesUnknown(text, headline, before string) bool {
	spans := words(text)
	if len(spans) < 2 || isCapital(text[spans[1].Start:]) {
		return false
	}
	surname := stem(text[:spans[0].End])
	if !isCapital(text) || wordsAt(strings.ToLower(headline), surname) >= 0 {
		return false
	}
	earlier := words(before)
	for i := 1; i < len(earlier); i++ {
		if stem(before[earlier[i].Start:earlier[i].End]) == surname {
			return isCapital(before[earlier[i].Start:]) && isCapital(before[earlier[i-1].Start:])
		}
	}
	return false
}
