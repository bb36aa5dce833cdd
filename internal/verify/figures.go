package verify

import (
	"slices"

	"byline/internal/news"
)

// Figure is a number or a day of a text, with what it is one of.
type Figure struct {
	Sentence   news.Span // of the text
	Start, End int       // bytes of the text: the number with its unit, or the day
	Value      float64   // 0 for a day
	Unit       string    // "percent", "crown", "year" …; empty: what stands behind it is counted, or it is a day
	Counted    string    // the word behind it, in lower case, where it has no unit; empty of a total: the toll rose to 5
	Denied     bool      // it is said not to be so: 64, and not 61
	Day        bool      // it is a day, a month or a year
	Growing    int       // which of what only becomes more as it is counted: victims, votes; 0: none of that
	Label      news.Span // the words of its clause that say what it is a figure of

	number  number
	date    date
	about   About
	subject subject
}

// Figures lists the numbers of a text that measure or count something and the days
// that it names. Scores, times, ordinals, ages and days of the week are left out.
func (s *Source) Figures() (list []Figure) {
	for i := range s.sentences {
		x := &s.sentences[i]
		span := news.Span{Start: x.start, End: x.end}
		for _, n := range x.numbers {
			if n.ordinal || n.age || n.text != "" && n.unit == "" || n.weak && n.value < 2 || n.unit == "" && (n.counted == "" && s.grammar.growingAt(x.words, n.first, n.last) == 0 || isDesignation(x.words, n.first)) {
				continue
			}
			f := Figure{Sentence: span, Value: n.value, Unit: n.unit, number: n, about: s.about}
			if n.unit == "" && n.counted != "" && n.last+1 < len(x.words) {
				f.Counted = x.words[n.last+1].text
			}
			list = s.add(list, f, x, n.first, n.last)
		}
		for _, d := range x.dates {
			if d.weekday == 0 && !d.relative {
				list = s.add(list, Figure{Sentence: span, Day: true, date: d, about: s.about}, x, d.first, d.last)
			}
		}
	}
	return list
}

// isDesignation reports whether a number belongs to a name: District 86.
func isDesignation(words []word, i int) bool {
	return i > 0 && words[i-1].capital && !words[i-1].opens && !words[i].breaks && words[i-1].day < 0 && isFigure(words[i].text)
}

// add adds a figure with what is said around it, unless that is nothing: the time
// before a line of a diary.
func (s *Source) add(list []Figure, f Figure, x *sentence, first, last int) []Figure {
	from, to := labelOf(x.words, first, last)
	if contents(x.words[from:to]) == 0 {
		return list
	}
	f.Label = news.Span{Start: x.words[from].start, End: x.words[to-1].end}
	f.subject = s.grammar.subjectOf(x, first, last)
	if !f.Day && f.Unit == "" {
		f.Growing = f.subject.growing
	}
	if first > 0 && f.Unit != "" && isSign(x.words[first-1].text) && x.words[first-1].end == x.words[first].start { // $40
		first--
	}
	f.Start, f.End, f.Denied = x.words[first].start, x.words[last].end, x.words[last].negated
	return append(list, f)
}

// Differs reports whether two figures measure in the same unit and cannot both be
// so: about 900 and 912 can, 3 and 5 cannot, nor can 4 May and 6 May.
func (f *Figure) Differs(o *Figure) bool {
	if f.Day || o.Day {
		return f.Day && o.Day && !f.date.agrees(o.date, o.about.Published) && !o.date.agrees(f.date, f.about.Published)
	}
	if f.number.value == o.number.value && f.number.bound == o.number.bound {
		return false
	}
	return f.Unit == o.Unit && compare(&f.number, &o.number) != same && compare(&o.number, &f.number) != same
}

// Words of a label.
const longestLabel = 8

// labelOf returns the words that say what a figure is one of, from one to before
// another: those behind it within its clause or, if they say more, those before it;
// where it has no words of its own, those before its clause.
func labelOf(words []word, first, last int) (from, to int) {
	free := func(i int) bool { return words[i].number < 0 && words[i].day < 0 && !isSign(words[i].text) }
	inClause := func(i int) bool { return free(i) && words[i].clause == words[first].clause }
	from, to = first, last+1
	for to < len(words) && inClause(to) && !words[to].breaks && to-last <= longestLabel {
		to++
	}
	for from > 0 && inClause(from-1) && !words[from].breaks && first-from < longestLabel {
		from--
	}
	if behind := contents(words[last+1 : to]); behind > 0 && behind >= min(2, contents(words[from:first])) {
		return last + 1, to
	}
	end := first
	for from > 0 && contents(words[from:end]) == 0 && !free(from-1) {
		from, end = from-1, from-1
	}
	for from > 0 && free(from-1) && contents(words[from:end]) < 2 && end-from < longestLabel {
		from--
	}
	return from, end
}

func contents(words []word) (n int) {
	for i := range words {
		if words[i].content {
			n++
		}
	}
	return n
}

// common counts the terms that two ascending lists share.
func common(a, b []uint32) (n int) {
	for _, t := range a {
		if _, found := slices.BinarySearch(b, t); found {
			n++
		}
	}
	return n
}
