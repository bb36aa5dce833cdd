package verify

import "slices"

// comparison is what stands before and behind "than", and the word before that.
type comparison struct {
	sides [2][]int
	word  *word
}

// comparisons compares what stands before and behind "than". With another word of
// comparison nothing is told by that.
func (j *judgement) comparisons() (Conflict, string) {
	mine, ok := j.grammar.comparison(j.statement.words)
	if !ok {
		return NoConflict, ""
	}
	for _, s := range j.support {
		theirs, ok := j.grammar.comparison(j.sentences[s].words)
		if ok && (mine.word.key == theirs.word.key || sameSide(mine.word.side, theirs.word.side)) && j.crosses(mine, theirs, s) {
			return Roles, "than"
		}
	}
	return NoConflict, ""
}

// crosses reports whether two comparisons are each other's reverse.
func (j *judgement) crosses(mine, theirs comparison, s int) bool {
	straight, _ := j.inCommon(mine.sides[1], theirs.sides[1], s)
	crossed, _ := j.inCommon(mine.sides[1], theirs.sides[0], s)
	return crossed > straight
}

// turnsComparison reports whether the statement makes a comparison of which the
// source tells the other way round: weaker in men than in women, where it was
// stronger in women than in men.
func (j *judgement) turnsComparison() bool {
	mine, ok := j.grammar.comparison(j.statement.words)
	return ok && slices.ContainsFunc(j.support, func(s int) bool {
		theirs, ok := j.grammar.comparison(j.sentences[s].words)
		if !ok || !j.crosses(mine, theirs, s) {
			return false
		}
		ahead, _ := j.inCommon(mine.sides[0], theirs.sides[1], s)
		return ahead > 0
	})
}

// comparison is the first of some words; ok is false if there is none.
func (g *grammar) comparison(words []word) (c comparison, ok bool) {
	for i := 1; i < len(words); i++ {
		if !g.pack.Statements.Comparing[words[i].text] || i+1 < len(words) && words[i+1].number >= 0 {
			continue
		}
		for k := range words {
			if w := &words[k]; w.content && !w.verb && !g.empty[w.key] && k < i && w.clause >= words[i].clause-1 {
				c.sides[0] = append(c.sides[0], k)
			}
		}
		from := i + 1
		for from < len(words) && g.preposition[words[from].text] {
			from++
		}
		if c.sides[1] = g.phraseFrom(words, from); len(c.sides[1]) == 0 { // than those who came later
			c.sides[1] = contentBetween(words, from, words[i].clause+1)
		}
		c.word = g.comparative(words, i)
		return c, true
	}
	return c, false
}

// contentBetween are the words of content from the i-th on, up to the end of a clause.
func contentBetween(words []word, i, clause int) (out []int) {
	for ; i < len(words) && words[i].clause <= clause; i++ {
		if words[i].content && !words[i].verb {
			out = append(out, i)
		}
	}
	return out
}

// comparative is the word that makes a comparison before the "than" at i: fewer
// in "fewer infections than", stronger in "stronger in women than".
func (g *grammar) comparative(words []word, i int) *word {
	k := i - 1
	for m := k; m > 0 && !words[m].breaks; m-- {
		if g.preposition[words[m].text] {
			k = m - 1
			break
		}
	}
	for m := k; m > 0 && !words[m+1].breaks; m-- {
		if len(words[m].side) > 0 {
			return &words[m]
		}
	}
	return &words[k]
}
