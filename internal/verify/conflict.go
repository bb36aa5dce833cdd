package verify

// conflict returns the first way in which the statement differs from its support.
func (j *judgement) conflict() (Conflict, string) {
	for _, check := range j.checks() {
		if c, detail := check(); c != NoConflict {
			return c, detail
		}
	}
	return NoConflict, ""
}

// checks are what is looked at, in the order in which it is told.
func (j *judgement) checks() []func() (Conflict, string) {
	checks := []func() (Conflict, string){j.fragment, j.quotations, j.numbers, j.dates}
	if j.grammar.knowsWords() {
		checks = append(checks, j.names, j.holders, j.quantities, j.exclusive, j.partly, j.polarity, j.moods, j.unanswered, j.contrasts, j.opposites, j.turned, j.substitutions, j.roles, j.participants, j.speakers, j.causes, j.unsaid)
	}
	return checks
}

// deniesAll reports whether the statement is a whole sentence that says there is none of something.
func (j *judgement) deniesAll() bool {
	verb, denies := false, false
	for i := range j.statement.words {
		w := &j.statement.words[i]
		verb, denies = verb || j.grammar.leads(*w) && !j.grammar.preposition[w.text], denies || j.grammar.negator(*w)
	}
	return verb && denies
}

// fragment finds what is no statement at all.
func (j *judgement) fragment() (Conflict, string) {
	const fewest = 2
	n, lower := 0, false
	if j.deniesAll() {
		n++
	}
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
