package web

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"byline/internal/news"
)

// Run is a stretch of text that is marked or not.
type Run struct {
	Text   string
	Marked bool
	First  bool // of the marked runs of the text
}

// Paragraph is a paragraph as runs.
type Paragraph []Run

// blankLine separates paragraphs.
var blankLine = regexp.MustCompile(`\n[ \t\r]*\n\s*`)

// paragraphs splits a body at its blank lines, with the bytes of marked spans marked.
func paragraphs(body string, marked []news.Span) []Paragraph {
	var out []Paragraph
	start, first := 0, true
	add := func(end int) {
		if strings.TrimSpace(body[start:end]) == "" {
			return
		}
		p := runs(body, news.Span{Start: start, End: end}, marked)
		for i := range p {
			if p[i].Marked && first {
				p[i].First, first = true, false
			}
		}
		out = append(out, p)
	}
	for _, gap := range blankLine.FindAllStringIndex(body, -1) {
		add(gap[0])
		start = gap[1]
	}
	add(len(body))
	return out
}

// runs cuts body[part.Start:part.End] at the edges of marked spans, which may
// lie anywhere, overlap, and come in any order. No character is cut in two.
func runs(body string, part news.Span, marked []news.Span) Paragraph {
	var out Paragraph
	emit := func(from, to int, mark bool) {
		if from < to {
			out = append(out, Run{Text: body[from:to], Marked: mark})
		}
	}
	sorted := slices.SortedFunc(slices.Values(marked), func(a, b news.Span) int { return cmp.Compare(a.Start, b.Start) })
	at := part.Start
	for _, m := range sorted {
		from := runeStart(body, min(max(m.Start, at), part.End))
		to := runeStart(body, min(max(m.End, from), part.End))
		if from >= to {
			continue
		}
		emit(at, from, false)
		emit(from, to, true)
		at = to
	}
	emit(at, part.End, false)
	return out
}

// runeStart moves i back to the start of the character that it is within.
func runeStart(s string, i int) int {
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

// Paragraphs returns the body of the article with the cited words marked.
func (v Article) Paragraphs() []Paragraph {
	return paragraphs(v.Article.Body, []news.Span{v.Cited})
}

// excerptLength is how much of a passage a list shows, in bytes.
const excerptLength = 360

// highlighted returns the part of a hit's passage in which most words of the
// query are, with these marked. Highlights are offsets into the body, as the
// passage is.
func highlighted(h news.Hit) Paragraph {
	text := h.Passage.Text
	marked := make([]news.Span, len(h.Highlights))
	for i, s := range h.Highlights {
		marked[i] = news.Span{Start: s.Start - h.Passage.Start, End: s.End - h.Passage.Start}
	}
	part := excerpt(text, marked)
	out := runs(text, part, marked)
	if part.Start > 0 {
		out = slices.Insert(out, 0, Run{Text: "… "})
	}
	if part.End < len(text) {
		out = append(out, Run{Text: " …"})
	}
	return out
}

// excerpt chooses whole words of text: about excerptLength bytes that hold as many of the marked spans as can be.
func excerpt(text string, marked []news.Span) news.Span {
	const lead = 80 // kept before the first marked span, so that it is understood
	best, most := 0, 0
	for _, first := range marked {
		from, held := max(0, first.Start-lead), 0
		for _, m := range marked {
			if m.Start >= from && m.End <= from+excerptLength {
				held++
			}
		}
		if held > most {
			best, most = from, held
		}
	}
	part := news.Span{Start: min(best, max(0, len(text)-excerptLength)), End: len(text)}
	if part.Start > 0 {
		part.Start = runeStart(text, part.Start)
		if i := strings.IndexAny(text[part.Start:], " \n"); i >= 0 && i < lead {
			part.Start += i + 1
		}
	}
	if end := part.Start + excerptLength; end < len(text) {
		part.End = runeStart(text, end)
		if i := strings.LastIndexAny(text[part.Start:part.End], " \n"); i > excerptLength/2 {
			part.End = part.Start + i
		}
	}
	return part
}
