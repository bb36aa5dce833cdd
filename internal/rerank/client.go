package rerank

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"byline/internal/batch"
	"byline/internal/news"
	"byline/internal/tokens"
	"byline/internal/transport"
)

// Limits on what a reranker sends, and on what it is sent.
const (
	maxReply   = 1 << 20 // bytes; a score takes less than a hundred
	maxMessage = 300     // bytes of what a server says about an error
	maxTexts   = 1000    // in a request, unless it takes fewer
	parallel   = 4       // requests at a time, where it takes fewer texts than there are
)

// Config says where a reranker is and how it is asked.
type Config struct {
	URL     string // of the endpoint; "/rerank" may be left out
	API     API    // zero: Auto
	Model   string // TEI needs none
	Key     string // API key; empty where none is needed
	Timeout time.Duration
	Headers http.Header             // sent with each request
	CAFile  string                  // certificates (PEM) that the server's may be signed by; empty: those that the system trusts
	Ends    func(text string) []int // ends of the sentences of a text, in bytes, where one that is too long is cut

	// URLSetting, KeySetting, ModelSetting and CASetting name the settings that hold URL, Key, Model and CAFile, for error messages.
	URLSetting, KeySetting, ModelSetting, CASetting string
}

// Client asks a reranker. It is safe for concurrent use.
type Client struct {
	config  Config
	api     API
	address string // with whatever secrets it holds
	shown   string // without
	http    *http.Client
	limits  *batch.Limits
}

// New makes a Client. It does not connect.
func New(config Config) (*Client, error) {
	u, api, err := locate(config)
	if err != nil {
		return nil, err
	}
	reach, err := transport.New(config.CAFile)
	if err != nil {
		return nil, news.InvalidField(config.CASetting, "%w", err)
	}
	return &Client{
		config: config, api: api, address: u.String(), shown: news.ShownURL(u.String()), http: &http.Client{Transport: reach, CheckRedirect: transport.Follow},
		limits: batch.NewLimits(batch.Config{Texts: maxTexts, Ends: config.Ends}),
	}, nil
}

// Limits is what the reranker takes at once, as far as it is known.
func (c *Client) Limits() *batch.Limits { return c.limits }

// Learned returns what is known of how much the reranker takes at once.
func (c *Client) Learned() batch.Learned { return c.limits.Learned() }

// String names the reranker for people.
func (c *Client) String() string {
	if c.config.Model == "" {
		return fmt.Sprintf("%s (%s)", c.shown, c.api)
	}
	return fmt.Sprintf("%s (%s, model %s)", c.shown, c.api, c.config.Model)
}

// Rerank returns a score for each text, in order: the higher, the better it
// answers the query. Scores can be compared within one call only. The texts go
// out together, or in as many requests as the reranker wants, each once, for
// somebody waits; an error is of KindUnavailable where the reranker is away, busy
// or slower than the timeout, and of KindInvalid where its reply cannot be used.
func (c *Client) Rerank(ctx context.Context, query string, texts []string) ([]float64, error) {
	if len(texts) == 0 {
		return nil, nil
	}
	inner := ctx
	if c.config.Timeout > 0 {
		var cancel context.CancelFunc
		inner, cancel = context.WithTimeout(ctx, c.config.Timeout)
		defer cancel()
	}
	scores := make([]float64, len(texts))
	err := c.limits.Send(inner, batch.Job{
		Texts: texts, Beside: tokens.OfCharacters.Estimate(query), Parallel: parallel,
		Send: func(ctx context.Context, places []int, texts []string) error {
			some, err := c.score(ctx, query, texts)
			for i, s := range some {
				scores[places[i]] = s
			}
			return err
		},
	})
	switch {
	case err == nil:
		return scores, nil
	case ctx.Err() != nil: // the caller gave up
		return nil, fmt.Errorf("rerank: %s: %w", c, ctx.Err())
	}
	return nil, c.failure(err)
}

// score asks for the scores of texts in one request.
func (c *Client) score(ctx context.Context, query string, texts []string) ([]float64, error) {
	body, err := c.post(ctx, c.request(query, texts))
	if err != nil {
		return nil, err
	}
	scores, err := parse(body, c.api, len(texts))
	if err != nil {
		return nil, news.Errorf(news.KindInvalid, "rerank: %s %w", c, err)
	}
	return scores, nil
}

// request is what is sent, in the shape that the endpoint knows.
func (c *Client) request(query string, texts []string) any {
	valid := make([]string, len(texts))
	for i, t := range texts {
		valid[i] = strings.ToValidUTF8(t, "�")
	}
	query = strings.ToValidUTF8(query, "�")
	switch c.api {
	case Cohere:
		return struct {
			Model     string   `json:"model"`
			Query     string   `json:"query"`
			Documents []string `json:"documents"`
			TopN      int      `json:"top_n"`
		}{c.config.Model, query, valid, len(valid)}
	case Jina:
		return struct {
			Model           string   `json:"model"`
			Query           string   `json:"query"`
			Documents       []string `json:"documents"`
			TopN            int      `json:"top_n"`
			ReturnDocuments bool     `json:"return_documents"`
		}{c.config.Model, query, valid, len(valid), false}
	default:
		return struct {
			Query    string   `json:"query"`
			Texts    []string `json:"texts"`
			Truncate bool     `json:"truncate"` // instead of refusing what is too long for the model
		}{query, valid, true}
	}
}

// post sends a request and returns the body of the reply.
func (c *Client) post(ctx context.Context, request any) ([]byte, error) {
	sent, err := json.Marshal(request)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address, bytes.NewReader(sent))
	if err != nil {
		return nil, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	if c.config.Key != "" {
		req.Header.Set("Authorization", "Bearer "+c.config.Key)
	}
	transport.AddHeaders(req, c.config.Headers)
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	if resp.StatusCode != http.StatusOK {
		said, _ := io.ReadAll(io.LimitReader(resp.Body, maxMessage)) // what cannot be read cannot be said
		return nil, &statusError{resp.StatusCode, strings.Join(strings.Fields(strings.ToValidUTF8(string(said), "")), " ")}
	}
	reply, err := io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	if err == nil && len(reply) > maxReply {
		err = news.Errorf(news.KindInvalid, "rerank: %s sent a reply of more than %d bytes", c, maxReply)
	}
	return reply, err
}

// statusError is a reply with a status other than OK.
type statusError struct {
	code int
	said string
}

// Refusal is what package batch learns from.
func (e *statusError) Refusal() (status int, message string) { return e.code, e.said }

func (e *statusError) Error() string {
	text := fmt.Sprintf("%d %s", e.code, http.StatusText(e.code))
	if e.said != "" {
		text += ": " + e.said
	}
	return text
}

// failure says what is wrong with the endpoint and what to do.
func (c *Client) failure(err error) error {
	var mapped *news.Error
	var status *statusError
	var late interface{ Timeout() bool }
	switch {
	case errors.As(err, &mapped):
		return err
	case errors.As(err, &status):
		return c.statusFailure(status)
	case errors.Is(err, context.DeadlineExceeded) || errors.As(err, &late) && late.Timeout():
		return news.Errorf(news.KindUnavailable, "rerank: %s did not answer within %s: %w", c, c.config.Timeout, context.DeadlineExceeded)
	}
	return news.Errorf(news.KindUnavailable, "rerank: cannot use %s: %w; is it running, and is %s right?", c, news.WithoutURL(err), c.config.URLSetting)
}

func (c *Client) statusFailure(s *statusError) error {
	switch s.code {
	case http.StatusUnauthorized, http.StatusForbidden:
		// What the server says is left out: some servers repeat the key.
		if c.config.Key == "" {
			return news.Errorf(news.KindUnauthorized, "rerank: %s wants a key: set %s", c, c.config.KeySetting)
		}
		return news.Errorf(news.KindUnauthorized, "rerank: %s refuses the key in %s", c, c.config.KeySetting)
	case http.StatusNotFound:
		return news.Errorf(news.KindInvalid, "rerank: %s is not there (%w); check %s and %s", c, s, c.config.URLSetting, c.config.ModelSetting)
	}
	if s.code == http.StatusTooManyRequests || s.code == http.StatusRequestTimeout || s.code >= http.StatusInternalServerError {
		return news.Errorf(news.KindUnavailable, "rerank: %s: %w", c, s)
	}
	return news.Errorf(news.KindInvalid, "rerank: %s does not accept the request: %w", c, s)
}
