package answer

import (
	"cmp"
	"slices"
	"strings"

	"byline/internal/lang"
	ask "byline/internal/question"
)

// someone is a person of whom a conversation spoke, and whether that is "she" or "he",
// "" where nothing tells.
type someone struct{ name, sex string }

// meets notes whom a text names, the first as the last who was spoken of, and what its
// pronouns tell of whoever is named alone in it.
func (t *thread) meets(text string) {
	names := peopleIn(text)
	sex := ""
	if len(names) == 1 {
		sex = sexIn(text)
	}
	for _, name := range slices.Backward(names) {
		next := someone{name, sex}
		t.met = slices.DeleteFunc(slices.Clone(t.met), func(s someone) bool {
			if s.name == name && next.sex == "" {
				next.sex = s.sex
			}
			return s.name == name
		})
		t.met = append(t.met, next)
	}
}

// peopleIn lists the names in a text that begin with a given name, each once.
func peopleIn(text string) (all []string) {
	text = "_ " + text
	for {
		name := firstNames(text)
		if len(name) == 0 {
			return all
		}
		_, text, _ = strings.Cut(text[wordsAt(text, name[0]):], name[len(name)-1])
		if i := slices.IndexFunc(name[:len(name)-1], func(w string) bool { return language().Entities.GivenNames[w] }); i >= 0 {
			all = onceEach(append(all, strings.Join(name[i:], " "))) // without the mayor's title
		}
	}
}

// sexOf is "she" or "he" for a word that stands for a woman or a man, else "".
func sexOf(word string) string {
	switch q := &language().Questions; {
	case q.Women[word]:
		return "she"
	case q.Men[word]:
		return "he"
	}
	return ""
}

// sexIn is the pronoun that stands in a text for a person; "" if none does, or both do.
func sexIn(text string) (sex string) {
	for _, s := range words(text) {
		of := sexOf(stem(text[s.Start:s.End]))
		if of == "" {
			continue
		}
		if sex != "" && sex != of {
			return ""
		}
		sex = of
	}
	return sex
}

// whom is the person that "she" or "he" stands for: whom the question before is about,
// whom the word stood for last, whom the reply names, or who was spoken of before.
func (t thread) whom(sex string) string {
	if t.tellsOfUnnamed(sex) {
		return ""
	}
	guesses := []string{t.personAsked(), t.titled(), t.people[sex], t.personTold(), t.person(strings.Join(t.matter, " "))}
	for _, of := range []string{sex, ""} {
		for _, s := range slices.Backward(t.met) {
			if s.sex == of {
				guesses = append(guesses, s.name)
			}
		}
	}
	i := slices.IndexFunc(guesses, func(name string) bool { return name != "" && t.canBe(name, sex) })
	if i >= 0 && !t.isKnownTo(guesses[i], sex) { // somebody of whom it is known comes first
		for j, name := range guesses[:min(len(guesses), ofLast)] {
			if name != "" && t.canBe(name, sex) && t.isKnownTo(name, sex) {
				i = j
				break
			}
		}
	}
	if i < 0 {
		return ""
	}
	return guesses[i]
}

// ofLast is how many guesses are of the question and the reply before.
const ofLast = 4

// isKnownTo reports whether a name is that of a woman, or a man, by what was said or as it is.
func (t thread) isKnownTo(name, sex string) bool {
	return sexOfName(name) == sex || slices.ContainsFunc(t.met, func(s someone) bool { return s.name == name && s.sex == sex })
}

// tellsOfUnnamed reports whether "she" or "he" is somebody whom the reply does not name, or
// was in the question before: the night guard behind "who was arrested?"
func (t thread) tellsOfUnnamed(sex string) bool {
	if t.reply == "" || t.personAsked() != "" || t.personTold() != "" {
		return false
	}
	name, taken := t.people[sex]
	read := ask.Read(t.core)
	return taken && name == "" || read.Kind == ask.Person && read.Form == ask.Fact && t.direct() == ""
}

// canBe reports whether nothing that was said makes a name that of somebody of the other sex.
func (t thread) canBe(name, sex string) bool {
	for of, taken := range t.people {
		if of != sex && taken == name {
			return false
		}
	}
	told := slices.IndexFunc(t.met, func(s someone) bool { return s.name == name && s.sex != "" })
	if told >= 0 {
		return t.met[told].sex == sex
	}
	of := sexOfName(name)
	return of == "" || of == sex
}

// sexOfName is "she" or "he" for a name whose first word is mostly given to women or to
// men, else "".
func sexOfName(name string) string {
	given, _, _ := strings.Cut(name, " ")
	switch e := &language().Entities; {
	case e.WomensNames[given]:
		return "she"
	case e.MensNames[given]:
		return "he"
	}
	return ""
}

// personAsked is whom the question before asks about, if not for somebody else.
func (t thread) personAsked() string {
	read := ask.Read(t.core)
	if _, of := describes(t.core); read.Kind == ask.Person && read.Form != ask.Definition && (of || t.direct() != "") {
		return ""
	}
	return cmp.Or(t.person(t.core), t.surnamed(t.core))
}

// surnamed is the full name, as a reply gave it, of somebody whom a text calls by the surname.
func (t thread) surnamed(text string) string {
	text = strings.ToLower(text)
	for _, was := range slices.Backward(append(slices.Clone(t.answered), t)) {
		for _, name := range peopleIn(was.quoted) {
			if wordsAt(text, strings.ToLower(name[strings.LastIndex(name, " ")+1:])) >= 0 {
				return name
			}
		}
	}
	return ""
}

// titled is who has the title by which the question before names somebody, as a reply
// tells, or else the title: Mara Olm of "what did they ask the minister for", behind
// "minister Mara Olm". Any noun for people is one: the widow.
func (t thread) titled() string {
	if ask.Read(t.core).Kind == ask.Person && t.direct() != "" {
		return "" // that is who it is
	}
	all := strings.Fields(strings.TrimRight(t.core, "?"))
	for i := len(all) - 2; i >= 0; i-- {
		if !language().Questions.Articles[stem(all[i])] {
			continue
		}
		end := thingEnd(all, i)
		title := stem(strings.TrimRight(all[end-1], ","))
		if !isSomebody(title) || end < len(all) && isCapital(all[end]) {
			continue
		}
		for _, was := range slices.Backward(append(slices.Clone(t.answered), t)) {
			if name := named(was.quoted, title); name != "" {
				return name
			}
		}
		if ask.Read(t.core).Kind != ask.Person {
			return strings.Join(append(all[i:end-1:end-1], title), " ")
		}
	}
	return ""
}

// named is the full name that stands behind a title in a text.
func named(text, title string) string {
	for lower := strings.ToLower(text); ; {
		at := wordsAt(lower, title)
		if at < 0 {
			return ""
		}
		text, lower = text[at+len(title):], lower[at+len(title):]
		if name := strings.Join(firstNames("_"+text), " "); name != "" && strings.HasPrefix(text, " "+name) {
			return name
		}
	}
}

// personTold is whom the reply names: what it comes to, or else whom its first quote does.
func (t thread) personTold() string {
	if ask.Read(t.core).Kind == ask.Person {
		told := strings.Join(t.newNames(), " ")
		if people := peopleIn(told); len(people) > 0 {
			return people[0] // without what she is
		}
		return withoutRole(told)
	}
	quotes := quotesOf(t.reply)
	if len(quotes) == 0 {
		return ""
	}
	return t.person(quotes[0])
}

// person is the first name in a text, if it can be somebody's.
func (t thread) person(text string) string {
	name := strings.Join(firstNames("_ "+text), " ")
	if name == "" || isOfThing(text, name) || isOfThing(t.quoted, name) || hasAbbreviation(name) || t.outletCited(name) != "" {
		return ""
	}
	if given := peopleIn(name); len(given) > 0 {
		return given[0]
	}
	return withoutRole(name)
}

// withoutRole is a name without the noun before it that opened a sentence: Jogger Mara Olm.
func withoutRole(name string) string {
	first, rest, _ := strings.Cut(name, " ")
	if strings.Contains(rest, " ") && lang.EnglishNouns().Has(strings.ToLower(first)) && !language().Entities.GivenNames[first] {
		return rest
	}
	return name
}

// hasAbbreviation reports whether a name is that of a club or a firm: TV Tarn.
func hasAbbreviation(name string) bool {
	return slices.ContainsFunc(strings.Fields(name), func(w string) bool {
		return len(w) > 1 && !hasDigit(w) && strings.ToUpper(w) == w && !strings.HasSuffix(w, ".")
	})
}

// isOfThing reports whether a text has a name behind an article, "his", or what says
// where something is: the Tolland Marathon.
func isOfThing(text, name string) bool {
	q := &language().Questions
	head, _, found := strings.Cut(text, name)
	all := strings.Fields(head)
	if !found || len(all) == 0 {
		return false
	}
	last := strings.ToLower(all[len(all)-1])
	return q.Articles[last] || q.Locating[last] || q.Leaning[last]
}
