package verify

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"byline/internal/lang"
)

// polarity compares what is denied. Of the words on which a denial hangs one
// has to be denied on the other side as well.
func (j *judgement) polarity() (Conflict, string) { //nolint:cyclop // one walk over the words, with two tallies
	type tally struct {
		agrees, differs bool
		word            string
	}
	mine, theirs := map[int]*tally{}, map[place]*tally{}
	count := func(t *tally, agrees bool, text string) {
		t.agrees, t.differs, t.word = t.agrees || agrees, t.differs || !agrees, text
	}
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if j.weight[i] == 0 {
			continue
		}
		here := j.ofSame(i, j.here(i))
		agrees := slices.ContainsFunc(here, func(p place) bool { return j.word(p).negated == w.negated || !j.hasSide(i, p) }) || j.isDone(i)
		if w.denies && (len(here) > 0 || !j.grammar.empty[w.key]) {
			if mine[w.scope] == nil {
				mine[w.scope] = &tally{}
			}
			if len(here) > 0 {
				count(mine[w.scope], agrees || w.negated && j.deniedOtherwise(i, here), w.text)
			} else {
				count(mine[w.scope], !w.negated || j.takesAway() || j.saidContrary(i), w.text)
			}
			if w.weakly && j.takesAway() {
				mine[w.scope].agrees = true
			}
		}
		if w.negated && len(here) > 0 && agrees && !w.denies && mine[w.scope] != nil {
			mine[w.scope].agrees = true
		}
		for _, p := range here {
			if o := j.word(p); o.denies || o.negated && w.negated {
				at := place{p.sentence, o.scope}
				if theirs[at] == nil {
					theirs[at] = &tally{}
				}
				count(theirs[at], agrees || o.weakly || j.deniedBehind(i) || j.putsAway(i), w.text)
			}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(mine)) {
		if t := mine[at]; t.differs && !t.agrees {
			return Polarity, t.word
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(theirs), byPlace) {
		if t := theirs[at]; t.differs && !t.agrees {
			return Polarity, t.word
		}
	}
	return NoConflict, ""
}

// putsAway reports whether the statement says with a word of its own that what its i-th word tells of is
// impossible, at an end or the like, which the source denies.
func (j *judgement) putsAway(i int) bool {
	words := j.statement.words
	for k := range words {
		if w := &words[k]; k != i && w.clause == words[i].clause && j.grammar.privatives[w.key] && !w.negated && len(j.at[k]) == 0 && !j.grammar.pack.Statements.YetWords[w.text] {
			return true
		}
	}
	return false
}

// deniedOtherwise reports whether the source denies in another way what the statement does with its
// i-th word, which stands at some places of it.
func (j *judgement) deniedOtherwise(i int, here []place) bool {
	return j.saidContrary(i) || j.isNotYet(here) || j.isNoneOfThem(i) || j.answersThat(i) || j.hasEnded(here) || j.isForTheFirst() || j.isExcepted(i) ||
		slices.ContainsFunc(here, func(p place) bool {
			return j.isTakenAway(p) || j.word(p).mood == unreal || j.isNone(i) && j.isOfDenied(p) // should have done it
		})
}

// isNone reports whether the statement denies a noun with a word like "no".
func (j *judgement) isNone(i int) bool {
	words := j.statement.words
	return !words[i].verb && slices.ContainsFunc(words[:i], func(w word) bool { return w.clause == words[i].clause && j.grammar.negator(w) })
}

// isOfDenied reports whether a word of the source takes part in what is denied there: no trains, where
// the trains did not run.
func (j *judgement) isOfDenied(p place) bool {
	x := j.sentence(p.sentence)
	return slices.ContainsFunc(x.deeds, func(d deed) bool {
		return x.words[d.at].negated && x.words[d.at].denies && (slices.Contains(d.roles[agent], p.word) || slices.Contains(d.roles[patient], p.word))
	})
}

// hasEnded reports whether the statement says that something is so no longer, and the source tells of
// an end, and not that it still is.
func (j *judgement) hasEnded(here []place) bool {
	st := &j.grammar.pack.Statements
	return j.saysOneOf(st.EndWords) && j.takesAway() && !slices.ContainsFunc(here, func(p place) bool {
		return slices.ContainsFunc(j.sentence(p.sentence).words, func(w word) bool { return st.YetWords[w.text] })
	})
}

// isForTheFirst reports whether the statement says that something has never been so before, and the
// source that it is the first, or the most since a time.
func (j *judgement) isForTheFirst() bool {
	st := &j.grammar.pack.Statements
	long := slices.ContainsFunc(j.statement.numbers, func(n number) bool { return st.SpanUnits[n.unit] && len(j.here(n.first)) > 0 }) // not seen for 90 years
	return (long || j.saysOneOf(st.EverWords)) && slices.ContainsFunc(j.support, func(s int) bool {
		x := &j.sentences[s]
		return slices.ContainsFunc(x.numbers, func(n number) bool { return n.ordinal && n.value == 1 }) || slices.ContainsFunc(x.words, func(w word) bool { return isSuperlative(&w) }) || j.comparesWithAny(x)
	})
}

// comparesWithAny reports whether a sentence compares something with all that were before: faster than any
// before her.
func (j *judgement) comparesWithAny(x *sentence) bool {
	compares := false
	for i := range x.words {
		if compares && j.grammar.pack.Statements.EverWords[x.words[i].text] {
			return true
		}
		compares = compares || j.grammar.pack.Statements.Comparing[x.words[i].text]
	}
	return false
}

// isExcepted reports whether a word of the clause of the i-th of the statement stands behind one
// that leaves it out, there: to all villages except Hinterberg.
func (j *judgement) isExcepted(i int) bool {
	words := j.statement.words
	for k := range words {
		if words[k].clause == words[i].clause && slices.ContainsFunc(j.here(k), func(p place) bool {
			list := j.sentence(p.sentence).words
			for b := p.word - 1; b >= max(0, p.word-3) && !list[b+1].breaks; b-- {
				if j.grammar.pack.Statements.Exceptions[list[b].text] {
					return true
				}
			}
			return false
		}) {
			return true
		}
	}
	return false
}

// saysOneOf reports whether the statement has one of some words.
func (j *judgement) saysOneOf(list lang.Words) bool {
	return slices.ContainsFunc(j.statement.words, func(w word) bool { return list[w.text] })
}

// isTakenAway reports whether a word of the source is what is taken away there: trains were suspended.
func (j *judgement) isTakenAway(p place) bool {
	x := j.sentence(p.sentence)
	return slices.ContainsFunc(x.deeds, func(d deed) bool {
		w := &x.words[d.at]
		return (j.grammar.privatives[w.key] || sameSide(w.side, j.grammar.refusing)) && !w.negated && slices.Contains(d.roles[patient], p.word)
	})
}

// isNoneOfThem reports whether the statement denies something of what the source has with a "no": the
// addresses were not among the data, where no addresses were taken.
func (j *judgement) isNoneOfThem(i int) bool {
	words := j.statement.words
	for k := i - 1; k >= 0 && words[k].clause == words[i].clause; k-- {
		if !words[k].negated && slices.ContainsFunc(j.here(k), func(p place) bool { return j.word(p).negated && j.word(p).denies && !j.word(p).verb }) {
			return true
		}
	}
	return false
}

// answersThat reports whether the i-th word of the statement is what somebody denies there, and the
// source has their denial without what it is of: she denied that.
func (j *judgement) answersThat(i int) bool {
	denies := func(words []word, k int) bool { return words[k].content && j.grammar.denials[words[k].key] }
	words := j.statement.words
	if !slices.ContainsFunc(words[:i], func(w word) bool { return w.content && j.grammar.denials[w.key] }) {
		return false
	}
	for _, s := range j.support {
		list := j.sentences[s].words
		for k := range list {
			if next := k + 1; denies(list, k) && next < len(list) && j.grammar.pack.Questions.Leaning[list[next].text] && (next+1 == len(list) || list[next+1].breaks) {
				return true
			}
		}
	}
	return false
}

// saidContrary reports whether the support has what says the same as the denial of the i-th
// word of the statement: acquitted for not guilty, unknown for not known.
func (j *judgement) saidContrary(i int) bool {
	return slices.ContainsFunc(j.support, func(s int) bool {
		return slices.ContainsFunc(j.sentences[s].words, func(o word) bool { return j.isContrary(&o, &j.statement.words[i]) })
	})
}

// isContrary reports whether a word of the source says the same as the denial of another.
func (j *judgement) isContrary(o, w *word) bool {
	return !o.negated && (j.undoes(o.text, w.text) || j.undoes(o.key, w.key) || j.grammar.undoesSide(o, w) || slices.ContainsFunc(w.side, func(x side) bool {
		return j.grammar.opposed[x.contrast] && slices.ContainsFunc(o.side, func(y side) bool { return y.contrast == x.contrast && y.side != x.side })
	}))
}

// isNotYet reports whether the statement says that something is not so yet, and the source at all
// of some places that it is to be.
func (j *judgement) isNotYet(here []place) bool {
	return j.saysOneOf(j.grammar.pack.Statements.YetWords) && (j.takesAway() || !slices.ContainsFunc(here, func(p place) bool { return !j.isToCome(p) }))
}

// isToCome reports whether a word of the source is planned, possible or required, or takes part in what is.
func (j *judgement) isToCome(p place) bool {
	x := j.sentence(p.sentence)
	ahead := func(w *word) bool {
		return w.mood == planned || w.mood == possible || w.mood == required || w.mood == conditional
	}
	return ahead(&x.words[p.word]) || slices.ContainsFunc(x.deeds, func(d deed) bool {
		m, _ := j.grammar.moodAt(x.words, d.at) // a service is planned
		return (ahead(&x.words[d.at]) || d.passive && m == planned) && (slices.Contains(d.roles[patient], p.word) || slices.Contains(d.roles[agent], p.word))
	})
}

// undoesSide reports whether a word is one of the side of another with a beginning that undoes it:
// unhurt for not injured.
func (g *grammar) undoesSide(o, w *word) bool {
	for beginning := range g.pack.Statements.UndoingBeginnings {
		rest, ok := strings.CutPrefix(o.text, beginning)
		if !ok || len(w.side) == 0 {
			continue
		}
		if sides, k := g.sides.at([]word{{key: g.key(rest)}}, 0); k > 0 && sameSide(sides, w.side) {
			return true
		}
	}
	return false
}

// deniedBehind reports whether the statement denies something of its i-th word: the milk is not
// covered, where the source says "not for the milk".
func (j *judgement) deniedBehind(i int) bool {
	words := j.statement.words
	for k := i + 1; k < len(words) && words[k].clause == words[i].clause; k++ {
		if words[k].negated && (words[k].denies || k == i+2 && j.grammar.negator(words[i+1])) { // hurt no people
			return true
		}
	}
	return false
}

func byPlace(a, b place) int {
	return cmp.Or(cmp.Compare(a.sentence, b.sentence), cmp.Compare(a.word, b.word))
}

// ofSame leaves of the places of a verb those in sentences that name somebody who
// takes part in what the statement tells with it, if there are any: one officer was
// charged, the other was not.
func (j *judgement) ofSame(i int, here []place) []place {
	if !j.statement.words[i].verb {
		return here
	}
	alone := func(p place) bool { // nothing else of the statement stands there
		for k := range j.at {
			if k != i && j.weight[k] > 0 && j.has(k, p.sentence) {
				return false
			}
		}
		return true
	}
	here = slices.DeleteFunc(slices.Clone(here), alone)
	if len(here) < 2 {
		return here
	}
	var names []int
	for _, d := range j.statement.deeds {
		if d.at == i {
			for _, list := range d.roles {
				for _, k := range list {
					if j.isName(k) && len(j.at[k]) > 0 {
						names = append(names, k)
					}
				}
			}
		}
	}
	named := func(p place) bool {
		return slices.ContainsFunc(names, func(k int) bool { return j.has(k, p.sentence) })
	}
	if len(names) == 0 || !slices.ContainsFunc(here, named) {
		return here
	}
	return slices.DeleteFunc(slices.Clone(here), func(p place) bool { return !named(p) })
}

// turned finds a small word that turns what is said: a petition for it, one against it.
func (j *judgement) turned() (Conflict, string) {
	words := j.statement.words
	for i := 1; i < len(words); i++ {
		other := j.grammar.pack.Statements.TurningWords[words[i].text]
		next := nextContent(words, i)
		if other == "" || next < 0 || next-i > 4 {
			continue
		}
		isTurned, stands := false, false
		for _, p := range j.here(next) {
			list := j.sentence(p.sentence).words
			for k := p.word - 1; k >= max(0, p.word-4) && !list[k+1].breaks; k-- {
				isTurned, stands = isTurned || list[k].text == other && j.isBefore(i, p.sentence, k), stands || list[k].text == words[i].text
			}
		}
		if isTurned && !stands {
			return Contrast, words[i].text + " " + other
		}
	}
	return NoConflict, ""
}

// isBefore reports whether the same word of content stands before the i-th of the
// statement and before the k-th of a sentence of the source.
func (j *judgement) isBefore(i, sentence, k int) bool {
	for i--; i >= 0; i-- {
		if j.weight[i] > 0 {
			return slices.ContainsFunc(j.at[i], func(p place) bool { return p.sentence == sentence && p.word < k && k-p.word <= 2 })
		}
	}
	return false
}

// isDone reports whether the i-th word of the statement is the verb of what the
// support tells of the same with another verb: lost to her, beat him.
func (j *judgement) isDone(i int) bool {
	for _, d := range j.statement.deeds {
		if d.at != i || !d.listed {
			continue
		}
		for _, s := range j.support {
			for _, o := range j.sentences[s].deeds {
				w := &j.sentences[s].words[o.at]
				if m := j.meet(&d, &o, s); o.verb == d.verb && w.negated == j.statement.words[i].negated && m.straight > m.crossed {
					return true
				}
			}
		}
	}
	return false
}

// hasSide reports whether the word at a place is of the same side as that of the statement, if they are of one contrast.
func (j *judgement) hasSide(i int, p place) bool {
	w, o := &j.statement.words[i], j.word(p)
	return w.key == o.key || len(w.side) == 0 || sameSide(w.side, o.side)
}

// takesAway reports whether the support denies anything or says that something is gone.
func (j *judgement) takesAway() bool {
	for _, s := range j.support {
		for i := range j.sentences[s].words {
			w := &j.sentences[s].words[i]
			if w.negated || j.grammar.privatives[w.key] {
				return true
			}
		}
	}
	return false
}
