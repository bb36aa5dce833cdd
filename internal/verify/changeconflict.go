package verify

import (
	"slices"
	"strings"
)

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
