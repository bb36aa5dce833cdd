package entities

import (
	"cmp"
	"slices"
	"strings"

	"byline/internal/gazetteer"
	"byline/internal/lexical"
	"byline/internal/news"
)

// join takes shorter names for the fuller ones of the same: a surname, an abbreviation,
// a company without what says that it is one. Where two fuller names could be meant, it
// stays alone.
func (f *finder) join() {
	byWord := map[string][]*name{} // fuller names, by the words that may stand for them
	for _, n := range f.order {
		if len(n.words) < 2 || n.kind == "" {
			continue
		}
		for _, w := range n.standIns() {
			byWord[w] = append(byWord[w], n)
		}
	}
	for _, n := range f.order {
		if len(n.words) > 1 || n.byName[place] >= strong || n.byName[other] >= strong {
			continue
		}
		if whole := one(byWord[standIn(n.text)]); whole != nil {
			n.whole, n.kind, n.sure = whole, whole.kind, true
		}
	}
}

// standIns are the single words that a fuller name may go by.
func (n *name) standIns() []string {
	last := n.words[len(n.words)-1]
	switch n.kind {
	case news.EntityPerson:
		return []string{standIn(last)}
	case news.EntityOrganisation:
		return []string{standIn(n.words[0]), standIn(initials(n.words))}
	}
	return nil
}

// standIn is the same for words that are written alike: Zelensky, Zelenskiy.
func standIn(word string) string { return lexical.Sound(lexical.Fold(word)) }

// initials are the first letters of words with capitals: WHO.
func initials(words []string) string {
	var b strings.Builder
	for _, w := range words {
		if 'A' <= w[0] && w[0] <= 'Z' {
			b.WriteByte(w[0])
		}
	}
	return b.String()
}

// one is the name that all of some are of; nil if they are of several, or there is none.
func one(all []*name) *name {
	if len(all) == 0 {
		return nil
	}
	best := all[0]
	for _, n := range all[1:] {
		if n.kind != best.kind || Key(n.kind, n.text) != Key(best.kind, best.text) {
			return nil
		}
	}
	return best
}

// readKnown finds names that are known in a line whose capitals tell nothing.
func (f *finder) readKnown(l line) {
	words := f.cutWords(l.text, l.at)
	known := map[string]*name{}
	for _, n := range f.order {
		if n.kind != "" {
			known[strings.ToLower(n.text)] = n
		}
	}
	for i := 0; i < len(words); {
		n, to := f.knownAt(known, i)
		if n == nil {
			i++
			continue
		}
		n.times++
		f.mentions = append(f.mentions, mention{news.Span{Start: words[i].Start, End: words[to-1].Start + len(words[to-1].text)}, n})
		i = to
	}
}

// longestKnown is how many words a name has at most that is looked for where capitals
// tell nothing.
const longestKnown = 4

// knownAt is the longest name that is known and begins with a word.
func (f *finder) knownAt(known map[string]*name, i int) (*name, int) {
	if !f.words[i].large {
		return nil, 0
	}
	for to := min(i+longestKnown, len(f.words)); to > i; to-- {
		text := f.textOf(i, to)
		if n := known[strings.ToLower(text)]; n != nil {
			return n, to
		}
		if n := f.placeInCapitals(text); n != nil {
			if f.isTeam(n.text, to) {
				n = f.teamOf(n)
			}
			return n, to
		}
	}
	return nil, 0
}

// placeInCapitals is a place of the gazetteer whose name is in capitals.
func (f *finder) placeInCapitals(text string) *name {
	if !isCapitals(text) && len(gazetteer.Lookup(text)) == 0 {
		return nil
	}
	if f.list.Regions[titled(text)] {
		return f.placeNamed(titled(text))
	}
	for _, written := range []string{text, titled(text)} {
		meanings := gazetteer.Lookup(written)
		if len(meanings) == 0 {
			continue
		}
		if meanings[0].By == gazetteer.ByPeople {
			return nil
		}
		return f.placeNamed(written)
	}
	if t := titled(text); gazetteer.IsCity(t) && isCapitals(text) && letters(text) > 3 {
		return f.placeNamed(t)
	}
	return nil
}

// teamOf is the team of a city.
func (f *finder) teamOf(city *name) *name {
	n := f.names[city.text+teamMark]
	if n == nil {
		n = &name{text: city.text, words: city.words, first: len(f.order), kind: news.EntityOrganisation, sure: true}
		f.names[city.text+teamMark] = n
		f.order = append(f.order, n)
	}
	return n
}

func (f *finder) placeNamed(written string) *name {
	n := f.names[written]
	if n == nil {
		n = &name{text: written, words: strings.Fields(written), first: len(f.order)}
		f.names[written] = n
		f.order = append(f.order, n)
	}
	n.kind = news.EntityPlace
	return n
}

// titled writes each word with one capital.
func titled(text string) string {
	words := strings.Fields(strings.ToLower(text))
	for i, w := range words {
		words[i] = strings.ToUpper(w[:1]) + w[1:]
	}
	return strings.Join(words, " ")
}

// most is how many entities an article has at most.
const most = 64

// found puts together what was found.
func (f *finder) found() Found {
	type entity struct {
		news.Entity
		times, first int
		names        []*name
	}
	var all []*entity
	byKey := map[news.Entity]*entity{}
	for _, n := range f.order {
		if n.kind == "" || n.times == 0 || !n.sure && n.whole == nil && n.kind != news.EntityPlace {
			continue
		}
		whole := n
		if n.whole != nil {
			whole = n.whole
		}
		id := news.Entity{Kind: whole.kind, Key: Key(whole.kind, whole.text)}
		if id.Key == "" {
			continue
		}
		e := byKey[id]
		if e == nil {
			e = &entity{Entity: id, first: n.first}
			byKey[id] = e
			all = append(all, e)
		}
		if len(whole.text) > len(e.Name) {
			e.Name = whole.text
		}
		e.times += n.times
		e.names = append(e.names, n)
	}
	slices.SortStableFunc(all, func(a, b *entity) int { return cmp.Compare(b.times, a.times) })
	all = all[:min(len(all), most)]
	var out Found
	places := map[*name]int{}
	for i, e := range all {
		out.Entities = append(out.Entities, e.Entity)
		for _, n := range e.names {
			places[n] = i
		}
	}
	for _, m := range f.mentions {
		if i, ok := places[m.name]; ok && m.Start >= 0 {
			out.Mentions = append(out.Mentions, Mention{m.Span, i})
		}
	}
	slices.SortFunc(out.Mentions, func(a, b Mention) int { return cmp.Compare(a.Start, b.Start) })
	return out
}
