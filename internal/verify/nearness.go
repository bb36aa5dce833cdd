package verify

import "slices"

// otherNearer reports whether what stands around a word of the statement stands
// in the source around one of others, rather than around one of own. Where the
// statement has that other too, both have to be the other way round.
func (j *judgement) otherNearer(i int, own, others []place, clearly float64) bool {
	mine := j.nearest(i, own)
	for _, p := range others {
		theirs := j.nearness(i, p)
		k := j.saidAt(p)
		if k < 0 && theirs > clearly*mine {
			return true
		}
		if k >= 0 && k != i && theirs+j.nearest(k, own) > clearly*(mine+j.nearness(k, p)) {
			return true
		}
	}
	return false
}

func (j *judgement) nearest(i int, places []place) float64 {
	most := 0.
	for _, p := range places {
		most = max(most, j.nearness(i, p))
	}
	return most
}

// saidAt is the word of the statement that a place of the source is one of, -1 if there is none.
func (j *judgement) saidAt(p place) int {
	return slices.IndexFunc(j.at, func(places []place) bool { return slices.Contains(places, p) })
}

// nearness is how near the words around the i-th of the statement stand to a
// place of the source, those of its own clause above all.
func (j *judgement) nearness(i int, p place) float64 {
	words := j.statement.words
	source := j.sentence(p.sentence).words
	sum := 0.
	for k := range words {
		if k == i || j.weight[k] == 0 || words[k].clause != words[i].clause {
			continue
		}
		if words[k].number >= 0 && words[i].number >= 0 || words[k].day >= 0 && words[i].day >= 0 { // they are what is told apart
			continue
		}
		sum += j.closest(i, k, p) / float64(1+apart(words, k, i))
	}
	if d := source[p.word].day; d >= 0 && words[i].day >= 0 && j.sentence(p.sentence).dates[d].relative {
		return sum + 1./4 // last year needs no "in"
	}
	if !isNamed(&words[i]) && i > 0 && p.word > 0 && words[i-1].term == 0 && words[i-1].text == source[p.word-1].text && j.grammar.preposition[words[i-1].text] {
		sum += 1. / 4
	}
	return sum
}

// isNamed reports whether a word is of a name that is no date.
func isNamed(w *word) bool { return w.capital && w.day < 0 }

// closest is how near the k-th word of the statement stands in the source to a place of
// the i-th: before a name where it is so in the statement, or in the sentence before the
// one that leans on it.
func (j *judgement) closest(i, k int, p place) (best float64) {
	words, source := j.statement.words, j.sentence(p.sentence).words
	for _, q := range j.at[k] {
		if q.sentence == p.sentence && q != p && (!isNamed(&words[i]) || (k < i) == (q.word < p.word)) {
			best = max(best, 1/float64(1+apart(source, q.word, p.word)))
		}
		if q.sentence == p.sentence-1 && q.sentence >= 0 && words[i].number >= 0 && isNameWord(&words[k]) {
			best = max(best, j.leaning(p))
		}
		if q.sentence != p.sentence && words[k].possessive && k == i-1 && j.leansOn(p) {
			best = 1. / 2
		}
	}
	return best
}

// leaning is how near the pronoun that a sentence of the source leans with on the one
// before it, if it does, stands to a place of it: its debt is.
func (j *judgement) leaning(p place) float64 {
	const opening = 2 // words
	words := j.sentence(p.sentence).words
	for k := range min(opening, p.word) {
		if j.grammar.pack.Questions.Leaning[words[k].text] && !j.grammar.opener[words[k].text] {
			return 1 / float64(1+apart(words, k, p.word))
		}
	}
	return 0
}

// leansOn reports whether a possessive pronoun stands right before a word of the source: its director.
func (j *judgement) leansOn(p place) bool {
	if p.word == 0 {
		return false
	}
	w := &j.sentence(p.sentence).words[p.word-1]
	return j.grammar.pack.Questions.Leaning[w.text] && j.grammar.pack.Statements.Determiners[w.text]
}

// apart is how many words lie between two, more where clauses end between them.
func apart(words []word, a, b int) int {
	const perClause = 3
	n, m := a-b, words[a].clause-words[b].clause
	return max(n, -n) + perClause*max(m, -m)
}
