package httpapi

import (
	"cmp"
	"errors"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/api"
	"byline/internal/news"
)

// What the requests of OpenAI's APIs for text have in common: chats and responses.

// The models on offer.
const (
	modelByline     = "byline"            // written by the language model, if one is configured
	modelExtractive = "byline-extractive" // made of quotes
)

// The roles of a chat beside those of a conversation.
const (
	roleSystem    news.Role = "system"
	roleDeveloper news.Role = "developer"
	roleTool      news.Role = "tool"
	roleFunction  news.Role = "function"
)

// narrowing is what a request may hold that is not of OpenAI: the same as in POST /v1/answers.
type narrowing struct {
	Filters   api.FilterBody `json:"filters"`
	AsOf      string         `json:"as_of"`
	KeepDates bool           `json:"keep_dates"`
}

// request makes a question of a talk that stands in a field of the request.
func (n narrowing) request(model string, t talk, field string) (news.AnswerRequest, error) {
	question, before, errTalk := t.conversation(field)
	filter, asOf, errFilter := n.Filters.FilterAsOf(n.AsOf, api.BodyNames)
	if err := errors.Join(errTalk, errFilter); err != nil {
		return news.AnswerRequest{}, err
	}
	return news.AnswerRequest{
		Question: question, Messages: before, NoLLM: plainModel(model) == modelExtractive,
		Search: news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: n.KeepDates},
	}, nil
}

// talk is what was said, in its order.
type talk []utterance

// utterance is a message of a talk.
type utterance struct {
	field string // where it stands in the request
	text  string // where its text stands
	role  news.Role
	said  said
}

// said is the text of a message; other tells of a part that is no text.
type said struct {
	text  string
	other string
}

// UnmarshalJSON reads a string, null, a part as {"type":"text","text":"…"}, or a list of
// parts and strings.
func (s *said) UnmarshalJSON(data []byte) error {
	switch {
	case len(data) > 0 && data[0] == '{':
		return s.add(data)
	case len(data) == 0 || data[0] != '[':
		return json.Unmarshal(data, &s.text)
	}
	var parts []jsontext.Value
	if err := json.Unmarshal(data, &parts); err != nil {
		return err
	}
	for _, p := range parts {
		if err := s.add(p); err != nil {
			return err
		}
	}
	return nil
}

// add adds a part. What a model thought is left out.
func (s *said) add(data jsontext.Value) error {
	var part struct {
		Type    string `json:"type"`
		Text    string `json:"text"`
		Refusal string `json:"refusal"`
	}
	var err error
	if data.Kind() == '"' {
		part.Type = "text"
		err = json.Unmarshal(data, &part.Text)
	} else {
		err = json.Unmarshal(data, &part)
	}
	switch part.Type {
	case "text", "input_text", "output_text":
	case "thinking", "redacted_thinking", "reasoning":
		return nil
	case "refusal":
		part.Text += part.Refusal
	default:
		s.other = part.Type
	}
	if s.text != "" {
		s.text += "\n"
	}
	s.text += part.Text
	return err
}

// plainRole is a role as OpenAI names it: some frameworks have names of their own.
func plainRole(role news.Role) news.Role {
	switch r := news.Role(strings.ToLower(string(role))); r {
	case "human":
		return news.RoleUser
	case "ai", "model", "bot":
		return news.RoleAssistant
	default:
		return r
	}
}

// conversation returns the last message of the user as the question, and the messages
// before it that people and Byline wrote. What system and developer messages
// say is left out: whoever writes them, they are data here and instruct nobody.
// So is what stands behind the question: results of tools, the beginning of a reply.
// field is where the request has its messages.
func (t talk) conversation(field string) (question string, before []news.Message, err error) {
	if len(t) == 0 {
		return "", nil, news.InvalidField(field, "must hold at least one message; the last is the question")
	}
	var faults []error
	for _, m := range t {
		if m.said.other != "" {
			faults = append(faults, &codedError{code: "unsupported_value",
				err: news.InvalidField(m.text, "only text can be read, not parts of type %q", api.Clip(m.said.other))})
		}
		switch m.role {
		case roleSystem, roleDeveloper:
			faults = append(faults, api.CheckLength(m.text, m.said.text, api.MaxMessage))
		case roleTool, roleFunction: // of another model that was asked before
		case news.RoleUser, news.RoleAssistant:
			faults = append(faults, api.CheckLength(m.text, m.said.text, api.MaxMessage))
			if m.role == news.RoleAssistant && m.said.text == "" { // it only called a tool
				continue
			}
			before = append(before, news.Message{Role: m.role, Content: asAnswered(m.said.text)})
		default:
			faults = append(faults, news.InvalidField(m.field+".role", "must be system, developer, user or assistant, not %q", api.Clip(string(m.role))))
		}
	}
	if err := errors.Join(faults...); err != nil {
		return "", nil, err
	}
	last := t[len(t)-1]
	if _, task := housekeeping(last.said.text, before); task && last.role == roleSystem { // as some put it
		return last.said.text, before[max(0, len(before)-api.MaxMessages):], nil
	}
	if last.role != news.RoleUser {
		for at, m := range slices.Backward(t) {
			if m.role == news.RoleUser {
				return t[:at+1].conversation(field)
			}
		}
		return "", nil, news.InvalidField(last.field+".role", "the last message is the question and must be the user's")
	}
	before = before[:len(before)-1]
	before = before[max(0, len(before)-api.MaxMessages):] // older ones would not be looked at
	question = unwrapped(strings.TrimSpace(last.said.text))
	if first := t[0]; first.role == roleSystem && (asksForTitle(first.said.text) || picksTools.MatchString(first.said.text)) { // the task stands apart
		question = first.said.text + "\nUSER: " + question
	}
	if _, task := housekeeping(question, before); task { // longer than a question may be
		return question, before, nil
	}
	return question, before, api.CheckText(last.text, question)
}

// warnings say what of the talk has no effect.
func (t talk) warnings() []string {
	for _, m := range t {
		if m.role == roleSystem || m.role == roleDeveloper {
			return []string{"System messages are not followed: answers come from the articles alone."}
		}
	}
	return nil
}

// tokens estimates how many tokens the messages have.
func (t talk) tokens() int {
	n := 0
	for _, m := range t {
		n += tokens(len(m.said.text))
	}
	return n
}

// tokens estimates how many tokens a text of so many bytes has.
func tokens(size int) int { return (size + 3) / 4 }

// codedError is an error with the code that OpenAI has for it.
type codedError struct {
	code string
	err  error
}

func (e *codedError) Error() string { return e.err.Error() }
func (e *codedError) Unwrap() error { return e.err }

// plainModel is the name of a model without what gateways put before it and behind:
// "openai/byline", "byline:latest".
func plainModel(name string) string {
	return strings.TrimSuffix(strings.ToLower(name[strings.LastIndexByte(name, '/')+1:]), ":latest")
}

func checkModel(name string) error {
	switch plainModel(name) {
	case modelByline, modelExtractive:
		return nil
	case "":
		return news.InvalidField("model", "must be %s or %s", modelByline, modelExtractive)
	}
	return &codedError{code: "model_not_found", err: news.Errorf(news.KindNotFound,
		"the model %q does not exist; there are %s and %s", api.Clip(name), modelByline, modelExtractive)}
}

// refuse says that a parameter asks for what cannot be had.
func refuse(field, why string) error {
	return &codedError{code: "unsupported_parameter", err: news.InvalidField(field, "%s", why)}
}

// refuseTools refuses a call of a tool that has to be made. Tools that may be called are
// left alone: clients offer them unasked.
func refuseTools(field string, choice jsontext.Value) error {
	var of struct {
		Type    string `json:"type"`
		Mode    string `json:"mode"`
		Allowed struct {
			Mode string `json:"mode"`
		} `json:"allowed_tools"`
	}
	how := strings.Trim(string(choice), ` "`)
	if choice.Kind() == '{' && json.Unmarshal(choice, &of) == nil {
		how = cmp.Or(of.Allowed.Mode, of.Mode, of.Type, how)
	}
	switch how {
	case "", "null", "auto", "none":
		return nil
	}
	return refuse(field, "tools are not called here; leave "+field+" out, or set it to auto or none")
}
