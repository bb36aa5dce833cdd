package speech

import (
	"strings"

	"byline/internal/lang"
)

// The kinds of verbs of saying, as the pack has them.
const (
	bare       = "bare"       // a clause follows: said the ferry was late
	told       = "told"       // whom, then a clause
	withThat   = "that"       // a clause with "that", or with a finite verb
	onlyQuoted = "quoted"     // words in quotation marks only: called it “late”
	uttered    = "uttered"    // likewise, and who speaks may follow: “Late!” shouted Smith
	quotes     = "quotes"     // who speaks follows: quoted Smith as saying …
	participle = "participle" // of who spoke before: adding that …
	naming     = "naming"     // the same, words in quotation marks only: calling it “late”
	telling    = "telling"    // the same, whom, then a clause: telling reporters that …
	source     = "source"     // who says it follows: according to …
	cites      = "cites"      // what an outlet has it from follows: citing …
	reads      = "reads"      // of a document only, words in quotation marks: the letter read “…”
)

// spoken is a sentence as tokens.
type spoken struct {
	text   string
	tokens []token
	words  *lang.Speech
	pack   *lang.Pack
	spoke  stretch // who spoke before in the sentence, for a verb behind "and"
}

// stretch is a range of the tokens of a sentence.
type stretch struct{ from, to int }

func (s stretch) empty() bool { return s.from >= s.to }

// clause is a verb of saying with who speaks.
type clause struct {
	kind    string
	speaker stretch
	stretch         // of all of it: the speaker, the verb, to whom, when, "that"
	ahead   stretch // what is said behind it; may be empty
	behind  stretch // what is said before it; may be empty
	quotes  bool    // of what is ahead only quotations are said
	posts   bool    // the verb may say what is before it without quotation marks, too
}

// clauses finds the verbs of saying of a sentence, in order.
func (s *spoken) clauses() (all []clause) {
	for i := range s.tokens {
		t := &s.tokens[i]
		kind, ok := s.words.Verbs[t.low]
		if t.kind != word || t.large && i > 0 && (kind != source || s.is(i-1, s.pack.Questions.Articles)) {
			continue
		}
		c := clause{stretch: stretch{i, i + 1}}
		if s.putsIt(i) {
			kind, ok, c.to = onlyQuoted, true, i+2
		}
		if kind == participle && s.goesOnSaying(i) {
			kind = withThat
		} else if !ok || kind == cites || s.undone(i) || kind != source && s.isNoun(i) {
			continue
		}
		c.kind = kind
		switch kind {
		case source:
			ok = s.sourced(&c)
		case participle, naming, telling:
			ok = s.quotedAs(&c) || s.goesOn(&c, all)
		case quotes:
			ok = false // what follows is told at "saying"
		default:
			ok = s.spokenBy(&c)
		}
		if ok {
			all = append(all, c)
		}
	}
	if len(all) == 0 {
		return s.led()
	}
	s.bound(all)
	return all
}

// goesOnSaying reports whether a participle says what somebody says at the time: "police are
// warning", "has been saying". Their auxiliaries stand between the two.
func (s *spoken) goesOnSaying(verb int) bool {
	i := s.beforeVerb(verb)
	return i > 0 && s.is(i, s.words.Undoing) && s.is(i, s.pack.Statements.Auxiliaries) && s.tokens[i].low != "be"
}

// putsIt reports whether a verb says something with "it": “as Smith put it”, “the union put
// it more bluntly: …”, but not “put it on the table”.
func (s *spoken) putsIt(verb int) bool {
	if !s.is(verb, s.words.WithIt) || s.low(verb+1) != "it" {
		return false
	}
	end := verb + 2
	for end < len(s.tokens) && s.tokens[end].kind == word {
		end++
	}
	return end == verb+2 || end < len(s.tokens) && s.tokens[end].kind == colon
}

// led reads a name, or a label with one, that leads to a quotation: “Smith, the coroner: “…””,
// “Quote from the coroner Ann Smith: “…””, “Quote: “…””, which is of who spoke before.
func (s *spoken) led() []clause {
	end := s.next(0, colon)
	if end+1 >= len(s.tokens) || s.tokens[end+1].kind != quoted {
		return nil
	}
	quote := s.words.Verbs[s.low(0)] == quotes
	var speaker stretch
	switch {
	case quote && end == 1:
	case (quote || s.is(0, s.words.Documents)) && s.is(1, s.words.Joins) && !s.isTime(1):
		speaker = s.nameBefore(2, end)
	default:
		if speaker = s.nameWithAside(end); speaker.empty() {
			speaker = s.doer(end)
		}
		if speaker.empty() {
			return nil
		}
	}
	return []clause{{kind: onlyQuoted, speaker: speaker, stretch: stretch{0, end + 1}, ahead: stretch{end + 1, len(s.tokens)}, quotes: true}}
}

// doer is who does something before a colon: “Smith thanked them: “…””. It is somebody
// by name, with a verb behind.
func (s *spoken) doer(end int) stretch {
	p := s.subject()
	if p.empty() || !allLarge(s.tokens[p.from:p.to]) || p.to-p.from < 2 || p.to >= end || s.tokens[p.to].kind != word ||
		!hasSuffix(s.low(p.to), "ed") || s.is(p.to-1, s.pack.Credits.Bodies) {
		return stretch{}
	}
	return p
}

// nameBefore is the name that what stands between two places ends with, or else all of it:
// “county governor Ann Smith”, “the ministry”.
func (s *spoken) nameBefore(from, end int) stretch {
	name := end
	for name > from && s.isLarge(name-1) {
		name--
	}
	if n := end - name; n < 2 || n > 4 {
		return s.phraseFrom(from)
	}
	return stretch{name, end}
}

// nameWithAside is a name that begins a sentence, with no more than an aside behind it up to a place.
func (s *spoken) nameWithAside(end int) (name stretch) {
	for name.to < end && s.isLarge(name.to) {
		name.to++
	}
	if n := name.to; n < 2 || n > 4 || n < end && !(s.isComma(n) && end-n < longest && s.isAside(n+1)) || s.isTime(0) || s.is(0, s.words.Openings) {
		return stretch{}
	}
	return name
}

// isNoun reports whether what looks like a verb of saying stands before one: "the
// report said".
func (s *spoken) isNoun(i int) bool {
	kind := s.words.Verbs[s.low(i+1)]
	return kind == bare || kind == told || kind == withThat
}

// undone reports whether the words before a verb of saying make it another thing:
// "was told", "to say", "didn't say", "the reported case".
func (s *spoken) undone(verb int) bool {
	i := s.beforeVerb(verb)
	if i < 0 || s.tokens[i].kind != word {
		return false
	}
	low := s.tokens[i].low
	_, pronoun := s.pronoun(i)
	return s.words.Undoing[low] || pronoun && s.tokens[i].owning /* it's called */ || strings.HasSuffix(low, "n't") || strings.HasSuffix(low, "n’t")
}

// sourced reads "according to …".
func (s *spoken) sourced(c *clause) bool {
	i := c.to
	switch {
	case s.words.Verbs[s.low(i)] == withThat: // según explicó el alcalde
		i++
	case s.is(i, s.words.Joins):
		i++
	case !s.isLarge(i) && !s.is(i, s.words.Openings): // selon Mara Olm, selon la police
		return false
	}
	c.speaker = s.phraseFrom(i)
	if c.speaker.empty() {
		return false
	}
	for s.isSmall(c.speaker.to) { // some LA film critics
		c.speaker.to++
	}
	c.to = s.next(c.speaker.to, comma, quoted)
	if before := s.beforeVerb(c.from); before < 0 { // nach Angaben der Polizei
		c.from = 0
	}
	if c.from == 0 && c.to == len(s.tokens) && s.words.Inverting[s.low(0)] { // laut Polizei wurde …
		c.to, c.ahead = c.speaker.to, stretch{c.speaker.to, len(s.tokens)}
		return true
	}
	opens := c.from == 0 || s.is(c.from-1, s.pack.Statements.Coordinators) || s.isComma(c.from-1) && s.is(c.from-2, s.words.Clauses) // a sentence, or what stands behind "and", "but,"
	if !opens {
		c.behind = stretch{0, c.from}
		return true
	}
	for s.isComma(c.to) && s.isAside(c.to+1) { // Smith, a professor, …
		end := s.next(c.to+1, comma, quoted)
		if !s.isComma(end) || s.finite(c.to+1) {
			break
		}
		c.to = end
	}
	if s.isComma(c.to) {
		c.ahead = stretch{c.to + 1, len(s.tokens)}
	}
	return !c.ahead.empty()
}

// isSmall reports whether a token is a small word that joins nothing and is no verb: a noun,
// perhaps. Of a language whose small words are not known that cannot be told.
func (s *spoken) isSmall(i int) bool {
	low := s.low(i)
	return low != "" && len(s.pack.Questions.Articles) > 0 && !s.tokens[i].large && !isNumber(low) && !s.words.Joins[low] && !s.words.Clauses[low] && !s.words.That[low] && !s.words.Openings[low] &&
		s.words.Verbs[low] == "" && !s.words.BareTimes[low] && !s.words.BeforeVerbs[low] && !s.words.Attached[low] && !isAuxiliary(low, s.pack) &&
		!s.pack.Questions.Participles[low] && !s.isAdverb(i) && !hasSuffix(low, "ed") && !hasSuffix(low, "ing")
}

func (s *spoken) isComma(i int) bool { return i >= 0 && i < len(s.tokens) && s.tokens[i].kind == comma }

// quotedAs reads "the paper quoted Smith as saying …" and "Smith was quoted as saying …"
// at its last word.
func (s *spoken) quotedAs(c *clause) bool {
	as := c.from - 1
	if !s.is(as, s.words.Joins) && s.low(as) != "as" {
		return false
	}
	verb := as - 1
	for verb > 0 && as-verb < longest && s.words.Verbs[s.low(verb)] != quotes {
		verb--
	}
	switch {
	case verb <= 0 || s.words.Verbs[s.low(verb)] != quotes:
		return false
	case s.is(verb-1, s.pack.Statements.Auxiliaries) && s.is(verb-1, s.words.Undoing): // was quoted, but not had quoted
		c.speaker = s.phraseTo(max(0, verb-2))
	default:
		if c.speaker = s.phraseFrom(verb + 1); c.speaker.to > as {
			c.speaker.to = as
		}
	}
	if c.speaker.empty() {
		return false
	}
	s.lookAhead(c)
	c.from = verb
	if c.ahead.empty() {
		if q := s.next(0, quoted); q < verb { // “…,” the paper quoted Smith as saying
			c.behind = stretch{0, q + 1}
		}
	}
	return !c.ahead.empty() || !c.behind.empty()
}

// goesOn reads "adding that …", which who spoke before says, or the subject of the sentence.
func (s *spoken) goesOn(c *clause, before []clause) bool {
	if c.from == 0 || s.tokens[c.from-1].kind == word && !s.is(c.from-1, s.words.Documents) {
		return false
	}
	if n := len(before); n > 0 {
		c.speaker = before[n-1].speaker
	} else {
		c.speaker = s.subject()
	}
	switch c.kind {
	case naming:
		if c.kind = onlyQuoted; s.is(c.to, s.words.That) { // complaining that
			c.kind = participle
		}
	case telling:
		c.kind = told
	}
	s.lookAhead(c)
	return !c.speaker.empty() && !c.ahead.empty()
}

// spokenBy reads a verb with who speaks before it or, inverted, behind it.
func (s *spoken) spokenBy(c *clause) bool {
	verb, inverts := c.from, c.kind != onlyQuoted && c.kind != told
	if c.kind == uttered {
		c.posts = true
		if c.kind = onlyQuoted; s.is(verb+1, s.words.That) { // lamented that
			c.kind = withThat
		}
	}
	speaker, ok := s.speakerBefore(verb)
	if !ok {
		if inverts && s.inverted(c) {
			return true
		}
		if speaker = s.leading(verb); speaker.empty() {
			return false
		}
	}
	within := !s.spoke.empty() && s.spoke.to < speaker.from
	if c.kind == reads && !s.is(speaker.to-1, s.words.Documents) || s.isTermed(verb, speaker) || within && c.kind == withThat && s.low(verb+1) == "to" {
		return false
	}
	if speaker == s.spoke { // “…” but added
		c.from = verb
	} else {
		c.from = s.opening(speaker.from)
	}
	s.spoke, c.speaker = speaker, speaker
	s.lookAhead(c)
	s.lookBehind(c)
	return (!c.ahead.empty() || !c.behind.empty()) && !s.doubted(c.from)
}

// inverted reads a verb with who speaks behind it.
func (s *spoken) inverted(c *clause) bool {
	verb := c.from
	_, pronoun := s.pronoun(verb + 1)
	before := s.beforeVerb(verb)
	if before < 0 || !s.closesSaid(before) || pronoun {
		return false
	}
	speaker := s.phraseFrom(verb + 1)
	if speaker.empty() || s.is(speaker.from, s.words.That) || s.opensSaid(speaker) || s.tokens[before].kind == quoted && !s.closed(before) {
		return false
	}
	c.speaker = s.byName(speaker)
	s.spoke = c.speaker
	c.from, c.to = before+1, c.speaker.to
	c.behind = stretch{0, c.from}
	if s.isComma(before) && s.isComma(c.to) && s.isAdjunct(c.behind) && (!s.isAside(c.to+1) || s.next(c.to+1, comma) == len(s.tokens)) { // Also, said Smith, the ferry is late
		c.behind, c.ahead = stretch{}, stretch{c.to + 1, len(s.tokens)}
	} else if i := s.next(c.to, quoted); i < len(s.tokens) {
		c.ahead, c.quotes = stretch{i, len(s.tokens)}, true
	}
	return true
}

// isAdjunct reports whether a stretch says only when, where or how: "On a larger scale,".
func (s *spoken) isAdjunct(p stretch) bool {
	n := s.wordsIn(p)
	return n > 0 && n == p.to-p.from-1 && (n == 1 || n < longest/2 && s.is(p.from, s.words.Joins))
}

// leading is the name that a sentence begins with and says more of, up to a comma before a verb.
func (s *spoken) leading(verb int) stretch {
	last := s.beforeVerb(verb)
	if !s.isComma(last) {
		return stretch{}
	}
	var p stretch
	for s.isLarge(p.to) {
		p.to++
	}
	if s.is(0, s.pack.Questions.Articles) {
		p.from++
	}
	opens := s.is(p.from, s.words.Joins) || s.is(p.from, s.words.Clauses) || s.isTime(p.from)
	if p.to-p.from < 2 || opens || p.to >= last || last-p.to > farthest || !s.isComma(p.to) || s.next(p.to, quoted, stop) < last {
		return stretch{}
	}
	return p
}

// opensSaid reports whether what may be who speaks, behind a verb, is what is said itself:
// "said several ferries were late".
func (s *spoken) opensSaid(p stretch) bool {
	for i := p.from; i < p.to; i++ {
		if isAuxiliary(s.low(i), s.pack) && len(s.pack.Questions.Articles) > 0 {
			return true
		}
	}
	return s.isSmall(p.to)
}

// closed reports whether a quotation may be all that is said: it ends with a mark of
// punctuation, or nothing stands before it.
func (s *spoken) closed(i int) bool {
	text := strings.TrimRight(s.text[s.tokens[i].Start:s.tokens[i].End], "\"'”’»“")
	return i == 0 || strings.HasSuffix(text, ",") || strings.HasSuffix(text, ".") || strings.HasSuffix(text, "!") || strings.HasSuffix(text, "?")
}

// byName is the name behind who is said to speak, if there is one: "his cousin, Adam Beck,".
func (s *spoken) byName(speaker stretch) stretch {
	from := speaker.to + 1
	to := from
	for s.isLarge(to) {
		to++
	}
	if !s.isComma(speaker.to) || s.isLarge(speaker.to-1) || to == from || to-from > 3 || s.isTime(from) || to < len(s.tokens) && s.tokens[to].kind == word {
		return speaker
	}
	return stretch{from, to}
}

// isTermed reports whether what looks like a verb is the noun of the phrase before
// it: "a recent report".
func (s *spoken) isTermed(verb int, before stretch) bool {
	return s.is(verb, s.words.Documents) && !s.isLarge(before.to-1) && (s.is(before.from, s.words.Undoing) || s.is(before.from-1, s.words.Undoing))
}

// opening is where what is said of a speaker begins, "Lincoln design chief Earl
// Lucas": at a comma or a quotation, if there is one just before.
func (s *spoken) opening(from int) int {
	for i := from - 1; i >= 0 && from-i < longest; i-- {
		if t := &s.tokens[i]; t.kind == comma || t.kind == quoted {
			if t.kind == comma && i == from-1 {
				return s.openingTitle(i)
			}
			return i + 1
		} else if t.kind != word || s.words.Clauses[t.low] && !s.pack.Statements.Coordinators[t.low] || s.words.Verbs[t.low] != "" || s.pack.Statements.Auxiliaries[t.low] {
			break
		}
	}
	return from
}

// openingTitle is where a title begins that a comma parts from the name behind it: “…,” the
// mayor of Velm, Tobin Ash, said. It is behind the comma if there is none.
func (s *spoken) openingTitle(at int) int {
	titled := false
	for i := at - 1; i >= 0 && at-i < longest; i-- {
		t := &s.tokens[i]
		if t.kind == comma || t.kind == quoted {
			if titled && s.is(i+1, s.pack.Questions.Articles) || t.kind == quoted && s.is(i+1, s.words.Openings) {
				return i + 1
			}
			break
		}
		if t.kind != word || s.words.Verbs[t.low] != "" || isAuxiliary(t.low, s.pack) {
			break
		}
		titled = titled || isTitled(t, s.pack)
		if i == 0 && titled && s.is(0, s.pack.Questions.Articles) {
			return 0
		}
	}
	return at + 1
}

// doubted reports whether it is only asked whether somebody said something.
func (s *spoken) doubted(from int) bool { return s.is(from-1, s.words.Doubts) }

// isAuxiliary reports whether a word is an auxiliary verb, denied or not.
func isAuxiliary(low string, pack *lang.Pack) bool {
	return pack.Statements.Auxiliaries[low] || strings.HasSuffix(low, "n't") || strings.HasSuffix(low, "n’t")
}

// finite reports whether what begins at a token may be a clause: an auxiliary verb
// or a pronoun that speaks is near.
func (s *spoken) finite(i int) bool {
	if _, pronoun := s.pronoun(i); pronoun {
		return true
	}
	for j := i; j < min(len(s.tokens), i+12); j++ {
		if t := &s.tokens[j]; t.kind == stop || t.kind == comma {
			break
		} else if t.kind == word && (isAuxiliary(t.low, s.pack) || j > i+1 && s.words.Verbs[t.low] == withThat) {
			return true
		}
	}
	return false
}

// pronoun is whom a pronoun stands for: one or some. "i" without a capital is none.
func (s *spoken) pronoun(i int) (number string, ok bool) {
	number, ok = s.words.Pronouns[s.low(i)]
	return number, ok && (s.tokens[i].large || s.tokens[i].End-s.tokens[i].Start > 1)
}

// isLarge reports whether a token is a word that begins with a capital.
func (s *spoken) isLarge(i int) bool {
	return i >= 0 && i < len(s.tokens) && s.tokens[i].kind == word && s.tokens[i].large
}

// is reports whether a token is a word of a set.
func (s *spoken) is(i int, of lang.Words) bool { return of[s.low(i)] }

// low is a word in lower case; "" for what is none.
func (s *spoken) low(i int) string {
	if i < 0 || i >= len(s.tokens) {
		return ""
	}
	return s.tokens[i].low
}

// next is the place of the next token of one of some kinds; behind the last if there is none.
func (s *spoken) next(i int, kinds ...kind) int {
	for ; i < len(s.tokens); i++ {
		for _, k := range kinds {
			if s.tokens[i].kind == k {
				return i
			}
		}
	}
	return i
}

// wordsIn counts the words of a stretch.
func (s *spoken) wordsIn(r stretch) (n int) {
	for i := r.from; i < r.to; i++ {
		if s.tokens[i].kind == word {
			n++
		}
	}
	return n
}
