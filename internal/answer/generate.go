package answer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"byline/internal/news"
	"byline/internal/tokens"
	"byline/prompts"
)

// roleSystem speaks to the model above the conversation. Callers of Byline cannot use it.
const roleSystem news.Role = "system"

const perMessage = 8 // tokens that a template puts around a message

// Roomy is a Chat that tells how many tokens a prompt may have; zero: any number.
// known is false where that is a guess.
type Roomy interface {
	Room(ctx context.Context) (tokens int, known bool)
}

// Thinker is a Chat that can leave room for thoughts, which a server may count as
// text.
type Thinker interface {
	// Thinks learns that the model thinks in its text, and reports whether a
	// reply has more room for that now than it had.
	Thinks() bool
}

// generate lets the model answer. It reports false, and has written nothing,
// if the model failed or nothing of what it wrote could be tied to a passage.
// The error is one of ctx or of the writer.
func (a *Answerer) generate(ctx context.Context, chat Chat, e *evidence, w *writer) (bool, error) {
	wanted := min(a.config.LLMPassages, len(e.passages))
	n, known, err := a.roomFor(ctx, chat, e, w)
	if err != nil {
		return false, err
	}
	for {
		r, failed, err := a.told(ctx, chat, e, n, w)
		if err != nil {
			return false, err
		}
		if errors.Is(failed, news.ErrPromptTooLong) && n > 1 && r.raw == 0 {
			n, known = max(1, n*2/3), true // from the end, where what bears least on the question stands
			continue
		}
		if t, ok := chat.(Thinker); ok && errors.Is(failed, news.ErrNoRoom) && t.Thinks() {
			continue
		}
		if n < wanted {
			w.warn(fewerShown(n, wanted, known))
		}
		switch {
		case failed == nil || len(w.answer.Citations) == 0:
		case r.whole:
			w.warn("The language model failed behind what it wrote here, and may have had more to say: " + failed.Error())
			written, err := r.finish(nil, a.config.SetApart)
			w.answer.Status = news.StatusPartial
			return written, err
		default:
			return a.quoteInstead(r, failed, e)
		}
		return r.finish(failed, a.config.SetApart)
	}
}

// quoteInstead quotes where the model broke off behind some statements, so that
// nobody is left with half an answer: in their place, or behind them where they
// have been read already. It reports false if they are to be quoted in their place.
func (a *Answerer) quoteInstead(r *replyReader, failed error, e *evidence) (bool, error) {
	w := r.writer
	if w.takeBack() {
		w.warn(failure(failed))
		return false, nil
	}
	w.warn("The language model did not finish, so quotes follow what it wrote: " + failed.Error())
	if a.refuses(e.certainty) || len(e.list.all) == 0 {
		w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusPartial
		return true, nil
	}
	err := w.write(piece{text: "\n\n"})
	if err == nil {
		err = a.extract(e, w)
	}
	w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusPartial
	return true, err
}

// told shows the model the n best passages and lets it reply.
func (a *Answerer) told(ctx context.Context, chat Chat, e *evidence, n int, w *writer) (r *replyReader, failed, err error) {
	shown := e.best(n)
	messages, err := prompt(shown, w.answer.Understood)
	if err != nil {
		return nil, nil, err
	}
	r = newReplyReader(newSources(ctx, a.verifier(), shown), w)
	r.found = e
	r.unopened = &a.unopened
	failed, err = r.reply(ctx, chat, messages)
	if err == nil && failed == nil && len(r.unsupported) > 0 && !r.refused {
		err = r.again(ctx, chat, messages)
	}
	return r, failed, err
}

// roomFor returns how many passages the model has room for: it is never told
// more than it can read, since some cut a prompt without a word.
func (a *Answerer) roomFor(ctx context.Context, chat Chat, e *evidence, w *writer) (n int, known bool, err error) {
	n = min(a.config.LLMPassages, len(e.passages))
	roomy, ok := chat.(Roomy)
	if !ok {
		return n, true, nil
	}
	room, known := roomy.Room(ctx)
	for ; room > 0 && n > 1; n-- {
		messages, err := prompt(e.best(n), w.answer.Understood)
		if err != nil {
			return 0, known, err
		}
		size := 0
		for _, m := range messages {
			size += perMessage + tokens.OfBytes.Estimate(m.Content)
		}
		if size <= room {
			break
		}
	}
	return n, known, nil
}

// fewerShown says that the model did not see all that was found.
func fewerShown(n, wanted int, known bool) string {
	text := fmt.Sprintf("The language model was shown %d of %d passages, since its window has no room for more", n, wanted)
	if !known {
		return text + ": how large it is, nobody tells, so 4096 tokens were assumed; llm.context says otherwise."
	}
	return text + "."
}

// prompt shows the passages to the model.
func prompt(e *evidence, u news.Understood) ([]news.Message, error) {
	data := prompts.Answer{Question: e.question.text}
	if !u.AsOf.IsZero() {
		data.AsOf = u.AsOf.Format(dayLayout)
	}
	for i, x := range e.passages {
		data.Passages = append(data.Passages, prompts.Passage{
			Number: i + 1, Headline: oneLine(x.hit.Article.Headline), Source: outlet(x.hit.Article),
			Date: dateSaid(x.hit.Article), Text: x.hit.Passage.Text,
		})
	}
	system, err := data.AnswerSystem()
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	user, err := data.AnswerUser()
	if err != nil {
		return nil, fmt.Errorf("answer: %w", err)
	}
	return []news.Message{{Role: roleSystem, Content: system}, {Role: news.RoleUser, Content: user}}, nil
}

// again asks the model once more for what no passage carries.
func (r *replyReader) again(ctx context.Context, chat Chat, messages []news.Message) error {
	text, err := prompts.Repair{Statements: r.unsupported}.RepairUser()
	if err != nil {
		return fmt.Errorf("answer: %w", err)
	}
	left, refused, refusals := r.unsupported, r.refused, r.refusals
	before := strings.TrimSpace(r.writer.text.String())
	if before == "" {
		before = prompts.NotFound
	}
	asked := slices.Concat(messages, []news.Message{{Role: news.RoleAssistant, Content: before}, {Role: news.RoleUser, Content: text}})
	if r.written > 0 {
		defer func(written int) { // what is put right makes up for what was left out
			r.unsupported = left[min(len(left), r.written-written):]
		}(r.written)
	} else {
		defer func() { r.unsupported = left }()
	}
	_, err = r.reply(ctx, chat, asked)
	r.refused, r.refusals = refused, refusals
	return err
}

// finish ends the answer. It reports false if there is none.
func (r *replyReader) finish(failed error, setApart bool) (bool, error) {
	w := r.writer
	if len(w.answer.Citations) == 0 {
		if failed == nil && r.refusals > 0 {
			w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusNotFound
			return true, w.write(piece{text: r.sources.evidence.refusal()})
		}
		w.warn(failure(failed))
		return false, nil
	}
	w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusAnswered
	if len(r.unsupported) > 0 || r.refusals > 0 {
		w.answer.Status = news.StatusPartial
	}
	if err := r.quoteMissing(); err != nil {
		return true, err
	}
	for _, s := range r.unsupported {
		if !setApart {
			w.warn(fmt.Sprintf("This was left out, since no passage says it: “%s”", shorten(s)))
		}
	}
	if setApart && len(r.unsupported) > 0 {
		return true, w.write(piece{text: "\n\nNot in the sources: " + strings.Join(r.unsupported, " ")})
	}
	return true, nil
}

// shorten cuts a statement for a warning.
func shorten(text string) string {
	const longest = 120
	if cut := shortenTo(text, longest); cut != text {
		return cut + "…"
	}
	return text
}

// failure says why quotes follow instead of what the model wrote.
func failure(failed error) string {
	var known *news.Error
	switch {
	case failed == nil:
		return "The answer is made of quotes, since nothing that the language model wrote could be tied to a passage."
	case errors.As(failed, &known):
		return "The answer is made of quotes, since the language model failed: " + known.Error()
	default:
		return "The answer is made of quotes, since the language model failed."
	}
}
