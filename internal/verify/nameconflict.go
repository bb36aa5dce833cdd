package verify

import (
	"slices"
	"strings"
)

// names looks for each name of the statement.
func (j *judgement) names() (Conflict, string) {
	words := j.statement.words
	for i := 0; i < len(words); i++ {
		if !j.isName(i) {
			continue
		}
		end, cased := i, false
		for ; end < len(words) && (end == i || j.isName(end) && !words[end].breaks && !words[end-1].possessive); end++ {
			if len(j.at[end]) == 0 {
				return Name, words[end].text
			}
			cased = cased || slices.ContainsFunc(j.at[end], func(p place) bool { return j.word(p).capital })
			if end > i && !j.together(end-1, end) {
				return Name, words[end-1].text + " " + words[end].text
			}
		}
		if end-i > 1 && !cased || j.otherNamed(i, end) || j.headsOtherwise(i) {
			return Name, words[i].text
		}
		i = end - 1
	}
	return NoConflict, ""
}

// headsOtherwise reports whether the i-th word is a place from which the statement says
// something comes, and the source to which, or the other way round.
func (j *judgement) headsOtherwise(i int) bool {
	heading := func(words []word, i int) string {
		if i > 0 && !words[i].breaks && j.grammar.pack.Statements.ChangeWords[words[i-1].text] != "" {
			return words[i-1].text
		}
		return ""
	}
	mine := heading(j.statement.words, i)
	here := j.here(i)
	return mine != "" && len(here) > 0 && !slices.ContainsFunc(here, func(p place) bool {
		theirs := heading(j.sentence(p.sentence).words, p.word)
		fromTo := j.grammar.pack.Statements.Origins[mine] || j.grammar.pack.Statements.Origins[theirs]
		return theirs == "" || theirs == mine || !fromTo || !slices.Contains(strings.Fields(j.grammar.pack.Statements.ChangeWords[mine]), theirs)
	})
}

// otherNamed reports whether the support has other names where the statement
// has those from the i-th word on.
func (j *judgement) otherNamed(i, end int) bool {
	var own, others []place
	for k := i; k < end; k++ {
		own = append(own, j.here(k)...)
	}
	if s := j.best(); s >= 0 {
		for k := range j.sentences[s].words {
			w := &j.sentences[s].words[k]
			if p := (place{s, k}); w.capital && (!w.opens || j.grammar.isName(j.sentences[s].words, k)) && w.content && w.day < 0 && j.saidAt(p) < 0 && !j.describes(p) {
				others = append(others, p)
			}
		}
	}
	for k := i; k < end; k++ {
		if !j.otherNearer(k, own, others, clearlyNamed) || j.nearest(k, others) < sameSlot*j.possible(k) {
			return false
		}
	}
	return true
}

// describes reports whether a capital word of the source stands before a name that
// the statement has: the Norrlander Jonas Haverly, the Sarnese brewery Kupfer.
func (j *judgement) describes(p place) bool {
	words := j.sentence(p.sentence).words
	next := p.word + 1
	for next < len(words) && words[next].content && !words[next].capital && !words[next].verb && !words[next].breaks && !j.grammar.preposition[words[next].text] {
		next++
	}
	return next < len(words) && words[next].capital && !words[next].breaks && j.saidAt(place{p.sentence, next}) >= 0
}

// best is the sentence that has most of the statement, -1 if none has anything.
func (j *judgement) best() int {
	best, most := -1, 0.
	for _, s := range j.support {
		if share := j.share(func(i int) float64 { return one(j.has(i, s)) }, nil); share > most {
			best, most = s, share
		}
	}
	return best
}

// possible is the nearness that a word would have in a source with the same words in the same order.
func (j *judgement) possible(i int) float64 {
	words := j.statement.words
	sum := 0.
	for k := range words {
		if k != i && j.weight[k] > 0 && words[k].clause == words[i].clause {
			d := float64(1 + apart(words, k, i))
			sum += 1 / (d * d)
		}
	}
	return sum
}

// isName reports whether a word of the statement is one of a name. That which
// opens a sentence is one if another follows it, or if nothing else can be told of it.
func (j *judgement) isName(i int) bool {
	w := &j.statement.words[i]
	if w.opens && strings.HasSuffix(w.text, "s") && !w.possessive && !slices.ContainsFunc(j.at[i], func(p place) bool { return j.word(p).capital && !j.word(p).opens }) {
		return false // a plural: Firefighters
	}
	return j.grammar.isName(j.statement.words, i)
}

// isName reports whether a word is one of a name, as far as can be told from the words around it.
func (g *grammar) isName(words []word, i int) bool {
	w := &words[i]
	s := &g.pack.Statements
	if !w.capital || w.day >= 0 || w.number >= 0 || w.term == 0 && w.whole == 0 || s.FormsOfAddress[w.text] || s.Auxiliaries[w.text] {
		return false
	}
	if !w.opens || w.named {
		return true
	}
	if g.empty[w.key] || slices.ContainsFunc(w.side, func(x side) bool { return g.parted[x.contrast] }) || w.verb || g.opener[w.text] {
		return false
	}
	if i+1 < len(words) && words[i+1].capital && !words[i+1].breaks && words[i+1].day < 0 {
		return true
	}
	return i+1 < len(words) && (words[i+1].verb || g.leads(words[i+1])) || w.possessive
}

// together reports whether two words of a name stand next to each other
// somewhere in the source, or one of them is not part of a name there.
func (j *judgement) together(a, b int) bool {
	const near = 3
	for _, p := range j.at[a] {
		for _, q := range j.at[b] {
			if p.sentence == q.sentence && q.word-p.word <= near && p.word-q.word <= near || p == q {
				return true
			}
		}
	}
	isLower := func(p place) bool { return !j.word(p).capital }
	return slices.ContainsFunc(j.at[a], isLower) || slices.ContainsFunc(j.at[b], isLower)
}
