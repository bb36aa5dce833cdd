package answer

import (
	"slices"
	"strings"
	"unicode"

	"byline/internal/gazetteer"
	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// answeredBy reports whether a sentence holds something of the kind asked for
// that the question does not itself say.
func (q *question) answeredBy(in *lang.Pack, text string, spans []news.Span) bool {
	if q.signs != nil {
		return q.signs.tell(q, text)
	}
	switch q.asks {
	case ask.Reason:
		return q.isGivenReason(in, text)
	case ask.Quotation:
		return quotes(in, text, spans)
	case ask.Country, ask.State:
		if q.listed {
			return q.namesPlace(text)
		}
	case ask.City:
		if q.namesPlace(text) {
			return true
		}
	case ask.Work:
		return q.titlesWork(text, spans)
	}
	var places []gazetteer.Mention
	if q.asks.IsNamed() {
		places = gazetteer.Find(text)
	}
	said := newSentenceText(text, in)
	if q.asks == ask.Duration && len(said.lengths(q)) > 0 {
		return true
	}
	for i, s := range spans {
		if q.whence {
			if word := text[s.Start:s.End]; isCapital(word) && said.isFrom(s) && !q.has(word) && !said.isCalendarName(i) {
				return true
			}
			continue
		}
		if word := text[s.Start:s.End]; isFor(in, q.asks, text, spans, i) && (q.units == nil || said.hasUnit(i, q.units)) && !q.has(word) && !q.excludes(places, s) {
			return true
		}
	}
	return false
}

// anyUnit stands for all units but those of time.
const anyUnit = "any"

// hasUnit reports whether a unit that is one of some is behind the number at word i.
func (s *sentenceText) hasUnit(i int, units []string) bool {
	for i++; s.in.Answers.LargeUnits[s.lower(i)]; {
		i++
	}
	return s.isUnit(s.lower(i), units)
}

// isUnit reports whether a word in lower case is one of some units.
func (s *sentenceText) isUnit(word string, units []string) bool {
	unit := s.in.Statements.Units[word]
	return unit != "" && !s.in.Statements.SpanUnits[unit] && (units[0] == anyUnit || slices.Contains(units, unit))
}

// namesUnit reports whether a sentence has one of some units, be it within a word: a 40-metre mast.
func (s *sentenceText) namesUnit(units []string) bool {
	for i := range s.words {
		for part := range strings.SplitSeq(s.lower(i), "-") {
			if s.isUnit(strings.TrimLeft(part, "0123456789.,"), units) {
				return true
			}
		}
	}
	return false
}

// placeKinds are the kinds of question that the gazetteer knows answers to.
var placeKinds = map[ask.Kind]gazetteer.Kind{ask.Country: gazetteer.Country, ask.State: gazetteer.State, ask.City: gazetteer.City}

// namesPlace reports whether a text names a place of the kind asked for that the question does not.
func (q *question) namesPlace(text string) bool {
	kind, ok := placeKinds[q.asks]
	return ok && slices.ContainsFunc(gazetteer.Find(text), func(m gazetteer.Mention) bool {
		name, is := m.Is(kind)
		return is && !slices.Contains(q.places, name)
	})
}

// placesIn returns the names of the places of the kind asked for that a question says itself.
func placesIn(text string, kind gazetteer.Kind) []string {
	var names []string
	for _, m := range gazetteer.Find(text) {
		if name, is := m.Is(kind); is {
			names = append(names, name)
		}
	}
	return names
}

// excludes reports whether a word is the name of a place, where something else
// with a name is asked for, or of a place of another kind.
func (q *question) excludes(places []gazetteer.Mention, s news.Span) bool {
	return slices.ContainsFunc(places, func(m gazetteer.Mention) bool {
		if s.Start < m.Start || s.Start >= m.End {
			return false
		}
		if q.asks == ask.Place {
			return false
		}
		kind, listed := placeKinds[q.asks]
		_, is := m.Is(kind)
		return !listed || !is
	})
}

// quotes reports whether a sentence has words in quotation marks or credits them.
func quotes(in *lang.Pack, text string, spans []news.Span) bool {
	if strings.ContainsAny(text, "“”„«»\"") {
		return true
	}
	return slices.ContainsFunc(spans, func(s news.Span) bool { return in.Answers.SpeakingVerbs[strings.ToLower(text[s.Start:s.End])] })
}

// titlesWork reports whether a sentence has what looks like the title of a
// work that the question does not say: words with a capital within quotation
// marks or asterisks, or else a name.
func (q *question) titlesWork(text string, spans []news.Span) bool {
	for i, s := range spans {
		word := text[s.Start:s.End]
		if !isCapital(word) || q.has(word) || len(word) == 1 {
			continue
		}
		if before := strings.TrimSuffix(text[:s.Start], " "); len(before) == s.Start && s.Start > 0 && strings.ContainsAny(text[s.Start-1:s.Start], "\"'*_") ||
			strings.HasSuffix(before, "“") || strings.HasSuffix(before, "‘") {
			return true
		}
		if isName(text, spans, i) {
			return true
		}
	}
	return false
}

// isFor reports whether a word of a text, the i-th, is of the kind asked for.
func isFor(in *lang.Pack, k ask.Kind, text string, spans []news.Span, i int) bool { //nolint:cyclop // one case a kind
	word := text[spans[i].Start:spans[i].End]
	lower := strings.ToLower(word)
	named := isCapital(word) && !isMonth(in, lower) && !in.Answers.Times[lower]
	if k.IsNumber() && in.Statements.Negators[wordAt(text, spans, i-1)] { // 64, and not 61
		return false
	}
	switch k {
	case ask.Number:
		return isNumber(in, word) && !isYear(word) && !isAge(in, text, spans, i)
	case ask.Percentage:
		return isNumber(in, word) && isPercentage(in, text, spans, i)
	case ask.Duration:
		return isNumber(in, word) && !isYear(word) && unitBehind(in, text, spans, i)
	case ask.Age:
		years, rest, _ := strings.Cut(word, "-")
		return isNumber(in, years) && in.Answers.AgeEndings[strings.ToLower(rest)] || isNumber(in, word) && !isYear(word) && isAge(in, text, spans, i)
	case ask.Amount:
		return isAmount(in, text, spans, i)
	case ask.Year:
		return isYear(word)
	case ask.Date:
		return isYear(word) || in.Answers.Times[lower] || isMonth(in, lower) && isCapital(word) || strings.Contains(word, ":") && hasDigit(word)
	case ask.Place, ask.Country, ask.State, ask.City:
		return i > 0 && named && in.Answers.PlaceWords[wordAt(text, spans, i-1)]
	case ask.Person:
		return named && isName(text, spans, i) && lower != "i" && !isAcronym(word)
	case ask.Organisation:
		return named && lower != "i" && (isName(text, spans, i) || i == 0 && !in.Sentences.Openers[word])
	}
	return false
}

// isAcronym reports whether a word of three letters or more is written in capitals.
func isAcronym(word string) bool {
	return len(word) > 2 && word == strings.ToUpper(word)
}

// wordAt is the i-th word in lower case, "" where there is none.
func wordAt(text string, spans []news.Span, i int) string {
	if i < 0 || i >= len(spans) {
		return ""
	}
	return strings.ToLower(text[spans[i].Start:spans[i].End])
}

// isPercentage reports whether the i-th word, a number, is a share: "5%", "five
// per cent", "two percentage points", "a third".
func isPercentage(in *lang.Pack, text string, spans []news.Span, i int) bool {
	word := wordAt(text, spans, i)
	return strings.HasSuffix(word, "%") || in.Answers.Shares[word] || slices.ContainsFunc([]int{i + 1, i + 2}, func(at int) bool {
		return in.Answers.PerCent[wordAt(text, spans, at)]
	})
}

// unitBehind reports whether a unit of time is behind the i-th word, a number:
// "six weeks", "three and a half years", "15-month".
func unitBehind(in *lang.Pack, text string, spans []news.Span, i int) bool {
	for at := i; at <= i+3; at++ {
		for part := range strings.SplitSeq(wordAt(text, spans, at), "-") {
			if in.Time.Units[part] != "" || in.Answers.ShortTimes[part] {
				return true
			}
		}
	}
	return false
}

// isAge reports whether the i-th word, a number, is how old somebody is: "aged
// 54", "54 years old", "a 54-year-old", "Haverly, 54, is", "a woman of 54".
func isAge(in *lang.Pack, text string, spans []news.Span, i int) bool {
	word := wordAt(text, spans, i)
	_, unit, compound := strings.Cut(word, "-")
	if in.Answers.AgeWords[wordAt(text, spans, i-1)] || in.Answers.AgeWords[wordAt(text, spans, i+1)] || in.Answers.AgeWords[wordAt(text, spans, i+2)] ||
		compound && in.Time.Units[strings.Split(unit, "-")[0]] != "" {
		return true
	}
	if i == 0 || len(word) > 3 || strings.IndexFunc(word, func(r rune) bool { return !unicode.IsDigit(r) }) >= 0 {
		return false
	}
	before := wordAt(text, spans, i-1)
	between := text[spans[i-1].End:spans[i].Start]
	after := text[spans[i].End:]
	apposed := between == ", " && isCapital(text[spans[i-1].Start:]) && !isMonth(in, before) && (strings.HasPrefix(after, ",") || strings.HasPrefix(after, ".") || after == "")
	return apposed || before == "of" && (in.Answers.Humans[wordAt(text, spans, i-2)] || in.Answers.AgeWords[wordAt(text, spans, i-2)]) || isAgeBehindWho(in, text, spans, i)
}

// isAgeBehindWho reports whether the i-th word is a number with nothing counted behind
// it that says how old somebody is: "Olm, who is 71, won", "Mara Olm is 71."
func isAgeBehindWho(in *lang.Pack, text string, spans []news.Span, i int) bool {
	after := text[spans[i].End:]
	ends := after == "" || strings.ContainsAny(after[:1], ",.;)")
	if !ends || !in.Questions.Copulas[wordAt(text, spans, i-1)] {
		return false
	}
	if in.Statements.Relatives[wordAt(text, spans, i-2)] {
		return true
	}
	isPerson := in.Questions.Women[wordAt(text, spans, 0)] || in.Questions.Men[wordAt(text, spans, 0)]
	return isPerson && i == 2 || i > 2 && !slices.ContainsFunc(spans[:i-1], func(s news.Span) bool { return !isCapital(text[s.Start:]) })
}
