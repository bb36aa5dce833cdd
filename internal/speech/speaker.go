package speech

import "strings"

// How far a speaker may stand from the verb: commas around what says more of them,
// and tokens in all.
const (
	mostAsides = 4
	farthest   = 45
	longest    = 12 // tokens of a phrase
)

// speakerBefore finds who speaks before a verb: "Smith", "the mayor", "Smith, who
// runs the port,", "many voters who spoke to the paper".
func (s *spoken) speakerBefore(verb int) (stretch, bool) {
	i := s.beforeVerb(verb)
	if s.goesOnSaying(verb) {
		i = s.beforeVerb(i)
	}
	for i > 0 && (s.isTime(i) || isNumber(s.low(i)) && s.isTime(i-1)) { // Putin on Monday called
		i--
		if s.is(i, s.words.Joins) {
			i--
		}
	}
	if i > 3 && s.tokens[i].kind == other && s.text[s.tokens[i].Start] == ')' && s.tokens[i-2].kind == other { // the Federation (IFPI) said
		i -= 3
	}
	if i > 1 && s.tokens[i].kind == quoted && s.isWork(i) { // the report on “Ice” said
		i = s.behindWork(i)
	}
	switch {
	case i < 0:
		return stretch{}, false
	case s.is(i, s.pack.Statements.Coordinators):
		return s.spokeBefore()
	case s.tokens[i].kind == comma || s.tokens[i].kind == quoted:
		return s.beforeAside(i)
	}
	if p := s.writtenBefore(i); !p.empty() {
		return p, true
	}
	p := s.phraseTo(i)
	return p, !p.empty()
}

// writtenBefore is the document that a sentence begins with, where what stands up to a token
// only says where it is from: "A study published in Acta Nova", "Reports in the Courier".
func (s *spoken) writtenBefore(last int) stretch {
	for i := range min(last, longest/2) {
		if t := &s.tokens[i]; t.kind != word || s.words.Joins[t.low] || t.owning {
			break
		}
		if !s.is(i, s.words.Documents) || s.isLarge(i) && i > 0 || last-i > farthest/2 || s.next(i, comma, quoted, stop, colon, other) <= last {
			continue
		}
		if low := s.low(i + 1); s.isLarge(last) && (s.pack.Questions.Participles[low] || hasSuffix(low, "ed") || s.words.Joins[low] && low != "of") {
			return s.phraseTo(i)
		}
	}
	return stretch{}
}

// behindWork is the place before what joins the name of a work to a phrase; that of the name if nothing does.
func (s *spoken) behindWork(work int) int {
	i := work - 1
	if s.is(i, s.pack.Questions.Articles) {
		i--
	}
	if i > 0 && s.is(i, s.words.Joins) {
		return i - 1
	}
	return work
}

// spokeBefore is who a verb behind "and" is of: who spoke before, or the subject.
func (s *spoken) spokeBefore() (stretch, bool) {
	p := s.spoke
	if p.empty() {
		p = s.subject()
	}
	return p, !p.empty()
}

// beforeVerb is the place of what stands before a verb and the words that belong to it.
func (s *spoken) beforeVerb(verb int) int {
	i := verb - 1
	for i >= 0 && s.tokens[i].kind == word && (s.words.BeforeVerbs[s.tokens[i].low] || s.isAdverb(i) && !s.tokens[i].large /* Kelly said */) {
		i--
	}
	return i
}

// isAdverb reports whether a word ends as an adverb does, and is one: not "family".
func (s *spoken) isAdverb(i int) bool {
	low := s.low(i)
	return len(low) > 3 && hasSuffix(low, "ly") && !s.pack.Statements.NoAdverbs[low]
}

// isTime reports whether a word says when: "Monday", but not "USA TODAY".
func (s *spoken) isTime(i int) bool {
	return i >= 0 && i < len(s.tokens) && isTimeOrMonth(&s.tokens[i], s.pack) && !isCapitals(s.text[s.tokens[i].Start:s.tokens[i].End])
}

func hasSuffix(s, end string) bool { return len(s) >= len(end) && s[len(s)-len(end):] == end }

// beforeAside finds who an aside that ends at a comma is about.
func (s *spoken) beforeAside(last int) (stretch, bool) {
	from := last
	for range mostAsides {
		open := from - 1
		for open >= 0 && s.tokens[open].kind != comma {
			if k := s.tokens[open].kind; k == quoted && open != last || k == stop || last-open > farthest {
				return stretch{}, false
			}
			open--
		}
		if open <= 0 {
			return stretch{}, false
		}
		if name := (stretch{open + 1, from}); s.isNamed(name) {
			return name, true // the founder, Jack Dorsey, said
		}
		if s.isAside(open + 1) {
			if p := s.phraseTo(open - 1); !p.empty() && (s.tokens[p.to-1].large || s.words.Openings[s.low(p.from)] || p.from == 0) && !s.afterComma(p.from) {
				return p, true
			}
		}
		from = open
	}
	return stretch{}, false
}

// isNamed reports whether what stands between commas is the name of who is spoken of
// before it: "the founder, Jack Dorsey,", "the author, Dr Vera Lind,", "his wife, Edda,".
func (s *spoken) isNamed(name stretch) bool {
	if !allLarge(s.tokens[name.from:name.to]) {
		return false
	}
	n := name.to - name.from
	if isTitled(&s.tokens[name.from], s.pack) {
		n--
	}
	switch before := s.phraseTo(name.from - 2); {
	case n == 1: // which may be a place, too
		return !before.empty() && !s.tokens[before.to-1].large && !s.isTime(name.from) && (s.is(before.from, s.words.Openings) || s.tokens[before.from].owning)
	case n == 2 || n == 3:
		return n < name.to-name.from || !s.isAside(name.from)
	}
	return false
}

// afterComma reports whether a phrase is in an aside itself: "45, of Ravnholm, a mother,".
func (s *spoken) afterComma(from int) bool {
	for from > 0 && s.tokens[from-1].kind == word {
		from--
	}
	return from > 0 && s.isComma(from-1) && s.isAside(from)
}

// isAside reports whether what begins at a token says more of who stands before
// it: "the mayor of", "45", "D-Iowa".
func (s *spoken) isAside(i int) bool {
	if i >= len(s.tokens) || s.tokens[i].kind != word {
		return false
	}
	t := &s.tokens[i]
	kind := s.words.Verbs[t.low]
	return s.words.Appositives[t.low] || s.pack.Questions.Participles[t.low] || s.words.Joins[t.low] || kind == participle || kind == cites || s.isAdverb(i) || hasSuffix(t.low, "ing") || hasSuffix(t.low, "ed") || t.low[0] >= '0' && t.low[0] <= '9' ||
		t.large && len(t.low) > 2 && t.low[1] == '-' || isTitled(t, s.pack) || t.owning
}

// phraseTo is the phrase of who speaks that ends with a token; empty if there is none.
func (s *spoken) phraseTo(last int) stretch {
	t := &s.tokens[last]
	if t.kind != word {
		return stretch{}
	}
	if _, pronoun := s.pronoun(last); pronoun {
		return stretch{last, last + 1}
	}
	if t.low == "" || s.words.Joins[t.low] || s.words.That[t.low] && last == 0 {
		return stretch{}
	}
	if s.words.Clauses[t.low] { // a driver who said
		switch {
		case last > 1 && s.tokens[last-1].kind == comma:
			return s.phraseTo(last - 2)
		case last > 0:
			return s.phraseTo(last - 1)
		}
		return stretch{}
	}
	from := last
	if t.large {
		if from = s.nameFrom(last); s.isPlaced(from) {
			return s.phraseTo(from - 2)
		}
	}
	switch {
	case from == last && !t.large || s.opensName(from):
		from = s.wholeFrom(from)
	case from > 0 && s.is(from-1, s.pack.Questions.Articles):
		from--
	}
	if p := s.head(stretch{from, last + 1}); s.speaks(p) {
		return p
	}
	return stretch{}
}

// nameFrom is where the name that ends with a token begins: words with capitals,
// and small ones between them.
func (s *spoken) nameFrom(last int) int {
	from := last
	for i := last - 1; i >= 0 && last-i < longest && s.tokens[i].kind == word; i-- {
		t := &s.tokens[i]
		switch {
		case t.large && !(i == 0 && s.pack.Terms.StopWords[t.low] || s.words.Openings[t.low] || s.words.Clauses[t.low] || s.words.Joins[t.low] || s.isTime(i) && !s.is(i-1, s.pack.Questions.Articles)):
			from = i
		case i > 0 && s.tokens[i-1].large && s.tokens[i-1].kind == word && (s.pack.Credits.Particles[t.low] || s.pack.Credits.Joins[t.low] || t.low == "and"):
		default:
			return from
		}
	}
	return from
}

// opensName reports whether a name is the end of a longer phrase: "a spokesperson
// for Summers".
func (s *spoken) opensName(from int) bool {
	if from > 2 && s.is(from-1, s.pack.Questions.Articles) && s.isRole(from-3) { // the chairman of the Senate
		from--
	}
	return from > 1 && s.is(from-1, s.words.Joins) && s.tokens[from-2].kind == word && (!s.tokens[from-2].large || s.isCommon(from-2)) && !s.words.Clauses[s.tokens[from-2].low]
}

// isCommon reports whether a word is large only since it begins the sentence: "Officials
// from the ministry", "Researchers at Oster University".
func (s *spoken) isCommon(i int) bool { return i == 0 && s.isRole(0) }

// isRole reports whether a word says what one or several are: "chairman", "officials".
func (s *spoken) isRole(i int) bool {
	if s.tokens[i].kind != word {
		return false
	}
	one := s.tokens[i]
	one.low = strings.TrimSuffix(one.low, "s")
	return isTitled(&s.tokens[i], s.pack) || isTitled(&one, s.pack) || s.is(i, s.words.SpeaksFor)
}

// isPlaced reports whether a name only says where that is whose name stands before it: "the
// Maritime Museum in Velm".
func (s *spoken) isPlaced(from int) bool {
	return from > 1 && s.is(from-1, s.pack.Entities.BeforePlaces) && s.is(from-1, s.words.Joins) && s.isLarge(from-2) && !s.isCommon(from-2) && !s.isTime(from-2)
}

// wholeFrom is where the phrase begins that a token is the end of.
func (s *spoken) wholeFrom(last int) int {
	for i := last; i >= 0 && last-i < longest; i-- {
		t := &s.tokens[i]
		if t.kind != word || i < last && (s.words.Clauses[t.low] && !isRelative(t.low) && t.low != "and" || s.words.Verbs[t.low] != "" && !s.isTermedHere(i)) {
			return i + 1
		}
		if low := t.low; low == "other" && i > 1 && s.is(i-1, s.pack.Statements.Coordinators) && s.isLarge(i-2) { // Smith and other senators
			return s.nameFrom(i - 2)
		}
		if (s.words.Openings[t.low] || t.owning) && (i == 0 || !s.is(i-1, s.words.Joins) || i == 1) {
			return i
		}
	}
	return max(0, last-longest+1)
}

// isTermedHere reports whether what looks like a verb is the noun for a document: "a report".
func (s *spoken) isTermedHere(i int) bool {
	return s.is(i, s.words.Documents) && s.is(i-1, s.words.Openings)
}

// isRelative reports whether a word may open what says more of who stands before it.
func isRelative(low string) bool { return low == "who" || low == "whose" }

// head is the part of a phrase that says who: what stands before "who" and "with".
func (s *spoken) head(p stretch) stretch {
	for i := p.from + 1; i < p.to; i++ {
		low, before := s.tokens[i].low, &s.tokens[i-1]
		both := i+1 < p.to && (before.large && s.tokens[i+1].large || low == "and" && hasSuffix(before.low, "s") && hasSuffix(s.tokens[p.to-1].low, "s"))
		if s.words.Clauses[low] && !both || s.words.Joins[low] && low != "of" && low != "for" && !before.large && !isNumber(before.low) && !s.words.Attached[before.low] {
			return stretch{p.from, i}
		}
	}
	return p
}

func isNumber(low string) bool { return low != "" && low[0] >= '0' && low[0] <= '9' }

// speaks reports whether a phrase may be who speaks: it has more than a word that
// opens one, or a capital.
func (s *spoken) speaks(p stretch) bool {
	if p.empty() {
		return false
	}
	last := &s.tokens[p.to-1]
	for i := p.from; i < p.to; i++ {
		if s.tokens[i].low == "to" {
			if !last.large && !s.is(i-1, s.words.Attached) {
				return false
			}
		} else if isAuxiliary(s.tokens[i].low, s.pack) {
			return false
		}
	}
	if p.to-p.from == 1 && !last.large {
		return s.words.Openings[last.low] && last.low != "a" && last.low != "the" && last.low != "no" && last.low != "that" || len(last.low) > 3 && hasSuffix(last.low, "s") || s.pack.Credits.Bodies[last.low]
	}
	return true
}

// phraseFrom is the phrase of who speaks that begins with a token; empty if there is none.
func (s *spoken) phraseFrom(i int) stretch {
	from := i
	if s.is(i, s.words.Joins) || s.is(i, s.words.Clauses) {
		return stretch{}
	}
	for i < len(s.tokens) && i-from < longest && s.tokens[i].kind == word {
		if _, pronoun := s.pronoun(i); pronoun && i == from {
			return stretch{i, i + 1}
		}
		if i > from && !s.continues(from, i) {
			break
		}
		i++
	}
	for i > from && (s.words.Joins[s.tokens[i-1].low] || s.isTime(i-1) || s.words.Openings[s.tokens[i-1].low]) {
		i--
	}
	return stretch{from, i}
}

// continues reports whether the phrase that begins with a token goes on with another.
func (s *spoken) continues(from, i int) bool {
	t, before := &s.tokens[i], &s.tokens[i-1]
	_, pronoun := s.pronoun(i)
	switch {
	case t.low == "and":
		return before.large && s.isLarge(i+1)
	case s.words.Verbs[t.low] != "" && !s.words.Documents[t.low] && !t.large && !s.words.Openings[before.low] && !before.owning:
		return false
	case pronoun || s.words.That[t.low] || s.words.Clauses[t.low] || s.isTime(i) || s.words.Verbs[t.low] == participle:
		return false
	case s.words.Joins[t.low]:
		return s.words.Attached[before.low] || (t.low == "of" || t.low == "for") && !(before.large && s.introduced(from, i))
	case s.words.Openings[t.low]:
		return s.words.Joins[before.low]
	case t.large:
		return true
	case s.words.Documents[before.low]:
		return false
	}
	return !before.large || s.largeGoesOn(from, i)
}

// largeGoesOn reports whether a name goes on with the small word behind it: "Ministry
// of Health news release", but "Vortexa said" and "Liam Denning on".
func (s *spoken) largeGoesOn(from, i int) bool {
	before := &s.tokens[i-1]
	return s.writes(i) || s.introduces(i) || isNumber(s.low(i)) && s.tokens[i].owning || s.is(i, s.pack.Credits.Particles) || before.owning || i-from == 1 && s.words.Openings[before.low]
}

// writes reports whether small words from a token on end in one for a document.
func (s *spoken) writes(i int) bool {
	for n := 0; n < 3 && i < len(s.tokens) && s.tokens[i].kind == word && !s.tokens[i].large; n, i = n+1, i+1 {
		if s.words.Documents[s.tokens[i].low] {
			return true
		}
	}
	return false
}

// introduces reports whether small words from a token on end in a title that a name
// follows: "Colombo-based political analyst Amita …".
func (s *spoken) introduces(i int) bool {
	for n := 0; n < 4 && i+1 < len(s.tokens) && s.tokens[i].kind == word && !s.tokens[i].large; n, i = n+1, i+1 {
		if isTitled(&s.tokens[i], s.pack) && (s.tokens[i+1].large || s.isComma(i+1) && s.isLarge(i+2)) {
			return true
		}
	}
	return false
}

// introduced reports whether a small word before a token says who the name between is:
// "hurricane specialist Michael Lowry".
func (s *spoken) introduced(from, to int) bool {
	for i := from; i < to; i++ {
		if t := &s.tokens[i]; !t.large && isTitled(t, s.pack) {
			return true
		}
	}
	return false
}

// subject is the phrase that a sentence begins with, behind "After the vote,".
func (s *spoken) subject() stretch {
	from := 0
	if s.is(0, s.words.Joins) || s.is(0, s.words.Clauses) {
		if from = s.next(0, comma) + 1; from >= len(s.tokens) {
			return stretch{}
		}
	}
	if i := s.next(from, comma); i-from <= 3 && i+1 < len(s.tokens) && !s.isAside(i+1) { // Still, Smith
		from = i + 1
	}
	p := s.phraseFrom(from)
	for i := p.from; i < p.to; i++ { // a phrase of large words ends where small ones follow
		if i > p.from && s.tokens[i-1].large && !s.tokens[i].large && !s.words.Openings[s.tokens[i-1].low] && !s.introduces(i) && !s.words.BodyWords[s.tokens[i].low] {
			return stretch{p.from, i}
		}
	}
	return p
}
