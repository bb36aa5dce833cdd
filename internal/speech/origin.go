package speech

import (
	"cmp"
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
)

// Provenance is from whom an article has what it says, each chain once: those first that
// name who reported it first, then those with an outlet, then the others.
func Provenance(chains []news.Chain) news.Provenance {
	all := slices.Clone(news.Provenance(chains))
	seen := map[string]bool{}
	all = slices.DeleteFunc(all, func(c news.Chain) bool {
		text := strings.ToLower(c.String())
		double := seen[text]
		seen[text] = true
		return double
	})
	rank := func(c news.Chain) int {
		switch {
		case slices.ContainsFunc(c.Origins, func(o news.Origin) bool { return o.First }):
			return 0
		case c.Origins[0].Kind == news.OriginOutlet:
			return 1
		}
		return 2
	}
	slices.SortStableFunc(all, func(a, b news.Chain) int { return cmp.Compare(rank(a), rank(b)) })
	return all
}

// Behind is from whom the words of a span of a body are: the chains of the sentences
// that it has a part of.
func Behind(span news.Span, chains []news.Chain) news.Provenance {
	var all news.Provenance
	for _, c := range chains {
		if c.Start < span.End && span.Start < c.End {
			all = append(all, c)
		}
	}
	return all
}

// origins collects those of a sentence.
type origins struct {
	*spoken

	cast  *cast
	words *lang.Provenance
	found []news.Origin

	before []news.Chain // of the sentences before
}

// The steps of origins: an outlet, who told it, and whom these cite.
const (
	near = iota
	behind
	cited
)

// credit adds whom a sentence credits.
func (r *reader) credit(s *spoken, clauses []clause) {
	o := &origins{spoken: s, cast: &r.cast, words: &r.pack.Provenance, before: r.chains}
	for i := range clauses {
		o.add(clauses[i].speaker, behind, o.credited)
	}
	for i := range s.tokens {
		switch s.tokens[i].kind {
		case word:
			o.at(i, len(clauses) > 0 || s.quotes(stretch{0, len(s.tokens)}))
		case other:
			o.dateline(i)
		}
	}
	if len(o.found) > 0 {
		r.chains = append(r.chains, news.Chain{Span: s.cut(stretch{0, len(s.tokens)}), Origins: o.chain()})
	}
}

// chain is what was found, the nearest first, each name once.
func (o *origins) chain() []news.Origin {
	slices.SortStableFunc(o.found, func(a, b news.Origin) int { return cmp.Or(cmp.Compare(a.Step, b.Step), cmp.Compare(a.Start, b.Start)) })
	var chain []news.Origin
	for _, f := range o.found {
		if !slices.ContainsFunc(chain, func(is news.Origin) bool { return strings.EqualFold(is.Name, f.Name) }) {
			chain = append(chain, f)
		}
	}
	return chain
}

// at adds whom the words at a place of a sentence credit; said tells whether anything
// is said in it.
func (o *origins) at(i int, said bool) {
	next := i + 1
	kind := o.spoken.words.Verbs[o.low(i)]
	if kind == bare || kind == told || kind == withThat {
		if p, ok := o.speakerBefore(i); ok && !o.undone(i) {
			o.add(p, behind, o.named)
		}
	}
	switch {
	case kind == source && o.is(next, o.spoken.words.Joins):
		o.add(o.phraseFrom(next+1), behind, o.credited)
	case kind == cites:
		o.add(o.phraseFrom(next), cited, o.credited)
	case o.is(i, o.words.Learns):
		if p, ok := o.speakerBefore(i); ok {
			o.add(p, near, o.prints)
		}
	case kind == quotes && o.is(i-1, o.spoken.words.Clauses): // the paper, which cited records
		o.add(o.phraseFrom(next), cited, o.credited)
	case o.is(i, o.words.First) && o.low(next) == "to" && i > 1:
		o.wasFirst(i)
	case kind == participle && i > 0 && o.is(i-1, o.spoken.words.Documents):
		o.add(o.phraseTo(i-1), behind, o.writes)
	case kind == told:
		o.add(o.phraseFrom(next), near, o.hears)
	case o.words.Deeds[o.low(i)] && o.byBehind(next) > 0:
		if i > 0 {
			o.add(o.phraseTo(i-1), behind, o.writes) // emails seen by
		}
		o.add(o.phraseFrom(o.byBehind(next)), near, o.prints)
	case said:
		o.behindPreposition(i)
	}
}

// wasFirst adds who was the first to do something: Yomiuri was (the) first to report.
func (o *origins) wasFirst(first int) {
	was := first - 1
	if o.is(was, o.pack.Questions.Articles) {
		was--
	}
	if was > 0 && o.is(was, o.pack.Statements.Auxiliaries) {
		o.add(o.phraseTo(was-1), near, o.prints)
	}
}

// behindPreposition adds where something that is said stands: in a report, on ESPN.
func (o *origins) behindPreposition(i int) {
	next := i + 1
	if o.is(i, o.words.InDocuments) && !o.is(next, o.spoken.words.Documents) {
		o.add(o.document(next), behind, o.writes)
	}
	if o.is(i, o.words.BeforeOutlet) {
		o.add(o.phraseFrom(next), near, o.prints)
	}
}

// byBehind is what stands behind the "by" of a deed, with a word between at most: reported
// earlier by; 0 if there is none.
func (o *origins) byBehind(i int) int {
	switch {
	case o.low(i) == "by":
		return i + 1
	case o.low(i+1) == "by" && !o.isLarge(i):
		return i + 2
	}
	return 0
}

// add adds who is named by a phrase, if it is somebody of whom a sort of phrases tells.
func (o *origins) add(p stretch, step int, of func(stretch) (news.OriginKind, stretch)) {
	p = o.whole(p)
	for !p.empty() && o.is(p.from, o.spoken.words.Openings) && !o.tokens[p.from].large {
		p.from++
	}
	if p.empty() {
		return
	}
	kind, p := of(p)
	if kind == "" || p.empty() {
		return
	}
	if kind == news.OriginOutlet && step == behind {
		step = near
	}
	for kind != news.OriginOutlet && p.to-p.from > 1 && o.is(p.from, o.spoken.words.Openings) { // The ministry
		p.from++
	}
	span := o.cut(p)
	if slices.ContainsFunc(o.found, func(f news.Origin) bool { return f.Start < span.End && span.Start < f.End }) {
		return
	}
	name := withoutOwning(o.text[span.Start:span.End])
	span.End = span.Start + len(name)
	o.found = append(o.found, news.Origin{Span: span, Kind: kind, Name: name, Step: step, First: o.isFirst(p)})
}

// isFirst reports whether it is said of an outlet that it was the first: "ESPN first reported".
func (o *origins) isFirst(p stretch) bool {
	return o.is(p.to, o.words.First) || o.is(p.to, o.pack.Statements.Auxiliaries) && o.is(p.to+1, o.words.First) || p.from > 2 && o.low(p.from-1) == "by" && o.is(p.from-3, o.words.First)
}

// whole is a phrase with the name behind what says of which sort an outlet is: "the
// Italian daily La Repubblica".
func (o *origins) whole(p stretch) stretch {
	if p.empty() || !(o.words.SomeOutlets[o.low(p.to)] || o.words.OutletWords[o.low(p.to)]) || !o.isLarge(p.to+1) {
		return p
	}
	p.to++
	for o.isLarge(p.to) {
		p.to++
	}
	return p
}

// document is the phrase that begins with a token and ends in a word for a document,
// with what says when between: "a November 28 court filing".
func (o *origins) document(from int) stretch {
	for i := from; i < len(o.tokens) && i-from < longest/2 && o.tokens[i].kind == word && !isAuxiliary(o.low(i), o.pack) && !o.is(i, o.spoken.words.Joins) && !o.is(i, o.spoken.words.Clauses); i++ {
		if p := (stretch{from, i + 1}); o.isDocument(p) && !o.is(i+1, o.spoken.words.Documents) {
			return p
		}
	}
	return stretch{}
}

// dateline adds the agency in brackets before a dash: "VISBY (AP) — ".
func (o *origins) dateline(i int) {
	name := stretch{i + 1, i + 1}
	for o.isLarge(name.to) {
		name.to++
	}
	agency := o.prints
	if name.empty() && o.words.Outlets[o.low(i+1)] { // (dpa)
		name.to++
		agency = func(p stretch) (news.OriginKind, stretch) { return news.OriginOutlet, p }
	}
	if name.empty() || name.to+1 >= len(o.tokens) || o.tokens[name.to].kind != other || i > longest || o.next(0, stop) < i {
		return
	}
	if dash := o.tokens[name.to+1]; dash.kind == other && strings.Contains("—–-", o.text[dash.Start:dash.End]) {
		o.add(name, near, agency)
	}
}
