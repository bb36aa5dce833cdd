package httpapi_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha1"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/admission"
	"byline/internal/httpapi"
)

const pushed = `{"ID":"mole","Headline":"Mole shut","Body":"It is shut."}`

func TestArticlesBeyondTheQueueAreToldWhenToComeBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom()
		d := n.deps()
		d.Gates.Pushes = admission.NewGate(admission.Limits{Running: 1, Waiting: 2, Wait: 3 * time.Second})
		s := httpapi.New(d, httpapi.Config{})
		working, done := make(chan struct{}), make(chan struct{})
		n.before.set(func(context.Context) error { close(working); <-done; return nil })
		replies := make([]*httptest.ResponseRecorder, 3)
		var all sync.WaitGroup
		for i := range replies {
			all.Go(func() { replies[i] = call(t, s, "POST", "/v1/articles", pushed) })
		}
		<-working
		n.before.set(nil)
		synctest.Wait() // the others wait
		w := call(t, s, "POST", "/v1/articles", pushed)
		if p := problemOn(t, w, 429); w.Header().Get("Retry-After") != "3" || !strings.Contains(p.Detail, "2 wait already") {
			t.Errorf("%+v, to come back after %s", p, w.Header().Get("Retry-After"))
		}
		if w := call(t, s, "GET", "/v1/search?q=ferry", ""); w.Code != 200 {
			t.Errorf("a search meanwhile: status %d", w.Code)
		}
		close(done)
		all.Wait()
		for i, w := range replies {
			if w.Code != 200 {
				t.Errorf("request %d: status %d", i, w.Code)
			}
		}
	})
}

func TestARequestThatIsSentAgainGetsTheReplyThatItHad(t *testing.T) {
	s := httpapi.New(newNewsroom().deps(), httpapi.Config{})
	send := func(key, body string) *httptest.ResponseRecorder {
		return call(t, s, "POST", "/v1/articles", body, "Idempotency-Key", key)
	}
	first := send("a", pushed)
	again := send("a", pushed)
	if first.Code != 200 || again.Code != 200 || first.Body.String() != again.Body.String() || first.Header().Get("Idempotency-Replayed") != "" || again.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("%d %s, then %d %s", first.Code, first.Body, again.Code, again.Body)
	}
	if p := problemOn(t, send("a", strings.Replace(pushed, "shut", "open", 1)), 400); !strings.Contains(p.Detail, "another request") {
		t.Errorf("another body: %+v", p)
	}
	if p := problemOn(t, call(t, s, "POST", "/v1/articles?restore=true", pushed, "Idempotency-Key", "a"), 400); !strings.Contains(p.Detail, "another request") {
		t.Errorf("another query: %+v", p)
	}
	if w := send("b", pushed); w.Header().Get("Idempotency-Replayed") != "" {
		t.Errorf("another key: %s", w.Body)
	}
	for _, key := range []string{strings.Repeat("k", 256), "two words", "schlüssel"} {
		problemOn(t, send(key, pushed), 400)
	}
}

func TestWhatFailedMayBeSentAgainUnderItsKey(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	n.before.set(func(context.Context) error { return fmt.Errorf("the disk is full") })
	problemOn(t, call(t, s, "POST", "/v1/articles", pushed, "Idempotency-Key", "a"), 500)
	n.before.set(nil)
	if w := call(t, s, "POST", "/v1/articles", pushed, "Idempotency-Key", "a"); w.Code != 200 || w.Header().Get("Idempotency-Replayed") != "" {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
}

func TestARequestThatIsStillWorkedOnIsAConflict(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom()
		s := httpapi.New(n.deps(), httpapi.Config{})
		working, done := make(chan struct{}), make(chan struct{})
		n.before.set(func(context.Context) error { close(working); <-done; return nil })
		go call(t, s, "POST", "/v1/articles", pushed, "Idempotency-Key", "a")
		<-working
		problemOn(t, call(t, s, "POST", "/v1/articles", pushed, "Idempotency-Key", "a"), 409)
		n.before.set(nil)
		close(done)
		synctest.Wait()
		if w := call(t, s, "POST", "/v1/articles", pushed, "Idempotency-Key", "a"); w.Code != 200 || w.Header().Get("Idempotency-Replayed") != "true" {
			t.Errorf("status %d, headers %v", w.Code, w.Header())
		}
	})
}

var hookSecret = []byte("sixteen bytes or more")

func signature(text string) []byte {
	mac := hmac.New(sha256.New, hookSecret)
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

// signed are the headers of a request by Standard Webhooks.
func signed(id string, at time.Time, body string) []string {
	seconds := fmt.Sprint(at.Unix())
	return []string{
		"Host", "byline.example", "Webhook-Id", id, "Webhook-Timestamp", seconds,
		"Webhook-Signature", "v1,AAAA v1," + base64.StdEncoding.EncodeToString(signature(id+"."+seconds+"."+body)),
	}
}

func TestWebhooksTakeWhatIsSigned(t *testing.T) {
	n := newNewsroom()
	d := n.deps()
	d.Hooks = map[string]httpapi.Hook{"wire": {Secret: hookSecret}, "hub": {Secret: hookSecret, Hub: true}, "cms": {Secret: hookSecret, Hub: true, Header: "X-Cms-Signature"}, "timed": {Secret: hookSecret, Timed: true, Header: "Cms-Signature"}}
	s := httpapi.New(d, httpapi.Config{})
	before := len(n.articles)
	now := time.Now()
	if w := call(t, s, "POST", "/v1/hooks/wire", pushed, signed("msg_1", now, pushed)...); w.Code != 200 {
		t.Fatalf("status %d, %s", w.Code, w.Body)
	}
	if w := call(t, s, "POST", "/v1/hooks/wire", pushed, signed("msg_1", now, pushed)...); w.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same again: status %d, %s", w.Code, w.Body)
	}
	if w := call(t, s, "POST", "/v1/hooks/hub", pushed, "X-Hub-Signature-256", "sha256="+hex.EncodeToString(signature(pushed))); w.Code != 200 {
		t.Errorf("by the body alone: status %d, %s", w.Code, w.Body)
	}
	if got := len(n.articles) - before; got != 2 {
		t.Errorf("%d were stored", got)
	}
	old := hmac.New(sha1.New, hookSecret)
	old.Write([]byte(pushed))
	timed := func(at int64) string {
		return fmt.Sprintf("t=%d, v1=%s", at, base64.RawURLEncoding.EncodeToString(signature(fmt.Sprint(at)+"."+pushed)))
	}
	for name, test := range map[string][]string{
		"in hexadecimal": {"cms", "X-Cms-Signature", hex.EncodeToString(signature(pushed))},
		"in base64":      {"cms", "X-Cms-Signature", base64.StdEncoding.EncodeToString(signature(pushed))},
		"by SHA-1":       {"cms", "X-Cms-Signature", "sha1=" + hex.EncodeToString(old.Sum(nil))},
		"with seconds":   {"timed", "Cms-Signature", timed(now.Unix())},
		"with more":      {"timed", "Cms-Signature", timed(now.UnixMilli())},
	} {
		if w := call(t, s, "POST", "/v1/hooks/"+test[0], pushed, test[1:]...); w.Code != 200 {
			t.Errorf("%s: status %d, %s", name, w.Code, w.Body)
		}
	}
	if w := call(t, s, "POST", "/v1/hooks/timed", pushed, "Cms-Signature", timed(now.Unix())); w.Header().Get("Idempotency-Replayed") != "true" {
		t.Errorf("the same again: status %d, %s", w.Code, w.Body)
	}
	before = len(n.articles) - 2
	other := strings.Replace(pushed, "shut", "open", 1)
	for name, test := range map[string]struct {
		path string
		head []string
	}{
		"no signature":         {"wire", nil},
		"of another body":      {"wire", signed("msg_2", now, other)},
		"from long ago":        {"wire", signed("msg_2", now.Add(-6*time.Minute), pushed)},
		"from the future":      {"wire", signed("msg_2", now.Add(6*time.Minute), pushed)},
		"no time":              {"wire", []string{"Webhook-Id", "a", "Webhook-Timestamp", "today", "Webhook-Signature", "v1,AAAA"}},
		"the other way":        {"hub", signed("msg_2", now, pushed)},
		"not in hexadecimal":   {"hub", []string{"X-Hub-Signature-256", "sha256=xyz"}},
		"a shorter signature":  {"hub", []string{"X-Hub-Signature-256", "sha256="}},
		"timed, long ago":      {"timed", []string{"Cms-Signature", timed(now.Add(-6 * time.Minute).UnixMilli())}},
		"timed, of no time":    {"timed", []string{"Cms-Signature", "v1=" + hex.EncodeToString(signature(pushed))}},
		"timed, of another":    {"timed", []string{"Cms-Signature", strings.Replace(timed(now.Unix()), "v1=", "v1=A", 1)}},
		"in another header":    {"cms", []string{"X-Hub-Signature-256", "sha256=" + hex.EncodeToString(signature(pushed))}},
		"of SHA-1, unasked":    {"hub", []string{"X-Hub-Signature-256", "sha1=" + hex.EncodeToString(old.Sum(nil))}},
		"an older way to sign": {"hub", []string{"X-Hub-Signature", "sha1=00"}},
	} {
		if w := call(t, s, "POST", "/v1/hooks/"+test.path, pushed, test.head...); w.Code != 401 {
			t.Errorf("%s: status %d, %s", name, w.Code, w.Body)
		}
	}
	problemOn(t, call(t, s, "POST", "/v1/hooks/nobody", pushed), 404)
	if got := len(n.articles) - before; got != 2 {
		t.Errorf("%d were stored in the end", got)
	}
}
