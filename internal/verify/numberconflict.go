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
	if j.ofOthers(n, here) {
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

// numberOfOther reports whether the verb beside a number of the statement has another one
// beside it in the source, which the statement lacks: won five for "was nominated for five and won two".
func (j *judgement) numberOfOther(n *number, here []place) bool {
	words := j.statement.words
	if n.compares || n.age || n.ordinal {
		return false
	}
	for _, v := range []int{n.first - 1, j.grammar.verbBehind(words, n.last)} {
		if v < 0 || !words[v].verb || !words[v].content {
			continue
		}
		next := nextContent(words, v)
		if isEmpty := j.grammar.empty[words[v].key]; isEmpty && (v < n.first || next < 0) {
			continue
		}
		own, other := false, false
		for _, p := range j.here(v) {
			x := j.sentence(p.sentence)
			k := numberBeside(x.words, p.word, v < n.first, j.grammar)
			if k < 0 || j.isOfMore(x, p.sentence, k, here) || v < n.first && j.isOfAnother(v, p) {
				continue
			}
			if j.grammar.empty[words[v].key] && !slices.Contains(j.at[next], place{p.sentence, nextContent(x.words, p.word)}) {
				continue // became champions
			}
			is := slices.ContainsFunc(here, func(q place) bool { return q.sentence == p.sentence && x.words[q.word].number == k })
			said := slices.ContainsFunc(j.statement.numbers, func(m number) bool { return compare(&m, &x.numbers[k]) == same })
			own, other = own || is, other || !is && !said && x.numbers[k].mayMeasure(n)
		}
		if other && !own {
			return true
		}
	}
	return false
}

// isOfAnother reports whether the source has a verb of the statement at a place of somebody else, as
// both say of whom and they have no word in common: lorries pay, motorists pay.
func (j *judgement) isOfAnother(v int, p place) bool {
	agents := func(deeds []deed, at int) []int {
		for k := range deeds {
			if deeds[k].at == at {
				return deeds[k].roles[agent]
			}
		}
		return nil
	}
	mine, theirs := agents(j.statement.deeds, v), agents(j.sentence(p.sentence).deeds, p.word)
	shared, _ := j.inCommon(mine, theirs, p.sentence)
	return len(mine) > 0 && len(theirs) > 0 && shared == 0 && !j.hasNames(j.statement.words, mine) && !j.hasNames(j.sentence(p.sentence).words, theirs)
}

// mayMeasure reports whether a number may be of what another measures: 1.9 million, beside
// 2.4 million crowns.
func (n *number) mayMeasure(o *number) bool {
	return !n.ordinal && (n.unit == o.unit || n.unit == "" && n.counted == "")
}

// isOfMore reports whether a number of a sentence of the source counts more than what
// the statement speaks of: it is a whole, or joined to what stands here before it.
func (j *judgement) isOfMore(x *sentence, at, k int, here []place) bool {
	return slices.ContainsFunc(x.quantities, func(q quantity) bool { return q.whole == k }) ||
		slices.ContainsFunc(here, func(q place) bool { return q.sentence == at && j.grammar.joinedBefore(x, q.word, k) })
}

// joinedBefore reports whether a number and what it counts are joined to another behind them, before
// any verb: ninety firefighters and three dogs.
func (g *grammar) joinedBefore(x *sentence, at, k int) bool {
	to := x.numbers[k].first
	return at < to && slices.ContainsFunc(x.words[at:to], func(w word) bool { return g.pack.Statements.Coordinators[w.text] }) &&
		!slices.ContainsFunc(x.words[at:to], func(w word) bool { return w.breaks || w.verb && w.content })
}

// verbBehind is the verb behind the word or two that the number ending at a word counts, -1 if there is none.
func (g *grammar) verbBehind(words []word, last int) int {
	const near = 2
	for k := last + 1; k < len(words) && k <= last+1+near && !words[k].breaks; k++ {
		if words[k].verb && words[k].content {
			return k
		}
		if g.opener[words[k].text] || g.preposition[words[k].text] {
			return -1
		}
	}
	return -1
}

// numberBeside is the number right behind a verb, or the one that counts who does what it says, -1 if there is none.
func numberBeside(words []word, v int, behind bool, g *grammar) int {
	if behind {
		if v+1 < len(words) && !words[v+1].breaks {
			return words[v+1].number
		}
		return -1
	}
	for k := v - 1; k >= 0 && k >= v-3 && !words[k+1].breaks; k-- {
		if words[k].number >= 0 && g.verbBehind(words, k) == v {
			return words[k].number
		}
	}
	return -1
}

// sumOfOther reports whether a number is one of profit, sales or the like, and in the source of another of them.
func (j *judgement) sumOfOther(n *number, here []place) bool {
	mine := j.grammar.sumAt(j.statement.words, n.first)
	return mine > 0 && !slices.ContainsFunc(here, func(p place) bool {
		theirs := j.grammar.sumAt(j.sentence(p.sentence).words, p.word)
		return theirs == 0 || theirs == mine
	})
}

// sumAt tells what of that a figure is of: the last in its clause before it, else the next behind it; 0 if none is there.
func (g *grammar) sumAt(words []word, at int) int {
	for k := at - 1; k >= 0 && words[k].clause == words[at].clause; k-- {
		if n := g.sums[words[k].text]; n > 0 {
			return n
		}
	}
	for k := at + 1; k < len(words) && words[k].clause == words[at].clause; k++ {
		if n := g.sums[words[k].text]; n > 0 {
			return n
		}
	}
	return 0
}

// changesOtherwise reports whether a number says how much something changed where the
// source says to what, or the other way round: by 3 and to 3.
func (j *judgement) changesOtherwise(n *number, here []place) bool {
	before := func(words []word, i int) string {
		if i == 0 || words[i].breaks {
			return ""
		}
		return words[i-1].text
	}
	other := j.grammar.pack.Statements.ChangeWords[before(j.statement.words, n.first)]
	byHowMuch := n.first > 0 && j.grammar.isBy(j.statement.words[n.first-1])
	return other != "" && !slices.ContainsFunc(here, func(p place) bool {
		word := before(j.sentence(p.sentence).words, p.word)
		return word == "" || !slices.Contains(strings.Fields(other), word) && !(byHowMuch && j.isLevel(p))
	})
}

// isLevel reports whether a number of the source says what something is, and not how much
// more or less: turnout was 61 percent.
func (j *judgement) isLevel(p place) bool {
	x := j.sentence(p.sentence)
	next := x.numbers[x.words[p.word].number].last + 1
	return j.grammar.pack.Statements.Passives[x.words[p.word-1].text] && (next == len(x.words) || x.words[next].breaks || x.words[next].term == 0)
}

// sharesOtherwise reports whether a number says what part of something is meant where the
// source says how much more or less it is: 40 percent of their weight, 40 percent less weight than.
func (j *judgement) sharesOtherwise(n *number, here []place) bool {
	words, next := j.statement.words, n.last+1
	return n.unit == j.grammar.pack.Statements.Units["percent"] && next < len(words) && j.grammar.pack.Statements.PartWords[words[next].text] && !slices.ContainsFunc(here, func(p place) bool {
		x := j.sentence(p.sentence)
		at := x.words[p.word].number
		return at < 0 || !x.numbers[at].compares
	})
}

// wasOnlyToBe reports whether the statement says what something was, with a number that the source
// has only for what it is to be or would be.
func (j *judgement) wasOnlyToBe(n *number, here []place) bool {
	words, at := j.statement.words, n.first-1
	st := &j.grammar.pack.Statements
	return at >= 0 && st.Passives[words[at].text] && st.Perfects[words[at].text] && j.isFact(words[at].clause) && !slices.ContainsFunc(here, func(p place) bool {
		w := j.word(p)
		return w.mood != planned && w.mood != possible || !w.moodHead
	})
}

// levelStays reports whether the statement tells of a change to a number that the source only says
// something is at, with no word of such a change: raised to 3 percent, left at 3 percent.
func (j *judgement) levelStays(n *number, here []place) bool {
	st, words := &j.grammar.pack.Statements, j.statement.words
	if n.first == 0 || st.ChangeWords[words[n.first-1].text] == "" || words[n.first].breaks {
		return false
	}
	return slices.ContainsFunc(words[:n.first], func(w word) bool {
		return w.verb && len(w.side) > 0 && !slices.ContainsFunc(here, func(p place) bool {
			list := j.sentence(p.sentence).words
			isLevel := p.word > 0 && !list[p.word].breaks && st.LevelWords[list[p.word-1].text]
			return !isLevel || slices.ContainsFunc(list, func(o word) bool { return sameSide(w.side, o.side) })
		})
	})
}

// rateStands reports whether the source counts by the same time as the statement
// does: not a week what is so much a day.
func (j *judgement) rateStands(n *number, here []place) bool {
	st := &j.grammar.pack.Statements
	return n.per == "" || slices.ContainsFunc(here, func(p place) bool {
		s := j.sentence(p.sentence)
		o := &s.numbers[s.words[p.word].number]
		return o.per == n.per || o.per == "" && slices.ContainsFunc(s.words, func(w word) bool {
			return st.RateWords[w.text] == n.per || st.Units[w.text] == n.per
		})
	})
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
			if o.ordinal == n.ordinal && o.compares == n.compares && j.sameKind(o.unit, n.unit) && !o.weak && !isWhole && compare(n, o) != same && !j.outdated(n, s, o) {
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

// ofSameNames leaves of other numbers those in sentences that have as many of the names
// before the statement's number as the one where it stands.
func (j *judgement) ofSameNames(n *number, own, others []place) []place {
	named := func(p place) (count int) {
		for k := range n.first {
			if j.isName(k) && j.has(k, p.sentence) {
				count++
			}
		}
		return count
	}
	most := 0
	for _, p := range own {
		most = max(most, named(p))
	}
	return slices.DeleteFunc(others, func(p place) bool { return named(p) < most })
}

// ofOthers reports whether a number stands in the source only where somebody else is
// named, and somebody of the statement where another of its kind does: she got 52
// per cent, her rival got 44.
func (j *judgement) ofOthers(n *number, here []place) bool {
	if n.unit == "" || n.ordinal || j.grammar.pack.Statements.SpanUnits[n.unit] {
		return false
	}
	agents := j.agentNames(j.statement.words[n.first].clause)
	if len(agents) == 0 {
		return false
	}
	named := func(s int) bool {
		return slices.ContainsFunc(agents, func(k int) bool { return j.has(k, s) })
	}
	for _, p := range here {
		if p.sentence == aroundText || named(p.sentence) || !j.grammar.namesSubject(j.sentence(p.sentence)) {
			return false
		}
	}
	for s := range j.sentences {
		for k := range j.sentences[s].numbers {
			o := &j.sentences[s].numbers[k]
			if o.unit == n.unit && !o.ordinal && compare(n, o) != same && named(s) {
				return true
			}
		}
	}
	return false
}

// agentNames are the names of those who do what a clause of the statement tells.
func (j *judgement) agentNames(clause int) (out []int) {
	for _, d := range j.statement.deeds {
		if j.statement.words[d.at].clause != clause || d.tells {
			continue
		}
		for _, k := range d.roles[agent] {
			if j.isName(k) && j.statement.words[k].clause == clause {
				out = append(out, k)
			}
		}
	}
	return out
}

// namesSubject reports whether somebody who does something is named in a sentence, or
// it is told of what is done to them.
func (g *grammar) namesSubject(s *sentence) bool {
	return slices.ContainsFunc(s.deeds, func(d deed) bool {
		return slices.ContainsFunc(slices.Concat(d.roles[agent], d.roles[patient]), func(k int) bool { return g.isName(s.words, k) })
	})
}

// sameKind reports whether what one unit measures could be measured by another: four minutes, five hours.
func (j *judgement) sameKind(a, b string) bool {
	st := &j.grammar.pack.Statements
	return a == b || st.SpanUnits[a] && st.SpanUnits[b]
}

// outdated reports whether a number of the source is one from which something
// changed to another, which the statement does not speak of.
func (j *judgement) outdated(n *number, s int, o *number) bool {
	return j.isOrigin(j.sentences[s].words, o.first) && !j.isOrigin(j.statement.words, n.first)
}

// isOrigin reports whether something changed from the number that begins with a word.
func (j *judgement) isOrigin(words []word, first int) bool {
	for i := first - 1; i >= max(0, first-2); i-- {
		if j.grammar.pack.Statements.Origins[words[i].text] {
			return true
		}
	}
	return false
}
