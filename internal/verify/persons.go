package verify

import "slices"

// otherPerson reports whether words of the statement and of a sentence of the source
// both name somebody, and not the same: the captain Henrik Aas, the manager Petra Hollis.
// That both are of Athletic, or a chief of something, does not make them one.
func (j *judgement) otherPerson(mine, theirs []int, s int) bool {
	a, b := j.grammar.persons(j.statement.words, mine), j.grammar.persons(j.sentence(s).words, theirs)
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	same := func(i, k int) bool {
		return slices.Contains(j.at[i], place{s, k}) || related(&j.statement.words[i], &j.sentence(s).words[k])
	}
	return !slices.ContainsFunc(a, func(i int) bool { return slices.ContainsFunc(theirs, func(k int) bool { return same(i, k) }) }) &&
		!slices.ContainsFunc(b, func(k int) bool { return slices.ContainsFunc(mine, func(i int) bool { return same(i, k) }) })
}

// persons are those words of a list that are of names of two words and more, which
// people have; if there are none, all that are of names.
func (g *grammar) persons(words []word, list []int) []int {
	full, all := g.namesOf(words, list)
	if len(full) > 0 {
		return full
	}
	return all
}

// hasFullName reports whether there is a name of two words and more among some words.
func (g *grammar) hasFullName(words []word, list []int) bool {
	full, _ := g.namesOf(words, list)
	return len(full) > 0
}

// namesOf are the words of names of two words and more in a list, and of all names.
func (g *grammar) namesOf(words []word, list []int) (full, all []int) {
	list = slices.Clone(list)
	slices.Sort(list)
	for n := 0; n < len(list); {
		if !g.isName(words, list[n]) {
			n++
			continue
		}
		end := n + 1
		for end < len(list) && list[end] == list[end-1]+1 && g.isName(words, list[end]) && !words[list[end]].breaks && !words[list[end-1]].possessive {
			end++
		}
		all = append(all, list[n:end]...)
		if end-n > 1 {
			full = append(full, list[n:end]...)
		}
		n = end
	}
	return full, all
}
