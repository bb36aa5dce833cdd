package verify

import (
	"slices"
	"strings"
)

// contrasts finds words where the source has one that goes not together with them.
func (j *judgement) contrasts() (Conflict, string) {
	words := j.statement.words
	for i := range words {
		w := &words[i]
		for _, side := range w.side {
			own, others := j.sides(w, side)
			switch {
			case len(others) == 0, w.number >= 0 && (j.statement.numbers[w.number].age || w.joined), w.negated && !j.grammar.opposed[side.contrast], j.turnsComparison(), j.turnsQuantity(others[0].sentence):
			case len(own) == 0 && !j.otherwiseSaid(i, side) && j.isInPlaceOf(i, others):
				return Contrast, w.text + " " + j.word(others[0]).text
			case len(own) > 0 && !j.standsBehindSame(i) && j.otherNearer(i, own, others, clearly):
				return Contrast, w.text + " " + j.word(others[0]).text
			}
		}
	}
	return NoConflict, ""
}

// isInPlaceOf reports whether the i-th word of the statement stands among words like those that stand
// around one of some places of the source, rather than being of something else.
func (j *judgement) isInPlaceOf(i int, others []place) bool {
	const share = .1 // of the nearness that is possible
	least := share * j.possible(i)
	next := -1
	if j.grammar.opener[j.statement.words[i].text] { // before the recall, where the source has what came after it
		next = nextContent(j.statement.words, i)
	}
	return slices.ContainsFunc(others, func(p place) bool {
		return j.nearness(i, p) >= least && (next < 0 || j.opensSame(next, p))
	})
}

// opensSame reports whether a word of the statement stands in the clause that a place of the source opens.
func (j *judgement) opensSame(i int, p place) bool {
	words := j.sentence(p.sentence).words
	return slices.ContainsFunc(j.at[i], func(q place) bool {
		return q.sentence == p.sentence && q.word > p.word && words[q.word].clause == words[p.word].clause
	})
}

// standsBehindSame reports whether the source has the very word with the same word of content or
// number right before it: 80 metres before.
func (j *judgement) standsBehindSame(i int) bool {
	words := j.statement.words
	if i == 0 || words[i].breaks {
		return false
	}
	at := i - 1
	if n := words[at].number; n >= 0 {
		at = j.statement.numbers[n].first
	}
	return slices.ContainsFunc(j.here(at), func(p place) bool {
		x := j.sentence(p.sentence)
		last := p.word
		if n := x.words[last].number; n >= 0 {
			last = x.numbers[n].last
		}
		return last+1 < len(x.words) && x.words[last+1].key == words[i].key && !x.words[last+1].breaks
	})
}

// sides are the places in the support of words of one side, and of those of
// others, with denials reckoned in. What the statement has as well is no other.
func (j *judgement) sides(w *word, at side) (own, others []place) {
	for _, s := range j.support {
		for k := range j.sentences[s].words {
			o := &j.sentences[s].words[k]
			here := false
			for _, x := range o.side {
				if x.contrast != at.contrast {
					continue
				}
				here = true
				agrees := x.side == at.side
				if !agrees && j.grammar.opposed[x.contrast] && !o.weakly && !w.weakly {
					agrees = o.negated != w.negated // not open, closed
				}
				switch {
				case agrees:
					own = append(own, place{s, k})
				case !j.says(place{s, k}):
					others = append(others, place{s, k})
				}
			}
			if !here && o.key == w.key {
				own = append(own, place{s, k})
			}
		}
	}
	return own, others
}

// says reports whether the statement has the very word that stands at a place, as often as the support.
func (j *judgement) says(p place) bool {
	o := j.word(p)
	n := 0
	for i := range j.statement.words {
		if w := &j.statement.words[i]; w.key == o.key && w.negated == o.negated {
			n++
		}
	}
	for _, s := range j.support {
		for i := range j.sentences[s].words {
			if j.sentences[s].words[i].key == o.key {
				n--
			}
		}
	}
	return n >= 0
}

// otherwiseSaid reports whether the support has another contrast's word of the same side as the i-th.
func (j *judgement) otherwiseSaid(i int, at side) bool {
	for _, x := range j.statement.words[i].side {
		if x != at {
			if own, _ := j.sides(&j.statement.words[i], x); len(own) > 0 {
				return true
			}
		}
	}
	return false
}

// opposites finds words that differ from one of the source by a beginning that undoes it.
func (j *judgement) opposites() (Conflict, string) {
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if !w.content || len(j.here(i)) > 0 {
			continue
		}
		for _, s := range j.support {
			for k := range j.sentences[s].words {
				o := &j.sentences[s].words[k]
				if o.negated == w.negated && (j.undoes(w.text, o.text) || j.undoes(o.text, w.text)) {
					return Contrast, w.text
				}
			}
		}
	}
	return NoConflict, ""
}

// substitutions finds words that stand where the source has another one, between
// the same words, that means something else.
func (j *judgement) substitutions() (Conflict, string) {
	words := j.statement.words
	before := -1
	for i := range words {
		w := &words[i]
		if j.weight[i] == 0 || j.grammar.empty[w.key] {
			continue
		}
		if before >= 0 && w.capital && !words[before].capital && j.grammar.isName(words, i) && j.otherInSlot(before, i) {
			return Name, w.text
		}
		if w.content && !w.verb && !w.bounds && !j.grammar.opener[w.text] && before >= 0 && j.exact[before] && (len(j.at[i]) == 0 || !w.capital && !words[i].breaks && before == i-2 && j.grammar.preposition[words[i-1].text] && !j.standsBehind(before, i)) {
			for _, o := range j.instead(before, i) {
				if x := j.word(o); j.unlike(w.text, x.text) {
					return Contrast, w.text + " " + x.text
				}
			}
		}
		before = i
	}
	return NoConflict, ""
}

// standsBehind reports whether the source has the i-th word in the clause of the word before it, or
// has that twice.
func (j *judgement) standsBehind(before, i int) bool {
	places := j.here(before)
	return len(places) != 1 || slices.ContainsFunc(places, func(p place) bool {
		words := j.sentence(p.sentence).words
		return slices.ContainsFunc(j.at[i], func(q place) bool {
			return q.sentence == p.sentence && words[q.word].clause == words[p.word].clause
		})
	})
}

// unlike reports whether two words hardly mean the same.
func (j *judgement) unlike(a, b string) bool {
	const alike = .4 // cosine from which two words may
	return j.v.model == nil || dot(j.vector(a), j.vector(b)) < alike
}

// otherInSlot reports whether the source has another name behind the word
// before a name, with the same small words between, and never that name.
func (j *judgement) otherInSlot(before, i int) bool {
	const longest = 3 // words of a name
	other := false
	for _, p := range j.here(before) {
		list := j.sentence(p.sentence).words
		k := nextContent(list, p.word)
		for k >= 0 && !list[k].capital && j.grammar.empty[list[k].key] { // the prize went to
			k = nextContent(list, k)
		}
		if k < 0 {
			continue
		}
		if slices.ContainsFunc(j.at[i], func(q place) bool { return q.sentence == p.sentence && q.word >= k && q.word < k+longest }) {
			return false
		}
		alike := k-p.word == i-before && j.grammar.isName(list, k) && list[k].breaks == j.statement.words[i].breaks
		for n := 1; alike && n < i-before; n++ {
			alike = list[p.word+n].text == j.statement.words[before+n].text
		}
		other = other || alike
	}
	return other
}

// instead are the words of the support that stand behind what the word before
// the i-th of the statement is, as that does, before what follows it, and that the statement lacks.
func (j *judgement) instead(before, i int) []place {
	after := i + 1
	for after < len(j.statement.words) && j.weight[after] == 0 {
		after++
	}
	var out []place
	for _, p := range j.here(before) {
		list := j.sentence(p.sentence).words
		k := nextContent(list, p.word)
		if k < 0 || list[k].capital || list[k].verb || j.grammar.preposition[list[k].text] || j.saidAt(place{p.sentence, k}) >= 0 || k-p.word != i-before {
			continue
		}
		if len(j.at[i]) > 0 && list[p.word+1].text != j.statement.words[before+1].text {
			continue
		}
		if after < len(j.statement.words) && !j.statement.words[after].breaks {
			next := nextContent(list, k)
			if next < 0 || !slices.Contains(j.at[after], place{p.sentence, next}) {
				continue
			}
		}
		out = append(out, place{p.sentence, k})
	}
	return out
}

// nextContent is the first word of content, number or date behind the i-th, -1 if there is none.
func nextContent(words []word, i int) int {
	for k := i + 1; k < len(words); k++ {
		if words[k].number >= 0 && words[k].number == words[i].number {
			continue
		}
		if words[k].content || words[k].number >= 0 || words[k].day >= 0 {
			return k
		}
	}
	return -1
}

// undoes reports whether a is b with such a beginning.
func (j *judgement) undoes(a, b string) bool {
	const shortest = 4
	return len(b) >= shortest && len(a) > len(b) && strings.HasSuffix(a, b) && j.grammar.pack.Statements.UndoingBeginnings[a[:len(a)-len(b)]]
}
