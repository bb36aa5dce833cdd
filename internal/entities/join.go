package entities

import (
	"cmp"
	"slices"
	"strings"

	"byline/internal/gazetteer"
	"byline/internal/lexical"
	"byline/internal/news"
)

// standIn is a word that may stand for a fuller name.
type standIn struct {
	word string // as soundOf has it
	of   *name
}

// join takes shorter names for the fuller ones of the same: a surname, an abbreviation,
// a company without what says that it is one. Where two fuller names could be meant, it
// stays alone.
func (f *finder) join() {
	for _, n := range f.order {
		if len(n.words) < 2 {
			continue
		}
		switch n.kind {
		case news.EntityPerson:
			f.standIns = append(f.standIns, standIn{soundOf(n.words[len(n.words)-1]), n})
		case news.EntityOrganisation:
			f.standIns = append(f.standIns, standIn{soundOf(n.words[0]), n}, standIn{soundOf(initials(n.words)), n})
		}
	}
	slices.SortStableFunc(f.standIns, func(a, b standIn) int { return strings.Compare(a.word, b.word) })
	var things []string // Ingvild, of Storm Ingvild
	for _, n := range f.order {
		if len(n.words) > 1 && n.byName[other] >= certain && f.list.Things[strings.ToLower(n.words[0])] {
			things = append(things, soundOf(n.words[len(n.words)-1]))
		}
	}
	if len(f.standIns) == 0 && len(things) == 0 {
		return
	}
	for _, n := range f.order {
		known := n.byName[place] >= strong || n.byName[other] >= strong
		if len(n.words) > 1 || known && len(things) == 0 {
			continue
		}
		sound := soundOf(n.text)
		switch whole, some := f.wholeOf(sound); {
		case !some && slices.Contains(things, sound):
			n.kind = ""
		case whole != nil && !known:
			n.whole, n.kind, n.sure = whole, whole.kind, true
		}
	}
}

// wholeOf is the name that a word stands for, nil if it may stand for several or for
// none, and whether there are some.
func (f *finder) wholeOf(word string) (whole *name, some bool) {
	from, ok := slices.BinarySearchFunc(f.standIns, word, func(s standIn, word string) int { return strings.Compare(s.word, word) })
	if !ok {
		return nil, false
	}
	whole = f.standIns[from].of
	for _, s := range f.standIns[from+1:] {
		if s.word != word {
			break
		}
		if s.of.kind != whole.kind || s.of.keyed() != whole.keyed() {
			return nil, true
		}
	}
	return whole, true
}

// keyed is the key of a name.
func (n *name) keyed() string {
	if n.key == "" {
		n.key = Key(n.kind, n.text)
	}
	return n.key
}

// soundOf is the same for words that are written alike: Zelensky, Zelenskiy.
func soundOf(word string) string { return lexical.Sound(lexical.Fold(word)) }

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
		n = f.newName(city.text)
		n.words, n.kind, n.sure = append(n.words, city.words...), news.EntityOrganisation, true
		f.names[city.text+teamMark] = n
	}
	return n
}

func (f *finder) placeNamed(written string) *name {
	n := f.names[written]
	if n == nil {
		n = f.newName(written)
		n.words = slices.AppendSeq(n.words, strings.FieldsSeq(written))
		f.names[written] = n
	}
	n.kind, n.key = news.EntityPlace, ""
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

// entity is what names of an article name.
type entity struct {
	news.Entity
	times  int
	number int // as it was found, from 1
}

// found puts together what names name, the most frequent first. Nothing of it is a part
// of the article's text, which would be kept in memory with it.
func (f *finder) found() []news.Entity {
	for _, n := range f.order {
		if n.kind == "" || n.times == 0 || !n.sure && n.whole == nil && n.kind != news.EntityPlace {
			continue
		}
		whole := n
		if n.whole != nil {
			whole = n.whole
		}
		id := news.Entity{Kind: whole.kind, Key: whole.keyed()}
		if id.Key == "" {
			continue
		}
		number := f.byKey[id]
		if number == 0 {
			number = len(f.entities) + 1
			f.byKey[id] = number
			f.entities = append(f.entities, entity{Entity: id, number: number})
		}
		e := &f.entities[number-1]
		if len(whole.text) > len(e.Name) {
			e.Name = whole.text
		}
		e.times += n.times
		n.entity = number
	}
	slices.SortStableFunc(f.entities, func(a, b entity) int { return cmp.Compare(b.times, a.times) })
	var out []news.Entity
	for _, e := range f.entities[:min(len(f.entities), most)] {
		e.Name = strings.Clone(e.Name)
		out = append(out, e.Entity)
	}
	return out
}

// mentioned is where entities that were found are named.
func (f *finder) mentioned() (out []Mention) {
	places := make([]int, len(f.entities)+1)
	for i, e := range f.entities[:min(len(f.entities), most)] {
		places[e.number] = i + 1
	}
	for _, m := range f.mentions {
		if place := places[m.name.entity]; place > 0 && m.Start >= 0 {
			out = append(out, Mention{m.Span, place - 1})
		}
	}
	slices.SortFunc(out, func(a, b Mention) int { return cmp.Compare(a.Start, b.Start) })
	return out
}
