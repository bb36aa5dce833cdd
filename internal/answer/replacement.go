package answer

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"byline/internal/dates"
	"byline/internal/lang"
	ask "byline/internal/question"
)

// replaced puts a fragment into the question before, in the place of what it replaces.
func (t thread) replaced(rest string) thread {
	if core, ok := t.neighbour(rest); ok {
		return t.moved(core)
	}
	if what := t.toldOf(rest); what != "" {
		t.carried = onceEach(append(t.carried, what))
		return t
	}
	if what, ok := aspect(rest); ok {
		t.matter = t.topic("")
		t.core, t.carried = what, contentOf(strings.Join(t.matter, " "), what)
		return t
	}
	if outlet := t.outletIn(rest); outlet != "" {
		t.core = ofOutlet(t.core, outlet)
		return t
	}
	if what, ok := t.countedToo(rest); ok {
		t.matter = t.topic("")
		t.core, t.carried = what, contentOf(strings.Join(t.matter, " "), what)
		return t
	}
	before := t.core
	t.matter = replacedInMatter(t.matter, rest)
	t = t.inPlaceOf(rest)
	t.put = strings.Join(contentOf(rest, ""), " ")
	t.old = strings.Join(contentOf(before, "_ "+t.core), " ")
	return t
}

// ofOther is the question before, in a language other than that of this package, asked of
// what a fragment names instead: another time, or another name behind the same small word.
func (t thread) ofOther(question string) (next thread, ok bool) {
	next = thread{reply: t.reply, quoted: t.quoted, people: t.people, met: t.met, asOf: t.asOf, answered: t.answered, leaves: t.leaves}
	in := lang.AskedIn(t.core)
	if in == language() {
		return t, false
	}
	if o, ok := continuation(in, question); ok {
		question = question[len(o):]
	}
	rest := strings.Fields(strings.TrimRight(question, "?!.؟？。 "))
	if fragment := strings.Join(rest, " "); fragment != "" && !strings.ContainsFunc(in.WithoutTimes(fragment), unicode.IsLetter) {
		next.core = strings.Join(append(strings.Fields(in.WithoutTimes(t.core)), rest...), " ")
		return next, true
	}
	if len(rest) != 2 || isCapital(rest[0]) || !isCapital(rest[1]) {
		return t, false
	}
	all := strings.Fields(t.core)
	for i := range all[:max(0, len(all)-1)] {
		if strings.EqualFold(all[i], rest[0]) && isCapital(all[i+1]) {
			next.put, next.old = rest[1], strings.TrimRight(all[i+1], "?,")
			all[i+1] = rest[1]
			next.core = strings.Join(all, " ")
			return next, true
		}
	}
	return t, false
}

// toldOf is what a fragment tells somebody of the question before from others by, in
// the words in which the reply tells it of them: "the councillor", where that has
// "councillor Ada Olm" and the question was for Ada Olm.
func (t thread) toldOf(rest string) string {
	const near = 3 // words
	all := strings.Fields(rest)
	if len(all) != 2 || !language().Questions.Articles[stem(all[0])] || isCapital(all[1]) {
		return ""
	}
	said, core := strings.Fields(t.quoted), contentOf(t.core, "")
	is := func(w, other string) bool { return strings.EqualFold(strings.Trim(w, ".,;:?!\"”"), other) }
	for i, w := range said {
		if is(w, all[1]) && slices.ContainsFunc(said[max(0, i-near):min(len(said), i+near+1)], func(o string) bool {
			return slices.ContainsFunc(core, func(name string) bool { return isCapital(name) && is(o, name) })
		}) {
			return all[1]
		}
	}
	return ""
}

// outletIn is the outlet whose name, or the end of it, is all that a fragment has, if a
// reply cites it: "only the Gazette".
func (t thread) outletIn(rest string) string {
	first, _, _ := strings.Cut(strings.ToLower(rest), " ")
	if !slices.ContainsFunc(strings.Fields(rest), isCapital) || language().Questions.Locating[first] && !language().Questions.Whence[first] {
		return ""
	}
	return t.outletCited(strings.Join(contentOf("_ "+rest, ""), " "))
}

// ofOutlet asks a question of an outlet, and not of another of which it was asked before.
func ofOutlet(core, outlet string) string {
	of := language().Questions.Suggested["outlet"]
	core, _, _ = strings.Cut(core, " "+strings.TrimSuffix(of, "%s"))
	return strings.TrimRight(core, "?") + " " + fmt.Sprintf(of, outlet)
}

// outletCited is the outlet that a name, or the end of its name, stands for, if a reply
// cites it.
func (t thread) outletCited(name string) string {
	for _, was := range slices.Backward(append(slices.Clone(t.answered), t)) {
		for _, credit := range followUpPatterns().credit.FindAllString(was.quoted, -1) {
			if outlet, _, _ := strings.Cut(strings.Trim(credit, "()"), ","); ask.MayCallOutlet(outlet, name) {
				return outlet
			}
		}
	}
	return ""
}

// withoutSlip is a question with what somebody says in it to have meant in the place of
// what that replaces: "in Sellin - sorry, in Moor".
func withoutSlip(text string) string {
	at := followUpPatterns().slip.FindStringIndex(text)
	if at == nil {
		return text
	}
	before, rest := strings.TrimSpace(text[:at[0]]), strings.TrimSpace(text[at[1]:])
	put, all := strings.Fields(rest), strings.Fields(before)
	if len(contentOf("_ "+before, "")) == 0 || len(put) == 0 {
		return text
	}
	if len(put) > 2 && opensQuestion(put[0]) {
		return rest
	}
	if core, ok := inPlace(before, strings.TrimRight(rest, "?!. ")); ok {
		return core + "?"
	}
	q := &language().Questions
	first := stem(put[0])
	like := func(w string) bool { return isPast(put[0]) && isPast(w) }
	if q.Articles[first] {
		like = func(w string) bool { return q.Articles[stem(w)] }
	} else if q.Prepositions[first] {
		like = func(w string) bool { return stem(w) == first }
	}
	if i := lastIndex(all, like); i > 0 {
		return strings.Join(append(all[:i], strings.Replace(rest, ", ", " ", 1)), " ")
	}
	return text
}

// countedToo is the question for how many something else befell, if a fragment is no
// more than that and a question shortly before asked how many: "and injured?"
func (t thread) countedToo(rest string) (question string, ok bool) {
	const shortly = 2 // answers before
	what := contentOf("_ "+rest, "")
	counts := func(was thread) bool { return ask.Read(was.core).Kind == ask.Number }
	before := t.answered[max(0, len(t.answered)-shortly):]
	if len(what) != 1 || isCapital(what[0]) || !isPast(what[0]) || !counts(t) && !slices.ContainsFunc(before, counts) {
		return "", false
	}
	return strings.TrimRight(fmt.Sprintf(language().Questions.Suggested["counted"], what[0]), "?"), true
}

// aspect is the question that a fragment stands for which names something that
// everything has, and that is told by what it asks for: "the cause", "the owner".
func aspect(rest string) (question string, ok bool) {
	q := &language().Questions
	all := strings.Fields(rest)
	if len(all) < 2 || len(all) > 4 || !q.Articles[stem(all[0])] || slices.ContainsFunc(all, isCapital) {
		return "", false
	}
	last := stem(all[len(all)-1])
	if language().NamesRole(last) {
		return "who is " + rest, true
	}
	question = "what was " + rest
	return question, ask.Read(question).Kind != ask.Thing
}

// inPlaceOf puts a fragment that names something else into the question before.
func (t thread) inPlaceOf(rest string) thread {
	if all := strings.Fields(rest); len(all) > 1 && language().Questions.Leaning[stem(all[len(all)-1])] { // "the official one"
		t.carried = onceEach(append(contentOf(rest, ""), t.carried...))
		return t
	}
	if len(contentOf("_ "+rest, "")) == 0 && !isTime(rest) { // and now?
		t.core += " " + rest
		return t
	}
	if topic := ask.Read(t.core).Topic; isDigestOrDefinition(t.core) && topic.Start > 0 && isPlain(t.core[topic.Start:topic.End]) && isPlain(rest) && !isTime(rest) {
		t.core = t.core[:topic.Start] + rest + t.core[topic.End:]
		return t
	}
	if isDescription(rest) {
		t.core, t.carried = rest, t.topic(rest)
		return t
	}
	if core, ok := inPlace(t.core, rest); ok {
		t.core = core
		return t
	}
	if core, ok := inPlaceOfIt(t.core, rest); ok {
		t.core, t.carried, t.matter = core, nil, contentOf("_ "+rest, "")
		return t
	}
	carried := strings.Join(t.carried, " ")
	names := slices.ContainsFunc(strings.Fields(rest), func(w string) bool { return isCapital(w) || hasDigit(w) || language().Questions.Articles[stem(w)] })
	if core, ok := inPlace("_ "+carried, rest); ok && names && carried != "" {
		t.carried = strings.Fields(strings.TrimPrefix(core, "_ "))
		return t
	}
	t.core += " " + rest
	return t
}

// inPlaceOfIt puts a thing with an article in the place of "it": "the mill in Oster"
// behind "when was it built?"
func inPlaceOfIt(before, rest string) (string, bool) {
	q := &language().Questions
	if all := strings.Fields(rest); len(all) < 2 || !q.Articles[stem(all[0])] {
		return "", false
	}
	for _, s := range words(before) {
		if q.Things[stem(before[s.Start:s.End])] && !standsForVerb(before[s.End:]) {
			return before[:s.Start] + rest + ownerOf(stem(before[s.Start:s.End]), before[s.End:]) + before[s.End:], true
		}
	}
	return "", false
}

// inPlace replaces the part of a question that a fragment stands for: its time,
// what is behind the same preposition, or a name of its sort.
func inPlace(before, rest string) (string, bool) {
	if isTime(rest) {
		if old, _ := dates.Find(before, late); len(old) > 0 {
			d := old[len(old)-1]
			return before[:d.Start] + rest + before[d.End:], true
		}
		return "", false
	}
	all, put := strings.Fields(before), strings.Fields(rest)
	if language().Questions.Prepositions[strings.ToLower(put[0])] && len(put) > 1 {
		for i := len(all) - 2; i > 0; i-- {
			if strings.EqualFold(all[i], put[0]) && alike(all[i+1], put[len(put)-1]) {
				return splice(all, i, nameEnd(all, i+1), put), true
			}
		}
		return inLastPlace(all, put)
	}
	at := subject(all, put)
	if at < 0 {
		return "", false
	}
	from := at
	if from > 0 && language().Questions.Articles[strings.ToLower(all[from-1])] {
		from--
	}
	return splice(all, from, nameEnd(all, at), put), true
}

// inLastPlace replaces the name that a question ends with by another place: "in Lunde"
// behind "have salmon returned to the river Elva".
func inLastPlace(all, put []string) (string, bool) {
	q := &language().Questions
	from := len(all)
	for from > 1 && isCapital(all[from-1]) && !strings.HasSuffix(all[from-1], "?") {
		from--
	}
	if from == len(all) || !q.Locating[strings.ToLower(put[0])] || !isCapital(put[1]) {
		return "", false
	}
	const nouns = 2 // the river, the old harbour of
	for i := from - 1; i > 0 && i >= from-1-nouns; i-- {
		if w := strings.ToLower(all[i]); q.Articles[w] {
			from = i
			break
		} else if q.Prepositions[w] {
			break
		}
	}
	switch w := strings.ToLower(all[from-1]); {
	case q.Locating[w] || w == "to":
		from--
	case q.Prepositions[w]:
		return "", false // on the ferry Merle
	}
	return splice(all, from, len(all), put), true
}

// splice puts words in the place of all[from:to].
func splice(all []string, from, to int, put []string) string {
	return strings.Join(slices.Concat(all[:from], put, all[to:]), " ")
}

// nameEnd is where the name or number that begins at i ends.
func nameEnd(all []string, i int) int {
	end := i + 1
	for end < len(all) && alike(all[end-1], all[end]) && !strings.HasSuffix(all[end-1], ",") {
		end++
	}
	return end
}

// subject is where the name begins that another takes the place of: the first
// that stands for itself, behind no preposition and before no noun of its own
// ("the Halvian election"), or else the last; -1 if there is none.
func subject(all, put []string) int {
	q := &language().Questions
	last := -1
	for i := 1; i < len(all); i++ {
		if !alike(all[i], nameOf(put)) || alike(all[i-1], all[i]) && i > 1 {
			continue
		}
		last = i
		end := nameEnd(all, i)
		before := strings.ToLower(all[i-1])
		if q.Articles[before] && i > 1 {
			before = strings.ToLower(all[i-2])
		}
		if !q.Prepositions[before] && (end == len(all) || q.FunctionWords[strings.ToLower(all[end])] || q.Articles[before] || end > i+1 || q.Auxiliaries[before]) {
			return i
		}
	}
	return last
}

// nameOf is the word of a fragment that says of which sort it is. One in small
// letters takes the place of a name as well: the workers' cooperative.
func nameOf(put []string) string {
	for _, w := range put {
		if hasDigit(w) || isCapital(w) {
			return w
		}
	}
	return "A"
}

// alike reports whether two words are of a sort: both names or both numbers.
func alike(a, b string) bool {
	if hasDigit(a) || hasDigit(b) {
		return hasDigit(a) && hasDigit(b)
	}
	return isCapital(a) && isCapital(b)
}
