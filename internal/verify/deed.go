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
		if !known {
			f, k = g.alongside(words, i)
			known = k > 0
		}
		switch {
		case known && isAlongside(words, i):
		case known && f.subject != none && !w.verb && g.isState(words, i): // on sale
			continue
		case known && (f.subject == none || w.verb || w.content && !w.capital && !(i > 0 && g.determines(words[i-1])) && !g.isCompound(words, i)):
		case w.verb && w.content:
			f, k = frame{verb: w.key, subject: agent, object: patient}, 1
		case g.heralds[w.key] && w.content && !w.possessive:
			f, k = frame{verb: w.key, subject: agent, object: patient}, 1
		default:
			continue
		}
		d := g.fill(words, i, k, f)
		d.tells, d.listed = g.heralds[w.key] && !g.countsBehind(words, i), known
		list = append(list, d)
		i += k - 1
	}
	return list
}

// participle is how a verb ends that tells what was done along with what is told before it.
const participle = "ing"

// isAlongside reports whether a word stands as a participle behind a comma.
func isAlongside(words []word, i int) bool {
	return words[i].breaks && strings.HasSuffix(words[i].text, participle)
}

// alongside is the frame of a known verb that stands as a participle behind a comma, and its
// words: won the race, beating Olm.
func (g *grammar) alongside(words []word, i int) (f frame, k int) {
	if i == 0 || !isAlongside(words, i) {
		return f, 0
	}
	stem := strings.TrimSuffix(words[i].text, participle)
	here := slices.Clone(words[i:])
	for _, base := range []string{stem, stem + "e", stem[:max(0, len(stem)-1)]} { // beat, overcome, rob
		here[0].key = g.key(base)
		if f, k = g.verbs.at(here, 0); k > 0 {
			return f, k
		}
	}
	return f, 0
}

// sharing is the verb whose subject that of the i-th word is: the one before a participle
// behind a comma, if there is one, else its own.
func sharing(words []word, i int) int {
	if isAlongside(words, i) {
		for k := i - 1; k >= 0; k-- {
			if words[k].verb && words[k].content {
				return k
			}
		}
	}
	return i
}

// countsBehind reports whether a number of those hurt, dead or the like stands behind a verb, which then
// tells nothing in somebody's words: claimed 17 lives.
func (g *grammar) countsBehind(words []word, i int) bool {
	next := i + 1
	for next < len(words) && words[next].number >= 0 && !words[next].breaks {
		next++
	}
	return next > i+1 && next < len(words) && g.growing[words[next].key] > 0
}

// isState reports whether a noun stands for a state, right behind a preposition: on sale, under attack.
func (g *grammar) isState(words []word, i int) bool {
	return i > 0 && !words[i].breaks && g.preposition[words[i-1].text] && !g.leads(words[i-1]) && !g.isBy(words[i-1]) && !g.pack.Statements.PartWords[words[i-1].text] &&
		(i+1 == len(words) || words[i+1].breaks || !g.pack.Statements.PartWords[words[i+1].text])
}

// isCompound reports whether a word stands behind a noun that says which it is: the mountain rescue.
func (g *grammar) isCompound(words []word, i int) bool {
	return i > 1 && !words[i].breaks && !words[i-1].breaks && !words[i].verb && words[i-1].content && !words[i-1].verb && !words[i-1].possessive && words[i-1].number < 0 && g.determines(words[i-2])
}

// fill finds those who take part in what the k words from the i-th on say.
func (g *grammar) fill(words []word, i, k int, f frame) deed {
	d := deed{verb: f.verb, at: i, roles: map[role][]int{}}
	subject, object := f.subject, f.object
	before := g.subject(words, sharing(words, i))
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

// isFilled reports whether it is told both who did a deed and to whom.
func (d *deed) isFilled() bool { return len(d.roles[agent]) > 0 && len(d.roles[patient]) > 0 }
