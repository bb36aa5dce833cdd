package speech

import (
	"slices"
	"strings"

	"byline/internal/news"
)

// credited is what kind of origin somebody is of whom it is said that it is from them.
func (o *origins) credited(p stretch) (news.OriginKind, stretch) {
	if kind, at := o.writes(p); kind != "" {
		return kind, at
	}
	if kind, at := o.prints(p); kind != "" {
		return kind, at
	}
	if o.isOfficial(p) {
		if o.calledBefore(p) {
			return news.OriginOutlet, p
		}
		return news.OriginOfficial, p
	}
	return "", p
}

// named is credited for a phrase that may be another thing than who speaks: only what
// a word of it shows.
func (o *origins) named(p stretch) (news.OriginKind, stretch) {
	kind, at := o.credited(p)
	if kind == news.OriginOfficial && o.isLarge(p.to-1) && !hasBody(o.tokens[p.from:p.to], o.pack) {
		return "", p
	}
	return kind, at
}

// calledBefore reports whether a name is the first word of an outlet that the article
// has named: "Nour", of "Nour News".
func (o *origins) calledBefore(p stretch) bool {
	begins := o.name(p) + " "
	return slices.ContainsFunc(o.before, func(c news.Chain) bool {
		return slices.ContainsFunc(c.Origins, func(is news.Origin) bool {
			return is.Kind == news.OriginOutlet && strings.HasPrefix(is.Name, begins)
		})
	})
}

// writes is the document that a phrase names, to its word for that.
func (o *origins) writes(p stretch) (news.OriginKind, stretch) {
	if last := p.to - 1; o.isDocument(p) {
		return news.OriginDocument, stretch{p.from, last + 1}
	}
	for i := p.from; i < p.to; i++ {
		if o.spoken.words.Documents[o.low(i)] && !o.tokens[i].owning && (!o.tokens[i].large || i == 0) && (i+1 == p.to || !o.tokens[i+1].large) {
			return news.OriginDocument, stretch{p.from, i + 1}
		}
	}
	return "", p
}

func (o *origins) isDocument(p stretch) bool {
	last := &o.tokens[p.to-1]
	return o.spoken.words.Documents[last.low] && !last.owning
}

// hears is the outlet that somebody told something: one that is known, or whose name is
// that of no person.
func (o *origins) hears(p stretch) (news.OriginKind, stretch) {
	if kind, at := o.prints(p); kind != "" {
		return kind, at
	}
	to := p.from
	for to < p.to && o.isLarge(to) {
		to++
	}
	name := stretch{p.from, to}
	if name.empty() || o.isPerson(name) || hasBody(o.tokens[name.from:name.to], o.pack) || o.cast.isPlace(o.name(name)) {
		return "", p
	}
	return news.OriginOutlet, name
}

// prints is the outlet that a phrase names: "the Italian daily La Repubblica", "CNN’s
// Wolf Blitzer", "the paper".
func (o *origins) prints(p stretch) (news.OriginKind, stretch) {
	for from := p.from; from < p.to; from++ {
		if isSite(o.low(from)) {
			return news.OriginOutlet, stretch{from, from + 1}
		}
		if !o.isLarge(from) {
			continue
		}
		to := from
		for o.isLarge(to) && (to == from || !o.tokens[to-1].owning) {
			to++
		}
		if at := o.outlet(stretch{from, to}); !at.empty() {
			return news.OriginOutlet, at
		}
		if before := from - 1; before >= 0 && o.words.SomeOutlets[o.low(before)] && !o.tokens[before].large && !o.is(before, o.spoken.words.Hearers) { // the newspaper Lanterna
			return news.OriginOutlet, o.untilTime(stretch{from, to})
		}
		from = to - 1
	}
	if last := p.to - 1; o.words.SomeOutlets[o.low(last)] && !o.tokens[last].large && !o.tokens[last].owning && (last > p.from || !o.is(last, o.spoken.words.Hearers)) {
		return news.OriginOutlet, p
	}
	return "", p
}

// outlet is the outlet that words with capitals name, or that they begin with.
func (o *origins) outlet(p stretch) stretch {
	p = o.untilTime(p)
	for to := p.to; to > p.from; to-- {
		name := strings.ToLower(o.name(stretch{p.from, to}))
		if !o.words.Outlets[strings.TrimPrefix(name, "the ")] && !o.words.Outlets[name] {
			continue
		}
		if to == p.to || isCapitals(o.text[o.tokens[to-1].Start:o.tokens[to-1].End]) || o.words.OutletWords[o.low(to)] {
			return p
		}
	}
	last := o.low(p.to - 1)
	last = last[strings.LastIndexByte(last, '-')+1:] // American-Statesman
	several := p.to-p.from > 1
	if o.words.OutletWords[last] && (several || o.is(p.from-1, o.pack.Questions.Articles)) || several && o.words.OutletWords[o.low(p.from)] && !o.isPerson(p) {
		return p
	}
	return stretch{}
}

// untilTime leaves out of a name the day behind it: "CNN Monday".
func (o *origins) untilTime(p stretch) stretch {
	for p.to-1 > p.from && o.isTime(p.to-1) {
		p.to--
	}
	return p
}

// isSite reports whether a word is the address of a site: "90min.com".
func isSite(low string) bool {
	at := strings.LastIndexByte(low, '.')
	return at > 1 && slices.Contains([]string{"com", "org", "net", "uk"}, low[at+1:])
}

// isOfficial reports whether a phrase names a body, or who speaks for one.
func (o *origins) isOfficial(p stretch) bool {
	last := &o.tokens[p.to-1]
	if _, pronoun := o.pronoun(p.from); pronoun {
		return false
	}
	for i := p.from; i < p.to; i++ { // the noun that a phrase is about: "a spokesperson for the school"
		if low := o.low(i); (o.words.Officials[low] || o.pack.Credits.Bodies[low] || o.pack.Credits.Speakers[low]) && !o.tokens[i].owning && (i+1 == p.to || o.is(i+1, o.spoken.words.Joins) || hasSuffix(o.low(i+1), "ed") || o.is(i+1, o.spoken.words.Attached)) { // people briefed on it
			return o.tokens[i].large || p.to-p.from > 1 || o.cast.speaker(o.spoken, p) != o.cast.one || o.words.Officials[low]
		}
	}
	return last.large && !o.isPerson(p)
}

// isPerson reports whether words with capitals may be the name of a person: two of them,
// or the last one of a name that the article has, and no "the" before.
func (o *origins) isPerson(p stretch) bool {
	if o.is(p.from, o.pack.Questions.Articles) || o.is(p.from-1, o.pack.Questions.Articles) {
		return false
	}
	person := bareName(o.tokens[p.from:p.to], o.pack)
	if len(person) == 0 || hasBody(person, o.pack) {
		return false
	}
	if len(person) < p.to-p.from { // Mayor Olm
		return true
	}
	name := o.name(p)
	if len(person) == 1 {
		return o.cast.surname(name) != name
	}
	return o.cast.isPerson(name)
}

// name is the words of a phrase.
func (o *origins) name(p stretch) string {
	span := o.cut(p)
	return withoutOwning(o.text[span.Start:span.End])
}
