// Package question tells what a question asks for, once for the search, whose
// order depends on whether one thing is asked for, and for the answer, which
// looks for a thing of that kind, or is a digest, or no answer at all but a
// greeting.
package question

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/publicsuffix"

	"byline/internal/lang"
	"byline/internal/news"
)

// Question is what a text asks for. Its spans are of the text.
type Question struct {
	Span news.Span // what is asked, without greetings and "can you tell me"; empty if there is nothing else
	Form Form
	Kind Kind
	// Language is the code of the language that it is asked in, of a greeting that of what it greets with.
	Language string
	Newest   bool // how something is now, so that the newest report of it counts: who is the mayor
	// Earliest: how something began, so that no report counts for less by its age: who first reported.
	Earliest bool
	// Topic is what a digest, a list, a definition or a comparison is of: "the
	// strike" of "what is the latest on the strike?". It is empty if it is of
	// anything, and may hold words of time. Of other forms it is Span.
	Topic news.Span
	// Focus is the noun that says what is asked for, or what is counted: "US
	// state" of "in which US state", "flights" of "how many flights". Empty if there is none.
	Focus news.Span
	// Predicate is the participle of which yes or no is asked: "hurt" of "was anybody hurt?".
	Predicate news.Span
	// Outlets are the names that stand where that of an outlet would, whose
	// reports are asked for: "what did Nordwire say about". Whether there is
	// such an outlet, the articles know.
	Outlets []news.Span
	// OfReports: it speaks of reports, not of what they tell alone: "does the Nordwire article agree".
	OfReports bool
	// Colour are words that say how somebody sees a thing, or how an answer
	// should be written: a passage that lacks them may answer the question.
	Colour []news.Span
}

// Read tells what a text asks for.
func Read(text string) Question {
	l := asking()
	t := newText(text)
	from, to, met := l.core(t.plain)
	q := Question{Span: t.span(from, to), Form: met, Language: l.pack.Code}
	if q.Span.Start == q.Span.End {
		q.Language = greeted(text)
		return q
	}
	core := t.plain[from:to]
	q.Form, q.Topic = Fact, q.Span
	other := otherOf(text)
	form, start, end, ok := l.form(core)
	if !ok {
		form, start, end, ok = l.formBehind(core)
	}
	if !ok && other != nil {
		q.Language = other.pack.Code
		form, start, end, ok = other.form(core)
		if (!ok || form.IsDigest()) && other.asksForNews(core, form, start, end) {
			form, start, end, ok = Happened, len(core), len(core), true
		}
	}
	if ok {
		q.Form, q.Topic = form, t.span(from+start, from+end)
	}
	if q.Form.IsTalk() {
		q.Topic = news.Span{Start: q.Span.End, End: q.Span.End}
		return q
	}
	if other != nil {
		if !ok {
			var phrase news.Span
			q.Kind, phrase = other.kindAnywhere(core)
			if isOfAsking(q.Kind, core[phrase.Start:phrase.End]) {
				q.Colour = []news.Span{t.span(from+phrase.Start, from+phrase.End)}
			}
		}
		return q // nothing more is known of how it asks
	}
	l.readKind(&q, t, from, core)
	q.Newest, q.Earliest = l.newest.MatchString(core), l.earliest.MatchString(core)
	q.Outlets = l.outletsIn(t, from, core)
	q.OfReports = len(q.Outlets) > 0 || l.reports.MatchString(core)
	for _, s := range l.colourIn(core, q.OfReports) {
		q.Colour = append(q.Colour, t.span(from+s.Start, from+s.End))
	}
	return q
}

// asksForNews reports whether a text in a language of which little is known asks for the
// news of a time, in whatever order: it has words for that, and names no more than a time.
// Its form is what its beginning tells, with where its topic stands.
func (l *language) asksForNews(core string, form Form, start, end int) bool {
	rest := l.pack.WithoutTimes(core)
	kind, _ := l.kindAnywhere(core)
	switch {
	case form == Fact && (rest == core || kind != Thing):
		return false
	case (form == Happened || form == Latest) && !strings.ContainsFunc(rest[start:end], unicode.IsLetter):
		return false // it is told already
	}
	return l.pack.AsksForDigest(core, rest)
}

// formBehind is form of a question that says before a comma of what time it is, or of what
// place, which is its topic then: "in May 2026, what happened in Hollin?", "in Hollin, what's new?".
func (l *language) formBehind(core string) (form Form, start, end int, ok bool) {
	const longest = 4 // words of a place, with what stands before it
	first, rest, two := strings.Cut(core, ", ")
	if !two {
		return Fact, 0, 0, false
	}
	if form, start, end, ok = l.form(rest); !ok {
		return Fact, 0, 0, false
	}
	at := len(core) - len(rest)
	if l.isTime(first) {
		return form, at + start, at + end, true
	}
	before, _, _ := strings.Cut(first, " ")
	isPlace := l.pack.Questions.Locating[strings.ToLower(before)] && strings.Count(first, " ") < longest
	return form, 0, len(first), isPlace && (form == Happened || form == Latest)
}

// isTime reports whether a text says a time, and no more: since April, between March and May 2026.
func (l *language) isTime(text string) bool {
	in, named := &l.pack.Time, false
	for _, w := range strings.FieldsFunc(strings.ToLower(text), notInWord) {
		_, err := strconv.Atoi(w)
		switch {
		case err == nil || in.Months[w] > 0 || in.MonthsShort[w] > 0 || in.WeekdayNames[w] || in.Seasons[w] > 0 || in.Units[w] != "":
			named = true
		case in.Relations[w] == "" && in.Parts[w] == "" && !in.Recency[w] && !l.pack.Questions.Fillers[w] && !l.pack.Questions.NounEnds[w]:
			return false
		}
	}
	return named
}

// isOfAsking reports whether a phrase that says what is asked for says nothing else: "since
// when". How much of something there is names the thing, and long phrases have other words
// between theirs.
func isOfAsking(k Kind, phrase string) bool {
	const longest = 3 // words
	return phrase != "" && (k == Age || k == Duration || k.IsTime() || k == Reason) && strings.Count(phrase, " ") < longest
}

// colourIn finds the phrases and words of a text that colour it, and those about
// reports if it speaks of them. Words are looked up: a pattern of hundreds of them
// takes longer than all else.
func (l *language) colourIn(core string, ofReports bool) (found []news.Span) {
	for _, at := range l.colour.FindAllStringIndex(core, -1) {
		found = append(found, news.Span{Start: at[0], End: at[1]})
	}
	phrases := found
	for _, w := range wordsAmong(core, l.pack.Questions.ColourWords) {
		if !slices.ContainsFunc(phrases, func(p news.Span) bool { return w.Start < p.End && p.Start < w.End }) {
			found = append(found, w)
		}
	}
	slices.SortFunc(found, func(a, b news.Span) int { return a.Start - b.Start })
	if ofReports {
		found = append(found, wordsAmong(core, l.pack.Questions.ReportWords)...)
	}
	return found
}

// wordsAmong finds words in a text, in any case. Two with a hyphen between them are
// one if they are known as one.
func wordsAmong(text string, known lang.Words) (found []news.Span) {
	for i := 0; i < len(text); {
		end := runEnd(text, i)
		if end == i {
			i++
			continue
		}
		if end < len(text) && text[end] == '-' {
			if joined := runEnd(text, end+1); joined > end+1 && known[strings.ToLower(text[i:joined])] {
				found, i = append(found, news.Span{Start: i, End: joined}), joined
				continue
			}
		}
		if known[strings.ToLower(text[i:end])] {
			found = append(found, news.Span{Start: i, End: end})
		}
		i = end
	}
	return found
}

// runEnd is where the letters and digits of ASCII end that begin at a place.
func runEnd(text string, at int) int {
	for at < len(text) && (text[at] == '_' || text[at] < utf8.RuneSelf && (unicode.IsLetter(rune(text[at])) || unicode.IsDigit(rune(text[at])))) {
		at++
	}
	return at
}

// outletsIn returns the names of outlets whose reports are asked for. Where two
// are joined, nobody knows without the articles whether it is one name.
func (l *language) outletsIn(t plainText, from int, core string) (found []news.Span) {
	const and = " and "
	add := func(at int, name string) { found = append(found, t.span(from+at, from+at+len(name))) }
	for _, at := range l.outlets.FindAllStringSubmatchIndex(core, -1) {
		for i, group := range l.outlets.SubexpNames() {
			if group != "name" || at[2*i] < 0 {
				continue
			}
			name := strings.TrimSuffix(core[at[2*i]:at[2*i+1]], "'s")
			add(at[2*i], name)
			if verb, rest, more := strings.Cut(name, " "); more && at[2*i] == 0 { // Summarise Nordwire's coverage
				add(len(verb)+1, rest)
			}
			if one, other, two := strings.Cut(name, and); two {
				add(at[2*i], one)
				add(at[2*i]+len(one)+len(and), other)
			}
		}
	}
	return found
}

// readKind sets the kind and the focus of a question, and whether yes or no answers it.
func (l *language) readKind(q *Question, t plainText, from int, core string) {
	r := newReader(l, core)
	found := r.kind()
	for _, s := range r.sorts {
		q.Colour = append(q.Colour, t.span(from+s.Start, from+s.End))
	}
	q.Kind = found.kind
	if found.focus != (news.Span{}) {
		q.Focus = t.span(from+found.focus.Start, from+found.focus.End)
	}
	switch {
	case q.Form == Fact && found.plural && found.kind.IsNamed():
		q.Form = List
	case q.Form == Fact && r.opensYesNo() && found.strength < strong && l.eitherOr.MatchString(core):
		q.Form = Comparison
	case q.Form == Fact && r.opensYesNo() && found.strength < strong:
		q.Form = YesNo
	}
	if q.Form == YesNo || q.Form == Comparison && found.strength < strong {
		q.Kind, q.Focus = Thing, news.Span{}
	}
	if p := r.predicate(); q.Form == YesNo && p.End > 0 {
		q.Predicate = t.span(from+p.Start, from+p.End)
	}
	if q.Kind == Thing && l.quotation.MatchString(core) {
		q.Kind = Quotation
	}
}

// OutletsAmong returns those of the outlets whose reports a question asks for
// that are among names, as they may be called.
func (q *Question) OutletsAmong(text string, names []string) (found []news.Span) {
	for _, s := range q.Outlets {
		asked := text[s.Start:s.End]
		if slices.ContainsFunc(names, func(n string) bool { return MayCallOutlet(n, asked) }) {
			found = append(found, s)
		}
	}
	return found
}

// OutletsNamed returns where a question that speaks of reports names one of the
// outlets, wherever that stands, in words with a capital.
func (q *Question) OutletsNamed(text string, names []string) (found []news.Span) {
	if !q.OfReports {
		return nil
	}
	named := Names(text)
	for _, n := range names {
		found = append(found, named[outletKey(n)]...)
	}
	return found
}

// OutletName is the name of an outlet as people have it, in lower case: without
// its first article, without what follows a bar, a colon or a dash, since
// sites like to append what they are about ("Cove Post | Sea and Harbour"), and of
// a host what stands before its domain: "covepost" of "www.covepost.co.uk".
func OutletName(source string) string {
	name := strings.TrimPrefix(strings.ToLower(source), "the ")
	for _, mark := range []string{" | ", ": ", " - ", " – "} {
		name, _, _ = strings.Cut(name, mark)
	}
	if strings.Contains(name, ".") && !strings.ContainsAny(name, " /") {
		domain, _ := publicsuffix.PublicSuffix(name)
		host := strings.TrimSuffix(strings.TrimSuffix(name, domain), ".")
		name = host[strings.LastIndex(host, ".")+1:]
	}
	return name
}

// MayCallOutlet reports whether a name is that of an outlet, or what it is at the end of
// it: the Gazette. The town at the end of Radio Oster is no outlet.
func MayCallOutlet(source, name string) bool {
	key := outletKey(name)
	if key == "" || key == outletKey(source) {
		return key != ""
	}
	of, said := OutletName(source), OutletName(strings.TrimSpace(name))
	return strings.HasSuffix(of, " "+said) && lang.EnglishNouns().Has(said[strings.LastIndex(said, " ")+1:])
}

// outletKey is an OutletName by its letters and digits: "USA Today" is usatoday.com.
func outletKey(source string) string {
	return strings.TrimPrefix(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, OutletName(source)), "the")
}

// Named are places in a text that may be names of outlets.
type Named map[string][]news.Span

// nameWord is a word of a name, or a host.
var nameWord = regexp.MustCompile(`[\pL\p{Nd}](?:[\pL\p{Nd}.-]*[\pL\p{Nd}])?`)

// Names finds the runs of words of a text, the first of which begins with a capital or
// a digit, that are short enough to be a name.
func Names(text string) Named {
	const longest = 6 // words
	words := nameWord.FindAllStringIndex(text, -1)
	found := Named{}
	for i, first := range words {
		if r, _ := utf8.DecodeRuneInString(text[first[0]:]); !unicode.IsUpper(r) && !unicode.IsDigit(r) {
			continue
		}
		for _, last := range words[i:min(len(words), i+longest)] {
			key := outletKey(text[first[0]:last[1]])
			found[key] = append(found[key], news.Span{Start: first[0], End: last[1]})
		}
	}
	delete(found, "")
	return found
}

// Outlet reports whether an outlet is among the names.
func (n Named) Outlet(source string) bool { return len(n[outletKey(source)]) > 0 }

// AsksForOne tells whether a query has a word, wherever it stands, that asks
// for one thing: a person, a time, a place, a number, one of several.
func AsksForOne(pack *lang.Pack, query string) bool {
	r := newReader(&language{pack: pack}, newText(query).plain)
	for i, w := range r.words {
		if pack.Questions.SingleChoices[w.text] || r.isMeasured(i) {
			return true
		}
		if kind := KindOf(pack.Questions.Words[w.stem]); kind != Thing && kind != Reason {
			return true
		}
	}
	return false
}

// AsksWhatWasReported tells whether the times that a query names are those of
// the reports that it asks for, rather than of what they tell: "what happened
// last week", "articles from March", and keywords, which ask for articles. The words of
// the times tell nothing of it: "May 2025".
func AsksWhatWasReported(query string, times []news.DateExpression) bool {
	q := Read(query)
	blank := []byte(query)
	for _, t := range times {
		copy(blank[t.Start:t.End], strings.Repeat(" ", t.End-t.Start))
	}
	rest := string(blank)
	if q.Form == Happened || q.Form == Latest || !strings.ContainsFunc(rest, unicode.IsLetter) {
		return true
	}
	about := &asking().pack.Questions
	r := newReader(asking(), newText(rest).plain)
	asks := q.Form != Fact && Read(rest).Form != Fact
	for _, w := range r.words {
		if about.Reported[w.text] {
			return true
		}
		asks = asks || about.Auxiliaries[w.text] || about.Words[w.stem] != "" || about.Choices[w.stem] || about.Degrees[w.text]
	}
	return !asks
}

// Opens tells whether a word, in lower case, can be the first of a question
// and say what it asks for.
func Opens(pack *lang.Pack, word string) bool {
	q := &pack.Questions
	return q.Words[word] != "" || q.Degrees[word] || q.Choices[word]
}
