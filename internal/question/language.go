package question

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"byline/internal/lang"
	"byline/internal/news"
)

// language is what is known of questions in a language, its patterns compiled.
type language struct {
	pack      *lang.Pack
	greetings *regexp.Regexp // at the beginning
	thanks    *regexp.Regexp
	leadIns   *regexp.Regexp
	tails     *regexp.Regexp // at the end
	forms     []formPattern  // in the order of the forms
	quotation *regexp.Regexp
	kinds     []kindPattern
	newest    *regexp.Regexp
	earliest  *regexp.Regexp
	outlets   *regexp.Regexp
	colour    *regexp.Regexp // phrases that colour a question, beside its words that do
	reports   *regexp.Regexp // what says that reports are spoken of
	eitherOr  *regexp.Regexp
	joint     *regexp.Regexp // between the parts of a question
}

type formPattern struct {
	form Form
	*regexp.Regexp
}

type kindPattern struct {
	kind Kind
	*regexp.Regexp
}

// nameOfOutlet is what the name of an outlet looks like: words with a capital,
// and small words between them.
const nameOfOutlet = `(?P<name>(?-i:(?:[Tt]he )?\p{Lu}[\p{L}\d.&'-]*(?: (?:(?:of|the|and|&) ){0,2}[\p{Lu}\d][\p{L}\d.&'-]*){0,5}))`

// asking is the language of questions. Who greets in another one is greeted, too.
var asking = sync.OnceValue(func() *language {
	pack := *lang.Asking()
	for _, other := range lang.Askers() {
		pack.Questions.Greetings = slices.Concat(pack.Questions.Greetings, other.Questions.Greetings)
		pack.Questions.Thanks = slices.Concat(pack.Questions.Thanks, other.Questions.Thanks)
	}
	return newLanguage(&pack)
})

// others are the languages of which no more is known than the phrases that say what is
// asked for, by their codes. Each is made when it is first met.
var others = sync.OnceValue(func() map[string]func() *language {
	all := map[string]func() *language{}
	for _, pack := range lang.Askers() {
		all[pack.Code] = sync.OnceValue(func() *language {
			return &language{pack: pack, forms: formsOf(&pack.Questions), kinds: kindsOf(&pack.Questions)}
		})
	}
	return all
})

// greeters are the languages in which one may greet and thank, that of asking first, each
// with what tells it at the beginning of a text.
var greeters = sync.OnceValue(func() (all []greeter) {
	for _, pack := range append([]*lang.Pack{lang.Asking()}, lang.Askers()...) {
		all = append(all, greeter{pack.Code, longest(inARow(slices.Concat(pack.Questions.Greetings, pack.Questions.Thanks)))})
	}
	return all
})

type greeter struct {
	code string
	*regexp.Regexp
}

// greeted returns the code of the language of a text that only greets or thanks.
func greeted(text string) string {
	text = newText(strings.Trim(text, marks)).plain
	for _, g := range greeters() {
		if endsWhole(text, g.FindStringIndex(text), false) {
			return g.code
		}
	}
	return lang.Asking().Code
}

// formsOf compiles the patterns by which questions begin.
func formsOf(q *lang.Questions) (all []formPattern) {
	for form := range forms {
		if name := forms[form].name; name != "" {
			all = append(all, formPattern{Form(form), longest(valuesOf(q.Forms, name))})
		}
	}
	return all
}

// kindsOf compiles the phrases that say, anywhere in a question, what it asks for.
func kindsOf(q *lang.Questions) (all []kindPattern) {
	for kind := range kinds {
		if phrases := valuesOf(q.KindPhrases, kinds[kind].name); len(phrases) > 0 {
			p := regexp.MustCompile(`(?i)` + lang.Pattern(phrases))
			p.Longest()
			all = append(all, kindPattern{Kind(kind), p})
		}
	}
	return all
}

// kindAnywhere returns what the first phrase of a text says that is asked for, the longest
// of those there, and where it stands.
func (l *language) kindAnywhere(core string) (kind Kind, phrase news.Span) {
	phrase.Start = len(core)
	for _, p := range l.kinds {
		for _, at := range p.FindAllStringIndex(core, -1) {
			if first := at[0] < phrase.Start || at[0] == phrase.Start && at[1] > phrase.End; first && lang.IsWhole(core, at[0], at[1]) {
				kind, phrase = p.kind, news.Span{Start: at[0], End: at[1]}
			}
		}
	}
	phrase.End = max(phrase.Start, phrase.End)
	return kind, phrase
}

func newLanguage(pack *lang.Pack) *language {
	q := &pack.Questions
	l := &language{
		pack:      pack,
		greetings: longest(inARow(q.Greetings)), thanks: longest(inARow(q.Thanks)), leadIns: longest(q.LeadIns), forms: formsOf(q),
		tails:     regexp.MustCompile(`(?i)[\s,.;:!?]+` + lang.Pattern(q.Tails) + `[\s,.;:!?]*$`),
		quotation: opening(valuesOf(q.Forms, "quotation")),
		newest:    opening(q.NewestFirst),
		earliest:  regexp.MustCompile(`(?i)\b` + lang.Pattern(q.EarliestFirst) + `\b`),
		outlets:   regexp.MustCompile(`(?i)\b` + strings.ReplaceAll(lang.Pattern(q.OutletPhrases), "NAME", nameOfOutlet)),
		colour:    regexp.MustCompile(`(?i)\b` + lang.Pattern(q.ColourPhrases) + `\b`),
		reports:   regexp.MustCompile(`(?i)\b` + lang.Pattern(q.ReportSigns)),
		joint:     regexp.MustCompile(`(?i)(?:[?;] +|, +| (?:and|but|or) (?:also )?)` + lang.Pattern(q.PartOpenings) + `\b`),
		eitherOr:  regexp.MustCompile(lang.Pattern(q.EitherOr)),
	}
	for _, p := range q.KindPhrases {
		l.kinds = append(l.kinds, kindPattern{KindOf(p.Key), opening([]string{p.Value})})
	}
	return l
}

// opening compiles alternatives that stand at the beginning.
func opening(alternatives []string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)^` + lang.Pattern(alternatives))
}

// inARow is alternatives of which several may follow each other: ok thanks bye.
func inARow(alternatives []string) []string {
	one := lang.Pattern(alternatives)
	return []string{one + `(?:[ ,.!]+` + one + `)*`}
}

// longest is the same of which the longest alternative counts.
func longest(alternatives []string) *regexp.Regexp {
	p := opening(alternatives)
	p.Longest()
	return p
}

func valuesOf(pairs []lang.Pair, key string) []string {
	var values []string
	for _, p := range pairs {
		if p.Key == key {
			values = append(values, p.Value)
		}
	}
	return values
}

// marks are what can stand around what is asked.
const marks = " \t\n,.;:!?…–—-\"'“”„«»‘’()¡¿？！。、，؟،؛।「」『』"

// core returns where what is asked begins and ends, without greetings, manners
// and marks; if nothing is left, form says what was met.
func (l *language) core(text string) (from, to int, met Form) {
	to = len(strings.TrimRight(text, marks))
	met = Greeting
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		return to, to, met // 👍
	}
	for from = start(text[:to], 0); from < to; {
		rest := text[from:to]
		end := l.thanks.FindStringIndex(rest)
		if endsWhole(rest, end, false) {
			met = Thanks
		} else if end = l.greetings.FindStringIndex(rest); !endsWhole(rest, end, false) {
			if end = l.leadIns.FindStringIndex(rest); !endsWhole(rest, end, true) {
				from += l.instructionEnd(rest)
				break
			}
		}
		from = start(text[:to], from+end[1])
	}
	if at := l.tails.FindStringIndex(text[from:to]); len(at) > 0 && at[0] > 0 {
		to = from + at[0]
	}
	return from, max(from, to), met
}

// instructionEnd is where the word that asks stands in a text that says no more before it
// than how to answer: "briefly, in one sentence, why did she resign"; 0 if it says more, or
// asks in a form of its own.
func (l *language) instructionEnd(text string) int {
	q := &l.pack.Questions
	before := ""
	for _, at := range instructed.FindAllStringIndex(text, -1) {
		word := strings.ToLower(text[at[0]:at[1]])
		if Opens(l.pack, strings.TrimSuffix(word, "'s")) {
			if _, _, _, ok := l.form(text); ok || q.Before[before] {
				return 0
			}
			return at[0]
		}
		if !q.Instructions[word] {
			return 0
		}
		before = word
	}
	return 0
}

// instructed is a word of an instruction or of what it asks.
var instructed = regexp.MustCompile(`[\pL\d']+`)

// start is where the next word begins.
func start(text string, at int) int {
	return len(text) - len(strings.TrimLeft(text[at:], marks))
}

// endsWhole tells whether a match ends where a word does. Of greetings and
// thanks, no more may follow within their sentence: "No more strikes?" is a
// question. Behind a lead-in something must follow, since "can you" asks nothing else.
func endsWhole(rest string, match []int, leadIn bool) bool {
	if len(match) == 0 || match[1] == 0 {
		return false
	}
	after := rest[match[1]:]
	if leadIn {
		return after != "" && strings.ContainsAny(after[:1], " ,:.;?!")
	}
	last, _ := utf8.DecodeLastRuneInString(rest[:match[1]])
	next, _ := utf8.DecodeRuneInString(after)
	return after == "" || strings.ContainsRune(",.;:!?…–—-،؟؛。、，！？", next) || next == ' ' && lang.IsUnspaced(last) || strings.HasPrefix(after, " -") || strings.HasPrefix(after, " –")
}

// otherOf returns the language that a text is asked in, nil if it is that of asking.
func otherOf(text string) *language {
	if other := others()[lang.AskedIn(text).Code]; other != nil {
		return other()
	}
	return nil
}

// form tells the form of what is asked by how it begins, and where its topic is.
func (l *language) form(core string) (f Form, start, end int, ok bool) {
	for _, p := range l.forms {
		at := p.FindStringSubmatchIndex(core)
		if len(at) == 0 || p.form.IsTalk() && at[1] < len(core) {
			continue
		}
		start, end = at[1], len(core)
		for i, name := range p.SubexpNames() { // each alternative may have one
			if name == "topic" && at[2*i] >= 0 {
				start, end = at[2*i], at[2*i+1]
			}
		}
		start += len(core[start:end]) - len(strings.TrimLeft(core[start:end], marks))
		topic := strings.TrimRight(core[start:end], marks)
		end = start + len(topic)
		word, _, _ := strings.Cut(topic, " ")
		if (p.form == Happened || p.form == Latest) && l.pack.Questions.FormStops[strings.ToLower(word)] && !l.namesTime(topic[len(word):]) {
			continue
		}
		if topic == "" && p.form != Latest && p.form != Happened {
			return p.form, 0, len(core), true // "Hollin versus Brask"
		}
		if f, inner, ok := l.digestIn(p.form, topic); ok {
			return f, start + inner, end, true
		}
		return p.form, start, end, true
	}
	return Fact, 0, 0, false
}

// namesTime tells whether a text opens with a day, a month or the like.
func (l *language) namesTime(text string) bool {
	word := strings.TrimPrefix(strings.ToLower(strings.TrimSpace(text)), "the ")
	word = word[:runEnd(word, 0)]
	times := &l.pack.Time
	_, isDay := times.Weekdays[word]
	return isDay || times.Months[word] > 0 || times.MonthsShort[word] > 0 || times.Seasons[word] > 0 || times.Holidays[word] != "" ||
		word != "" && word[0] >= '0' && word[0] <= '9'
}

// digestIn tells the form of what a summary or a list is of, where that is a
// digest itself: "summarise the latest news", "a summary of what happened".
func (l *language) digestIn(of Form, topic string) (f Form, start int, ok bool) {
	if of != Summary && of != List {
		return 0, 0, false
	}
	f, start, _, ok = l.form(topic)
	return f, start, ok && f.IsDigest() && f != of
}

// plainText is a text with one sort of apostrophe and one space between words.
type plainText struct {
	plain string
	from  []int // where in the text each byte of plain comes from; one more for the end
}

func newText(text string) plainText {
	var b strings.Builder
	var from []int
	for at, r := range text {
		n := b.Len()
		switch {
		case r == '’':
			b.WriteByte('\'')
		case !unicode.IsSpace(r):
			_, size := utf8.DecodeRuneInString(text[at:]) // what is no character, too
			b.WriteString(text[at : at+size])
		case !strings.HasSuffix(b.String(), " "):
			b.WriteByte(' ')
		}
		for range b.Len() - n {
			from = append(from, at)
			at++
		}
	}
	return plainText{b.String(), append(from, len(text))}.withApostrophes()
}

// withApostrophes puts in the apostrophe that many leave out behind the word that
// asks: whats, whos, hows.
func (t plainText) withApostrophes() plainText {
	q := &lang.Asking().Questions
	var b strings.Builder
	var from []int
	done := 0
	for at := 0; at < len(t.plain); {
		end := runEnd(t.plain, at)
		if end == at {
			at++
			continue
		}
		word, short := strings.CutSuffix(strings.ToLower(t.plain[at:end]), "s")
		if short && (q.Words[word] != "" || q.Choices[word] || q.Degrees[word]) {
			b.WriteString(t.plain[done:end-1] + "'")
			from = append(append(from, t.from[done:end-1]...), t.from[end-1])
			done = end - 1
		}
		at = end
	}
	if done == 0 {
		return t
	}
	return plainText{b.String() + t.plain[done:], append(from, t.from[done:]...)}
}

// span is where in the text plain[start:end] comes from.
func (t plainText) span(start, end int) news.Span {
	return news.Span{Start: t.from[start], End: t.from[max(start, end)]}
}
