package answer

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// language is what is known of the language that questions are asked in, which
// answers are written in, too.
func language() *lang.Pack { return lang.Asking() }

// isMonth reports whether a word in lower case names a month in a language.
func isMonth(in *lang.Pack, word string) bool {
	t := &in.Time
	return t.Months[word] != 0 || t.MonthsShort[word] != 0
}

// wordsAt is where a text has some words as they are, -1 if nowhere.
func wordsAt(text, some string) int {
	for from := 0; ; {
		at := strings.Index(text[from:], some)
		if at < 0 || some == "" {
			return -1
		}
		at += from
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		behind, _ := utf8.DecodeRuneInString(text[at+len(some):])
		if !isLetterOrDigit(before) && !isLetterOrDigit(behind) {
			return at
		}
		from = at + len(some)
	}
}

// words returns the spans of the words of a text without the punctuation around them.
func words(text string) []news.Span {
	spans := make([]news.Span, 0, len(text)/6+1)
	for i := 0; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if unicode.IsSpace(r) || r == '—' || r == '–' {
			i += n
			continue
		}
		j := i
		for j < len(text) {
			r, n := utf8.DecodeRuneInString(text[j:])
			if unicode.IsSpace(r) || r == '—' || r == '–' {
				break
			}
			j += n
		}
		if s := trimmed(text, i, j); s.Start < s.End {
			spans = append(spans, unspaced(text, s)...)
		}
		i = j
	}
	return spans
}

// unspacedWord is about how many letters a word has where none are left between words.
const unspacedWord = 2

// unspaced cuts what is written without spaces into pieces of the length of words,
// so that it counts as as many, and numbers and names in other letters from it. A span of
// anything else is returned as it is.
func unspaced(text string, s news.Span) (pieces []news.Span) {
	letters, start, before := 0, s.Start, false
	for i, r := range text[s.Start:s.End] {
		is := lang.IsUnspaced(r)
		if i > 0 && (is != before || is && letters == unspacedWord) {
			pieces = append(pieces, news.Span{Start: start, End: s.Start + i})
			letters, start = 0, s.Start+i
		}
		letters, before = letters+1, is
	}
	return append(pieces, news.Span{Start: start, End: s.End})
}

// trimmed is the part of text[i:j] between its first and last letter, digit or sign of a quantity.
func trimmed(text string, i, j int) news.Span {
	inside := func(r rune) bool {
		return isLetterOrDigit(r) || r == '%' || unicode.Is(unicode.Sc, r)
	}
	word := text[i:j]
	start := strings.IndexFunc(word, inside)
	if start < 0 {
		return news.Span{Start: i, End: i}
	}
	end := strings.LastIndexFunc(word, inside)
	_, n := utf8.DecodeRuneInString(word[end:])
	return news.Span{Start: i + start, End: i + end + n}
}

func isLetterOrDigit(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func isCapital(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return unicode.IsUpper(r) || unicode.IsTitle(r)
}

func hasDigit(word string) bool { return strings.ContainsAny(word, "0123456789") }

// mostlyCapitals reports whether capitals tell nothing in text, since nearly every word has one.
func mostlyCapitals(text string) bool {
	all, capital := 0, 0
	for w := range strings.FieldsSeq(text) {
		all++
		if isCapital(w) {
			capital++
		}
	}
	return all >= 4 && capital*4 > all*3
}
