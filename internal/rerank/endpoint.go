package rerank

import (
	"net/url"
	"strings"

	"byline/internal/news"
)

// API is the shape of requests and replies.
type API string

// The shapes. Auto goes by the address: one that ends in /v1/rerank is taken
// for Jina's, in /v2/rerank for Cohere's, any other for TEI's.
const (
	Auto   API = "auto"
	TEI    API = "tei"
	Cohere API = "cohere"
	Jina   API = "jina"
)

// locate completes the address of an endpoint, which may be written as
// "http://host:8081", with a version or in full, and finds its shape.
func locate(c Config) (*url.URL, API, error) {
	u, err := url.Parse(strings.TrimSpace(c.URL))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, "", news.InvalidField(c.URLSetting, "is not an http or https URL, as http://127.0.0.1:8081/rerank")
	}
	base := strings.TrimSuffix(strings.TrimRight(u.Path, "/"), "/rerank")
	api := c.API
	if api == Auto || api == "" {
		switch {
		case strings.HasSuffix(base, "/v1"):
			api = Jina
		case strings.HasSuffix(base, "/v2"):
			api = Cohere
		default:
			api = TEI
		}
	}
	if strings.Trim(u.Path, "/") == "" {
		base = map[API]string{Jina: "/v1", Cohere: "/v2"}[api]
	}
	u.Path = base + "/rerank"
	if api != TEI && c.Model == "" {
		return nil, "", news.InvalidField(c.ModelSetting, "no model is named for %s, which is asked as %s is; only TEI needs none", news.ShownURL(u.String()), api)
	}
	return u, api, nil
}
