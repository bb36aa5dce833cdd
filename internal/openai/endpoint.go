package openai

import (
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"time"

	"byline/internal/news"
	"byline/internal/transport"
)

// Endpoint is a model behind a URL.
type Endpoint struct {
	// URL is a base URL as "http://127.0.0.1:11434/v1". What stands behind it for
	// one call, as /chat/completions, may be there; "/v1" may be missing. A query
	// goes out with each request.
	URL     string
	Key     string // API key; empty where none is needed
	Model   string
	Headers http.Header // sent with each request
	CAFile  string      // certificates (PEM) that the server's may be signed by; empty: those that the system trusts
	// URLSetting, KeySetting, ModelSetting and CASetting name the settings that hold URL, Key, Model and CAFile, for error messages.
	URLSetting, KeySetting, ModelSetting, CASetting string
	Timeout                                         time.Duration // of one request; of a chat, from its first token on; zero: two minutes
}

const (
	defaultTimeout = 2 * time.Minute
	maxReply       = 64 << 20 // bytes of one reply; far above any batch of vectors

	// azureVersion is asked for where a URL of Azure names none.
	azureVersion = "2024-10-21"
	ollamaPort   = "11434"
)

// calls are what may stand behind a base URL.
var calls = []string{"/embeddings", "/chat/completions", "/completions", "/responses", "/models", "/chat", "/generate", "/embed", "/tags"}

var (
	versioned  = regexp.MustCompile(`/v\d+[a-z0-9]*(/|$)|/openai/deployments/`)
	versionEnd = regexp.MustCompile(`/v1$`)
	azureHost  = regexp.MustCompile(`(?i)\.(openai|cognitiveservices|services\.ai)\.azure\.(com|us|cn)$`)
)

// remote is how an endpoint is reached.
type remote struct {
	Endpoint // its URL is ready for messages: it holds no secret

	doer   *doer
	base   string // scheme, host and the first of the paths that may be right
	ollama bool   // speaks Ollama's own API, too
}

// remote checks the endpoint and finds out how to reach it. It does not connect.
func (e Endpoint) remote() (*remote, error) {
	e.URLSetting = orElse(e.URLSetting, "URL")
	e.KeySetting = orElse(e.KeySetting, "API key")
	e.ModelSetting = orElse(e.ModelSetting, "model")
	e.Key, e.Model = plainKey(e.Key), strings.TrimSpace(e.Model)
	u, err := url.Parse(unquoted(e.URL))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, news.InvalidField(e.URLSetting, "is not an http or https URL, as http://127.0.0.1:11434/v1")
	}
	if e.Model == "" {
		return nil, news.InvalidField(e.ModelSetting, "no model is named for %s", news.ShownURL(e.URL))
	}
	if e.Timeout == 0 {
		e.Timeout = defaultTimeout
	}
	reach, err := transport.New(e.CAFile)
	if err != nil {
		return nil, news.InvalidField(orElse(e.CASetting, "CA file"), "%w", err)
	}
	s := &remote{doer: &doer{client: &http.Client{Transport: reach, CheckRedirect: transport.Follow}, headers: e.Headers.Clone(), key: e.Key}}
	s.doer.query, u.RawQuery, u.Fragment = u.Query(), "", ""
	u.Path = trimCall(u.Path)
	s.doer.azure = azureHost.MatchString(u.Hostname()) || strings.Contains(u.Path, "/openai/deployments/")
	s.ollama = u.Path == "/api" || u.Port() == ollamaPort
	s.doer.paths = e.paths(u.Path, s)
	u.Path, u.RawPath = s.doer.paths[0], ""
	s.base, s.Endpoint = u.String(), e
	shown := *u
	shown.RawQuery = s.doer.query.Encode()
	s.URL = news.ShownURL(shown.String())
	return s, nil
}

// unquoted is a setting without the space and the quotation marks that were copied with it.
func unquoted(s string) string { return strings.Trim(s, " \t\r\n\"'") }

// plainKey is a key without what stands around it in examples of requests.
func plainKey(s string) string {
	const scheme = "bearer "
	if s = unquoted(s); len(s) > len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
		s = unquoted(s[len(scheme):])
	}
	return s
}

// trimCall takes off a base path what stands behind it for one call.
func trimCall(path string) string {
	path = strings.TrimRight(path, "/")
	for _, call := range calls {
		if base, ok := strings.CutSuffix(path, call); ok {
			return strings.TrimRight(base, "/")
		}
	}
	return path
}

// paths are the base paths that may be meant, the likeliest first: people leave
// out the version as often as not.
func (e Endpoint) paths(path string, s *remote) []string {
	switch {
	case s.doer.azure && !versioned.MatchString(path):
		path = "/openai/deployments/" + url.PathEscape(e.Model)
		fallthrough
	case s.doer.azure:
		if strings.Contains(path, "/deployments/") && !s.doer.query.Has("api-version") {
			s.doer.query.Set("api-version", azureVersion)
		}
		return []string{path}
	case path == "/api" && s.ollama:
		return []string{"/v1", "/api", "/api/v1"} // Ollama's, Open WebUI's, OpenRouter's
	case path == "":
		return []string{"/v1", "", "/api/v1", "/openai/v1", "/v1beta/openai", "/api"}
	case versionEnd.MatchString(path):
		s.doer.cut = true
		return []string{path, versionEnd.ReplaceAllString(path, "")}
	case versioned.MatchString(path):
		return []string{path}
	}
	return []string{path, path + "/v1"}
}

// root is the server without its base path.
func (s *remote) root() string { return strings.TrimSuffix(s.base, s.doer.paths[0]) }

func orElse(s, fallback string) string {
	if s == "" {
		return fallback
	}
	return s
}

func (e Endpoint) String() string { return fmt.Sprintf("%s (model %s)", e.URL, e.Model) }

// adorn puts the key, the headers and the query on a request.
func (d *doer) adorn(req *http.Request) {
	switch {
	case d.key == "":
		req.Header.Del("Authorization")
	case d.azure:
		req.Header.Set("api-key", d.key)
		req.Header.Del("Authorization")
	default:
		req.Header.Set("Authorization", "Bearer "+d.key)
	}
	transport.AddHeaders(req, d.headers)
	query := req.URL.Query()
	for name, values := range d.query {
		query[name] = values
	}
	req.URL.RawQuery = query.Encode()
}
