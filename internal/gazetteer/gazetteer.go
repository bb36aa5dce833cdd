// Package gazetteer finds the names of countries, states and cities in a text,
// and tells which name the same: the news says Washington and means the
// government of the United States, whose people are Americans.
package gazetteer

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// Kind is what sort of place a name stands for.
type Kind int

// The kinds of places.
const (
	Country Kind = iota
	State
	City
)

// By is how a name stands for a place.
type By int

// How a name stands for a place.
const (
	ByName    By = iota
	ByPeople     // Americans, American
	ByCapital    // Washington, of the United States
)

// Meaning is a place that a name can stand for.
type Meaning struct {
	Kind Kind
	By   By
	Name string // of the place, as the pack lists it
}

// Mention is a name in a text with all that it can stand for: Georgia is a
// country and a state.
type Mention struct {
	news.Span
	Meanings []Meaning
}

// Is tells whether a mention can stand for a place of a kind by its name or
// its people, or be a city that is the capital of another place, and for which.
func (m *Mention) Is(kind Kind) (name string, ok bool) {
	for _, x := range m.Meanings {
		if x.Kind == kind && x.By != ByCapital {
			return x.Name, true
		}
	}
	return "", false
}

// SamePlace reports whether two mentions can stand for one place: Britain and British.
func (m *Mention) SamePlace(o *Mention) bool {
	return slices.ContainsFunc(m.Meanings, func(x Meaning) bool {
		return slices.ContainsFunc(o.Meanings, func(y Meaning) bool { return x.Kind == y.Kind && x.Name == y.Name })
	})
}

// Whole is the mention that a text is as a whole; ok is false if it is none.
func Whole(text string) (m Mention, ok bool) {
	found := Find(text)
	if len(found) != 1 || found[0].End-found[0].Start != len(text) {
		return m, false
	}
	return found[0], true
}

// entry is a name with what it means.
type entry struct {
	name     string
	meanings []Meaning
}

// table has the names that begin with a word, the longest first.
type table struct {
	names    map[string][]entry
	same     map[Meaning][]string // of a place, by its name: all names of one word
	personal lang.Words
}

// known is what all languages know of places, in which articles may name them.
var known = sync.OnceValue(func() *table { return newTable(&lang.Any().Places) })

func newTable(p *lang.Places) *table {
	t := &table{names: map[string][]entry{}, same: map[Meaning][]string{}, personal: p.Personal}
	t.addPlaces(Country, p.Countries)
	t.addPlaces(State, p.States)
	for city := range p.Cities {
		t.add(city, Meaning{Kind: City, Name: city})
	}
	for _, list := range t.names {
		slices.SortFunc(list, func(a, b entry) int {
			return cmp.Or(cmp.Compare(len(b.name), len(a.name)), cmp.Compare(a.name, b.name))
		})
	}
	return t
}

// addPlaces adds places of which a line has three parts: names, people, capitals.
func (t *table) addPlaces(kind Kind, places []lang.Pair) {
	for _, p := range places {
		place := Meaning{Kind: kind, Name: p.Key}
		t.add(p.Key, place)
		for by, part := range strings.Split(p.Value, "/") {
			for name := range strings.SplitSeq(part, ",") {
				if name = strings.TrimSpace(name); name == "" {
					continue
				}
				t.add(name, Meaning{kind, By(by), p.Key})
				if By(by) == ByCapital {
					t.add(name, Meaning{Kind: City, Name: name})
				}
			}
		}
	}
}

// add adds a name of a place.
func (t *table) add(name string, m Meaning) {
	place := Meaning{Kind: m.Kind, Name: m.Name}
	if !strings.ContainsAny(name, " .-") {
		t.same[place] = append(t.same[place], name)
	}
	first, _, _ := strings.Cut(name, " ")
	list := t.names[first]
	i := slices.IndexFunc(list, func(e entry) bool { return e.name == name })
	if i < 0 {
		t.names[first] = append(list, entry{name, []Meaning{m}})
		return
	}
	if !slices.Contains(list[i].meanings, m) {
		list[i].meanings = append(list[i].meanings, m)
	}
}

// Find returns the places that a text names, in order and without overlap, the
// longest name where several begin. Names are told by their capitals.
func Find(text string) []Mention {
	t := known()
	var found []Mention
	for i := 0; i < len(text); {
		if end := wordEnd(text, i); end == i {
			_, n := utf8.DecodeRuneInString(text[i:])
			i += n
		} else if m, ok := t.at(text, i, end); ok {
			found = append(found, m)
			i = m.End
		} else if hyphen := strings.IndexByte(text[i:end], '-'); hyphen >= 0 {
			i += hyphen + 1
		} else {
			i = end
		}
	}
	return found
}

// at returns the place that the word text[i:end] names or is the first word of.
func (t *table) at(text string, i, end int) (Mention, bool) {
	word := text[i:end]
	first, _, _ := strings.Cut(word, "-") // "US-Japan"
	for _, word := range [...]string{word, strings.TrimSuffix(word, "'s"), strings.TrimSuffix(word, "’s"), withFullStop(text, i, end), first} {
		for _, e := range t.names[word] {
			stop := i + len(e.name)
			if !strings.HasPrefix(text[i:], e.name) || !t.stands(text, i, stop) {
				continue
			}
			return Mention{news.Span{Start: i, End: stop}, e.meanings}, true
		}
	}
	return Mention{}, false
}

// withFullStop is an abbreviation with the full stop that belongs to it.
func withFullStop(text string, i, end int) string {
	if end < len(text) && text[end] == '.' {
		return text[i : end+1]
	}
	return text[i:end]
}

// stands tells whether text[i:end] stands alone as a name of a place: not in a
// longer word, no name of a person, and an abbreviation behind a comma ("Salem, Ore.").
func (t *table) stands(text string, i, end int) bool {
	name := text[i:end]
	after, _ := utf8.DecodeRuneInString(text[end:])
	if unicode.IsLetter(after) || unicode.IsDigit(after) {
		return false
	}
	if strings.HasSuffix(name, ".") && strings.Count(name, ".") == 1 && !strings.HasSuffix(text[:i], ", ") {
		return false
	}
	if !t.personal[name] {
		return true
	}
	before := strings.TrimSuffix(text[:i], " ")
	word := before[strings.LastIndexAny(before, " \n\"“(")+1:]
	return !(len(before) < i && isName(word)) && !isName(strings.TrimPrefix(text[end:], " "))
}

// isName tells whether a text begins as a name does that belongs to another
// beside it: a word with a capital and more than one letter.
func isName(text string) bool {
	first, n := utf8.DecodeRuneInString(text)
	second, _ := utf8.DecodeRuneInString(text[n:])
	end := wordEnd(text, 0)
	return unicode.IsUpper(first) && unicode.IsLower(second) && !strings.HasSuffix(text, ",") && !strings.HasSuffix(text, ".") &&
		!lang.Asking().Sentences.Openers[text[:end]]
}

// wordEnd is where the word that begins at i ends; i if none does.
func wordEnd(text string, i int) int {
	end := i
	for j, r := range text[i:] {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !(j > 0 && strings.ContainsRune(".-'’", r)) {
			break
		}
		end = i + j + utf8.RuneLen(max(r, 0))
	}
	for end > i && strings.HasSuffix(text[i:end], ".") && strings.Count(text[i:end], ".") == 1 {
		end--
	}
	return end
}

// Same returns the single words by which the news also speaks of the places
// that a mention can stand for, its own included: for the United States US,
// America, American, Washington. As an actor, a capital stands for its country
// too; as a place it does not.
func (m *Mention) Same(actor bool) []string {
	t := known()
	var words []string
	for _, x := range m.Meanings {
		if x.Kind == City || x.By == ByCapital && (!actor || x.Kind != Country) {
			continue
		}
		words = append(words, t.same[Meaning{Kind: x.Kind, Name: x.Name}]...)
	}
	return words
}
