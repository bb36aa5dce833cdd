package httpapi

import (
	"bytes"
	"cmp"
	"crypto/sha1" //nolint:gosec // some senders sign with nothing else, and HMAC does not rest on what SHA-1 lacks
	"crypto/sha256"
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
	"byline/internal/signing"
)

// Hook says how articles that another program sends by itself are taken in.
type Hook struct {
	Secret []byte // that it signs with
	Hub    bool   // it signs the body alone, as X-Hub-Signature-256 does
	Timed  bool   // it signs a time and the body, as t=…,v1=…; without either, as Standard Webhooks
	Header string // that has the signature; "": X-Hub-Signature-256
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
	switch {
	case h.Hub:
		return "", h.verifyHub(head, body)
	case h.Timed:
		return h.verifyTimed(head.Get(h.Header), body, now)
	}
	id, at, given := head.Get("Webhook-Id"), head.Get("Webhook-Timestamp"), head.Get("Webhook-Signature")
	if id == "" || at == "" || given == "" || len(id) > longestKey {
		return "", errors.New("the headers webhook-id, webhook-timestamp and webhook-signature are needed (Standard Webhooks)")
	}
	if err := isNow("webhook-timestamp", at, now); err != nil {
		return "", err
	}
	for signature := range strings.FieldsSeq(given) {
		if (signing.Format{"v1,": sha256.New}).Holds(signature, h.Secret, []byte(id+"."+at+"."+string(body))) {
			return id, nil
		}
	}
	return "", errors.New("webhook-signature is not that of this body with the secret that is kept here")
}

// isNow refuses a time, in seconds or milliseconds since 1970, that is not about now.
func isNow(name, text string, now time.Time) error {
	const least = 100_000_000_000 // milliseconds: seconds that are as many are far away
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return errors.New(name + " is not in seconds since 1970")
	}
	at := time.Unix(number, 0)
	if number >= least {
		at = time.UnixMilli(number)
	}
	if off := now.Sub(at).Abs(); off > hookTolerance {
		return fmt.Errorf("%s is more than %v from the time of this server; do both clocks go right?", name, hookTolerance)
	}
	return nil
}

// verifyTimed returns by what a request is known that is sent twice: its time and body.
func (h Hook) verifyTimed(given string, body []byte, now time.Time) (id string, err error) {
	var at string
	var sums []string
	for part := range strings.SplitSeq(given, ",") {
		switch name, value, _ := strings.Cut(strings.TrimSpace(part), "="); name {
		case "t":
			at = value
		case "v1":
			sums = append(sums, value)
		}
	}
	if at == "" || len(sums) == 0 {
		return "", fmt.Errorf("the header %s is needed, as t=…,v1=…", h.Header)
	}
	if err := isNow(h.Header, at, now); err != nil {
		return "", err
	}
	for _, sum := range sums {
		if (signing.Format{"": sha256.New}).Holds(sum, h.Secret, []byte(at+"."+string(body))) {
			return fmt.Sprintf("%s.%x", at, sha256.Sum256(body)), nil
		}
	}
	return "", fmt.Errorf("%s is not that of this body with the secret that is kept here", h.Header)
}

func (h Hook) verifyHub(head http.Header, body []byte) error {
	name := cmp.Or(h.Header, "X-Hub-Signature-256")
	text := strings.TrimSpace(head.Get(name))
	if text == "" {
		return fmt.Errorf("the header %s is needed, as sha256=…", name)
	}
	format := signing.Format{"sha256=": sha256.New, "": sha256.New}
	if h.Header != "" { // which the operator wants
		format["sha1="] = sha1.New
	}
	if !format.Holds(text, h.Secret, body) {
		return fmt.Errorf("%s is not that of this body with the secret that is kept here", name)
	}
	return nil
}
