package answer

import (
	"slices"
	"strings"

	"byline/internal/gazetteer"
	"byline/internal/news"
	ask "byline/internal/question"
)

// How much more or less likely a name is of the kind asked for than others are.
const (
	likelyName   = 2.
	unlikelyName = .4
)

// names lists runs of words that are written large, without what a name opens
// with that says what somebody is, and short titles between quotation marks.
func (s *sentenceText) names() []mention {
	out := s.titles()
	for i := 0; i < len(s.words); {
		end := s.nameEnd(i)
		if end == i {
			i++
			continue
		}
		from := i
		if at := s.roleInside(i, end); at > i {
			out = s.appendName(out, i, at)
			from = at + 1
		}
		out = s.appendName(out, from, end)
		i = end
	}
	return out
}

// appendName adds the name of the words from i up to before j, without what only says what somebody is.
func (s *sentenceText) appendName(out []mention, i, j int) []mention {
	const office = 2 // words that a name has behind an office: Secretary of State Ada Olm
	crown := -1      // the title that somebody with a number is called by: King Olaf IV
	for i+2 < j && s.isEpithet(i) {
		if s.in.Answers.Crowned[s.lower(i)] && strings.Trim(s.word(j-1), "IVX") == "" {
			crown = i
		}
		i++
	}
	for i+office < j && s.in.Answers.NameLinks[s.word(i)] {
		i += 2
		for i+office < j && s.in.Entities.Areas[s.lower(i)] {
			i++
		}
	}
	if j-i > maxName || j-i == 1 && s.isEpithet(i) {
		return out
	}
	span := s.span(i, j)
	span.End = span.Start + len(withoutOwner(s.text[span.Start:span.End]))
	m := counted(span, nameKey(s.text[span.Start:span.End]))
	if crown == i-1 && crown >= 0 {
		m.Start = s.words[crown].Start
	}
	return append(out, m)
}

// roleInside is the last word of a name, but the first, behind which somebody's full name
// stands who is something of what stands before it: Olm Motors CEO Ada Hale. It is i if there is none.
func (s *sentenceText) roleInside(i, end int) int {
	const full = 2 // words
	for j := end - full - 1; j > i; j-- {
		role := strings.Trim(s.lower(j), ".")
		if s.in.Answers.Roles[role] && !s.in.Answers.Crowned[role] || s.in.Speech.Titles[role] {
			if of := counted(s.span(i, j), ""); s.isCountryOrState(&of) {
				return i // Halvia's governor is called so with the name
			}
			return j
		}
	}
	return i
}

// isEpithet reports whether word i, at the beginning of a name, only says what
// somebody is: Former, Democratic, Halvian, President.
func (s *sentenceText) isEpithet(i int) bool {
	lower := strings.Trim(s.lower(i), ".")
	return s.in.Answers.Roles[lower] || s.in.Answers.NotNames[lower] || isOfPeople(s.word(i))
}

// isOfPeople reports whether a name is that of the people of a country or a state.
func isOfPeople(name string) bool {
	place, ok := gazetteer.Whole(name)
	return ok && !slices.ContainsFunc(place.Meanings, func(m gazetteer.Meaning) bool {
		return m.By != gazetteer.ByPeople
	})
}

// titles lists short titles between quotation marks.
func (s *sentenceText) titles() []mention {
	var out []mention
	for _, marks := range [...][2]string{{"“", "”"}, {`"`, `"`}, {"‘", "’"}} {
		for at := 0; ; {
			open := strings.Index(s.text[at:], marks[0])
			if open < 0 {
				break
			}
			start := at + open + len(marks[0])
			end := strings.Index(s.text[start:], marks[1])
			if end < 0 {
				break
			}
			inside := strings.TrimRight(s.text[start:start+end], ",.")
			if n := len(strings.Fields(inside)); n > 0 && n <= maxName && isCapital(inside) && !strings.ContainsAny(inside, ".?!") {
				out = append(out, counted(news.Span{Start: start, End: start + len(inside)}, nameKey(inside)))
			}
			at = start + end + len(marks[1])
		}
	}
	return out
}

// works lists titles of works: what stands in quotation marks is likelier one.
func (s *sentenceText) works() []mention {
	quoted := s.titles()
	all := s.names()
	for i := range all {
		if i < len(quoted) {
			all[i].weight = likelyName
		} else {
			all[i].weight = unlikelyName
		}
	}
	return slices.DeleteFunc(all, s.isMaker)
}

// isMaker reports whether a name is that of who made something: “The Lamp” by Mara Olm.
func (s *sentenceText) isMaker(m mention) bool {
	return s.in.Statements.Agents[s.lower(s.wordAt(m.Start)-1)]
}

// inGazetteer lists the names of countries or of states. Their people, and
// what is theirs, speak for them.
func (s *sentenceText) inGazetteer(kind gazetteer.Kind) []mention {
	var out []mention
	for _, found := range gazetteer.Find(s.text) {
		for _, is := range found.Meanings {
			if is.Kind == kind && is.By != gazetteer.ByCapital {
				m := counted(found.Span, is.Name)
				m.hint = is.By != gazetteer.ByName
				out = append(out, m)
			}
		}
	}
	return out
}

// places lists names that are those of places, for all that can be told:
// something is in them, or they are not those of people.
func (s *sentenceText) places(kind ask.Kind) []mention {
	all := s.names()
	for i := range all {
		m := &all[i]
		switch {
		case kind == ask.City && s.isCountryOrState(m):
			m.weight = unlikelyName / 2
		case kind == ask.City && s.is(m, gazetteer.City):
			m.weight = 2 * likelyName
		case s.isInside(m):
			m.weight = likelyName
		case s.isPersonal(m) || s.looksPersonal(m):
			m.weight = unlikelyName
		}
	}
	return all
}

// isInside reports whether something is in what has a name.
func (s *sentenceText) isInside(m *mention) bool {
	return s.in.Answers.PlaceWords[s.lower(s.wordAt(m.Start)-1)]
}

func (s *sentenceText) isCountryOrState(m *mention) bool {
	return s.is(m, gazetteer.Country) || s.is(m, gazetteer.State)
}

// is reports whether a mention is, as a whole, the name of a place of a kind.
func (s *sentenceText) is(m *mention, kind gazetteer.Kind) bool {
	place, ok := gazetteer.Whole(s.text[m.Start:m.End])
	if ok {
		_, ok = place.Is(kind)
	}
	return ok
}

// organisations lists names that can be those of organisations, or of countries and
// states that have a team.
func (s *sentenceText) organisations(teams bool) []mention {
	return s.without(func(m *mention) bool { return !teams && s.isCountryOrState(m) }, func(m *mention) float64 {
		if s.isPersonal(m) && strings.Contains(m.key, " ") || s.looksPersonal(m) {
			return unlikelyName
		}
		return 1
	})
}

// without lists the names that are not barred, weighed.
func (s *sentenceText) without(barred func(*mention) bool, weigh func(*mention) float64) []mention {
	all := s.names()
	out := all[:0]
	for _, m := range all {
		if !barred(&m) {
			m.weight = weigh(&m)
			out = append(out, m)
		}
	}
	return out
}

// people lists names that can be those of people.
func (s *sentenceText) people() []mention {
	titles := s.titles()
	isTitle := func(m *mention) bool {
		return strings.Contains(m.key, " ") && slices.ContainsFunc(titles, func(t mention) bool { return t.key == nameKey(s.text[m.Start:m.End]) && t.End == m.End })
	}
	return s.without(func(m *mention) bool { return s.isCountryOrState(m) || isTitle(m) || s.isHome(m) }, func(m *mention) float64 {
		switch {
		case s.isInside(m):
			return unlikelyName
		case s.isPersonal(m) || s.looksPersonal(m):
			return likelyName
		}
		return 1
	})
}

// isHome reports whether a name is where somebody is from: "a man from Brask".
func (s *sentenceText) isHome(m *mention) bool {
	at := s.wordAt(m.Start)
	return s.in.Questions.Whence[s.lower(at-1)] && s.in.Answers.Humans[s.lower(at-2)]
}

// looksPersonal reports whether a name is of two or three words, the last of
// which stands alone elsewhere, as surnames do.
func (s *sentenceText) looksPersonal(m *mention) bool {
	at := strings.LastIndexByte(m.key, ' ')
	return at > 0 && strings.Count(m.key, " ") < 3 && s.alone[m.key[at+1:]]
}

// isPersonal reports whether a name stands as that of a person: behind a role,
// or before a word for speaking.
func (s *sentenceText) isPersonal(m *mention) bool {
	at := s.wordAt(m.Start)
	end := at
	for end < len(s.words) && s.words[end].Start < m.End {
		end++
	}
	return at > 0 && s.in.Answers.Roles[strings.Trim(s.lower(at-1), ".")] || s.in.Answers.ReportingWords[s.lower(end)] || s.in.Answers.ReportingWords[s.lower(at-1)]
}

// wordAt is the word that ends behind a place in the text.
func (s *sentenceText) wordAt(at int) int {
	for i, w := range s.words {
		if w.End > at {
			return i
		}
	}
	return len(s.words)
}

// isFrom reports whether a name stands behind "from", or in a list that does.
func (s *sentenceText) isFrom(name news.Span) bool {
	i := s.wordAt(name.Start) - 1
	for i > 0 && !s.in.Questions.Whence[s.lower(i)] && (isCapital(s.word(i)) || s.in.Questions.Articles[s.lower(i)] || s.in.Statements.Coordinators[s.lower(i)]) {
		i--
	}
	return s.in.Questions.Whence[s.lower(i)]
}

// isGone reports whether somebody who is named has a role no more: "Olm stepped down",
// "Olm was sacked", "replaces the chairman, Olm", "have sacked their coach, Olm".
func (s *sentenceText) isGone(name news.Span) bool {
	in := s.in.Answers
	from := s.wordAt(name.Start)
	to := from
	for to < len(s.words) && s.words[to].Start < name.End {
		to++
	}
	isPassive := false
	for s.in.Questions.Auxiliaries[s.lower(to)] || s.lower(to) == "been" {
		isPassive = true
		to++
	}
	for from > 0 && (in.Roles[s.lower(from-1)] || s.in.Questions.Articles[s.lower(from-1)] || s.in.Statements.Determiners[s.lower(from-1)] || s.in.Sentences.Titles[s.word(from-1)]) {
		from--
	}
	return in.Leaving[s.lower(to)] || isPassive && in.Removed[s.lower(to)] || in.Gone[s.lower(from-1)] || in.Removed[s.lower(from-1)]
}

// isTitleOfName reports whether the words from i on are what somebody who is named is: Vice President Olm.
func (s *sentenceText) isTitleOfName(i int) bool {
	i++
	for i < len(s.words) && s.in.Answers.Roles[s.lower(i)] {
		i++
	}
	return i < len(s.words) && isCapital(s.word(i))
}

// isTitleOrYear reports whether words are a title without its name, or a year: no
// thing that is asked for.
func (s *sentenceText) isTitleOrYear(at news.Span) bool {
	word := s.text[at.Start:at.End]
	return s.in.Sentences.Titles[word] || isYear(word)
}
