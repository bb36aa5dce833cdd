package verify

import (
	"slices"
	"strings"
)

// clearly is how much nearer one word has to stand than another to be meant.
const (
	clearly      = 1.4
	clearlyNamed = 2.
	sameSlot     = .5 // share of the nearness that is possible, for one name to stand in place of another
)

// here are the places of a word of the statement within the support.
func (j *judgement) here(i int) []place {
	var out []place
	for _, p := range j.at[i] {
		if slices.Contains(j.support, p.sentence) {
			out = append(out, p)
		}
	}
	return out
}

// numbers compares each number with those of the support.
func (j *judgement) numbers() (Conflict, string) {
	for k := range j.statement.numbers {
		n := &j.statement.numbers[k]
		w := &j.statement.words[n.first]
		if here := j.here(n.first); len(here) > 0 {
			if c := j.numberStands(n, here); c != NoConflict {
				return c, w.text
			}
			continue
		}
		if j.isForTheFirstTime(n) {
			continue
		}
		if n.weak && n.bound == "" && (n.value == 1 || j.grammar.empty[w.key]) && !j.counts(n) || j.has(n.first, aroundText) {
			continue
		}
		return j.whyNot(n), w.text
	}
	return NoConflict, ""
}

// isForTheFirstTime reports whether an ordinal tells of a verb that it was the beginning of
// what is told: was first noticed by a customer.
func (j *judgement) isForTheFirstTime(n *number) bool {
	words, next := j.statement.words, n.last+1
	return n.ordinal && n.value == 1 && next < len(words) && j.grammar.inPast(words[next].text) && !words[next].breaks && !(n.first > 0 && (j.grammar.determines(words[n.first-1]) || j.grammar.pack.Statements.Comparing[words[n.first-1].text]))
}

// numberStands checks that a number which the support has says the same there.
func (j *judgement) numberStands(n *number, here []place) Conflict {
	if !n.weak && !j.isOrigin(j.statement.words, n.first) && j.otherNearer(n.first, here, j.ofSameNames(n, here, j.otherNumbers(n)), clearly) {
		return Number
	}
	if slices.ContainsFunc(here, func(p place) bool { return j.word(p).number < 0 }) { // it doubled
		return NoConflict
	}
	if j.ofOthers(n, here) || j.ofOtherPart(n, here) {
		return Number
	}
	if j.wholeForPart(n, here) || j.partForWhole(n, here) {
		return Quantity
	}
	if j.countsOther(n, here) {
		return Number
	}
	if c := j.unitStands(n, here); c != NoConflict {
		return c
	}
	isUnreal := func(p place) bool { return j.word(p).mood == unreal }
	if j.isFact(j.statement.words[n.first].clause) && slices.ContainsFunc(here, isUnreal) && !slices.ContainsFunc(here, func(p place) bool { return !isUnreal(p) }) || j.wasOnlyToBe(n, here) {
		return Mood
	}
	if j.levelStays(n, here) || j.sumOfOther(n, here) || j.numberOfOther(n, here) || j.changesOtherwise(n, here) || j.sharesOtherwise(n, here) {
		return Number
	}
	if !j.rateStands(n, here) {
		return Unit
	}
	if n.bound == "" && !slices.ContainsFunc(here, func(p place) bool { return !j.endsRange(p) }) {
		return Bound
	}
	return NoConflict
}

// isFact reports whether nothing in a clause of the statement is planned, possible or the like.
func (j *judgement) isFact(clause int) bool {
	return !slices.ContainsFunc(j.statement.words, func(w word) bool { return w.clause == clause && w.mood != factual })
}

// unitStands checks that a number whose unit the source leaves out has it all the same.
func (j *judgement) unitStands(n *number, here []place) Conflict {
	if n.unit == "" || n.anyUnit || n.unit == j.grammar.pack.Statements.Units["times"] { // three times: three matches
		return NoConflict
	}
	for _, p := range here {
		s := j.sentence(p.sentence)
		o := &s.numbers[s.words[p.word].number]
		if o.unit == n.unit || o.anyUnit || o.unit == "" && o.counted == "" && j.onlyMoney(n.unit) {
			return NoConflict
		}
		for i := range s.words {
			if unit, k := j.grammar.units.at(s.words, i); k > 0 && unit == n.unit {
				return NoConflict
			}
		}
	}
	return Unit
}

// onlyMoney reports whether a unit is a currency, and the source has no other.
func (j *judgement) onlyMoney(unit string) bool {
	money := j.grammar.pack.Answers.Currencies
	stands, other := false, false
	for s := range j.sentences {
		for k := range j.sentences[s].numbers {
			if o := j.sentences[s].numbers[k].unit; money[o] {
				stands, other = stands || o == unit, other || o != unit
			}
		}
	}
	return stands && !other
}

// mayMeasure reports whether a number may be of what another measures: 1.9 million, beside
// 2.4 million crowns.
func (n *number) mayMeasure(o *number) bool {
	return !n.ordinal && (n.unit == o.unit || n.unit == "" && n.counted == "")
}

// endsRange reports whether a number of the source is one end of a range of which
// the statement does not have the other: between 80 and 95 million. From 80 to 95
// is a change, and of that the end may be told alone.
func (j *judgement) endsRange(p place) bool {
	if p.sentence == aroundText {
		return false
	}
	s := j.sentence(p.sentence)
	k := s.words[p.word].number
	joined := func(a, b int) bool {
		if a < 0 || b >= len(s.numbers) {
			return false
		}
		low, high := &s.numbers[a], &s.numbers[b]
		if low.first == 0 || high.first-low.last != 2 || s.words[low.first].breaks || s.words[high.first].breaks {
			return false
		}
		before, between := s.words[low.first-1].text, s.words[low.last+1].text
		st := &j.grammar.pack.Statements
		return st.RangeWords[before] && st.Coordinators[between]
	}
	other := -1
	switch {
	case joined(k, k+1):
		other = k + 1
	case joined(k-1, k):
		other = k - 1
	default:
		return false
	}
	return !slices.ContainsFunc(j.statement.numbers, func(n number) bool {
		return compare(&n, &s.numbers[other]) == same
	})
}

// counts reports whether the support counts the same thing otherwise.
func (j *judgement) counts(n *number) bool {
	for _, s := range j.support {
		for k := range j.sentences[s].numbers {
			o := &j.sentences[s].numbers[k]
			if o.counted != "" && o.counted == n.counted && compare(n, o) == different && !o.ordinal {
				return true
			}
		}
	}
	return false
}

// whyNot tells why the support lacks a number.
func (j *judgement) whyNot(n *number) Conflict {
	worst := different
	for _, s := range j.support {
		for k := range j.sentences[s].numbers {
			worst = max(worst, compare(n, &j.sentences[s].numbers[k]))
		}
	}
	switch worst {
	case otherUnit:
		return Unit
	case otherBound:
		return Bound
	default:
		return Number
	}
}

// otherNumbers are the numbers of the support that are not n, but could be said in its place.
func (j *judgement) otherNumbers(n *number) []place {
	var out []place
	for _, s := range j.support {
		for k := range j.sentences[s].numbers {
			o := &j.sentences[s].numbers[k]
			isWhole := slices.ContainsFunc(j.sentences[s].quantities, func(q quantity) bool { return q.whole == k })
			if o.ordinal == n.ordinal && o.compares == n.compares && j.sameKind(o.unit, n.unit) && !o.weak && !isWhole && !(n.age && o.counted != "") && compare(n, o) != same && !j.outdated(n, s, o) {
				out = append(out, place{s, o.first})
			}
		}
	}
	return out
}

// partly finds something that the statement says without the word that the source
// has it only in part by: 70 per cent complete, almost full.
func (j *judgement) partly() (Conflict, string) {
	for i := range j.statement.words {
		w := &j.statement.words[i]
		here := j.here(i)
		if !w.content || w.number >= 0 || w.day >= 0 || len(here) == 0 || j.grammar.opener[w.text] || j.isPartly(j.statement.words, j.statement.numbers, i) {
			continue
		}
		if !slices.ContainsFunc(here, func(p place) bool {
			s := j.sentence(p.sentence)
			return !j.isPartly(s.words, s.numbers, p.word)
		}) {
			return Bound, w.text
		}
	}
	return NoConflict, ""
}

// isPartly reports whether the word before another says that it is so only in part.
func (j *judgement) isPartly(words []word, numbers []number, i int) bool {
	st := &j.grammar.pack.Statements
	if i == 0 || words[i].breaks {
		return false
	}
	b := &words[i-1]
	if isSuperlative(&words[i]) && (b.number >= 0 && numbers[b.number].ordinal || j.grammar.isOneOf(words, i)) {
		return true // the second largest, one of the largest
	}
	ends := i+1 == len(words) || words[i+1].breaks || !words[i+1].content
	return st.PartlyWords[b.text] || ends && b.number >= 0 && numbers[b.number].unit == st.Units["percent"] && !numbers[b.number].rough && words[i].side == nil
}

// isSuperlative reports whether a word has the form of one.
func isSuperlative(w *word) bool {
	const shortest = 5
	return len(w.text) >= shortest && strings.HasSuffix(w.text, "est")
}

// isOneOf reports whether "one of the" stands before a word.
func (g *grammar) isOneOf(words []word, i int) bool {
	const before = 3
	return i >= before && !words[i].breaks && g.pack.Statements.Determiners[words[i-1].text] && g.pack.Statements.PartWords[words[i-2].text] && words[i-before].number >= 0
}

// sameKind reports whether what one unit measures could be measured by another: four minutes, five hours.
func (j *judgement) sameKind(a, b string) bool {
	st := &j.grammar.pack.Statements
	return a == b || st.SpanUnits[a] && st.SpanUnits[b]
}
