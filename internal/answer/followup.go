package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
	"byline/prompts"
)

// recall is how many messages a model is shown to complete a follow-up, and how many
// characters of each. The rule reads all.
const (
	recall     = 8
	recallSize = 1000
)

// completion is a question as it is looked for.
type completion struct {
	text      string
	rewritten bool
	other     string   // another way to read it, "" if there is none
	preferred bool     // the other is, unless it finds less
	before    before   // what tells which sentences it means
	more      bool     // it asks for what was not quoted yet
	shown     []string // what was
	leaves    []string // outlets whose reports are not wanted
}

// complete turns a question that leans on what was said before into one that
// can be searched for. A language model does so where there is one; otherwise, or if
// it fails, the rule of completed does.
func (a *Answerer) complete(ctx context.Context, chat Chat, req news.AnswerRequest, w *writer) (completion, error) {
	question := withoutSlip(withoutTalk(oneLine(req.Question)))
	messages := req.Messages
	asOf := cmp.Or(req.Search.AsOf, req.Search.Asked, time.Now())
	t := threadOf(messages, asOf)
	question = t.recased(question)
	if t.core == "" || !t.leans(asked(question)) {
		c := completion{text: question[ask.Read(question).Span.Start:]} // without "hello, can you tell me"
		c.text = withoutOpening(c.text)
		if names := t.mayBeOf(asked(question)); len(names) > 0 && chat == nil {
			names = t.withDescribed(asked(question), names)
			c.other, c.preferred = strings.TrimRight(c.text, "?!. ")+" ("+strings.Join(names, " ")+")?", true
			c.before.quotes = quotesOf(t.quoted)
		}
		return c, nil
	}
	p := followUpPatterns()
	w.brief = p.less.MatchString(asked(question))
	if chat != nil && !p.again.MatchString(asked(question)) {
		text, err := rewrite(ctx, chat, question, messages)
		if ctx.Err() != nil {
			return completion{}, fmt.Errorf("answer: %w", ctx.Err())
		}
		if err == nil {
			return completion{text: text, rewritten: text != question}, nil
		}
		w.warn("The question was completed by rule, since the language model failed.")
	}
	as, next := t.readAs(asked(question))
	c := completion{text: next.asks(), more: p.more.MatchString(asked(question))}
	c.rewritten = c.text != question
	c.before = before{quotes: quotesOf(t.quoted), put: next.put, old: next.old, besides: next.besides}
	if as.completes {
		c.before.asksOn, c.before.brought = true, contentOf(c.text, question)
		for _, was := range t.answered {
			c.before.told = append(c.before.told, quotesOf(was.quoted)...)
		}
	}
	c.leaves = next.leaves
	if c.more {
		for _, m := range messages {
			if m.Role == news.RoleAssistant {
				c.shown = append(c.shown, quotesOf(oneLine(m.Content))...)
			}
		}
	}
	if as.name == "doubt" {
		c.other = t.asks() // where nothing has what somebody read
	} else if t.standsAlone(asked(question)) {
		c.other = withoutOpening(asked(question)) + "?"
	} else if told := t.firstTold(); len(told) > 0 && isBare(asked(question)) && !t.isRefused { // in the words of the reply
		c.other = withoutOpening(asked(question)) + " (" + strings.Join(told, " ") + ")?"
	} else if names := slices.DeleteFunc(slices.Clone(next.carried), func(w string) bool { return !t.isName(w) }); len(names) < len(next.carried) { // whatever else no article has
		next.carried = names
		c.other = next.asks()
	}
	return c, nil
}

// findAsRead searches for a question in the way in which it is to be read: as it was
// completed, or in the other way where only that finds something, with all of its
// words, or where it is preferred and finds about as much.
func (a *Answerer) findAsRead(ctx context.Context, c completion, search *news.SearchRequest) (finding, error) {
	search.Query = c.text
	f, err := a.find(ctx, *search, c.before)
	f.result.Understood.Rewritten = c.rewritten
	if err != nil || c.other == "" || !c.preferred && !a.refuses(f.evidence.certainty) {
		return f, err
	}
	read := *search
	read.Query = c.other
	other, err := a.find(ctx, read, c.before)
	if err != nil {
		return f, err
	}
	var better bool
	switch sure := other.evidence.certainty; {
	case c.preferred && a.refuses(f.evidence.certainty):
		better = true
	case c.preferred:
		better = sure >= max(a.config.RefuseBelow, f.evidence.certainty-readsAsWell)
	default:
		better = len(other.evidence.bearing.missing) == 0 && sure >= a.config.RefuseBelow
	}
	if !better {
		return f, nil
	}
	*search, other.result.Understood.Rewritten = read, !c.rewritten
	return other, nil
}

// readsAsWell is how much less sure what the conversation is about may be found than
// a question by itself, and still be what it is about.
const readsAsWell = .15

// quotesOf are the quotes of a reply, without outlets and dates.
func quotesOf(reply string) (quotes []string) {
	p := followUpPatterns()
	for _, said := range p.marker.Split(thread{reply: reply}.statements(), -1) {
		said = strings.TrimSpace(p.credit.ReplaceAllLiteralString(said, ""))
		if head, text, ok := strings.Cut(said, ": "); ok && isTime("on "+head) { // of a timeline
			said = text
		}
		if len(strings.Fields(said)) >= fewestWords(language()) {
			quotes = append(quotes, said)
		}
	}
	return quotes
}

// quotedOf is how much a reply was of an article: 1 if it was quoted first, less if
// it was quoted too.
func (b before) quotedOf(a *news.Article) float64 {
	const beside = .4
	if len(b.quotes) == 0 {
		return 0
	}
	body := oneLine(a.Body)
	switch at := slices.IndexFunc(b.quotes, func(q string) bool { return strings.Contains(body, q) }); at {
	case -1:
		return 0
	case 0:
		return 1
	}
	return beside
}

// isTold reports whether a reply quoted a sentence.
func (b before) isTold(sentence string) bool {
	if len(b.told) == 0 {
		return false // as of most questions, which have many sentences
	}
	sentence = oneLine(sentence)
	return slices.ContainsFunc(b.told, func(q string) bool { return strings.Contains(q, sentence) })
}

// isReplaced reports whether a sentence has what a follow-up replaced in the question, and
// not what it put in its place: it is of another place, or of somebody else.
func (b before) isReplaced(sentence string) bool {
	has := func(some string) bool {
		return slices.ContainsFunc(strings.Fields(some), func(w string) bool { return wordsAt(sentence, w) >= 0 })
	}
	return b.old != "" && has(b.old) && !has(b.put)
}

// more tells what was not quoted yet, of what answers a question, and of what stands
// beside what was quoted.
func (a *Answerer) more(ctx context.Context, e *evidence, shown []string, w *writer) error {
	a.readPostponed(ctx, e)
	w.answer.Mode, w.answer.Status, w.answer.Confidence = news.AnswerExtractive, news.StatusPartial, e.certainty
	isShown := func(c candidate) bool {
		text := oneLine(e.text(c))
		return slices.ContainsFunc(shown, func(s string) bool { return strings.Contains(s, text) || strings.Contains(text, s) })
	}
	var beside, other []candidate // what was quoted, and elsewhere
	for _, c := range e.list.all {
		switch isOfTopic := c.near >= minTopicShare*e.list.all[0].near; {
		case isShown(c):
		case e.passages[e.sentences[c.from].passage].continues == 1, isOfTopic && e.passages[e.sentences[c.from].passage].continues > 0:
			beside = append(beside, c)
		case isOfTopic:
			other = append(other, c)
		}
	}
	chosen := e.choose(other, e.choose(beside, nil, false, a.weights), false, a.weights)
	if len(chosen) == 0 {
		chosen = slices.DeleteFunc(e.ofFirstQuoted(), isShown)
		chosen = chosen[:min(len(chosen), maxQuotes)]
	}
	if len(chosen) == 0 || a.refuses(e.certainty) {
		w.answer.Status = news.StatusNotFound
		return w.write(piece{text: own(e.question.in, "no more")})
	}
	groups := e.arrange(chosen, true)
	for i, group := range groups {
		if err := w.write(e.paragraph(group, i+1 < len(groups))...); err != nil {
			return err
		}
	}
	return nil
}

// ofFirstQuoted are the sentences of the article that was quoted first which can stand
// for themselves, in order.
func (e *evidence) ofFirstQuoted() (all []candidate) {
	for _, pas := range e.passages {
		in := lang.OfArticle(pas.hit.Article.Language)
		for s := pas.first; s < pas.last && pas.continues == 1; s++ {
			t := featuresOf(in, e.sentences[s].text, e.opens(s), e.question)
			if t.stands() && t.words >= fewestWords(in) {
				all = append(all, candidate{from: s, to: s + 1, words: t.words})
			}
		}
	}
	return all
}

// rewrite asks the model for the completed question.
func rewrite(ctx context.Context, chat Chat, question string, messages []news.Message) (string, error) {
	data := prompts.FollowUp{Question: question}
	for _, m := range messages[max(0, len(messages)-recall):] {
		data.Turns = append(data.Turns, prompts.Turn{Speaker: string(m.Role), Text: shortenTo(claimText(m.Content), recallSize)})
	}
	system, err := data.FollowUpSystem()
	if err != nil {
		return "", err
	}
	user, err := data.FollowUpUser()
	if err != nil {
		return "", err
	}
	reply, err := chat.Chat(ctx, []news.Message{{Role: roleSystem, Content: system}, {Role: news.RoleUser, Content: user}}, nil)
	if err != nil {
		return "", err
	}
	reply = unthink(reply)
	line, _, _ := strings.Cut(strings.TrimSpace(reply), "\n")
	line = strings.Trim(oneLine(unadorned(line)), "\"“”*` ")
	if line == "" || len(line) > news.MaxQuestion || strings.Contains(line, prompts.NotFound) {
		return "", errors.New("answer: the rewritten question is unusable")
	}
	return line, nil
}

func shortenTo(text string, longest int) string {
	if r := []rune(text); len(r) > longest {
		return string(r[:longest])
	}
	return text
}

// firstNames lists the words of the first name in a text that does not merely open a sentence.
func firstNames(text string) []string {
	spans := words(text)
	for i := 0; i+1 < len(spans); i++ {
		if !isCapital(text[spans[i].Start:]) || !isCapital(text[spans[i+1].Start:]) {
			continue
		}
		if lower := strings.ToLower(text[spans[i].Start:spans[i].End]); language().Answers.Danglers[lower] || lower == "the" || language().Questions.FunctionWords[lower] {
			continue
		}
		var out []string
		for j := i; j < len(spans) && j < i+3 && isCapital(text[spans[j].Start:]); j++ {
			if j > i && strings.Trim(text[spans[j-1].End:spans[j].Start], " ") != "" {
				break
			}
			if _, rest, _ := strings.Cut(text[spans[j].Start:spans[j].End], "-"); language().Answers.AgeEndings[rest] {
				continue // nine-year-old Mara Olm
			}
			out = append(out, text[spans[j].Start:spans[j].End])
		}
		if len(out) > 1 {
			return out
		}
	}
	return nil
}
