package verify

import "slices"

// calling is a name of a sentence with the words that say what its bearer is:
// the captain of the Merle, Jonas Haverly; Signe Brandt, who chairs the council.
type calling struct{ name, as []int }

// callings are those of a sentence.
func (g *grammar) callings(words []word) []calling {
	var list []calling
	for i := 0; i < len(words); i++ {
		if !g.isName(words, i) {
			continue
		}
		end := i + 1
		for end < len(words) && g.isName(words, end) && !words[end].breaks {
			end++
		}
		first := i
		for i < end-1 && g.isRole(words[i]) {
			i++
		}
		c := calling{as: slices.Concat(g.titleBefore(words, i), g.appositionBefore(words, i, end), g.calledAfter(words, end))}
		for k := i; k < end; k++ {
			c.name = append(c.name, k)
		}
		for k := first; k < i; k++ {
			c.as = append(c.as, k)
		}
		c.as = slices.DeleteFunc(c.as, func(k int) bool { return g.isName(words, k) && !g.isRole(words[k]) })
		list = append(list, c)
		i = end - 1
	}
	return list
}

// isRole reports whether a word before a name says what somebody is.
func (g *grammar) isRole(w word) bool {
	return g.pack.NamesRole(w.text)
}

// titleBefore are the words that lead to a name: Prime Minister Brandt, the coach Anders Voll.
func (g *grammar) titleBefore(words []word, i int) (as []int) {
	for k := i - 1; k >= 0 && !words[k+1].breaks; k-- {
		w := &words[k]
		if !w.content || w.verb || w.number >= 0 || w.day >= 0 || w.possessive || g.opener[w.text] || g.preposition[w.text] {
			break
		}
		as = append(as, k)
	}
	return as
}

// appositionBefore are the words between the break before a name and the one before
// that, if they are a noun phrase: the head of the laboratory, Jesper Voll, said.
func (g *grammar) appositionBefore(words []word, i, end int) (as []int) {
	if !words[i].breaks || i == 0 || end < len(words) && !words[end].breaks && !words[end].verb && !g.leads(words[end]) {
		return nil
	}
	for k := i - 1; k >= 0; k-- {
		w := &words[k]
		if w.verb && w.content || g.leads(*w) && !g.preposition[w.text] || g.opener[w.text] {
			return nil
		}
		if w.content && w.number < 0 && w.day < 0 {
			as = append(as, k)
		}
		if g.determines(*w) && (k == 0 || !g.pack.Statements.PartWords[words[k-1].text]) || w.breaks {
			return as
		}
	}
	return as
}

// calledAfter are the words behind a name that say what its bearer is: of the council;
// , a former pilot; , who chairs the council; is the coach.
func (g *grammar) calledAfter(words []word, from int) []int {
	first, relative, ok := g.calledFrom(words, from)
	if !ok {
		return nil
	}
	as, k := g.calledWords(words, first, relative)
	if relative && k < len(words) && !words[k].verb && !g.leads(words[k]) && !g.opener[words[k].text] { // , who is of no party, minister of health
		as = append(as, g.nounsFrom(words, k)...)
	}
	return as
}

// calledFrom is where the words behind a name begin that say what its bearer is, and
// whether they are a relative clause; ok is false if there are none.
func (g *grammar) calledFrom(words []word, from int) (first int, relative, ok bool) {
	k := from
	for k < len(words) && words[k].breaks && words[k].number >= 0 { // , 48,
		k++
	}
	if k >= len(words) {
		return 0, false, false
	}
	w := &words[k]
	st := &g.pack.Statements
	switch {
	case w.breaks:
		relative = st.Relatives[w.text]
		return k, relative, relative || g.opensApposition(words, k)
	case st.PartWords[w.text] || st.Passives[w.text] && k+1 < len(words) && g.determines(words[k+1]):
		return k, false, true
	case st.Copulas[w.text]:
		return k + 1, false, true
	}
	return 0, false, false
}

// opensApposition reports whether the word behind a break may begin a noun phrase.
func (g *grammar) opensApposition(words []word, k int) bool {
	w := &words[k]
	return !g.opener[w.text] && !g.preposition[w.text] && k+1 < len(words) && !w.verb && !g.heralds[w.key] // , according to
}

// calledWords are the words of content from where a description begins, and the place
// behind its last word.
func (g *grammar) calledWords(words []word, first int, relative bool) (as []int, k int) {
	for k = first; k < len(words) && (k == first || !words[k].breaks); k++ {
		w := &words[k]
		if k > first && g.endsCalling(w, relative) {
			break
		}
		if w.content && w.number < 0 && w.day < 0 {
			as = append(as, k)
		}
	}
	return as, k
}

// endsCalling reports whether a word no longer says what somebody is. Only a relative
// clause has a verb of its own.
func (g *grammar) endsCalling(w *word, relative bool) bool {
	if g.opener[w.text] && !g.pack.Statements.Coordinators[w.text] {
		return true
	}
	return !relative && (w.verb && w.content || g.leads(*w) && !g.preposition[w.text])
}

// nounsFrom are the words of content from a break to the next, none if there is a verb.
func (g *grammar) nounsFrom(words []word, i int) (as []int) {
	for k := i; k < len(words) && (k == i || !words[k].breaks); k++ {
		w := &words[k]
		if w.verb || g.opener[w.text] {
			return nil
		}
		if w.content && w.number < 0 && w.day < 0 {
			as = append(as, k)
		}
	}
	return as
}

// holders finds somebody whom the statement calls what the source calls somebody
// else and never them: the opposition leader for the prime minister.
func (j *judgement) holders() (Conflict, string) {
	for _, c := range j.statement.callings {
		for _, d := range c.as {
			w := &j.statement.words[d]
			if j.isObjectOf(c.name, d) || w.possessive || w.capital && !w.opens && !j.grammar.isRole(*w) || j.weight[d] == 0 || j.grammar.empty[w.key] || len(j.at[d]) == 0 {
				continue
			}
			if j.calledOtherwise(c.name, d) || j.otherOffice(c.name, d) {
				return Name, w.text
			}
		}
	}
	return NoConflict, ""
}

// isObjectOf reports whether a verb stands between a name and a word of what its bearer is
// called: who owns the dairy.
func (j *judgement) isObjectOf(name []int, d int) bool {
	for k := name[len(name)-1] + 1; k < d; k++ {
		if w := &j.statement.words[k]; w.verb && w.content && !j.grammar.leads(*w) {
			return true
		}
	}
	return false
}

// calledOtherwise reports whether the source calls others what the d-th word of the
// statement says, and calls the bearer of a name something, but not that.
func (j *judgement) calledOtherwise(name []int, d int) bool {
	const near = 6 // words from a name to what its bearer is called some other way
	theirs, other := false, false
	if j.doesThat(name, d, near) {
		return false
	}
	for s := range j.sentences {
		for _, c := range j.sentences[s].callings {
			own := slices.ContainsFunc(name, func(n int) bool {
				return slices.ContainsFunc(c.name, func(k int) bool { return slices.Contains(j.at[n], place{s, k}) })
			})
			called := slices.ContainsFunc(c.as, func(k int) bool { return slices.Contains(j.at[d], place{s, k}) })
			if own && (called || j.beside(d, s, c.name, near)) {
				return false
			}
			theirs, other = theirs || own && len(c.as) > 0, other || !own && called
		}
	}
	w := j.statement.words[d]
	return theirs && (other || j.isSaidToBe(name, d) || j.grammar.isRole(w) || j.grammar.pack.Answers.Humans[w.text])
}

// doesThat reports whether the source tells with a verb right behind a name what the d-th word of the
// statement calls its bearer: who invented it, the inventor.
func (j *judgement) doesThat(name []int, d, near int) bool {
	return slices.ContainsFunc(j.at[name[len(name)-1]], func(q place) bool {
		words := j.sentence(q.sentence).words
		for k := q.word + 1; k < min(q.word+near, len(words)) && !words[k].capital; k++ {
			if words[k].content {
				return words[k].verb && related(&j.statement.words[d], &words[k])
			}
		}
		return false
	})
}

// isSaidToBe reports whether the statement says that the bearer of a name is a thing of the sort that
// its d-th word says: is a volume of verse.
func (j *judgement) isSaidToBe(name []int, d int) bool {
	words, at := j.statement.words, name[len(name)-1]+1
	st := &j.grammar.pack.Statements
	return at+2 == d && st.Passives[words[at].text] && st.Determiners[words[at+1].text] && isHead(words, d) && !words[d].negated
}

// beside reports whether a sentence has a word of the statement near a name, and no other name between.
func (j *judgement) beside(d, s int, name []int, near int) bool {
	words := j.sentences[s].words
	for _, p := range j.at[d] {
		if p.sentence != s {
			continue
		}
		from, to := p.word, name[0]
		if from >= to {
			from, to = name[len(name)-1], max(p.word, name[len(name)-1]+1)
		}
		if to-from <= near && !slices.ContainsFunc(words[from+1:to], func(w word) bool { return w.capital && !w.opens && w.content }) {
			return true
		}
	}
	return false
}

// otherOffice reports whether the bearer of a name has the office that the d-th word of
// the statement says with another rank, or of somebody else: the mayor for the deputy mayor,
// the union's negotiator for the operator's.
func (j *judgement) otherOffice(name []int, d int) bool {
	if !isHead(j.statement.words, d) || d > 0 && j.grammar.pack.Statements.PartWords[j.statement.words[d-1].text] {
		return false
	}
	rank, owner := j.grammar.office(j.statement.words, d)
	differs := false
	for s := range j.sentences {
		words := j.sentences[s].words
		for _, c := range j.sentences[s].callings {
			if !slices.ContainsFunc(name, func(n int) bool {
				return slices.ContainsFunc(c.name, func(k int) bool { return slices.Contains(j.at[n], place{s, k}) })
			}) {
				continue
			}
			for _, k := range c.as {
				if !slices.Contains(j.at[d], place{s, k}) || !isHead(words, k) {
					continue
				}
				theirRank, theirOwner := j.grammar.office(words, k)
				if (theirRank == rank || theirRank == "" && !j.grammar.pack.Answers.Ranks[rank]) && !j.otherOwner(owner, theirOwner, c.as, s) && !(len(theirOwner) == 0 && j.comesLater(owner, s)) {
					return false
				}
				differs = true
			}
		}
	}
	return differs
}

// isHead reports whether no noun stands behind a word for which it only says which: the transport minister.
func isHead(words []word, i int) bool {
	return i+1 == len(words) || words[i+1].breaks || !words[i+1].content || words[i+1].capital
}

// otherOwner reports whether two offices are of different bodies, both of which the source knows,
// and nothing that the bearer is called there names that of the statement.
func (j *judgement) otherOwner(mine, theirs, as []int, s int) bool {
	if len(mine) == 0 || len(theirs) == 0 || j.hasNames(j.statement.words, mine) != j.hasNames(j.sentence(s).words, theirs) { // the town has a name
		return false
	}
	return !slices.ContainsFunc(mine, func(i int) bool {
		return len(j.at[i]) == 0 || slices.ContainsFunc(slices.Concat(theirs, as), func(k int) bool {
			return slices.Contains(j.at[i], place{s, k}) || related(&j.statement.words[i], &j.sentence(s).words[k])
		})
	})
}

// comesLater reports whether a name that owns an office stands in the source only behind a
// sentence, which gives the office and leaves out whose it is.
func (j *judgement) comesLater(owner []int, s int) bool {
	return len(owner) == 1 && j.isName(owner[0]) && len(j.at[owner[0]]) > 0 && !slices.ContainsFunc(j.at[owner[0]], func(p place) bool { return p.sentence <= s })
}

// office is the rank that stands before a word for an office, and the words for whose office it is.
func (g *grammar) office(words []word, at int) (rank string, owner []int) {
	for k := at - 1; k >= 0 && !words[k+1].breaks; k-- {
		w := &words[k]
		switch {
		case g.pack.Answers.Ranks[w.text], g.pack.Answers.Gone[w.text]:
			rank = w.text
		case w.possessive:
			return rank, []int{k}
		case !w.content || w.verb || g.opener[w.text]:
			return rank, g.ownerBehind(words, at)
		}
	}
	return rank, g.ownerBehind(words, at)
}

// ownerBehind are the words behind "of" behind an office.
func (g *grammar) ownerBehind(words []word, at int) (owner []int) {
	if at+1 < len(words) && !words[at+1].breaks && g.pack.Statements.PartWords[words[at+1].text] {
		for _, k := range g.phraseFrom(words, at+2) {
			if k > at+2 && words[k].breaks {
				break
			}
			owner = append(owner, k)
		}
	}
	return owner
}
