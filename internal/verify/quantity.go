package verify

import (
	"slices"

	"byline/internal/lang"
)

// amount is how many of some things a text speaks of.
type amount uint8

// Amounts, which packs name.
const (
	noAmount amount = iota
	every
	most
	some
	few
	hardly // none of them
)

var amounts = map[string]amount{"all": every, "most": most, "some": some, "few": few, "none": hardly}

// fits reports whether a statement may speak of as many where its source speaks of others:
// of some where it has most or all, of few where it has some.
func (a amount) fits(source amount) bool {
	switch a {
	case some:
		return source != hardly
	case few:
		return source == few || source == some
	default:
		return source == a
	}
}

// turns reports whether one is all and the other none.
func (a amount) turns(b amount) bool { return a == every && b == hardly || a == hardly && b == every }

// quantity is how many of the things that some words name are spoken of.
type quantity struct {
	of    []int // words of content that name the things
	much  amount
	whole int // number of all the things, -1 if that is not told
	from  int // word where a part is spoken of behind what is said of all: employs 40 people, 12 of them in Skerrin; else 0
}

// quantities are those of a sentence: all 40 shops, most of them, 12 of its 40 shops.
func (g *grammar) quantities(words []word, numbers []number) []quantity {
	var list []quantity
	for i := range words {
		much, k := g.amounts.at(words, i)
		if _, idiom := g.idioms.at(words, max(0, i-1)); idiom > 0 || k == 0 || words[i].number >= 0 || g.isSuperlative(words, i, much) {
			continue
		}
		of, _ := g.things(words, numbers, i+k)
		if next := i + k; next < len(words) && g.pack.Statements.PartPronouns[words[next].text] && !words[next].breaks || next+1 < len(words) && g.pack.Statements.PartWords[words[next].text] && g.pack.Statements.PartPronouns[words[next+1].text] {
			of = g.countedBefore(words, numbers, i) // 70 people, some of them in tree houses
		}
		if len(of) > 0 {
			list = append(list, quantity{of: of, much: much, whole: -1})
		}
	}
	for k := range numbers {
		n := &numbers[k]
		if q, ok := g.partOf(words, numbers, n); ok {
			list = append(list, q)
		}
	}
	return list
}

// isSuperlative reports whether "most" is no amount: the most expensive.
func (g *grammar) isSuperlative(words []word, i int, much amount) bool {
	return much == most && i > 0 && !(i+1 < len(words) && g.pack.Statements.PartWords[words[i+1].text]) && g.determines(words[i-1])
}

// things are the words of content of the noun phrase that begins with the i-th
// word, and the number that it opens with, -1 if there is none.
func (g *grammar) things(words []word, numbers []number, i int) (of []int, whole int) {
	whole = -1
	for i < len(words) && !words[i].breaks && (g.preposition[words[i].text] && i > 0 || g.determines(words[i])) {
		i++
	}
	if i < len(words) && words[i].number >= 0 && !words[i].breaks {
		n := &numbers[words[i].number]
		if n.unit == "" && !n.ordinal {
			whole = words[i].number
		}
		i = n.last + 1
	}
	for j := i; j < len(words) && !(j > i && words[j].breaks); j++ {
		w := &words[j]
		if w.verb && len(of) > 0 || w.number >= 0 || w.day >= 0 || g.leads(*w) || g.opener[w.text] || g.preposition[w.text] {
			break
		}
		if w.content {
			of = append(of, j)
		}
	}
	return of, whole
}

// determines reports whether a noun phrase opens with a word: the, its, Oster's.
func (g *grammar) determines(w word) bool {
	return w.possessive || g.pack.Statements.Determiners[w.text]
}

// partOf reads how many of all are meant with a number: 12 of its 40 shops; of the 31
// councillors, 18; two thirds of the claims.
func (g *grammar) partOf(words []word, numbers []number, n *number) (quantity, bool) {
	isShare := n.unit == g.pack.Statements.Units["percent"]
	if n.ordinal || n.unit != "" && !isShare {
		return quantity{}, false
	}
	after := n.last + 1
	if isShare && g.pack.Statements.PartWords[words[n.last].text] { // half of
		after--
	}
	if q, ok := g.partOfNext(words, numbers, n, after, isShare); ok {
		return q, true
	}
	if !isShare && g.isPartOfThem(words, after) {
		if k := g.lastCounted(numbers, n.first); k >= 0 {
			q, ok := g.partOfCounted(words, numbers, n, k)
			q.from = n.first
			return q, ok && g.pack.Questions.Leaning[words[after+1].text]
		}
	}
	return g.partOfOpening(words, numbers, n)
}

// partOfNext reads a number with what it is a part of right behind it: 12 of its 40
// shops; two thirds of the claims.
func (g *grammar) partOfNext(words []word, numbers []number, n *number, after int, isShare bool) (quantity, bool) {
	if after >= len(words) || words[after].breaks {
		return quantity{}, false
	}
	isPart := g.pack.Statements.PartWords[words[after].text]
	if !isPart && !isShare {
		return quantity{}, false
	}
	things, whole := g.things(words, numbers, after)
	if isShare && isPart && len(things) == 0 { // of them
		things = g.countedBefore(words, numbers, n.first)
	}
	known := isShare || whole >= 0 || after+1 < len(words) && g.pack.Statements.Determiners[words[after+1].text] // one of the patients
	if len(things) == 0 || !known {
		return quantity{}, false
	}
	if !isShare && whole < 0 {
		return quantity{of: things, much: some, whole: -1}, true
	}
	return quantity{of: things, much: g.amountOf(n, numbers, whole), whole: whole}, true
}

// isPartOfThem reports whether a number is followed by what refers to things named
// before: eight of them.
func (g *grammar) isPartOfThem(words []word, after int) bool {
	return after+1 < len(words) && g.pack.Statements.PartWords[words[after].text] && !words[after].breaks && words[after+1].term == 0
}

// partOfOpening reads a number as a part of the one that the sentence opens with: of
// the 31 councillors, 18.
func (g *grammar) partOfOpening(words []word, numbers []number, n *number) (quantity, bool) {
	const nearest = 2
	if n.counted != "" || !g.pack.Statements.PartWords[words[0].text] {
		return quantity{}, false
	}
	for k := range numbers {
		all := &numbers[k]
		opens := all.first > 0 && all.first <= nearest
		if !opens || all == n || n.first <= all.last || all.unit != "" || all.ordinal {
			continue
		}
		return g.partOfCounted(words, numbers, n, k)
	}
	return quantity{}, false
}

// partOfCounted is a number as a part of the things that the k-th counts; ok is false
// if it counts none.
func (g *grammar) partOfCounted(words []word, numbers []number, n *number, k int) (quantity, bool) {
	things, _ := g.things(words, numbers, numbers[k].last+1)
	return quantity{of: things, much: g.amountOf(n, numbers, k), whole: k}, len(things) > 0
}

// countedBefore are the things that the number before a word counts: 14,200 claims, two thirds of them.
func (g *grammar) countedBefore(words []word, numbers []number, i int) []int {
	if k := g.lastCounted(numbers, i); k >= 0 {
		things, _ := g.things(words, numbers, numbers[k].last+1)
		return things
	}
	return nil
}

// lastCounted is the last number before a word that counts something, -1 if there is none.
func (g *grammar) lastCounted(numbers []number, i int) int {
	for k := len(numbers) - 1; k >= 0; k-- {
		if n := &numbers[k]; n.last < i && n.counted != "" {
			return k
		}
	}
	return -1
}

// amountOf tells how much a number is of all.
func (g *grammar) amountOf(n *number, numbers []number, whole int) amount {
	const half, hundred = 50, 100.
	share := n.value
	if whole >= 0 {
		share = n.value / max(numbers[whole].value, 1) * hundred
	}
	switch {
	case share >= hundred:
		return every
	case share > half:
		return most
	}
	return some
}

// quantities compares how many of some things are meant: not all where the source
// has a part, not most where it has all or some.
func (j *judgement) quantities() (Conflict, string) {
	for _, q := range j.statement.quantities {
		at := j.statement.words[q.of[len(q.of)-1]].text
		if q.whole >= 0 && j.hasPart(q) {
			continue
		}
		agrees, differs := j.amounts(q, j.support)
		if s := j.best(); s >= 0 && agrees && differs { // two are told apart by what else the statement has
			agrees, _ = j.amounts(q, []int{s})
		}
		if differs && !agrees {
			return Quantity, at
		}
	}
	return NoConflict, ""
}

// amounts reports whether some sentences speak of as many of the things of a
// quantity of the statement, and whether they speak of more or fewer.
func (j *judgement) amounts(q quantity, sentences []int) (agrees, differs bool) {
	for _, s := range sentences {
		for _, o := range j.sentences[s].quantities {
			if j.sameThings(q, o, s) {
				fits := q.much.fits(o.much) || q.much.turns(o.much) && j.denies(s)
				agrees, differs = agrees || fits, differs || !fits
			}
		}
		differs = differs || (q.much == every || q.much == hardly) && j.restricted(q, s)
	}
	return agrees, differs
}

// turnsQuantity reports whether the statement says of all things what a sentence says of none, or
// the other way round, so that the contrary of a word says the same.
func (j *judgement) turnsQuantity(s int) bool {
	return slices.ContainsFunc(j.statement.quantities, func(q quantity) bool {
		return slices.ContainsFunc(j.sentence(s).quantities, func(o quantity) bool { return q.much.turns(o.much) })
	})
}

// denies reports whether the statement has a word that says the contrary of one of a
// sentence: all unhurt, none hurt.
func (j *judgement) denies(s int) bool {
	return slices.ContainsFunc(j.statement.words, func(w word) bool {
		return w.content && slices.ContainsFunc(j.sentences[s].words, func(o word) bool {
			if j.undoes(w.text, o.text) || j.undoes(o.text, w.text) {
				return true
			}
			return slices.ContainsFunc(w.side, func(x side) bool {
				return slices.ContainsFunc(o.side, func(y side) bool { return x.contrast == y.contrast && x.side != y.side })
			})
		})
	})
}

// hasPart reports whether the source tells of a part of the same whole.
func (j *judgement) hasPart(q quantity) bool {
	whole := &j.statement.numbers[q.whole]
	return slices.ContainsFunc(j.here(whole.first), func(p place) bool {
		s := j.sentence(p.sentence)
		return slices.ContainsFunc(s.quantities, func(o quantity) bool { return o.whole >= 0 && o.whole == s.words[p.word].number })
	})
}

// sameThings reports whether two quantities are of one thing: the noun is the same.
func (j *judgement) sameThings(q, o quantity, s int) bool {
	head := q.of[len(q.of)-1]
	return slices.ContainsFunc(o.of, func(k int) bool { return slices.Contains(j.at[head], place{s, k}) })
}

// restricted reports whether a sentence counts some of the things that the statement
// says all of, leaves out others, or tells those apart by a word that it lacks: the three longest lines.
func (j *judgement) restricted(q quantity, s int) bool {
	head := q.of[len(q.of)-1]
	x := &j.sentences[s]
	for _, p := range j.at[head] { // only for vehicles with chains
		if p.sentence == s && slices.ContainsFunc(x.words[max(0, p.word-2):p.word], func(w word) bool { return j.grammar.pack.Statements.Exclusives[w.text] }) {
			return true
		}
	}
	for k := range x.numbers {
		n := &x.numbers[k]
		if n.counted == "" || n.unit != "" || n.ordinal {
			continue
		}
		things, _ := j.grammar.things(x.words, x.numbers, n.first)
		if len(things) > 1 && slices.Contains(j.at[head], place{s, things[len(things)-1]}) &&
			!slices.ContainsFunc(things[:len(things)-1], func(t int) bool { return j.saidAt(place{s, t}) >= 0 }) {
			return true
		}
	}
	return false
}

// wholeForPart reports whether a number of the statement is that of all where the
// source says what the statement does of a part: 40 shops close, of "12 of its 40 shops".
func (j *judgement) wholeForPart(n *number, here []place) bool {
	if slices.ContainsFunc(j.statement.quantities, func(q quantity) bool { return q.whole >= 0 && j.statement.numbers[q.whole].first == n.first }) || j.isOfAll(n) {
		return false
	}
	for _, p := range here {
		if p.sentence == aroundText || !j.isWhole(n, p) {
			return false
		}
	}
	return len(here) > 0
}

// isOfAll reports whether a number of the statement says of how many one before it is: 11
// branches of 33, 180 jobs out of 1,400.
func (j *judgement) isOfAll(n *number) bool {
	words := j.statement.words
	return n.counted == "" && n.first > 0 && j.grammar.pack.Statements.PartWords[words[n.first-1].text] && slices.ContainsFunc(j.statement.numbers, func(m number) bool {
		return m.last < n.first && m.value < n.value && words[m.last].clause == words[n.first].clause
	})
}

// partForWhole reports whether a number that counts a part in the source counts, in the
// statement, what another number does there, which it leaves out with what tells the
// part: 900 people for 2,750 people, 900 of them in Ostrand.
func (j *judgement) partForWhole(n *number, here []place) bool {
	if n.counted == "" {
		return false
	}
	for _, p := range here {
		x := j.sentence(p.sentence)
		o := x.words[p.word].number
		if o < 0 || !j.countsPart(x, o, n.counted) {
			return false
		}
	}
	return len(here) > 0
}

// countsPart reports whether a number of the source is followed by "of them", where them is
// what another number counts that the statement does not have, and the statement has
// nothing of what tells them apart.
func (j *judgement) countsPart(x *sentence, o int, counted string) bool {
	at := x.numbers[o].last + 1
	if at+1 >= len(x.words) || x.words[at].text != "of" || !j.grammar.pack.Statements.PartPronouns[x.words[at+1].text] {
		return false
	}
	end := at + 2
	for end < len(x.words) && x.words[end].clause == x.words[at].clause {
		end++
	}
	return !j.saysSome(x.words[min(at+2, end):end]) && slices.ContainsFunc(x.numbers[:o], func(m number) bool {
		return m.counted == counted && !slices.ContainsFunc(j.statement.numbers, func(n number) bool { return compare(&n, &m) == same })
	})
}

// saysSome reports whether the statement has one of the words of content.
func (j *judgement) saysSome(words []word) bool {
	return slices.ContainsFunc(words, func(w word) bool {
		return w.content && slices.ContainsFunc(j.statement.words, func(o word) bool { return o.key == w.key })
	})
}

// countsOther reports whether a number counts what, in the source, another number of the
// statement does, and there counts something else: 500 people within 1,900 metres for
// 1,900 people within 500 metres.
func (j *judgement) countsOther(n *number, here []place) bool {
	if n.counted == "" {
		return false
	}
	for _, p := range here {
		x := j.sentence(p.sentence)
		o := x.words[p.word].number
		if head := j.grammar.headCounted(&j.statement, n); o < 0 || x.numbers[o].counted == n.counted || head >= 0 && j.statement.words[head].key == x.numbers[o].counted || // three missing hikers
			x.numbers[o].counted == "" && x.numbers[o].unit == "" {
			return false
		}
		if j.countsElse(n, x, &x.numbers[o]) || j.countedOtherwise(n, x, &x.numbers[o]) {
			continue
		}
		swapped := slices.ContainsFunc(x.numbers, func(m number) bool {
			return m.counted == n.counted && slices.ContainsFunc(j.statement.numbers, func(k number) bool { return compare(&k, &m) == same && k.counted != n.counted })
		})
		if !swapped {
			return false
		}
	}
	return len(here) > 0
}

// countsElse reports whether a number of the source counts a thing that the statement names
// too but does not count, and what it counts stands alone in the source: three patients, a surgeon.
func (j *judgement) countsElse(n *number, x *sentence, o *number) bool {
	const longest = 5 // words of what is counted
	is := func(w word) bool { return w.key == n.counted }
	if o.counted == "" || x.words[o.last+1].verb || j.grammar.empty[n.counted] || slices.ContainsFunc(x.words[o.last:min(o.last+longest, len(x.words))], is) {
		return false
	}
	named := slices.ContainsFunc(j.statement.words, func(w word) bool { return w.key == o.counted && w.number < 0 })
	return named && slices.ContainsFunc(x.words, is)
}

// countedOtherwise reports whether the source counts what a number of the statement does with another
// number only, and with this one something else: 64 buyers, of 64 shops and two buyers.
func (j *judgement) countedOtherwise(n *number, x *sentence, o *number) bool {
	at, behind := j.grammar.headCounted(&j.statement, n), j.grammar.headCounted(x, o)
	if at < 0 || behind < 0 && (o.unit == "" || o.unit == j.grammar.pack.Statements.Units["percent"]) || j.grammar.empty[j.statement.words[at].key] {
		return false
	}
	mine := &j.statement.words[at]
	if behind >= 0 {
		if theirs := &x.words[behind]; mine.key == theirs.key || theirs.bounds || o.compares || !j.unlike(mine.text, theirs.text) || j.isKindOf(theirs, mine) {
			return false
		}
	}
	other := false
	for s := range j.sentences {
		for k := range j.sentences[s].numbers {
			m := &j.sentences[s].numbers[k]
			if head := j.grammar.headCounted(&j.sentences[s], m); head < 0 || j.sentences[s].words[head].key != mine.key {
				continue
			}
			if compare(n, m) == same || j.saidAt(place{s, m.first}) >= 0 {
				return false
			}
			other = true
		}
	}
	return other
}

// isKindOf reports whether what one noun names is of the sort that another does: eleven cows are animals.
func (j *judgement) isKindOf(a, b *word) bool {
	if j.grammar.pack.Code != english {
		return false
	}
	sort := lang.EnglishNouns().Sort(b.text)
	if sort == nil {
		return false
	}
	is, _ := sort.Has(a.text)
	return is
}

// headCounted is the noun that a number counts, -1 if there is none.
func (g *grammar) headCounted(x *sentence, n *number) int {
	if n.unit != "" || n.ordinal || n.age || n.text != "" {
		return -1
	}
	if things, _ := g.things(x.words, x.numbers, n.last+1); len(things) > 0 && !x.words[n.last+1].breaks && !x.words[n.last+1].verb {
		return things[len(things)-1]
	}
	return -1
}

// isWhole reports whether a number of the source is that of all, of a part of which
// the statement has the verb but not the number.
func (j *judgement) isWhole(n *number, p place) bool {
	x := j.sentence(p.sentence)
	at := x.words[p.word].number
	var q *quantity
	for k := range x.quantities {
		if x.quantities[k].whole == at && at >= 0 {
			q = &x.quantities[k]
		}
	}
	if q == nil {
		return false
	}
	if q.from > 0 && !j.saysSome(x.words[q.from:]) {
		return false // it is said of all
	}
	named := q.of[len(q.of)-1] + 1 // the 27 people admitted
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if !w.verb || !w.content || j.grammar.empty[w.key] || w.clause != j.statement.words[n.first].clause {
			continue
		}
		if slices.ContainsFunc(j.at[i], func(v place) bool { return v.sentence == p.sentence && v.word != named }) {
			return true
		}
	}
	return false
}

// exclusive finds "only" where the source leaves nothing out.
func (j *judgement) exclusive() (Conflict, string) {
	st := &j.grammar.pack.Statements
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if !st.Exclusives[w.text] || i > 0 && j.grammar.negator(j.statement.words[i-1]) || i+1 < len(j.statement.words) && j.statement.words[i+1].number >= 0 {
			continue
		}
		told := j.takesAway()
		for _, s := range j.support {
			told = told || slices.ContainsFunc(j.sentences[s].words, func(o word) bool { return st.Exclusives[o.text] })
		}
		if !told {
			return Quantity, w.text
		}
	}
	return NoConflict, ""
}
