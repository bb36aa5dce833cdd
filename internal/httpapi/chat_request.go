package httpapi

import (
	"errors"
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// chatBody is the body of POST /v1/chat/completions: what is listed here, and
// whatever else a client sends, which is ignored.
type chatBody struct {
	Model         string        `json:"model"`
	Messages      []chatMessage `json:"messages"`
	Stream        bool          `json:"stream"`
	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`

	narrowing

	// Refused if they ask for what cannot be had.
	N              *int           `json:"n"`
	Logprobs       bool           `json:"logprobs"`
	TopLogprobs    *int           `json:"top_logprobs"`
	ToolChoice     jsontext.Value `json:"tool_choice"`
	FunctionCall   jsontext.Value `json:"function_call"`
	Modalities     []string       `json:"modalities"`
	ResponseFormat struct {
		Type string `json:"type"`
	} `json:"response_format"`
}

// chatMessage is a message. Its content is a string or a list of parts.
type chatMessage struct {
	Role    news.Role `json:"role"`
	Content said      `json:"content"`
}

// request checks the body and turns what is said in it into a question.
func (b chatBody) request(said talk) (news.AnswerRequest, error) {
	if err := errors.Join(checkModel(b.Model), b.unsupported()); err != nil {
		return news.AnswerRequest{}, err
	}
	return b.narrowing.request(b.Model, said, "messages")
}

// unsupported finds what is asked for and cannot be had. What only steers a
// language model (temperature, max_tokens, stop, seed and the like) is ignored
// instead: clients send it unasked, and the answer is no worse without it.
func (b chatBody) unsupported() error {
	switch {
	case b.N != nil && *b.N != 1:
		return refuse("n", "a question has one answer; leave n out or set it to 1")
	case b.Logprobs:
		return refuse("logprobs", "there are no log probabilities; leave logprobs out")
	case b.TopLogprobs != nil && *b.TopLogprobs > 0:
		return refuse("top_logprobs", "there are no log probabilities; leave top_logprobs out")
	case b.ResponseFormat.Type != "" && b.ResponseFormat.Type != "text":
		return refuse("response_format", "answers are text; leave response_format out, or use POST /v1/answers for JSON")
	case b.StreamOptions.IncludeUsage && !b.Stream:
		return news.InvalidField("stream_options", "is only allowed with stream: true")
	}
	if err := errors.Join(refuseTools("tool_choice", b.ToolChoice), refuseTools("function_call", b.FunctionCall)); err != nil {
		return err
	}
	for _, m := range b.Modalities {
		if m != "text" {
			return refuse("modalities", "answers are text; leave modalities out")
		}
	}
	return nil
}

// talk is what was said, the question last.
func (b chatBody) talk() talk {
	t := make(talk, len(b.Messages))
	for i, m := range b.Messages {
		field := fmt.Sprintf("messages[%d]", i)
		t[i] = utterance{field: field, text: field + ".content", role: plainRole(m.Role), said: m.Content}
	}
	return t
}
