package answer

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

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
	if len(messages) == 0 || !leans(question) {
		return question, false, nil
	}
	if chat != nil {
		text, err := rewrite(ctx, chat, question, messages)
		if ctx.Err() != nil {
			return "", false, fmt.Errorf("answer: %w", ctx.Err())
		}
		if err == nil {
			return text, text != question, nil
		}
		w.warn("The question was completed by rule, since the language model failed.")
	}
	text := completed(question, messages)
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
	reply, _ = unthink(reply)
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

// leans reports whether a question may lean on what was said before: it opens
// as a continuation, refers by a pronoun, or is a fragment of one or two words of content.
func leans(question string) bool {
	lower := strings.ToLower(question)
	for _, o := range language().Questions.Continuations {
		if strings.HasPrefix(lower, o) {
			return true
		}
	}
	content := 0
	for i, s := range words(question) {
		word := strings.ToLower(question[s.Start:s.End])
		word, _, _ = strings.Cut(strings.ReplaceAll(word, "’", "'"), "'")
		if language().Questions.Leaning[word] {
			return true
		}
		if !language().Questions.FunctionWords[word] && !(i == 0 && language().Questions.Words[word] != "") {
			content++
		}
	}
	return content <= 2
}

// completed completes a question by rule from the questions before it:
//
//   - "and in Japan?", "what about 2023?": the question before, with the words
//     after the same preposition, or else its last name or number of the same
//     sort, replaced; added at its end if there is nothing to replace.
//   - any other: the question itself, and behind it in brackets the words of
//     content of the question before that it lacks; after "he", "she" or
//     "they" also the first names of the answer before.
//
// The question before may itself have leaned on one, so they are completed in turn.
func completed(question string, messages []news.Message) string {
	before, reply := "", ""
	for _, m := range messages {
		content := oneLine(claimText(m.Content))
		switch {
		case m.Role == news.RoleAssistant:
			reply = content
		case before != "" && leans(content):
			before = join(content, before, reply)
		default:
			before = content
		}
	}
	if before == "" {
		return question
	}
	return join(question, before, reply)
}

// join completes one question from the one before it and the reply to that.
func join(question, before, reply string) string {
	if rest, ok := fragment(question); ok {
		return replace(before, rest)
	}
	carried := contentOf(before, question)
	if refersToPerson(question) {
		for _, n := range firstNames(reply) {
			if !slices.ContainsFunc(carried, func(c string) bool { return strings.EqualFold(c, n) }) {
				carried = append(carried, n)
			}
		}
	}
	if len(carried) == 0 {
		return question
	}
	return strings.TrimRight(question, " ?.!") + " (" + strings.Join(carried, " ") + ")?"
}

// fragment reports whether a question only names another place, time or thing,
// and returns that: "in Japan" of "And in Japan?".
func fragment(question string) (string, bool) {
	rest := strings.TrimRight(question, " ?.!")
	lower := strings.ToLower(rest)
	for _, o := range language().Questions.FragmentOpenings {
		if !strings.HasPrefix(lower, o) {
			continue
		}
		rest = rest[len(o):]
		all := strings.Fields(rest)
		if len(all) == 0 || len(all) > 5 || slices.ContainsFunc(all, opensQuestion) {
			return "", false
		}
		return rest, true
	}
	return "", false
}

// opensQuestion reports whether a word makes more of a fragment than a name.
func opensQuestion(word string) bool {
	l := strings.ToLower(word)
	return language().Questions.Leaning[l] || ask.Opens(language(), l)
}

// replace puts rest into the question before, in the place of what it replaces.
func replace(before, rest string) string {
	end := strings.TrimRight(before, " ?.!")
	all, put := strings.Fields(end), strings.Fields(rest)
	preposition := ""
	if len(put) > 1 && language().Questions.Prepositions[strings.ToLower(put[0])] {
		preposition = strings.ToLower(put[0])
	}
	thing := put[len(put)-1]
	for to := len(all); to > 1; to-- {
		if !alike(all[to-1], thing) {
			continue
		}
		from := to - 1
		for from > 1 && alike(all[from-1], thing) {
			from--
		}
		switch {
		case preposition == "":
			return strings.Join(slices.Concat(all[:from], put, all[to:]), " ") + "?"
		case strings.EqualFold(all[from-1], preposition):
			return strings.Join(slices.Concat(all[:from], put[1:], all[to:]), " ") + "?"
		}
		to = from + 1
	}
	return end + " " + rest + "?"
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
	var out []string
	for _, s := range words(text) {
		w := text[s.Start:s.End]
		lower := strings.ToLower(w)
		if language().Questions.FunctionWords[lower] || language().Questions.Leaning[lower] || language().Questions.Fillers[lower] {
			continue
		}
		if slices.ContainsFunc(have, func(h news.Span) bool { return strings.EqualFold(other[h.Start:h.End], w) }) || slices.Contains(out, w) {
			continue
		}
		out = append(out, w)
	}
	return out
}

func refersToPerson(question string) bool {
	return slices.ContainsFunc(words(question), func(s news.Span) bool { return language().Questions.Personal[strings.ToLower(question[s.Start:s.End])] })
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
			out = append(out, text[spans[j].Start:spans[j].End])
		}
		if len(out) > 1 {
			return out
		}
	}
	return nil
}
