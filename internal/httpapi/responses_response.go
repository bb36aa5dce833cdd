package httpapi

import (
	"time"

	"byline/internal/api"
	"byline/internal/news"
)

// Where a response or a part of it stands.
const (
	statusInProgress = "in_progress"
	statusCompleted  = "completed"
	statusFailed     = "failed"
)

// response is an answer in the shape of OpenAI. Byline, the report on the answer, is
// not of OpenAI. What is always null stands there for clients that want it.
type response struct {
	ID                 string            `json:"id"`
	Object             string            `json:"object"`
	CreatedAt          int64             `json:"created_at"`   // Unix time, seconds
	CompletedAt        *int64            `json:"completed_at"` // Unix time, seconds
	Status             string            `json:"status"`
	Model              string            `json:"model"`
	Output             []responseMessage `json:"output"`
	Error              *responseError    `json:"error"`
	IncompleteDetails  *struct{}         `json:"incomplete_details"`
	Instructions       *string           `json:"instructions"`
	PreviousResponseID *string           `json:"previous_response_id"`
	Metadata           map[string]string `json:"metadata"`
	Background         bool              `json:"background"`
	Store              bool              `json:"store"`
	ParallelToolCalls  bool              `json:"parallel_tool_calls"`
	ToolChoice         string            `json:"tool_choice"`
	Tools              []struct{}        `json:"tools"`
	Temperature        *float64          `json:"temperature"`
	TopP               *float64          `json:"top_p"`
	Truncation         string            `json:"truncation"`
	Usage              *responseUsage    `json:"usage"`
	Byline             *chatReport       `json:"byline,omitzero"`
}

// responseMessage is what was answered.
type responseMessage struct {
	Type    string         `json:"type"`
	ID      string         `json:"id"`
	Status  string         `json:"status"`
	Role    news.Role      `json:"role"`
	Content []responseText `json:"content"`
}

type responseText struct {
	Type        string       `json:"type"`
	Text        string       `json:"text"`
	Annotations []annotation `json:"annotations"`
	Logprobs    []struct{}   `json:"logprobs"`
}

type responseError struct {
	Code    string `json:"code"`
	Message string `json:"message"`
}

// responseUsage counts tokens, by estimate: four bytes make one.
type responseUsage struct {
	InputTokens        int                   `json:"input_tokens"`
	InputTokensDetails responseInputDetails  `json:"input_tokens_details"`
	OutputTokens       int                   `json:"output_tokens"`
	OutputDetails      responseOutputDetails `json:"output_tokens_details"`
	TotalTokens        int                   `json:"total_tokens"`
}

type responseInputDetails struct {
	CachedTokens     int `json:"cached_tokens"`
	CacheWriteTokens int `json:"cache_write_tokens"`
}

type responseOutputDetails struct {
	ReasoningTokens int `json:"reasoning_tokens"`
}

// responseTurn is what all states of a response have in common.
type responseTurn struct {
	id       string
	created  int64 // Unix time, seconds
	model    string
	metadata map[string]string
	prompt   int // tokens
	warnings []string
	page     func(news.Citation) string
}

// begun is the response before anything is answered.
func (t responseTurn) begun() *response {
	return &response{
		ID: "resp_" + t.id, Object: "response", CreatedAt: t.created, Status: statusInProgress, Model: t.model, Metadata: t.metadata,
		ToolChoice: "none", Truncation: "disabled",
	}
}

// message is the answer, or as much of it as there is.
func (t responseTurn) message(status string, content ...responseText) *responseMessage {
	return &responseMessage{Type: "message", ID: "msg_" + t.id, Status: status, Role: news.RoleAssistant, Content: content}
}

// content is a text as the only part of a message.
func (t *annotatedText) content() responseText {
	return responseText{Type: "output_text", Text: t.text.String(), Annotations: t.annotations}
}

// completed is the response with the whole answer.
func (t responseTurn) completed(a news.Answer, text *annotatedText) *response {
	r := t.begun()
	r.Status, r.CompletedAt = statusCompleted, new(time.Now().Unix())
	r.Output = []responseMessage{*t.message(statusCompleted, text.content())}
	size := tokens(text.text.Len())
	r.Usage = &responseUsage{InputTokens: t.prompt, OutputTokens: size, TotalTokens: t.prompt + size}
	r.Byline = newChatReport(a, t.warnings)
	return r
}

// failed is the response in the place of which there is a fault.
func (t responseTurn) failed(p api.Problem, err error) *response {
	r, fault := t.begun(), toOpenAIError(p, err).Error
	r.Status, r.Error = statusFailed, &responseError{Code: "server_error", Message: fault.Message}
	if fault.Code != nil {
		r.Error.Code = *fault.Code
	}
	return r
}
