package answer

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// reading is a way in which a question goes on from what was said before.
type reading struct {
	name string
	// read is the thread with a question that is read so; ok is false for any other.
	read func(t thread, question string) (next thread, ok bool)
	// passesAsides tells that it goes on from what was asked before who said so.
	passesAsides bool
	// completes tells that the words of the question ask, and those that the thread adds
	// only tell of what.
	completes bool
}

// readings are the ways in which a question may be read, in the order in which they are
// tried. The last reads all that is left.
func readings() []reading {
	return []reading{
		{name: "again", read: thread.askedAgain},                                            // are you sure?
		{name: "doubt", read: thread.doubted},                                               // are you sure? I read 40
		{name: "words", read: thread.askedForWords},                                         // quote me the exact words of the mayor
		{name: "left out", read: thread.leaving},                                            // without the Gazette
		{name: "return", read: thread.returned},                                             // back to the bridge: who built it?
		{name: "news", read: thread.askedForNews},                                           // any update?
		{name: "timeline", read: thread.askedForTimes},                                      // as a timeline
		{name: "citation", read: thread.askedOfCited},                                       // what did [2] say?
		{name: "its like", read: thread.ofOther},                                            // und heute? en in Oster?
		{name: "taken back", read: thread.takenBack},                                        // no, I meant the river, not the town
		{name: "somebody else", read: thread.instead},                                       // and she?
		{name: "fronted", read: thread.fronted, completes: true},                            // and the nurses, what did they say?
		{name: "another time", read: thread.happened, passesAsides: true},                   // what happened the day before?
		{name: "one of them", read: thread.ofOne},                                           // and the second one? who gave the higher figure?
		{name: "comparison", read: thread.heldAgainst, passesAsides: true},                  // compare that with Japan
		{name: "fragment", read: thread.withFragment, passesAsides: true},                   // and in Japan?
		{name: "role", read: thread.askedForRole, passesAsides: true, completes: true},      // and who is the mayor?
		{name: "bare", read: thread.askedBare, completes: true},                             // why? when was that?
		{name: "resolved", read: thread.readWithNames, passesAsides: true, completes: true}, // who built it?
	}
}

// next is the thread with a question that leans on it.
func (t thread) next(question string) thread {
	_, next := t.readAs(question)
	return next
}

// readAs is the thread with a question that leans on it, and how that was read.
func (t thread) readAs(question string) (as reading, next thread) {
	behind := t.behind
	t.put, t.old, t.behind = "", "", nil
	if !followUpPatterns().again.MatchString(question) {
		t.besides = ""
	}
	for _, r := range readings() {
		from := t
		if behind != nil && r.passesAsides && !hasPersonal(question) {
			from = *behind
			from.met, from.answered = t.met, t.answered
		}
		if next, ok := r.read(from, question); ok {
			return r, next
		}
	}
	return as, t
}

// hasPersonal reports whether a question has a word that stands for somebody.
func hasPersonal(question string) bool {
	return slices.ContainsFunc(words(question), func(s news.Span) bool {
		w := stem(question[s.Start:s.End])
		return language().Questions.Personal[w] && language().Questions.Leaning[w]
	})
}

// askedAgain leaves the thread as it is for a question that asks for the same once more,
// perhaps of other outlets: for what was answered, where the last reply refused.
func (t thread) askedAgain(question string) (next thread, ok bool) {
	if !followUpPatterns().again.MatchString(question) {
		return t, false
	}
	if n := len(t.answered); t.isRefused && n > 0 {
		t = t.answered[n-1]
	}
	if followUpPatterns().elsewhere.MatchString(question) {
		t.besides = t.firstOutlet()
	}
	return t, true
}

// firstOutlet is the outlet that is quoted first.
func (t thread) firstOutlet() string {
	outlet, _, _ := strings.Cut(strings.Trim(followUpPatterns().credit.FindString(t.quoted), "()"), ",")
	return outlet
}

// leaving is the thread with its question asked without the reports of an outlet.
func (t thread) leaving(question string) (next thread, ok bool) {
	outlet, ok := t.leftOut(question)
	if !ok {
		return t, false
	}
	t.leaves = append(slices.Clone(t.leaves), outlet)
	return t, true
}

// leftOut is the outlet of which all that a question says is that its reports are not
// wanted, if a reply cites it.
func (t thread) leftOut(question string) (outlet string, ok bool) {
	rest, name := unwanted(withoutContinuation(question))
	if name == "" || len(contentOf("_ "+rest, "")) > 0 {
		return "", false
	}
	outlet = t.outletCited(name)
	return outlet, outlet != ""
}

// doubted is the thread with its question asked once more, with an eye to what somebody
// has in mind instead: the figure or the name, or else all that is said of it.
func (t thread) doubted(question string) (next thread, ok bool) {
	said := cmp.Or(followUpPatterns().doubt.FindString(question), challenge(question))
	rest := asked(question[len(said):])
	if said == "" || rest == "" {
		return t, false
	}
	if first, _, _ := strings.Cut(rest, " "); opensQuestion(first) {
		return t.next(rest), true
	}
	names := func(w string) bool { return isCapital(w) || hasDigit(w) }
	other := contentOf("_ "+rest, "")
	if slices.ContainsFunc(other, names) {
		other = slices.DeleteFunc(other, func(w string) bool { return !names(w) })
	}
	t.core = strings.TrimRight(t.core, "?") + ", " + strings.Join(other, " ")
	return t, true
}

// challenge is the words of a question before a figure that somebody has in mind instead:
// "wasn't it" of "wasn't it 60?"
func challenge(question string) string {
	said := followUpPatterns().challenge.FindString(question)
	if first, _, _ := strings.Cut(question[len(said):], " "); !hasDigit(first) {
		return ""
	}
	return said
}

// askedForWords is the thread on what somebody said.
func (t thread) askedForWords(question string) (next thread, ok bool) {
	who := followUpPatterns().wordsOf.FindString(question)
	if who == "" {
		return t, false
	}
	if who = question[len(who):]; slices.ContainsFunc(strings.Fields(who), isSaying) || who == "" { // what she said
		return t, false
	}
	about := t.topic(who)
	t.matter = t.topic("")
	t.core, t.carried = strings.TrimRight(fmt.Sprintf(language().Questions.Suggested["said"], who), "?"), about
	return t, true
}

// askedForNews is the thread on what is new of its matter.
func (t thread) askedForNews(question string) (next thread, ok bool) {
	if !followUpPatterns().news.MatchString(withoutContinuation(question)) {
		return t, false
	}
	return t.askedOfMatter("latest"), true
}

// askedForTimes is the thread on its matter in order.
func (t thread) askedForTimes(question string) (next thread, ok bool) {
	if !followUpPatterns().timeline.MatchString(question) {
		return t, false
	}
	return t.askedOfMatter("timeline"), true
}

// askedOfMatter is the thread with a question on all that it is about.
func (t thread) askedOfMatter(sort string) thread {
	t.matter = t.topic("")
	t.core, t.carried = strings.TrimRight(fmt.Sprintf(language().Questions.Suggested[sort], strings.Join(t.matter, " ")), "?"), nil
	return t
}

// askedOfCited is the thread on what stands before a marker that a question names.
func (t thread) askedOfCited(question string) (next thread, ok bool) {
	cited := followUpPatterns().marker.FindStringSubmatch(question)
	if cited == nil {
		return t, false
	}
	n, err := strconv.Atoi(cited[1])
	if err != nil {
		return t, false
	}
	said := t.cited(n)
	if said == "" {
		return t, false
	}
	return t.about(question, said), true
}

// takenBack is the thread with a question of its own behind words that take the one
// before back, or with some of its words corrected.
func (t thread) takenBack(question string) (next thread, ok bool) {
	rest, ok := afterTakenBack(question)
	if !ok {
		return t, false
	}
	if first, more, _ := strings.Cut(rest, " "); more != "" && opensQuestion(first) {
		return t.resolved(rest), true
	}
	return t.corrected(rest)
}

// afterTakenBack is what stands behind the words that take the question before back.
func afterTakenBack(question string) (rest string, ok bool) {
	back := followUpPatterns().takenBack.FindString(question)
	return strings.TrimSpace(question[len(back):]), back != ""
}

// instead is the thread with the person whom a pronoun names in the place of another.
func (t thread) instead(question string) (next thread, ok bool) {
	name := t.insteadOf(question)
	if name == "" {
		return t, false
	}
	return t.replaced(name), true
}

// happened is the thread with its question asked of the time around its own that a
// question for the news names.
func (t thread) happened(question string) (next thread, ok bool) {
	read := ask.Read(question)
	if read.Form != ask.Happened {
		return t, false
	}
	core, ok := t.neighbour(question[read.Topic.Start:read.Topic.End])
	if !ok {
		return t, false
	}
	return t.moved(core), true
}

// heldAgainst is the thread on the things that it is about of the name that they are of and
// of another: the rents of Oster and of Lunde.
func (t thread) heldAgainst(question string) (next thread, ok bool) {
	lower := strings.ToLower(question)
	i := slices.IndexFunc(language().Questions.Comparisons, func(o string) bool { return strings.HasPrefix(lower, o) })
	if i < 0 {
		return t, false
	}
	rest := question[len(language().Questions.Comparisons[i]):]
	other := contentOf("_ "+rest, "")
	var names, things []string
	for _, w := range t.topic(rest) {
		switch {
		case t.isName(w):
			names = append(names, w)
		case lang.EnglishNouns().Has(strings.ToLower(w)):
			things = append(things, w)
		}
	}
	if len(other) == 0 || len(names) == 0 || len(things) == 0 {
		return t, false
	}
	of := func(names []string) string { return strings.Join(append(slices.Clone(things), names...), " ") }
	t.matter = onceEach(slices.Concat(things, names, other))
	t.core, t.carried = strings.TrimRight(fmt.Sprintf(language().Questions.Suggested["compare"], of(names), of(other)), "?"), nil
	return t, true
}

// withFragment is the thread with a fragment, or what was meant instead, in the place of
// what it replaces.
func (t thread) withFragment(question string) (next thread, ok bool) {
	rest, ok := afterTakenBack(question)
	if !ok {
		rest, ok = t.fragment(question)
	}
	if !ok {
		return t, false
	}
	return t.replaced(rest), true
}

// askedForRole is the thread on who has a role where it is.
func (t thread) askedForRole(question string) (next thread, ok bool) {
	if !asksForRole(question) {
		return t, false
	}
	t.matter = t.topic(question)
	t.core, t.carried = question, slices.DeleteFunc(slices.Clone(t.matter), func(w string) bool { return !isCapital(w) })
	return t, true
}

// askedBare is the thread with a question word before what it is about.
func (t thread) askedBare(question string) (next thread, ok bool) {
	if !isBare(question) {
		return t, false
	}
	return t.withRest(question), true
}

// readWithNames is the thread with a question whose pronouns are what they stand for.
func (t thread) readWithNames(question string) (next thread, ok bool) {
	return t.resolved(question), true
}
