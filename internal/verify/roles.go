package verify

import (
	"slices"
	"strings"
)

// deed is a verb of a sentence with the words of those who take part in it.
type deed struct {
	verb    string
	at      int            // its place in the sentence
	roles   map[role][]int // places of words in the sentence
	tells   bool           // it only tells that somebody said something
	listed  bool           // the pack has it
	by      bool           // a passive tells who did it
	passive bool           // what stands before it is what it was done to
}

const (
	agent   role = "agent"
	patient role = "patient"
	thing   role = "thing"
	none    role = "none" // of a noun: a suit by one against another
)

// deeds are the verbs of a sentence with those who take part.
func (g *grammar) deeds(words []word) []deed {
	var list []deed
	for i := 0; i < len(words); i++ {
		f, k := g.verbs.at(words, i)
		w := &words[i]
		known := k > 0
		switch {
		case known && (f.subject == none || w.verb || w.content && !w.capital && !(i > 0 && g.determines(words[i-1])) && !g.isCompound(words, i)):
		case w.verb && w.content:
			f, k = frame{verb: w.key, subject: agent, object: patient}, 1
		case g.heralds[w.key] && w.content && !w.possessive:
			f, k = frame{verb: w.key, subject: agent, object: patient}, 1
		default:
			continue
		}
		d := g.fill(words, i, k, f)
		d.tells, d.listed = g.heralds[w.key], known
		list = append(list, d)
		i += k - 1
	}
	return list
}

// isCompound reports whether a word stands behind a noun that says which it is: the mountain rescue.
func (g *grammar) isCompound(words []word, i int) bool {
	return i > 1 && !words[i].breaks && !words[i-1].breaks && !words[i].verb && words[i-1].content && !words[i-1].verb && !words[i-1].possessive && words[i-1].number < 0 && g.determines(words[i-2])
}

// fill finds those who take part in what the k words from the i-th on say.
func (g *grammar) fill(words []word, i, k int, f frame) deed {
	d := deed{verb: f.verb, at: i, roles: map[role][]int{}}
	subject, object := f.subject, f.object
	before := g.subject(words, i)
	if g.isPassive(words, i) {
		d.passive = true
		d.put(object, before)
		for j := i + k; j < len(words) && !words[j].breaks; j++ {
			if g.preposition[words[j].text] && g.isBy(words[j]) {
				d.put(f.subject, g.phraseFrom(words, j+1))
				d.by = len(d.roles[f.subject]) > 0
				break
			}
		}
		return d
	}
	d.put(subject, before)
	if i+k < len(words) && !words[i+k].breaks {
		d.put(object, g.phraseFrom(words, i+k))
	}
	for j := i + k; j < len(words) && !words[j].breaks; j++ {
		if r, ok := f.behind[words[j].text]; ok {
			d.put(r, g.phraseFrom(words, j+1))
		}
	}
	return d
}

func (d *deed) put(r role, words []int) {
	if r != "" && r != none {
		d.roles[r] = append(d.roles[r], words...)
	}
}

// isBy reports whether a word introduces who did what a passive says.
func (g *grammar) isBy(w word) bool { return g.pack.Statements.Agents[w.text] }

// isPassive reports whether a verb is a passive.
func (g *grammar) isPassive(words []word, i int) bool {
	if words[i].isPast && i+2 < len(words) && !words[i+1].breaks && g.isBy(words[i+1]) && words[i+2].number < 0 && words[i+2].day < 0 {
		return true // the ship chartered by the firm
	}
	if g.isReduced(words, i) {
		return true
	}
	for j := i - 1; j >= max(0, i-3) && !words[j+1].breaks; j-- {
		if g.pack.Statements.Passives[words[j].text] {
			return words[i].isPast && !strings.HasSuffix(words[i].text, "ing") // has been teaching
		}
		if words[j].content && !g.adverb(words[j]) {
			return false
		}
	}
	return false
}

// isReduced reports whether a participle says of the noun before it what was done to it, as
// another verb follows: the people treated for burns are well.
func (g *grammar) isReduced(words []word, i int) bool {
	if !words[i].isPast || i == 0 || !words[i-1].content || words[i-1].verb || i+1 >= len(words) || words[i+1].breaks || !g.preposition[words[i+1].text] {
		return false
	}
	for k := i + 2; k < len(words) && !g.opener[words[k].text]; k++ {
		w := &words[k]
		isFinite := g.leads(*w) && !g.preposition[w.text]
		switch {
		case w.breaks:
			return words[i].breaks && isFinite
		case isFinite:
			return true
		case w.verb && w.content:
			return false
		}
	}
	return false
}

// subject are the words of content that stand before a verb: of its clause, and
// of those before it which have no verb, since they are appositions.
func (g *grammar) subject(words []word, i int) []int {
	j := g.beforeVerb(words, i)
	if g.isInfinitive(words, i, j) {
		return g.toldTo(words, j) // none in beat the champion to reach
	}
	if k := g.coordinated(words, j); k >= 0 {
		return g.subject(words, k)
	}
	var out []int
	for ; j >= 0; j-- {
		w := &words[j]
		if len(out) > 0 && g.endsSubject(words, i, j) {
			if w.verb && w.content && !g.heralds[w.key] && !slices.ContainsFunc(words[j:i+1], func(w word) bool { return w.breaks }) {
				return nil // those who lost a book have to: the book is what they lost
			}
			break
		}
		if len(out) == 0 && g.pack.Questions.Leaning[w.text] && !g.opener[w.text] {
			return nil // he: nobody knows who
		}
		if w.content && !w.verb && (j == 0 || w.breaks || words[j-1].day < 0) { // not the morning of "on Friday morning"
			out = append(out, j)
		}
		if w.parted || g.opener[w.text] && len(out) > 0 && !g.joinsNouns(words, j) {
			break
		}
	}
	return out
}

// beforeVerb is the word before a verb and the small words that lead to it, and before
// a relative clause that stands between: the last that may be of its subject.
func (g *grammar) beforeVerb(words []word, i int) int {
	j := i - 1
	for j >= 0 && (g.leads(words[j]) || g.negator(words[j]) || g.adverb(words[j])) && !words[j+1].breaks {
		j--
	}
	if j+1 < len(words) && words[j+1].breaks {
		j = g.beforeRelative(words, j)
	}
	return j
}

// endsSubject reports whether the j-th word is no longer of the subject that has been
// found behind it, of the i-th.
func (g *grammar) endsSubject(words []word, i, j int) bool {
	if words[j+1].breaks && !words[i].breaks && g.heralds[words[i].key] {
		return true // …, Ekelhoff said
	}
	if g.leads(words[j]) {
		return !g.preposition[words[j].text] || words[j+1].content // not of notices to eight of them
	}
	return words[j].verb && words[j].content
}

// joinsNouns reports whether the j-th word joins what stands behind it to a noun, as no
// verb stands before it.
func (g *grammar) joinsNouns(words []word, j int) bool {
	if !g.pack.Statements.Coordinators[words[j].text] || words[j].breaks || j == 0 {
		return false
	}
	for k := j - 1; k >= 0; k-- {
		if words[k].verb || g.leads(words[k]) || g.opener[words[k].text] {
			return false
		}
		if words[k].breaks {
			break
		}
	}
	return true
}

// beforeRelative is the word before the relative clause that ends with the j-th, j if
// none does: Brask, which owns the plant, said.
func (g *grammar) beforeRelative(words []word, j int) int {
	for k := j; k > 0; k-- {
		if !words[k].breaks {
			continue
		}
		if g.pack.Statements.Relatives[words[k].text] {
			return k - 1
		}
		break
	}
	return j
}

// isInfinitive reports whether a verb stands behind "to" and nothing else that
// leads to one, and before that, at j, a noun.
func (g *grammar) isInfinitive(words []word, i, j int) bool {
	return j >= 0 && words[j].content && !words[j].verb && g.preposition[words[i-1].text] && g.leads(words[i-1]) && (i < 2 || !g.leads(words[i-2]))
}

// toldTo are the words for those whom a verb before the j-th word tells or allows to do what follows
// it: ordered the farmer to pay.
func (g *grammar) toldTo(words []word, j int) []int {
	for k := j; k >= 0; k-- {
		w := &words[k]
		if w.verb && w.content {
			if !g.requests[w.key] && !g.pack.Statements.Permissions[w.text] || g.isPassive(words, k) {
				return nil
			}
			return g.phraseFrom(words, k+1)
		}
		if g.opener[w.text] || g.preposition[w.text] {
			return nil
		}
	}
	return nil
}

// coordinated is the verb that another is joined to by the j-th word, -1 if none is: grew up and worked.
func (g *grammar) coordinated(words []word, j int) int {
	if j < 0 || !g.pack.Statements.Coordinators[words[j].text] || words[j].breaks {
		return -1
	}
	for k := j - 1; k >= 0; k-- {
		if words[k].verb && (words[k].content || words[k].text != words[k].key) {
			return k
		}
	}
	return -1
}

// phraseFrom are the words of content from the i-th on, up to the next preposition or break.
func (g *grammar) phraseFrom(words []word, i int) []int {
	var out []int
	for j := i; j < len(words); j++ {
		w := &words[j]
		if j > i && w.breaks && !(len(out) > 0 && !words[j-1].capital && g.isName(words, j)) || g.opener[w.text] || (g.preposition[w.text] || g.leads(*w)) && !g.pack.Statements.Joining[w.text] {
			break
		}
		if w.content {
			out = append(out, j)
		}
	}
	return out
}

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
		if told := j.told(d, best); told.contradicts(d) {
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
	crosses := t.sum.crossed > t.sum.straight || t.sum.crossedNames > t.sum.straightNames
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

// isFilled reports whether it is told both who did a deed and to whom.
func (d *deed) isFilled() bool { return len(d.roles[agent]) > 0 && len(d.roles[patient]) > 0 }

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
