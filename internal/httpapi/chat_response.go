package httpapi

import (
	"byline/internal/api"
	"byline/internal/news"
)

const finishStop = "stop"

// chatCompletion is a completion or, streamed, a chunk of one. Byline, the
// report on the answer, is not of OpenAI.
type chatCompletion struct {
	ID      string       `json:"id"`
	Object  string       `json:"object"`
	Created int64        `json:"created"`
	Model   string       `json:"model"`
	Choices []chatChoice `json:"choices"`
	Usage   *chatUsage   `json:"usage,omitzero"`
	Byline  *chatReport  `json:"byline,omitzero"`
}

type chatChoice struct {
	Index        int        `json:"index"`
	Message      *chatReply `json:"message,omitzero"`
	Delta        *chatDelta `json:"delta,omitzero"`
	Logprobs     *struct{}  `json:"logprobs"`
	FinishReason *string    `json:"finish_reason"`
}

type chatReply struct {
	Role      news.Role      `json:"role"`
	Content   string         `json:"content"`
	Refusal   *string        `json:"refusal"`
	Citations []chatCitation `json:"citations"`
}

type chatDelta struct {
	Role      news.Role      `json:"role,omitzero"`
	Content   string         `json:"content,omitzero"`
	Citations []chatCitation `json:"citations,omitempty"`
}

// chatCitation is a citation with its place in the list, by which clients put
// the lists of deltas together.
type chatCitation struct {
	Index int `json:"index"`
	api.Citation
}

// toChatCitations converts citations of which the first has the place from.
func toChatCitations(citations []news.Citation, from int) []chatCitation {
	out := make([]chatCitation, len(citations))
	for i, c := range citations {
		out[i] = chatCitation{Index: from + i, Citation: api.NewCitation(c)}
	}
	return out
}

// chatUsage counts tokens, by estimate: four bytes make one.
type chatUsage struct {
	PromptTokens     int `json:"prompt_tokens"`
	CompletionTokens int `json:"completion_tokens"`
	TotalTokens      int `json:"total_tokens"`
}

// chatReport is what /v1/answers tells of an answer beside its text.
type chatReport struct {
	Status     news.Status     `json:"status"`
	Direct     *api.Direct     `json:"direct,omitempty"`
	Mode       news.AnswerMode `json:"mode"`
	Understood api.Understood  `json:"understood"`
	Warnings   []string        `json:"warnings"`
}

// chatTurn is what all the chunks of an answer have in common.
type chatTurn struct {
	id       string
	created  int64 // Unix time, seconds
	model    string
	prompt   int // tokens
	usage    bool
	warnings []string
}

func (t chatTurn) head(object string) chatCompletion {
	return chatCompletion{ID: t.id, Object: object, Created: t.created, Model: t.model}
}

func newChatReport(a news.Answer, warnings []string) *chatReport {
	return &chatReport{
		Status: a.Status, Direct: api.NewDirect(a.Direct), Mode: a.Mode,
		Understood: api.NewUnderstood(a.Understood), Warnings: append(warnings, a.Warnings...),
	}
}

// count is the usage of an answer of so many bytes.
func (t chatTurn) count(size int) *chatUsage {
	n := tokens(size)
	return &chatUsage{PromptTokens: t.prompt, CompletionTokens: n, TotalTokens: t.prompt + n}
}

// completion is an answer as a whole.
func (t chatTurn) completion(a news.Answer) chatCompletion {
	reply := chatReply{Role: news.RoleAssistant, Content: wholeText(a), Citations: toChatCitations(a.Citations, 0)}
	out := t.head("chat.completion")
	out.Choices = []chatChoice{{Message: &reply, FinishReason: new(finishStop)}}
	out.Usage, out.Byline = t.count(len(reply.Content)), newChatReport(a, t.warnings)
	return out
}
