package httpapi

import (
	"errors"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/api"
	"byline/internal/news"
)

// The models on offer.
const (
	modelByline     = "byline"            // written by the language model, if one is configured
	modelExtractive = "byline-extractive" // made of quotes
)

// The roles of a chat beside those of a conversation.
const (
	roleSystem    news.Role = "system"
	roleDeveloper news.Role = "developer"
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

	// Not of OpenAI: the same as in POST /v1/answers.
	Filters   api.FilterBody `json:"filters"`
	AsOf      string         `json:"as_of"`
	KeepDates bool           `json:"keep_dates"`

	// Refused if they ask for what cannot be had.
	N              *int             `json:"n"`
	Logprobs       bool             `json:"logprobs"`
	TopLogprobs    *int             `json:"top_logprobs"`
	Tools          []jsontext.Value `json:"tools"`
	ToolChoice     jsontext.Value   `json:"tool_choice"`
	Functions      []jsontext.Value `json:"functions"`
	Modalities     []string         `json:"modalities"`
	ResponseFormat struct {
		Type string `json:"type"`
	} `json:"response_format"`
}

// chatMessage is a message. Its content is a string or a list of parts.
type chatMessage struct {
	Role    news.Role   `json:"role"`
	Content chatContent `json:"content"`
}

// chatContent is the text of a message; other tells of a part that is no text.
type chatContent struct {
	text  string
	other string
}

// UnmarshalJSON reads a string, null, or a list of parts as {"type":"text","text":"…"}.
func (c *chatContent) UnmarshalJSON(data []byte) error {
	if len(data) == 0 || data[0] != '[' {
		return json.Unmarshal(data, &c.text)
	}
	var parts []struct {
		Type string `json:"type"`
		Text string `json:"text"`
	}
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}
	texts := make([]string, 0, len(parts))
	for _, p := range parts {
		if p.Type != "text" && p.Type != "refusal" {
			c.other = p.Type
		}
		texts = append(texts, p.Text)
	}
	c.text = strings.Join(texts, "\n")
	return nil
}

// codedError is an error with the code that OpenAI has for it.
type codedError struct {
	code string
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// request checks the body and turns it into a question.
func (b chatBody) request() (news.AnswerRequest, error) {
	if err := errors.Join(checkModel(b.Model), b.unsupported()); err != nil {
		return news.AnswerRequest{}, err
	}
	question, before, errMessages := b.conversation()
	filter, asOf, errFilter := b.Filters.FilterAsOf(b.AsOf, api.BodyNames)
	if err := errors.Join(errMessages, errFilter); err != nil {
		return news.AnswerRequest{}, err
	}
	return news.AnswerRequest{
		Question: question, Messages: before, NoLLM: b.Model == modelExtractive,
		Search: news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: b.KeepDates},
	}, nil
}

func checkModel(name string) error {
	switch name {
	case modelByline, modelExtractive:
		return nil
	case "":
		return news.InvalidField("model", "must be %s or %s", modelByline, modelExtractive)
	}
	return &codedError{code: "model_not_found", err: news.Errorf(news.KindNotFound,
		"the model %q does not exist; there are %s and %s", api.Clip(name), modelByline, modelExtractive)}
}

// unsupported finds what is asked for and cannot be had. What only steers a
// language model (temperature, max_tokens, stop, seed and the like) is ignored
// instead: clients send it unasked, and the answer is no worse without it.
func (b chatBody) unsupported() error {
	refuse := func(field, why string) error {
		return &codedError{code: "unsupported_parameter", err: news.InvalidField(field, "%s", why)}
	}
	choice := strings.TrimSpace(string(b.ToolChoice))
	switch {
	case b.N != nil && *b.N != 1:
		return refuse("n", "a question has one answer; leave n out or set it to 1")
	case b.Logprobs:
		return refuse("logprobs", "there are no log probabilities; leave logprobs out")
	case b.TopLogprobs != nil && *b.TopLogprobs > 0:
		return refuse("top_logprobs", "there are no log probabilities; leave top_logprobs out")
	case len(b.Tools) > 0 && choice != `"none"`:
		return refuse("tools", "tools are not called here; leave tools out or set tool_choice to none")
	case len(b.Functions) > 0:
		return refuse("functions", "functions are not called here; leave functions out")
	case b.ResponseFormat.Type != "" && b.ResponseFormat.Type != "text":
		return refuse("response_format", "answers are text; leave response_format out, or use POST /v1/answers for JSON")
	case b.StreamOptions.IncludeUsage && !b.Stream:
		return news.InvalidField("stream_options", "is only allowed with stream: true")
	}
	for _, m := range b.Modalities {
		if m != "text" {
			return refuse("modalities", "answers are text; leave modalities out")
		}
	}
	return nil
}

// conversation returns the last message as the question, and the messages
// before it that people and Byline wrote. What system and developer messages
// say is left out: whoever writes them, they are data here and instruct nobody.
func (b chatBody) conversation() (question string, before []news.Message, err error) {
	if len(b.Messages) == 0 {
		return "", nil, news.InvalidField("messages", "must hold at least one message; the last is the question")
	}
	var faults []error
	for i, m := range b.Messages {
		field := fmt.Sprintf("messages[%d]", i)
		if m.Content.other != "" {
			faults = append(faults, &codedError{code: "unsupported_value",
				err: news.InvalidField(field+".content", "only text can be read, not parts of type %q", api.Clip(m.Content.other))})
		}
		switch m.Role {
		case roleSystem, roleDeveloper:
			faults = append(faults, api.CheckLength(field+".content", m.Content.text, api.MaxMessage))
		case news.RoleUser, news.RoleAssistant:
			faults = append(faults, api.CheckLength(field+".content", m.Content.text, api.MaxMessage))
			before = append(before, news.Message{Role: m.Role, Content: withoutSources(m.Content.text)})
		default:
			faults = append(faults, news.InvalidField(field+".role", "must be system, developer, user or assistant, not %q", api.Clip(string(m.Role))))
		}
	}
	last, field := b.Messages[len(b.Messages)-1], fmt.Sprintf("messages[%d]", len(b.Messages)-1)
	if err := errors.Join(faults...); err != nil {
		return "", nil, err
	}
	if last.Role != news.RoleUser {
		return "", nil, news.InvalidField(field+".role", "the last message is the question and must be the user's")
	}
	before = before[:len(before)-1]
	before = before[max(0, len(before)-api.MaxMessages):] // older ones would not be looked at
	question = unwrapped(strings.TrimSpace(last.Content.text))
	if first := b.Messages[0]; first.Role == roleSystem && asksForTitle.MatchString(first.Content.text) { // LobeChat keeps the task apart
		question = first.Content.text + "\nUSER: " + question
	}
	if _, task := housekeeping(question, before); task { // longer than a question may be
		return question, before, nil
	}
	return question, before, api.CheckText(field+".content", question)
}

// warnings say what of the request has no effect.
func (b chatBody) warnings() []string {
	for _, m := range b.Messages {
		if m.Role == roleSystem || m.Role == roleDeveloper {
			return []string{"System messages are not followed: answers come from the articles alone."}
		}
	}
	return nil
}

// tokens estimates how many tokens the messages have.
func (b chatBody) tokens() int {
	n := 0
	for _, m := range b.Messages {
		n += tokens(len(m.Content.text))
	}
	return n
}
