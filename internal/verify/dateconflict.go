package verify

import "slices"

// dates compares each date with those of the support.
func (j *judgement) dates() (Conflict, string) {
	for _, d := range j.statement.dates {
		if d.relative && j.about.Published.IsZero() {
			continue
		}
		w := j.statement.words[d.first]
		here := j.here(d.first)
		if j.liesAhead(d) {
			return Mood, w.text
		}
		if len(here) > 0 {
			if j.otherNearer(d.first, here, j.otherDates(d), clearly) || j.datedOtherwise(d) {
				return Date, w.text
			}
			continue
		}
		if len(j.at[d.first]) > 0 && len(j.otherDates(d)) == 0 || j.isPublished(d) || j.isHabit(&w) {
			continue
		}
		return Date, w.text
	}
	return NoConflict, ""
}

// isHabit reports whether the source has a weekday of the statement for each week: Sunday work,
// where staff work on Sundays.
func (j *judgement) isHabit(w *word) bool {
	return slices.ContainsFunc(j.keys[w.key], func(p place) bool {
		o := j.word(p)
		return o.day < 0 && o.text != w.text && slices.Contains(j.support, p.sentence)
	})
}

// datedOtherwise reports whether the source has, behind the word and preposition before a date
// of the statement, only another one: empty since 2003, for rent from April.
func (j *judgement) datedOtherwise(d date) bool {
	words := j.statement.words
	if d.first < 2 || words[d.first].breaks || words[d.first-1].breaks || !j.grammar.preposition[words[d.first-1].text] && !j.grammar.opener[words[d.first-1].text] {
		return false
	}
	other := false
	for _, p := range j.here(d.first - 2) {
		x := j.sentence(p.sentence)
		if p.word+2 >= len(x.words) || x.words[p.word+1].text != words[d.first-1].text || x.words[p.word+2].day < 0 || j.datedTwice(x, x.words[p.word+2].day) {
			continue
		}
		if d.agrees(x.dates[x.words[p.word+2].day], j.about.Published) {
			return false
		}
		other = true
	}
	return other
}

// datedTwice reports whether another date stands right behind one: Sunday, 18 October.
func (j *judgement) datedTwice(x *sentence, k int) bool {
	return k+1 < len(x.dates) && x.dates[k+1].first == x.dates[k].last+1
}

// liesAhead reports whether the statement tells as done what the source, which came out
// before, has for a later day.
func (j *judgement) liesAhead(d date) bool {
	if d.year == 0 { // which the source may tell
		for _, p := range j.here(d.first) {
			x := j.sentence(p.sentence)
			d.year = max(d.year, x.dates[x.words[p.word].day].year)
		}
	}
	if d.month == 0 || j.about.Published.IsZero() || !d.begins(j.about.Published).After(j.about.Published) {
		return false
	}
	if slices.ContainsFunc(j.here(d.first), func(p place) bool { x := j.sentence(p.sentence); return !x.dates[x.words[p.word].day].ahead }) {
		return false // born on 9 October
	}
	if d.day == 0 && !j.toldInOtherTense(j.statement.words[d.first].clause) {
		return false
	}
	done := false
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if w.clause != j.statement.words[d.first].clause {
			continue
		}
		if w.mood != factual || w.negated {
			return false
		}
		done = done || w.verb && w.isPast
	}
	return done
}

// toldInOtherTense reports whether a clause of the statement has a verb of the past that the support
// only has in another form: ended, ends.
func (j *judgement) toldInOtherTense(clause int) bool {
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if here := j.here(i); w.clause == clause && w.verb && w.isPast && w.content && len(here) > 0 {
			return !slices.ContainsFunc(here, func(p place) bool { return j.word(p).isPast || j.grammar.inPast(j.word(p).text) })
		}
	}
	return false
}

// isPublished reports whether a date is the day on which the source came out,
// and the support names no other of its kind, nor, for a day, one of the week.
func (j *judgement) isPublished(d date) bool {
	p := j.about.Published
	if p.IsZero() || len(j.otherDates(d)) > 0 {
		return false
	}
	if d.day > 0 && slices.ContainsFunc(j.support, func(s int) bool {
		return slices.ContainsFunc(j.sentences[s].dates, func(o date) bool { return o.weekday > 0 && !d.agrees(o, p) })
	}) {
		return false
	}
	if d.weekday > 0 {
		return int(p.Weekday())+1 == d.weekday
	}
	return (d.day == 0 || d.day == p.Day()) && (d.month == 0 || d.month == int(p.Month())) && (d.year == 0 || d.year == p.Year())
}

// otherDates are the dates of the support that could be said in place of d.
func (j *judgement) otherDates(d date) []place {
	var out []place
	for _, s := range j.support {
		for _, o := range j.sentences[s].dates {
			likeKind := d.weekday > 0 && o.weekday > 0 || d.month > 0 && o.month > 0 || d.month == 0 && d.weekday == 0 && o.year > 0
			if o.relative && j.about.Published.IsZero() {
				continue
			}
			if likeKind && !d.agrees(o, j.about.Published) {
				out = append(out, place{s, o.first})
			}
		}
	}
	return out
}
