package answer

import (
	"slices"
	"strings"
	"unicode"

	"byline/internal/news"
	ask "byline/internal/question"
)

// resolved puts what a pronoun stands for in its place, and what else the
// question before was about in brackets.
func (t thread) resolved(question string) thread {
	q := &language().Questions
	names := t.newNames()
	carried := t.topic(question)
	t.matter = t.topic("")
	spans := words(question)
	for i, s := range spans {
		word := stem(question[s.Start:s.End])
		sex := sexOf(word)
		if sex == "" && !q.Leaning[word] {
			continue
		}
		if word == "there" {
			if place := placeIn(t.core); place != "" {
				t.core, t.carried = question[:s.Start]+place+question[s.End:], nil
				return t
			}
			if refersBack(question, spans, i) {
				carried = t.also(contentOf("_ "+t.thing(), ""), carried)
			}
		}
		name := strings.Join(names, " ")
		if isAskedItself(question, s.Start) || q.Things[word] && standsForVerb(question[s.End:]) {
			break
		}
		if thing := t.standsFor(word, name); thing != "" {
			t.core, t.carried = question[:s.Start]+thing+ownerOf(word, question[s.End:])+question[s.End:], contentOf(strings.Join(carried, " "), thing)
			return t
		}
		if sex != "" {
			name = t.whom(sex)
			carried = t.also(t.unnamed(sex, name), carried)
			t.people[sex] = name
		}
		if name == "" || sex == "" && (word == "there" || t.isOfOthers(word, name) || !t.asksForName()) {
			break
		}
		if before := withoutContinuation(question[:s.Start]); q.Prepositions[strings.ToLower(strings.TrimSpace(before))] && s.End == len(question) { // "and before him?"
			t.core, t.carried = t.core+" "+before+name, nil
			return t
		}
		t.core = withoutArticle(question[:s.Start]) + name + ownerOf(word, question[s.End:]) + question[s.End:]
		t.carried = contentOf(strings.Join(carried, " "), name)
		if sex != "" && strings.ContainsFunc(name, unicode.IsUpper) {
			t.carried = nil
		}
		return t
	}
	if t.asksForName() && t.tellsOne() {
		carried = onceEach(append(carried, names...))
	}
	if ask.Read(t.core).Form == ask.YesNo && slices.ContainsFunc(spans, func(s news.Span) bool { return standsForWhatIsAsked(question[s.Start:s.End]) }) {
		carried = contentOf(strings.Join(onceEach(append(carried, contentOf(t.core, "")...)), " "), "_ "+question)
	}
	t.core, t.carried = question, t.withDescribed(question, carried)
	return t
}

// withDescribed are the words that a question is asked of, with the name of whoever or
// whatever it only describes, as the replies have it: Judith Kern for the mayor, Marrick
// for the bridge, and nobody else beside her.
func (t thread) withDescribed(question string, carried []string) []string {
	all := strings.Fields(strings.TrimRight(withoutColour(question), "?"))
	if slices.ContainsFunc(all[min(1, len(all)):], isCapital) {
		return carried
	}
	for i := range all {
		if !language().Questions.Articles[stem(all[i])] || i+1 >= len(all) {
			continue
		}
		head := stem(strings.TrimRight(all[thingEnd(all, i)-1], ",;"))
		for _, was := range slices.Backward(append(slices.Clone(t.answered), t)) {
			if name := named(was.quoted, head); name != "" {
				isOther := func(w string) bool {
					return slices.ContainsFunc(t.met, func(s someone) bool { return slices.Contains(strings.Fields(s.name), w) })
				}
				return onceEach(append(strings.Fields(name), slices.DeleteFunc(slices.Clone(carried), isOther)...))
			}
			if name := calledBefore(was.quoted, head); name != "" {
				return onceEach(append([]string{name}, carried...))
			}
		}
	}
	return carried
}

// calledBefore is the name right before a noun in a text: Marrick of "the Marrick bridge".
func calledBefore(text, noun string) string {
	all := strings.Fields(text)
	for i := 2; i < len(all); i++ {
		if name := all[i-1]; stem(strings.TrimRight(all[i], ",.;:")) == noun && isCapital(name) && strings.ToLower(all[i]) == all[i] && !strings.HasSuffix(all[i-2], ".") &&
			!strings.ContainsFunc(name, unicode.IsPunct) && !language().Questions.Articles[stem(name)] {
			return name
		}
	}
	return ""
}

// standsForWhatIsAsked reports whether a word may stand for all that was asked before: that, they.
func standsForWhatIsAsked(word string) bool {
	q, word := &language().Questions, stem(word)
	return q.Propositions[word] || q.Many[word]
}

// withoutArticle is the beginning of a question without the article that it ends with: the
// one from Oster.
func withoutArticle(text string) string {
	all := strings.Fields(text)
	if n := len(all); n > 0 && language().Questions.Articles[strings.ToLower(all[n-1])] {
		return strings.TrimSuffix(strings.TrimRight(text, " "), all[n-1])
	}
	return text
}

// standsFor is the thing or the group that "it" or "they" is, where that is what the
// question before was about.
func (t thread) standsFor(word, name string) string {
	switch q := &language().Questions; {
	case q.Many[word]:
		t.people[groups] = t.group()
		return t.people[groups]
	case q.Things[word] && t.isOfThing(name):
		if thing := t.thing(); !isPlural(thing) {
			return thing
		}
	}
	return ""
}

// also puts words before what a question is asked of and what the conversation is about.
func (t *thread) also(some, carried []string) []string {
	t.matter = onceEach(append(slices.Clone(some), t.matter...))
	return onceEach(append(slices.Clone(some), carried...))
}

// unnamed is what the reply tells of whom "she" or "he" is, where that is somebody whom
// it does not name: the night guard.
func (t thread) unnamed(sex, name string) []string {
	if name != "" || t.people[sex] != "" || !t.tellsOfUnnamed(sex) {
		return nil
	}
	return slices.DeleteFunc(t.firstTold(), func(w string) bool { return isCapital(w) || isPast(w) })
}

// isOfThing reports whether a word for a thing stands for the thing that the question
// before was about, rather than for a name.
func (t thread) isOfThing(name string) bool {
	return name == "" || !t.asksForName() || ask.Read(t.core).Kind == ask.Person
}

// isOfOthers reports whether a word stands for no name: it or that for somebody, they for
// more than the one who is quoted.
func (t thread) isOfOthers(word, name string) bool {
	q := &language().Questions
	isPerson := ask.Read(t.core).Kind == ask.Person
	if !q.Personal[word] {
		return isPerson || len(peopleIn(name)) > 0
	}
	return (!t.tellsOne() || !isPerson) && len(peopleIn(name)) > 0
}

// isAskedItself reports whether the word at a place only stands behind "is" for what the
// question asks for: "which cheese is it?"
func isAskedItself(question string, at int) bool {
	all := strings.Fields(question[:at])
	return len(all) > 2 && len(strings.Fields(question[at:])) == 1 && language().Questions.Copulas[stem(all[len(all)-1])] && ask.Opens(language(), stem(all[0])) && len(contentOf(question[:at], "")) > 0
}

// infinitive is the word before a verb by which an impersonal "it" is told.
const infinitive = "to"

// standsForVerb reports whether what stands behind "it" tells what that is: "how long will
// it take to mend the roof?"
func standsForVerb(behind string) bool {
	all := strings.Fields(behind)
	return len(all) > 2 && slices.Contains(all[1:len(all)-1], infinitive)
}

// asksForRole reports whether a question asks who has a role, of which only the place or
// the firm may be that of the question before: "and who is the county doctor?"
func asksForRole(question string) bool {
	q := &language().Questions
	all := strings.Fields(strings.NewReplacer("'s ", " is ", "’s ", " is ").Replace(withoutContinuation(strings.TrimRight(question, "?")))) // who's
	if len(all) < 4 || q.Words[stem(all[0])] != "person" || !q.Copulas[stem(all[1])] || !q.Articles[stem(all[2])] {
		return false
	}
	end := slices.IndexFunc(all, func(w string) bool { return q.Prepositions[stem(w)] }) // of the company
	if end < 0 {
		end = len(all)
	}
	last := stem(all[end-1])
	return end > 3 && !slices.ContainsFunc(all[end:], isCapital) && language().NamesRole(last) && !slices.ContainsFunc(all, func(w string) bool { return q.Leaning[stem(w)] })
}

// thing is what the question before is about, if it says that by an article and nouns:
// "the stolen painting" of "where was the stolen painting found". Of several it is the
// first with a name. It is empty if there is none.
func (t thread) thing() (found string) {
	all := strings.Fields(withoutColour(t.core))
	if ask.Read(t.core).Kind == ask.Quotation { // who says it is not what it is about
		all = all[slices.Index(append(slices.Clone(all), said), said):]
	}
	for i := range all {
		if !language().Questions.Articles[stem(all[i])] {
			continue
		}
		end := thingEnd(all, i)
		nouns := slices.DeleteFunc(slices.Clone(all[i:end-1]), t.isUnknown)
		thing := strings.Trim(strings.Join(append(nouns, all[end-1]), " "), ",;:?()")
		if slices.ContainsFunc(all[i+1:end], isCapital) {
			return thing
		}
		ofMore := end < len(all) && language().Questions.Prepositions[stem(all[end])]
		if found == "" && end > i+1 && !ofMore {
			found = thing
		}
	}
	return found
}

// withoutColour is a question without the phrases that only colour it: in the end.
func withoutColour(question string) string {
	for _, c := range slices.Backward(ask.Read(question).Colour) {
		if strings.Contains(question[c.Start:c.End], " ") {
			question = question[:c.Start] + question[c.End:]
		}
	}
	return question
}

// said is the word behind what somebody says before what that is about.
const said = "about"

// groups is by what whoever "they" stood for is kept among people.
const groups = "they"

// group is those whom the question before is about, if it says what several do: the nurses
// of "what do the nurses demand". Those for whom "they" stood last if it does not.
func (t thread) group() string {
	q := &language().Questions
	all := strings.Fields(strings.TrimRight(withoutContinuation(t.core), "?"))
	for i := 1; i+1 < len(all) && i < 4; i++ {
		if !q.Auxiliaries[stem(all[i])] || q.Copulas[stem(all[i])] || !opensQuestion(stem(all[0])) {
			continue
		}
		end := thingEnd(all, i)
		if end == len(all) {
			end--
		}
		nouns := all[i+1 : end]
		if group := strings.Join(nouns, " "); len(nouns) <= 4 && !slices.ContainsFunc(nouns, isCapital) && isPlural(group) {
			return group
		}
		break
	}
	return t.people[groups]
}

// isPlural reports whether what ends in a noun is more than one, as its ending tells.
func isPlural(nouns string) bool {
	return strings.HasSuffix(nouns, plural) && !strings.HasSuffix(nouns, plural+plural)
}

// thingEnd is where the nouns end behind the article at i.
func thingEnd(all []string, i int) int {
	const longest = 5 // words
	q := &language().Questions
	end := i + 1
	for end < len(all) && end <= i+longest && !strings.HasSuffix(all[end-1], ",") {
		w := stem(strings.TrimRight(all[end], ",;:?"))
		if q.Auxiliaries[w] || q.Sayings[w] || q.NounEnds[w] || q.Prepositions[w] || q.Leaning[w] || end > i+1 && (isPast(w) || q.Articles[w]) {
			break
		}
		end++
	}
	before := stem(all[max(0, i-1)])
	stops := end == len(all)
	if !stops {
		next := stem(all[end])
		stops = q.Leaning[next] || q.Articles[next] || q.Fillers[next] || q.FunctionWords[next] && !q.Prepositions[next]
	}
	if i > 0 && stops && end > i+2 && q.Auxiliaries[before] && !q.Copulas[before] {
		end-- // the verb: "when did the ferry sail", "what did the zoo name its bear"
	}
	return end
}

// placeIn is where a question is about: "in Oster" of "what happened in Oster".
func placeIn(question string) string {
	all := strings.Fields(question)
	for i := len(all) - 2; i > 0; i-- {
		if language().Questions.Locating[strings.ToLower(all[i])] && isCapital(all[i+1]) {
			return strings.Join(all[i:nameEnd(all, i+1)], " ")
		}
	}
	return ""
}

// ownerOf is the ending of a name in the place of "her" before a noun.
func ownerOf(pronoun, behind string) string {
	if (pronoun == "his" || pronoun == "its" || pronoun == "their") && strings.HasPrefix(behind, " ") {
		return "'s"
	}
	return ""
}
