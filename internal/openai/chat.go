package openai

import (
	"context"
	"errors"
	"io"
	"math"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"byline/internal/news"
)

// ChatConfig says which model writes and how much.
type ChatConfig struct {
	Endpoint
	MaxTokens int // of a reply; zero: 1,024

	firstWait time.Duration // after a failure; zero: half a second
}

// Chat writes replies with a language model. It is safe for concurrent use.
type Chat struct {
	client *openai.Client
	config ChatConfig
}

// NewChat makes a Chat. It does not connect.
func NewChat(config ChatConfig) (*Chat, error) {
	client, endpoint, err := config.client()
	if err != nil {
		return nil, err
	}
	config.Endpoint = endpoint
	if config.MaxTokens <= 0 {
		config.MaxTokens = 1024
	}
	if config.firstWait <= 0 {
		config.firstWait = 500 * time.Millisecond
	}
	return &Chat{client: client, config: config}, nil
}

// Chat asks for a reply to messages and returns the whole of it. Roles are
// passed on as they are, so "system" works too. Each piece is handed to
// onDelta, if it is not nil, as it arrives; when that fails, the request ends
// with its error. The request is closed when ctx is.
//
// With an error, the reply is what had arrived until then. A reply that was
// cut because it reached the length limit comes with an error of KindTooLarge.
func (c *Chat) Chat(ctx context.Context, messages []news.Message, onDelta func(string) error) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, c.config.Timeout)
	defer cancel()
	p := retryPolicy{tries: 3, first: c.config.firstWait, longest: c.config.Timeout / 2}
	stream, err := retry(ctx, c.config.Endpoint, p, func() (*openai.ChatCompletionStream, error) {
		return c.client.CreateChatCompletionStream(ctx, c.request(messages))
	})
	if err != nil {
		return "", err
	}
	defer func() { _ = stream.Close() }()
	return c.read(stream, onDelta)
}

// request is greedy decoding, except for models that refuse to be told so.
func (c *Chat) request(messages []news.Message) openai.ChatCompletionRequest {
	req := openai.ChatCompletionRequest{
		Model:       c.config.Model,
		MaxTokens:   c.config.MaxTokens,          //nolint:staticcheck // llama.cpp, Ollama and others know no other
		Temperature: math.SmallestNonzeroFloat32, // the library leaves out a plain zero
	}
	for _, m := range messages {
		req.Messages = append(req.Messages, openai.ChatCompletionMessage{Role: string(m.Role), Content: m.Content})
	}
	if openai.NewReasoningValidator().Validate(req) != nil {
		req.MaxTokens, req.MaxCompletionTokens, req.Temperature = 0, c.config.MaxTokens, 0 //nolint:staticcheck // see above
	}
	return req
}

// read collects a stream. One that ends without a reason to finish was cut off.
func (c *Chat) read(stream *openai.ChatCompletionStream, onDelta func(string) error) (string, error) {
	var reply strings.Builder
	var reason openai.FinishReason
	for {
		part, err := stream.Recv()
		switch {
		case errors.Is(err, io.EOF) && reason == "":
			return reply.String(), news.Errorf(news.KindUnavailable, "openai: %s broke off its reply: %w", c.config.Endpoint, io.ErrUnexpectedEOF)
		case errors.Is(err, io.EOF) && reason == openai.FinishReasonLength:
			return reply.String(), news.Errorf(news.KindTooLarge, "openai: the reply of %s reached the limit of %d tokens", c.config.Endpoint, c.config.MaxTokens)
		case errors.Is(err, io.EOF):
			return reply.String(), nil
		case err != nil:
			return reply.String(), c.config.failure(err)
		}
		if len(part.Choices) == 0 { // a report of usage
			continue
		}
		choice := part.Choices[0]
		if choice.FinishReason != "" {
			reason = choice.FinishReason
		}
		reply.WriteString(choice.Delta.Content)
		if choice.Delta.Content != "" && onDelta != nil {
			if err := onDelta(choice.Delta.Content); err != nil {
				return reply.String(), err
			}
		}
	}
}
