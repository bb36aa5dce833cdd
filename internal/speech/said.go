package speech

import "strings"

// lookBehind finds what is said before a verb whose speaker stands between the two.
func (s *spoken) lookBehind(c *clause) {
	from := c.from
	if from == 0 || !s.closesSaid(from-1) || !c.ahead.empty() && !c.quotes {
		return
	}
	if s.tokens[from-1].kind == comma && s.is(from-2, s.words.Clauses) || c.to < len(s.tokens) && s.tokens[c.to].kind == word && s.tokens[from-1].kind != quoted {
		return
	}
	c.behind = stretch{0, from}
	if i := c.to; c.ahead.empty() && i+1 < len(s.tokens) && s.tokens[i].kind == comma && s.tokens[from-1].kind == comma && s.goesOnBehind(i+1) {
		c.behind.to = len(s.tokens)
	}
}

// goesOnBehind reports whether what is said goes on behind "…, he says, …".
func (s *spoken) goesOnBehind(i int) bool {
	t := &s.tokens[i]
	return t.kind == word && s.pack.Statements.Auxiliaries[t.low]
}

// closesSaid reports whether what is said may end at a token: at a comma, a
// quotation or a dash.
func (s *spoken) closesSaid(i int) bool {
	k := s.tokens[i].kind
	return k == comma || k == quoted || k == other
}

// lookAhead finds what is said behind a verb.
func (s *spoken) lookAhead(c *clause) {
	verb := c.to - 1
	i := s.behindVerb(c)
	c.to = i
	rest := stretch{i, len(s.tokens)}
	switch {
	case i == len(s.tokens):
	case s.is(i, s.words.That) && c.kind != onlyQuoted && c.kind != reads:
		c.to++
		c.ahead = stretch{i + 1, len(s.tokens)}
	case s.tokens[i].kind == colon, s.tokens[i].kind == comma && i+1 < len(s.tokens) && s.tokens[i+1].kind == quoted:
		c.ahead, c.quotes = stretch{i + 1, len(s.tokens)}, true
	case s.tokens[i].kind == comma && s.is(verb, s.words.BeforeCommas):
		i++
		if s.is(i, s.words.That) { // sagte, dass
			i++
		}
		c.ahead = stretch{i, len(s.tokens)}
	case s.tokens[i].kind == quoted:
		c.ahead, c.quotes = rest, c.kind == onlyQuoted || c.kind == reads || s.wordsIn(stretch{i + 1, s.next(i+1, stop, comma)}) < 2
	case s.tokens[i].kind != word:
	case c.kind == told && s.tellsAbout(verb+1, i):
	case s.saysNoClause(c.kind, verb, i):
		s.lookFurther(c, i)
	case c.from > 0 && s.closesSaid(c.from-1) && !s.finite(i): // “…,” said of the ferry
	case !s.words.Clauses[s.tokens[i].low] && (!s.is(i, s.pack.Statements.Auxiliaries) || i == verb+1 && s.is(c.from-1, s.words.Clauses)): // which they say is late
		c.ahead = rest
	}
}

// saysNoClause reports whether a verb of a kind says nothing in words of the article with
// what begins at a token.
func (s *spoken) saysNoClause(kind string, verb, i int) bool {
	switch kind {
	case onlyQuoted, reads:
		return true
	case withThat:
		return !s.opensClause(i) || s.low(verb+1) == "to" // promised to
	}
	return false
}

// tellsAbout reports whether what stands between two places says what somebody told of, but
// not what: "told the jury about the night".
func (s *spoken) tellsAbout(from, to int) bool {
	for i := from; i < to; i++ {
		if s.low(i) == "about" && !isNumber(s.low(i+1)) {
			return true
		}
	}
	return false
}

// lookFurther finds what is said behind a token that opens no clause: behind whom somebody
// warned, or in quotation marks.
func (s *spoken) lookFurther(c *clause, i int) {
	if at := s.phraseFrom(i).to; c.kind == withThat && at > i && s.startsWithPronoun(at) { // warned Smith he might
		c.to, c.ahead = at, stretch{at, len(s.tokens)}
	} else if q := s.next(i, quoted); q < len(s.tokens) {
		c.ahead, c.quotes = stretch{i, len(s.tokens)}, true
	}
}

// behindVerb is where what is said may begin: behind whom it is told, when and how.
func (s *spoken) behindVerb(c *clause) int {
	i := c.to
	if at, ok := s.thatBehind(c.kind, i); ok {
		i = at
	} else {
		if c.kind == told {
			i = s.behindHearer(i)
		}
		i = s.behindTimes(i)
	}
	if i+1 < len(s.tokens) && s.tokens[i].kind == word && !s.tokens[i].large && s.tokens[i+1].kind == colon { // said only: “…”
		i++
	}
	return i
}

// thatBehind finds the "that" behind a verb of saying and what may stand between
// the two: whom something is told, when, where and how.
func (s *spoken) thatBehind(kind string, i int) (at int, ok bool) {
	if kind != told && !s.is(i, s.words.Joins) && !s.isTime(i) {
		return 0, false
	}
	for from := i; i < len(s.tokens) && i-from <= 2*longest; i++ {
		t := &s.tokens[i]
		_, pronoun := s.pronoun(i)
		switch {
		case t.kind == comma && kind == told && (s.isAside(i+1) || s.is(i+1, s.words.That)):
		case t.kind == word && s.words.That[t.low]:
			return i, true
		case t.kind != word && t.kind != quoted, pronoun, s.words.Clauses[t.low], s.pack.Statements.Auxiliaries[t.low], s.words.Verbs[t.low] != "":
			return 0, false
		}
	}
	return 0, false
}

// behindHearer skips whom something is told.
func (s *spoken) behindHearer(i int) int {
	if s.is(i, s.words.Hearers) {
		return i + 1
	}
	p := s.phraseFrom(i)
	if p.empty() {
		return i
	}
	for p.to < len(s.tokens) && s.tokens[p.to].kind == word && s.tokens[p.to-1].owning { // CNN’s Jake Tapper
		next := s.phraseFrom(p.to)
		if next.empty() {
			break
		}
		p.to = next.to
	}
	return p.to
}

// behindTimes skips when, where and how something is said.
func (s *spoken) behindTimes(i int) int {
	for i < len(s.tokens) && s.tokens[i].kind == word {
		switch {
		case s.isTime(i) || isNumber(s.tokens[i].low) && s.isTime(i-1):
			i++
		case s.words.Amounts[s.tokens[i].low] && isNumber(s.low(i+1)):
			return i
		case s.words.Joins[s.tokens[i].low]:
			if i = s.behindJoined(i + 1); i < len(s.tokens) && s.tokens[i].kind == quoted && s.is(i-1, s.words.Joins) {
				if !s.isWork(i) { // vowed to “drain every drop”
					return i
				}
				i++ // on “The Situation Room”
			}
		default:
			return i
		}
	}
	return i
}

// isWork reports whether a quotation is the name of a work.
func (s *spoken) isWork(i int) bool {
	return isTitle(s.text[s.tokens[i].Start:s.tokens[i].End], s.pack)
}

// behindJoined skips what stands behind a preposition.
func (s *spoken) behindJoined(i int) int {
	for from := i; i < len(s.tokens) && s.tokens[i].kind == word; i++ {
		low := s.tokens[i].low
		_, pronoun := s.pronoun(i)
		switch {
		case s.words.BareTimes[low] || isYear(low):
			return i + 1
		case i > from && (s.words.Openings[low] || pronoun), s.words.That[low] || s.words.Clauses[low], s.words.Joins[low]:
			return i
		}
	}
	return i
}

func isYear(low string) bool { return len(low) == 4 && strings.Trim(low, "0123456789") == "" }

// bound ends what is said where another speaks, and begins it behind who spoke before.
func (s *spoken) bound(all []clause) {
	for i := range all {
		c := &all[i]
		for j := i + 1; j < len(all) && !c.ahead.empty(); j++ {
			if at, parted := s.parted(all[j].from); parted && at > c.ahead.from {
				c.ahead.to = min(c.ahead.to, at)
			}
		}
		if !c.ahead.empty() {
			c.ahead.to = min(c.ahead.to, s.endOf(c))
		}
		if at := s.lastColon(c.behind); at > 0 {
			c.behind.from = at
		}
		if i == 0 || c.behind.empty() || all[i-1].behind.empty() {
			continue
		}
		if before := &all[i-1]; c.kind != source || before.to >= c.from-1 && s.wordsIn(before.behind) == 0 { // “…,” he said, according to
			c.behind.from = min(c.behind.to, before.to)
		}
	}
}

// parted reports whether a clause stands beside what was said before it rather
// than within, and where that ends: at the comma before it, and before an "and"
// or "but" behind that.
func (s *spoken) parted(from int) (at int, ok bool) {
	at = from - 1
	if at > 0 && s.tokens[at].kind == word && s.words.Clauses[s.tokens[at].low] {
		at--
	}
	if at <= 0 {
		return 0, false
	}
	if s.tokens[at].kind == word {
		return from - 1, s.is(from-1, s.pack.Statements.Coordinators)
	}
	if s.tokens[at].kind == quoted {
		at++
	}
	return at, true
}

// endOf is where what is said ahead ends at the latest: before ", citing", and at
// the comma of a sentence that begins with "while".
func (s *spoken) endOf(c *clause) int {
	subordinate := s.is(0, s.words.Clauses) && s.low(0) != "" && c.from < longest
	for i := c.ahead.from; i < c.ahead.to; i++ {
		if s.tokens[i].kind == comma && (subordinate || s.words.Verbs[s.low(i+1)] == cites) {
			return i
		}
	}
	return c.ahead.to
}

// lastColon is the place behind the last colon of a stretch that a quotation follows; 0 if there is none.
func (s *spoken) lastColon(r stretch) int {
	for i := r.to - 2; i >= r.from; i-- {
		if s.tokens[i].kind == colon && s.tokens[i+1].kind == quoted {
			return i + 1
		}
	}
	return 0
}

// startsWithPronoun reports whether a clause begins at a token with who it is about as a pronoun.
func (s *spoken) startsWithPronoun(i int) bool {
	_, pronoun := s.pronoun(i)
	return pronoun && s.opensClause(i)
}

// opensClause reports whether a clause may begin at a token, where no "that" says so.
func (s *spoken) opensClause(i int) bool {
	t := &s.tokens[i]
	_, pronoun := s.pronoun(i)
	if pronoun {
		next := s.low(i + 1)
		return s.is(i+1, s.pack.Statements.Auxiliaries) || strings.HasSuffix(next, "ed") || strings.HasSuffix(next, "s")
	}
	if t.low == "there" {
		return s.is(i+1, s.pack.Statements.Auxiliaries)
	}
	return (t.large || s.words.Openings[t.low] || isNumber(t.low)) && s.finite(i)
}
