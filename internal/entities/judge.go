package entities

import (
	"math"
	"strings"
	"unicode"

	"byline/internal/gazetteer"
	"byline/internal/news"
)

// scores say how much speaks for each kind.
type scores [4]float32

// The places of scores.
const (
	person = iota
	organisation
	place
	other // what is named is none of these
)

// How much signs speak for a kind.
const (
	certain = 6 // hardly ever wrong
	strong  = 3
	fair    = 1.5
	weak    = .7
)

// take notes the name that a run of words is.
func (f *finder) take(from, to int, titled bool) {
	for from < to && (f.list.OtherWords[f.words[from].low] && to-from > 1 && f.words[from].owning) {
		from++
	}
	if !f.isBody(to-1) && !f.knownPlace(from, to) {
		for from < to-1 && f.isPeople(from) {
			from++
		}
	}
	if to-from > 1 && f.abbreviatedPlace(from) { // U.S. Treasury
		f.note(from, from+1, false)
		from++
	}
	if from < to && (to-from > 1 || letters(f.words[from].text) > 1) {
		f.note(from, to, titled)
	}
}

// knownPlace reports whether words are the name of a place that a list has.
func (f *finder) knownPlace(from, to int) bool {
	text := f.textOf(from, to)
	return f.list.Regions[text] || len(gazetteer.Lookup(text)) > 0
}

// isPeople reports whether a word names a people: French.
func (f *finder) isPeople(i int) bool {
	for _, m := range gazetteer.Lookup(f.words[i].text) {
		if m.By == gazetteer.ByPeople {
			return true
		}
	}
	return false
}

// abbreviatedPlace reports whether a word is a country by its abbreviation.
func (f *finder) abbreviatedPlace(i int) bool {
	return f.words[i].capital && len(gazetteer.Lookup(f.words[i].text)) > 0
}

// note adds what the words from one to another tell of the name that they are.
func (f *finder) note(from, to int, titled bool) {
	text := f.textOf(from, to)
	team := f.isTeam(text, to)
	key := text
	if team {
		key += teamMark
	}
	n := f.names[key]
	if n == nil {
		n = &name{text: text, first: len(f.order)}
		for i := from; i < to; i++ {
			n.words = append(n.words, f.words[i].text)
		}
		n.score = f.byItself(text, n.words)
		n.byName = n.score
		if team {
			n.score[organisation] += certain + strong
		}
		f.names[key] = n
		f.order = append(f.order, n)
	}
	n.times++
	n.sure = n.sure || !f.words[from].begins || to-from > 1 || f.acts(to)
	if titled {
		n.score[person] += strong
		n.sure = true
	}
	f.beside(n, from, to)
	f.mentions = append(f.mentions, mention{news.Span{Start: f.words[from].Start, End: f.words[to-1].Start + len(f.words[to-1].text)}, n})
}

// acts reports whether what is named before a word does something: it says, or owns.
func (f *finder) acts(to int) bool {
	if f.words[to-1].owning {
		return true
	}
	if to == len(f.words) || f.words[to].gap != " " {
		return false
	}
	low := f.words[to].low
	return f.list.BehindPeople[low] || f.pack.Speech.Verbs[low] != ""
}

// teamMark tells the team of a city from the city.
const teamMark = "\x00team"

// isTeam reports whether the name of a city or state stands for its team: what follows
// is a score, or what teams do.
func (f *finder) isTeam(text string, to int) bool {
	if to == len(f.words) || f.words[to].gap != " " {
		return false
	}
	w := &f.words[to]
	if !f.list.Matches[w.low] && !(w.number && len(w.text) < 4 && strings.Trim(w.text, "0123456789") == "") {
		return false
	}
	for _, m := range gazetteer.Lookup(text) {
		if m.By != gazetteer.ByName || m.Kind == gazetteer.Country {
			return false
		}
	}
	return gazetteer.IsCity(text) || len(gazetteer.Lookup(text)) > 0
}

// textOf is a name with one space between its words.
func (f *finder) textOf(from, to int) string {
	if to-from == 1 {
		return f.words[from].text
	}
	var b strings.Builder
	for i := from; i < to; i++ {
		if i > from {
			b.WriteString(f.words[i].gap)
		}
		b.WriteString(f.words[i].text)
	}
	return b.String()
}

// byItself is what the words of a name tell of it.
func (f *finder) byItself(text string, words []string) (s scores) {
	first, last := words[0], words[len(words)-1]
	low := strings.ToLower(last)
	f.asPlace(&s, text, len(words))
	if f.list.OtherWords[low] || unicode.IsDigit(rune(last[0])) {
		s[other] += certain
	}
	lowFirst := strings.ToLower(first)
	switch {
	case len(words) > 2 && f.list.BodyOpenings[lowFirst] && (words[1] == "of" || words[1] == "for"):
		s[organisation] += certain
	case len(words) > 1 && (f.list.PlaceWords[low] || f.list.PlaceOpeners[lowFirst]):
		s[place] += strong
	case len(words) > 1 && f.bodyWord(low):
		s[organisation] += certain
	case f.bodyWord(low):
		s[organisation] += weak
	}
	if len(words) == 1 {
		f.asOneWord(&s, first)
	} else {
		f.asWords(&s, text, words)
	}
	return s
}

// asOneWord is what a name of one word tells.
func (f *finder) asOneWord(s *scores, word string) {
	if isCapitals(word) {
		s[organisation] += strong
	}
	if strings.Contains(word, ".") && s[place] == 0 {
		s[organisation] += strong
	}
	if f.list.GivenNames[word] {
		s[person] += fair
	}
}

// asWords is what a name of several words tells, beside what its first and last one say.
func (f *finder) asWords(s *scores, text string, words []string) {
	first, last := words[0], words[len(words)-1]
	if strings.Contains(text, "&") {
		s[organisation] += certain
	}
	if !f.list.GivenNames[first] && len(gazetteer.Lookup(last)) > 0 && s[place] < strong { // Air France
		s[organisation] += strong
	}
	for _, w := range words[1:] {
		if w == "of" || w == "for" || f.bodyWord(strings.ToLower(w)) {
			s[organisation] += fair
		}
	}
	switch {
	case len(first) == 2 && first[1] == '.':
		s[person] += certain
	case f.list.GivenNames[first]:
		s[person] += strong
	case isCapitals(first):
		s[organisation] += fair
	case len(words) < 4:
		s[person] += fair
	default:
		s[organisation] += weak
	}
}

// asPlace is what the gazetteer tells of a name.
func (f *finder) asPlace(s *scores, text string, words int) {
	if f.list.Regions[text] {
		s[place] += 2 * certain
		return
	}
	if meanings := gazetteer.Lookup(text); len(meanings) > 0 {
		switch m := meanings[0]; {
		case m.By == gazetteer.ByPeople:
			s[other] += certain
		case f.pack.Places.Personal[text] && m.Kind != gazetteer.City:
			s[place] += strong
		case f.pack.Places.Personal[text]:
			s[place] += fair
		case m.Kind == gazetteer.Country:
			s[place] += certain
		default:
			s[place] += strong
		}
		return
	}
	if gazetteer.IsCity(text) {
		if s[place] += weak; words > 1 {
			s[place] += fair
		}
	}
}

// beside is what stands around a name.
func (f *finder) beside(n *name, from, to int) {
	var before, behind *word
	if from > 0 {
		before = &f.words[from-1]
	}
	if to < len(f.words) {
		behind = &f.words[to]
	}
	if before != nil && f.words[from].gap == " " {
		switch {
		case f.list.BeforePlaces[before.low]:
			n.context[place] += fair
		case before.low == "the":
			n.context[organisation] += weak
			n.context[person] -= fair
		case f.isTitle(from - 1):
			n.context[person] += strong
		}
	}
	if behind == nil {
		return
	}
	switch {
	case behind.gap == " " && (f.list.BehindPeople[behind.low] || f.pack.Speech.Verbs[behind.low] != ""):
		if n.context[person] += weak; len(n.words) > 1 {
			n.context[person] += weak
		}
	case behind.gap == ", " && behind.number && len(behind.text) == 2:
		n.context[person] += strong
	case behind.gap == ", " && f.isPlaceWord(behind):
		n.context[place] += fair
	}
}

// isPlaceWord reports whether a word is the name of a country or a state.
func (f *finder) isPlaceWord(w *word) bool {
	for _, m := range gazetteer.Lookup(w.text) {
		if m.By == gazetteer.ByName && m.Kind != gazetteer.City {
			return true
		}
	}
	return false
}

// judge tells what each name is of, by all that the article tells of it.
func (f *finder) judge() {
	for _, n := range f.order {
		for k := range n.score {
			n.score[k] += n.context[k] / float32(math.Sqrt(float64(n.times)))
		}
		n.kind = n.score.kind(n.sure)
	}
}

// kind is the kind for which most speaks.
func (s scores) kind(sure bool) news.EntityKind {
	best := organisation
	for _, k := range []int{person, place, other} {
		if s[k] > s[best] {
			best = k
		}
	}
	if best == other || s[best] < fair && !(sure && s[best] >= 0) {
		return ""
	}
	return news.EntityKinds()[best]
}
