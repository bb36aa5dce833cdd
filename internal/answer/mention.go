package answer

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"byline/internal/gazetteer"
	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// mention is words of a text that may be what a question asks for.
type mention struct {
	news.Span         // in the text
	key       string  // the same for mentions of the same thing
	weight    float64 // how likely it is of the kind, next to others in the text
	hint      bool    // names the thing in other words than an answer would: Halvian
}

// sentenceText is a text that mentions are looked for in, with its words.
type sentenceText struct {
	text  string
	words []news.Span
	in    *lang.Pack
	alone map[string]bool // words that are names of their own somewhere in the evidence
}

func (s *sentenceText) word(i int) string {
	if i < 0 || i >= len(s.words) {
		return ""
	}
	return s.text[s.words[i].Start:s.words[i].End]
}

func (s *sentenceText) lower(i int) string { return wordAt(s.text, s.words, i) }

// gap is what stands between word i and the next.
func (s *sentenceText) gap(i int) string {
	if i < 0 || i+1 >= len(s.words) {
		return ""
	}
	return s.text[s.words[i].End:s.words[i+1].Start]
}

// span is that of the words from i up to before j.
func (s *sentenceText) span(i, j int) news.Span {
	return news.Span{Start: s.words[i].Start, End: s.words[j-1].End}
}

// mentionsOf lists what in a text is of the kind that a question asks for.
func (s *sentenceText) mentionsOf(kind ask.Kind) []mention {
	switch kind {
	case ask.Number:
		return s.numbers(func(i, j int) bool {
			return !isYear(s.word(i)) && !s.isTimeOfDay(i) && !s.isPartOfTime(i, j) && !s.measured(i, j) && !isAge(s.in, s.text, s.words, i)
		})
	case ask.Amount:
		return s.amounts()
	case ask.Percentage:
		return s.percentages()
	case ask.Age:
		return s.ages()
	case ask.Duration:
		return s.durations()
	case ask.Year:
		return s.years()
	case ask.Date:
		return s.dates()
	case ask.Country:
		return s.inGazetteer(gazetteer.Country)
	case ask.State:
		return s.inGazetteer(gazetteer.State)
	case ask.City, ask.Place:
		return s.places(kind)
	case ask.Person:
		return s.people()
	case ask.Organisation:
		return s.organisations(false)
	case ask.Work:
		return s.works()
	default:
		return s.names()
	}
}

// counted is a mention that is of its kind for sure.
func counted(span news.Span, key string) mention { return mention{Span: span, key: key, weight: 1} }

// degrees are what stands behind a number that is a temperature.
var degrees = regexp.MustCompile(`^ ?°(?:[CF]\b)?`)

// signed is counted for a number, with the sign before it and the degrees behind it.
func (s *sentenceText) signed(span news.Span, key string) mention {
	for _, minus := range []string{"-", "−"} {
		before, ok := strings.CutSuffix(s.text[:span.Start], minus)
		if last, _ := utf8.DecodeLastRuneInString(before); ok && (before == "" || unicode.IsSpace(last) || last == '(') {
			span.Start, key = len(before), "-"+key
			break
		}
	}
	span.End += len(degrees.FindString(s.text[span.End:]))
	return counted(span, key)
}

// number reads the number that begins at word i, its unit of scale included
// ("12.6 million"), and returns where it ends and what is the same for equal ones.
func (s *sentenceText) number(i int) (end int, key string, ok bool) {
	if !isNumber(s.in, s.word(i)) {
		return i, "", false
	}
	key = numberKey(s.in, s.word(i))
	end = i + 1
	for end < len(s.words) && s.gap(end-1) == " " && s.in.Answers.LargeUnits[s.lower(end)] {
		key += " " + s.lower(end)
		end++
	}
	return end, key, true
}

// numberKey is a number in digits, without what groups them.
func numberKey(in *lang.Pack, word string) string {
	word = strings.ToLower(strings.ReplaceAll(word, ",", ""))
	for digits, spelled := range in.Answers.SpelledNumbers {
		if spelled == word {
			return digits
		}
	}
	return strings.TrimLeftFunc(word, func(r rune) bool { return unicode.Is(unicode.Sc, r) || unicode.IsLetter(r) && hasDigit(word) })
}

// numbers lists the numbers that are wanted: those of words i up to before j.
func (s *sentenceText) numbers(wanted func(i, j int) bool) []mention {
	var out []mention
	for i := 0; i < len(s.words); {
		end, key, ok := s.number(i)
		if ok && wanted(i, end) {
			out = append(out, s.signed(s.span(i, end), key))
		}
		i = max(i+1, end)
	}
	return out
}

// measured reports whether a number is an amount, a percentage, a date or an
// age, rather than one of things.
func (s *sentenceText) measured(i, j int) bool {
	first, next := s.word(i), s.lower(j)
	day := s.gap(i-1) == " " && isMonth(s.in, s.lower(i-1)) || s.gap(j-1) == " " && isMonth(s.in, next) && !hasLetter(first)
	return day || isAmount(s.in, s.text, s.words, i) && strings.ContainsFunc(s.text[s.words[i].Start:s.words[j-1].End], isCurrencySign) ||
		s.in.Answers.Currencies[next] || s.isPercent(i, j) || strings.Contains(first, "-year-old")
}

func isCurrencySign(r rune) bool { return unicode.Is(unicode.Sc, r) }

func hasLetter(word string) bool { return strings.ContainsFunc(word, unicode.IsLetter) }

// isTimeOfDay reports whether a word is a time on a clock.
func (s *sentenceText) isTimeOfDay(i int) bool {
	return strings.Contains(s.word(i), ":") || s.in.Answers.DayHalves[strings.Trim(s.lower(i+1), ".")]
}

// isPartOfTime reports whether a share is one of a time: the first half of the year.
func (s *sentenceText) isPartOfTime(i, j int) bool {
	if !s.in.Answers.Shares[s.lower(i)] || !s.in.Questions.Prepositions[s.lower(j)] {
		return false
	}
	return s.in.Questions.Articles[s.lower(j+1)] && s.in.Time.Units[s.lower(j+2)] != ""
}

// isPercent reports whether a percent sign or word follows the number from i up to before j.
func (s *sentenceText) isPercent(i, j int) bool {
	return strings.HasSuffix(s.word(j-1), "%") || strings.HasPrefix(s.gap(j-1), "%") || s.percentWords(j) > 0 && i < j
}

// percentWords counts the words at i that say percent.
func (s *sentenceText) percentWords(i int) int {
	switch {
	case s.in.Answers.PercentWords[s.lower(i)]:
		return 1
	case s.in.Answers.PercentWords[s.lower(i)+" "+s.lower(i+1)]:
		return 2
	}
	return 0
}

func (s *sentenceText) amounts() []mention {
	var out []mention
	for i := 0; i < len(s.words); {
		end, key, ok := s.number(i)
		if !ok {
			i++
			continue
		}
		currency := strings.ContainsFunc(s.word(i), isCurrencySign)
		if end < len(s.words) && s.gap(end-1) == " " && s.in.Answers.Currencies[s.lower(end)] {
			end, currency = end+1, true
		}
		if currency {
			out = append(out, s.signed(s.span(i, end), key))
		}
		i = end
	}
	return out
}

func (s *sentenceText) percentages() []mention {
	var out []mention
	for i := range s.words {
		end, key, ok := s.number(i)
		if !ok || !s.isPercent(i, end) {
			continue
		}
		span := s.span(i, end)
		if n := s.percentWords(end); n > 0 {
			span = s.span(i, end+n)
		} else if strings.HasPrefix(s.text[span.End:], "%") {
			span.End++
		}
		out = append(out, s.signed(span, strings.Trim(key, "%")))
	}
	return out
}

// ages lists ages: "aged 91", "the 91-year-old", "Olm, 91, said".
func (s *sentenceText) ages() []mention {
	var out []mention
	for i := range s.words {
		word := s.word(i)
		digits, rest, _ := strings.Cut(word, "-")
		switch {
		case isNumber(s.in, digits) && s.in.Answers.AgeEndings[strings.ToLower(rest)]:
			start := s.words[i].Start
			out = append(out, counted(news.Span{Start: start, End: start + len(digits)}, strings.ToLower(digits)))
		case !hasDigit(word) || hasLetter(word) || len(word) > 3:
		case s.in.Answers.AgedWords[s.lower(i-1)] || strings.HasPrefix(s.gap(i-1), ",") && strings.HasPrefix(s.gap(i), ",") && isCapital(s.word(i-1)) || isAgeBehindWho(s.in, s.text, s.words, i):
			out = append(out, counted(s.words[i], word))
		}
	}
	return out
}

func (s *sentenceText) durations() []mention {
	var out []mention
	for i := 0; i < len(s.words); i++ {
		end, key, ok := s.number(i)
		if !ok || end >= len(s.words) || s.gap(end-1) != " " {
			continue
		}
		if unit := s.in.Statements.Units[s.lower(end)]; s.in.Statements.SpanUnits[unit] {
			out = append(out, counted(s.span(i, end+1), key+" "+unit))
			i = end
		}
	}
	return out
}

// lengths lists the lengths that are said to be some, where a question asks how long:
// "two metres long".
func (s *sentenceText) lengths(q *question) []mention {
	var out []mention
	for i := range s.words {
		end, key, ok := s.number(i)
		unit := s.in.Statements.Units[s.lower(end)]
		if measure := s.lower(end + 1); ok && unit != "" && s.in.Questions.UnitMeasures[measure] != "" && q.has(measure) {
			out = append(out, counted(s.span(i, end+1), key+" "+unit))
		}
	}
	return out
}

func (s *sentenceText) years() []mention {
	var out []mention
	for i := range s.words {
		if word := s.word(i); isYear(word) {
			out = append(out, counted(s.words[i], word))
		}
	}
	return out
}

// dates lists dates as far as they are told: "24 July 2026", "July 24", "July",
// "2026", "Tuesday".
func (s *sentenceText) dates() []mention {
	var out []mention
	for i := 0; i < len(s.words); {
		end := i
		month := ""
		for end < len(s.words) && (end == i || s.joinsDate(end-1)) && s.isDatePart(end, end > i) {
			if isMonth(s.in, s.lower(end)) {
				month = s.lower(end)
			}
			end++
		}
		for end > i && !hasDigit(s.word(end-1)) && !s.isCalendarName(end-1) {
			end--
		}
		if end == i || end == i+1 && !isYear(s.word(i)) && !s.isCalendarName(i) {
			i++
			continue
		}
		if span := s.span(i, end); month != "" || end == i+1 {
			out = append(out, counted(span, dateKey(s.text[span.Start:span.End])))
		}
		i = end
	}
	return out
}

func dateKey(text string) string {
	return strings.ToLower(oneLine(strings.ReplaceAll(text, ",", "")))
}

func (s *sentenceText) joinsDate(i int) bool {
	g := s.gap(i)
	return g == " " || g == ", " || g == ". "
}

// isDatePart reports whether word i can be in a date: a month, a year, a day
// of a month or, first, of a week.
func (s *sentenceText) isDatePart(i int, inside bool) bool {
	word := s.word(i)
	day := len(word) <= 4 && hasDigit(word) && !strings.ContainsAny(word, ".,:%$€£")
	return s.isCalendarName(i) || isYear(word) || day && (inside || isMonth(s.in, s.lower(i+1)))
}

// isCalendarName reports whether word i names a month or a day of the week.
func (s *sentenceText) isCalendarName(i int) bool {
	_, weekday := s.in.Time.Weekdays[s.lower(i)]
	return isCapital(s.word(i)) && (isMonth(s.in, s.lower(i)) || weekday)
}

// maxName is how many words the longest name has.
const maxName = 8

// nameEnd is where a name that begins at word i ends; i if none begins there.
func (s *sentenceText) nameEnd(i int) int {
	if !s.isNameWord(i) || s.opensSentence(i) && s.isFunctionWord(i) {
		return i
	}
	end := i + 1
	for end < len(s.words) {
		if owns(s.word(end - 1)) {
			return end
		}
		next := end
		for next < len(s.words) && next < end+2 && s.joinsName(next-1) && (s.in.Answers.NameLinks[s.word(next)] || next > end && s.in.Questions.Articles[s.word(next)]) {
			next++
		}
		if next >= len(s.words) || !s.joinsName(next-1) || !s.isNameWord(next) && !(next == end && s.isNumberOfName(next)) {
			return end
		}
		end = next + 1
	}
	return end
}

// joinsName reports whether a name goes on behind word i.
func (s *sentenceText) joinsName(i int) bool {
	switch s.gap(i) {
	case " ", " & ", "\u00a0":
		return true
	case ". ":
		return s.in.Sentences.Titles[s.word(i)] || utf8.RuneCountInString(s.word(i)) == 1 ||
			lang.IsNameSuffix(s.word(i)) && !s.isFunctionWord(i+1) // Mara Olm Jr. Park
	}
	return false
}

// isNumberOfName reports whether a number at i can end a name: Merle 2, Apollo 11. Behind
// a place it is one of something else: in Texas 30 people died.
func (s *sentenceText) isNumberOfName(i int) bool {
	word := s.word(i)
	if _, isPlace := gazetteer.Whole(s.word(i - 1)); isPlace {
		return false
	}
	return len(word) <= 3 && hasDigit(word) && !hasLetter(word) && !strings.ContainsAny(word, ".,%") && !isMonth(s.in, s.lower(i-1))
}

// isNameWord reports whether a word is written as one of a name.
func (s *sentenceText) isNameWord(i int) bool {
	word := s.word(i)
	return isCapital(word) && !s.isCalendarName(i) && word != "I" && !strings.HasPrefix(word, "I’") && !strings.HasPrefix(word, "I'") ||
		len(word) > 2 && !isCapital(word) && strings.ContainsFunc(word[1:], unicode.IsUpper) && !hasDigit(word) // iPhone, eBay
}

func (s *sentenceText) opensSentence(i int) bool {
	return i == 0 || strings.ContainsAny(s.gap(i-1), ".!?:;“\"‘(–—\n") && !s.in.Sentences.Titles[s.word(i-1)]
}

func (s *sentenceText) isFunctionWord(i int) bool {
	lower := s.lower(i)
	return s.in.Terms.StopWords[lower] || s.in.Sentences.Openers[s.word(i)] || s.in.Questions.FunctionWords[lower] || s.in.Answers.Danglers[lower] ||
		s.in.Answers.NumberWords[lower]
}

// owns reports whether a word ends as an owner does: Olm's.
func owns(word string) bool { return len(withoutOwner(word)) < len(word) }

func withoutOwner(name string) string {
	for _, ending := range []string{"'s", "’s", "s’", "s'"} {
		if head, ok := strings.CutSuffix(name, ending); ok {
			if strings.HasPrefix(ending, "s") {
				head += "s"
			}
			return head
		}
	}
	return name
}

// nameKey is a name without what is written this way or that.
func nameKey(name string) string {
	name = strings.ToLower(strings.Map(func(r rune) rune {
		if r == '’' || r == '\'' || r == '.' || r == ',' {
			return -1
		}
		return r
	}, name))
	return strings.TrimPrefix(strings.Join(strings.Fields(name), " "), "the ")
}

func newSentenceText(text string, in *lang.Pack) *sentenceText {
	return &sentenceText{text: text, words: words(text), in: in}
}
