package openai

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"sync/atomic"
	"time"

	"github.com/sashabaranov/go-openai"

	"byline/internal/news"
)

// API is how a server of chats is spoken to.
type API string

// The APIs.
const (
	APIAuto   API = "auto"   // Ollama's where the URL is that of an Ollama, else that of OpenAI
	APIOpenAI API = "openai" // and whatever is compatible with it
	APIOllama API = "ollama" // the native one, which can set the window and thinking
)

// Thinking says whether a model thinks before it answers.
type Thinking string

// The ways of thinking.
const (
	ThinkingAsIs Thinking = ""    // as the model does unasked
	ThinkingOn   Thinking = "on"  // where the server can switch it
	ThinkingOff  Thinking = "off" // likewise
)

// ChatConfig says which model writes, how much, and how long it is waited for.
type ChatConfig struct {
	Endpoint           // its Timeout is that of a reply, from its first token on
	API       API      // empty: APIAuto
	MaxTokens int      // of a reply, thoughts apart; zero: 1,024
	Context   int      // tokens that the model reads and writes at once; zero: the server is asked
	Thinking  Thinking // whether it thinks

	FirstToken    time.Duration // longest wait for the first token, as long as it takes to load a model; zero: five minutes
	BetweenTokens time.Duration // longest wait for another; zero: a minute
	KeepAlive     time.Duration // how long Ollama keeps the model in memory; zero: as long as it does unasked

	firstWait time.Duration // after a failure; zero: half a second
}

// Chat writes replies with a language model. It is safe for concurrent use.
type Chat struct {
	remote       *remote
	config       ChatConfig
	capabilities atomic.Pointer[capabilities]
	told         atomic.Int64 // window that the server tells; negative: it tells none
}

// NewChat makes a Chat. It does not connect.
func NewChat(config ChatConfig) (*Chat, error) {
	s, err := config.remote()
	if err != nil {
		return nil, err
	}
	config.Endpoint = s.Endpoint
	if config.MaxTokens <= 0 {
		config.MaxTokens = 1024
	}
	if config.firstWait <= 0 {
		config.firstWait = 500 * time.Millisecond
	}
	if config.FirstToken <= 0 {
		config.FirstToken = 5 * time.Minute
	}
	if config.BetweenTokens <= 0 {
		config.BetweenTokens = time.Minute
	}
	c := &Chat{remote: s, config: config}
	t := expected(config.Model, config.API == APIOllama || s.ollama && config.API != APIOpenAI)
	c.capabilities.Store(&t)
	return c, nil
}

// Chat asks for a reply to messages and returns the whole of it, without what
// the server marks as thoughts. Each piece is handed to onDelta, if it is not
// nil, as it arrives; when that fails, the request ends with its error. The
// request is closed when ctx is.
//
// With an error, the reply is what had arrived until then. A reply that was
// cut because it reached the length limit comes with an error of KindTooLarge;
// so does news.ErrPromptTooLong, before anything arrived.
func (c *Chat) Chat(ctx context.Context, messages []news.Message, onDelta func(string) error) (string, error) {
	text, _, err := c.reply(ctx, messages, onDelta)
	return text, err
}

// reply is Chat, and tells whether the server marked thoughts.
func (c *Chat) reply(ctx context.Context, messages []news.Message, onDelta func(string) error) (text string, thought bool, err error) {
	for {
		text, thought, err = c.once(ctx, messages, onDelta)
		if thought && c.Thinks() && text == "" && errors.Is(err, news.ErrNoRoom) {
			continue
		}
		return text, thought, err
	}
}

// Thinks learns that the model thinks before it answers, out of the tokens of its
// reply. It reports whether a reply has more room for that now than it had.
func (c *Chat) Thinks() bool {
	t := *c.capabilities.Load()
	if t.thinks {
		return false
	}
	t.thinks = true
	c.capabilities.Store(&t)
	return !t.noLimit && c.config.Thinking != ThinkingOff
}

// once asks once, but for what is tried again before anything has arrived.
func (c *Chat) once(ctx context.Context, messages []news.Message, onDelta func(string) error) (text string, thought bool, err error) {
	ctx, deadlines := c.watch(ctx)
	defer deadlines.stop()
	p := retryPolicy{tries: 3, first: c.config.firstWait, longest: c.config.FirstToken / 2}
	var first part
	r, err := retry(ctx, c.config.Endpoint, p, func() (r *reply, err error) {
		r, first, err = c.begin(ctx, messages)
		return r, err
	})
	if err != nil {
		return "", false, err
	}
	defer func() { _ = r.Close() }()
	l := listener{chat: c, deadlines: deadlines, onDelta: onDelta}
	err = l.listen(ctx, r, first)
	return l.text.String(), l.thought, err
}

// maxLessons bounds how often a request is put in other words.
const maxLessons = 10

// begin sends the messages and reads up to the first piece of the reply, in the
// way that the model turned out to want.
func (c *Chat) begin(ctx context.Context, messages []news.Message) (*reply, part, error) {
	var err error
	var known *capabilities // before anything was guessed
	for range maxLessons {
		t := *c.capabilities.Load()
		var r *reply
		if r, err = c.send(ctx, messages, t); err == nil {
			var first part
			if first, err = r.next(); err == nil {
				return r, first, nil
			}
			if errors.Is(err, io.EOF) && r.done { // nothing but its end
				err = news.ErrEmptyReply
			}
			err = errors.Join(c.remote.wrong(err), r.Close())
		}
		next, learned := t.learn(err)
		if !learned {
			if next, learned = next.guess(err); learned && known == nil {
				known = &t
			}
		}
		if next != t {
			c.capabilities.Store(&next)
		}
		if !learned && !c.loading(ctx, err) {
			break
		}
	}
	if known != nil {
		c.capabilities.Store(known)
	}
	return nil, part{}, err
}

// loading waits a moment if a server says that it is loading the model.
func (c *Chat) loading(ctx context.Context, err error) bool {
	var s *statusError
	if !errors.As(err, &s) || !s.isLoading() {
		return false
	}
	timer := time.NewTimer(4 * c.config.firstWait)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-ctx.Done():
		return false
	}
}

// send sends the messages.
func (c *Chat) send(ctx context.Context, messages []news.Message, t capabilities) (*reply, error) {
	address, body := c.remote.base+"/chat/completions", c.request(messages, t)
	if t.native {
		address, body = c.remote.root()+"/api/chat", c.nativeRequest(ctx, messages, t)
	}
	raw, err := json.Marshal(body)
	if err != nil {
		return nil, fmt.Errorf("openai: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("openai: %w", news.WithoutURL(err))
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "text/event-stream, application/x-ndjson, application/json")
	resp, err := c.remote.doer.Do(req) //nolint:bodyclose // whoever reads the reply closes it
	if err != nil {
		return nil, err
	}
	return newReply(resp.Body), nil
}

// chatRequest is the library's, with a temperature that may be zero.
type chatRequest struct {
	openai.ChatCompletionRequest

	Temperature *float64 `json:"temperature,omitempty"`
}

// request is greedy decoding, except for models that refuse to be told so.
func (c *Chat) request(messages []news.Message, t capabilities) any {
	req := chatRequest{ChatCompletionRequest: openai.ChatCompletionRequest{Model: c.config.Model, Stream: !t.noStream}}
	for _, m := range c.messages(messages, t) {
		req.Messages = append(req.Messages, openai.ChatCompletionMessage{Role: string(m.Role), Content: m.Content})
	}
	if !t.noTemperature {
		req.Temperature = new(0.)
	}
	switch {
	case t.noLimit:
	case t.newLimit:
		req.MaxCompletionTokens = c.limit(t)
	default:
		req.MaxTokens = c.limit(t) //nolint:staticcheck // llama.cpp, Ollama and others know no other
	}
	if c.config.Thinking != ThinkingAsIs && !t.noThinking {
		req.ChatTemplateKwargs = map[string]any{"enable_thinking": c.config.Thinking == ThinkingOn}
	}
	return req
}

// ollamaRequest is what POST /api/chat of Ollama reads.
type ollamaRequest struct {
	Model    string         `json:"model"`
	Messages []wireText     `json:"messages"`
	Stream   bool           `json:"stream"`
	Think    *bool          `json:"think,omitempty"`
	Keep     string         `json:"keep_alive,omitempty"`
	Options  map[string]any `json:"options"`
}

type wireText struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// nativeRequest asks Ollama for a window that holds the prompt, which it would
// otherwise cut from the front, and says nothing.
func (c *Chat) nativeRequest(ctx context.Context, messages []news.Message, t capabilities) any {
	window, _ := c.Window(ctx)
	req := ollamaRequest{Model: c.config.Model, Stream: !t.noStream, Options: map[string]any{"num_ctx": window}}
	for _, m := range c.messages(messages, t) {
		req.Messages = append(req.Messages, wireText{string(m.Role), m.Content})
	}
	if !t.noTemperature {
		req.Options["temperature"] = 0
	}
	if !t.noLimit {
		req.Options["num_predict"] = c.limit(t)
	}
	if c.config.Thinking != ThinkingAsIs && !t.noThinking {
		req.Think = new(c.config.Thinking == ThinkingOn)
	}
	if c.config.KeepAlive > 0 {
		req.Keep = c.config.KeepAlive.String()
	}
	return req
}

// limit is how many tokens a reply may have.
func (c *Chat) limit(t capabilities) int {
	n := c.config.MaxTokens
	if t.thinks && c.config.Thinking != ThinkingOff {
		n += thoughtRoom
	}
	if t.most > 0 {
		n = min(n, t.most)
	}
	return n
}

// messages puts the system's before the user's where a model knows no system.
func (c *Chat) messages(messages []news.Message, t capabilities) []news.Message {
	if !t.noSystem {
		return messages
	}
	var out []news.Message
	var above string
	for _, m := range messages {
		switch {
		case m.Role == "system" || m.Role == "developer":
			above += m.Content + "\n\n"
			continue
		case m.Role == news.RoleUser:
			m.Content, above = above+m.Content, ""
		}
		out = append(out, m)
	}
	return out
}

var (
	errFiltered = errors.New("its content filter stopped the reply")
	errTool     = errors.New("it asked for a tool in place of an answer, and there is none")
	errRefused  = errors.New("it refuses to reply")
	errEndless  = errors.New("its reply goes on without end")
)

// Why replies end, as OpenAI names it, Gemini, Mistral, GLM, DeepSeek and others.
var (
	isLength  = regexp.MustCompile(`(?i)^(model_)?length$|max_?(\w+_)?(tokens|length)|(context|token|length|window)\w*(limit|exceeded)|^truncat`)
	isFilter  = regexp.MustCompile(`(?i)filter|safety|^(refusal|sensitive|recitation|blocklist|spii|prohibited_content|guardrail_intervened)$`)
	isFailure = regexp.MustCompile(`(?i)error|fail|time[d_]*out|^(abort(ed)?|cancel(l?ed)?|interrupted|insufficient_system_resource|malformed_function_call)$`)
)

// listener collects a reply. One that ends without a reason to finish was cut off.
type listener struct {
	chat      *Chat
	deadlines *deadlines
	onDelta   func(string) error
	text      strings.Builder
	size      int  // bytes, thoughts included
	thought   bool // it has thought
	tool      bool
	refusal   string
	reason    string
}

func (l *listener) listen(ctx context.Context, r *reply, p part) error {
	var err error
	for {
		if err := l.take(p); err != nil {
			return err
		}
		if p, err = r.next(); err != nil {
			break
		}
	}
	switch cause := context.Cause(ctx); {
	case errors.Is(cause, errEnded):
		err = io.EOF
	case cause != nil:
		return l.chat.config.failure(cause)
	}
	return l.end(r, err)
}

// take takes the next piece.
func (l *listener) take(p part) error {
	l.size += len(p.text)
	if l.size > maxSpoken {
		return news.Errorf(news.KindTooLarge, "openai: %s: %w", l.chat.config.Endpoint, errEndless)
	}
	l.tool = l.tool || p.tool
	l.refusal += p.refusal
	if p.finish != "" {
		l.reason = p.finish
		l.deadlines.ending()
	}
	if p.text == "" {
		return nil
	}
	l.deadlines.token()
	if p.thought {
		l.thought = true
		return nil
	}
	l.text.WriteString(p.text)
	if l.onDelta == nil {
		return nil
	}
	return l.onDelta(p.text)
}

// end says how the reply ended.
func (l *listener) end(r *reply, err error) error {
	e := l.chat.config.Endpoint
	if l.reason != "" {
		err = io.EOF // what goes wrong behind the end is no part of the reply
	}
	empty := strings.TrimSpace(l.text.String()) == ""
	switch {
	case !errors.Is(err, io.EOF):
		return e.failure(l.chat.remote.wrong(err))
	case l.reason == "" && !r.done:
		return news.Errorf(news.KindUnavailable, "openai: %s broke off its reply: %w", e, io.ErrUnexpectedEOF)
	case isFilter.MatchString(l.reason):
		return news.Errorf(news.KindInvalid, "openai: %s: %w", e, errFiltered)
	case isFailure.MatchString(l.reason):
		return news.Errorf(news.KindUnavailable, "openai: %s ended its reply with an error", e)
	case empty && l.refusal != "":
		return news.Errorf(news.KindInvalid, "openai: %s: %w: %s", e, errRefused, messageOf([]byte(l.refusal)))
	case empty && l.thought:
		return news.Errorf(news.KindTooLarge, "openai: %s: %w", e, news.ErrNoRoom)
	case empty && l.tool:
		return news.Errorf(news.KindInvalid, "openai: %s: %w", e, errTool)
	case isLength.MatchString(l.reason):
		return news.Errorf(news.KindTooLarge, "openai: %s: %w (%d)", e, news.ErrReplyCut, l.chat.limit(*l.chat.capabilities.Load()))
	case empty:
		return news.Errorf(news.KindUnavailable, "openai: %s: %w", e, news.ErrEmptyReply)
	}
	return nil
}

// wrong words what is wrong with a reply, and hides the key.
func (s *remote) wrong(err error) error {
	var status *statusError
	switch {
	case errors.As(err, &status):
		status.message = s.doer.hide(status.message)
		return status
	case errors.Is(err, errPage), errors.Is(err, errNone), errors.Is(err, errText):
		return news.Errorf(news.KindInvalid, "openai: %w: %s; is %s right?", err, s.Endpoint, s.URLSetting)
	case errors.Is(err, io.EOF):
		return io.ErrUnexpectedEOF
	}
	return err
}
