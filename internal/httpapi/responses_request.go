package httpapi

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/api"
	"byline/internal/news"
)

// responseBody is the body of POST /v1/responses: what is listed here, and
// whatever else a client sends, which is ignored.
type responseBody struct {
	Model        string            `json:"model"`
	Input        responseInput     `json:"input"`
	Instructions string            `json:"instructions"`
	Metadata     map[string]string `json:"metadata"` // sent back
	Stream       bool              `json:"stream"`

	narrowing

	// Refused if they ask for what cannot be had.
	PreviousResponseID string         `json:"previous_response_id"`
	Conversation       jsontext.Value `json:"conversation"`
	Prompt             jsontext.Value `json:"prompt"`
	Background         bool           `json:"background"`
	ToolChoice         jsontext.Value `json:"tool_choice"`
	TopLogprobs        *int           `json:"top_logprobs"`
	Include            []string       `json:"include"`
	Text               struct {
		Format struct {
			Type string `json:"type"`
		} `json:"format"`
	} `json:"text"`
}

// responseInput is a question, or a list of items.
type responseInput struct {
	question said
	items    []responseItem // nil: there is only the question
}

// responseItem is a message of the input, or another of OpenAI's items.
type responseItem struct {
	Type    string    `json:"type"` // "": a message
	Role    news.Role `json:"role"`
	Content said      `json:"content"`
}

// UnmarshalJSON reads a string, null, an item, or a list of them.
func (in *responseInput) UnmarshalJSON(data []byte) error {
	switch {
	case len(data) > 0 && data[0] == '{':
		in.items = make([]responseItem, 1)
		return json.Unmarshal(data, &in.items[0])
	case len(data) == 0 || data[0] != '[':
		return json.Unmarshal(data, &in.question.text)
	}
	in.items = []responseItem{}
	return json.Unmarshal(data, &in.items)
}

// UnmarshalJSON reads an item, or a part of a message that stands in the place of one.
func (i *responseItem) UnmarshalJSON(data []byte) error {
	type plain responseItem
	if err := json.Unmarshal(data, (*plain)(i)); err != nil || i.Type != "input_text" {
		return err
	}
	i.Type, i.Role = "message", news.RoleUser
	return json.Unmarshal(data, &i.Content)
}

// request checks the body and turns what is said in it into a question.
func (b responseBody) request(said talk) (news.AnswerRequest, error) {
	if err := errors.Join(checkModel(b.Model), b.unsupported()); err != nil {
		return news.AnswerRequest{}, err
	}
	if b.Input.items != nil && len(b.Input.items) == 0 {
		return news.AnswerRequest{}, news.InvalidField("input", "must hold at least one message; the last is the question")
	}
	return b.narrowing.request(b.Model, said, "input")
}

// talk is what was said, the question last. What a model thought is left out.
func (b responseBody) talk() talk {
	var t talk
	if b.Instructions != "" {
		t = append(t, utterance{field: "instructions", text: "instructions", role: roleSystem, said: said{text: b.Instructions}})
	}
	if b.Input.items == nil {
		return append(t, utterance{field: "input", text: "input", role: news.RoleUser, said: b.Input.question})
	}
	for i, item := range b.Input.items {
		if item.isAside() {
			continue
		}
		field := fmt.Sprintf("input[%d]", i)
		t = append(t, utterance{field: field, text: field + ".content", role: plainRole(item.Role), said: item.Content})
	}
	return t
}

// unsupported finds what is asked for and cannot be had. What only steers a
// language model is ignored, as in chats.
func (b responseBody) unsupported() error {
	switch {
	case b.PreviousResponseID != "":
		return refuse("previous_response_id", "responses are not stored; send what was said before as messages of input")
	case given(b.Conversation):
		return refuse("conversation", "conversations are not stored; send what was said before as messages of input")
	case given(b.Prompt):
		return refuse("prompt", "there are no stored prompts; leave prompt out")
	case b.Background:
		return refuse("background", "responses are not stored, so that none can be fetched later; leave background out")
	case b.TopLogprobs != nil && *b.TopLogprobs > 0:
		return refuse("top_logprobs", "there are no log probabilities; leave top_logprobs out")
	case slices.Contains(b.Include, "message.output_text.logprobs"):
		return refuse("include", "there are no log probabilities; leave message.output_text.logprobs out")
	case b.Text.Format.Type != "" && b.Text.Format.Type != "text":
		return refuse("text.format", "answers are text; leave text.format out, or use POST /v1/answers for JSON")
	}
	for i, item := range b.Input.items {
		if item.Type != "" && item.Type != "message" && !item.isAside() {
			return &codedError{code: "unsupported_value",
				err: news.InvalidField(fmt.Sprintf("input[%d].type", i), "only messages can be read, not items of type %q", api.Clip(item.Type))}
		}
	}
	return refuseTools("tool_choice", b.ToolChoice)
}

// isAside reports whether an item is no message: what a model thought, and calls of tools
// of one that was asked before.
func (i responseItem) isAside() bool {
	return i.Type == "reasoning" || strings.HasPrefix(i.Type, "mcp_") || strings.HasSuffix(i.Type, "_call") || strings.HasSuffix(i.Type, "_call_output")
}

// given reports whether a value is neither missing nor null.
func given(v jsontext.Value) bool { return len(v) > 0 && v.Kind() != 'n' }
