package verify

import (
	"slices"

	"byline/internal/news"
)

// Verdict is what a Verifier makes of a statement.
type Verdict struct {
	Supported bool
	Score     float64  // the probability that people would say so, from 0 to 1
	Carried   float64  // the probability that it is carried, by its words alone
	Heard     bool     // whether a reader was heard
	Conflict  Conflict // empty: none
	Detail    string   // the word that the conflict is about
	// Start and End are the bytes of the source that carry the statement: the
	// fewest sentences that do. Both are 0 where there are none.
	Start, End int
	Sentences  []news.Span // of the source that do
	Features   Features

	of *judgement
}

// Conflict is a way in which a statement differs from its source.
type Conflict string

// The conflicts.
const (
	NoConflict Conflict = ""
	Number     Conflict = "number"
	Unit       Conflict = "unit"
	Bound      Conflict = "bound"
	Quantity   Conflict = "quantity"
	Date       Conflict = "date"
	Name       Conflict = "name"
	Quotation  Conflict = "quotation"
	Polarity   Conflict = "polarity"
	Mood       Conflict = "mood"
	Contrast   Conflict = "contrast"
	Roles      Conflict = "roles"
	Cause      Conflict = "cause"
	Speaker    Conflict = "speaker"
	Unsaid     Conflict = "unsaid" // a clause of which the source says nothing
	Fragment   Conflict = "fragment"
)

// judgement is a statement beside the sentences that come nearest to it.
type judgement struct {
	*Source
	v         *Verifier
	statement sentence
	text      string
	support   []int     // sentences, in order
	at        [][]place // for each word of the statement, where the source has it
	weight    []float64
	had       []float64 // how far the support has each word, from 0 to 1
	like      []float64 // how near the nearest word of the support is in meaning, where it lacks this one
	said      []float64 // how far a word of the support says what it does
	exact     []bool    // the source has the word itself
}

// Judge judges a statement by a source, by its words. See Entail for a second opinion.
func (v *Verifier) Judge(statement string, s *Source) Verdict {
	j := v.judgement(statement, s)
	verdict := Verdict{Features: j.features(), of: j}
	verdict.Conflict, verdict.Detail = j.conflict()
	switch verdict.Conflict {
	case NoConflict, Unsaid: // Told weighs it
	case Number, Unit, Bound, Date, Name, Quotation:
		verdict.Features.Strict = 1
	default:
		verdict.Features.Sense = 1
	}
	values := verdict.Features.values()
	verdict.Score, verdict.Carried = score(values), judges().carried(values)
	verdict.Supported = len(j.support) > 0 && j.released(&verdict)
	verdict.Start, verdict.End = j.span()
	for _, n := range j.support {
		verdict.Sentences = append(verdict.Sentences, news.Span{Start: j.sentences[n].start, End: j.sentences[n].end})
	}
	return verdict
}

// Differs is the way in which a statement differs from a source, if it does.
func (v *Verifier) Differs(statement string, s *Source) Conflict {
	c, _ := v.judgement(statement, s).conflict()
	return c
}

// judgement lays a statement beside the sentences of a source that come nearest to it.
func (v *Verifier) judgement(statement string, s *Source) *judgement {
	statement = withoutOutlet(statement, s)
	j := &judgement{Source: s, v: v, text: statement}
	j.statement = v.read(s.grammar, statement, 0)
	j.statement.datedFrom(s.about.Published)
	j.markNamed(&j.statement)
	j.find()
	j.choose()
	j.like, j.said = j.likeness()
	for i := range j.like {
		if j.isDeed(i) {
			j.like[i] = 1
		}
	}
	return j
}

// released reports whether a statement may be shown under its source. One that differs
// from it never is. Whether it is told by the source is judged, in English, by trees; else it
// has to be covered by words.
func (j *judgement) released(v *Verdict) bool {
	switch {
	case !v.Conflict.isNone():
		return false
	case j.grammar.pack.Code != english:
		return v.Conflict == NoConflict && v.Features.Soft >= enough
	}
	t := judges()
	least := t.Least
	if v.Features.Invented > 0 {
		least = t.Against
	}
	return v.Features.Kept > 0 && v.Features.Soft >= fewest && v.Carried >= least && !(v.Features.Invented > 1 && j.deniesUnsaid())
}

// deniesUnsaid reports whether a statement denies what its source does not speak of:
// that a fuel line did not cause a fire of which nobody says what did. With no other
// word that the source lacks it may be a denial in other words.
func (j *judgement) deniesUnsaid() bool {
	for i := range j.statement.words {
		if w := &j.statement.words[i]; w.negated && w.denies && j.isInvented(i) {
			return true
		}
	}
	return false
}

// english is the language whose statements trees.json was fitted to.
const english = "en"

// How much of a statement its source has to have, words of like meaning included.
const (
	enough = .6  // in a language for which there are no trees
	fewest = .45 // in English, where trees say so
)

// find finds each word of the statement in the source.
func (j *judgement) find() {
	words := j.statement.words
	j.at, j.weight, j.had, j.exact = make([][]place, len(words)), make([]float64, len(words)), make([]float64, len(words)), make([]bool, len(words))
	for i := range words {
		w := &words[i]
		if w.number >= 0 {
			if j.statement.numbers[w.number].first == i {
				j.at[i], j.weight[i] = j.numberPlaces(&j.statement.numbers[w.number]), numberWeight
				if n := &j.statement.numbers[w.number]; n.weak && n.value < 2 {
					j.weight[i] *= emptyWeight
				}
			}
			continue
		}
		if w.day >= 0 {
			if j.statement.dates[w.day].first == i {
				j.at[i], j.weight[i] = j.datePlaces(j.statement.dates[w.day]), dateWeight
			}
			continue
		}
		if !w.content {
			continue
		}
		j.at[i], j.exact[i] = j.wordPlaces(words, i)
		j.weight[i] = j.rarity(w.term)
		switch {
		case j.grammar.empty[w.key]:
			j.weight[i] *= emptyWeight
		case w.capital && !w.opens:
			j.weight[i] *= nameWeight
		}
	}
	j.findNames()
}

// How much kinds of words weigh, beside their rarity.
const (
	numberWeight = 2.
	dateWeight   = 1.5
	nameWeight   = 1.3
	emptyWeight  = .2
)

// findNames finds the first names of somebody also where the source has the surname
// alone: a text says who Ilse Tornau is once. A surname that others bear too is left.
func (j *judgement) findNames() {
	words := j.statement.words
	for i := len(words) - 2; i >= 0; i-- {
		first, last := &words[i], &words[i+1]
		if !isNameWord(first) || !isNameWord(last) || last.breaks || first.possessive || j.grammar.isRole(*first) {
			continue
		}
		isOther := func(p place) bool { // another first name stands before the surname
			if p.word == 0 || p.sentence == aroundText {
				return false
			}
			list := j.sentence(p.sentence).words
			before := &list[p.word-1]
			return !list[p.word].breaks && isNameWord(before) && !j.grammar.isRole(*before) && before.key != first.key
		}
		both := slices.ContainsFunc(j.at[i], func(p place) bool { return slices.Contains(j.at[i+1], place{p.sentence, p.word + 1}) })
		if both && !slices.ContainsFunc(j.at[i+1], isOther) {
			j.at[i] = append(j.at[i], j.at[i+1]...)
		}
	}
}

// isNameWord reports whether a word may be one of a name.
func isNameWord(w *word) bool { return w.capital && w.content && w.number < 0 && w.day < 0 }

// wordPlaces is where a word of the statement stands, in whatever form.
func (j *judgement) wordPlaces(words []word, i int) (out []place, exact bool) {
	w := &words[i]
	out = slices.Clone(j.places[w.term])
	if w.whole != 0 {
		out = append(out, j.places[w.whole]...)
	}
	if w.inWhole {
		for k := i - 1; k >= 0 && k > i-6; k-- {
			if words[k].whole != 0 {
				out = append(out, j.places[words[k].whole]...)
				break
			}
		}
	}
	for _, p := range j.keys[w.key] {
		if !slices.Contains(out, p) {
			out = append(out, p)
		}
	}
	if len(out) > 0 {
		return out, true
	}
	for n := aroundText; n < len(j.sentences); n++ {
		list := j.sentence(n).words
		for k := range list {
			if list[k].content && (related(w, &list[k]) || sameSide(w.side, list[k].side) || w.negated && j.isContrary(&list[k], w)) {
				out = append(out, place{n, k})
			}
		}
	}
	return out, false
}

// related reports whether two words are of one family: approve and approval, Astavia and Astavian.
func related(a, b *word) bool {
	short, long := a.text, b.text
	if len(short) > len(long) {
		short, long = long, short
	}
	n := 0
	for n < len(short) && short[n] == long[n] {
		n++
	}
	const tail = 4
	if n < 4 || len(long)-n > tail || a.capital != b.capital && !a.opens && !b.opens {
		return false
	}
	if a.capital {
		return len(short)-n <= 1 && len(long)-n <= 3
	}
	return float64(n) >= .7*float64(len(long)) || n >= 5 && len(short)-n <= 2
}

func sameSide(a, b []side) bool {
	return slices.ContainsFunc(a, func(x side) bool { return slices.Contains(b, x) })
}

// numberPlaces is where the source has a number, in whatever form.
func (j *judgement) numberPlaces(n *number) []place {
	var out []place
	for i := range j.sentences {
		for k := range j.sentences[i].numbers {
			if o := &j.sentences[i].numbers[k]; compare(n, o) == same {
				out = append(out, place{i, o.first})
			}
		}
		for k := range j.sentences[i].words {
			if times := j.grammar.multiples[j.sentences[i].words[k].key]; times > 0 && n.isMultiple(times, j.grammar.pack.Statements.Units["percent"]) {
				out = append(out, place{i, k})
			}
		}
	}
	for k := range j.around.numbers {
		if o := &j.around.numbers[k]; compare(n, o) == same {
			out = append(out, place{aroundText, o.first})
		}
	}
	return out
}

// datePlaces is where the source has a date.
func (j *judgement) datePlaces(d date) []place {
	var out []place
	for i := range j.sentences {
		for _, o := range j.sentences[i].dates {
			if d.agrees(o, j.about.Published) {
				out = append(out, place{i, o.first})
			}
		}
	}
	for _, o := range j.around.dates {
		if d.agrees(o, j.about.Published) {
			out = append(out, place{aroundText, o.first})
		}
	}
	return out
}

// choose picks the sentences that have most of the statement, one by one.
func (j *judgement) choose() {
	const most, worth = 3, .08
	all := 0.
	for _, w := range j.weight {
		all += w
	}
	for range most {
		best, gain := -1, worth*all
		for n := range j.sentences {
			if g := j.gain(n); g > gain && !slices.Contains(j.support, n) {
				best, gain = n, g
			}
		}
		if best < 0 {
			break
		}
		j.support = append(j.support, best)
		for i := range j.at {
			if j.has(i, best) {
				j.had[i] = 1
			}
		}
	}
	slices.Sort(j.support)
	for i := range j.at {
		if j.has(i, aroundText) {
			j.had[i] = 1
		}
	}
}

// gain is the weight of the words that a sentence has and those chosen lack.
func (j *judgement) gain(n int) float64 {
	sum := 0.
	for i := range j.at {
		if j.had[i] == 0 && j.has(i, n) {
			sum += j.weight[i]
		}
	}
	return sum
}

func (j *judgement) has(i, n int) bool {
	return slices.ContainsFunc(j.at[i], func(p place) bool { return p.sentence == n })
}

// span is the bytes of the source that carry the statement.
func (j *judgement) span() (start, end int) {
	if len(j.support) == 0 {
		return 0, 0
	}
	first, last := j.support[0], j.support[len(j.support)-1]
	return j.sentences[first].start, j.sentences[last].end
}
