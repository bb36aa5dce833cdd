package verify

import "slices"

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

// ofOtherPart reports whether the source has the name of who does what a clause of the statement tells only
// behind or before a break from the number of the statement, with another number of the kind beside it: she got
// 53 percent; he, Knut Beren, got 47.
func (j *judgement) ofOtherPart(n *number, here []place) bool {
	if n.unit == "" || n.ordinal {
		return false
	}
	for _, k := range j.agentNames(j.statement.words[n.first].clause) {
		for _, p := range here {
			x := j.sentence(p.sentence)
			at := slices.IndexFunc(j.at[k], func(q place) bool { return q.sentence == p.sentence })
			if p.sentence == aroundText || at < 0 {
				return false
			}
			q := j.at[k][at].word
			own := slices.ContainsFunc(x.numbers, func(m number) bool {
				return m.unit == n.unit && !m.ordinal && compare(n, &m) != same && !partedBetween(x.words, q, m.first) && j.saidAt(place{p.sentence, m.first}) < 0
			})
			if !own || !partedBetween(x.words, q, p.word) {
				return false
			}
		}
	}
	return len(here) > 0 && len(j.agentNames(j.statement.words[n.first].clause)) > 0
}

// partedBetween reports whether a break that parts sentences stands between two words.
func partedBetween(words []word, a, b int) bool {
	if a > b {
		a, b = b, a
	}
	return slices.ContainsFunc(words[a+1:b+1], func(w word) bool { return w.parted })
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
