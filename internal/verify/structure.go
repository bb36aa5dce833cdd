package verify

import "slices"

// structure measures how what the support has of a statement hangs together there,
// and what it lacks.
func (j *judgement) structure(f *Features) {
	j.verbs(f)
	j.missing(f)
	j.novelties(f)
	f.Gathered, f.Close = 1, 1
	for from := 0; from < len(j.statement.words); {
		to := j.grammar.clauseEnd(j.statement.words, from)
		gathered, near := j.standing(from, to)
		f.Gathered, f.Close = min(f.Gathered, gathered), min(f.Close, near)
		from = to
	}
}

// verbs measures the verbs of a statement, and of its deeds how many the support tells.
func (j *judgement) verbs(f *Features) {
	f.Verb, f.Verbs, f.Deeds = 1, 1, 1
	sum, n := 0., 0.
	for i := range j.statement.words {
		if w := &j.statement.words[i]; w.verb && w.content && !j.grammar.empty[w.key] {
			had := max(j.had[i], j.like[i])
			f.Verb, sum, n = min(f.Verb, had), sum+had, n+1
		}
	}
	if n > 0 {
		f.Verbs = sum / n
	}
	told, all := 0., 0.
	for k := range j.statement.deeds {
		d := &j.statement.deeds[k]
		if j.grammar.empty[j.statement.words[d.at].key] {
			continue
		}
		all++
		told += one(slices.ContainsFunc(j.support, func(s int) bool { return j.tellsDeed(d, s) }))
	}
	if all > 0 {
		f.Deeds = told / all
	}
}

// tellsDeed reports whether a sentence has a deed of the statement, whoever did it.
func (j *judgement) tellsDeed(d *deed, s int) bool {
	const alike = .5 // cosine of two verbs
	w := &j.statement.words[d.at]
	return slices.ContainsFunc(j.sentences[s].deeds, func(o deed) bool {
		x := &j.sentences[s].words[o.at]
		return d.verb == o.verb || w.key == x.key || related(w, x) || j.v.model != nil && dot(j.vector(w.text), j.vector(x.text)) >= alike
	})
}

// missing counts the words that the support lacks, by what they do in a statement.
func (j *judgement) missing(f *Features) {
	has := map[string]bool{}
	for _, s := range j.support {
		for k := range j.sentences[s].words {
			has[j.sentences[s].words[k].text] = true
		}
	}
	words, st := j.statement.words, &j.grammar.pack.Statements
	for i := range words {
		w := &words[i]
		if w.content && j.weight[i] > 0 && j.had[i] == 0 && !j.grammar.empty[w.key] {
			f.Lacking++
		}
		if has[w.text] {
			continue
		}
		if _, k := j.grammar.amounts.at(words, i); k > 0 {
			f.Amounts++
		}
		switch {
		case w.content || w.number >= 0 || w.day >= 0:
		case j.grammar.negator(*w):
			f.Denials++
		case j.grammar.opener[w.text]:
			f.Openers++
		case j.grammar.preposition[w.text] || st.Determiners[w.text] || j.grammar.leads(*w):
		default:
			f.Small++
		}
	}
}

// standing is the share of those words of a clause that the support has which stand
// together in one of its sentences, and in one clause or that and the one before.
func (j *judgement) standing(from, to int) (gathered, near float64) {
	for _, s := range append(slices.Clone(j.support), aroundText) {
		gathered = max(gathered, j.shareOfHad(from, to, func(p place) bool { return p.sentence == s || p.sentence == aroundText }))
		words := j.sentence(s).words
		for k := range words {
			if k > 0 && words[k].clause == words[k-1].clause {
				continue
			}
			clause := words[k].clause
			near = max(near, j.shareOfHad(from, to, func(p place) bool {
				return p.sentence == s && (words[p.word].clause == clause || words[p.word].clause == clause-1)
			}))
		}
	}
	return gathered, near
}

// shareOfHad is the share by weight of the words from one to another that the support
// has which stand at certain places; 1 if it has none.
func (j *judgement) shareOfHad(from, to int, at func(place) bool) float64 {
	have, all := 0., 0.
	for i := from; i < to; i++ {
		if j.weight[i] == 0 || j.had[i] == 0 {
			continue
		}
		all += j.weight[i]
		if slices.ContainsFunc(j.at[i], at) {
			have += j.weight[i]
		}
	}
	if all == 0 {
		return 1
	}
	return have / all
}
