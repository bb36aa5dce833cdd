package answer

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"byline/internal/dates"
	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// thread is what a conversation is about: the last question, completed, and the
// reply to it, with its markers.
type thread struct {
	core    string   // the question
	carried []string // words of the questions before that it leans on
	matter  []string // what the conversation is about; nil: what the question says
	put     string   // what took the place of something in the question before
	old     string   // and of what
	unknown []string // words that no passage mentions, as a refusal says
	prior   []string // names of what was spoken of before a question that may be about that too
	reply   string
	quoted  string            // the last reply that quoted something
	people  map[string]string // whom "she" and "he" were last taken for
	asOf    time.Time
}

// threadOf reads the messages before a question. Greetings, thanks and what is
// said in reply to them are passed over.
func threadOf(messages []news.Message, asOf time.Time) thread {
	t := thread{asOf: asOf}
	talk := false
	for _, m := range messages {
		content := oneLine(m.Content)
		if m.Role == news.RoleAssistant {
			switch {
			case talk:
			case isRefusal(content):
				t.unknown = unmentioned(content)
			default:
				t.reply, t.quoted = content, content
				t.goesOn()
			}
			continue
		}
		if talk = ask.Read(content).Form.IsTalk(); talk {
			continue
		}
		if question := asked(content); t.core != "" && t.leans(question) {
			t = t.next(question)
		} else {
			t = thread{core: question, prior: t.mayBeOf(question), people: map[string]string{}, asOf: asOf}
		}
		t.reply = ""
	}
	return t
}

// mayBeOf are the names of what was spoken of where a question that is complete by itself
// may be about that too, since it names nothing: "who laid the sandbags?"
func (t thread) mayBeOf(question string) []string {
	names := func(w string) bool { return isCapital(w) || hasDigit(w) }
	own := contentOf(question, "")
	form := ask.Read(question).Form
	if t.core == "" || len(own) == 0 || slices.ContainsFunc(own, names) || form != ask.Fact && form != ask.YesNo && form != ask.List || lang.AskedIn(question).Code != language().Code {
		return nil
	}
	return slices.DeleteFunc(t.topic(question), func(w string) bool { return !t.isName(w) })
}

// goesOn has a question that names nothing be about what was spoken of before, if the
// reply to it is.
func (t *thread) goesOn() {
	reply := strings.ToLower(t.reply)
	if slices.ContainsFunc(t.prior, func(name string) bool { return wordsAt(reply, strings.ToLower(name)) >= 0 }) {
		t.matter = append(slices.Clone(t.prior), t.opened()...)
	}
	t.prior = nil
}

// completed completes a question that leans on what was said before it by rule:
//
//   - "what did [2] say?", "the second one": what the reply says there.
//   - "and in Japan?", "what about 2023?", "no, I meant Green Coast": the question
//     before, with the words after the same preposition, the time, or the name of
//     the same sort replaced; added at its end if there is nothing to replace.
//   - "when was that?", "why?": these words before the rest of the question before.
//   - any other: "she" and "it" become what they stand for, where that is one name,
//     and what else the question before was about is added in brackets.
//   - "and the day before?": the time of the question before, moved by its length.
func completed(question string, messages []news.Message, asOf time.Time) string {
	t := threadOf(messages, asOf)
	if t.core == "" {
		return question
	}
	return t.next(asked(question)).asks()
}

// asks is the question of a thread, with what it leans on in brackets.
func (t thread) asks() string {
	core := withoutOpening(t.core)
	if len(t.carried) == 0 {
		return core + "?"
	}
	return core + " (" + strings.Join(t.carried, " ") + ")?"
}

// standsAlone reports whether a question that may lean on what was said can also be
// asked by itself.
func (t thread) standsAlone(question string) bool {
	const enough = 2 // words of content
	p, q := followUpPatterns(), &language().Questions
	if p.marker.MatchString(question) || p.takenBack.MatchString(question) || p.again.MatchString(question) || !opensQuestion(strings.Fields(withoutContinuation(question) + " _")[0]) {
		return false
	}
	personal := slices.ContainsFunc(words(question), func(s news.Span) bool {
		w := stem(question[s.Start:s.End])
		return q.Leaning[w] && q.Personal[w]
	})
	return !personal && (len(contentOf(question, "")) >= enough || asksForRole(question))
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
	text = withoutTalk(text)
	s := ask.Read(text).Span
	if s.Start == s.End {
		return strings.TrimRight(text, " ?.!")
	}
	return text[s.Start:s.End]
}

// followUps are the patterns by which follow-ups are told.
type followUps struct {
	direct, credit, marker, takenBack, second, first, retelling, again, more, less, neighbour, counted, news *regexp.Regexp
}

var followUpPatterns = sync.OnceValue(func() followUps {
	q := &language().Questions
	return followUps{
		direct:    regexp.MustCompile(`^([^\[\]–]{1,60}) – [^\[\]]{1,80} \[1\] \S`),
		credit:    regexp.MustCompile(`\([^)]*\)`),
		marker:    regexp.MustCompile(`\[(\d{1,3})\]`),
		takenBack: regexp.MustCompile(`(?i)^` + lang.Pattern(q.TakenBack)),
		second:    regexp.MustCompile(`(?i)\b` + lang.Pattern(q.SecondOfTwo) + `\b`),
		first:     regexp.MustCompile(`(?i)\b` + lang.Pattern(q.FirstOfTwo) + `\b`),
		again:     regexp.MustCompile(`(?i)^(?:` + lang.Pattern(slices.Concat(q.Again, q.More, q.Less)) + `)[^\pL]*$`),
		more:      regexp.MustCompile(`(?i)^` + lang.Pattern(q.More) + `[^\pL]*$`),
		counted:   regexp.MustCompile(`(?i)^` + lang.Pattern(q.CountedTimes) + `[^\pL]*$`),
		news:      regexp.MustCompile(`(?i)^` + lang.Pattern(q.AskingsForNews) + `[^\pL]*$`),
		neighbour: regexp.MustCompile(`(?i)^` + lang.Pattern(q.NeighbourTimes) + `[^\pL]*$`),
		less:      regexp.MustCompile(`(?i)^` + lang.Pattern(q.Less) + `[^\pL]*$`),
		retelling: regexp.MustCompile(`(?i)^(?:` + lang.Pattern(q.Retellings) + `)[^\pL]*\[\d+\]`),
	}
})

// leans reports whether a question may lean on what was said before: it names a
// citation, takes something back, opens as a continuation, refers by a pronoun
// that no name in it explains, or is a fragment of one or two words of content.
func (t thread) leans(question string) bool {
	p, q := followUpPatterns(), &language().Questions
	if changesTopic(question, t.core) {
		return false
	}
	if _, continues := continuation(language(), question); continues ||
		p.marker.MatchString(question) && t.reply != "" || p.takenBack.MatchString(question) || p.again.MatchString(question) || p.news.MatchString(question) {
		return true
	}
	if _, ok := t.fragment(question); ok {
		return true
	}
	if in := lang.AskedIn(question); in.Code != language().Code {
		return leansIn(in, question)
	}
	content, named := 0, false
	spans := words(question)
	for i, s := range spans {
		word := question[s.Start:s.End]
		lower := stem(word)
		if refersBack(question, spans, i) {
			return true
		}
		if !q.FunctionWords[lower] && !(i == 0 && q.Words[lower] != "") {
			content++
			named = named || i > 0 && isCapital(word)
		}
	}
	return content <= 2 && !named
}

// leansIn reports the same of a question in another language than those that more is
// known of: it opens as a continuation, or has a word of content at most.
func leansIn(in *lang.Pack, question string) bool {
	_, continues := continuation(in, question)
	return continues || len(contentOf(question, "")) <= 1
}

// changesTopic reports whether a question that opens as a continuation says by
// itself what it asks: a question word, a name, and much else, with nothing that
// refers to what was said.
func changesTopic(question, before string) bool {
	const much = 4 // words of content
	q := &language().Questions
	lower := strings.ToLower(question)
	content, opens, named := 0, false, false
	for _, o := range q.Continuations {
		if strings.HasSuffix(o, " ") && strings.HasPrefix(lower, o) {
			opens = opensQuestion(strings.Fields(question[len(o):] + " _")[0])
		}
	}
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

// next is the thread with a question that leans on it.
func (t thread) next(question string) thread {
	p := followUpPatterns()
	t.put, t.old = "", ""
	if p.again.MatchString(question) {
		return t
	}
	if latest := language().Questions.Suggested["latest"]; p.news.MatchString(withoutContinuation(question)) {
		t.matter = t.topic("")
		t.core, t.carried = strings.TrimRight(fmt.Sprintf(latest, strings.Join(t.matter, " ")), "?"), nil
		return t
	}
	if cited := p.marker.FindStringSubmatch(question); cited != nil {
		if n, err := strconv.Atoi(cited[1]); err == nil {
			if said := t.cited(n); said != "" {
				return t.about(question, said)
			}
		}
	}
	rest, continues := t.fragment(question)
	if back := p.takenBack.FindString(question); back != "" {
		rest, continues = strings.TrimSpace(question[len(back):]), true
		if first, more, _ := strings.Cut(rest, " "); more != "" && opensQuestion(first) { // a question of its own
			return t.resolved(rest)
		}
	}
	if read := ask.Read(question); read.Form == ask.Happened { // what happened the day before?
		if core, ok := t.neighbour(question[read.Topic.Start:read.Topic.End]); ok {
			return t.moved(core)
		}
	}
	for i, which := range []*regexp.Regexp{p.first, p.second} {
		if at := which.FindStringIndex(question); at != nil {
			if said := t.statement(i); said != "" {
				said = strings.TrimSpace(p.credit.ReplaceAllLiteralString(claimText(said), ""))
				if len(contentOf(p.takenBack.ReplaceAllLiteralString(question[:at[0]], ""), "")) == 0 { // nothing is asked of it
					t.core, t.carried = shortenWords(said), nil
					return t
				}
				t.core, t.carried = strings.TrimSpace(question[:at[0]]+said+question[at[1]:]), contentOf(t.core, question+" "+said)
				return t
			}
		}
	}
	if continues {
		return t.replaced(rest)
	}
	if asksForRole(question) {
		t.matter = t.topic(question)
		t.core, t.carried = question, slices.DeleteFunc(slices.Clone(t.matter), func(w string) bool { return !isCapital(w) })
		return t
	}
	if isBare(question) {
		return t.withRest(question)
	}
	return t.resolved(question)
}

// about is a thread on what a citation says.
func (t thread) about(question, said string) thread {
	p := followUpPatterns()
	said = shortenWords(p.credit.ReplaceAllLiteralString(claimText(said), ""))
	if head, text, ok := strings.Cut(said, ": "); ok && isTime("on "+head) { // of a timeline
		said = text
	}
	if p.retelling.MatchString(withoutOpening(question)) {
		times, _ := dates.Find(said, t.asOf)
		if n := len(times); n > 0 && !times[n-1].After.IsZero() && !times[n-1].Before.IsZero() { // a Friday of the article, not of now
			d := times[n-1]
			said = strings.TrimSpace(said[:d.Start]) + said[d.End:]
		}
		t.core, t.carried = said, nil
		return t
	}
	t.core, t.carried = p.marker.ReplaceAllLiteralString(question, said), nil
	return t
}

// shortenWords is a text of at most 30 words.
func shortenWords(text string) string {
	const most = 30
	all := strings.Fields(text)
	return strings.TrimRight(strings.Join(all[:min(most, len(all))], " "), ".?! ")
}

// cited is the part of the reply that the marker of a number stands behind.
func (t thread) cited(n int) string {
	marker := "[" + strconv.Itoa(n) + "]"
	reply := t.statements()
	at := strings.Index(reply, marker)
	if at < 0 {
		return ""
	}
	before := strings.TrimRight(reply[:at], " ")
	if from := strings.LastIndex(before, "]"); from >= 0 {
		before = before[from+1:]
	}
	return strings.TrimLeft(before, " .,;")
}

// statements is the reply without the line that says what it comes to.
func (t thread) statements() string {
	if t.direct() == "" {
		return t.reply
	}
	_, rest, _ := strings.Cut(t.reply, "]")
	return strings.TrimLeft(rest, " ")
}

// statement is the i-th of the statements of the reply, by its markers.
func (t thread) statement(i int) string {
	parts := followUpPatterns().marker.Split(t.statements(), -1)
	if i+1 >= len(parts) {
		return ""
	}
	return strings.Trim(parts[i], " .,;:")
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
	for _, o := range language().Questions.FragmentOpenings {
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

// withRest puts a question word before what the question before was about.
// Behind a verb of saying, what the reply said was said.
func (t thread) withRest(question string) thread {
	q := &language().Questions
	about := t.topic(question)
	said := slices.ContainsFunc(words(question), func(s news.Span) bool { return q.Sayings[stem(question[s.Start:s.End])] })
	var kept []string
	for _, s := range words(question) {
		if w := question[s.Start:s.End]; !q.Leaning[stem(w)] {
			kept = append(kept, w)
		}
	}
	rest := contentOf(strings.Join(append([]string{withoutVerb(t.core, question)}, t.carried...), " "), question)
	if ask.Read(t.core).Form.IsDigest() {
		rest = onceEach(append(rest, t.firstTold()...))
	}
	own := slices.ContainsFunc(contentOf(strings.Join(kept, " "), ""), func(w string) bool { return !q.Sayings[stem(w)] }) // of the hospital, and not of what was said
	if said && t.reply != "" && !own {
		rest = append(contentOf(shortenWords(t.said()), question), rest...)
		rest = onceEach(rest)
		const most = 14
		rest = rest[:min(most, len(rest))]
	} else if name := t.newNames(); len(name) > 0 && (len(kept) < len(words(question)) || t.direct() != "" && ask.Read(question).Kind != ask.Person && ask.Read(t.core).Kind.IsNamed()) { // it refers to what was said
		rest = onceEach(append(rest, name...))
	}
	t.matter = about
	if t.core, t.carried = strings.Join(kept, " "), rest; !own {
		t.core, t.carried = strings.Join(append(kept, rest...), " "), nil
	}
	return t
}

// withoutVerb is a question without the verb behind its question word, if another that
// goes on from it has one of its own there: "who lost" behind "who won the final".
func withoutVerb(question, next string) string {
	q := &language().Questions
	verb := func(text string) (all []string, ok bool) {
		all = strings.Fields(withoutContinuation(text))
		if len(all) < 2 || !opensQuestion(stem(all[0])) {
			return all, false
		}
		w := stem(strings.TrimRight(all[1], "?.,"))
		return all, !q.Auxiliaries[w] && !q.FunctionWords[w] && !q.Leaning[w] && !isCapital(all[1])
	}
	all, ok := verb(question)
	own, owns := verb(next)
	if !ok || !owns || len(own) > 2 || len(all) < 3 || !q.Articles[stem(all[2])] {
		return question
	}
	return strings.Join(slices.Concat(all[:1], all[2:]), " ")
}

// onceEach is a list without what is there twice.
func onceEach(all []string) []string {
	var out []string
	for _, w := range all {
		if !slices.ContainsFunc(out, func(o string) bool { return strings.EqualFold(o, w) }) {
			out = append(out, w)
		}
	}
	return out
}

// resolved puts what a pronoun stands for in its place, and what else the
// question before was about in brackets.
func (t thread) resolved(question string) thread {
	q := &language().Questions
	names := t.newNames()
	carried := t.topic(question)
	t.matter = t.topic("")
	for _, s := range words(question) {
		word := stem(question[s.Start:s.End])
		sex := ""
		switch {
		case q.Women[word]:
			sex = "she"
		case q.Men[word]:
			sex = "he"
		case !q.Leaning[word]:
			continue
		case word == "there":
			if place := placeIn(t.core); place != "" {
				t.core, t.carried = question[:s.Start]+place+question[s.End:], nil
				return t
			}
		}
		name := strings.Join(names, " ")
		if thing := t.thing(); q.Things[word] && thing != "" && (name == "" || !t.asksForName() || ask.Read(t.core).Kind == ask.Person) {
			t.core, t.carried = question[:s.Start]+thing+ownerOf(word, question[s.End:])+question[s.End:], contentOf(strings.Join(carried, " "), thing)
			return t
		}
		if sex != "" {
			name = cmp.Or(t.personAsked(), t.people[sex], t.personTold(), t.person(strings.Join(t.matter, " ")))
			t.people[sex] = name
		}
		ofPerson := q.Things[word] && ask.Read(t.core).Kind == ask.Person
		if sex == "" && (word == "there" || ofPerson || !t.asksForName()) || name == "" {
			break
		}
		if before := withoutContinuation(question[:s.Start]); q.Prepositions[strings.ToLower(strings.TrimSpace(before))] && s.End == len(question) { // "and before him?"
			t.core, t.carried = t.core+" "+before+name, nil
			return t
		}
		t.core = question[:s.Start] + name + ownerOf(word, question[s.End:]) + question[s.End:]
		t.carried = contentOf(strings.Join(carried, " "), name)
		if sex != "" {
			t.carried = nil
		}
		return t
	}
	if t.asksForName() {
		carried = onceEach(append(carried, names...))
	}
	t.core, t.carried = question, carried
	return t
}

// personAsked is whom the question before asks about, if not for somebody else.
func (t thread) personAsked() string {
	read := ask.Read(t.core)
	if _, of := describes(t.core); read.Kind == ask.Person && read.Form != ask.Definition && (of || t.direct() != "") {
		return ""
	}
	return t.person(t.core)
}

// personTold is whom the reply names: what it comes to, or else whom its first quote does.
func (t thread) personTold() string {
	if ask.Read(t.core).Kind == ask.Person {
		return strings.Join(t.newNames(), " ")
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
	if name == "" || isOfThing(text, name) || isOfThing(t.quoted, name) {
		return ""
	}
	return name
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

// asksForRole reports whether a question asks who has a role, of which only the place or
// the firm may be that of the question before: "and who is the county doctor?"
func asksForRole(question string) bool {
	q := &language().Questions
	all := strings.Fields(withoutContinuation(strings.TrimRight(question, "?")))
	if len(all) < 4 || q.Words[stem(all[0])] != "person" || !q.Copulas[stem(all[1])] || !q.Articles[stem(all[2])] {
		return false
	}
	last := stem(all[len(all)-1])
	return (language().Speech.Titles[last] || language().Answers.Roles[last]) && !slices.ContainsFunc(all, func(w string) bool { return q.Leaning[stem(w)] })
}

// thing is what the question before is about, if it says that by an article and nouns:
// "the stolen painting" of "where was the stolen painting found". Of several it is the
// first with a name. It is empty if there is none.
func (t thread) thing() (found string) {
	all := strings.Fields(t.core)
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

// thingEnd is where the nouns end behind the article at i.
func thingEnd(all []string, i int) int {
	const longest = 5 // words
	q := &language().Questions
	end := i + 1
	for end < len(all) && end <= i+longest && !strings.HasSuffix(all[end-1], ",") {
		w := stem(strings.TrimRight(all[end], ",;:?"))
		if q.Auxiliaries[w] || q.Sayings[w] || q.NounEnds[w] || q.Prepositions[w] || q.Leaning[w] || end > i+1 && q.Participles[w] {
			break
		}
		end++
	}
	before := stem(all[max(0, i-1)])
	stops := end == len(all)
	if !stops {
		next := stem(all[end])
		stops = q.Leaning[next] || q.Articles[next]
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

// said is the reply without markers and credits in brackets.
func (t thread) said() string {
	return followUpPatterns().credit.ReplaceAllLiteralString(claimText(t.statements()), "")
}

// direct is what the reply comes to, if it begins with that; empty if it does not.
func (t thread) direct() string {
	if m := followUpPatterns().direct.FindStringSubmatch(t.reply); m != nil {
		return m[1]
	}
	return ""
}

// newNames lists the words of the first name in the reply; behind a question who
// or which it was, what the reply comes to, or the first name that the question
// does not have itself.
func (t thread) newNames() []string {
	kind := ask.Read(t.core).Kind
	if said := t.direct(); said != "" && (kind.IsNamed() || kind == ask.Thing) {
		return strings.Fields(said)
	}
	if kind == ask.Person {
		known := strings.ToLower(strings.Join(append([]string{t.core}, t.carried...), " "))
		for text := t.said(); ; {
			name := firstNames(text)
			if len(name) == 0 {
				break
			}
			if !isOfThing(text, strings.Join(name, " ")) && !slices.ContainsFunc(name, func(w string) bool { return wordsAt(known, strings.ToLower(w)) >= 0 }) {
				return name
			}
			first, last := name[0], name[len(name)-1]
			_, text, _ = strings.Cut(text[wordsAt(text, first):], last)
		}
		return nil
	}
	return firstNames(t.said())
}

// asksForName reports whether the question before asks for something with a
// name, so that "it" behind the reply is what the reply names.
func (t thread) asksForName() bool {
	const longest = 25 // words of a reply that names one thing rather than quoting several
	read := ask.Read(t.core)
	k := read.Kind
	if read.Form == ask.YesNo || k != ask.Person && len(strings.Fields(t.reply)) > longest && t.direct() == "" {
		return false
	}
	return k.IsNamed() && k != ask.Place || k == ask.Thing
}

// topic lists what the conversation is about, as far as a question lacks it: what the
// question that opened it says, without what that asked for, and the names of those
// since. What these asked of it is no part of it.
func (t thread) topic(question string) []string {
	const most = 8
	about := append(slices.Clone(t.matter), slices.DeleteFunc(contentOf(t.withoutTimes(t.core), ""), func(w string) bool { return !isCapital(w) && !hasDigit(w) })...)
	if t.matter == nil {
		about = append(t.opened(), t.carried...)
	}
	all := contentOf(strings.Join(onceEach(about), " "), "_ "+question)
	return all[:min(most, len(all))]
}

// opened is what a question is about that leans on no other. What it asked for is left
// out and, where it has a name to go by, what that did.
func (t thread) opened() []string {
	read := ask.Read(t.core)
	core := t.core
	named := slices.ContainsFunc(contentOf(core, ""), t.isName)
	if read.Focus.End > read.Focus.Start && read.Kind != ask.Number && read.Kind != ask.Amount {
		names := slices.DeleteFunc(strings.Fields(core[read.Focus.Start:read.Focus.End]), func(w string) bool { return !isCapital(w) })
		core = core[:read.Focus.Start] + strings.Join(names, " ") + core[read.Focus.End:]
	}
	all := slices.DeleteFunc(contentOf(t.withoutTimes(core), ""), t.isUnknown)
	if read.Form.IsDigest() {
		all = onceEach(append(all, t.firstTold()...))
	}
	if !named || lang.AskedIn(core).Code != language().Code {
		return all
	}
	return slices.DeleteFunc(all, func(w string) bool { return !t.isName(w) && (isPast(w) || isDegreeOf(core, w)) })
}

// firstTold are the first words of content of what the last reply quotes first: what
// happened, where only that was asked.
func (t thread) firstTold() []string {
	const most = 5
	quotes := quotesOf(t.quoted)
	if len(quotes) == 0 {
		return nil
	}
	all := contentOf(t.withoutTimes(quotes[0]), "")
	return all[:min(most, len(all))]
}

// withoutTimes is a question without the times that it names.
func (t thread) withoutTimes(question string) string {
	times, _ := dates.Find(question, t.asOf)
	for _, d := range slices.Backward(times) {
		question = question[:d.Start] + question[d.End:]
	}
	return question
}

// isUnknown reports whether a refusal said that no passage mentions a word: what goes on
// from there need not ask for it again.
func (t thread) isUnknown(word string) bool { return slices.Contains(t.unknown, word) }

// isName reports whether a word of a question is a name, if only by how the reply writes it.
func (t thread) isName(word string) bool {
	if isCapital(word) || hasDigit(word) {
		return true
	}
	first, n := utf8.DecodeRuneInString(word)
	name := string(unicode.ToUpper(first)) + word[n:]
	at := wordsAt(t.quoted, name)
	return at > 0 && strings.HasSuffix(t.quoted[:at], " ") && !strings.HasSuffix(t.quoted[:at], ". ")
}

// isPast reports whether a word in small letters is what somebody did, rather than a thing.
func isPast(word string) bool {
	const ending = "ed"
	w := strings.ToLower(word)
	if language().Questions.Participles[w] || strings.HasSuffix(w, ending) {
		return true
	}
	return slices.ContainsFunc(sameWords()[w], func(forms string) bool {
		return slices.Contains(language().Questions.VerbForms, forms) && !strings.HasPrefix(forms, w+" ")
	})
}

// isDegreeOf reports whether a question asks how much there is of what a word says: how strong.
func isDegreeOf(question, word string) bool {
	at := wordsAt(question, word)
	return at > 0 && isDegree(question[:at])
}

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
	before := t.core
	t = t.inPlaceOf(rest)
	t.put = strings.Join(contentOf(rest, ""), " ")
	t.old = strings.Join(contentOf(before, "_ "+t.core), " ")
	return t
}

// moved is the thread with its question asked of another time. Where it had none, what
// it is about is not in that.
func (t thread) moved(core string) thread {
	if times, _ := dates.Find(t.core, t.asOf); len(times) == 0 {
		t.matter = t.topic("")
		t.carried = contentOf(strings.Join(t.matter, " "), core)
	}
	t.core = core
	return t
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

// aspect is the question that a fragment stands for which names something that
// everything has, and that is told by what it asks for: "the cause", "the owner".
func aspect(rest string) (question string, ok bool) {
	q := &language().Questions
	all := strings.Fields(rest)
	if len(all) < 2 || len(all) > 4 || !q.Articles[stem(all[0])] || slices.ContainsFunc(all, isCapital) {
		return "", false
	}
	last := stem(all[len(all)-1])
	if language().Speech.Titles[last] || language().Answers.Roles[last] {
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
	if topic := ask.Read(t.core).Topic; isDigestOrDefinition(t.core) && isPlain(t.core[topic.Start:topic.End]) && isPlain(rest) && !isTime(rest) {
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
	carried := strings.Join(t.carried, " ")
	if core, ok := inPlace("_ "+carried, rest); ok && carried != "" {
		t.carried = strings.Fields(strings.TrimPrefix(core, "_ "))
		return t
	}
	t.core += " " + rest
	return t
}

// neighbour is the question before of the day, week or month that came before its
// own, or after it, where that is all that a text asks for.
func (t thread) neighbour(text string) (string, bool) {
	times, _ := dates.Find(t.core, t.asOf)
	if days, ok := countedDays(text); ok {
		return t.daysOn(days, times)
	}
	said := followUpPatterns().neighbour.FindStringSubmatch(text)
	if said == nil {
		return "", false
	}
	if at := t.toldOn(); len(times) == 0 && len(strings.Fields(text)) == 2 && !at.IsZero() && strings.EqualFold(text[:len("before")], "before") {
		return t.core + " before " + at.Format(dayLayout), true
	}
	after := slices.ContainsFunc(said[1:], func(group string) bool { return group != "" })
	if len(times) == 0 || times[0].After.IsZero() || times[0].Before.IsZero() {
		return "", false
	}
	d := times[0]
	from, to := d.After, d.Before
	if around := unitAround(text, from); len(around) > 0 && around[1].Sub(around[0]) > to.Sub(from) { // the week before, of a day
		from, to = around[0], around[1]
	}
	days := int(to.Sub(from).Round(24*time.Hour) / (24 * time.Hour))
	before := from.AddDate(0, 0, -days)
	if from.Day() == 1 && to.Day() == 1 { // months and years are not of one length
		months := (to.Year()-from.Year())*12 + int(to.Month()-from.Month())
		before = from.AddDate(0, -months, 0)
	}
	if after {
		from, to = to, to.Add(from.Sub(before))
	} else {
		from, to = before, from
	}
	moment := "on " + from.Format(dayLayout)
	if last := to.AddDate(0, 0, -1); last.After(from) {
		moment = "from " + from.Format(dayLayout) + " to " + last.Format(dayLayout)
	}
	return t.core[:d.Start] + moment + t.core[d.End:], true
}

// unitAround are the bounds of the week, month or year around a day, whichever a text
// names, nil if it names none.
func unitAround(text string, day time.Time) []time.Time {
	for _, w := range words(text) {
		switch y, m, d := day.Date(); language().Time.Units[strings.ToLower(text[w.Start:w.End])] {
		case "week":
			monday := time.Date(y, m, d-(int(day.Weekday())+6)%7, 0, 0, 0, 0, day.Location())
			return []time.Time{monday, monday.AddDate(0, 0, 7)}
		case "month":
			first := time.Date(y, m, 1, 0, 0, 0, 0, day.Location())
			return []time.Time{first, first.AddDate(0, 1, 0)}
		case "year":
			first := time.Date(y, time.January, 1, 0, 0, 0, 0, day.Location())
			return []time.Time{first, first.AddDate(1, 0, 0)}
		}
	}
	return nil
}

// countedDays is how many days a text is away from what was told before, back if less
// than 0, if that is all it says: "two days later".
func countedDays(text string) (days int, ok bool) {
	p := followUpPatterns().counted
	said := p.FindStringSubmatch(text)
	if said == nil {
		return 0, false
	}
	number := func(word string) int {
		n, err := strconv.Atoi(word)
		if err != nil {
			n = language().Time.Cardinals[strings.ToLower(word)]
		}
		return n
	}
	sum := 0
	for i, unit := range p.SubexpNames() {
		if length := map[string]int{"day": 1, "week": 7}[strings.TrimSuffix(unit, "before")]; length > 0 && said[i] != "" {
			sum = length * number(said[i])
			if strings.HasSuffix(unit, "before") {
				sum = -sum
			}
		}
	}
	return sum, sum != 0
}

// daysOn is the question before of a day so many later than it asks about or, if it asks
// about none, than the reply tells of: then for what happened.
func (t thread) daysOn(days int, times []news.DateExpression) (string, bool) {
	if len(times) > 0 && !times[0].After.IsZero() {
		d := times[0]
		return t.core[:d.Start] + "on " + d.After.AddDate(0, 0, days).Format(dayLayout) + t.core[d.End:], true
	}
	at := t.toldOn()
	if at.IsZero() {
		return "", false
	}
	return "what happened on " + at.AddDate(0, 0, days).Format(dayLayout), true
}

// toldOn is the day that the reply comes to or, if it comes to none, on which what it
// quotes first was published.
func (t thread) toldOn() time.Time {
	for _, text := range append([]string{t.direct()}, followUpPatterns().credit.FindAllString(t.reply, 1)...) {
		if times, _ := dates.Find(text, t.asOf); len(times) > 0 && !times[0].After.IsZero() {
			return times[0].After
		}
	}
	return time.Time{}
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

// isTime reports whether a text is nothing but a time.
func isTime(text string) bool {
	times, _ := dates.Find(text, late)
	return len(times) == 1 && times[0].End-times[0].Start == len(text)
}

// late is late enough for every time that is named.
var late = time.Date(2100, 1, 1, 0, 0, 0, 0, time.UTC)

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

// contentOf lists the words of content of a text that another lacks.
func contentOf(text, other string) []string {
	have := words(other)
	q := &language().Questions
	fillers := lang.AskedIn(text).FillersIn(text)
	var out []string
	for i, s := range words(text) {
		w := text[s.Start:s.End]
		lower := stem(w)
		if isWithin(fillers, s.Start) || q.FunctionWords[lower] || q.Leaning[lower] || q.Fillers[lower] || q.Auxiliaries[lower] || q.ColourWords[lower] || i == 0 && opensQuestion(w) {
			continue
		}
		if slices.ContainsFunc(have, func(h news.Span) bool { return strings.EqualFold(other[h.Start:h.End], w) }) || slices.Contains(out, w) {
			continue
		}
		out = append(out, w)
	}
	return out
}
