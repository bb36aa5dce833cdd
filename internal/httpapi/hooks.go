package httpapi

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"byline/internal/news"
)

// Hook says how articles that another program sends by itself are taken in.
type Hook struct {
	Secret []byte // that it signs with
	Hub    bool   // it signs the body alone, as X-Hub-Signature-256 does; else as Standard Webhooks
	Source string // outlet of articles that name none
	Map    news.Mapping
}

// hookRoute is the path of webhooks, whose requests are signed and carry no key.
const hookRoute = "/v1/hooks/:name"

// hookTolerance is how far the time of a signed request may be from ours, either
// way: what was recorded cannot be sent again later.
const hookTolerance = 5 * time.Minute

// takeHook is POST /v1/hooks/{name}: it stores the articles of a signed request.
// One that comes twice under the same ID is stored once.
func (s *Server) takeHook(c echo.Context) error {
	name := c.Param("name")
	hook, ok := s.deps.Hooks[name]
	if !ok {
		return news.Errorf(news.KindNotFound, "there is no webhook %q; the setting hooks names those that there are", name)
	}
	r := c.Request()
	text, err := io.ReadAll(r.Body)
	if err != nil {
		return err
	}
	id, err := hook.verify(r.Header, text, time.Now())
	if err != nil {
		return &news.Error{Kind: news.KindUnauthorized, Err: err}
	}
	r.Body = io.NopCloser(bytes.NewReader(text))
	store := func(c echo.Context) error { return s.storeHook(c, hook) }
	if id == "" {
		return store(c)
	}
	return s.onceAs(c, id, store)
}

func (s *Server) storeHook(c echo.Context, hook Hook) error {
	r := c.Request()
	body := news.InputFile{Type: r.Header.Get(echo.HeaderContentType), Open: func() (io.ReadCloser, error) { return r.Body, nil }}
	var results []news.PutResult
	_, err := s.deps.Ingester.Load(r.Context(), slices.Values([]news.InputFile{body}), news.Load{
		Source: hook.Source, Map: hook.Map, Strict: true, OnProgress: func(int) {},
		OnResult: func(res news.LoadResult) {
			if res.PassedOver() == 0 {
				results = append(results, res.PutResult)
			}
		},
	})
	return s.tellStored(c, results, err, "no article was found in the body")
}

// verify returns the ID that a request has, if it has one, or what is wrong with its signature.
func (h Hook) verify(head http.Header, body []byte, now time.Time) (id string, err error) {
	if h.Hub {
		return "", h.verifyHub(head, body)
	}
	id, at, given := head.Get("Webhook-Id"), head.Get("Webhook-Timestamp"), head.Get("Webhook-Signature")
	if id == "" || at == "" || given == "" || len(id) > longestKey {
		return "", errors.New("the headers webhook-id, webhook-timestamp and webhook-signature are needed (Standard Webhooks)")
	}
	seconds, err := strconv.ParseInt(at, 10, 64)
	if err != nil {
		return "", errors.New("webhook-timestamp is not in seconds since 1970")
	}
	if off := now.Sub(time.Unix(seconds, 0)).Abs(); off > hookTolerance {
		return "", fmt.Errorf("webhook-timestamp is more than %v from the time of this server; do both clocks go right?", hookTolerance)
	}
	want := h.sum([]byte(id + "." + at + "." + string(body)))
	for signature := range strings.FieldsSeq(given) {
		text, ok := strings.CutPrefix(signature, "v1,")
		sum, err := base64.StdEncoding.DecodeString(text)
		if ok && err == nil && hmac.Equal(sum, want) {
			return id, nil
		}
	}
	return "", errors.New("webhook-signature is not that of this body with the secret that is kept here")
}

func (h Hook) verifyHub(head http.Header, body []byte) error {
	text, ok := strings.CutPrefix(head.Get("X-Hub-Signature-256"), "sha256=")
	if !ok {
		return errors.New("the header X-Hub-Signature-256 is needed, as sha256=…")
	}
	if sum, err := hex.DecodeString(text); err != nil || !hmac.Equal(sum, h.sum(body)) {
		return errors.New("X-Hub-Signature-256 is not that of this body with the secret that is kept here")
	}
	return nil
}

func (h Hook) sum(text []byte) []byte {
	mac := hmac.New(sha256.New, h.Secret)
	mac.Write(text)
	return mac.Sum(nil)
}
