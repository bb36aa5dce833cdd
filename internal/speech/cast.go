package speech

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// cast is who an article names, and of whom it spoke last.
type cast struct {
	text string
	pack *lang.Pack
	full map[string][]named // by the last word of the name, in lower case; nil: not yet read

	oneAt int    // where that was
	one   string // who was last spoken of, or spoke, for "he" and "she"
	some  string // likewise of more than one, and of bodies, for "they" and "it"

	body   string // likewise of bodies with a name, for "the agency" soon after it
	bodyAt int    // where that spoke
}

// some is a pronoun of several, or of a body.
const some = "some"

// named is a name with how often the article has it.
type named struct {
	name  string
	times int
}

// surname returns the fullest name of whom an article calls by a last name; the
// last name if it has no other.
func (c *cast) surname(last string) string {
	if c.full == nil {
		c.readNames()
	}
	best := named{name: last}
	if isCapitals(last) {
		return last
	}
	for _, key := range []string{last, withoutOwning(last)} { // McDonald's, and Carlino's
		for _, n := range c.full[strings.ToLower(key)] {
			if n.times > best.times {
				best = n
			}
		}
	}
	return best.name
}

// withoutOwning leaves out the ending of a possessive.
func withoutOwning(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, "'s"), "’s")
}

// readNames finds the names of two to four words.
func (c *cast) readNames() {
	c.full = map[string][]named{}
	for i := 0; i < len(c.text); {
		r, n := utf8.DecodeRuneInString(c.text[i:])
		if !unicode.IsUpper(r) {
			if i += n; isWord(r) { // behind the rest of the word
				i = wordAt(c.text, i-n, len(c.text), &c.pack.Sentences).End
			}
			continue
		}
		var run []token
		run, i = c.run(i)
		for j := 1; j < len(run)-1; j++ { // Mara Olm's Harbour Lines
			if run[j].owning {
				c.add(bareName(run[:j+1], c.pack))
			}
		}
		c.add(bareName(run, c.pack))
	}
}

// run reads words with capitals that stand together.
func (c *cast) run(i int) (run []token, next int) {
	for {
		t := wordAt(c.text, i, len(c.text), &c.pack.Sentences)
		run, i = append(run, t), t.End
		rest := c.text[i:]
		if !strings.HasPrefix(rest, " ") {
			return run, i
		}
		if r, _ := utf8.DecodeRuneInString(rest[1:]); !unicode.IsUpper(r) {
			return run, i
		}
		i++
	}
}

// add counts the names that a run of words may be: as a whole and, since a time or a
// thing may stand beside a name, each two words of it.
func (c *cast) add(run []token) {
	for len(run) > 0 && isTimeOrMonth(&run[len(run)-1], c.pack) {
		run = run[:len(run)-1]
	}
	if len(run) == 2 || len(run) == 3 {
		c.count(run, 2)
	}
	if len(run) > 2 {
		for i := range len(run) - 1 {
			c.count(run[i:i+2], 1)
		}
	}
}

func (c *cast) count(run []token, times int) {
	if isCapitals(c.text[run[0].Start:run[0].End]) || strings.HasSuffix(run[0].low, "ing") {
		return
	}
	last := run[len(run)-1]
	name := withoutOwning(c.text[run[0].Start:last.End])
	list := c.full[last.low]
	for i := range list {
		if list[i].name == name {
			list[i].times += times
			return
		}
	}
	c.full[last.low] = append(list, named{name, times})
}

// isTimeOrMonth reports whether a word with a capital is the name of a day or a month.
func isTimeOrMonth(t *token, pack *lang.Pack) bool {
	low := strings.TrimSuffix(t.low, ".")
	return pack.Speech.BareTimes[t.low] || pack.Time.Months[low] > 0 || pack.Time.MonthsShort[low] > 0
}

// isCapitals reports whether a word of several letters is all in capitals, as
// abbreviations and datelines are.
func isCapitals(w string) bool { return len(w) > 1 && w[len(w)-1] != '.' && w == strings.ToUpper(w) }

// bareName leaves out of a name what stands before it: titles, what a sentence
// opens with, whose it is.
func bareName(run []token, pack *lang.Pack) []token {
	for i := len(run) - 2; i >= 0; i-- {
		if t := &run[i]; t.owning && len(run)-i > 2 || isTitled(t, pack) || t.large && (pack.Terms.StopWords[t.low] || pack.Speech.Openings[t.low] || pack.Speech.BareTimes[t.low] || pack.Speech.Verbs[t.low] == source) {
			return run[i+1:]
		}
	}
	return run
}

// isTitled reports whether a word says what somebody is, and a name may follow.
func isTitled(t *token, pack *lang.Pack) bool {
	low, _, _ := strings.Cut(strings.TrimSuffix(t.low, "."), "-") // president-elect
	return pack.NamesRole(low)
}

// speaker names who a phrase stands for, by the fullest name that there is.
func (c *cast) speaker(s *spoken, p stretch) string {
	if number, pronoun := s.pronoun(p.from); pronoun && p.to-p.from == 1 {
		return c.meant(s, p.from, number)
	}
	articles := s.pack.Questions.Articles
	if len(articles) == 0 {
		articles = s.words.Openings
	}
	for p.to-p.from > 1 && s.is(p.from, articles) {
		p.from++
	}
	if name := c.known(s, p); name != "" {
		return name
	}
	if last := p.to - 1; last > p.from && s.isLarge(last-1) && s.tokens[last-1].owning && s.is(last, s.words.Documents) { // Carlino's statement
		return c.speaker(s, stretch{p.from, last})
	}
	run := s.tokens[p.from:p.to]
	person := bareName(run, s.pack)
	if hasBody(person, s.pack) || len(person) < 2 && (hasBody(run, s.pack) || s.pack.Speech.BodyWords[run[len(run)-1].low]) || !allLarge(person) || len(person) == len(run) && !allLarge(run) {
		return withoutOwning(c.text[run[0].Start:run[len(run)-1].End])
	}
	if len(person) == 1 {
		return c.surname(c.text[person[0].Start:person[0].End])
	}
	return withoutOwning(c.text[person[0].Start:person[len(person)-1].End])
}

// meant is whom a pronoun stands for.
func (c *cast) meant(s *spoken, at int, number string) string {
	if number == some {
		if p := s.subject(); s.is(at-1, s.words.Clauses) && !p.empty() && p.to < at && s.tokens[p.to-1].large {
			if name := c.speaker(s, p); !c.isPerson(name) { // the bank, which it says is late
				return name
			}
		}
		if c.some != "" {
			return c.some
		}
	}
	for i := range at { // the first person that the sentence names before it
		if name := c.nameAt(s, i); name != "" {
			return name
		}
	}
	return cmp.Or(c.one, c.some) // the mayor
}

// known is who is meant by a word behind "the": "the attorney" of whom was spoken
// last, "the department" whose name has that word.
func (c *cast) known(s *spoken, p stretch) string {
	if p.to-p.from > longest/2 || p.from == 0 || s.low(p.from-1) != "the" || s.isLarge(p.to-1) || s.next(p.from, quoted, comma, other) < p.to {
		return ""
	}
	for i := p.from; i < p.to; i++ {
		if s.words.Joins[s.low(i)] || s.tokens[i].owning {
			return ""
		}
	}
	t := &s.tokens[p.from]
	if isTitled(&s.tokens[p.to-1], s.pack) && (p.to-p.from == 1 || strings.Count(c.text[c.oneAt:t.Start], "\n\n") < 2) {
		return c.one // the attorney, the former state attorney
	}
	switch {
	case p.to-p.from > 1:
	case strings.Contains(strings.ToLower(c.some), t.low):
		return c.some
	case s.pack.Speech.BodyWords[t.low], s.pack.Provenance.SomeOutlets[t.low]:
		if strings.Count(c.text[c.bodyAt:t.Start], "\n\n") < 2 {
			return c.body
		}
	}
	return ""
}

// hasBody reports whether a word of a name says that it is that of a body.
func hasBody(run []token, pack *lang.Pack) bool {
	return slices.ContainsFunc(run, func(t token) bool { return pack.Credits.Bodies[t.low] })
}

func allLarge(run []token) bool {
	for i := range run {
		if !run[i].large {
			return false
		}
	}
	return len(run) > 0
}

// remember notes who was spoken of, or spoke.
func (c *cast) remember(name string, at int) {
	if name == "" {
		return
	}
	if c.isPerson(name) || c.isRole(name) {
		c.one, c.oneAt = name, at
	} else {
		c.some = name
		if r, _ := utf8.DecodeRuneInString(name); unicode.IsUpper(r) {
			c.body, c.bodyAt = name, at
		}
	}
}

// isRole reports whether a phrase says what one person is: "an executive spokeswoman".
func (c *cast) isRole(name string) bool {
	last := name[strings.LastIndexByte(name, ' ')+1:]
	return c.pack.NamesRole(last)
}

// isPlace reports whether a name is that of a country, a state or a city.
func (c *cast) isPlace(name string) bool {
	is := func(p lang.Pair) bool { return p.Key == name }
	places := &c.pack.Places
	return places.Cities[name] || slices.ContainsFunc(places.Countries, is) || slices.ContainsFunc(places.States, is)
}

// isPerson reports whether a name may be that of one person.
func (c *cast) isPerson(name string) bool {
	if first, _ := utf8.DecodeRuneInString(name); !unicode.IsUpper(first) {
		return false
	}
	words := strings.Fields(name)
	if c.isPlace(name) {
		return false
	}
	for _, w := range words {
		if isCapitals(w) {
			return false
		}
		if low := strings.ToLower(w); c.pack.Credits.Bodies[low] || low == "of" || low == "and" || c.pack.Speech.BodyWords[low] || c.pack.Answers.NotNames[low] {
			return false
		}
	}
	if c.pack.Provenance.OutletWords[strings.ToLower(words[len(words)-1])] { // the Daily Mirror
		return false
	}
	return len(words) > 1 || c.full != nil && len(c.full[strings.ToLower(words[0])]) > 0
}

// notice remembers the person that a sentence is about: that it begins with or, where
// it begins with nobody, whom it names last and says more of.
func (c *cast) notice(s *spoken) {
	if p := s.subject(); !p.empty() && s.tokens[p.to-1].large {
		name := c.speaker(s, p)
		if c.isPerson(name) {
			c.one, c.oneAt = name, s.tokens[p.from].Start
			return
		}
		if last := s.low(p.to - 1); c.pack.Credits.Bodies[last] || c.pack.Speech.BodyWords[last] {
			c.remember(name, s.tokens[p.from].Start)
		}
	}
	for i := len(s.tokens); i > 0; i-- {
		name := c.nameAt(s, i-1)
		for name != "" && s.isLarge(i) {
			i++
		}
		if name != "" && s.isComma(i) {
			c.one, c.oneAt = name, s.tokens[0].Start
		}
		if name != "" {
			return
		}
	}
}

// nameAt is the name of a person, of two words or more, that begins with a token; "" if there is none.
func (c *cast) nameAt(s *spoken, i int) string {
	if !s.isLarge(i) || s.isLarge(i-1) {
		return ""
	}
	to := i + 1
	for s.isLarge(to) {
		to++
	}
	person := bareName(s.tokens[i:to], s.pack)
	if len(person) < 2 || strings.HasPrefix(c.text[s.tokens[to-1].End:], "/") { // whose picture it is
		return ""
	}
	if name := withoutOwning(c.text[person[0].Start:person[len(person)-1].End]); c.isPerson(name) {
		return name
	}
	return ""
}

// cut returns the span from one token to another, both included.
func (s *spoken) cut(r stretch) news.Span {
	return news.Span{Start: s.tokens[r.from].Start, End: s.tokens[r.to-1].End}
}
