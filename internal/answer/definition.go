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
	if named := slices.IndexFunc(all, isCapital); q.asks != ask.Person || len(all) < 3 || !language().Questions.Copulas[strings.ToLower(all[1])] || named > 2 ||
		slices.ContainsFunc(all[2:], func(w string) bool { return !isCapital(w) }) {
		return ""
	}
	return core
}

// defines reports whether a sentence says what a thing is behind its name: "Olm, which
// builds boats", "Olm, a yard in Hollin", "Olm is the largest yard". What follows with
// "the" may be the next in a list, unless the sentence goes on behind it: "Olm, the yard
// in Hollin, builds boats".
func defines(sentence, thing string) bool {
	in := lang.Asking()
	for first, rest, ok := strings.Cut(thing, " "); ok && (opensQuestion(first) || in.Statements.Determiners[strings.ToLower(first)]); first, rest, ok = strings.Cut(thing, " ") {
		thing = rest // without "what is a"
	}
	at := wordsAt(strings.ToLower(sentence), strings.ToLower(thing))
	if at < 0 || thing == "" {
		return false
	}
	behind := sentence[at+len(thing):]
	next := strings.Fields(strings.TrimLeft(behind, ",–— ("))
	word := func(i int) string {
		if i >= len(next) {
			return ""
		}
		return strings.ToLower(strings.Trim(next[i], ",.;:"))
	}
	switch {
	case strings.HasPrefix(behind, ", ") || strings.HasPrefix(behind, " (") || strings.HasPrefix(behind, " –"):
		inside, _, closed := strings.Cut(strings.TrimLeft(behind, ",–— ("), ",")
		goesOn := closed && !slices.ContainsFunc(strings.Fields(inside), func(w string) bool { return in.Statements.Coordinators[strings.ToLower(w)] })
		return in.Statements.Determiners[word(0)] && (goesOn || !in.Questions.Articles[word(0)]) || in.Statements.Relatives[word(0)]
	case in.Questions.Copulas[word(0)]:
		return in.Statements.Determiners[word(1)]
	}
	return false
}
