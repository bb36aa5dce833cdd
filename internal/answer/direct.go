package answer

import (
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"byline/internal/lang"
	"byline/internal/lexical"
	"byline/internal/news"
	ask "byline/internal/question"
)

// A direct answer is the mention, of the kind that is asked for, that the best
// sentences vote for: each gives its votes to the mentions in it, the nearer
// they stand to words of the question the more. A reader votes too, for what it
// points at in a sentence: a mention or, where anything may be the answer, whatever
// that is.
const (
	voters       = 12   // sentences that vote, the best ones
	voteFall     = .35  // of the score of a sentence, below the best one's, at which its votes fall to 1/e
	voteDistance = 10.  // words between a mention and the question's at which its votes are halved
	readerVotes  = 2.   // votes of a reader, if all others together have one
	ofFocus      = 2.   // how many times the votes count of a mention that stands with the noun asked about
	ofSlight     = .05  // of the votes for who has a role no more, where it is asked who has it, or only says what is told, where it is asked who did it
	ofElsewhere  = .2   // of the votes for a place that is not said to be where from, where that is asked
	ofBeside     = .3   // of the reader's votes for what is beside what a follow-up asks
	fullName     = 4.   // how much more the votes count that have somebody's full name, for how to write it
	minSure      = .45  // confidence below which no direct answer is given
	minUngiven   = .5   // the same where no quote clearly gives what is asked for
	minFirst     = .055 // the same below which the sentence that carries it need not come first; a reader tells better which should
)

// direct is a mention that answers a question, in the sentence that carries it.
type direct struct {
	news.Span         // in the body of the article
	text      string  // on one line
	in        int     // place of the candidate that carries it
	sure      float64 // confidence, from 0 to 1
	leads     bool    // its sentence is to be quoted first
	kind      ask.Kind
	byPart    bool // it is of what is often called by a part of its name: a team
}

// isShown reports whether a direct answer is likely enough to be right.
func (d *direct) isShown() bool {
	return d.sure >= minSure && d.text == oneLine(d.text) && !strings.ContainsAny(d.text, "[]")
}

// vote is what one sentence gives to a mention in it.
type vote struct {
	mention
	in     int     // place of the candidate
	weight float64 // of the sentence and of the mention in it
	read   float64 // how sure a reader is that it is the answer
	slight bool    // counts little, by ofSlight
}

// ballot is votes, counted.
type ballot struct {
	votes   []vote
	share   map[string]float64 // for each thing that is voted for, its share of the weights
	read    map[string]float64 // its share of what a reader is sure of
	hasRead bool
}

// ballot counts votes, and makes them shares. all are the candidates that vote.
func (e *evidence) ballot(votes []vote, all []candidate) *ballot {
	b := &ballot{votes: votes, share: map[string]float64{}, read: map[string]float64{}}
	total, sure := 0., doubt
	for _, v := range votes {
		total += v.weight
	}
	if !slices.ContainsFunc(votes, func(v vote) bool { return !v.slight }) {
		total /= ofSlight // nobody is left
	}
	for _, c := range all {
		b.hasRead = b.hasRead || c.reading != nil
		if e.pointsAtNew(c) {
			sure += c.reading.Confidence
		}
	}
	for i := range votes {
		v := &votes[i]
		if v.weight > 0 {
			v.weight /= total
		}
		v.read /= sure
		b.share[v.key] += v.weight
		b.read[v.key] += v.read
	}
	return b
}

// of is how much speaks for a thing.
func (b *ballot) of(key string) float64 { return b.share[key] + readerVotes*b.read[key] }

// winner is the thing that most speaks for; "" if there is none. Equals are told
// alike each time: by the order of the sentences.
func (b *ballot) winner() string {
	best := ""
	for _, v := range b.votes {
		if best == "" || b.of(v.key) > b.of(best) {
			best = v.key
		}
	}
	return best
}

// direct picks the mention that is likeliest to be the answer, of those voted for;
// ok is false if there is none.
func (e *evidence) direct(all []candidate) (d direct, votes []vote, ok bool) {
	kind := e.question.asks
	if kind == ask.Reason || kind == ask.Quotation || len(all) == 0 || e.question.signs != nil || e.question.defines != "" || e.question.countsWhatItAsks() { // one of several is not the answer
		return d, nil, false
	}
	voting := all[:min(len(all), voters)]
	b := e.ballot(e.votes(voting, kind), voting)
	best, in, at, ok := e.elected(all, b)
	if !ok {
		return d, b.votes, false
	}
	at = e.completed(all[in], at)
	span := e.span(all[in])
	d = direct{Span: news.Span{Start: span.Start + at.Start, End: span.Start + at.End}, in: in, sure: e.sureness(all, b, best), kind: kind, byPart: e.question.asksByPart()}
	d.text = e.text(all[in])[at.Start:at.End]
	d.leads = d.isShown() || !b.hasRead && d.sure >= minFirst
	return d, b.votes, true
}

// carrier is the candidate that is to be quoted for a mention, the best that
// says it, and where it does; ok is false if none says it in the words of an
// answer.
func (e *evidence) carrier(all []candidate, votes []vote, key string) (in int, at news.Span, ok bool) {
	form := e.formOf(all, votes, key)
	for _, v := range votes { // in the order of the candidates
		if v.key != key || v.hint || form == "" {
			continue
		}
		written := e.text(all[v.in])[v.Start:v.End]
		if i := strings.Index(" "+written+" ", " "+form+" "); i >= 0 {
			return v.in, news.Span{Start: v.Start + i, End: v.Start + i + len(form)}, true
		}
	}
	return 0, at, false
}

// formOf is how a mention is to be written: of the ways in which it is, the one
// with the most votes, for people preferably the full name; "" if it is only hinted at.
func (e *evidence) formOf(all []candidate, votes []vote, key string) (form string) {
	sums := map[string]float64{}
	full := 0. // how much more a full name counts
	if e.question.asks == ask.Person {
		full = fullName
	}
	for _, v := range votes {
		if v.key != key || v.hint {
			continue
		}
		written := e.text(all[v.in])[v.Start:v.End]
		sums[written] += (v.weight + readerVotes*v.read) * (1 + full*float64(min(1, strings.Count(written, " "))))
		if form == "" {
			form = written
		}
	}
	for _, v := range votes {
		if v.key != key || v.hint {
			continue
		}
		if written := e.text(all[v.in])[v.Start:v.End]; sums[written] > sums[form] {
			form = written
		}
	}
	return form
}

// What a confidence is made of, as a logistic function has it. They were fitted to
// half of the labelled questions of RealTimeQA, and rounded.
const (
	// Without a reader: weights of how far the winner is ahead, of its votes, and of
	// how much of the question stands around it.
	sureByLead  = .45
	sureByVotes = .9
	sureByNear  = .9
	// With one: weights of its shares of the votes and of what the reader is sure of,
	// and how often the winner is right at all.
	sureByShare   = 1.65
	sureByReading = 3.5
	sureReading   = -2.5
	ofNoDate      = -1.5 // on Tuesday: which one, only the article tells
)

// surenessOf is how often the winner is right at all, by kind, without a reader.
func surenessOf(kind ask.Kind) float64 {
	switch {
	case kind == ask.Country || kind == ask.State: // told by a list
		return -1.55
	case kind == ask.Organisation || kind.IsPlace():
		return -2.85
	case kind == ask.Person || kind == ask.Work:
		return -3.35
	case kind.IsNumber() || kind == ask.Year:
		return -2.35
	}
	return -3.95
}

// sureness is the confidence in the mention that won.
func (e *evidence) sureness(all []candidate, b *ballot, key string) float64 {
	if b.hasRead {
		z := sureReading + sureByShare*b.share[key] + sureByReading*b.read[key]
		if e.question.asks.IsTime() && !strings.ContainsFunc(key, unicode.IsDigit) {
			z += ofNoDate
		}
		return logistic(z)
	}
	total, second, count, near := 0., 0., 0, 0.
	for k, share := range b.share {
		total += share
		if k != key {
			second = max(second, share)
		}
	}
	for _, v := range b.votes {
		if v.key == key {
			count++
			near = max(near, all[v.in].near)
		}
	}
	lead := math.Log(b.share[key] / (second + .02*total))
	return logistic(surenessOf(e.question.asks) + sureByLead*lead + sureByVotes*math.Log(float64(count)) + sureByNear*near)
}

// votes lets sentences vote for the mentions in them.
func (e *evidence) votes(all []candidate, kind ask.Kind) []vote {
	var votes []vote
	common := e.commonWords()
	alone, places := e.oneWordNames()
	owned := mask(0) // what some sentence tells what is asked about from others by: the men's race
	owners := e.question.maskWhere(func(t term) bool { return owns(t.text) && !isCapital(t.text) })
	for _, c := range all {
		owned |= c.around & owners
	}
	for i, c := range all {
		if e.isWrong(c) {
			continue
		}
		hit := e.hit(c)
		s := newSentenceText(e.text(c), lang.OfArticle(hit.Article.Language))
		s.alone = alone
		weight := math.Exp((c.score - all[0].score) / voteFall)
		own := e.places(s)
		said := e.pointing(c)
		for _, m := range e.mentions(s, kind) {
			if !e.isNew(s, m, kind, common) || kind == ask.Person && places[m.key] || e.isOther(s, m, kind) {
				continue
			}
			v := vote{mention: m, in: i, weight: weight * m.weight * e.fit(s, m, own), read: said.sureOf(m)}
			v.slight = owned&c.around == 0 && owned != 0
			votes = append(votes, e.tempered(v, s, c, kind))
			said.told = said.told || said.overlaps(m.Span)
		}
		if thing, ok := e.undergoer(s, said.Span); ok && said.sure > 0 {
			said.Span = thing
		}
		if (kind == ask.Thing || kind == ask.Product) && said.sure > 0 && !said.told && !s.isTitleOrYear(said.Span) {
			votes = append(votes, vote{mention: counted(said.Span, nameKey(s.text[said.Start:said.End])), in: i, read: said.sure})
		}
	}
	switch kind {
	case ask.Person, ask.Thing, ask.Place, ask.City:
		fullNames(votes)
		votes = e.ofRank(votes, all)
	case ask.Organisation:
		fullNames(votes)
		shortNames(votes)
	}
	return votes
}

// isOther reports whether a mention is another than the one asked for: a number without
// its unit, one of many or one of weeks, or what does something to what is asked for.
func (e *evidence) isOther(s *sentenceText, m mention, kind ask.Kind) bool {
	_, does := e.undergoer(s, m.Span)
	return does || kind == ask.Number && e.isWhole(s, m.Span) || e.question.needsUnit && !s.hasUnit(s.wordAt(m.Start)) || kind.IsNumber() && (s.isContrasted(m.Span) || s.isOneOfMany(m.Span)) ||
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

// tempered is a vote that counts for less where it is of elsewhere, of before, or for
// somebody who is gone.
func (e *evidence) tempered(v vote, s *sentenceText, c candidate, kind ask.Kind) vote {
	if e.question.whence && !s.isFrom(v.Span) {
		v.weight, v.read = v.weight*ofElsewhere, v.read*ofElsewhere
	}
	if c.beside {
		v.read *= ofBeside
	}
	if e.growing != 0 {
		v.read *= c.fresh
	}
	v.slight = v.slight || kind == ask.Person && (e.question.read.Newest && s.isGone(v.Span) || e.onlySays(s, v.Span))
	if v.slight {
		v.weight, v.read = v.weight*ofSlight, v.read*ofSlight
	}
	return v
}

// ofRank leaves the votes for those whom some sentence gives the rank that a question
// asks for, if one is asked for and one is given: the deputy mayor.
func (e *evidence) ofRank(votes []vote, all []candidate) []vote {
	const near = 3 // words
	asked := newSentenceText(e.question.text, language())
	ranked := map[string]bool{}
	for i := range asked.words {
		rank := asked.lower(i)
		if !language().Answers.Ranks[rank] || asked.isTitleOfName(i) {
			continue
		}
		for _, v := range votes {
			s := newSentenceText(e.text(all[v.in]), language())
			at := s.wordAt(v.Start)
			from, to := max(0, at-near), min(len(s.words), at+near+strings.Count(v.key, " ")+1)
			for j := from; j < to; j++ {
				ranked[v.key] = ranked[v.key] || s.lower(j) == rank
			}
		}
	}
	isRanked := func(v vote) bool { return ranked[v.key] }
	if !slices.ContainsFunc(votes, isRanked) {
		return votes
	}
	return slices.DeleteFunc(votes, func(v vote) bool { return !isRanked(v) })
}

// isFrom reports whether a name stands behind "from", or in a list that does.
func (s *sentenceText) isFrom(name news.Span) bool {
	i := s.wordAt(name.Start) - 1
	for i > 0 && !s.in.Questions.Whence[s.lower(i)] && (isCapital(s.word(i)) || s.in.Questions.Articles[s.lower(i)] || s.in.Statements.Coordinators[s.lower(i)]) {
		i--
	}
	return s.in.Questions.Whence[s.lower(i)]
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

// isGone reports whether somebody who is named has a role no more: "Olm stepped down",
// "Olm was sacked", "replaces the chairman, Olm", "have sacked their coach, Olm".
func (s *sentenceText) isGone(name news.Span) bool {
	in := s.in.Answers
	from := s.wordAt(name.Start)
	to := from
	for to < len(s.words) && s.words[to].Start < name.End {
		to++
	}
	isPassive := false
	for s.in.Questions.Auxiliaries[s.lower(to)] || s.lower(to) == "been" {
		isPassive = true
		to++
	}
	for from > 0 && (in.Roles[s.lower(from-1)] || s.in.Questions.Articles[s.lower(from-1)] || s.in.Statements.Determiners[s.lower(from-1)] || s.in.Sentences.Titles[s.word(from-1)]) {
		from--
	}
	return in.Leaving[s.lower(to)] || isPassive && in.Removed[s.lower(to)] || in.Gone[s.lower(from-1)] || in.Removed[s.lower(from-1)]
}

// isTitleOfName reports whether the words from i on are what somebody who is named is: Vice President Olm.
func (s *sentenceText) isTitleOfName(i int) bool {
	i++
	for i < len(s.words) && s.in.Answers.Roles[s.lower(i)] {
		i++
	}
	return i < len(s.words) && isCapital(s.word(i))
}

// isTitleOrYear reports whether words are a title without its name, or a year: no
// thing that is asked for.
func (s *sentenceText) isTitleOrYear(at news.Span) bool {
	word := s.text[at.Start:at.End]
	return s.in.Sentences.Titles[word] || isYear(word)
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

// pointing is the words of a sentence that a reader points at.
type pointing struct {
	news.Span
	sure float64 // of them, from 0 to 1; 0 if there are none
	told bool    // some mention is among them
}

func (e *evidence) pointing(c candidate) pointing {
	if !e.pointsAtNew(c) {
		return pointing{}
	}
	return pointing{Span: news.Span{Start: c.reading.Start, End: c.reading.End}, sure: c.reading.Confidence}
}

func (p pointing) overlaps(s news.Span) bool { return s.Start < p.End && p.Start < s.End }

// sureOf is how sure a reader is of a mention: the less, the less of it and of
// what it points at is the same.
func (p pointing) sureOf(m mention) float64 {
	if p.sure == 0 || !p.overlaps(m.Span) {
		return 0
	}
	return p.sure * float64(min(p.End, m.End)-max(p.Start, m.Start)) / float64(max(p.End, m.End)-min(p.Start, m.Start))
}

func newSentenceText(text string, in *lang.Pack) *sentenceText {
	return &sentenceText{text: text, words: words(text), in: in}
}

// fullNames gives the votes for a surname to the full name.
func fullNames(votes []vote) {
	full := map[string]string{}
	for _, v := range votes {
		if at := strings.LastIndexByte(v.key, ' '); at >= 0 {
			if last := v.key[at+1:]; full[last] == "" || len(v.key) < len(full[last]) {
				full[last] = v.key
			}
		}
	}
	for i := range votes {
		key := votes[i].key
		if at := strings.LastIndexByte(key, ' '); at >= 0 {
			key = key[at+1:]
		}
		if name := full[key]; name != "" {
			votes[i].key = name
		}
	}
}

// shortNames gives the votes for a longer name to one that it begins with: Olm Motors, Olm.
func shortNames(votes []vote) {
	for i := range votes {
		for _, o := range votes {
			if strings.HasPrefix(votes[i].key, o.key+" ") {
				votes[i].key = o.key
			}
		}
	}
}

// places lists the words of a sentence that the question has, too.
func (e *evidence) places(s *sentenceText) []int {
	var out []int
	for i := range s.words {
		for _, t := range e.analyzer.Tokens(nil, s.word(i)) {
			if e.question.index(t.Term) >= 0 {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// fit is how well a mention stands in its sentence for what is asked for.
func (e *evidence) fit(s *sentenceText, m mention, own []int) float64 {
	from := s.wordAt(m.Start)
	to := from
	for to+1 < len(s.words) && s.words[to+1].Start < m.End {
		to++
	}
	far := len(s.words)
	for _, i := range own {
		switch {
		case i < from:
			far = min(far, from-i)
		case i > to:
			far = min(far, i-to)
		}
	}
	fit := 1 / (1 + float64(far)/voteDistance)
	if e.withFocus(s, from, to) {
		fit *= ofFocus
	}
	return fit
}

// withFocus reports whether the noun that says what is asked for stands in a
// mention or beside it: "214 people", "the carmaker Olm", "Hurricane Fay".
func (e *evidence) withFocus(s *sentenceText, from, to int) bool {
	focus := e.question.focus
	if len(focus) == 0 {
		return false
	}
	head := focus[len(focus)-1]
	for i := max(0, from-2); i <= min(len(s.words)-1, to+3); i++ {
		for _, t := range e.analyzer.Tokens(nil, s.word(i)) {
			if t.Term == head {
				return true
			}
		}
	}
	return false
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
