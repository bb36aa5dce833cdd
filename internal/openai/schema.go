package openai

import (
	"bytes"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
)

// wire is an event of any of the servers.
type wire struct {
	Error      json.RawMessage `json:"error"`
	Object     string          `json:"object"`
	Code       json.RawMessage `json:"code"`
	Detail     json.RawMessage `json:"detail"`
	Choices    wireChoices     `json:"choices"`
	Message    json.RawMessage `json:"message"` // of Ollama, or what an error says
	Done       bool            `json:"done"`
	DoneReason string          `json:"done_reason"`
	Usage      json.RawMessage `json:"usage"`
	Finish     string          `json:"finish_reason"` // beside choices, not in them
	foreign
	faultFields
}

// faultFields are what servers say in fields of their own when something went wrong.
type faultFields struct {
	Errors   json.RawMessage `json:"errors"`
	ErrorMsg json.RawMessage `json:"error_msg"`
	Status   json.RawMessage `json:"status"`
	Base     struct {
		Code int `json:"status_code"`
	} `json:"base_resp"` // MiniMax's
}

var failedStatus = regexp.MustCompile(`(?i)^"(error|failed)"$`)

func (w *wire) isError() bool {
	return isSaid(w.Error) || w.Object == "error" ||
		len(w.Choices) == 0 && (isFault(w.Code) || isSaid(w.Detail) || isSaid(w.Errors) || isSaid(w.ErrorMsg) || w.Base.Code != 0 || failedStatus.Match(w.Status))
}

// inner is a reply in the envelope of a gateway, nil if there is none.
func (w *wire) inner() json.RawMessage {
	for _, envelope := range []json.RawMessage{w.Data, w.Result, w.Body, w.Output, w.Response} {
		var in wire
		if bytes.HasPrefix(envelope, []byte("{")) && json.Unmarshal(envelope, &in) == nil &&
			(len(in.Choices) > 0 || len(in.Candidates) > 0 || isSaid(in.Message) || isSaid(in.Response)) {
			return envelope
		}
	}
	return nil
}

// wireChoices are the replies that were asked for, of which there is one.
type wireChoices []wireChoice

// UnmarshalJSON reads a list, or an object where some gateways have no list of one.
func (c *wireChoices) UnmarshalJSON(data []byte) error {
	list := (*[]wireChoice)(c)
	if data[0] == '{' {
		data = slices.Concat([]byte("["), data, []byte("]"))
	}
	err := json.Unmarshal(data, list)
	if other := (*json.UnmarshalTypeError)(nil); errors.As(err, &other) { // a field of another type is left out
		return nil
	}
	return err
}

// wireChoice is one of the replies that were asked for.
type wireChoice struct {
	Index        int             `json:"index"`
	Delta        *wireMessage    `json:"delta"`
	Message      *wireMessage    `json:"message"`
	Text         json.RawMessage `json:"text"`
	FinishReason json.RawMessage `json:"finish_reason"`
}

// UnmarshalJSON reads a choice, or the text of one.
func (c *wireChoice) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		c.Text = slices.Clone(data)
		return nil
	}
	type plain wireChoice
	return json.Unmarshal(data, (*plain)(c))
}

// wireMessage is a message or what a delta adds to it.
type wireMessage struct {
	Role             string          `json:"role"`
	Type             string          `json:"type"`
	Content          json.RawMessage `json:"content"`
	ReasoningContent json.RawMessage `json:"reasoning_content"`
	Reasoning        json.RawMessage `json:"reasoning"`
	Thinking         json.RawMessage `json:"thinking"`
	Thought          json.RawMessage `json:"thought"`           // the thought, or that the content is one
	Details          json.RawMessage `json:"reasoning_details"` // OpenRouter's
	Channel          string          `json:"channel"`           // of gpt-oss
	Extra            struct {
		Google struct {
			Thought bool `json:"thought"`
		} `json:"google"`
	} `json:"extra_content"`
	ToolCalls json.RawMessage `json:"tool_calls"`
	Function  json.RawMessage `json:"function_call"` // as they were called before
	Refusal   string          `json:"refusal"`
}

// UnmarshalJSON reads a message, or the text of one.
func (m *wireMessage) UnmarshalJSON(data []byte) error {
	if data[0] == '"' {
		m.Content = slices.Clone(data)
		return nil
	}
	type plain wireMessage
	return json.Unmarshal(data, (*plain)(m))
}

var thoughtName = regexp.MustCompile(`^(thinking|reasoning|thought)`)

// thinks reports whether the content of a message is marked as a thought.
func (m *wireMessage) thinks() bool {
	return thoughtName.MatchString(m.Role) || thoughtName.MatchString(m.Type) || string(m.Thought) == "true" || m.Extra.Google.Thought || m.Channel != "" && m.Channel != "final"
}

// isSaid reports whether a field has something in it.
func isSaid(raw json.RawMessage) bool {
	switch strings.TrimSpace(string(raw)) {
	case "", "null", `""`, "{}", "[]", "false":
		return false
	}
	return true
}
