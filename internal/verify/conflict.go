package verify

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// conflict returns the first way in which the statement differs from its support.
func (j *judgement) conflict() (Conflict, string) {
	checks := []func() (Conflict, string){j.fragment, j.quotations, j.numbers, j.dates}
	if j.grammar.knowsWords() {
		checks = append(checks, j.names, j.holders, j.quantities, j.exclusive, j.partly, j.polarity, j.moods, j.unanswered, j.contrasts, j.opposites, j.turned, j.substitutions, j.roles, j.speakers, j.causes, j.unsaid)
	}
	for _, check := range checks {
		if c, detail := check(); c != NoConflict {
			return c, detail
		}
	}
	return NoConflict, ""
}

// fragment finds what is no statement at all.
func (j *judgement) fragment() (Conflict, string) {
	const fewest = 2
	n, lower := 0, false
	for i := range j.statement.words {
		if w := &j.statement.words[i]; j.weight[i] > 0 {
			n++
			lower = lower || !w.capital && w.content && w.text != ""
		}
	}
	if n < fewest || !lower || len(j.statement.words) <= fewest {
		return Fragment, j.text
	}
	return NoConflict, ""
}

// clearly is how much nearer one word has to stand than another to be meant.
const (
	clearly      = 1.4
	clearlyNamed = 2.
	sameSlot     = .5 // share of the nearness that is possible, for one name to stand in place of another
)

// here are the places of a word of the statement within the support.
func (j *judgement) here(i int) []place {
	var out []place
	for _, p := range j.at[i] {
		if slices.Contains(j.support, p.sentence) {
			out = append(out, p)
		}
	}
	return out
}

// numbers compares each number with those of the support.
func (j *judgement) numbers() (Conflict, string) {
	for k := range j.statement.numbers {
		n := &j.statement.numbers[k]
		w := &j.statement.words[n.first]
		if here := j.here(n.first); len(here) > 0 {
			if c := j.numberStands(n, here); c != NoConflict {
				return c, w.text
			}
			continue
		}
		if n.weak && n.bound == "" && (n.value == 1 || j.grammar.empty[w.key]) && !j.counts(n) || j.has(n.first, aroundText) {
			continue
		}
		return j.whyNot(n), w.text
	}
	return NoConflict, ""
}

// numberStands checks that a number which the support has says the same there.
func (j *judgement) numberStands(n *number, here []place) Conflict {
	if !n.weak && !j.isOrigin(j.statement.words, n.first) && j.otherNearer(n.first, here, j.ofSameNames(n, here, j.otherNumbers(n)), clearly) {
		return Number
	}
	if slices.ContainsFunc(here, func(p place) bool { return j.word(p).number < 0 }) { // it doubled
		return NoConflict
	}
	if j.ofOthers(n, here) {
		return Number
	}
	if j.wholeForPart(n, here) || j.partForWhole(n, here) {
		return Quantity
	}
	if j.countsOther(n, here) {
		return Number
	}
	if c := j.unitStands(n, here); c != NoConflict {
		return c
	}
	if j.sumOfOther(n, here) || j.numberOfOther(n, here) || j.changesOtherwise(n, here) {
		return Number
	}
	if !j.rateStands(n, here) {
		return Unit
	}
	if n.bound == "" && !slices.ContainsFunc(here, func(p place) bool { return !j.endsRange(p) }) {
		return Bound
	}
	return NoConflict
}

// unitStands checks that a number whose unit the source leaves out has it all the same.
func (j *judgement) unitStands(n *number, here []place) Conflict {
	if n.unit == "" || n.anyUnit || n.unit == j.grammar.pack.Statements.Units["times"] { // three times: three matches
		return NoConflict
	}
	for _, p := range here {
		s := j.sentence(p.sentence)
		o := &s.numbers[s.words[p.word].number]
		if o.unit == n.unit || o.anyUnit || o.unit == "" && o.counted == "" && j.onlyMoney(n.unit) {
			return NoConflict
		}
		for i := range s.words {
			if unit, k := j.grammar.units.at(s.words, i); k > 0 && unit == n.unit {
				return NoConflict
			}
		}
	}
	return Unit
}

// onlyMoney reports whether a unit is a currency, and the source has no other.
func (j *judgement) onlyMoney(unit string) bool {
	money := j.grammar.pack.Answers.Currencies
	stands, other := false, false
	for s := range j.sentences {
		for k := range j.sentences[s].numbers {
			if o := j.sentences[s].numbers[k].unit; money[o] {
				stands, other = stands || o == unit, other || o != unit
			}
		}
	}
	return stands && !other
}

// numberOfOther reports whether the verb beside a number of the statement has another one
// beside it in the source, which the statement lacks: won five for "was nominated for five and won two".
func (j *judgement) numberOfOther(n *number, here []place) bool {
	words := j.statement.words
	if n.compares || n.age || n.ordinal {
		return false
	}
	for _, v := range []int{n.first - 1, j.grammar.verbBehind(words, n.last)} {
		if v < 0 || !words[v].verb || !words[v].content || j.grammar.empty[words[v].key] {
			continue
		}
		own, other := false, false
		for _, p := range j.here(v) {
			x := j.sentence(p.sentence)
			k := numberBeside(x.words, p.word, v < n.first, j.grammar)
			if k < 0 || slices.ContainsFunc(x.quantities, func(q quantity) bool { return q.whole == k }) {
				continue
			}
			is := slices.ContainsFunc(here, func(q place) bool { return q.sentence == p.sentence && x.words[q.word].number == k })
			said := slices.ContainsFunc(j.statement.numbers, func(m number) bool { return compare(&m, &x.numbers[k]) == same })
			own, other = own || is, other || !is && !said && !x.numbers[k].ordinal && x.numbers[k].unit == n.unit
		}
		if other && !own {
			return true
		}
	}
	return false
}

// verbBehind is the verb behind the word or two that the number ending at a word counts, -1 if there is none.
func (g *grammar) verbBehind(words []word, last int) int {
	const near = 2
	for k := last + 1; k < len(words) && k <= last+1+near && !words[k].breaks; k++ {
		if words[k].verb && words[k].content {
			return k
		}
		if g.opener[words[k].text] || g.pack.Questions.Prepositions[words[k].text] {
			return -1
		}
	}
	return -1
}

// numberBeside is the number right behind a verb, or the one that counts who does what it says, -1 if there is none.
func numberBeside(words []word, v int, behind bool, g *grammar) int {
	if behind {
		if v+1 < len(words) && !words[v+1].breaks {
			return words[v+1].number
		}
		return -1
	}
	for k := v - 1; k >= 0 && k >= v-3 && !words[k+1].breaks; k-- {
		if words[k].number >= 0 && g.verbBehind(words, k) == v {
			return words[k].number
		}
	}
	return -1
}

// sumOfOther reports whether a number is one of profit, sales or the like, and in the source of another of them.
func (j *judgement) sumOfOther(n *number, here []place) bool {
	mine := j.grammar.sumAt(j.statement.words, n.first)
	return mine > 0 && !slices.ContainsFunc(here, func(p place) bool {
		theirs := j.grammar.sumAt(j.sentence(p.sentence).words, p.word)
		return theirs == 0 || theirs == mine
	})
}

// sumAt tells what of that a figure is of: the last in its clause before it, else the next behind it; 0 if none is there.
func (g *grammar) sumAt(words []word, at int) int {
	for k := at - 1; k >= 0 && words[k].clause == words[at].clause; k-- {
		if n := g.sums[words[k].text]; n > 0 {
			return n
		}
	}
	for k := at + 1; k < len(words) && words[k].clause == words[at].clause; k++ {
		if n := g.sums[words[k].text]; n > 0 {
			return n
		}
	}
	return 0
}

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
	return other != "" && !slices.ContainsFunc(here, func(p place) bool {
		word := before(j.sentence(p.sentence).words, p.word)
		return word == "" || !slices.Contains(strings.Fields(other), word)
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

// endsRange reports whether a number of the source is one end of a range of which
// the statement does not have the other: between 80 and 95 million. From 80 to 95
// is a change, and of that the end may be told alone.
func (j *judgement) endsRange(p place) bool {
	if p.sentence == aroundText {
		return false
	}
	s := j.sentence(p.sentence)
	k := s.words[p.word].number
	joined := func(a, b int) bool {
		if a < 0 || b >= len(s.numbers) {
			return false
		}
		low, high := &s.numbers[a], &s.numbers[b]
		if low.first == 0 || high.first-low.last != 2 || s.words[low.first].breaks || s.words[high.first].breaks {
			return false
		}
		before, between := s.words[low.first-1].text, s.words[low.last+1].text
		st := &j.grammar.pack.Statements
		return st.RangeWords[before] && st.Coordinators[between]
	}
	other := -1
	switch {
	case joined(k, k+1):
		other = k + 1
	case joined(k-1, k):
		other = k - 1
	default:
		return false
	}
	return !slices.ContainsFunc(j.statement.numbers, func(n number) bool {
		return compare(&n, &s.numbers[other]) == same
	})
}

// counts reports whether the support counts the same thing otherwise.
func (j *judgement) counts(n *number) bool {
	for _, s := range j.support {
		for k := range j.sentences[s].numbers {
			o := &j.sentences[s].numbers[k]
			if o.counted != "" && o.counted == n.counted && compare(n, o) == different && !o.ordinal {
				return true
			}
		}
	}
	return false
}

// whyNot tells why the support lacks a number.
func (j *judgement) whyNot(n *number) Conflict {
	worst := different
	for _, s := range j.support {
		for k := range j.sentences[s].numbers {
			worst = max(worst, compare(n, &j.sentences[s].numbers[k]))
		}
	}
	switch worst {
	case otherUnit:
		return Unit
	case otherBound:
		return Bound
	default:
		return Number
	}
}

// otherNumbers are the numbers of the support that are not n, but could be said in its place.
func (j *judgement) otherNumbers(n *number) []place {
	var out []place
	for _, s := range j.support {
		for k := range j.sentences[s].numbers {
			o := &j.sentences[s].numbers[k]
			isWhole := slices.ContainsFunc(j.sentences[s].quantities, func(q quantity) bool { return q.whole == k })
			if o.ordinal == n.ordinal && o.compares == n.compares && j.sameKind(o.unit, n.unit) && !o.weak && !isWhole && compare(n, o) != same && !j.outdated(n, s, o) {
				out = append(out, place{s, o.first})
			}
		}
	}
	return out
}

// partly finds something that the statement says without the word that the source
// has it only in part by: 70 per cent complete, almost full.
func (j *judgement) partly() (Conflict, string) {
	for i := range j.statement.words {
		w := &j.statement.words[i]
		here := j.here(i)
		if !w.content || w.number >= 0 || w.day >= 0 || len(here) == 0 || j.grammar.opener[w.text] || j.isPartly(j.statement.words, j.statement.numbers, i) {
			continue
		}
		if !slices.ContainsFunc(here, func(p place) bool {
			s := j.sentence(p.sentence)
			return !j.isPartly(s.words, s.numbers, p.word)
		}) {
			return Bound, w.text
		}
	}
	return NoConflict, ""
}

// isPartly reports whether the word before another says that it is so only in part.
func (j *judgement) isPartly(words []word, numbers []number, i int) bool {
	st := &j.grammar.pack.Statements
	if i == 0 || words[i].breaks {
		return false
	}
	b := &words[i-1]
	ends := i+1 == len(words) || words[i+1].breaks || !words[i+1].content
	return st.PartlyWords[b.text] || ends && b.number >= 0 && numbers[b.number].unit == st.Units["percent"] && !numbers[b.number].rough && words[i].side == nil
}

// ofSameNames leaves of other numbers those in sentences that have as many of the names
// before the statement's number as the one where it stands.
func (j *judgement) ofSameNames(n *number, own, others []place) []place {
	named := func(p place) (count int) {
		for k := range n.first {
			if j.isName(k) && j.has(k, p.sentence) {
				count++
			}
		}
		return count
	}
	most := 0
	for _, p := range own {
		most = max(most, named(p))
	}
	return slices.DeleteFunc(others, func(p place) bool { return named(p) < most })
}

// ofOthers reports whether a number stands in the source only where somebody else is
// named, and somebody of the statement where another of its kind does: she got 52
// per cent, her rival got 44.
func (j *judgement) ofOthers(n *number, here []place) bool {
	if n.unit == "" || n.ordinal || j.grammar.pack.Statements.SpanUnits[n.unit] {
		return false
	}
	agents := j.agentNames(j.statement.words[n.first].clause)
	if len(agents) == 0 {
		return false
	}
	named := func(s int) bool {
		return slices.ContainsFunc(agents, func(k int) bool { return j.has(k, s) })
	}
	for _, p := range here {
		if p.sentence == aroundText || named(p.sentence) || !j.grammar.namesSubject(j.sentence(p.sentence)) {
			return false
		}
	}
	for s := range j.sentences {
		for k := range j.sentences[s].numbers {
			o := &j.sentences[s].numbers[k]
			if o.unit == n.unit && !o.ordinal && compare(n, o) != same && named(s) {
				return true
			}
		}
	}
	return false
}

// agentNames are the names of those who do what a clause of the statement tells.
func (j *judgement) agentNames(clause int) (out []int) {
	for _, d := range j.statement.deeds {
		if j.statement.words[d.at].clause != clause || d.tells {
			continue
		}
		for _, k := range d.roles[agent] {
			if j.isName(k) && j.statement.words[k].clause == clause {
				out = append(out, k)
			}
		}
	}
	return out
}

// namesSubject reports whether somebody who does something is named in a sentence, or
// it is told of what is done to them.
func (g *grammar) namesSubject(s *sentence) bool {
	return slices.ContainsFunc(s.deeds, func(d deed) bool {
		return slices.ContainsFunc(slices.Concat(d.roles[agent], d.roles[patient]), func(k int) bool { return g.isName(s.words, k) })
	})
}

// sameKind reports whether what one unit measures could be measured by another: four minutes, five hours.
func (j *judgement) sameKind(a, b string) bool {
	st := &j.grammar.pack.Statements
	return a == b || st.SpanUnits[a] && st.SpanUnits[b]
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

// dates compares each date with those of the support.
func (j *judgement) dates() (Conflict, string) {
	for _, d := range j.statement.dates {
		if d.relative && j.about.Published.IsZero() {
			continue
		}
		w := j.statement.words[d.first]
		here := j.here(d.first)
		if j.liesAhead(d) {
			return Mood, w.text
		}
		if len(here) > 0 {
			if j.otherNearer(d.first, here, j.otherDates(d), clearly) {
				return Date, w.text
			}
			continue
		}
		if len(j.at[d.first]) > 0 && len(j.otherDates(d)) == 0 || j.isPublished(d) {
			continue
		}
		return Date, w.text
	}
	return NoConflict, ""
}

// liesAhead reports whether the statement tells as done what the source, which came out
// before, has for a later day.
func (j *judgement) liesAhead(d date) bool {
	if d.day == 0 || d.month == 0 || j.about.Published.IsZero() || !d.time(j.about.Published).After(j.about.Published) {
		return false
	}
	done := false
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if w.clause != j.statement.words[d.first].clause {
			continue
		}
		if w.mood != factual || w.negated {
			return false
		}
		done = done || w.verb && w.isPast
	}
	return done
}

// isPublished reports whether a date is the day on which the source came out,
// and the support names no other of its kind.
func (j *judgement) isPublished(d date) bool {
	p := j.about.Published
	if p.IsZero() || len(j.otherDates(d)) > 0 {
		return false
	}
	if d.weekday > 0 {
		return int(p.Weekday())+1 == d.weekday
	}
	return (d.day == 0 || d.day == p.Day()) && (d.month == 0 || d.month == int(p.Month())) && (d.year == 0 || d.year == p.Year())
}

// otherDates are the dates of the support that could be said in place of d.
func (j *judgement) otherDates(d date) []place {
	var out []place
	for _, s := range j.support {
		for _, o := range j.sentences[s].dates {
			likeKind := d.weekday > 0 && o.weekday > 0 || d.month > 0 && o.month > 0 || d.month == 0 && d.weekday == 0 && o.year > 0
			if o.relative && j.about.Published.IsZero() {
				continue
			}
			if likeKind && !d.agrees(o, j.about.Published) {
				out = append(out, place{s, o.first})
			}
		}
	}
	return out
}

// otherNearer reports whether what stands around a word of the statement stands
// in the source around one of others, rather than around one of own. Where the
// statement has that other too, both have to be the other way round.
func (j *judgement) otherNearer(i int, own, others []place, clearly float64) bool {
	mine := j.nearest(i, own)
	for _, p := range others {
		theirs := j.nearness(i, p)
		k := j.saidAt(p)
		if k < 0 && theirs > clearly*mine {
			return true
		}
		if k >= 0 && k != i && theirs+j.nearest(k, own) > clearly*(mine+j.nearness(k, p)) {
			return true
		}
	}
	return false
}

func (j *judgement) nearest(i int, places []place) float64 {
	most := 0.
	for _, p := range places {
		most = max(most, j.nearness(i, p))
	}
	return most
}

// saidAt is the word of the statement that a place of the source is one of, -1 if there is none.
func (j *judgement) saidAt(p place) int {
	return slices.IndexFunc(j.at, func(places []place) bool { return slices.Contains(places, p) })
}

// nearness is how near the words around the i-th of the statement stand to a
// place of the source, those of its own clause above all.
func (j *judgement) nearness(i int, p place) float64 {
	words := j.statement.words
	source := j.sentence(p.sentence).words
	sum := 0.
	named := words[i].capital && words[i].day < 0
	for k := range words {
		if k == i || j.weight[k] == 0 || words[k].clause != words[i].clause {
			continue
		}
		if words[k].number >= 0 && words[i].number >= 0 || words[k].day >= 0 && words[i].day >= 0 { // they are what is told apart
			continue
		}
		best := 0.
		for _, q := range j.at[k] {
			if q.sentence == p.sentence && q != p && (!named || (k < i) == (q.word < p.word)) {
				best = max(best, 1/float64(1+apart(source, q.word, p.word)))
			}
		}
		sum += best / float64(1+apart(words, k, i))
	}
	if d := source[p.word].day; d >= 0 && words[i].day >= 0 && j.sentence(p.sentence).dates[d].relative {
		return sum + 1./4 // last year needs no "in"
	}
	if !named && i > 0 && p.word > 0 && words[i-1].term == 0 && words[i-1].text == source[p.word-1].text && j.grammar.pack.Questions.Prepositions[words[i-1].text] {
		sum += 1. / 4
	}
	return sum
}

// apart is how many words lie between two, more where clauses end between them.
func apart(words []word, a, b int) int {
	const perClause = 3
	n, m := a-b, words[a].clause-words[b].clause
	return max(n, -n) + perClause*max(m, -m)
}

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
// the statement has: the Norrlander Jonas Haverly.
func (j *judgement) describes(p place) bool {
	words := j.sentence(p.sentence).words
	next := p.word + 1
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
	if w.opens && strings.HasSuffix(w.text, "s") && !w.possessive && len(j.at[i]) == 0 {
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
	if g.empty[w.key] || len(w.side) > 0 || w.verb || g.opener[w.text] {
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

// polarity compares what is denied. Of the words on which a denial hangs one
// has to be denied on the other side as well.
func (j *judgement) polarity() (Conflict, string) { //nolint:cyclop // one walk over the words, with two tallies
	type tally struct {
		agrees, differs bool
		word            string
	}
	mine, theirs := map[int]*tally{}, map[place]*tally{}
	count := func(t *tally, agrees bool, text string) {
		t.agrees, t.differs, t.word = t.agrees || agrees, t.differs || !agrees, text
	}
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if j.weight[i] == 0 {
			continue
		}
		here := j.ofSame(i, j.here(i))
		agrees := slices.ContainsFunc(here, func(p place) bool { return j.word(p).negated == w.negated || !j.hasSide(i, p) }) || j.isDone(i)
		if w.denies && (len(here) > 0 || !j.grammar.empty[w.key]) {
			if mine[w.scope] == nil {
				mine[w.scope] = &tally{}
			}
			if len(here) > 0 {
				count(mine[w.scope], agrees, w.text)
			} else {
				count(mine[w.scope], !w.negated || j.takesAway(), w.text)
			}
			if w.weakly && j.takesAway() {
				mine[w.scope].agrees = true
			}
		}
		if w.negated && len(here) > 0 && agrees && !w.denies && mine[w.scope] != nil {
			mine[w.scope].agrees = true
		}
		for _, p := range here {
			if o := j.word(p); o.denies || o.negated && w.negated {
				at := place{p.sentence, o.scope}
				if theirs[at] == nil {
					theirs[at] = &tally{}
				}
				count(theirs[at], agrees || o.weakly, w.text)
			}
		}
	}
	for _, at := range slices.Sorted(maps.Keys(mine)) {
		if t := mine[at]; t.differs && !t.agrees {
			return Polarity, t.word
		}
	}
	for _, at := range slices.SortedFunc(maps.Keys(theirs), byPlace) {
		if t := theirs[at]; t.differs && !t.agrees {
			return Polarity, t.word
		}
	}
	return NoConflict, ""
}

func byPlace(a, b place) int {
	return cmp.Or(cmp.Compare(a.sentence, b.sentence), cmp.Compare(a.word, b.word))
}

// ofSame leaves of the places of a verb those in sentences that name somebody who
// takes part in what the statement tells with it, if there are any: one officer was
// charged, the other was not.
func (j *judgement) ofSame(i int, here []place) []place {
	if !j.statement.words[i].verb {
		return here
	}
	alone := func(p place) bool { // nothing else of the statement stands there
		for k := range j.at {
			if k != i && j.weight[k] > 0 && j.has(k, p.sentence) {
				return false
			}
		}
		return true
	}
	here = slices.DeleteFunc(slices.Clone(here), alone)
	if len(here) < 2 {
		return here
	}
	var names []int
	for _, d := range j.statement.deeds {
		if d.at == i {
			for _, list := range d.roles {
				for _, k := range list {
					if j.isName(k) && len(j.at[k]) > 0 {
						names = append(names, k)
					}
				}
			}
		}
	}
	named := func(p place) bool {
		return slices.ContainsFunc(names, func(k int) bool { return j.has(k, p.sentence) })
	}
	if len(names) == 0 || !slices.ContainsFunc(here, named) {
		return here
	}
	return slices.DeleteFunc(slices.Clone(here), func(p place) bool { return !named(p) })
}

// turned finds a small word that turns what is said: a petition for it, one against it.
func (j *judgement) turned() (Conflict, string) {
	words := j.statement.words
	for i := 1; i < len(words); i++ {
		other := j.grammar.pack.Statements.TurningWords[words[i].text]
		next := nextContent(words, i)
		if other == "" || next < 0 || next-i > 4 {
			continue
		}
		isTurned, stands := false, false
		for _, p := range j.here(next) {
			list := j.sentence(p.sentence).words
			for k := p.word - 1; k >= max(0, p.word-4) && !list[k+1].breaks; k-- {
				isTurned, stands = isTurned || list[k].text == other && j.isBefore(i, p.sentence, k), stands || list[k].text == words[i].text
			}
		}
		if isTurned && !stands {
			return Contrast, words[i].text + " " + other
		}
	}
	return NoConflict, ""
}

// isBefore reports whether the same word of content stands before the i-th of the
// statement and before the k-th of a sentence of the source.
func (j *judgement) isBefore(i, sentence, k int) bool {
	for i--; i >= 0; i-- {
		if j.weight[i] > 0 {
			return slices.ContainsFunc(j.at[i], func(p place) bool { return p.sentence == sentence && p.word < k && k-p.word <= 2 })
		}
	}
	return false
}

// isDone reports whether the i-th word of the statement is the verb of what the
// support tells of the same with another verb: lost to her, beat him.
func (j *judgement) isDone(i int) bool {
	for _, d := range j.statement.deeds {
		if d.at != i || !d.listed {
			continue
		}
		for _, s := range j.support {
			for _, o := range j.sentences[s].deeds {
				w := &j.sentences[s].words[o.at]
				if m := j.meet(&d, &o, s); o.verb == d.verb && w.negated == j.statement.words[i].negated && m.straight > m.crossed {
					return true
				}
			}
		}
	}
	return false
}

// hasSide reports whether the word at a place is of the same side as that of the statement, if they are of one contrast.
func (j *judgement) hasSide(i int, p place) bool {
	w, o := &j.statement.words[i], j.word(p)
	return w.key == o.key || len(w.side) == 0 || sameSide(w.side, o.side)
}

// takesAway reports whether the support denies anything or says that something is gone.
func (j *judgement) takesAway() bool {
	for _, s := range j.support {
		for i := range j.sentences[s].words {
			w := &j.sentences[s].words[i]
			if w.negated || j.grammar.privatives[w.key] {
				return true
			}
		}
	}
	return false
}

// moods compares how sure it is.
func (j *judgement) moods() (Conflict, string) {
	words := j.statement.words
	for i := range words {
		w := &words[i]
		if !w.content || w.bounds || !w.verb && !j.isPredicate(i) {
			continue
		}
		head, agree, found := w.moodHead, false, false
		for _, p := range j.ofSame(i, j.here(i)) {
			o := j.word(p)
			if !o.verb && !o.moodHead {
				continue
			}
			found, head = true, head || o.moodHead
			agree = agree || j.moodsAgree(w, o) || o.mood != factual && j.grammar.hasMood(words, o.mood)
		}
		if found && head && !agree && (w.mood == factual || !j.likeMood(w)) {
			return Mood, w.text
		}
	}
	return j.intended()
}

// unanswered finds an answer that the statement tells of, a refusal or consent, where the
// source says that there has been none.
func (j *judgement) unanswered() (Conflict, string) {
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if !w.verb || w.negated || w.mood != factual || !j.grammar.answers[w.key] || len(j.here(i)) > 0 {
			continue
		}
		for _, s := range j.support {
			if slices.ContainsFunc(j.sentences[s].words, func(o word) bool { return o.negated && j.grammar.answering[o.key] }) {
				return Contrast, w.text
			}
		}
	}
	return NoConflict, ""
}

// intended finds something that the statement tells of as done, of which the source
// only says that it is promised, asked for or planned: built a hall, promised a hall.
func (j *judgement) intended() (Conflict, string) {
	for _, d := range j.statement.deeds {
		w := &j.statement.words[d.at]
		if d.tells || len(j.at[d.at]) > 0 || !w.isPast || w.mood != factual || w.negated {
			continue
		}
		for _, k := range slices.Concat(d.roles[patient], d.roles[thing]) {
			here := j.here(k)
			if len(here) > 0 && !slices.ContainsFunc(here, func(p place) bool { return j.word(p).mood == factual || j.word(p).verb }) {
				return Mood, w.text
			}
		}
	}
	return NoConflict, ""
}

// hasMood reports whether one of some words says that something is so sure and no surer.
func (g *grammar) hasMood(words []word, m mood) bool {
	for i := range words {
		if at, k := g.moods.at(words, i); k > 0 && at == m && (m == possible || m == alleged) {
			return true
		}
	}
	return false
}

// likeMood reports whether the support has a word that means what one of the
// statement does, as sure as that is: closed yesterday, shut until Friday.
func (j *judgement) likeMood(w *word) bool {
	for _, s := range j.support {
		for k := range j.sentences[s].words {
			o := &j.sentences[s].words[k]
			if o.key != w.key && sameSide(w.side, o.side) && j.moodsAgree(w, o) {
				return true
			}
		}
	}
	return false
}

// isPredicate reports whether a noun says what somebody is: was a spy.
func (j *judgement) isPredicate(i int) bool {
	words := j.statement.words
	s := &j.grammar.pack.Statements
	return i > 1 && s.Determiners[words[i-1].text] && s.Passives[words[i-2].text] || i > 0 && s.Passives[words[i-1].text] && !words[i].breaks
}

// moodsAgree reports whether a statement is no surer, and no less sure, than the source.
func (j *judgement) moodsAgree(w, o *word) bool {
	a, b := w.mood, o.mood
	sure := func(m mood) bool { return m == factual || m == able }
	future := func(m mood) bool { return m == planned || m == required }
	switch {
	case a == factual && b == able && past(w): // can appeal is not has appealed
		return false
	case a == b, sure(a) && sure(b), future(a) && future(b), a == possible && b == able, a == able && b == possible:
		return true
	case sure(a) && (b == planned || b == required):
		return !past(w) && (w.led || len(j.statement.dates) > 0)
	case (a == planned || a == required) && sure(b):
		return !past(o)
	}
	return b != conditional && j.supportHasMood(a)
}

// supportHasMood reports whether something in the support has a mood other than that of facts.
func (j *judgement) supportHasMood(m mood) bool {
	if m == factual || m == able {
		return false
	}
	for _, s := range j.support {
		for i := range j.sentences[s].words {
			if w := &j.sentences[s].words[i]; w.moodHead && w.mood == m {
				return true
			}
		}
	}
	return false
}

// past reports whether a verb says that something has happened.
func past(w *word) bool { return w.isPast }

// contrasts finds words where the source has one that goes not together with them.
func (j *judgement) contrasts() (Conflict, string) {
	words := j.statement.words
	for i := range words {
		w := &words[i]
		for _, side := range w.side {
			own, others := j.sides(w, side)
			switch {
			case len(others) == 0, j.turnsComparison(), j.turnsQuantity(others[0].sentence):
			case len(own) == 0 && !j.otherwiseSaid(i, side):
				return Contrast, w.text + " " + j.word(others[0]).text
			case len(own) > 0 && j.otherNearer(i, own, others, clearly):
				return Contrast, w.text + " " + j.word(others[0]).text
			}
		}
	}
	return NoConflict, ""
}

// sides are the places in the support of words of one side, and of those of
// others, with denials reckoned in. What the statement has as well is no other.
func (j *judgement) sides(w *word, at side) (own, others []place) {
	for _, s := range j.support {
		for k := range j.sentences[s].words {
			o := &j.sentences[s].words[k]
			here := false
			for _, x := range o.side {
				if x.contrast != at.contrast {
					continue
				}
				here = true
				agrees := x.side == at.side
				if !agrees && j.grammar.opposed[x.contrast] && !o.weakly && !w.weakly {
					agrees = o.negated != w.negated // not open, closed
				}
				switch {
				case agrees:
					own = append(own, place{s, k})
				case !j.says(place{s, k}):
					others = append(others, place{s, k})
				}
			}
			if !here && o.key == w.key {
				own = append(own, place{s, k})
			}
		}
	}
	return own, others
}

// says reports whether the statement has the very word that stands at a place, as often as the support.
func (j *judgement) says(p place) bool {
	o := j.word(p)
	n := 0
	for i := range j.statement.words {
		if w := &j.statement.words[i]; w.key == o.key && w.negated == o.negated {
			n++
		}
	}
	for _, s := range j.support {
		for i := range j.sentences[s].words {
			if j.sentences[s].words[i].key == o.key {
				n--
			}
		}
	}
	return n >= 0
}

// otherwiseSaid reports whether the support has another contrast's word of the same side as the i-th.
func (j *judgement) otherwiseSaid(i int, at side) bool {
	for _, x := range j.statement.words[i].side {
		if x != at {
			if own, _ := j.sides(&j.statement.words[i], x); len(own) > 0 {
				return true
			}
		}
	}
	return false
}

// opposites finds words that differ from one of the source by a beginning that undoes it.
func (j *judgement) opposites() (Conflict, string) {
	for i := range j.statement.words {
		w := &j.statement.words[i]
		if !w.content || len(j.here(i)) > 0 {
			continue
		}
		for _, s := range j.support {
			for k := range j.sentences[s].words {
				o := &j.sentences[s].words[k]
				if o.negated == w.negated && (j.undoes(w.text, o.text) || j.undoes(o.text, w.text)) {
					return Contrast, w.text
				}
			}
		}
	}
	return NoConflict, ""
}

// substitutions finds words that stand where the source has another one, between
// the same words, that means something else.
func (j *judgement) substitutions() (Conflict, string) {
	words := j.statement.words
	before := -1
	for i := range words {
		w := &words[i]
		if j.weight[i] == 0 || j.grammar.empty[w.key] {
			continue
		}
		if before >= 0 && w.capital && !words[before].capital && j.grammar.isName(words, i) && j.otherInSlot(before, i) {
			return Name, w.text
		}
		if w.content && !w.verb && !w.bounds && !j.grammar.opener[w.text] && len(j.at[i]) == 0 && before >= 0 && j.exact[before] {
			for _, o := range j.instead(before, i) {
				if x := j.word(o); j.unlike(w.text, x.text) {
					return Contrast, w.text + " " + x.text
				}
			}
		}
		before = i
	}
	return NoConflict, ""
}

// unlike reports whether two words hardly mean the same.
func (j *judgement) unlike(a, b string) bool {
	const alike = .4 // cosine from which two words may
	return j.v.model == nil || dot(j.vector(a), j.vector(b)) < alike
}

// otherInSlot reports whether the source has another name behind the word
// before a name, with the same small words between, and never that name.
func (j *judgement) otherInSlot(before, i int) bool {
	const longest = 3 // words of a name
	other := false
	for _, p := range j.here(before) {
		list := j.sentence(p.sentence).words
		k := nextContent(list, p.word)
		for k >= 0 && !list[k].capital && j.grammar.empty[list[k].key] { // the prize went to
			k = nextContent(list, k)
		}
		if k < 0 {
			continue
		}
		if slices.ContainsFunc(j.at[i], func(q place) bool { return q.sentence == p.sentence && q.word >= k && q.word < k+longest }) {
			return false
		}
		alike := k-p.word == i-before && j.grammar.isName(list, k) && list[k].breaks == j.statement.words[i].breaks
		for n := 1; alike && n < i-before; n++ {
			alike = list[p.word+n].text == j.statement.words[before+n].text
		}
		other = other || alike
	}
	return other
}

// instead are the words of the support that stand behind what the word before
// the i-th of the statement is, as that does, before what follows it, and that the statement lacks.
func (j *judgement) instead(before, i int) []place {
	after := i + 1
	for after < len(j.statement.words) && j.weight[after] == 0 {
		after++
	}
	var out []place
	for _, p := range j.here(before) {
		list := j.sentence(p.sentence).words
		k := nextContent(list, p.word)
		if k < 0 || list[k].capital || list[k].verb || j.saidAt(place{p.sentence, k}) >= 0 || k-p.word != i-before {
			continue
		}
		if after < len(j.statement.words) && !j.statement.words[after].breaks {
			next := nextContent(list, k)
			if next < 0 || !slices.Contains(j.at[after], place{p.sentence, next}) {
				continue
			}
		}
		out = append(out, place{p.sentence, k})
	}
	return out
}

// nextContent is the first word of content, number or date behind the i-th, -1 if there is none.
func nextContent(words []word, i int) int {
	for k := i + 1; k < len(words); k++ {
		if words[k].number >= 0 && words[k].number == words[i].number {
			continue
		}
		if words[k].content || words[k].number >= 0 || words[k].day >= 0 {
			return k
		}
	}
	return -1
}

// undoes reports whether a is b with such a beginning.
func (j *judgement) undoes(a, b string) bool {
	const shortest = 4
	return len(b) >= shortest && len(a) > len(b) && strings.HasSuffix(a, b) && j.grammar.pack.Statements.UndoingBeginnings[a[:len(a)-len(b)]]
}
