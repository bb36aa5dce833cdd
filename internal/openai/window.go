package openai

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// How many tokens a model reads and writes at once. A prompt that is longer is
// refused by some servers, and cut without a word by others.
const (
	assumedWindow = 4096    // where nobody tells
	ollamaWindow  = 8192    // asked of Ollama where the settings say none: its memory grows with it
	largestWindow = 1 << 20 // no model needs more for a dozen passages
	windowWait    = 3 * time.Second
)

// windowFields are where servers tell the window that is in use.
var windowFields = []string{"loaded_context_length", "max_model_len", "n_ctx", "context_length", "context_window", "max_context_length", "max_input_tokens"}

// madeFor is where llama.cpp tells what the model was made for, which may be far
// more than what it was started with.
var madeFor = []string{"n_ctx_train"}

// hosted are models whose servers do not tell, by what their names begin with.
var hosted = []struct {
	name   *regexp.Regexp
	window int
}{
	{regexp.MustCompile(`^gpt-3\.5`), 16_385},
	{regexp.MustCompile(`^gpt-4(-0\d{3})?$`), 8_192},
	{regexp.MustCompile(`^(gpt-(4o|4\.1|4-turbo|[5-9])|o[134]|chatgpt-)`), 128_000},
}

// Window returns how many tokens the model reads and writes at once, and
// whether that is known. The server is asked once.
func (c *Chat) Window(ctx context.Context) (tokens int, known bool) {
	if c.config.Context > 0 {
		return c.config.Context, true
	}
	if n := c.capabilities.Load().window; n > 0 {
		return n, true
	}
	told := c.told.Load()
	if told == 0 {
		told = int64(c.askWindow(ctx))
		if ctx.Err() == nil {
			c.told.Store(told)
		}
	}
	if told > 0 {
		return int(told), true
	}
	return assumedWindow, false
}

// Room returns how many tokens a prompt may have, and whether the window is known.
func (c *Chat) Room(ctx context.Context) (tokens int, known bool) {
	window, known := c.Window(ctx)
	reply := min(c.limit(*c.capabilities.Load()), window/2)
	return window - reply, known
}

// askWindow asks the server; negative: it does not tell.
func (c *Chat) askWindow(ctx context.Context) int {
	ctx, cancel := context.WithTimeout(ctx, windowWait)
	defer cancel()
	if c.capabilities.Load().native {
		if n := c.remote.showWindow(ctx, c.config.Model); n > 0 {
			return min(n, ollamaWindow)
		}
		return ollamaWindow
	}
	for _, h := range hosted {
		if h.name.MatchString(c.config.Model) {
			return h.window
		}
	}
	if n := cmp.Or(c.remote.window(ctx, c.config.Model)); n > 0 {
		return n
	}
	return -1
}

// window asks a server how many tokens a model reads at once: as it runs, and as
// it was made for where only that is told; 0: the server does not tell.
func (s *remote) window(ctx context.Context, model string) (running, made int) {
	for _, address := range []string{
		s.base + "/models",          // vLLM, OpenRouter, Mistral, Groq and others
		s.root() + "/props",         // llama.cpp
		s.root() + "/api/v0/models", // LM Studio
		s.base + "/model/info",      // LiteLLM
	} {
		var told map[string]any
		if !s.ask(ctx, http.MethodGet, address, nil, &told) {
			continue
		}
		for _, fields := range aboutModel(told, model) {
			if n := numberIn(fields, windowFields); n > 0 {
				return n, 0
			}
			made = cmp.Or(made, numberIn(fields, madeFor))
		}
	}
	return 0, made
}

// limits asks a server of embeddings how many texts it takes in a request, and how
// many tokens of each the model reads, as it runs or as it was made for; 0: it does
// not tell.
func (s *remote) limits(ctx context.Context, model string) (texts, running, made int) {
	if s.ollama {
		return 0, 0, s.showWindow(ctx, model)
	}
	var info struct { // text-embeddings-inference
		Texts  int `json:"max_client_batch_size"`
		Window int `json:"max_input_length"`
	}
	if s.ask(ctx, http.MethodGet, s.root()+"/info", nil, &info) && info.Window > 0 {
		return info.Texts, info.Window, 0
	}
	running, made = s.window(ctx, model)
	return 0, running, made
}

// showWindow asks Ollama what the model was made for.
func (s *remote) showWindow(ctx context.Context, model string) int {
	var show struct {
		ModelInfo map[string]any `json:"model_info"`
	}
	body, _ := json.Marshal(map[string]string{"model": model}) // strings can be written
	if !s.ask(ctx, http.MethodPost, s.root()+"/api/show", body, &show) {
		return 0
	}
	for name, value := range show.ModelInfo {
		if n, ok := value.(float64); ok && strings.HasSuffix(name, ".context_length") {
			return int(n)
		}
	}
	return 0
}

// aboutModel returns the objects that may tell of a model in what a server says of
// all, or of the one that it has.
func aboutModel(told map[string]any, model string) []map[string]any {
	var found []map[string]any
	add := func(values ...any) {
		for _, v := range values {
			if fields, ok := v.(map[string]any); ok {
				found = append(found, fields)
			}
		}
	}
	add(told["default_generation_settings"])
	list, _ := told["data"].([]any)
	for _, v := range list {
		m, _ := v.(map[string]any)
		named := m["id"] == model || m["model_name"] == model
		if (named || len(list) == 1) && m["state"] != "not-loaded" { // by LM Studio, with a window that nobody knows yet
			add(m, m["meta"], m["top_provider"], m["model_info"])
		}
	}
	return found
}

// numberIn returns the first of the named fields that holds a number of tokens, 0 if none does.
func numberIn(fields map[string]any, names []string) int {
	for _, name := range names {
		switch n := fields[name].(type) {
		case float64:
			if n > 0 {
				return int(min(n, largestWindow))
			}
		case string:
			if i, err := strconv.Atoi(n); err == nil && i > 0 {
				return min(i, largestWindow)
			}
		}
	}
	return 0
}

// ask asks the server something that it need not know.
func (s *remote) ask(ctx context.Context, method, address string, body []byte, reply any) bool {
	req, err := http.NewRequestWithContext(ctx, method, address, bytes.NewReader(body))
	if err != nil {
		return false
	}
	req.Header.Set("Content-Type", "application/json")
	resp, err := s.doer.Do(req)
	if err != nil {
		return false
	}
	defer func() { _ = resp.Body.Close() }()
	return json.NewDecoder(io.LimitReader(resp.Body, maxEvent)).Decode(reply) == nil
}
