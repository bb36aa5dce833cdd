package answer

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"byline/internal/dates"
	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// standsAlone reports whether a question that may lean on what was said can also be
// asked by itself.
func (t thread) standsAlone(question string) bool {
	const enough = 2 // words of content
	p := followUpPatterns()
	if p.marker.MatchString(question) || p.takenBack.MatchString(question) || p.again.MatchString(question) || !opensQuestion(strings.Fields(withoutContinuation(question) + " _")[0]) {
		return false
	}
	return !hasPersonal(question) && (len(contentOf(question, "")) >= enough || asksForRole(question))
}

// withoutOpening is a question without the words by which it goes on from another.
func withoutOpening(question string) string {
	lower := strings.ToLower(question)
	for _, o := range language().Questions.Continuations {
		if rest := question[min(len(o), len(question)):]; strings.HasSuffix(o, " ") && strings.HasPrefix(lower, o) && opensQuestion(strings.Fields(rest + " _")[0]) {
			return rest
		}
	}
	return question
}

// withoutContinuation is a text without the words by which it goes on from what was said.
func withoutContinuation(text string) string {
	if o, ok := continuation(language(), text); ok {
		return text[len(o):]
	}
	return text
}

// continuation is the words in a language by which a text goes on from what was said.
func continuation(in *lang.Pack, text string) (opening string, ok bool) {
	lower := strings.ToLower(text)
	i := slices.IndexFunc(in.Questions.Continuations, func(o string) bool { return strings.HasPrefix(lower, o) })
	if i < 0 {
		return "", false
	}
	return in.Questions.Continuations[i], true
}

// withoutTalk is a text without the sentences before its last that ask nothing: "You're
// great. Where was that?"
func withoutTalk(text string) string {
	for {
		at := strings.IndexAny(text, ".!")
		if at < 0 || !strings.HasPrefix(text[at+1:], " ") || !ask.Read(text[:at]).Form.IsTalk() {
			return text
		}
		text = strings.TrimLeft(text[at+1:], " ")
	}
}

// asked is what a text asks, without greetings and manners.
func asked(text string) string {
	text = withoutSlip(withoutTalk(text))
	s := ask.Read(text).Span
	if s.Start == s.End {
		return strings.TrimRight(text, " ?.!")
	}
	return text[s.Start:s.End]
}

// followUps are the patterns by which follow-ups are told.
type followUps struct {
	direct, credit, marker, takenBack, retelling, again, doubt, challenge, wordsOf, more, less, neighbour, counted, news, timeline, back, not, elsewhere, slip *regexp.Regexp
}

var followUpPatterns = sync.OnceValue(func() followUps {
	q := &language().Questions
	return followUps{
		direct:    regexp.MustCompile(`^([^\[\]–]{1,60}) – [^\[\]]{1,80} \[1\] \S`),
		credit:    regexp.MustCompile(`\([^)]*\)`),
		marker:    regexp.MustCompile(`\[(\d{1,3})\]`),
		takenBack: regexp.MustCompile(`(?i)^` + lang.Pattern(q.TakenBack)),
		elsewhere: regexp.MustCompile(`(?i)^` + lang.Pattern(q.Elsewhere) + `[^\pL]*$`),
		slip:      regexp.MustCompile(`(?i)` + lang.Pattern(q.Slips)),
		again:     regexp.MustCompile(`(?i)^(?:` + lang.Pattern(slices.Concat(q.Again, q.More, q.Less, q.Elsewhere)) + `)[^\pL]*$`),
		doubt:     regexp.MustCompile(`(?i)^(?:(?:` + lang.Pattern(q.Again) + `)[?!.,;:–]+\s+(?:` + lang.Pattern(q.Doubts) + `)?|` + lang.Pattern(q.Doubts) + `)`),
		challenge: regexp.MustCompile(`(?i)^` + lang.Pattern(q.Challenges)),
		wordsOf:   regexp.MustCompile(`(?i)^` + lang.Pattern(q.WordsOf)),
		more:      regexp.MustCompile(`(?i)^` + lang.Pattern(q.More) + `[^\pL]*$`),
		counted:   regexp.MustCompile(`(?i)^` + lang.Pattern(q.CountedTimes) + `[^\pL]*$`),
		news:      regexp.MustCompile(`(?i)^` + lang.Pattern(q.AskingsForNews) + `[^\pL]*$`),
		timeline:  regexp.MustCompile(`(?i)^` + lang.Pattern(q.AskingsForTimes) + `[^\pL]*$`),
		neighbour: regexp.MustCompile(`(?i)^` + lang.Pattern(q.NeighbourTimes) + `[^\pL]*$`),
		less:      regexp.MustCompile(`(?i)^` + lang.Pattern(q.Less) + `[^\pL]*$`),
		back:      regexp.MustCompile(`(?i)^` + lang.Pattern(q.Returns) + `\s+([^:;,.!?–—]{2,60}?)(?:[:;,.!–—]+|\s-\s|$)`),
		not:       regexp.MustCompile(`(?i),? ` + lang.Pattern(q.Nots) + ` (.+)$`),
		retelling: regexp.MustCompile(`(?i)^(?:` + lang.Pattern(q.Retellings) + `)[^\pL]*\[\d+\]`),
	}
})

// leans reports whether a question may lean on what was said before: it names a
// citation, takes something back, opens as a continuation, refers by a pronoun
// that no name in it explains, or is a fragment of one or two words of content.
func (t thread) leans(question string) bool {
	p, q := followUpPatterns(), &language().Questions
	if p.back.MatchString(question) {
		return true
	}
	if changesTopic(question, t.core) {
		return false
	}
	if _, continues := continuation(language(), question); continues || p.marker.MatchString(question) && t.quoted != "" {
		return true
	}
	if slices.ContainsFunc([]*regexp.Regexp{p.takenBack, p.again, p.doubt, p.wordsOf, p.news, p.timeline}, func(leaning *regexp.Regexp) bool { return leaning.MatchString(question) }) {
		return true
	}
	if _, ok := t.fragment(question); ok || t.asksForOne(question) || challenge(question) != "" {
		return true
	}
	if _, ok := t.leftOut(question); ok {
		return true
	}
	if _, ok := t.ofOther(question); ok {
		return true
	}
	if in := lang.AskedIn(question); in.Code != language().Code {
		return leansIn(in, question)
	}
	if t.asksForDigest(question) {
		return false
	}
	content, named := 0, false
	spans := words(question)
	times, _ := dates.Find(question, t.asOf)
	for i, s := range spans {
		word := question[s.Start:s.End]
		lower := stem(word)
		if !inDates(times, s.Start) && refersBack(question, spans, i) { // this month refers to nothing
			return true
		}
		if !inDates(times, s.Start) && !q.FunctionWords[lower] && !(i == 0 && q.Words[lower] != "") {
			content++
			named = named || i > 0 && isCapital(word)
		}
	}
	return content <= 2 && !named
}

// asksForDigest reports whether a question is for all the news of a time of its own, counted
// from now: "what did I miss this week?" On Monday may be of what was spoken of.
func (t thread) asksForDigest(question string) bool {
	read := ask.Read(question)
	times, _ := dates.Find(question, t.asOf)
	if read.Form != ask.Happened || len(times) == 0 {
		return false
	}
	isOfDigest := func(w string) bool {
		w = strings.ToLower(w)
		return language().Answers.DigestWords[w] || language().Questions.Coverage[w] || language().Questions.Askers[w]
	}
	d := times[0]
	if before := ask.Read(t.core); before.Form == ask.Happened && len(contentOf(t.withoutTimes(t.core[before.Topic.Start:before.Topic.End]), "")) == 0 {
		return len(contentOf(t.withoutTimes(question[read.Topic.Start:read.Topic.End]), "")) == 0 // one behind the other
	}
	if first, _, _ := strings.Cut(d.Text, " "); strings.EqualFold(first, "on") || slices.ContainsFunc(strings.Fields(d.Text), isCapital) {
		return false
	}
	return !slices.ContainsFunc(contentOf(t.withoutTimes(question[read.Topic.Start:read.Topic.End]), ""), func(w string) bool { return !isOfDigest(w) })
}

// leansIn reports the same of a question in another language than those that more is
// known of: it opens as a continuation, has a word that refers to what was said, or a
// word of content at most.
func leansIn(in *lang.Pack, question string) bool {
	_, continues := continuation(in, question)
	refers := slices.ContainsFunc(words(question), func(s news.Span) bool { return in.Questions.Leaning[strings.ToLower(question[s.Start:s.End])] })
	return continues || refers || len(contentOf(question, "")) <= 1
}

// changesTopic reports whether a question that opens as a continuation says by
// itself what it asks: a question word, a name, and much else, with nothing that
// refers to what was said.
func changesTopic(question, before string) bool {
	const much = 4 // words of content
	q := &language().Questions
	content, named := 0, false
	spans := words(question)
	for i, s := range spans {
		word := question[s.Start:s.End]
		w := stem(word)
		if refersBack(question, spans, i) {
			return false
		}
		if !q.FunctionWords[w] && !opensQuestion(word) && !q.Auxiliaries[w] {
			content++
			named = named || i > 0 && isCapital(word)
		}
	}
	_, described := describes(question)
	opens := withoutOpening(question) != question
	return opens && named && (content >= much || namesFocus(question, before) || described)
}

// describes reports whether a question says of whom or what it asks by what that is
// and where or whose, and what stands for that: "mayor" of "who is the mayor of Oster".
func describes(question string) (what news.Span, ok bool) {
	q := &language().Questions
	all := words(question)
	at := func(i int) string { return stem(question[all[i].Start:all[i].End]) }
	for len(all) > 1 && !opensQuestion(at(0)) { // "and who is"
		all = all[1:]
	}
	from := 2
	if len(all) > from && q.Articles[at(from)] {
		from++
	}
	if len(all) <= from || !q.Copulas[at(1)] {
		return what, false
	}
	small := !strings.ContainsFunc(question, unicode.IsUpper) // so that no name shows
	for i := from - 1; i+1 < len(all); i++ {
		if owner := question[all[i].Start:all[i].End]; i > 1 && stem(owner) != strings.ToLower(owner) && (small || isCapital(question[all[from].Start:])) { // Oster's mayor
			return news.Span{Start: all[i+1].Start, End: all[len(all)-1].End}, true
		}
	}
	for i := from + 1; i+1 < len(all); i++ {
		if q.Prepositions[at(i)] && (small || isCapital(question[all[i+1].Start:])) {
			return news.Span{Start: all[from].Start, End: all[i-1].End}, true
		}
	}
	return what, false
}

// refersBack reports whether the i-th word of a question refers to what was said
// before. "There" behind "were" does not: how many were there in Eskerby.
func refersBack(question string, spans []news.Span, i int) bool {
	q := &language().Questions
	word := stem(question[spans[i].Start:spans[i].End])
	exists := word == "there" && i > 0 && i+1 < len(spans) && q.Auxiliaries[stem(question[spans[i-1].Start:spans[i-1].End])]
	return q.Leaning[word] && !exists
}

// namesFocus reports whether a question says of what it asks, which the question
// before did not ask for: how many cases, behind how many jobs.
func namesFocus(question, before string) bool {
	focus := ask.Read(withoutOpening(question))
	of := withoutOpening(question)[focus.Focus.Start:focus.Focus.End]
	return of != "" && wordsAt(strings.ToLower(before), strings.ToLower(of)) < 0
}

// stem is a word in lower case without what follows its apostrophe.
func stem(word string) string {
	word, _, _ = strings.Cut(strings.ReplaceAll(strings.ToLower(word), "’", "'"), "'")
	return word
}

// fragment reports whether a question only names another place, time or thing,
// and returns that: "in Japan" of "And in Japan?".
func (t thread) fragment(question string) (string, bool) {
	if _, ok := t.neighbour(question); ok {
		return question, true
	}
	if all := strings.Fields(question); isTime(question) || len(all) > 1 && len(all) <= 4 && language().Questions.Prepositions[strings.ToLower(all[0])] && isCapital(all[1]) {
		return question, true
	}
	lower := strings.ToLower(question)
	for _, o := range slices.Concat(language().Questions.Comparisons, language().Questions.FragmentOpenings) {
		if !strings.HasPrefix(lower, o) {
			continue
		}
		rest := question[len(o):]
		if _, ok := t.neighbour(rest); ok || isTime(strings.TrimRight(rest, "?!. ")) { // this week refers to nothing
			return rest, true
		}
		all := strings.Fields(rest)
		if len(all) == 0 || len(all) > 6 || opensQuestion(all[0]) || slices.ContainsFunc(all, func(w string) bool { return language().Questions.Leaning[stem(w)] }) {
			return "", false
		}
		return rest, true
	}
	return "", false
}

// opensQuestion reports whether a word at the beginning makes more of a fragment than a name.
func opensQuestion(word string) bool {
	l := stem(word)
	return language().Questions.Auxiliaries[l] || ask.Opens(language(), l)
}

// isBare reports whether a question has nothing but a question word and what
// refers to something: "when was that", "why", "how come", "by how many votes".
func isBare(question string) bool {
	q := &language().Questions
	own, opens, refers := 0, false, false
	for _, s := range words(question) {
		w := stem(question[s.Start:s.End])
		refers = refers || q.Leaning[w]
		switch {
		case ask.Opens(language(), w):
			opens = true
		case q.Personal[w] || isCapital(question[s.Start:]) && s.Start > 0:
			return false
		case !q.FunctionWords[w] && !q.Leaning[w] && !q.Auxiliaries[w] && !q.Sayings[w]:
			own++
		}
	}
	return opens && (own == 0 || own == 1 && !refers)
}

// isDigestOrDefinition reports whether a question is of a topic, rather than for a fact.
func isDigestOrDefinition(question string) bool {
	form := ask.Read(question).Form
	return form.IsDigest() && form != ask.Happened || form == ask.Definition
}

// isPlain reports whether a text is some words with no preposition among them, so that
// another may stand for all of it.
func isPlain(text string) bool {
	all := strings.Fields(text)
	return len(all) > 0 && len(all) <= 4 && !slices.ContainsFunc(all, func(w string) bool { return language().Questions.Prepositions[strings.ToLower(w)] })
}

// isDescription reports whether a fragment tells of somebody or something by what
// it did, which takes the place of no name: the woman who died.
func isDescription(rest string) bool {
	all := strings.Fields(rest)
	return len(all) > 2 && !slices.ContainsFunc(all, isCapital) && slices.ContainsFunc(all[1:], func(w string) bool { return ask.Opens(language(), w) })
}
