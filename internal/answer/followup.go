package answer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"byline/internal/news"
	ask "byline/internal/question"
	"byline/prompts"
)

// recall is how many messages a follow-up can lean on, and how many characters of each.
const (
	recall     = 8
	recallSize = 1000
)

// complete turns a question that leans on what was said before into one that
// can be searched for, and reports whether it did. A language model does so
// where there is one; otherwise, or if it fails, the rule of completed does.
func (a *Answerer) complete(ctx context.Context, chat Chat, req news.AnswerRequest, w *writer) (string, bool, error) {
	question := oneLine(req.Question)
	messages := req.Messages[max(0, len(req.Messages)-recall):]
	asOf := cmp.Or(req.Search.AsOf, req.Search.Asked, time.Now())
	if t := threadOf(messages, asOf); t.core == "" || !t.leans(asked(question)) {
		text := question[ask.Read(question).Span.Start:] // without "hello, can you tell me"
		if t.core != "" {
			text = withoutOpening(text)
		}
		return text, false, nil
	}
	w.brief = followUpPatterns().less.MatchString(asked(question))
	if chat != nil && !followUpPatterns().again.MatchString(asked(question)) {
		text, err := rewrite(ctx, chat, question, messages)
		if ctx.Err() != nil {
			return "", false, fmt.Errorf("answer: %w", ctx.Err())
		}
		if err == nil {
			return text, text != question, nil
		}
		w.warn("The question was completed by rule, since the language model failed.")
	}
	text := completed(question, messages, asOf)
	return text, text != question, nil
}

// rewrite asks the model for the completed question.
func rewrite(ctx context.Context, chat Chat, question string, messages []news.Message) (string, error) {
	data := prompts.FollowUp{Question: question}
	for _, m := range messages {
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
