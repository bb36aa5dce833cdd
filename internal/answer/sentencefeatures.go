package answer

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// sentenceFeatures are what a sentence looks like from outside, apart from what it is about.
type sentenceFeatures struct {
	words       int
	answers     bool // holds something new of the kind that the question asks for
	asks        bool // is a question itself
	dangling    bool // opens with a pronoun or the like whose meaning stands before it
	unfinished  bool // does not end as a sentence does: a heading, a caption, the start of a quotation
	boilerplate bool
}

// featuresOf finds the features of a sentence in a language; opens says that it is
// the first of its article.
func featuresOf(in *lang.Pack, text string, opens bool, q *question) sentenceFeatures {
	spans := words(text)
	t := sentenceFeatures{words: len(spans), answers: q.asks == ask.Thing || q.asks == ask.Product}
	if len(spans) == 0 {
		return t
	}
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, closers))
	t.asks = asks(text)
	t.unfinished = !endsSentences(last) || opensQuotation(text)
	t.dangling = dangles(in, text, spans) && !(opens && isImpersonal(in, text, spans))
	t.boilerplate = isBoilerplate(in, text)
	if !t.answers {
		t.answers = q.answeredBy(in, text, spans)
	}
	return t
}

// asks reports whether a text ends as questions do.
func asks(text string) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(text, closers))
	return strings.ContainsRune("?？؟", last)
}

// closers may stand behind the stop of a sentence, in any language.
const closers = "\"'”’»)]“‘«›‹」』）】"

// endsSentences reports whether sentences end in a character: in a stop of any script or,
// in Thai and others that have none, in a letter.
func endsSentences(r rune) bool {
	return r == '…' || unicode.Is(unicode.Sentence_Terminal, r) || lang.IsUnspaced(r) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
}

// opensQuotation reports whether a text has the mark of a quotation at one end alone.
func opensQuotation(text string) bool {
	closing := ""
	for _, r := range text {
		switch {
		case closing != "" && strings.ContainsRune(closing, r):
			closing = ""
		case closing == "" && !strings.ContainsRune(apostrophes, r):
			closing = lang.ClosingMarks(r)
		}
	}
	return closing != ""
}

// apostrophes open quotations too, or stand for a letter that is left out.
const apostrophes = "‘‚"

// dangles reports whether a sentence opens with a word, with "four of them", with
// "the reason is" or "the 41-year-old" and the like, whose meaning stands before it.
func dangles(in *lang.Pack, text string, spans []news.Span) bool {
	word := func(i int) string { return wordAt(text, spans, i) }
	leans := in.Questions.Articles[word(0)] && in.Answers.LeaningNouns[word(1)] && (in.Questions.Copulas[word(2)] || strings.HasPrefix(text[spans[1].End:], ","))
	_, years, _ := strings.Cut(word(1), "-")
	leans = leans || in.Questions.Articles[word(0)] && in.Answers.AgeEndings[years] && !isName(text, spans, 2) && !isName(text, spans, 3)
	return leans || in.Answers.Danglers[word(0)] || word(1) == "of" && in.Answers.Danglers[word(2)] || word(0) == "of" && in.Answers.Danglers[word(1)]
}

// isImpersonal reports whether a sentence opens as "It was -18 °C in Hollin", in which
// the pronoun means nothing unless something stands before it.
func isImpersonal(in *lang.Pack, text string, spans []news.Span) bool {
	return in.Answers.Impersonal[wordAt(text, spans, 0)] && in.Questions.Copulas[wordAt(text, spans, 1)]
}

// mailAddress is how to reach who wrote an article.
var mailAddress = regexp.MustCompile(`[\pL\d]@[\pL\d-]+\.\pL{2,}`)

// isBoilerplate recognises what pages say about themselves.
func isBoilerplate(in *lang.Pack, text string) bool {
	if strings.Contains(text, "@") && mailAddress.MatchString(text) {
		return true
	}
	for _, p := range in.Answers.Boilerplate {
		if len(text) >= len(p) && strings.EqualFold(text[:len(p)], p) {
			return true
		}
	}
	return slices.ContainsFunc(in.Answers.BoilerplateInside, func(p string) bool { return strings.Contains(text, p) })
}

// isAmount reports whether a word is a number with the sign of a currency or a
// large unit, or one that such a unit or the name of a currency follows:
// "$12,600,000", "4.2bn", "30 euros", "nine hundred crowns", "6-million-mark".
func isAmount(in *lang.Pack, text string, spans []news.Span, i int) bool {
	word := text[spans[i].Start:spans[i].End]
	if !isNumber(in, word) {
		return false
	}
	if strings.IndexFunc(word, func(r rune) bool { return unicode.Is(unicode.Sc, r) }) >= 0 || unitAtEnd(in, word) {
		return true
	}
	for _, s := range spans[i+1 : min(len(spans), i+3)] {
		next := text[s.Start:s.End]
		if next == "per" { // cent
			return false
		}
		if isUnit(in, next) {
			return true
		}
	}
	return slices.ContainsFunc(strings.Split(word, "-"), func(part string) bool { return isUnit(in, part) })
}

// isNumber reports whether a word is a number, in digits or not: "1,206",
// "twenty-seven", "five-million", but not "half-brother".
func isNumber(in *lang.Pack, word string) bool {
	if hasDigit(word) {
		return true
	}
	for part := range strings.SplitSeq(strings.ToLower(word), "-") {
		if !in.Answers.NumberWords[part] && !isUnit(in, part) {
			return false
		}
	}
	first, _, _ := strings.Cut(strings.ToLower(word), "-")
	return in.Answers.NumberWords[first]
}

// unitAtEnd reports whether a large unit follows the digits of a word at once: "12.6m".
func unitAtEnd(in *lang.Pack, word string) bool {
	digits := strings.LastIndexAny(word, "0123456789")
	return digits >= 0 && isUnit(in, word[digits+1:])
}

// isUnit reports whether a word counts money.
func isUnit(in *lang.Pack, word string) bool {
	word = strings.ToLower(word)
	return in.Answers.LargeUnits[word] || in.Answers.Currencies[word]
}

// isName reports whether a word is written large though it does not open a
// sentence, or opens one and another such word follows.
func isName(text string, spans []news.Span, i int) bool {
	if i >= len(spans) || !isCapital(text[spans[i].Start:spans[i].End]) {
		return false
	}
	if i == 0 {
		return len(spans) > 1 && isCapital(text[spans[1].Start:])
	}
	return !endsSentence(text, spans[i-1].End, spans[i].Start)
}

// has reports whether the question says word, its possessive included.
func (q *question) has(word string) bool {
	word = strings.TrimSuffix(strings.TrimSuffix(word, "'s"), "’s")
	return slices.ContainsFunc(q.words, func(w string) bool {
		return strings.EqualFold(strings.TrimSuffix(strings.TrimSuffix(w, "'s"), "’s"), word)
	})
}

// endsSentence reports whether the bytes between two words open a quotation or a sentence.
func endsSentence(text string, from, to int) bool {
	return strings.ContainsAny(text[from:to], ".!?“\"")
}

func isYear(word string) bool {
	return len(word) == 4 && (word[0] == '1' && word[1] >= '7' || word[0] == '2' && word[1] <= '1') &&
		strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}
