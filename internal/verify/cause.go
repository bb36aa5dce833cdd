package verify

import "slices"

// causes looks for what the statement gives as a cause: it must stand in the
// source, as a cause, and of that which it is said to be the cause of.
func (j *judgement) causes() (Conflict, string) {
	words := j.statement.words
	for i := range words {
		sure, k := j.grammar.causes.at(words, i)
		if k == 0 || !sure && (i == 0 || words[i].opens) || i+k < len(words) && (words[i+k].day >= 0 || j.grammar.pack.Statements.Passives[words[i+k].text] || j.isDeedToCome(i, k)) { // since 2019, due to be
			continue
		}
		cause, effect := j.parts(words, i, k)
		have, all := 0., 0.
		for _, c := range cause {
			have, all = have+j.had[c]*j.weight[c], all+j.weight[c]
		}
		const enough = .6
		if all > 0 && have < enough*all {
			return Cause, words[i].text
		}
		if sure && (!j.toldAsCause(cause) || j.turnedRound(cause, effect)) {
			return Cause, words[i].text
		}
	}
	return NoConflict, ""
}

// isDeedToCome reports whether a phrase that else introduces a cause ends in "to" and leads to a
// verb that the source has as one: is due to open.
func (j *judgement) isDeedToCome(i, k int) bool {
	words := j.statement.words
	if i == 0 || !j.grammar.leads(words[i+k-1]) || !j.grammar.leads(words[i-1]) || words[i+k].breaks || !words[i+k].content {
		return false
	}
	return slices.ContainsFunc(j.here(i+k), func(p place) bool {
		before := j.sentence(p.sentence).words[:p.word]
		return len(before) == 0 || !j.grammar.determines(before[p.word-1]) && !(j.grammar.preposition[before[p.word-1].text] && !j.grammar.leads(before[p.word-1]))
	})
}

// parts are the words of the cause that the k words from the i-th on introduce,
// and those of its effect.
func (j *judgement) parts(words []word, i, k int) (cause, effect []int) {
	end := i + k
	for end < len(words) && (end == i+k || !words[end].breaks || i > 0) {
		end++
	}
	for n := range words {
		switch {
		case j.weight[n] == 0:
		case n >= i+k && n < end:
			cause = append(cause, n)
		case n < i || n >= end:
			effect = append(effect, n)
		}
	}
	return cause, effect
}

// toldAsCause reports whether a sentence of the support that has something of a
// cause has a word with which one tells of causes.
func (j *judgement) toldAsCause(cause []int) bool {
	for _, s := range j.support {
		told := slices.ContainsFunc(j.sentences[s].words, func(w word) bool { return j.grammar.signs[w.key] })
		if told && slices.ContainsFunc(cause, func(c int) bool { return j.has(c, s) }) {
			return true
		}
	}
	return false
}

// turnedRound reports whether the source tells what is said to be the effect as the cause.
func (j *judgement) turnedRound(cause, effect []int) bool {
	straight, crossed := 0, 0
	for _, s := range j.support {
		words := j.sentences[s].words
		for i := range words {
			sure, k := j.grammar.causes.at(words, i)
			if k == 0 || !sure {
				continue
			}
			in := func(list []int, from, to int) (n int) {
				for _, c := range list {
					for _, p := range j.at[c] {
						if p.sentence == s && p.word >= from && p.word < to {
							n++
							break
						}
					}
				}
				return n
			}
			end := i + k
			for end < len(words) && (i > 0 || !words[end].breaks) {
				end++
			}
			before := in(effect, 0, i) + in(effect, end, len(words))
			straight += in(cause, i+k, end) + before
			crossed += in(effect, i+k, end) + in(cause, 0, i) + in(cause, end, len(words))
		}
	}
	return crossed > straight
}
