package dates

import (
	"strings"
	"sync"
)

// relation says how publication relates to the period that is named.
type relation uint8

const (
	none   relation = iota
	within          // in it
	since           // from its beginning on
	past            // from its end on
	ahead           // until its beginning
	upTo            // until its end
)

// preposition is what a word stands for alone and before others.
type preposition struct {
	alone  relation
	before map[string]relation // by the second word
}

// prepositions are those of one or two words, by the first.
var prepositions = sync.OnceValue(func() map[string]preposition {
	byFirst := map[string]preposition{}
	for words, name := range words().Relations {
		first, second, two := strings.Cut(words, " ")
		p := byFirst[first]
		switch {
		case !two:
			p.alone = relationOf(name)
		case p.before == nil:
			p.before = map[string]relation{second: relationOf(name)}
		default:
			p.before[second] = relationOf(name)
		}
		byFirst[first] = p
	}
	return byFirst
})

// relationOf returns the relation that a pack names.
func relationOf(name string) relation {
	switch name {
	case "within":
		return within
	case "since":
		return since
	case "after":
		return past
	case "before":
		return ahead
	case "until":
		return upTo
	}
	return none
}

// relationAt reads a preposition at i.
func (p *parser) relationAt(i int) (rel relation, next int) {
	read := prepositions()[p.word(i)]
	if rel = read.before[p.word(i+1)]; rel != none {
		return rel, i + 2
	}
	if read.alone != none {
		return read.alone, i + 1
	}
	return none, i
}

// admits tells whether a phrase makes a time expression after a preposition.
func (p *parser) admits(preposition string, ph phrase) bool {
	if p.toCome(ph) {
		return false
	}
	isDay, isPart := ph.calendar.day > 0 || ph.bind == dayBind, (ph.bind == bound || ph.bind == dateBind) && ph.calendar == calendar{}
	switch preposition {
	case "in":
		return !isDay
	case "during", "throughout":
		return true
	case "on":
		return isDay || isPart || ph.bind == alone
	case "within", "over", "for", "at":
		return isPart || ph.bind == alone
	case "of": // "the vote of March 2024" was not only reported then
		return ph.bind == alone || isDay && !ph.vague
	case "by": // without a year it is mostly still to come
		return !ph.vague
	}
	return ph.bind != tightBound || p.endsClause(ph.next)
}

// toCome tells whether a phrase whose year or week was not said is likely to
// mean the next such time and not the latest: the question is about what is
// to come, or the next one is a month away and nothing says that it was.
func (p *parser) toCome(ph phrase) bool {
	if !ph.vague || p.future {
		return ph.vague
	}
	y, m, d := p.asOf.Date()
	loc := p.asOf.Location()
	return ph.resolved != 0 && !p.past && ph.after.After(date(y-1, int(m), d, loc)) && !ph.after.After(date(y-1, int(m)+1, d, loc))
}

// expression reads a time expression that begins, perhaps with the name of an event, at i.
func (p *parser) expression(i int) (m match, ok bool) {
	if p.tokens[i].kind == symbol {
		return match{}, false
	}
	rel, next := p.relationAt(i)
	switch p.word(i) {
	case "between":
		ph, paired := p.pair(next, func(w string) bool { return w == "and" })
		m, ok = ph.match, paired && ph.joined && !p.toCome(ph)
	case "from":
		ph, paired := p.pair(next, isRange)
		if m, ok = ph.match, paired && ph.joined && !p.toCome(ph); !ok {
			m, ok = p.related(rel, "from", next)
		}
	default:
		if rel == none {
			m, ok = p.bare(i)
		} else if m, ok = p.related(rel, p.word(i), next); !ok {
			return p.event(rel, next)
		}
	}
	m.start = i
	return m, ok
}

// related reads the period after a preposition, at i.
func (p *parser) related(rel relation, preposition string, i int) (match, bool) {
	if (preposition == "of" || preposition == "for") && p.isPublication(i-2) { // "the news of March", as in it
		preposition, rel = "during", within
	}
	ph, ok := p.pair(i, isRange)
	if !ok || !p.admits(preposition, ph) {
		return match{}, false
	}
	switch {
	case preposition == "of" && ph.bind != alone:
		rel = since // what is of a day is reported from then on
	case preposition == "from" && isOnward(p.word(ph.next)):
		rel = since
		ph.next++
	case preposition == "from" && ph.calendar.year != 0 && ph.calendar.months >= 12 && i > 1 && !p.isPublication(i-2):
		return match{}, false // "a card from 1952"
	case rel == within:
		ph = p.list(ph)
	}
	return p.apply(rel, ph)
}

// bare reads a period without a preposition at i.
func (p *parser) bare(i int) (match, bool) {
	ph, ok := p.pair(i, isRange)
	if !ok || p.toCome(ph) {
		return match{}, false
	}
	switch ph.bind {
	case alone:
		if rel, _ := p.relationAt(i - 1); rel != none && rel != within {
			return match{}, false
		}
		if w := p.word(i - 1); w == "than" || w == "to" || w == "with" && p.word(i-2) == "compared" {
			return match{}, false // it is only compared with
		}
	case dateBind, dayBind:
		if !p.endsClause(ph.next) && !p.isPublication(ph.next) || !p.mayStand(i, ph) {
			return match{}, false
		}
	default:
		return match{}, false
	}
	return p.apply(within, ph)
}

// mayStand tells whether a date without a preposition at i is one, given what is before it.
func (p *parser) mayStand(i int, ph phrase) bool {
	if words().NoDatesBehind[p.word(i-1)] {
		return false
	}
	if rel, _ := p.relationAt(i - 1); rel != none {
		return false
	}
	if ph.bind == dayBind && i > 0 { // "What happened Tuesday?" but not "Ruby Tuesday"
		return !p.capital(i-1) || p.possessive(ph.next) || i == 1
	}
	if ph.calendar.day == 0 && (p.word(i) == "may" || p.word(i) == "march") {
		return p.capital(i)
	}
	return true
}

// event reads a period that follows the name of an event, as in "since the
// election of 8 November 2022" or "after the vote last week". The event
// begins at i, after the preposition, and is at most eight words long.
func (p *parser) event(rel relation, i int) (match, bool) {
	if rel == within || p.word(i-1) == "by" || p.word(i-1) == "of" {
		return match{}, false
	}
	for j := i; j < i+8 && j < len(p.tokens); j++ {
		w := p.word(j)
		if p.tokens[j].kind == symbol && w != "'" && w != "’" && w != "-" {
			return match{}, false
		}
		if inner, _ := p.relationAt(j); inner != none && inner != within {
			return match{}, false
		}
		if j == i {
			continue
		}
		at := j
		if w == "of" || w == "on" || w == "in" {
			at++
		}
		ph, ok := p.pair(at, isRange)
		if !ok || at == j && ph.bind != alone || at > j && w != "of" && !p.admits(w, ph) || p.toCome(ph) {
			continue
		}
		switch rel {
		case past:
			rel = since // it is reported on the same day
		case ahead:
			rel = upTo
		}
		m, ok := p.apply(rel, ph)
		m.start = j
		return m, ok
	}
	return match{}, false
}

// apply makes a match of a phrase. "Last week's vote" is reported from last week on.
func (p *parser) apply(rel relation, ph phrase) (match, bool) {
	m := ph.match
	if next, ok := p.skipPossessive(m.next); ok && rel == within {
		m.next = next
		if !p.isPublication(next) { // "Tuesday's news" is of that day
			rel = since
		}
	} else if ok && rel != since {
		return match{}, false // nobody knows when the vote of last week was
	}
	switch rel {
	case since:
		m.before = zero
	case past:
		m.after, m.before = m.before, zero
	case ahead:
		m.after, m.before = zero, m.after
	case upTo:
		m.after = zero
	}
	return m, !m.after.IsZero() || !m.before.IsZero()
}
