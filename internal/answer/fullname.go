package answer

import (
	"slices"
	"strings"

	"byline/internal/gazetteer"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
)

// introduced is a direct answer by the full name under which its article introduces
// it: Lina Olm, of whom the sentence says Olm, and the Ostrand Gulls. It stays
// as it is where the article has none, or several that differ.
func introduced(a *news.Article, d direct) direct {
	isSurname := d.kind == ask.Person && !strings.Contains(d.text, " ")
	if !isCapital(d.text) || !isSurname && d.kind != ask.Organisation {
		return d
	}
	s := newSentenceText(a.Body, lang.OfArticle(a.Language))
	full := d
	for _, m := range s.names() {
		span, ok := s.fullName(m.Span, d)
		if !ok || d.kind == ask.Organisation && !d.byPart && wordsAt(a.Body, d.text) < span.Start {
			continue
		}
		name, _ := a.Cut(span, 0) // between words
		if full.text != d.text && full.text != name {
			return d
		}
		if full.text == d.text {
			full.text, full.Span = name, span
		}
	}
	return full
}

// fullName is the part of a name that is the full one of a short name; ok is false
// if there is none. What somebody is, is no part of it. Where no team or school is asked
// for, organisations are told by the place before their name: Ford is not short for
// Henry Ford. Nor is it of an Ostrand Ford, where the article calls it Ford before.
func (s *sentenceText) fullName(name news.Span, short direct) (full news.Span, ok bool) {
	if short.byPart && strings.HasPrefix(s.text[name.Start:name.End], short.text+" ") {
		return name, true
	}
	if !strings.HasSuffix(s.text[name.Start:name.End], " "+short.text) {
		return full, false
	}
	from := s.wordAt(name.Start)
	for s.words[from].End < name.End && s.isEpithet(from) {
		from++
	}
	full = news.Span{Start: s.words[from].Start, End: name.End}
	before := strings.TrimSuffix(s.text[full.Start:full.End], short.text)
	if before == "" {
		return full, false
	}
	if short.kind == ask.Person || short.byPart {
		return full, true
	}
	_, isPlace := gazetteer.Whole(before[:len(before)-1])
	return full, isPlace
}

// asksByPart reports whether what a question asks for is often called by a part of its name.
func (q *question) asksByPart() bool {
	focus := strings.Fields(strings.ToLower(q.text[q.read.Focus.Start:q.read.Focus.End]))
	return q.asks == ask.Organisation && len(focus) > 0 && language().Answers.CalledByPart[focus[len(focus)-1]]
}

// asksForMonth reports whether it is a month that a question asks for, and no day of it.
func (q *question) asksForMonth() bool {
	focus := strings.Fields(strings.ToLower(q.text[q.read.Focus.Start:q.read.Focus.End]))
	return q.asks == ask.Date && len(focus) > 0 && language().Time.Units[focus[len(focus)-1]] == "month"
}

// monthIn is the month within a date, with the year behind it, or the date where none is named.
func monthIn(text string, at news.Span) news.Span {
	date := text[at.Start:at.End]
	in := words(date)
	for i, w := range in {
		if language().Time.Months[strings.ToLower(date[w.Start:w.End])] == 0 {
			continue
		}
		if next := i + 1; next < len(in) && in[next].Start == w.End+1 && isYear(date[in[next].Start:in[next].End]) {
			w.End = in[next].End
		}
		return news.Span{Start: at.Start + w.Start, End: at.Start + w.End}
	}
	return at
}

// completed is a mention with what belongs to it and stands behind it: the noun that
// says what is asked for, where anything may be ("marsh fever" of "which fever"), the
// last point of U.S., the ending of a name that is always an owner's (Olm's, the
// restaurants), and the unit of a number. Of a date it is the month where that is asked for.
func (e *evidence) completed(c candidate, at news.Span) news.Span {
	text := e.text(c)
	name, behind := text[at.Start:at.End], text[at.End:]
	if strings.HasPrefix(behind, ".") && strings.Contains(name, ".") && isCapital(name[strings.LastIndex(name, ".")+1:]) { // the U.S.
		at.End++
		return at
	}
	for _, ending := range [...]string{"'s", "’s"} {
		if strings.HasPrefix(behind, ending) && isCapital(name) && e.alwaysOwns(name) {
			at.End += len(ending)
			return at
		}
	}
	switch {
	case e.question.asks == ask.Number:
		at.End += e.question.unitEnd(behind)
		return at
	case e.question.asksForMonth():
		return monthIn(text, at)
	}
	if asks := e.question.asks; asks != ask.Thing && asks != ask.Product || len(e.question.focus) == 0 || !strings.HasPrefix(behind, " ") {
		return at
	}
	next := words(behind)
	if len(next) == 0 || next[0].Start != 1 {
		return at
	}
	head := e.question.focus[len(e.question.focus)-1]
	is := e.analyzer.Tokens(nil, behind[next[0].Start:next[0].End])
	has := e.analyzer.Tokens(nil, name)
	if len(is) == 1 && is[0].Term == head && !slices.ContainsFunc(has, func(t lexical.Token) bool { return t.Term == head }) {
		at.End += next[0].End
	}
	return at
}

// unitEnd is how many bytes of what stands behind a number are a unit that the question
// does not say itself: 300 kg, where it asks how much.
func (q *question) unitEnd(behind string) int {
	units := language().Statements.Units
	next := words(behind)
	for n := min(2, len(next)); n > 0; n-- {
		end := next[n-1].End
		unit := units[strings.ToLower(behind[next[0].Start:end])]
		if next[0].Start == 1 && behind[0] == ' ' && unit != "" && !slices.ContainsFunc(q.words, func(w string) bool { return units[strings.ToLower(w)] == unit }) {
			return end
		}
	}
	return 0
}

// alwaysOwns reports whether a name is in the evidence more than once, and always an owner's.
func (e *evidence) alwaysOwns(name string) bool {
	const fewest = 2
	found := 0
	for i := range e.sentences {
		for rest := e.sentences[i].text; ; {
			at := wordsAt(rest, name)
			if at < 0 {
				break
			}
			rest = rest[at+len(name):]
			if !strings.HasPrefix(rest, "'s") && !strings.HasPrefix(rest, "’s") {
				return false
			}
			found++
		}
	}
	return found >= fewest
}
