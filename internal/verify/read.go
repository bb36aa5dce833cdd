package verify

import (
	"strings"

	"byline/internal/lexical"
)

// sentence is a sentence, read.
type sentence struct {
	start, end int
	words      []word
	numbers    []number
	dates      []date
	deeds      []deed
	quantities []quantity
	callings   []calling
}

// read reads a sentence that begins at base.
func (g *grammar) read(text string, base int, tokens []lexical.Token) sentence {
	s := sentence{start: base, end: base + len(text), words: g.scan(text, base, tokens)}
	s.dates = g.dates(s.words)
	s.numbers = g.numbers(s.words)
	var last *word
	for i := range s.words {
		w := &s.words[i]
		w.content = (w.term != 0 || w.whole != 0) && w.number < 0 && w.day < 0 && !g.pack.Statements.Auxiliaries[w.text]
		w.verb = g.isVerb(s.words, i)
		if sides, k := g.sides.at(s.words, i); k > 0 && !w.bounds && (w.verb || k > 1 || !g.pack.Statements.Particles[w.text]) {
			w.side = sides
		}
		if w.verb {
			w.led = last != nil && g.leads(*last)
			w.isPast = g.isPast(w, last)
		}
		last = w
	}
	g.markNegations(s.words)
	g.markMoods(s.words)
	s.deeds = g.deeds(s.words)
	s.quantities = g.quantities(s.words, s.numbers)
	s.callings = g.callings(s.words)
	for i := range s.dates {
		s.dates[i].ahead = lookAhead(s.words, s.words[s.dates[i].first].clause)
	}
	return s
}

// lookAhead reports whether a clause may speak of what is to come: something in
// it is planned or only possible, or none of its verbs tells what has happened.
func lookAhead(words []word, clause int) bool {
	past := false
	for i := range words {
		if w := &words[i]; w.clause == clause {
			if w.moodHead && w.mood != able {
				return true
			}
			past = past || w.verb && w.isPast
		}
	}
	return !past
}

// isVerb guesses whether a word is a verb: by its form, or since an auxiliary stands before it.
func (g *grammar) isVerb(words []word, i int) bool { //nolint:cyclop // one rule after the other
	w := &words[i]
	if w.capital && !w.opens {
		return false
	}
	if g.isNoVerb(words, i) {
		return false
	}
	base, irregular := g.forms[w.text]
	if i > 0 && !w.breaks && (base == w.text || !irregular) && (g.pack.Statements.Determiners[words[i-1].text] || words[i-1].number >= 0 || words[i-1].possessive && base == w.text) {
		return false // a cut
	}
	if i > 0 && (base == w.text || g.verb[w.text]) && !w.breaks && g.preposition[words[i-1].text] && !g.leads(words[i-1]) {
		return false // on strike
	}
	if i > 0 && g.verb[w.text] && g.opener[words[i-1].text] && !g.pack.Statements.Coordinators[words[i-1].text] && !g.pack.Statements.Relatives[words[i-1].text] && !g.joinsClause(words[i-1]) {
		return false // because pay talks failed
	}
	if strings.HasSuffix(w.text, "s") && i > 0 && words[i-1].content && i+1 < len(words) && (!w.breaks || words[i-1].capital) && !words[i+1].breaks &&
		(g.pack.Statements.Determiners[words[i+1].text] || words[i+1].number >= 0) {
		return true // the dam supplies 180,000 homes
	}
	if irregular || g.verb[w.text] || strings.HasSuffix(w.text, "ed") {
		return true
	}
	for j := i - 1; j >= max(0, i-3); j-- {
		switch {
		case words[j+1].breaks:
			return false
		case g.leads(words[j]):
			return true
		case words[j].term != 0 && !strings.HasSuffix(words[j].text, "ly") && !g.pack.Statements.Negators[words[j].text]:
			return false
		}
	}
	return false
}

// isNoVerb reports whether a word is none whatever stands before it: a determiner, a preposition, a
// particle behind "be", as in will be back.
func (g *grammar) isNoVerb(words []word, i int) bool {
	w := &words[i]
	st := &g.pack.Statements
	if st.Particles[w.text] {
		return i > 0 && st.Passives[words[i-1].text] && !w.breaks && !(i+1 < len(words) && g.isBy(words[i+1]))
	}
	return (st.Determiners[w.text] || g.preposition[w.text] || g.opener[w.text]) && !g.leads(*w) && !g.verb[w.text]
}

// isPast reports whether a verb has a form of the past, or of a participle.
func (g *grammar) isPast(w, before *word) bool {
	base, irregular := g.forms[w.text]
	return strings.HasSuffix(w.text, "ed") || irregular && !strings.HasSuffix(w.text, "es") && (base != w.text || before == nil || !g.leads(*before)) ||
		before != nil && g.pack.Statements.Perfects[before.text]
}

// inPast reports whether a word by itself is a form of the past, or a participle.
func (g *grammar) inPast(text string) bool {
	_, irregular := g.forms[text]
	_, k := g.moods.at([]word{{key: g.key(text)}}, 0)
	return (irregular || strings.HasSuffix(text, "ed")) && k == 0
}

// leads reports whether a verb can follow a word: an auxiliary, to.
func (g *grammar) leads(w word) bool { return g.pack.Statements.Auxiliaries[w.text] }

// scope is the words from the i-th on that stand in its clause; through an opener if it is a complement.
func (g *grammar) scope(words []word, i int, complement bool) int {
	end := i
	for end < len(words) && (end == i || !words[end].breaks) {
		if words[end].clause != words[i].clause && !(complement && words[end].clause == words[i].clause+1) {
			break
		}
		if m, k := g.moodAt(words, end); end > i && k == 1 && m == conditional && !words[end].content {
			break // does not know whether
		}
		if end > i+1 && words[end].isPast && g.pack.Statements.Coordinators[words[end-1].text] {
			return end - 1 // denied it and offered help
		}
		end++
	}
	return end
}

// mainWords calls mark for the words of a scope on which everything hangs: the
// first of content, and the first behind an auxiliary.
func (g *grammar) mainWords(words []word, from, to int, mark func(*word)) {
	first, led, done := false, false, false
	for j := from; j < to; j++ {
		w := &words[j]
		switch {
		case g.leads(*w):
			led = true
		case w.bounds: // could get up to six years
		case (w.content || w.number >= 0 || w.day >= 0) && led && !done && !g.adverb(*w):
			mark(w)
			first, done = true, true
		case g.empty[w.key] || first || g.adverb(*w):
		case w.content || w.number >= 0 || w.day >= 0:
			mark(w)
			first = true
		}
	}
}

func (g *grammar) adverb(w word) bool {
	return strings.HasSuffix(w.text, "ly") && !g.pack.Statements.NoAdverbs[w.text]
}

// markNegations turns the sign of what is denied.
func (g *grammar) markNegations(words []word) {
	scopes := 0
	for i := 0; i < len(words); i++ {
		if _, k := g.notNegates.at(words, i); k > 0 {
			i += k - 1
			continue
		}
		denial := g.denials[words[i].key] && words[i].content && !g.isQuarrel(words, i)
		_, k := g.negating.at(words, i)
		if k > 1 && g.leads(words[i+k-1]) && g.isDetermined(words, i) {
			k = 0 // the decline to 3 percent
		}
		if k == 0 && !g.negator(words[i]) && !denial {
			continue
		}
		k = max(k, 1)
		from := i + k
		to := g.scope(words, min(from, len(words)-1), denial)
		if from >= len(words) || words[from].breaks {
			continue
		}
		if !(g.pack.Statements.Coordinators[words[i].text] && scopes > 0) { // neither, nor
			scopes++
		}
		weak := g.pack.Statements.WeakNegators[words[i].text]
		for j := from; j < min(from+2, to); j++ { // does not yet know
			if words[j].verb && g.empty[words[j].key] && words[j].content && !g.leads(words[j]) {
				words[j].denies = true
			}
		}
		for j := from; j < to; j++ {
			words[j].negated, words[j].weakly, words[j].scope = !words[j].negated, weak, scopes
		}
		g.mainWords(words, from, to, func(w *word) { w.denies = true })
		g.markCleft(words, i, from, to, scopes)
	}
}

// markCleft turns the sign of a relative clause about what somebody is not: was not the wolf that
// killed the sheep.
func (g *grammar) markCleft(words []word, at, from, to, scope int) {
	if at == 0 || !g.pack.Statements.Passives[words[at-1].text] || !g.pack.Statements.Determiners[words[from].text] ||
		to+1 >= len(words) || words[to].breaks || !words[to+1].verb && !g.leads(words[to+1]) || !g.joinsClause(words[to]) && !g.pack.Statements.Relatives[words[to].text] {
		return
	}
	end := g.scope(words, to+1, false)
	for k := to + 1; k < end; k++ {
		words[k].negated, words[k].scope = true, scope
	}
	g.mainWords(words, to+1, end, func(w *word) { w.denies = true })
}

// isDetermined reports whether a word has one before it that only nouns have: the decline.
func (g *grammar) isDetermined(words []word, i int) bool {
	return i > 0 && words[i].content && !words[i].breaks && g.determines(words[i-1])
}

// isQuarrel reports whether a word that may deny is a noun with those who are at odds, or
// what they are at odds about, behind it: a dispute between two ministries.
func (g *grammar) isQuarrel(words []word, i int) bool {
	return i+1 < len(words) && !words[i].verb && !words[i+1].breaks && g.preposition[words[i+1].text] && !g.pack.Statements.Joining[words[i+1].text]
}

func (g *grammar) negator(w word) bool { return g.pack.Statements.Negators[w.text] }

// markRequest marks what somebody is asked, told, expected or allowed to do.
func (g *grammar) markRequest(words []word, i int) {
	const longest = 8 // words from the request to what is asked for
	asked := planned
	if g.pack.Statements.Permissions[words[i].text] {
		asked = possible
	} else if !g.requests[words[i].key] || !words[i].verb {
		return
	}
	for k := i + 2; k < min(i+longest, len(words)-1) && !words[k].breaks && words[k].clause == words[i].clause; k++ {
		if g.leads(words[k]) && g.preposition[words[k].text] && words[k+1].content { // to
			words[k+1].mood, words[k+1].moodHead = asked, true
			return
		}
	}
}

// markWish marks what somebody is to do in a clause behind a verb of asking, up to the next that opens another.
func (g *grammar) markWish(words []word, from int) {
	const longest = 4 // words from the verb to the clause
	that := from
	for that < len(words) && that-from < longest && !g.joinsClause(words[that]) {
		that++
	}
	if that >= len(words) || !g.joinsClause(words[that]) {
		return
	}
	for i := that + 1; i < len(words) && !(words[i].verb && g.heralds[words[i].key]); i++ {
		if w := &words[i]; w.content && !w.capital {
			w.mood, w.moodHead = planned, true
		}
	}
}

// joinsClause reports whether a word opens a clause that is what a verb tells: that.
func (g *grammar) joinsClause(w word) bool {
	return g.opener[w.text] && g.pack.Statements.Determiners[w.text]
}

// markMoods marks what is only possible, planned, alleged.
func (g *grammar) markMoods(words []word) {
	for i := 0; i < len(words); i++ {
		if _, k := g.certain.at(words, i); k > 0 {
			i += k - 1
			continue
		}
		g.markRequest(words, i)
		m, k := g.moodAt(words, i)
		if k == 0 || words[i].capital && !words[i].opens || words[i].day >= 0 {
			continue
		}
		from := i + k
		if from >= len(words) || words[from].breaks {
			continue
		}
		whole := m == alleged || m == conditional || m == unreal
		to := max(from, g.scope(words, from, whole))
		if m == planned && g.requests[words[i].key] { // demanded on Thursday that the minister, Ture Holst, resign
			g.markWish(words, from)
		}
		if w := &words[from]; w.verb && g.empty[w.key] { // will decide
			w.mood, w.moodHead = m, true
		}
		g.mainWords(words, from, to, func(w *word) {
			if m != planned || w.mood != conditional { // whether they will
				w.mood, w.moodHead = m, true
			}
		})
		if m == planned && g.requests[words[i].key] { // demanded a complete ban
			mark(words[from:to], m, func(k int) bool {
				w := &words[from+k]
				return k > 0 && words[from+k-1].moodHead && w.content && !w.verb
			})
		}
		if g.leads(words[from-1]) && g.preposition[words[from-1].text] { // wants to close it and to build another
			g.markNext(words, from, to, m)
		}
		if whole {
			mark(words[from:to], m, func(k int) bool { return words[from+k].mood == factual })
		}
		i += k - 1
	}
}

// markNext marks verbs behind the same small word, "to", that are joined to what it led to before.
func (g *grammar) markNext(words []word, from, to int, m mood) {
	const longest = 12 // words
	for k := to; k+2 < len(words) && k < from+longest; k++ {
		if g.pack.Statements.Coordinators[words[k].text] && words[k+1].text == words[from-1].text && words[k+2].content {
			words[k+2].mood, words[k+2].moodHead = m, true
			return
		}
		if words[k].parted || words[k].verb && words[k].content && g.leads(words[k]) {
			return
		}
	}
}

// mark gives words a mood that are to have it, by their places, one after another.
func mark(words []word, m mood, has func(i int) bool) {
	for i := range words {
		if has(i) {
			words[i].mood, words[i].moodHead = m, true
		}
	}
}
