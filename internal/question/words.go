package question

import (
	"slices"
	"strings"
	"unicode"

	"byline/internal/lang"
	"byline/internal/news"
)

// strength is how surely a word says what a question asks for.
type strength int

const (
	unsaid strength = iota
	named           // a noun without a question word, as among keywords: population of Hollin
	weak            // a question word that may belong to a clause: the man who
	strong          // a question word that opens the question, or has a noun that says what is asked for
)

// finding is what a question asks for, as one of its words says.
type finding struct {
	kind     Kind
	strength strength
	focus    news.Span // in the text that was read
	plural   bool      // several things are asked for: which countries
}

// word is a word of a question.
type word struct {
	news.Span
	text  string // in lower case; "" for one that is not a word of the language, such as WHO
	stem  string // without what follows an apostrophe: who's
	owner bool   // ends in 's
	opens bool   // stands at the beginning or behind a comma
}

// reader is a question that is being read.
type reader struct {
	*language
	about *lang.Questions
	text  string
	words []word
	sorts []news.Span // words before "of" that are not what is asked for: "type" of "which type of boat"
}

func newReader(l *language, text string) *reader {
	r := &reader{language: l, about: &l.pack.Questions, text: text}
	shouted := strings.ToUpper(text) == text
	inside := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	at, opens := 0, true
	for part := range strings.SplitSeq(text, " ") {
		from := strings.IndexFunc(part, inside)
		to := strings.LastIndexFunc(part, unicode.IsLetter)
		if to = max(to, strings.LastIndexFunc(part, inside)); from >= 0 {
			to += len(string([]rune(part[to:])[:1]))
			written := part[from:to]
			w := word{Span: news.Span{Start: at + from, End: at + to}, text: strings.ToLower(written), opens: opens || from > 0}
			if !shouted && written == strings.ToUpper(written) && slices.Contains(l.pack.Terms.Capitals, w.text) {
				w.text = ""
			}
			w.stem, _, w.owner = strings.Cut(w.text, "'")
			r.words = append(r.words, w)
			opens = to < len(part)
		}
		at += len(part) + 1
	}
	return r
}

// at returns the i-th word in lower case, "" where there is none.
func (r *reader) at(i int) string {
	if i < 0 || i >= len(r.words) {
		return ""
	}
	return r.words[i].text
}

// opensYesNo tells whether a question begins as one does that yes or no answers.
func (r *reader) opensYesNo() bool {
	first := r.at(0)
	return len(r.words) > 1 && (r.about.Auxiliaries[first] || first == "whether" || first == "if" || r.about.Indefinites[first] && r.isPast(r.at(len(r.words)-1))) // anybody hurt?
}

// predicate is the participle behind the verb that opens a question: "hurt" of "was anybody hurt".
func (r *reader) predicate() (s news.Span) {
	i := slices.IndexFunc(r.words, func(w word) bool { return w.Start > 0 && r.isPast(w.text) })
	if i > 1 {
		s = r.words[i].Span
	}
	return s
}

// kind returns what a question asks for. Of words that say so alike, the first decides.
func (r *reader) kind() finding {
	if f := r.phrase(); f.strength > unsaid {
		return f
	}
	var best finding
	for i := range r.words {
		if f := r.kindAt(i); f.strength > best.strength {
			best = f
		}
	}
	if best.kind == Thing && len(r.words) > 1 && r.about.SinceWords[r.at(len(r.words)-1)] {
		best = finding{kind: Year, strength: strong}
	}
	if best.strength == unsaid {
		best = r.keywords()
	}
	return best
}

// phrase returns what the first phrase says that is asked for, the longest of those there.
func (r *reader) phrase() (f finding) {
	for i, w := range r.words {
		if !w.opens && !r.about.Before[r.at(i-1)] && !r.about.Degrees[w.text] {
			continue
		}
		longest := 0
		for _, p := range r.kinds {
			if at := p.FindStringIndex(r.text[w.Start:]); len(at) > 0 && at[1] > longest {
				longest = at[1]
				f = finding{kind: p.kind, strength: strong, focus: r.counted(i)}
			}
		}
		if longest > 0 {
			if f.kind == Duration && r.measuresLength(i) {
				f.kind = Number
			}
			return f
		}
	}
	return f
}

// measuresLength tells whether "how long is the" at i asks for the length of a thing
// that has one rather than a time: of an animal, a plant, a vehicle.
func (r *reader) measuresLength(i int) bool {
	if !r.about.Degrees[r.at(i)] || !r.about.Copulas[r.at(i+2)] || !r.about.Articles[r.at(i+3)] {
		return false
	}
	end := i + 4
	for end < len(r.words) && !r.endsNoun(r.words[end]) {
		end++
	}
	if end < len(r.words) && (r.about.Auxiliaries[r.at(end)] || r.isPast(r.at(end))) || end == i+4 {
		return false
	}
	has, _ := lang.EnglishNouns().Sort(r.about.LongThings...).Has(r.at(end - 1))
	return has
}

// kindAt returns what the i-th word says that is asked for.
func (r *reader) kindAt(i int) finding {
	w := r.words[i]
	switch {
	case r.about.Words[w.stem] != "":
		f := finding{kind: KindOf(r.about.Words[w.stem]), strength: weak}
		if r.leads(i) {
			f.strength = strong
		}
		return f
	case r.isMeasured(i):
		f := finding{kind: Number, strength: strong, focus: r.counted(i + 1)}
		if r.about.MassMeasures[r.at(i+1)] && slices.ContainsFunc(r.words[i:], r.isMoney) {
			f.kind = Amount
		}
		return f
	case r.about.Choices[w.stem]:
		return r.chosen(i)
	case i == 0 && (r.about.Pointers[w.text] || r.about.NamingVerbs[w.text]):
		return r.noun(i+1, strong)
	}
	return finding{}
}

// leads tells whether a question word at i opens a question, rather than a
// clause: it stands first, with a verb behind it if it says when or where, or
// behind "and" or a preposition, or last.
func (r *reader) leads(i int) bool {
	w := r.words[i]
	clause := r.about.Words[w.stem] == kinds[Date].name || r.about.Words[w.stem] == kinds[Place].name
	switch {
	case i == 0 && clause && len(r.words) > 3 && !w.owner:
		return r.about.Auxiliaries[r.at(1)] || slices.IndexFunc(r.words[1:], func(w word) bool { return r.about.Auxiliaries[w.text] }) < 0
	case i == 0 || i == len(r.words)-1:
		return true
	}
	return r.about.Before[r.at(i-1)] && !clause
}

// isMeasured tells whether "how" at i has a measure behind it: how many.
func (r *reader) isMeasured(i int) bool {
	return r.about.Degrees[r.at(i)] && r.about.Measures[r.at(i+1)]
}

func (r *reader) isMoney(w word) bool { return r.about.Money[w.text] }

// chosen returns what "which" or "what" at i asks for: "which year", "in what
// European city", "what is the price", "which of the clubs", "what was the name of the ship".
func (r *reader) chosen(i int) finding {
	found := finding{strength: weak}
	if r.leads(i) {
		found.strength = strong
	}
	next := i + 1
	if r.about.StandIns[r.at(next)] && r.at(next+1) != "of" {
		found.kind = r.kindBefore(i)
		return found
	}
	if r.words[i].owner || r.about.Copulas[r.at(next)] {
		if !r.words[i].owner {
			next++
		}
		f := r.noun(next, strong)
		end := r.wordAfter(f.focus)
		isDone := r.isParticiple(end) && len(r.sorts) == 0 // what is the man charged with, but the name of the man charged
		if f.kind == Thing || isDone || r.about.Before[r.at(len(r.words)-1)] {
			return found
		}
		return f
	}
	if f, ok := r.owner(next); ok {
		return f
	}
	if f := r.noun(next, strong); f.kind != Thing || f.focus != (news.Span{}) {
		f.strength = max(found.strength, strong)
		if f.kind == Thing {
			f.strength = found.strength
		}
		return f
	}
	return found
}

// owner reads the name asked for that begins at i if something of what it names follows:
// "which state's governor resigned" asks for the state.
func (r *reader) owner(i int) (f finding, ok bool) {
	for end := i; end < len(r.words) && !r.endsNoun(r.words[end]); end++ {
		if w := r.words[end]; w.owner {
			kind, plural := r.nounKind(w.stem)
			ok = !plural && kind.IsNamed() && r.at(end+1) != kindNoun(r, end+1)
			return finding{kind, strong, news.Span{Start: r.words[i].Start, End: w.Start + len(w.stem)}, false}, ok
		}
	}
	return f, false
}

// kindBefore is that of the last nouns in the plural before word i: "of the companies that left, which one".
func (r *reader) kindBefore(i int) Kind {
	for j := i - 1; j >= 0; j-- {
		if kind, plural := r.nounKind(r.words[j].stem); plural && kind.IsNamed() {
			return kind
		}
	}
	return Thing
}

// wordAfter is the word behind a span.
func (r *reader) wordAfter(s news.Span) string {
	i := slices.IndexFunc(r.words, func(w word) bool { return w.Start >= s.End })
	return r.at(i)
}

func (r *reader) isParticiple(w string) bool { return r.isPast(w) || strings.HasSuffix(w, "ing") }

func (r *reader) isPast(w string) bool {
	return r.about.Participles[w] || strings.HasSuffix(w, "ed") && !strings.HasSuffix(w, "eed")
}

// noun reads the noun that begins at i with what stands before it, of which
// the last that says what is asked for counts: "US state capital". Of names
// and sorts it is the one behind "of": "the name of the ship".
func (r *reader) noun(i int, found strength) finding {
	const longest = 6
	f := finding{}
	begin := i
	for r.about.Articles[r.at(begin)] {
		begin++
	}
	end := begin
	for ; end < len(r.words) && end < begin+longest; end++ {
		w := r.words[end]
		if r.endsNoun(w) || end > begin && w.opens {
			break
		}
		if w.owner && r.at(end+1) != kindNoun(r, end+1) {
			continue // "the country's biggest airline"
		}
		if end > begin && r.isVerbBehind(w.text, f.kind, end+1, begin+longest) {
			break // "which word describes", "which company owned", "the siblings shared"
		}
		kind, plural := r.nounKind(w.stem)
		if next := r.at(end + 1); plural && f.kind != Thing && (r.about.Articles[next] || r.about.NounEnds[next]) {
			break // a verb: "which city hosts the games"
		}
		if kind != Thing {
			f = finding{kind, found, news.Span{Start: r.words[begin].Start, End: w.Start + len(w.stem)}, plural}
		}
	}
	if sort := end == begin || r.about.Sorts[r.at(end-1)]; sort && r.at(end) == "of" {
		if end > begin {
			r.sorts = append(r.sorts, r.words[end-1].Span)
		}
		return r.noun(r.skipCounters(end+1), found)
	}
	if f.kind == Thing && end > begin && !r.isVerbAsked(i, begin, end) {
		f.focus = news.Span{Start: r.words[begin].Start, End: r.words[end-1].End}
		f.strength = found
	}
	return f
}

// isVerbAsked tells whether the words from begin up to before end are a verb, in a question
// that goes on at i: "what caused the fire", "what burnt down in Oster".
func (r *reader) isVerbAsked(i, begin, end int) bool {
	return end == begin+1 && r.about.Articles[r.at(end)] || begin == i && r.isVerbAlone(begin)
}

// isVerbAlone tells whether word i is a verb in the past with no object behind it.
func (r *reader) isVerbAlone(i int) bool {
	w := r.at(i)
	if !r.isPast(w) && r.pack.Statements.IrregularForms[w] == "" {
		return false
	}
	i++
	if r.about.Particles[r.at(i)] {
		i++
	}
	next := r.at(i)
	return next == "" || r.about.Prepositions[next] || r.about.NounEnds[next] && !r.about.Articles[next]
}

// endsNoun tells whether a word cannot be of a noun.
func (r *reader) endsNoun(w word) bool {
	return r.about.Auxiliaries[w.text] || r.about.NounEnds[w.text] || r.about.Articles[w.text]
}

// isVerbBehind tells whether a word is a verb behind what asks for a kind, rather than of
// a noun that goes on with the words from i up to before j.
func (r *reader) isVerbBehind(w string, kind Kind, i, j int) bool {
	return isThirdPerson(w) || r.isPast(w) && (kind != Thing || !r.kindFollows(i, j))
}

// isThirdPerson reports whether a word ends as verbs do behind a noun in the singular, and can be no noun.
func isThirdPerson(w string) bool {
	return strings.HasSuffix(w, "s") && !strings.Contains(w, "'") && !lang.EnglishNouns().Has(w)
}

// kindFollows tells whether one of the words from i up to before j says what is asked for.
func (r *reader) kindFollows(i, j int) bool {
	return i < len(r.words) && slices.ContainsFunc(r.words[i:max(i, min(j, len(r.words)))], func(w word) bool {
		kind, _ := r.nounKind(w.stem)
		return kind != Thing
	})
}

// kindNoun is the i-th word if it is a sort, as "name" in "the ship's name".
func kindNoun(r *reader, i int) string {
	if r.about.Sorts[r.at(i)] {
		return r.at(i)
	}
	return "\x00"
}

// skipCounters skips "the", "these" and numbers behind "which of".
func (r *reader) skipCounters(i int) int {
	for r.about.Articles[r.at(i)] || r.about.Pointers[r.at(i)] || r.pack.Answers.NumberWords[r.at(i)] || r.at(i) == "following" {
		i++
	}
	return i
}

// nounKind returns what a noun, in the singular or the plural, asks for.
func (r *reader) nounKind(noun string) (k Kind, plural bool) {
	if name := r.about.Nouns[noun]; name != "" {
		return KindOf(name), noun == "people" || noun == "men" || noun == "women"
	}
	for one := range lang.Singulars(noun) {
		if name := r.about.Nouns[one]; name != "" {
			return KindOf(name), true
		}
	}
	if stem, ok := strings.CutSuffix(noun, "people"); ok && r.about.Nouns[stem+"person"] != "" {
		return KindOf(r.about.Nouns[stem+"person"]), true
	}
	return Thing, false
}

// counted is what stands behind "how many" up to a verb that is known: what is counted.
func (r *reader) counted(i int) news.Span {
	const longest = 3
	for r.about.Degrees[r.at(i)] || r.about.Measures[r.at(i)] {
		i++
	}
	end := i
	for end < len(r.words) && end < i+longest && !r.about.Auxiliaries[r.at(end)] && !r.about.NounEnds[r.at(end)] && !r.about.Articles[r.at(end)] {
		end++
		if strings.HasSuffix(r.at(end-1), "s") || r.about.Nouns[r.at(end-1)] != "" {
			break
		}
	}
	if end == i {
		return news.Span{}
	}
	return news.Span{Start: r.words[i].Start, End: r.words[end-1].End}
}

// keywords returns what keywords ask for, without a question word: "population
// of Hollin", "ferry death toll".
func (r *reader) keywords() finding {
	if r.opensYesNo() {
		return finding{}
	}
	for i, w := range r.words {
		kind, _ := r.nounKind(w.text)
		if kind != Thing && (r.at(i+1) == "of" && i <= 2 || i > 0 && i == len(r.words)-1 && (kind.IsNumber() || kind.IsTime() || kind == Reason)) {
			return finding{kind: kind, strength: named, focus: w.Span}
		}
	}
	return finding{}
}
