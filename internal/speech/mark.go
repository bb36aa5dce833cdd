package speech

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// quotation is a run of text between quotation marks.
type quotation struct {
	news.Span // of what stands between the marks
	outer     news.Span
	open      bool // nothing closes it: it goes on in the next paragraph
	again     bool // nothing closes it, and another mark opens what goes on
}

// single marks are apostrophes, too: they open only what another closes.
const single = "‘‚"

// quotations returns those of a paragraph, text[from:to], in order. What stands in
// another is part of it.
func quotations(text string, from, to int) (all []quotation) {
	for i := from; i < to; {
		mark, n := utf8.DecodeRuneInString(text[i:to])
		closing := lang.ClosingMarks(mark)
		if closing == "" || !opens(text[from:to], i-from, n, mark) {
			i += n
			continue
		}
		q := quotation{Span: news.Span{Start: i + n, End: to}, outer: news.Span{Start: i, End: to}, open: true}
		if at, size := closes(text[i+n:to], mark, closing); at >= 0 {
			q.End, q.outer.End, q.open, q.again = i+n+at, i+n+at+size, false, size == 0
			if q.again {
				q.End -= len(text[q.Start:q.End]) - len(strings.TrimRight(text[q.Start:q.End], " "))
			}
		} else if strings.ContainsRune(single, mark) {
			i += n
			continue
		}
		i = q.outer.End
		if strings.TrimSpace(text[q.Start:q.End]) != "" {
			all = append(all, q)
		}
	}
	return all
}

// dashed returns what a paragraph says that begins with a dash, up to the verb of saying:
// “– Vattnet stiger, säger Lena Ek.” There is none in languages that do not write so.
func dashed(text string, from, to int, words *lang.Speech) []quotation {
	start := from + len(text[from:to]) - len(strings.TrimLeft(text[from:to], " "))
	dash, n := utf8.DecodeRuneInString(text[start:to])
	if !words.Dashes[string(dash)] {
		return nil
	}
	said := strings.TrimLeft(text[start+n:to], " \u00a0")
	begin := to - len(said)
	for at, r := range said {
		if !strings.ContainsRune(",!?–—", r) {
			continue
		}
		behind := strings.TrimLeft(said[at+utf8.RuneLen(r):], ", –—")
		verb, _, _ := strings.Cut(behind, " ")
		if words.Verbs[verb] == "" {
			continue
		}
		end := begin + at
		if r == '!' || r == '?' {
			end += utf8.RuneLen(r)
		}
		if span := (news.Span{Start: begin, End: begin + len(strings.TrimRight(text[begin:end], " "))}); span.End > span.Start {
			return []quotation{{Span: span, outer: news.Span{Start: start, End: span.End}}}
		}
	}
	return nil
}

// opens reports whether a mark, at a place in a paragraph, can begin a quotation:
// no word ends before it, and one begins behind it.
func opens(text string, at, size int, mark rune) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+size:])
	if unicode.IsSpace(after) && mark != '«' && mark != '»' || at+size == len(text) {
		return false
	}
	if mark == '"' || strings.ContainsRune(single, mark) || mark == '”' || mark == '»' || mark == '›' {
		return at == 0 || unicode.IsSpace(before) || strings.ContainsRune("([—–-/:“", before)
	}
	return true
}

// closes returns where what a mark opens is closed; -1 if it is not. Straight marks may
// stand around words within: “he said "no" to it”. Its size is 0 where another straight mark
// opens behind the end of a sentence: what was two paragraphs, of which none closed the first.
func closes(text string, mark rune, closing string) (at, size int) {
	if strings.ContainsRune(single, mark) {
		return closesSingle(text, closing)
	}
	best, _ := utf8.DecodeRuneInString(closing)
	within := false
	for at, r := range text {
		size := utf8.RuneLen(r)
		switch {
		case r == '"' && mark == '"' && opensAgain(text, at):
			return at, 0
		case r == '”' && mark == '"' && !strings.ContainsRune(text[:at], '“'):
			return at, size
		case r == '"' && mark != '"' && !within && opens(text, at, size, r):
			within = true
		case r == '"' && within:
			within = false
		case r == best, strings.ContainsRune(closing, r) && (r == '"' || !strings.ContainsRune(text[at:], best)):
			return at, size
		}
	}
	return -1, 0
}

// opensAgain reports whether a straight mark stands before a word, behind the end of a sentence.
func opensAgain(text string, at int) bool {
	before := strings.TrimRight(text[:at], " ")
	return len(before) > 0 && len(before) < at && strings.ContainsRune(".!?", rune(before[len(before)-1])) && opens(text, at, 1, '"')
}

// closesSingle is closes for a mark that may be an apostrophe: what closes stands
// behind a word and before none.
func closesSingle(text, closing string) (at, size int) {
	for at := 0; at < len(text); {
		r, n := utf8.DecodeRuneInString(text[at:])
		next, _ := utf8.DecodeRuneInString(text[at+n:])
		if strings.ContainsRune(closing, r) && at > 0 && !unicode.IsLetter(next) && !unicode.IsDigit(next) {
			return at, n
		}
		at += n
	}
	return -1, 0
}
