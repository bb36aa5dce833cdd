package verify

import "slices"

// participants finds something that the statement says of somebody and the source only of
// others, whom it tells apart from them: the driver stopped the tram, where a passenger did
// after the driver had fainted.
func (j *judgement) participants() (Conflict, string) {
	for k := range j.statement.deeds {
		d := &j.statement.deeds[k]
		if w := &j.statement.words[d.at]; !d.tells && !j.grammar.empty[w.key] && j.isOfOthers(d) {
			return Roles, d.verb
		}
	}
	return NoConflict, ""
}

// isOfOthers reports whether every deed of the support with the verb of one of the statement is
// of others than the subject of that.
func (j *judgement) isOfOthers(d *deed) bool {
	mine, others, things := d.roles[d.subject()], false, d.roles[patient]
	for _, s := range j.support {
		for k := range j.sentences[s].deeds {
			o := &j.sentences[s].deeds[k]
			theirs := o.roles[d.subject()]
			if w := &j.sentences[s].words[o.at]; o.verb != d.verb || !w.led && !w.isPast && w.text == w.key { // their biggest fall
				continue
			}
			if !j.toldApart(mine, placesOf(s, theirs)) && !j.isOfOnly(mine, theirs, s) {
				shared, _ := j.inCommon(things, o.roles[patient], s)
				if d.passive || shared > 0 || len(things) == 0 || len(o.roles[patient]) == 0 {
					return false
				}
				continue // of something else: the town blames the builder
			}
			others = true
		}
	}
	return others
}

// isOfOnly reports whether a sentence says something of only those at some words of it, who are
// none of those of the statement.
func (j *judgement) isOfOnly(mine, theirs []int, s int) bool {
	if len(mine) == 0 || len(theirs) == 0 {
		return false
	}
	if words := j.sentence(s).words; !slices.ContainsFunc(theirs, func(k int) bool { return j.grammar.pack.Statements.Exclusives[words[k].text] }) {
		return false
	}
	return !slices.ContainsFunc(mine, func(i int) bool {
		return len(j.at[i]) == 0 || slices.ContainsFunc(theirs, func(k int) bool {
			return slices.ContainsFunc(j.at[i], func(p place) bool { return j.areOne(p, place{s, k}) })
		})
	})
}

// subject is the role of what stands before the verb.
func (d *deed) subject() role {
	if d.passive {
		return patient
	}
	return agent
}

// toldApart reports whether the words for one of the statement are of another than those at
// some places of the source: a sentence of it has both in different roles.
func (j *judgement) toldApart(mine []int, theirs []place) bool {
	same := func(p place) bool {
		return slices.ContainsFunc(theirs, func(q place) bool { return j.areOne(p, q) })
	}
	apart := false
	for _, i := range mine {
		if slices.ContainsFunc(j.at[i], same) {
			return false
		}
		apart = apart || slices.ContainsFunc(j.at[i], func(p place) bool {
			return slices.ContainsFunc(theirs, func(q place) bool {
				return slices.ContainsFunc(j.keys[j.word(q).key], func(r place) bool { return r.sentence == p.sentence && j.playApart(p, r) })
			})
		})
	}
	return apart
}

// areOne reports whether two words of the source are the same, or a name and what its bearer is called.
func (j *judgement) areOne(p, q place) bool {
	a, b := j.word(p), j.word(q)
	if a.key == b.key || related(a, b) || sameSide(a.side, b.side) || !a.capital && !b.capital && (j.isKindOf(a, b) || j.isKindOf(b, a)) {
		return true // a lorry is a vehicle
	}
	for s := range j.sentences {
		for _, c := range j.sentences[s].callings {
			has := func(list []int, w *word) bool {
				return slices.ContainsFunc(list, func(k int) bool { return j.sentences[s].words[k].key == w.key })
			}
			if has(c.name, a) && has(c.as, b) || has(c.name, b) && has(c.as, a) {
				return true
			}
		}
	}
	return false
}

// playApart reports whether two words of a sentence of the source take part in it in different
// ways. What only tells that somebody speaks does not count, nor does a name beside what may
// stand for it: Aquis makes a loss, and the company will close.
func (j *judgement) playApart(p, q place) bool {
	x := j.sentence(p.sentence)
	if x.words[p.word].capital != x.words[q.word].capital && !x.words[p.word].opens && !x.words[q.word].opens {
		return false
	}
	for i := range x.deeds {
		for r, mine := range x.deeds[i].roles {
			if x.deeds[i].tells || !slices.Contains(mine, p.word) || slices.Contains(mine, q.word) {
				continue
			}
			for k := range x.deeds {
				for t, theirs := range x.deeds[k].roles {
					if !x.deeds[k].tells && (i != k || r != t) && slices.Contains(theirs, q.word) && !slices.Contains(theirs, p.word) {
						return true
					}
				}
			}
		}
	}
	return false
}
