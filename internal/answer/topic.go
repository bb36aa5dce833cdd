package answer

import (
	"slices"
	"strings"

	"byline/internal/news"
	ask "byline/internal/question"
)

// returned is the thread with a question that names a topic of before to go back to:
// "back to the bridge: who built it?". It goes on from the last answer that has the
// words of the topic. ok is false if nothing is gone back to.
func (t thread) returned(question string) (back thread, ok bool) {
	m := followUpPatterns().back.FindStringSubmatch(question)
	if m == nil {
		return t, false
	}
	topic := strings.TrimSpace(m[1])
	rest := strings.TrimSpace(question[len(m[0]):])
	named := contentOf("_ "+topic, "")
	base := thread{core: topic, people: map[string]string{}, asOf: t.asOf}
	if i := lastIndex(t.answered, func(was thread) bool { return hasBeginnings(was.asks(), named) }); i >= 0 {
		base = t.answered[i]
	} else if i := lastIndex(t.answered, func(was thread) bool { return hasBeginnings(was.quoted, named) }); i >= 0 {
		base.quoted = t.answered[i].quoted
	}
	base.answered, base.met = t.answered, t.met
	if of, ok := inPlaceOfIt(rest, topic); ok {
		base.core, base.carried = of, contentOf(strings.Join(base.topic(of), " "), topic)
		return base, true
	}
	switch {
	case rest == "":
		base.matter = base.topic("")
		known := language().Questions.Suggested["known"]
		base.core, base.carried = strings.TrimRight(strings.Replace(known, "%s", topic, 1), "?"), contentOf(strings.Join(base.matter, " "), topic)
	case base.leans(rest):
		return base.next(rest), true
	default:
		carried := contentOf(strings.Join(onceEach(append(named, base.topic(rest)...)), " "), rest)
		base.core, base.carried = rest, carried
	}
	return base, true
}

// plural is the ending of more than one.
const plural = "s"

// lastIndex is the place of the last in a list that is so, -1 if none is.
func lastIndex[T any](all []T, is func(T) bool) int {
	for i, x := range slices.Backward(all) {
		if is(x) {
			return i
		}
	}
	return -1
}

// hasBeginnings reports whether words of a text begin with some others, of which there
// are some: floods and flooded with flood, the tram with trams.
func hasBeginnings(text string, some []string) bool {
	return len(some) > 0 && !slices.ContainsFunc(some, func(word string) bool {
		return !slices.ContainsFunc(words(text), func(s news.Span) bool {
			one, other := strings.ToLower(text[s.Start:s.End]), strings.ToLower(word)
			return strings.HasPrefix(one, other) || one+plural == other
		})
	})
}

// fronted is the thread with a question that says first of whom or what it asks: "and
// the nurses, what did they say?", "and the fire in Oster, was anybody hurt?"
func (t thread) fronted(question string) (next thread, ok bool) {
	const longest = 6 // words of what stands first
	head, rest, found := strings.Cut(withoutContinuation(question), ", ")
	all := strings.Fields(rest)
	if !found || len(strings.Fields(head)) > longest || len(all) < 2 || !opensQuestion(all[0]) || opensQuestion(strings.Fields(head + " _")[0]) {
		return t, false
	}
	q := &language().Questions
	about, own := t.topic(question), contentOf("_ "+head, "")
	t.matter = onceEach(append(slices.Clone(own), t.topic("")...))
	if slices.ContainsFunc(own, isCapital) {
		about = slices.DeleteFunc(about, isCapital) // of another place
	}
	for _, s := range words(rest) {
		if w := stem(rest[s.Start:s.End]); q.Personal[w] && !ask.Opens(language(), w) || q.Things[w] {
			t.core = rest[:s.Start] + head + ownerOf(w, rest[s.End:]) + rest[s.End:]
			t.carried = contentOf(strings.Join(t.withDescribed("_ "+head, about), " "), head)
			return t, true
		}
	}
	if slices.ContainsFunc(own, isCapital) && slices.ContainsFunc(own, func(w string) bool { return !isCapital(w) }) {
		about, t.matter = nil, own // a topic of its own
	}
	t.core, t.carried = rest, onceEach(append(own, about...))
	return t, true
}

// insteadOf is the person whom a question only names by a pronoun, to be asked of instead
// of somebody else: "and she?", "what about him?"
func (t thread) insteadOf(question string) string {
	q := &language().Questions
	rest := strings.ToLower(strings.TrimSpace(withoutContinuation(question)))
	if len(rest) == len(question) {
		return ""
	}
	switch {
	case q.Women[rest]:
		return t.whom("she")
	case q.Men[rest]:
		return t.whom("he")
	}
	return ""
}

// corrected is the thread with some words of its question in the place of others, as a
// correction says: "I meant the river, not the town".
func (t thread) corrected(rest string) (next thread, ok bool) {
	at := followUpPatterns().not.FindStringSubmatchIndex(rest)
	if at == nil {
		return t, false
	}
	put, old := rest[:at[0]], contentOf("_ "+rest[at[2]:at[3]], "")
	if len(old) == 0 || put == "" {
		return t, false
	}
	swap := func(text string) string {
		for _, w := range old {
			if i := wordsAt(strings.ToLower(text), strings.ToLower(w)); i >= 0 {
				return text[:i] + strings.Join(contentOf("_ "+put, ""), " ") + text[i+len(w):]
			}
		}
		return text
	}
	core, carried, matter := swap(t.core), swap(strings.Join(t.carried, " ")), swap(strings.Join(t.matter, " "))
	if core == t.core && carried == strings.Join(t.carried, " ") {
		t = t.replaced(put)
		return t, true
	}
	t.core, t.carried = core, strings.Fields(carried)
	if t.matter != nil {
		t.matter = strings.Fields(matter)
	}
	t.put, t.old = put, strings.Join(old, " ")
	return t, true
}

// replacedInMatter is what a conversation is about with a fragment in the place of what it
// stands for: of another place, or of somebody else.
func replacedInMatter(matter []string, rest string) []string {
	if matter == nil || !slices.ContainsFunc(strings.Fields(rest), isCapital) {
		return nil
	}
	if m, ok := inPlace("_ "+strings.Join(matter, " "), rest); ok {
		return strings.Fields(strings.TrimPrefix(m, "_ "))
	}
	return matter
}
