package question

import (
	"strings"
	"unicode"

	"byline/internal/news"
)

// fewestWords is how many words a part of a question has at least: with fewer
// there is nothing to show, as in "who won and when".
const fewestWords = 3

// Parts cuts a question into what must be shown for each: "Who won the race,
// and where was it held?" has two, as has "Who is the man that was charged in
// May, is said by Nordwire to have left, and …". Together they are the question;
// one that cannot be cut is one part.
func Parts(text string) []news.Span {
	l := asking()
	t := newText(text)
	from, to, _ := l.core(t.plain)
	var parts []news.Span
	begin := from
	add := func(end int) {
		piece := t.plain[begin:end]
		if len(strings.FieldsFunc(piece, notInWord)) >= fewestWords && !l.onlyNamesOutlet(piece) && !l.isTime(strings.TrimFunc(piece, notInWord)) {
			parts = append(parts, t.span(begin, end))
			begin = end
		}
	}
	for _, at := range l.joint.FindAllStringIndex(t.plain[from:to], -1) {
		if len(strings.FieldsFunc(t.plain[from+at[0]:to], notInWord)) >= fewestWords {
			add(from + at[0])
		}
	}
	if begin < to {
		parts = append(parts, t.span(begin, to))
	}
	for i := range parts {
		for parts[i].Start < parts[i].End && strings.ContainsRune(",;? ", rune(text[parts[i].Start])) {
			parts[i].Start++
		}
	}
	return parts
}

// onlyNamesOutlet reports whether a text is nothing but "according to Nordwire".
func (l *language) onlyNamesOutlet(text string) bool {
	text = strings.TrimFunc(text, notInWord)
	return text != "" && l.outlets.FindString(text) == text
}

func notInWord(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '\'' }
