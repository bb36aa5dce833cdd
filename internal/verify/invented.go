package verify

import "slices"

// novelties counts the words of a statement of which the source has nothing, beside the share
// that the support has: one among many that it has was put in, or in another's place
// ("unanimously approved", "lifted" for "voted to keep"); many are another way of telling it.
func (j *judgement) novelties(f *Features) {
	all := 0.
	for i, w := range j.weight {
		if w == 0 || j.grammar.empty[j.statement.words[i].key] {
			continue
		}
		all, f.Kept = all+1, f.Kept+j.had[i]
		if j.isInvented(i) {
			f.Invented, f.Doings = f.Invented+1, f.Doings+one(j.statement.words[i].verb)
		}
	}
	f.Kept /= max(all, 1)
}

// isInvented reports whether the source says nothing of what a word of the statement does.
func (j *judgement) isInvented(i int) bool {
	const (
		alike = .45 // cosine from which two words mean about the same
		says  = .75 // how far one has to say what another does
	)
	words, st := j.statement.words, &j.grammar.pack.Statements
	w := &words[i]
	if !w.content || j.weight[i] == 0 || len(j.at[i]) > 0 || w.bounds || j.grammar.multiples[w.key] > 0 || w.capital && !w.opens || j.said[i] >= says || j.like[i] >= alike || j.isDeed(i) || len(w.side) > 0 && j.turnsComparison() {
		return false
	}
	if j.grammar.empty[w.key] || j.grammar.plain[w.key] || j.grammar.negator(*w) || j.grammar.opener[w.text] ||
		j.grammar.preposition[w.text] || st.Exclusives[w.text] || st.TurningWords[w.text] != "" || st.Determiners[w.text] {
		return false
	}
	_, isAmount := j.grammar.amounts.at(words, i)
	if _, k := j.grammar.amounts.at(words, max(i-1, 0)); k > 1 { // a majority of
		isAmount += k
	}
	_, isCause := j.grammar.causes.at(words, i)
	if m, k := j.grammar.moodAt(words, i); k > 0 && j.supportHasMood(m) { // intends to, where it will
		return false
	}
	return isAmount+isCause == 0
}

// isDeed reports whether a word of the statement is a verb of what the support tells with
// another: lost to her, beat him. Who did it is compared elsewhere.
func (j *judgement) isDeed(i int) bool {
	return slices.ContainsFunc(j.statement.deeds, func(d deed) bool {
		return d.at == i && d.listed && slices.ContainsFunc(j.support, func(s int) bool {
			return slices.ContainsFunc(j.sentences[s].deeds, func(o deed) bool { return o.verb == d.verb })
		})
	})
}
