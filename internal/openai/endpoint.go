package openai

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/sashabaranov/go-openai"

	"byline/internal/news"
)

// Endpoint is a model behind a URL.
type Endpoint struct {
	URL   string // base URL as "http://127.0.0.1:11434/v1"; "/v1" is added to a URL without a path
	Key   string // API key; empty where none is needed
	Model string
	// URLSetting, KeySetting and ModelSetting name the settings that hold URL, Key and Model, for error messages.
	URLSetting, KeySetting, ModelSetting string
	Timeout                              time.Duration // of one request, the whole stream included; zero: two minutes
}

const (
	defaultTimeout = 2 * time.Minute
	maxReply       = 64 << 20 // bytes of one reply; far above any batch of vectors
)

// client checks the endpoint and makes a client for it. The URL of the
// returned endpoint is ready for messages: it holds no secret.
func (e Endpoint) client() (*openai.Client, Endpoint, error) {
	e.URLSetting = orElse(e.URLSetting, "URL")
	e.KeySetting = orElse(e.KeySetting, "API key")
	e.ModelSetting = orElse(e.ModelSetting, "model")
	u, err := url.Parse(strings.TrimSpace(e.URL))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, e, news.InvalidField(e.URLSetting, "is not an http or https URL, as http://127.0.0.1:11434/v1")
	}
	if e.Model == "" {
		return nil, e, news.InvalidField(e.ModelSetting, "no model is named for %s", news.ShownURL(e.URL))
	}
	if e.Timeout == 0 {
		e.Timeout = defaultTimeout
	}
	path := strings.TrimRight(u.Path, "/")
	for _, suffix := range []string{"/embeddings", "/chat/completions"} {
		path = strings.TrimSuffix(path, suffix)
	}
	if path == "" {
		path = "/v1"
	}
	u.Path = path
	e.URL = news.ShownURL(u.String())
	cfg := openai.DefaultConfig(e.Key)
	cfg.BaseURL = u.String()
	cfg.HTTPClient = doer{&http.Client{Timeout: e.Timeout}}
	return openai.NewClientWithConfig(cfg), e, nil
}

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

func (e Endpoint) String() string { return fmt.Sprintf("%s (model %s)", e.URL, e.Model) }
