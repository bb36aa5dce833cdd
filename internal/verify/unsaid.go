package verify

// told is the share of the words of a clause, each counting alike, from which
// the support says something of it.
const told = .5

// toldOf is the least share of a clause of which the support says something, and
// the number of its first word of which it does not, -1 if there is none.
func (j *judgement) toldOf() (least float64, missing int) {
	least, missing = 1, -1
	for from := 0; from < len(j.statement.words); {
		to := j.grammar.clauseEnd(j.statement.words, from)
		share, first := j.toldBetween(from, to)
		bare := to == from+1 && j.grammar.opener[j.statement.words[from].text] // more than before
		if first >= 0 && share < least && !bare && !j.grammar.leadsIn(j.statement.words[from:to]) {
			least, missing = share, first
		}
		from = to
	}
	return least, missing
}

// toldBetween is that of the words from one to another.
func (j *judgement) toldBetween(from, to int) (share float64, missing int) {
	have, all := 0., 0.
	missing = -1
	for i := from; i < to; i++ {
		switch w := &j.statement.words[i]; {
		case w.number >= 0 || w.day >= 0:
			if j.namesFigure(i) {
				have, all = have+1, all+1
			}
		case w.content && j.weight[i] > 0 && !j.grammar.empty[w.key] && !j.grammar.opener[w.text]:
			had := max(j.had[i], j.like[i])
			have, all = have+had, all+1
			if had < told && missing < 0 {
				missing = i
			}
		}
	}
	return have / max(all, 1), missing
}

// unsaid finds a clause of which the support says nothing, though it may say
// all the rest: a relative clause, a participle, an apposition, what came before
// or after. Numbers that stand in the support speak for a clause by themselves,
// and so do dates that it names, but not those that merely follow from a day.
func (j *judgement) unsaid() (Conflict, string) {
	if share, missing := j.toldOf(); share < told {
		return Unsaid, j.statement.words[missing].text
	}
	return NoConflict, ""
}

// namesFigure reports whether the support has a number of the statement, or
// names something of a date of it.
func (j *judgement) namesFigure(i int) bool {
	here := j.here(i)
	w := &j.statement.words[i]
	if w.day < 0 {
		return len(here) > 0
	}
	d := j.statement.dates[w.day]
	for _, p := range here {
		s := j.sentence(p.sentence)
		o := s.dates[s.words[p.word].day]
		if d.weekday == o.weekday && d.weekday > 0 || d.month == o.month && d.month > 0 || d.year == o.year && d.year > 0 {
			return true
		}
	}
	return false
}

// clauseEnd is where the clause ends that begins with a word. "More than" and
// "as long as" begin none.
func (g *grammar) clauseEnd(words []word, from int) int {
	compares := func(i int) bool {
		w := &words[i]
		if w.breaks || !g.opener[w.text] {
			return false
		}
		if g.pack.Statements.Comparing[w.text] {
			return true
		}
		const near = 3 // words from the first "as" to the second
		for k := max(0, i-near); k <= min(i+near, len(words)-1); k++ {
			if k != i && words[k].text == w.text && g.pack.Statements.Equalling[w.text] {
				return true
			}
		}
		return false
	}
	to := from + 1
	for to < len(words) && (words[to].clause == words[to-1].clause || compares(to)) {
		to++
	}
	return to
}

// leadsIn reports whether words are none of what is stated but lead to it: "Overall".
func (g *grammar) leadsIn(words []word) bool {
	n := 0
	for i := range words {
		if words[i].verb {
			return false
		}
		if words[i].content {
			n++
		}
	}
	return n == 1 && words[0].opens
}
