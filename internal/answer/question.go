package answer

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"byline/internal/gazetteer"
	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
)

// question is a question taken apart.
type question struct {
	analyzer   *lexical.Analyzer
	text       string
	in         *lang.Pack // of the language that it is asked in
	terms      []term     // distinct, at most maxTerms
	words      []string   // all of its words, to tell what is new in a sentence
	asks       ask.Kind
	ofOutlet   bool // what an outlet said, which all of its articles are
	read       ask.Question
	parts      []part     // of what must be shown, see [ask.Parts]; one if it is all of the question
	places     []string   // of the kind asked for, that it names itself
	listed     bool       // some sentence names a place of the kind asked for that the gazetteer knows
	focus      []uint32   // terms of the noun that says what is asked for, in order
	sort       *lang.Sort // of what is asked for, that need have no name; nil if it is not known
	ofSort     mask       // the term that names it
	forms      *forms     // of its words, nil if the analyzer knows them
	office     string     // of which it asks who holds it; "" if it does not ask that
	maybe      bool       // it asks for what may be, and no more
	described  mask       // terms of what is asked for of something with a name: the mayor of Oster
	event      event      // what it says that happened
	units      []string   // those with which the number is said that it asks for, if it is: how long is the whale
	undergoes  bool       // it asks for a thing to which something happened, as [question.asksWhatUndergoes] tells it
	whence     bool       // it asks where something or somebody is from
	signs      *signs     // of what answers it, nil if it is in the language of this package
	defines    string     // what it asks the nature of, as [question.defined] tells it
	background int        // how many bytes of it only say what it is about
}

// maxTerms is the number of terms of a question that count; a set of them is a bit mask.
const maxTerms = 64

// mask is a set of terms of a question.
type mask uint64

// term is a content word of a question.
type term struct {
	id         uint32
	text       string // as written
	at         int    // where in the question
	name       bool   // looks like a name
	number     bool
	others     []uint32 // terms of words that say the same: "Halvian" for "Halvia"
	place      mask     // all terms of the place that others name as well: "Czech" and "Republic" for "Czechia"
	aside      bool     // stands in brackets
	background bool     // stands in the background
	spare      bool     // what answers tells as much without it: "strong" of "how strong", by a figure, "company" of "which company", by a name
	focus      bool     // what is counted or measured: "people" and "hurt" of "how many people were hurt"
	spread     int      // sentences of the evidence that have it
	weight     float64  // how much it tells one sentence from another, set by the evidence
}

// newQuestion takes a question apart. What it says aside, is only colour or says
// what sort of answer is wanted is left out.
func newQuestion(analyzer *lexical.Analyzer, text string, said aside) *question {
	read := ask.Read(text)
	read.Colour = slices.Concat(read.Colour, read.OutletsNamed(text, said.outlets), read.OutletsAmong(text, said.outlets))
	q := &question{analyzer: analyzer, text: text, asks: read.Kind, read: read, background: background(text)}
	q.ofOutlet = q.asks == ask.Quotation && len(read.OutletsAmong(text, said.outlets)) > 0
	for _, t := range analyzer.Tokens(nil, text[read.Focus.Start:read.Focus.End]) {
		q.focus = append(q.focus, t.Term)
	}
	if kind, ok := placeKinds[q.asks]; ok {
		q.places = placesIn(text, kind)
	}
	q.in = lang.AskedIn(text)
	in := q.in
	q.setSigns(in)
	shouting := mostlyCapitals(text)
	for _, span := range words(text) {
		q.words = append(q.words, text[span.Start:span.End])
	}
	places := gazetteer.Find(text)
	fillers := in.FillersIn(text)
	first := true
	for _, t := range analyzer.Tokens(nil, text) {
		word := text[t.Start:t.End]
		opening := first && strings.TrimSpace(text[:t.Start]) == ""
		first = false
		if t.InCompound || isWithin(fillers, t.Start) || inDates(said.dates, t.Start) || q.tellsNothing(t.Start, word) || len(q.terms) == maxTerms || q.says(t.Term) {
			continue
		}
		number := hasDigit(word)
		next := term{
			id: t.Term, text: word, at: t.Start, number: number, aside: strings.Count(text[:t.Start], "(") > strings.Count(text[:t.Start], ")") || slices.Contains(said.before.brought, word),
			name: !number && !shouting && !opening && isCapital(word), background: t.Start < q.background,
		}
		q.setOthers(analyzer, &next)
		next.others = append(next.others, samePlace(analyzer, text, places, t.Start)...)
		q.terms = append(q.terms, next)
	}
	q.setPlaces(places)
	if q.asks == ask.Number && q.signs == nil {
		q.setFocus()
	}
	if in != language() {
		q.forms = newForms(in, q.terms)
	}
	q.setSort()
	q.setParts()
	q.setDescribed()
	q.event = q.eventOf()
	if q.defines = q.defined(); q.defines != "" && q.asks.IsNamed() {
		q.asks = ask.Thing // what somebody or something is: the name is known
	}
	if q.asks == ask.Number {
		q.units = q.unitsAsked()
	}
	q.office, q.maybe = q.officeAsked(), slices.ContainsFunc(q.words, isMaybe)
	q.undergoes = q.asksWhatUndergoes()
	q.whence = q.asks == ask.Place && len(q.words) > 1 && language().Questions.Whence[strings.ToLower(q.words[len(q.words)-1])]
	return q
}

// tellsNothing reports whether a word at a place tells nothing of what is asked.
func (q *question) tellsNothing(at int, word string) bool {
	return q.isAside(at) || isContraction(word) || q.isOfTheTask(word) || isEmptyHead(q.text[:at], word)
}

// isContraction reports whether a word is a verb that only makes a question of others, with
// "not" drawn into it, or is drawn into the word that asks, also without its apostrophe:
// why didn't the alarm go off, where'd it stop, wheres the ship.
func isContraction(word string) bool {
	w := strings.ToLower(strings.ReplaceAll(word, "’", "'"))
	if asks, _, drawn := strings.Cut(w, "'"); drawn {
		return language().Questions.Auxiliaries[w] || ask.Opens(language(), asks)
	}
	asks, drawn := strings.CutSuffix(w, "s")
	return drawn && ask.Opens(language(), asks)
}

// setOthers sets the terms of words that say the same as a term, and whether what answers
// tells as much without it.
func (q *question) setOthers(analyzer *lexical.Analyzer, t *term) {
	if t.name {
		t.others = kin(analyzer, t.text)
		return
	}
	t.others = synonyms(analyzer, t.text)
	isPrice := q.asks == ask.Amount && language().Questions.Prices[strings.ToLower(t.text)]
	if t.spare = isPrice || isDegree(q.text[:t.at]); t.spare {
		t.others = append(t.others, compared(analyzer, t.text)...)
	}
	t.spare = t.spare || q.isKindAlone(t)
	if q.runs(t) {
		for _, o := range analyzer.Tokens(nil, strings.Join(language().Questions.Runners, " ")) {
			t.others = append(t.others, o.Term)
		}
	}
}

// isKindAlone reports whether a term is a noun that says of what is asked for only that it
// is a company, a town or the like, as which its name is known: "which company". In a long
// question it tells which of its parts nobody answers.
func (q *question) isKindAlone(t *term) bool {
	if !q.asks.IsNamed() || len(q.words) >= partsFrom || t.at < q.read.Focus.Start || t.at >= q.read.Focus.End {
		return false
	}
	known, noun := language().Questions.KindsAlone, strings.ToLower(t.text)
	for one := range lang.Singulars(noun) {
		if known[one] {
			return true
		}
	}
	return known[noun]
}

// unitsAsked are the units by which is said what a question asks: how long, how heavy.
func (q *question) unitsAsked() []string {
	in := language().Questions
	for i, w := range q.words[min(1, len(q.words)):] {
		if units := in.UnitMeasures[strings.ToLower(w)]; units != "" && in.Degrees[strings.ToLower(q.words[i])] {
			return strings.Split(units, ", ")
		}
	}
	return nil
}

// runs reports whether a term is the verb of a question for who runs something, or a noun
// for whoever does: "who leads the union", "who is the head of the union".
func (q *question) runs(t *term) bool {
	in, word := language().Questions, strings.ToLower(t.text)
	before := strings.Fields(q.text[q.read.Span.Start:max(t.at, q.read.Span.Start)])
	if q.asks != ask.Person || len(before) == 0 {
		return false
	}
	isOffice := strings.HasPrefix(q.text[t.at+len(t.text):], " of ") && in.Articles[strings.ToLower(before[len(before)-1])]
	return len(before) == 1 && in.Running[word] || isOffice && in.Heads[word]
}

// isOfTheTask reports whether a word only says what to do with what is found: the verb of
// a question for what was said, "story" and "dispute" of a question for a summary.
func (q *question) isOfTheTask(word string) bool {
	if q.asks == ask.Quotation && isSaying(word) { // what did the council announce
		return true
	}
	const named = 3 // words of a topic that says of what: the wind farm dispute
	topic := strings.Fields(q.text[q.read.Topic.Start:q.read.Topic.End])
	ofMatter := len(topic) >= named && strings.EqualFold(topic[len(topic)-1], word) && language().Questions.Matters[strings.ToLower(word)]
	return (q.read.Form == ask.Summary || q.read.Form == ask.Timeline) && (ofMatter || language().Questions.Coverage[strings.ToLower(word)])
}

// isEmptyHead reports whether a noun says nothing that the one before it does not: the
// toll of "death toll", which articles give by "killed".
func isEmptyHead(before, noun string) bool {
	of, ok := language().Questions.EmptyHeads[strings.ToLower(noun)]
	return ok && strings.HasSuffix(strings.ToLower(before), of+" ")
}

// isSaying reports whether a word is a verb that credits words to somebody, in any form.
func isSaying(word string) bool {
	quoting, w := language().Answers.SpeakingVerbs, strings.ToLower(word)
	return quoting[w] || quoting[w+"d"] || quoting[w+"ed"] || language().Speech.Verbs[w] != ""
}

// says reports whether a term of the question is the same as another, or says the same.
func (q *question) says(id uint32) bool {
	return slices.ContainsFunc(q.terms, func(o term) bool { return o.id == id || !o.name && slices.Contains(o.others, id) })
}

// setParts sets of what parts the question is, each with its terms.
func (q *question) setParts() {
	for _, span := range ask.Parts(q.text) {
		var m mask
		for i, t := range q.terms {
			if span.Start <= t.at && t.at < span.End {
				m |= 1 << i
			}
		}
		if m != 0 {
			q.parts = append(q.parts, part{q.text[span.Start:span.End], m})
		}
	}
}

// setDescribed sets which office is asked for of something with a name: "mayor" of "who is the mayor of Oster".
func (q *question) setDescribed() {
	from := q.read.Span.Start
	what, ok := describes(q.text[from:q.read.Span.End])
	office := ok && slices.ContainsFunc(strings.Fields(strings.ToLower(q.text[from+what.Start:from+what.End])), func(w string) bool { return language().Speech.Titles[w] })
	for i, t := range q.terms {
		if what.Start <= t.at-from && t.at-from < what.End && q.asks == ask.Person && q.read.Focus == (news.Span{}) {
			q.focus = []uint32{t.id}
		}
		if at := t.at - from; office && q.asks == ask.Person && what.Start <= at && at < what.End && !t.name && !t.number {
			q.described |= 1 << i
		}
	}
}

// part is a part of a question, with its terms.
type part struct {
	text  string
	terms mask
}

// open lists the parts of the question of which no set of terms has as much as
// least, by how rare its words are likely to be: those that stay open.
func (q *question) open(near []mask, least float64) (texts []string) {
	for _, p := range q.parts {
		if !slices.ContainsFunc(near, func(m mask) bool { return q.rareShareOf(m, p.terms) >= least }) {
			texts = append(texts, p.text)
		}
	}
	return texts
}

// isAside reports whether what stands at a place in the question is not of what
// is asked: before or behind it, only colour, or the words that ask for a digest.
func (q *question) isAside(at int) bool {
	within := func(s news.Span) bool { return s.Start <= at && at < s.End }
	return !within(q.read.Span) || !within(q.read.Topic) || slices.ContainsFunc(q.read.Colour, within)
}

// capitals counts how articles write the terms of a question, by their place: with a
// capital, and without.
type capitals [][2]int

// newCapitals counts nothing where the question shows its names itself, by capitals.
func (q *question) newCapitals() capitals {
	if strings.ContainsFunc(q.text, unicode.IsUpper) {
		return nil
	}
	return make(capitals, len(q.terms))
}

// count counts terms, but those that open a sentence.
func (w capitals) count(q *question, text string, tokens []lexical.Token) {
	if w == nil {
		return
	}
	for _, t := range tokens {
		before := strings.TrimRight(text[:t.Start], " \n“”\"‘’'")
		if i := slices.IndexFunc(q.terms, func(o term) bool { return o.id == t.Term }); i >= 0 && before != "" && !strings.HasSuffix(before, ".") {
			if isCapital(text[t.Start:]) {
				w[i][0]++
			} else {
				w[i][1]++
			}
		}
	}
}

// setNames takes for names what nearly always has a capital in articles, for a
// question in small letters shows none.
func (q *question) setNames(w capitals) {
	const mostly = 4
	for i := range w {
		t := &q.terms[i]
		t.name = t.name || !t.number && w[i][0] > mostly*w[i][1]
	}
}

// setPlaces tells of each term with which others it names a place.
func (q *question) setPlaces(places []gazetteer.Mention) {
	for _, p := range places {
		all := q.maskWhere(func(t term) bool { return p.Start <= t.at && t.at < p.End })
		for i := range q.terms {
			if all&(1<<i) != 0 {
				q.terms[i].place = all
			}
		}
	}
}

// samePlace lists the terms by which the news also speaks of the place that is
// named at a place of the question.
func samePlace(analyzer *lexical.Analyzer, text string, places []gazetteer.Mention, at int) []uint32 {
	i := slices.IndexFunc(places, func(m gazetteer.Mention) bool { return m.Start <= at && at < m.End })
	if i < 0 {
		return nil
	}
	before := strings.Fields(text[:places[i].Start])
	actor := len(before) == 0 || !language().Questions.Locating[strings.ToLower(before[len(before)-1])]
	var ids []uint32
	for _, name := range places[i].Same(actor) {
		for _, t := range analyzer.Tokens(nil, name) {
			ids = append(ids, t.Term)
		}
	}
	return ids
}

// kin lists the terms of adjectives and nouns that differ from a name by the
// ending of a people or a place: Brazil, Brazilian; Halvian, Halvia; Japan, Japanese.
func kin(analyzer *lexical.Analyzer, name string) []uint32 {
	const shortest = 4 // bytes of a stem
	if strings.ContainsAny(name, " -") {
		return nil // of several words
	}
	lower := strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(name), "'s"), "’s")
	var forms []string
	for _, ending := range language().Questions.PeopleEndings {
		forms = append(forms, lower+ending)
		if stem, ok := strings.CutSuffix(lower, ending); ok && len(stem) >= shortest {
			forms = append(forms, stem)
		}
	}
	if stem, ok := strings.CutSuffix(lower, "a"); ok && len(stem) >= shortest {
		forms = append(forms, stem+"an", stem+"ese")
	}
	var ids []uint32
	for _, t := range analyzer.Tokens(nil, strings.Join(forms, " ")) {
		ids = append(ids, t.Term)
	}
	return ids
}

// synonyms lists the terms of the words that news uses for the same as word,
// and of its other forms.
func synonyms(analyzer *lexical.Analyzer, word string) []uint32 {
	var ids []uint32
	for _, group := range sameWords()[strings.ToLower(word)] {
		for _, t := range analyzer.Tokens(nil, group) {
			ids = append(ids, t.Term)
		}
	}
	return ids
}

// isDegree reports whether what stands before a word asks how much of it there is: how cold.
func isDegree(before string) bool {
	words := strings.Fields(before)
	return len(words) > 0 && language().Questions.Degrees[strings.ToLower(words[len(words)-1])]
}

// compared lists the terms of an adjective's other degrees: cold, colder, coldest.
func compared(analyzer *lexical.Analyzer, word string) (ids []uint32) {
	stem := strings.TrimSuffix(strings.ToLower(word), "e")
	if rest, ok := strings.CutSuffix(stem, "y"); ok {
		stem = rest + "i"
	}
	doubled := stem + stem[max(0, len(stem)-1):] // hot, hottest
	for _, ending := range language().Terms.DegreeEndings {
		for _, t := range analyzer.Tokens(nil, stem+ending+" "+doubled+ending) {
			ids = append(ids, t.Term)
		}
	}
	return ids
}

// sameWords are the groups of words that say the same, by each of their words.
var sameWords = sync.OnceValue(func() map[string][]string {
	groups := map[string][]string{}
	for _, group := range slices.Concat(language().Questions.Synonyms, language().Questions.VerbForms) {
		for word := range strings.FieldsSeq(group) {
			groups[word] = append(groups[word], group)
		}
	}
	return groups
})

// setFocus marks the first terms after "how many" and the like.
func (q *question) setFocus() {
	const wide = 2
	at := max(0, strings.Index(strings.ToLower(q.text), "how "))
	n := 0
	for i := range q.terms {
		t := &q.terms[i]
		if t.at >= at && !t.name && !t.number && n < wide {
			t.focus = true
			n++
		}
	}
}

func isWithin(spans [][2]int, at int) bool {
	return slices.ContainsFunc(spans, func(s [2]int) bool { return s[0] <= at && at < s[1] })
}

func inDates(dates []news.DateExpression, at int) bool {
	return slices.ContainsFunc(dates, func(d news.DateExpression) bool { return d.Start <= at && at < d.End })
}
