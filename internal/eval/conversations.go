package eval

import (
	"context"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"

	"byline/internal/news"
)

// Conversation is questions that are asked in turn.
type Conversation struct {
	Kind  string
	Turns []Turn
}

// Turn is a question, and what its answer has to be; nothing if it is not looked at.
type Turn struct {
	Question string
	Wants    [][]string // one of each must be in the answer
	First    [][]string // and of these in what it comes to or its first quote
	Lacks    []string   // none of which may
	Status   news.Status
}

// AskedConversation is a conversation up to an answer that is looked at.
type AskedConversation struct {
	Kind      string      `json:"kind"`
	Questions []string    `json:"questions"`
	Answer    string      `json:"answer"`
	Searched  string      `json:"searched"`
	Status    news.Status `json:"status"`
	Right     bool        `json:"right"`
}

// AnswerFunc answers a question.
type AnswerFunc func(ctx context.Context, req news.AnswerRequest) (news.Answer, error)

// ReadConversations reads a file of conversations: "== kind" opens one, ">" is a
// question, "=" what the answer to it must have one of, with " / " between them, "1"
// what it must have one of up to its first quote, "!" what it must not have, "?" its
// status. Lines with # say something of the file.
func ReadConversations(path string) ([]Conversation, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	var all []Conversation
	for n, line := range strings.Split(string(data), "\n") {
		sign, text, _ := strings.Cut(strings.TrimSpace(line), " ")
		if sign == "" || sign == "#" {
			continue
		}
		if sign == "==" {
			all = append(all, Conversation{Kind: text})
			continue
		}
		if len(all) == 0 || !all[len(all)-1].take(sign, text) {
			return nil, news.InvalidField(fmt.Sprintf("%s, line %d", path, n+1), "is no part of a conversation")
		}
	}
	return all, nil
}

// take takes a line of a conversation. It reports false if it is none.
func (c *Conversation) take(sign, text string) bool {
	if sign == ">" {
		c.Turns = append(c.Turns, Turn{Question: text})
		return text != ""
	}
	if len(c.Turns) == 0 {
		return false
	}
	switch last := &c.Turns[len(c.Turns)-1]; sign {
	case "=":
		last.Wants = append(last.Wants, strings.Split(text, " / "))
	case "1":
		last.First = append(last.First, strings.Split(text, " / "))
	case "!":
		last.Lacks = append(last.Lacks, text)
	case "?":
		last.Status = news.Status(text)
	default:
		return false
	}
	return text != ""
}

// Conversations asks all questions of conversations in turn. search is what each request begins with.
func Conversations(ctx context.Context, all []Conversation, search news.SearchRequest, answer AnswerFunc) ([]AskedConversation, error) {
	asked := make([]AskedConversation, 0, len(all))
	for _, c := range all {
		var messages []news.Message
		var questions []string
		for i := range c.Turns {
			turn := &c.Turns[i]
			last, err := answer(ctx, news.AnswerRequest{Question: turn.Question, Messages: messages, Search: search})
			if err != nil {
				return nil, err
			}
			messages = append(messages, news.Message{Role: news.RoleUser, Content: turn.Question}, news.Message{Role: news.RoleAssistant, Content: last.Text})
			questions = append(questions, turn.Question)
			if len(turn.Wants)+len(turn.First)+len(turn.Lacks)+len(turn.Status) > 0 {
				asked = append(asked, AskedConversation{
					Kind: c.Kind, Questions: slices.Clone(questions), Answer: last.Text, Searched: last.Understood.Query, Status: last.Status, Right: turn.isRight(&last),
				})
			}
		}
	}
	return asked, nil
}

// isRight reports whether an answer is what a turn wants.
func (t *Turn) isRight(a *news.Answer) bool {
	has := func(text string, wants [][]string) bool {
		text = strings.ToLower(text)
		return !slices.ContainsFunc(wants, func(some []string) bool {
			return !slices.ContainsFunc(some, func(w string) bool { return strings.Contains(text, strings.ToLower(w)) })
		})
	}
	lacks := !slices.ContainsFunc(t.Lacks, func(w string) bool { return has(a.Text, [][]string{{w}}) })
	return has(a.Text, t.Wants) && (len(t.First) == 0 || a.Status != news.StatusNotFound && has(upToFirstQuote(a.Text), t.First)) && lacks && (t.Status == "" || t.Status == a.Status)
}

// upToFirstQuote is the beginning of an answer: what it comes to, if it says that, and
// its first quote.
func upToFirstQuote(text string) string {
	first, rest, _ := strings.Cut(text, "\n\n")
	if strings.Contains(first, " – ") {
		second, _, _ := strings.Cut(rest, "\n\n")
		return first + "\n\n" + second
	}
	return first
}

// WriteConversations writes those that went wrong and the share of each kind that went right.
func WriteConversations(w io.Writer, asked []AskedConversation) error {
	right, all := map[string]int{}, map[string]int{}
	sum := 0
	for _, a := range asked {
		all[a.Kind]++
		if a.Right {
			right[a.Kind]++
			sum++
			continue
		}
		if _, err := fmt.Fprintf(w, "%s: %s\n  searched: %s\n  %s: %s\n", a.Kind, strings.Join(a.Questions, " > "), a.Searched, a.Status, strings.ReplaceAll(a.Answer, "\n", " ")); err != nil {
			return err
		}
	}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		if _, err := fmt.Fprintf(w, "%3d of %3d  %s\n", right[k], all[k], k); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(w, "%d of %d are right\n", sum, len(asked))
	return err
}
