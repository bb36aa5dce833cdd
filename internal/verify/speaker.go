package verify

import (
	"slices"
	"strings"
)

// speakers compares who is said to have said something with who says it in the
// sentence that has most of it. Somebody whom the source does not name is not
// told from a description of who spoke.
func (j *judgement) speakers() (Conflict, string) {
	const most = .6 // share of what was said that the sentence has at least
	for _, d := range j.statement.deeds {
		if !d.tells || j.statement.words[d.at].negated || d.at+1 < len(j.statement.words) && j.statement.words[d.at+1].verb { // reports found
			continue
		}
		who := slices.Concat(d.roles[agent], j.inverted(&d))
		if t := j.grammar.tellers(j.statement.words, &d); len(t) > 0 {
			who = t
		}
		mine := j.named(who)
		told := mine
		full, names := j.grammar.namesOf(j.statement.words, mine)
		if len(full) > 0 {
			told, mine = who, full // that it is a minister does not make it the other one
		}
		if len(mine) == 0 {
			continue
		}
		best, share := -1, most
		for _, s := range j.support {
			if x := j.saidIn(s, told); x > share {
				best, share = s, x
			}
		}
		if best >= 0 && (j.spokenByOthers(best, mine) || len(names) > 0 && len(d.roles[agent]) > 0 && j.spokenAway(best, mine)) {
			return Speaker, j.statement.words[mine[0]].text
		}
	}
	return NoConflict, ""
}

// inverted are the words behind a verb of speaking that has none before it: said Tornau.
// Behind a participle is what is told: saying the judge had erred.
func (j *judgement) inverted(d *deed) []int {
	if len(d.roles[agent]) > 0 || d.passive || strings.HasSuffix(j.statement.words[d.at].text, "ing") {
		return nil
	}
	return d.roles[patient]
}

// named are those words of a list that the source has somewhere as they are, or
// in another number: not "researchers" where it speaks of research.
func (j *judgement) named(list []int) []int {
	var out []int
	for _, i := range list {
		text := strings.TrimSuffix(j.statement.words[i].text, "s")
		stands := slices.ContainsFunc(j.at[i], func(p place) bool { return strings.TrimSuffix(j.word(p).text, "s") == text })
		if stands && !j.grammar.empty[j.statement.words[i].key] {
			out = append(out, i)
		}
	}
	return out
}

// saidIn is the share of the statement, without who spoke, that a sentence has.
func (j *judgement) saidIn(s int, without []int) float64 {
	return j.share(func(i int) float64 { return one(j.has(i, s)) }, func(i int) bool { return !slices.Contains(without, i) })
}

// spokenByOthers reports whether somebody speaks in a sentence, and none of the
// words for the speaker are for who does, there or where else the source names both.
func (j *judgement) spokenByOthers(s int, mine []int) bool {
	var theirs []place
	if j.namesOthers(s, mine) {
		return true
	}
	for _, o := range j.sentence(s).deeds {
		if !o.tells {
			continue
		}
		who := o.roles[agent]
		if len(who) == 0 || j.sentence(s).words[o.at].breaks {
			who = slices.Concat(who, o.roles[patient])
		}
		for _, k := range who {
			theirs = append(theirs, place{s, k})
		}
		if len(o.roles[agent]) == 0 { // she said: whoever the sentences before are about
			theirs = append(theirs, j.subjectsBefore(s)...)
		}
	}
	return len(theirs) > 0 && !slices.ContainsFunc(mine, func(i int) bool {
		return slices.ContainsFunc(j.at[i], func(p place) bool { return j.besideAny(p, theirs) })
	})
}

// spokenAway reports whether nobody speaks in a sentence, and nobody of mine is named there
// or in those before from which one may go on speaking.
func (j *judgement) spokenAway(s int, mine []int) bool {
	const back = 2
	if slices.ContainsFunc(j.sentence(s).deeds, func(d deed) bool { return d.tells }) {
		return false
	}
	return !slices.ContainsFunc(mine, func(i int) bool {
		return slices.ContainsFunc(j.at[i], func(p place) bool { return p.sentence == aroundText || p.sentence <= s && p.sentence >= s-back })
	})
}

// namesOthers reports whether all who speak in a sentence are named there, and none as one of mine.
func (j *judgement) namesOthers(s int, mine []int) bool {
	named := false
	x := j.sentence(s)
	for i := range x.deeds {
		o := &x.deeds[i]
		if !o.tells {
			continue
		}
		who := j.grammar.tellers(x.words, o)
		if len(who) == 0 || !j.otherPerson(mine, who, s) {
			return false
		}
		named = true
	}
	return named
}

// tellers are the words for who tells something: before the verb or, behind what is
// told, after it. None if that is a pronoun.
func (g *grammar) tellers(words []word, d *deed) []int {
	next := d.at + 1
	behind := words[d.at].breaks && next < len(words) && !words[next].breaks && g.beforeVerb(words, d.at) == d.at-1 // not Denn, who led it, said
	switch after := d.roles[patient]; {
	case behind && g.pack.Questions.Leaning[words[next].text]:
		return nil
	case behind && len(after) > 0 && after[0] <= next+1:
		return after
	}
	return d.roles[agent]
}

// subjectsBefore are the names in the two sentences before another, and in it.
func (j *judgement) subjectsBefore(s int) []place {
	const back = 2
	var out []place
	for n := max(0, s-back); n <= s; n++ {
		for k := range j.sentences[n].words {
			if j.grammar.isName(j.sentences[n].words, k) {
				out = append(out, place{n, k})
			}
		}
		for _, d := range j.sentences[n].deeds {
			out = append(out, placesOf(n, d.roles[agent])...)
		}
	}
	return out
}

// besideAny reports whether a word of the source is one of some, or stands
// beside a word like one of them: the harbour master, Jonas Haverly.
func (j *judgement) besideAny(p place, some []place) bool {
	const near = 5
	for _, q := range some {
		for _, r := range j.keys[j.word(q).key] {
			if r == p || r.sentence == p.sentence && max(r.word-p.word, p.word-r.word) <= near && j.word(r).content {
				return true
			}
		}
	}
	return false
}
