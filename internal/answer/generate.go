package answer

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"byline/internal/news"
	"byline/prompts"
)

// roleSystem speaks to the model above the conversation. Callers of Byline cannot use it.
const roleSystem news.Role = "system"

// generator lets a model write and checks each statement before it goes out.
type generator struct {
	shown    *evidence // what the model was shown
	verifier verifier
	writer   *writer
	raw      strings.Builder // of the reply while its opening is undecided
	begun    bool            // the opening is over: no thoughts, no refusal
	stream   statements
	held     []piece // not yet written, since nothing is cited yet
	refused  bool
	uncited  int // statements without a citation, headings and the like apart
	removed  int // markers taken away
	emitErr  error
}

// generate lets the model answer. It reports false, and has written nothing,
// if the model failed or nothing of what it wrote could be tied to a passage.
// The error is one of ctx or of the writer.
func (a *Answerer) generate(ctx context.Context, chat Chat, e *evidence, w *writer) (bool, error) {
	shown := e.best(a.config.LLMPassages)
	messages, err := prompt(shown, w.answer.Understood)
	if err != nil {
		return false, err
	}
	g := &generator{shown: shown, writer: w, verifier: wordVerifier{shown}}
	_, err = chat.Chat(ctx, messages, func(delta string) error { return g.push(ctx, delta) })
	if g.emitErr != nil {
		return false, g.emitErr
	}
	if ctx.Err() != nil {
		return false, fmt.Errorf("answer: %w", ctx.Err())
	}
	if ferr := g.finish(ctx, err); ferr != nil {
		return false, ferr
	}
	if g.refused && err == nil {
		w.answer.Mode, w.answer.Status = news.AnswerLLM, news.StatusNotFound
		return true, w.write(piece{text: shown.refusal()})
	}
	if len(w.answer.Citations) == 0 {
		w.warn(g.failure(err))
		return false, nil
	}
	w.answer.Mode = news.AnswerLLM
	w.answer.Status = g.status(err)
	return true, nil
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
			Date: day(x.hit.Article), Text: x.hit.Passage.Text,
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

// push takes the next piece of the reply.
func (g *generator) push(ctx context.Context, delta string) error {
	if g.begun {
		return g.check(ctx, g.stream.push(delta))
	}
	g.raw.WriteString(delta)
	reply, over := unthink(g.raw.String())
	opening := strings.TrimLeft(reply, " \n\t*_`\"'.")
	if !over || len(opening) < len(prompts.NotFound) && strings.HasPrefix(prompts.NotFound, opening) {
		return nil
	}
	g.begun = true
	if g.refused = strings.HasPrefix(opening, prompts.NotFound); g.refused {
		return nil
	}
	return g.check(ctx, g.stream.push(reply))
}

// finish checks what is left when the reply has ended. Half a statement of a
// reply that broke off is dropped.
func (g *generator) finish(ctx context.Context, failed error) error {
	if g.begun && !g.refused && failed == nil {
		return g.check(ctx, g.stream.rest())
	}
	return nil
}

// check verifies statements and writes those that may be written.
func (g *generator) check(ctx context.Context, statements []string) error {
	if g.refused {
		return nil
	}
	for _, s := range statements {
		if strings.TrimSpace(s) == prompts.NotFound || strings.TrimSpace(s) == prompts.NotFound+"." {
			continue
		}
		g.held = append(g.held, g.verify(ctx, s)...)
	}
	cites := len(g.writer.answer.Citations) > 0
	for _, p := range g.held {
		cites = cites || len(p.quotes) > 0
	}
	if !cites {
		return nil
	}
	if err := g.writer.write(g.held...); err != nil {
		g.emitErr = err
		return err
	}
	g.held = nil
	return nil
}

// verify turns a statement into pieces whose citations hold.
func (g *generator) verify(ctx context.Context, statement string) []piece {
	var pieces []piece
	cited := false
	whole := claimText(statement)
	for _, part := range parseMarkers(unadorned(statement), len(g.shown.passages)) {
		p := piece{text: part.text}
		for _, n := range part.cited {
			q, ok := quote{}, n >= 1 && n <= len(g.shown.passages)
			if ok {
				q, ok = g.verifier.verify(ctx, part.text, whole, n-1)
			}
			if !ok {
				g.removed++
				g.writer.warn(fmt.Sprintf("A citation was removed, since its passage does not say this: “%s”", shorten(whole)))
				continue
			}
			p.quotes = append(p.quotes, q)
		}
		p.quotes = distinct(p.quotes)
		cited = cited || len(p.quotes) > 0
		pieces = append(pieces, p)
	}
	if !cited && len(words(whole)) > 3 {
		g.uncited++
		g.writer.warn(fmt.Sprintf("This could not be tied to a passage: “%s”", shorten(whole)))
	}
	return pieces
}

// claimText is a statement without markers, on one line.
func claimText(statement string) string {
	return oneLine(markers().ReplaceAllString(unadorned(statement), " "))
}

func distinct(quotes []quote) []quote {
	var out []quote
	for _, q := range quotes {
		known := false
		for _, o := range out {
			known = known || o.article.ID == q.article.ID && o.Span == q.Span
		}
		if !known {
			out = append(out, q)
		}
	}
	return out
}

// shorten cuts a statement for a warning.
func shorten(text string) string {
	const longest = 120
	if r := []rune(text); len(r) > longest {
		return string(r[:longest]) + "…"
	}
	return text
}

// status judges a written answer.
func (g *generator) status(failed error) news.Status {
	if failed != nil {
		g.writer.warn("The language model did not finish: " + failed.Error())
		return news.StatusPartial
	}
	if g.removed > 0 || g.uncited > len(g.writer.answer.Citations) {
		return news.StatusPartial
	}
	return news.StatusAnswered
}

// failure says why quotes follow instead of what the model wrote.
func (g *generator) failure(failed error) string {
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
