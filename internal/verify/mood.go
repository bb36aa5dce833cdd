package verify

import "slices"

// moods compares how sure it is.
func (j *judgement) moods() (Conflict, string) {
	words := j.statement.words
	for i := range words {
		w := &words[i]
		isRank := w.number >= 0 && j.statement.numbers[w.number].ordinal
		if !w.content && !isRank || w.bounds || !w.verb && !j.isPredicate(i) {
			continue
		}
		head, agree, found := w.moodHead, false, false
		for _, p := range j.ofSame(i, j.here(i)) {
			o := j.word(p)
			if !o.verb && !o.moodHead || w.negated && j.isContrary(o, w) {
				continue
			}
			found, head = true, head || o.moodHead
			agree = agree || j.isAsSure(i, p)
		}
		if found && head && !agree && (w.mood == factual || !j.likeMood(w)) {
			return Mood, w.text
		}
	}
	return j.intended()
}

// isAsSure reports whether what a word of the statement tells is as sure as what one of the source does.
func (j *judgement) isAsSure(i int, p place) bool {
	w, o := &j.statement.words[i], j.word(p)
	switch {
	case j.moodsAgree(w, o), o.mood != factual && j.grammar.hasMood(j.statement.words, o.mood), j.isToldOf(i, p), j.isToldFuture(i, p):
		return true
	}
	return w.negated && (j.isOpen(p) || !o.negated && j.takesAway())
}

// isToldOf reports whether a word of the statement and one of the source are both told
// by somebody, or as by somebody.
func (j *judgement) isToldOf(i int, p place) bool {
	w, o := &j.statement.words[i], j.word(p)
	if o.mood != alleged && w.mood != alleged || !j.isReported(p) {
		return false
	}
	return w.mood == alleged || slices.ContainsFunc(j.statement.deeds, func(d deed) bool { return d.tells && d.at < i })
}

// isToldFuture reports whether the statement tells in the present, as somebody's words, what somebody
// says there will be: according to the company it costs as much, would cost as much.
func (j *judgement) isToldFuture(i int, p place) bool {
	w, o := &j.statement.words[i], j.word(p)
	return w.mood == factual && !past(w) && o.mood == planned && j.isReported(p) && slices.ContainsFunc(j.statement.deeds, func(d deed) bool { return d.tells })
}

// isOpen reports whether a word of the source tells of what has not come about: has yet to.
func (j *judgement) isOpen(p place) bool {
	o := j.word(p)
	return o.negated && o.weakly || o.mood == unreal || j.isNotYet([]place{p})
}

// isReported reports whether a sentence of the source tells that somebody says what a word of it does.
func (j *judgement) isReported(p place) bool {
	return slices.ContainsFunc(j.sentence(p.sentence).deeds, func(d deed) bool { return d.tells && d.at != p.word })
}

// unanswered finds an answer that the statement tells of, a refusal or consent, where the
// source says that there has been none.
func (j *judgement) unanswered() (Conflict, string) {
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if !w.verb || w.negated || w.mood != factual || !j.grammar.answers[w.key] || len(j.here(i)) > 0 {
			continue
		}
		for _, s := range j.support {
			if slices.ContainsFunc(j.sentences[s].words, func(o word) bool { return o.negated && j.grammar.answering[o.key] }) {
				return Contrast, w.text
			}
		}
	}
	return NoConflict, ""
}

// intended finds something that the statement tells of as done, of which the source
// only says that it is promised, asked for or planned: built a hall, promised a hall.
func (j *judgement) intended() (Conflict, string) {
	for _, d := range j.statement.deeds {
		w := &j.statement.words[d.at]
		if _, k := j.grammar.moodAt(j.statement.words, d.at); k > 0 { // had been due to begin
			continue
		}
		if d.tells || len(j.here(d.at)) > 0 || !w.isPast || w.mood != factual || w.negated {
			continue
		}
		if j.grammar.inPast(w.text) && j.onlyPlans(&d) {
			return Mood, w.text
		}
		if len(j.at[d.at]) > 0 {
			continue
		}
		for _, k := range slices.Concat(d.roles[patient], d.roles[thing]) {
			here := j.here(k)
			if k != d.at+1 && len(here) > 0 && !slices.ContainsFunc(here, func(p place) bool {
				return (j.word(p).mood == factual || j.word(p).verb) && !(d.passive && j.isToCome(p))
			}) {
				return Mood, w.text
			}
		}
	}
	return NoConflict, ""
}

// onlyPlans reports whether all that the support tells of somebody who, in the statement, has done
// something is what they will or may do: has decided, where the board will discuss it.
func (j *judgement) onlyPlans(d *deed) bool {
	plans := false
	for _, s := range j.support {
		words := j.sentences[s].words
		for k := range j.sentences[s].deeds {
			o := &j.sentences[s].deeds[k]
			if taken, _ := j.inCommon(d.roles[agent], slices.Concat(o.roles[agent], o.roles[patient]), s); taken == 0 {
				continue
			}
			said := j.saidAt(place{s, o.at})
			if m := words[o.at].mood; m != planned && m != possible || said >= 0 && j.statement.words[said].verb {
				return false
			}
			plans = true
		}
	}
	return plans
}

// hasMood reports whether one of some words says that something is so sure and no surer.
func (g *grammar) hasMood(words []word, m mood) bool {
	for i := range words {
		if at, k := g.moodAt(words, i); k > 0 && at == m && (m == possible || m == alleged) {
			return true
		}
	}
	return false
}

// likeMood reports whether the support has a word that means what one of the
// statement does, as sure as that is: closed yesterday, shut until Friday.
func (j *judgement) likeMood(w *word) bool {
	for _, s := range j.support {
		for k := range j.sentences[s].words {
			o := &j.sentences[s].words[k]
			if o.key != w.key && sameSide(w.side, o.side) && j.moodsAgree(w, o) {
				return true
			}
		}
	}
	return false
}

// isPredicate reports whether a noun says what somebody is: was a spy, are on strike.
func (j *judgement) isPredicate(i int) bool {
	words := j.statement.words
	s := &j.grammar.pack.Statements
	return i > 1 && (s.Determiners[words[i-1].text] || j.grammar.preposition[words[i-1].text]) && s.Passives[words[i-2].text] || i > 0 && s.Passives[words[i-1].text] && !words[i].breaks
}

// moodsAgree reports whether a statement is no surer, and no less sure, than the source.
func (j *judgement) moodsAgree(w, o *word) bool {
	a, b := w.mood, o.mood
	sure := func(m mood) bool { return m == factual || m == able }
	future := func(m mood) bool { return m == planned || m == required }
	switch {
	case a == factual && b == able && past(w) && !(w.negated && o.negated): // can appeal is not has appealed, but cannot is has not
		return false
	case a == b, sure(a) && sure(b), future(a) && future(b), a == possible && b == able, a == able && b == possible:
		return true
	case sure(a) && (b == planned || b == required):
		return !past(w) && (w.led || len(j.statement.dates) > 0)
	case (a == planned || a == required) && sure(b):
		return !past(o)
	}
	return b != conditional && b != unreal && !(a == planned && b == possible) && j.supportHasMood(a)
}

// supportHasMood reports whether something in the support has a mood other than that of facts.
func (j *judgement) supportHasMood(m mood) bool {
	if m == factual || m == able {
		return false
	}
	for _, s := range j.support {
		for i := range j.sentences[s].words {
			if w := &j.sentences[s].words[i]; w.moodHead && w.mood == m {
				return true
			}
		}
	}
	return false
}

// past reports whether a verb says that something has happened.
func past(w *word) bool { return w.isPast }
