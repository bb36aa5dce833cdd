package verify

import "slices"

// sameThing is how many words of what a deed was done with have to be the same for it to
// be this deed and no other: three previous meetings, rather than a final.
const sameThing = 2.

// roles compares who does what to whom.
func (j *judgement) roles() (Conflict, string) {
	if j.isMutual() {
		return j.comparisons()
	}
	best := j.best()
	for k := range j.statement.deeds {
		d := &j.statement.deeds[k]
		if told := j.told(d, best); told.contradicts(d) && !j.statement.words[d.at].negated { // that others did it is no word against it
			return Roles, d.verb
		}
	}
	return j.comparisons()
}

// telling is what the source tells of a deed of the statement. Of the deeds with its verb
// only those that share the most things with it count: the rest may be others.
type telling struct {
	sum       meeting
	things    float64 // weight of what they share with it
	agrees    bool    // some sentence tells just that
	elsewhere bool    // one that shares less has the same names in the same roles
	named     bool    // one, whatever it shares, has a name in the same role
	turned    bool    // one has a name in the other role: who was defeated, where it is said to have won
}

// told gathers what the source tells of a deed of the statement.
func (j *judgement) told(d *deed, best int) telling {
	var t telling
	for _, s := range append(slices.Clone(j.support), aroundText) {
		deeds := j.sentence(s).deeds
		for k := range deeds {
			if o := &deeds[k]; o.verb == d.verb {
				j.tell(&t, d, o, s, best)
			} else {
				t.agrees = t.agrees || j.doneAlike(d, o, s)
			}
		}
	}
	return t
}

// tell adds a deed of the source with the same verb.
func (j *judgement) tell(t *telling, d, o *deed, s, best int) {
	things, _ := j.inCommon(d.roles[thing], o.roles[thing], s)
	m := j.meet(d, o, s)
	t.named = t.named || m.straightNames > 0
	t.turned = t.turned || d.listed && m.crossedNames > m.straightNames
	if things < t.things {
		t.elsewhere = t.elsewhere || d.listed && m.isSame()
		return
	}
	if things > t.things { // what was told so far is of another deed
		t.elsewhere = t.elsewhere || d.listed && t.sum.isSame()
		t.things, t.sum, t.agrees = things, meeting{}, false
	}
	t.sum.straight, t.sum.crossed = t.sum.straight+m.straight, t.sum.crossed+m.crossed
	t.sum.straightNames, t.sum.crossedNames = t.sum.straightNames+m.straightNames, t.sum.crossedNames+m.crossedNames
	if s != aroundText {
		t.sum.others = t.sum.others || m.others && (s == best || !d.tells || !j.grammar.empty[j.statement.words[d.at].key]) || m.apart && s == best
		t.agrees = t.agrees || m.straight > 0 && !m.others
	}
}

// contradicts reports whether the source tells that others did a deed, or to others.
func (t *telling) contradicts(d *deed) bool {
	if t.elsewhere && t.things < sameThing {
		return false
	}
	crosses := t.sum.crossed > t.sum.straight || t.sum.crossedNames > t.sum.straightNames || t.turned && !t.named
	return !d.tells && crosses || t.sum.others && !t.agrees
}

// doneAlike reports whether a sentence of the source tells the deed of the statement with
// another verb of the same side: lowered for cut.
func (j *judgement) doneAlike(d, o *deed, s int) bool {
	if s == aroundText || !sameSide(j.statement.words[d.at].side, j.sentence(s).words[o.at].side) {
		return false
	}
	m := j.meet(d, o, s)
	return m.straight > 0 && m.crossed == 0 && !m.others
}

// isMutual reports whether the statement says what several do to each other.
func (j *judgement) isMutual() bool {
	for i := range j.statement.words {
		if _, k := j.grammar.mutual.at(j.statement.words, i); k > 0 {
			return true
		}
	}
	return false
}

// meeting is how two deeds compare.
type meeting struct {
	straight, crossed           float64 // weight of those who play the same role in both, and of those who play the other
	straightNames, crossedNames int     // how many of them are names
	others                      bool    // a role is played by somebody else
	apart                       bool    // all that is known of the two is different
}

// isSame reports whether names play the same role in both deeds, and nothing speaks against it.
func (m *meeting) isSame() bool { return m.straightNames > 0 && m.crossed == 0 && !m.others }

// meet compares those who take part in a deed of the statement and in one of a sentence.
func (j *judgement) meet(d, o *deed, s int) meeting {
	m, agents, patients := j.players(d, o, s)
	m.others = m.others || agents == 0 && (j.isByOthers(d, o, s) || patients > 0 && j.isByAnother(d, o, s)) ||
		patients > 0 && agents == 0 && m.crossed == 0 && j.isSomebodyElse(d.roles[agent], o.roles[agent], s)
	m.others = m.others || agents == 0 && m.crossed == 0 && j.isOtherBody(d, o, s)
	filled := d.isFilled() && o.isFilled()
	m.apart = filled && m.straight == 0 && m.crossed == 0
	if !d.listed && !filled {
		m.crossed, m.crossedNames = 0, 0
	}
	if d.tells { // "said Tornau": who speaks may stand on either side
		return meeting{straight: m.straight + m.crossed, others: m.others && m.straight+m.crossed == 0}
	}
	return m
}

// players weighs who plays the same role in two deeds, and who the other one; agents
// and patients are the weights of those who play each of them in both.
func (j *judgement) players(d, o *deed, s int) (m meeting, agents, patients float64) {
	for _, r := range [...]role{agent, patient} {
		for _, q := range [...]role{agent, patient} {
			weight, names := j.inCommon(d.roles[r], o.roles[q], s)
			if r == q && j.grammar.hasFullName(j.statement.words, d.roles[r]) && j.grammar.hasFullName(j.sentence(s).words, o.roles[q]) && j.otherPerson(d.roles[r], o.roles[q], s) { // though both are chiefs of something
				m.others = true
				continue
			}
			if r != q {
				m.crossed, m.crossedNames = m.crossed+weight, m.crossedNames+names
				continue
			}
			m.straight, m.straightNames = m.straight+weight, m.straightNames+names
			if r == agent {
				agents = weight
			} else {
				patients = weight
			}
			if weight == 0 && names == 0 && j.hasNames(j.statement.words, d.roles[r]) && j.hasNames(j.sentence(s).words, o.roles[q]) {
				m.others = true
			}
		}
	}
	return m, agents, patients
}

// isByOthers reports whether those to whom or with whom the statement says something
// was done did it: the government rejected a proposal of the rebels, the rebels did.
func (j *judgement) isByOthers(d, o *deed, s int) bool {
	if d.tells || len(d.roles[agent]) == 0 {
		return false
	}
	taken, _ := j.inCommon(slices.Concat(d.roles[patient], d.roles[thing]), o.roles[agent], s)
	return taken > 0
}

// isOtherBody reports whether the statement says of some body that it did what the source
// says of somebody who is named, without a word that the source has for them.
func (j *judgement) isOtherBody(d, o *deed, s int) bool {
	mine, theirs := d.roles[agent], o.roles[agent]
	x := j.sentence(s)
	if s == aroundText || len(mine) == 0 || j.statement.words[d.at].key != x.words[o.at].key || j.hasNames(j.statement.words, mine) || !j.grammar.hasFullName(x.words, theirs) {
		return false
	}
	return !slices.ContainsFunc(mine, func(i int) bool {
		return len(j.at[i]) == 0 || j.has(i, s) || slices.ContainsFunc(j.at[i], func(p place) bool { return j.besideAny(p, placesOf(s, theirs)) })
	})
}

// placesOf are words of a sentence as places.
func placesOf(s int, words []int) (out []place) {
	for _, k := range words {
		out = append(out, place{s, k})
	}
	return out
}

// isByAnother reports whether a passive says by whom something was done, and the source
// that something else did it which the statement lacks: by the town, by the state.
func (j *judgement) isByAnother(d, o *deed, s int) bool {
	mine, theirs := d.roles[agent], o.roles[agent]
	if !d.by || !o.by || len(mine) == 0 || len(theirs) == 0 {
		return false
	}
	alike := slices.ContainsFunc(mine, func(i int) bool {
		return len(j.at[i]) == 0 || slices.ContainsFunc(theirs, func(k int) bool { return sameSide(j.statement.words[i].side, j.sentence(s).words[k].side) })
	})
	return !alike && !slices.ContainsFunc(theirs, func(k int) bool { return j.saidAt(place{s, k}) >= 0 })
}

// isSomebodyElse reports whether those of the statement are named and called something
// by the source, and those of a sentence are nobody of whom it says that.
func (j *judgement) isSomebodyElse(mine, theirs []int, s int) bool {
	words := j.sentence(s).words
	if len(theirs) == 0 || j.hasNames(words, theirs) || !j.hasNames(j.statement.words, mine) {
		return false
	}
	if k := slices.Min(theirs); k == 0 || words[k-1].number < 0 { // two joggers, of whom none is she
		return false
	}
	called := false
	for n := range j.sentences {
		for _, c := range j.sentences[n].callings {
			own := slices.ContainsFunc(mine, func(i int) bool {
				return slices.ContainsFunc(c.name, func(k int) bool { return slices.Contains(j.at[i], place{n, k}) })
			})
			if !own {
				continue
			}
			called = called || len(c.as) > 0
			if slices.ContainsFunc(c.as, func(k int) bool {
				return slices.ContainsFunc(theirs, func(q int) bool {
					return related(&j.sentences[n].words[k], &words[q]) || sameSide(j.sentences[n].words[k].side, words[q].side)
				})
			}) {
				return false
			}
		}
	}
	return called
}

func (j *judgement) hasNames(words []word, list []int) bool {
	return slices.ContainsFunc(list, func(i int) bool { return j.grammar.isName(words, i) })
}

// inCommon weighs the words of the statement that stand among others of a sentence, and counts the names among them.
func (j *judgement) inCommon(mine, theirs []int, s int) (weight float64, names int) {
	for _, i := range mine {
		if _, isShare := j.grammar.pack.Statements.Fractions[j.statement.words[i].text]; isShare ||
			!slices.ContainsFunc(theirs, func(k int) bool { return slices.Contains(j.at[i], place{s, k}) }) {
			continue
		}
		weight++
		if j.statement.words[i].capital {
			weight++
			names++
		}
	}
	return weight, names
}
