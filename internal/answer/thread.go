package answer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
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
	leaves  []string // outlets whose reports are not wanted
	besides string   // the outlet that the last question asks for others than
	reply   string
	quoted  string            // the last reply that quoted something
	people  map[string]string // whom "she" and "he" were last taken for
	met     []someone         // who was spoken of, in order
	asOf    time.Time

	behind    *thread  // that before the last question, if this only asked of the reply: who said so?
	answered  []thread // those of the conversation that were answered, each with its answer
	isRefused bool     // the last reply refused
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
				t.refuse(content)
			default:
				t.reply, t.quoted = content, content
				t.goesOn()
				for _, quote := range slices.Backward(quotesOf(content)) {
					t.meets(quote)
				}
				t.meets(t.direct())
				t.answered = append(slices.Clone(t.answered), t)
			}
			continue
		}
		if talk = ask.Read(content).Form.IsTalk(); talk {
			continue
		}
		question := t.recased(asked(content))
		if t.core != "" && t.leans(question) {
			t = t.next(question)
		} else {
			next := thread{prior: t.mayBeOf(question), people: map[string]string{}, met: t.met, answered: t.answered, asOf: asOf}
			next.core, next.leaves = t.withoutUnwanted(question)
			t = next
		}
		t.meets(question)
		t.reply, t.isRefused = "", false
	}
	return t
}

// recased is a question with the names in it that it writes small as the replies write them.
func (t thread) recased(question string) string {
	if len(t.answered) == 0 || lang.AskedIn(question).Code != language().Code {
		return question
	}
	var out strings.Builder
	end := 0
	for _, s := range words(question) {
		w := question[s.Start:s.End]
		if q := &language().Questions; isCapital(w) || hasDigit(w) || q.FunctionWords[stem(w)] || q.NounEnds[stem(w)] || opensQuestion(w) || lang.EnglishNouns().Has(stem(w)) {
			continue
		}
		if first, n := utf8.DecodeRuneInString(w); slices.ContainsFunc(t.answered, func(was thread) bool { return was.writesLarge(w) }) {
			out.WriteString(question[end:s.Start] + string(unicode.ToUpper(first)))
			end = s.Start + n
		}
	}
	return out.String() + question[end:]
}

// withoutUnwanted is a question without the outlet whose reports it does not want, if what it
// names looks like one.
func (t thread) withoutUnwanted(question string) (core string, leaves []string) {
	rest, name := unwanted(question)
	if name == "" || !isCapital(name) && t.outletCited(name) == "" {
		return question, nil
	}
	return rest, []string{name}
}

// refuse takes note of a reply that refused. A question that named nothing and found
// nothing leaves the conversation at what it was about.
func (t *thread) refuse(reply string) {
	t.unknown, t.isRefused = unmentioned(reply), true
	if n := len(t.answered); len(t.prior) > 0 && n > 0 {
		last := t.answered[n-1]
		t.matter, t.quoted, t.prior = last.topic(""), last.quoted, nil
	}
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
	return t.topic(question)
}

// goesOn has a question that names nothing be about what was spoken of before, if the
// reply to it is: by a name, or since it quotes an article that was quoted.
func (t *thread) goesOn() {
	reply := strings.ToLower(t.reply)
	if slices.ContainsFunc(t.prior, func(name string) bool { return wordsAt(reply, strings.ToLower(name)) >= 0 }) {
		t.matter = append(slices.Clone(t.prior), t.opened()...)
	} else if last := t.answered[max(0, len(t.answered)-shortly):]; len(t.prior) > 0 {
		if i := lastIndex(last, func(was thread) bool { return t.quotesAsBefore(was.quoted) && ask.Read(was.core).Form != ask.Happened }); i >= 0 {
			t.matter = onceEach(append(last[i].topic(""), t.opened()...))
		}
	}
	t.prior = nil
}

// shortly is how many answers before a question that may go on from one of them.
const shortly = 3

// quotesAsBefore reports whether the reply quotes first what another quoted too, by
// outlet and day.
func (t *thread) quotesAsBefore(other string) bool {
	credits := followUpPatterns().credit.FindAllString(t.reply, 1)
	return len(credits) > 0 && strings.Contains(other, credits[0])
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
	return t.next(t.recased(asked(question))).asks()
}

// asks is the question of a thread, with what it leans on in brackets.
func (t thread) asks() string {
	core := withoutOpening(t.core)
	if len(t.carried) == 0 {
		return core + "?"
	}
	return core + " (" + strings.Join(t.carried, " ") + ")?"
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
	reply := cmp.Or(t.reply, t.quoted) // behind a refusal markers mean what they meant
	if !followUpPatterns().direct.MatchString(reply) {
		return reply
	}
	_, rest, _ := strings.Cut(reply, "]")
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
	if told := t.toldOfDigest(); len(told) > 0 {
		rest = onceEach(append(rest, told...))
	}
	if t.matter == nil && slices.ContainsFunc(words(t.core), func(s news.Span) bool { return q.Happenings[stem(t.core[s.Start:s.End])] }) {
		rest = onceEach(append(rest, t.firstTold()...)) // what happened to the hall: it burnt down
	}
	if t.matter != nil && len(about) > 0 && slices.ContainsFunc(kept, func(w string) bool { return q.Happenings[stem(w)] }) {
		rest = about // why did it happen: what it is about, and not what was asked last
	}
	own := slices.ContainsFunc(contentOf(strings.Join(kept, " "), ""), func(w string) bool { return !q.Sayings[stem(w)] }) // of the hospital, and not of what was said
	if said && t.reply != "" && !own {
		rest = append(contentOf(shortenWords(t.said()), question), rest...)
		rest = onceEach(rest)
		const most = 14
		rest = rest[:min(most, len(rest))]
	} else if name := t.newNames(); len(name) > 0 && (len(kept) < len(words(question)) && (t.direct() != "" || t.asksForName()) || t.direct() != "" && ask.Read(question).Kind != ask.Person && ask.Read(t.core).Kind.IsNamed()) { // it refers to what was said
		rest = onceEach(append(rest, name...))
	}
	if own && t.isRefused {
		rest = about
	}
	if said && !own {
		behind := t
		t.behind = &behind
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
	read := ask.Read(t.core)
	k := read.Kind
	if read.Form == ask.YesNo || k != ask.Person && !t.tellsOne() {
		return false
	}
	return k.IsNamed() && k != ask.Place || k == ask.Thing
}

// tellsOne reports whether the reply comes to something, or names one thing rather than
// quoting several.
func (t thread) tellsOne() bool {
	const longest = 25 // words
	return t.direct() != "" || len(strings.Fields(t.reply)) <= longest
}

// topic lists what the conversation is about, as far as a question lacks it: what the
// question that opened it says, without what that asked for, and the names of those
// since. What these asked of it is no part of it.
func (t thread) topic(question string) []string {
	const most = 8
	about := append(slices.Clone(t.matter), slices.DeleteFunc(contentOf(t.withoutOutlets(t.withoutTimes(t.core)), ""), func(w string) bool { return !isCapital(w) && !hasDigit(w) })...)
	if t.matter == nil {
		about = append(t.opened(), t.carried...)
		if ask.Read(t.core).Kind == ask.Thing {
			about = append(about, contentOf("_ "+t.direct(), "")...)
		}
	}
	about = slices.DeleteFunc(onceEach(about), t.hasLeft)
	all := contentOf(strings.Join(about, " "), "_ "+question)
	return all[:min(most, len(all))]
}

// hasLeft reports whether a word is of the name of somebody of whom the conversation spoke,
// and neither its last question nor what was quoted last or before that does any more.
func (t thread) hasLeft(word string) bool {
	if !slices.ContainsFunc(t.met, func(s someone) bool { return slices.Contains(strings.Fields(s.name), word) }) {
		return false
	}
	recent := []string{t.core, t.quoted}
	if n := len(t.answered); n > 1 {
		recent = append(recent, t.answered[n-2].core, t.answered[n-2].quoted)
	}
	return !slices.ContainsFunc(recent, func(text string) bool { return wordsAt(text, word) >= 0 })
}

// opened is what a question is about that leans on no other. What it asked for is left
// out and, where it has a name to go by, what that did.
func (t thread) opened() []string {
	read := ask.Read(t.core)
	core := t.core
	isDigest := read.Form.IsDigest() && read.Topic.Start > 0
	if isDigest {
		core, read.Focus = "_ "+core[read.Topic.Start:read.Topic.End], news.Span{}
	}
	named := slices.ContainsFunc(contentOf(core, ""), t.isName)
	if read.Focus.End > read.Focus.Start && read.Kind != ask.Number && read.Kind != ask.Amount {
		names := slices.DeleteFunc(strings.Fields(core[read.Focus.Start:read.Focus.End]), func(w string) bool { return !isCapital(w) })
		core = core[:read.Focus.Start] + strings.Join(names, " ") + core[read.Focus.End:]
	}
	all := slices.DeleteFunc(contentOf(t.withoutOutlets(t.withoutTimes(core)), ""), t.isUnknown)
	if speaksOfOutlets(read) {
		all = slices.DeleteFunc(all, func(w string) bool { return language().Questions.ReportWords[strings.ToLower(w)] })
	}
	if told := t.toldOfDigest(); len(told) > 0 {
		all = onceEach(append(all, told...))
	}
	if !named || isDigest || lang.AskedIn(core).Code != language().Code {
		return all
	}
	return slices.DeleteFunc(all, func(w string) bool { return !t.isName(w) && (isPast(w) || isDegreeOf(core, w)) })
}

// toldOfDigest is what a digest told first: what happened, where only that was asked, and
// the names in it where it was of something that the question names.
func (t thread) toldOfDigest() []string {
	form := ask.Read(t.core).Form
	if !form.IsDigest() {
		return nil
	}
	told := t.firstTold()
	if form == ask.Happened || len(contentOf(t.withoutTimes(t.core), "")) == 0 {
		return told
	}
	return slices.DeleteFunc(told, func(w string) bool { return !isCapital(w) })
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
	if n := len(all); n > 1 && strings.HasPrefix(quotes[0], all[0]) && !isCapital(all[1]) && wordsAt(strings.Join(quotes, " ")[len(all[0]):], all[0]) < 0 {
		all = all[1:] // it may have a capital for opening the sentence alone
	}
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

// speaksOfOutlets reports whether a question may be of what outlets say.
func speaksOfOutlets(read ask.Question) bool {
	return read.OfReports || read.Form == ask.Comparison || read.Kind == ask.Quotation
}

// withoutOutlets is a question without the outlets whose reports it asks for, if the reply
// cites them: they are not what it is about.
func (t thread) withoutOutlets(question string) string {
	if !speaksOfOutlets(ask.Read(question)) {
		return question
	}
	for _, credit := range followUpPatterns().credit.FindAllString(t.quoted, -1) {
		outlet, _, _ := strings.Cut(strings.Trim(credit, "()"), ",")
		outlet = ask.OutletName(outlet)
		if at := wordsAt(strings.ToLower(question), outlet); outlet != "" && at >= 0 {
			question = question[:at] + question[at+len(outlet):]
		}
	}
	return question
}

// isUnknown reports whether a refusal said that no passage mentions a word: what goes on
// from there need not ask for it again.
func (t thread) isUnknown(word string) bool { return slices.Contains(t.unknown, word) }

// isName reports whether a word of a question is a name, if only by how the reply writes it.
func (t thread) isName(word string) bool {
	return isCapital(word) || hasDigit(word) || t.writesLarge(word)
}

// writesLarge reports whether the reply has a word with a capital, and not for opening a sentence.
func (t thread) writesLarge(word string) bool {
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

// contentOf lists the words of content of a text that another lacks.
func contentOf(text, other string) []string {
	have := words(other)
	q := &language().Questions
	fillers := lang.AskedIn(text).FillersIn(text)
	var out []string
	for i, s := range words(text) {
		w := text[s.Start:s.End]
		lower := stem(w)
		if isWithin(fillers, s.Start) || q.FunctionWords[lower] || q.Leaning[lower] || q.Fillers[lower] || q.Auxiliaries[lower] || q.ColourWords[lower] || isContraction(w) || i == 0 && (opensQuestion(w) || q.Before[lower]) {
			continue
		}
		if slices.ContainsFunc(have, func(h news.Span) bool { return strings.EqualFold(other[h.Start:h.End], w) }) || slices.Contains(out, w) {
			continue
		}
		out = append(out, w)
	}
	return out
}
