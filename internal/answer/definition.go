package answer

import (
	"slices"
	"strings"

	"byline/internal/lang"
	ask "byline/internal/question"
)

// defined is the thing, or the name of somebody, of which a question asks what it is;
// empty if it does not.
func (q *question) defined() string {
	if q.read.Form == ask.Definition {
		return q.text[q.read.Topic.Start:q.read.Topic.End]
	}
	core := q.text[q.read.Span.Start:q.read.Span.End]
	all := strings.Fields(core)
	if q.asksWhatNamedIs(all) {
		return strings.Join(all[2:], " ")
	}
	if named := slices.IndexFunc(all, isCapital); q.asks != ask.Person || len(all) < 3 || !language().Questions.Copulas[strings.ToLower(all[1])] || named > 2 ||
		slices.ContainsFunc(all[2:], func(w string) bool { return !isCapital(w) }) {
		return ""
	}
	return core
}

// asksWhatNamedIs reports whether the words of a question ask what a thing with a name is,
// "what is the Marburg virus", rather than for something of it: "what is the Marburg toll".
func (q *question) asksWhatNamedIs(all []string) bool {
	const longest = 6 // words of a name, with its article
	in := &language().Questions
	if len(all) < 3 || len(all)-2 > longest || !in.Choices[strings.ToLower(all[0])] || !in.Copulas[strings.ToLower(all[1])] || q.asks != ask.Thing && !q.asks.IsNamed() {
		return false
	}
	last := strings.ToLower(all[len(all)-1])
	return slices.ContainsFunc(all[2:], isCapital) && !strings.HasSuffix(last, "ing") && !in.Participles[last] && !strings.HasSuffix(last, "ed") &&
		!slices.ContainsFunc(all[2:], func(w string) bool { return in.Prepositions[strings.ToLower(w)] || owns(w) })
}

// defines reports whether a sentence says what a thing is behind its name: "Olm, which
// builds boats", "Olm, a yard in Hollin", "Olm is the largest yard", "Olm fever, or OF, is
// a disease", or before it: "a disease called Olm fever". What follows with "the" may be
// the next in a list, unless the sentence goes on behind it: "Olm, the yard in Hollin,
// builds boats".
func defines(sentence, thing string) bool {
	in := lang.Asking()
	for first, rest, ok := strings.Cut(thing, " "); ok && (opensQuestion(first) || in.Statements.Determiners[strings.ToLower(first)]); first, rest, ok = strings.Cut(thing, " ") {
		thing = rest // without "what is a"
	}
	at := wordsAt(strings.ToLower(sentence), strings.ToLower(thing))
	if at < 0 || thing == "" {
		return false
	}
	before, behind := sentence[:at], sentence[at+len(thing):]
	if strings.TrimRight(before, "“\"‘'") == "" || strings.EqualFold(strings.TrimSpace(before), "the") {
		behind = withoutAside(in, behind)
	}
	next := strings.Fields(strings.TrimLeft(behind, ",–— ("))
	word := func(i int) string {
		if i >= len(next) {
			return ""
		}
		return strings.ToLower(strings.Trim(next[i], ",.;:"))
	}
	switch {
	case hasRole(in, before):
		return true
	case isCalled(in, before) && !in.Statements.Determiners[word(0)]: // they called it a scam
		return true
	case strings.HasPrefix(behind, ", ") || strings.HasPrefix(behind, " (") || strings.HasPrefix(behind, " –"):
		inside, _, closed := strings.Cut(strings.TrimLeft(behind, ",–— ("), ",")
		goesOn := closed && !slices.ContainsFunc(strings.Fields(inside), func(w string) bool { return in.Statements.Coordinators[strings.ToLower(w)] })
		return in.Statements.Determiners[word(0)] && (goesOn || !in.Questions.Articles[word(0)]) || in.Statements.Relatives[word(0)]
	case in.Questions.Copulas[word(0)]:
		return in.Statements.Determiners[word(1)]
	}
	return false
}

// hasRole reports whether what stands before a name says what who has it is: "its director, ".
func hasRole(in *lang.Pack, before string) bool {
	all := strings.Fields(before)
	if len(all) == 0 {
		return false
	}
	last := strings.TrimRight(all[len(all)-1], ",")
	lower := strings.ToLower(strings.TrimRight(last, "."))
	return in.NamesRole(lower) || in.Sentences.Titles[strings.TrimRight(last, ".")]
}

// tellsOfOther reports whether a sentence says what somebody is only by what another word
// stands for: "its director, Mara Olm".
func tellsOfOther(sentence, name string) bool {
	for first, rest, ok := strings.Cut(name, " "); ok && opensQuestion(first); first, rest, ok = strings.Cut(name, " ") {
		name = rest // without "who is"
	}
	at := wordsAt(strings.ToLower(sentence), strings.ToLower(name))
	if at < 0 || !hasRole(lang.Asking(), sentence[:at]) {
		return false
	}
	const most = 3 // words of a role: its acting managing director
	all := strings.Fields(strings.ToLower(sentence[:at]))
	return slices.ContainsFunc(all[max(0, len(all)-1-most):], func(w string) bool { return language().Questions.Leaning[w] })
}

// isCalled reports whether what stands before a name says what has it: "a disease called
// ", "weeds, known as ". Who called somebody is no such thing: "the council called ".
func isCalled(in *lang.Pack, before string) bool {
	const near = 5 // words of what has the name
	all := strings.Fields(strings.ToLower(strings.TrimRight(before, " “\"‘'")))
	for len(all) > 0 && in.Questions.Articles[all[len(all)-1]] {
		all = all[:len(all)-1]
	}
	n := len(all)
	if n > 2 && all[n-1] == "as" {
		return in.Answers.Calling[all[n-2]]
	}
	return n > 2 && in.Answers.Calling[all[n-1]] && slices.ContainsFunc(all[max(0, n-1-near):n-2], func(w string) bool {
		return in.Statements.Determiners[w] && !in.Questions.Articles[w]
	})
}

// withoutAside is what stands behind a name that opens a sentence, without a word more of it
// and another name for it: " disease, or MVD, is a".
func withoutAside(in *lang.Pack, behind string) string {
	if first, rest, ok := strings.Cut(strings.TrimPrefix(behind, " "), " "); ok && strings.HasPrefix(behind, " ") && first == strings.ToLower(first) &&
		!in.Questions.Copulas[first] && lang.EnglishNouns().Has(strings.Trim(first, ",")) {
		behind = strings.TrimLeft(first, strings.TrimRight(first, ",")) + " " + rest
	}
	for _, marks := range [...][2]string{{", ", ", "}, {" (", ") "}} {
		if aside, ok := strings.CutPrefix(behind, marks[0]); ok {
			name, rest, closed := strings.Cut(aside, marks[1])
			words := strings.Fields(name)
			isName := len(words) > 0 && (name == strings.ToUpper(name) || in.Statements.Coordinators[strings.ToLower(words[0])])
			if next, _, _ := strings.Cut(rest, " "); closed && isName && in.Questions.Copulas[next] {
				return " " + rest
			}
		}
	}
	return behind
}
