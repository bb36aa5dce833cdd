package entities

import (
	"math"
	"slices"
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
	for from < to && f.is(from, otherWord) && to-from > 1 && f.words[from].owning {
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
	if !f.is(from, beginsPlace) {
		return false
	}
	text := f.textOf(from, to)
	return f.list.Regions[text] || len(gazetteer.Lookup(text)) > 0
}

// isPeople reports whether a word names a people: French.
func (f *finder) isPeople(i int) bool { return f.is(i, people) }

// abbreviatedPlace reports whether a word is a country by its abbreviation.
func (f *finder) abbreviatedPlace(i int) bool {
	return f.words[i].capital && f.is(i, country)
}

// note adds what the words from one to another tell of the name that they are.
func (f *finder) note(from, to int, titled bool) {
	text := f.textOf(from, to)
	team := f.is(from, beginsPlace) && f.isTeam(text, to)
	key := text
	if team {
		key += teamMark
	}
	n := f.names[key]
	if n == nil {
		n = f.newName(text)
		for i := from; i < to; i++ {
			n.words = append(n.words, f.words[i].text)
		}
		n.score = f.byItself(text, from, to)
		if text == f.article.Source || slices.Contains(f.article.Attribution, text) { // its outlet
			n.score[organisation] += certain
		}
		n.byName = n.score
		if team {
			n.score[organisation] += certain + strong
		}
		f.names[key] = n
	}
	n.times++
	n.inside = n.inside || !f.words[from].begins || titled
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
	return f.is(to, acting)
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
	if !f.is(to, ofMatches) && !(w.number && len(w.text) < 4 && strings.Trim(w.text, "0123456789") == "") {
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
	last := &f.words[to-1]
	if !slices.ContainsFunc(f.words[from:to-1], func(w word) bool { return w.owning }) {
		return f.line.text[f.words[from].Start-f.line.at : last.Start-f.line.at+len(last.text)]
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
func (f *finder) byItself(text string, from, to int) (s scores) {
	last, words := to-1, to-from
	if f.is(from, beginsPlace) {
		f.asPlace(&s, text, words)
	}
	if f.is(last, otherWord) || unicode.IsDigit(rune(f.words[last].text[0])) || words > 1 && len(f.words[last].text) == 1 { // Gate C
		s[other] += certain
	}
	switch {
	case words > 1 && f.is(from, thing):
		s[other] += certain
	case words == 1 && f.is(from, noName):
		s[other] += certain
	case words > 2 && f.is(from, bodyOpening) && isOfOrFor(f.words[from+1].text):
		s[organisation] += certain
	case words > 1 && (f.is(last, placeWord) || f.is(from, placeOpener)):
		s[place] += strong
	case words > 1 && f.isBody(last):
		s[organisation] += certain
	case words > 1 && f.is(from, bodyFirst):
		s[organisation] += strong
	case f.isBody(last):
		s[organisation] += weak
	}
	if words == 1 {
		f.asOneWord(&s, from)
	} else {
		f.asWords(&s, text, from, to)
	}
	return s
}

func isOfOrFor(word string) bool { return word == "of" || word == "for" }

// asOneWord is what a name of one word tells.
func (f *finder) asOneWord(s *scores, at int) {
	word := f.words[at].text
	if isCapitals(word) {
		s[organisation] += strong
	}
	if strings.Contains(word, ".") && s[place] == 0 {
		s[organisation] += strong
	}
	if f.is(at, given) {
		s[person] += fair
	}
}

// asWords is what a name of several words tells, beside what its first and last one say.
func (f *finder) asWords(s *scores, text string, from, to int) {
	if strings.Contains(text, "&") {
		s[organisation] += certain
	}
	if !f.is(from, given) && s[place] < strong && f.is(to-1, country) { // Air France
		s[organisation] += strong
	}
	for i := from + 1; i < to; i++ {
		if isOfOrFor(f.words[i].text) || f.isBody(i) {
			s[organisation] += fair
		}
	}
	first := f.words[from].text
	switch {
	case len(first) == 2 && first[1] == '.':
		s[person] += certain
	case f.is(from, given):
		s[person] += strong
	case isCapitals(first):
		s[organisation] += fair
	case to-from < 4:
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
	if from > 0 && f.words[from].gap == " " {
		switch {
		case f.is(from-1, beforePlaces):
			n.context[place] += fair
		case f.words[from-1].isLow("the"):
			n.context[organisation] += weak
			n.context[person] -= fair
		case f.isTitle(from - 1):
			n.context[person] += strong
		case f.is(from-1, thing) && !f.words[from-1].large:
			n.context[other] += certain
		}
	}
	if to == len(f.words) {
		return
	}
	switch behind := &f.words[to]; {
	case behind.gap == " " && f.is(to, acting):
		if n.context[person] += weak; len(n.words) > 1 {
			n.context[person] += weak
		}
	case behind.gap == ", " && behind.number && len(behind.text) == 2:
		n.context[person] += strong
	case behind.gap == ", " && f.is(to, country) && f.isPlaceWord(behind):
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
	f.runs.read(f.article.Body)
	for _, n := range f.order {
		for k := range n.score {
			n.score[k] += n.context[k] / float32(math.Sqrt(float64(n.times)))
		}
		f.asCommonWord(n)
		n.kind = n.score.kind(n.sure)
	}
}

// asCommonWord is what it tells of a name that the article has its word in small letters,
// too: at the beginning of sentences it is no name, and behind another no surname.
func (f *finder) asCommonWord(n *name) {
	last := n.words[len(n.words)-1]
	switch {
	case len(n.words) > 1:
		if n.score[person] < strong && n.score[person] > n.score[organisation] && len(last) > 3 && f.hasSmall(last) {
			n.score[organisation] += n.score[person]
			n.score[person] = 0
		}
	case !n.inside && (f.endsAsCommon(last) || f.hasSmall(last)):
		n.score[other] += certain
	}
}

func (f *finder) endsAsCommon(word string) bool {
	for _, ending := range f.list.CommonEndings {
		if strings.HasSuffix(word, ending) {
			return true
		}
	}
	return false
}

// hasSmall reports whether the article has a word in small letters.
func (f *finder) hasSmall(written string) bool {
	word := strings.ToLower(written)
	return word != written && f.runs.have(word)
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
