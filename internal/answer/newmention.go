package answer

import (
	"regexp"
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
)

// isOther reports whether a mention is another than the one asked for: a number without
// its unit, one of many or one of weeks, or what does something to what is asked for.
func (e *evidence) isOther(s *sentenceText, m mention, kind ask.Kind) bool {
	_, does := e.undergoer(s, m.Span)
	return does || kind == ask.Number && e.isWhole(s, m.Span) || e.question.units != nil && !s.hasUnit(s.wordAt(m.Start), e.question.units) || kind.IsNumber() && (s.isContrasted(m.Span) || s.isOneOfMany(m.Span)) ||
		kind == ask.Number && s.tellsHowLong(m.Span) && !e.question.countsTime()
}

// tellsHowLong reports whether a number counts units of time: "two weeks".
func (s *sentenceText) tellsHowLong(number news.Span) bool {
	return s.in.Statements.SpanUnits[s.in.Statements.Units[s.lower(s.wordAfter(number))]]
}

// countsTime reports whether a question names a unit of time: how many weeks.
func (q *question) countsTime() bool {
	in := language().Statements
	return slices.ContainsFunc(q.words, func(w string) bool { return in.SpanUnits[in.Units[strings.ToLower(w)]] })
}

// isContrasted reports whether a number is only what another is told against: "42 rather than 60".
func (s *sentenceText) isContrasted(number news.Span) bool {
	at := s.wordAt(number.Start)
	return at > 1 && s.in.Answers.Contrasts[s.lower(at-2)+" "+s.lower(at-1)]
}

// isWhole reports whether a number is that of which another is a part, where it is asked of
// the part: the 480 of "will cut 31 of its 480 jobs", or of "Of its 480 jobs, 31 will go",
// for how many jobs are cut.
func (e *evidence) isWhole(s *sentenceText, number news.Span) bool {
	const between = 3 // words at most: of the old yard's 480
	of := s.wordAt(number.Start) - 1
	for n := 0; n < between && of > 0 && !s.in.Statements.PartWords[s.lower(of)]; n++ {
		of--
	}
	if of < 0 || !s.in.Statements.PartWords[s.lower(of)] || of > 0 && !isNumber(s.in, s.word(of-1)) {
		return false
	}
	q := e.question
	return slices.ContainsFunc(e.places(s), func(i int) bool {
		return slices.ContainsFunc(e.analyzer.Tokens(nil, s.word(i)), func(t lexical.Token) bool {
			at := q.index(t.Term)
			return at >= 0 && !q.terms[at].name && (q.terms[at].at < q.read.Focus.Start || q.terms[at].at >= q.read.Focus.End)
		})
	})
}

// takesBack reports whether a number is said in the place of another: "38, not 48".
func (s *sentenceText) takesBack() bool {
	told := false
	for i, w := range s.words {
		if !isNumber(s.in, s.word(i)) {
			continue
		}
		if told && (s.in.Statements.Negators[s.lower(i-1)] || s.isContrasted(w)) {
			return true
		}
		told = true
	}
	return false
}

// listOfNumbers is three numbers or more in a row: "24, 31 and 45".
var listOfNumbers = regexp.MustCompile(`\d[\d.]*(?:, \d[\d.]*)+,? \pL+ \d[\d.]*`)

// isOneOfMany reports whether a number is one of a list, which alone answers.
func (s *sentenceText) isOneOfMany(number news.Span) bool {
	return slices.ContainsFunc(listOfNumbers.FindAllStringIndex(s.text, -1), func(at []int) bool {
		return at[0] <= number.Start && number.End <= at[1]
	})
}

// mentions lists what in a sentence is of the kind that is asked for. Where it may
// be anything, and the question does not say of what sort, nothing can be told.
func (e *evidence) mentions(s *sentenceText, kind ask.Kind) []mention {
	if kind == ask.Thing && len(e.question.focus) == 0 {
		return nil
	}
	if kind == ask.Organisation && e.question.asksByPart() {
		return s.organisations(true)
	}
	if kind == ask.Duration {
		return append(s.durations(), s.lengths(e.question)...)
	}
	if kind == ask.Number {
		return s.mentionsOf(kind) // the sort is that of what is counted
	}
	return append(s.mentionsOf(kind), s.ofSort(e.question.sort)...)
}

// commonWords tells of words, in lower case, how often the evidence has them
// written small: one that opens a sentence is no name for being written large.
func (e *evidence) commonWords() map[string]int {
	counts := map[string]int{}
	for _, s := range e.sentences {
		for w := range strings.FieldsSeq(s.text) {
			if !isCapital(w) {
				counts[strings.Trim(w, `.,;:!?"“”()`)]++
			}
		}
	}
	return counts
}

// oneWordNames lists the names of one word in the evidence, in lower case, and which
// of them are places: those that stand behind "in", "near" and the like as often as
// they do behind no other small word.
func (e *evidence) oneWordNames() (alone, places map[string]bool) {
	alone, places = map[string]bool{}, map[string]bool{}
	located, others := map[string]int{}, map[string]int{}
	for i := range e.sentences {
		sen := &e.sentences[i]
		s := newSentenceText(sen.text, lang.OfArticle(e.passages[sen.passage].hit.Article.Language))
		for _, m := range s.names() {
			if strings.Contains(m.key, " ") {
				continue
			}
			alone[m.key] = true
			switch at := s.wordAt(m.Start); {
			case len(s.in.Questions.Locating) == 0: // in a language of which no such words are known
			case at > 0 && s.in.Questions.Locating[s.lower(at-1)]:
				located[m.key]++
			case at == 0 || !s.in.Terms.StopWords[s.lower(at-1)]:
				others[m.key]++
			}
		}
	}
	for name, n := range located {
		places[name] = n >= others[name]
	}
	return alone, places
}

// isNew reports whether a mention tells something that the question does not,
// and is of what it asks for.
func (e *evidence) isNew(s *sentenceText, m mention, kind ask.Kind, common map[string]int) bool {
	parts := words(s.text[m.Start:m.End])
	said := 0
	for _, p := range parts {
		word := withoutOwner(s.text[m.Start+p.Start : m.Start+p.End])
		if e.question.has(word) || e.inKin(word) {
			said++
		}
	}
	if said == len(parts) {
		return false
	}
	if kind.IsNumber() || kind.IsTime() {
		return true
	}
	if len(parts) == 1 {
		at := s.wordAt(m.Start)
		if isOfPeople(s.text[m.Start:m.End]) && kind != ask.Country && kind != ask.State {
			return false
		}
		if s.in.Answers.NotNames[m.key] || s.in.Answers.Roles[m.key] || s.in.Sentences.Titles[s.text[m.Start:m.End]] || s.opensSentence(at) && common[m.key] > 0 || len(m.key) < 2 {
			return false
		}
	}
	return !e.isOutlet(m.key)
}

// inKin reports whether a word names the same as one of the question: Halvian, Halvia.
func (e *evidence) inKin(word string) bool {
	return slices.ContainsFunc(e.analyzer.Tokens(nil, word), func(t lexical.Token) bool { return e.question.index(t.Term) >= 0 })
}

// isOutlet reports whether a name is that of an outlet whose articles were found.
func (e *evidence) isOutlet(key string) bool {
	return slices.ContainsFunc(e.passages, func(p passage) bool {
		a := &p.hit.Article
		return key == nameKey(a.Source) || slices.ContainsFunc(a.Attribution, func(name string) bool { return key == nameKey(name) }) ||
			a.URL != "" && strings.HasPrefix(strings.ReplaceAll(outlet(*a), ".", ""), strings.ReplaceAll(key, " ", ""))
	})
}
