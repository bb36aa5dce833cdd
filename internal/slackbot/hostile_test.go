package slackbot_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/slackbot"
)

// A request is refused before anything in it is read, on each of the three paths.
func TestWhatSlackDidNotSignIsRefused(t *testing.T) {
	d := newDesk(t, nil)
	for path, body := range map[string]string{
		"/slack/events":       `{"type":"event_callback","event_id":"E1","event":` + mentionOf("1000.1", "x") + `}`,
		"/slack/commands":     "user_id=U1&channel_id=C1&text=help",
		"/slack/interactions": url.Values{"payload": {`{"type":"block_actions"}`}}.Encode(),
	} {
		for name, c := range map[string]struct {
			change func(r *http.Request)
			want   int
		}{
			"a bad signature":          {func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0="+strings.Repeat("0", 64)) }, 401},
			"a signature that is none": {func(r *http.Request) { r.Header.Set("X-Slack-Signature", "v0=zz") }, 401},
			"no signature":             {func(r *http.Request) { r.Header.Del("X-Slack-Signature") }, 401},
			"that of another body":     {func(r *http.Request) { sign(r, body+" ", time.Now()) }, 401},
			"that of another time":     {func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", fmt.Sprint(time.Now().Unix()-1)) }, 401},
			"no time":                  {func(r *http.Request) { r.Header.Del("X-Slack-Request-Timestamp") }, 401},
			"a time that is none":      {func(r *http.Request) { r.Header.Set("X-Slack-Request-Timestamp", "now") }, 401},
			"an old time":              {func(r *http.Request) { sign(r, body, time.Now().Add(-6*time.Minute)) }, 401},
			"a time to come":           {func(r *http.Request) { sign(r, body, time.Now().Add(6*time.Minute)) }, 401},
			"another method":           {func(r *http.Request) { r.Method = http.MethodGet }, 405},
		} {
			t.Run(path+" with "+name, func(t *testing.T) {
				r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
				sign(r, body, time.Now())
				c.change(r)
				w := httptest.NewRecorder()
				d.handler.ServeHTTP(w, r)
				if w.Code != c.want {
					t.Errorf("status %d, want %d", w.Code, c.want)
				}
			})
		}
	}
	if n := len(d.questions()); n != 0 {
		t.Errorf("%d questions were let in", n)
	}
}

func TestAReplayedRequestIsRefused(t *testing.T) {
	d := newDesk(t, nil)
	for path, body := range map[string]string{
		"/slack/events":       `{"type":"event_callback","event_id":"E1","event":` + mentionOf("1000.1", "x") + `}`,
		"/slack/commands":     "user_id=U1&channel_id=C1&text=help",
		"/slack/interactions": url.Values{"payload": {`{"type":"block_actions"}`}}.Encode(),
	} {
		at := time.Now()
		codes := map[int]int{}
		for range 5 {
			r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
			sign(r, body, at)
			w := httptest.NewRecorder()
			d.handler.ServeHTTP(w, r)
			codes[w.Code]++
		}
		if codes[http.StatusOK] != 1 || codes[http.StatusConflict] != 4 {
			t.Errorf("%s five times: %v", path, codes)
		}
	}
}

// What Slack signed may still be anything.
func TestWhatCannotBeReadIsToldSo(t *testing.T) {
	d := newDesk(t, nil)
	payload := func(s string) string { return url.Values{"payload": {s}}.Encode() }
	deep := strings.Repeat(`{"event":`, 20000) + "1" + strings.Repeat("}", 20000)
	for name, c := range map[string]struct {
		path, body string
		want       int
	}{
		"a huge event":                {"/slack/events", strings.Repeat("x", 2<<20), 413},
		"a huge command":              {"/slack/commands", "user_id=U1&channel_id=C1&text=" + strings.Repeat("x", 2<<20), 413},
		"a huge interaction":          {"/slack/interactions", "payload=" + strings.Repeat("x", 2<<20), 413},
		"an empty event":              {"/slack/events", "", 400},
		"half an event":               {"/slack/events", `{"type":`, 400},
		"an event that is a list":     {"/slack/events", `[1]`, 400},
		"an event ever deeper":        {"/slack/events", deep, 400},
		"an envelope without event":   {"/slack/events", `{"type":"event_callback","event_id":"E1"}`, 400},
		"an event of null":            {"/slack/events", `{"type":"event_callback","event_id":"E2","event":null}`, 200},
		"an event of an unknown type": {"/slack/events", `{"type":"event_callback","event_id":"E3","event":{"type":"team_join","user":{"id":"U1"},"channel":{}}}`, 200},
		"fields of other types":       {"/slack/events", `{"type":"event_callback","event":{"type":"message","channel":{"id":1}}}`, 400},
		"an unknown envelope":         {"/slack/events", `{"type":"app_rate_limited"}`, 200},
		"half a form":                 {"/slack/commands", "text=%", 400},
		"a command of nobody":         {"/slack/commands", "channel_id=C1&text=help", 400},
		"a form without payload":      {"/slack/interactions", "a=b", 400},
		"half a payload":              {"/slack/interactions", payload(`{"type":`), 400},
		"a payload of numbers":        {"/slack/interactions", payload(`{"type":1,"actions":2}`), 400},
		"an unknown interaction":      {"/slack/interactions", payload(`{"type":"dialog_cancellation"}`), 200},
		"an unknown button":           {"/slack/interactions", payload(`{"type":"block_actions","actions":[{"type":"button","action_id":"x","value":"y"}]}`), 200},
		"a modal of nobody":           {"/slack/interactions", payload(`{"type":"view_submission","view":{"callback_id":"filters","private_metadata":"{"}}`), 200},
	} {
		t.Run(name, func(t *testing.T) {
			if got := d.send(c.path, c.body).Code; got != c.want {
				t.Errorf("status %d, want %d", got, c.want)
			}
		})
	}
	if got := d.send("/slack/events", `{"type":"url_verification","challenge":"abc"}`).Body.String(); got != "abc" {
		t.Errorf("challenge: %q", got)
	}
}

// Retries are signed anew, so that they differ, and may come at the same time.
func TestTheSameEventFiveTimesIsAnsweredOnce(t *testing.T) {
	d := newDesk(t, nil)
	var wg sync.WaitGroup
	for i := range 5 {
		wg.Go(func() {
			body := fmt.Sprintf(`{"type":"event_callback","n":%d,"event_id":"E1","event":%s}`, i, mentionOf("1000.1", "What closes?"))
			if code := d.send("/slack/events", body).Code; code != http.StatusOK {
				t.Errorf("status %d", code)
			}
		})
	}
	wg.Wait()
	d.slack.wait("chat.stopStream", 1)
	d.drain()
	if n, messages := len(d.questions()), len(d.slack.messages); n != 1 || messages != 1 {
		t.Errorf("answered %d times in %d messages", n, messages)
	}
}

// Slack tells of one message twice where the app asked for both kinds of events, and again if it was edited.
func TestAQuestionThatComesAsTwoEventsIsAnsweredOnce(t *testing.T) {
	d := newDesk(t, nil)
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.event("E2", mentionOf("1000.1", "What closes?"))
	d.event("E3", strings.Replace(mentionOf("1000.1", "What closes?"), "app_mention", "message", 1))
	d.slack.wait("chat.stopStream", 1)
	d.drain()
	if n := len(d.questions()); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestTheSameEventIsTakenOnceEvenIfItIsNoQuestion(t *testing.T) {
	d := newDesk(t, nil)
	for i := range 5 {
		d.send("/slack/events", fmt.Sprintf(`{"type":"event_callback","n":%d,"event_id":"E1","event":%s}`, i,
			`{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1000.1"}}`))
	}
	d.drain()
	if n := len(d.slack.called("assistant.threads.setSuggestedPrompts")); n != 1 {
		t.Errorf("greeted %d times", n)
	}
}

// drain stops the bot and waits until it has ended.
func (d *desk) drain() {
	d.t.Helper()
	d.stop()
	if err := <-d.ended; err != nil {
		d.t.Error(err)
	}
}

func TestAThousandEventsInASecondAreAcknowledgedAndBounded(t *testing.T) {
	d := newDesk(t, func(c *slackbot.Config) { c.Concurrency, c.Queue = 2, 10 })
	release := make(chan struct{})
	d.reply = func(context.Context, news.AnswerRequest, func(news.Event) error) (news.Answer, error) {
		<-release
		return notFound(), nil
	}
	before, memory := runtime.NumGoroutine(), heap()
	slowest := d.flood(1000)
	if slowest > 3*time.Second {
		t.Errorf("an event was acknowledged after %v", slowest)
	}
	// Two questions and their announcements are in work, and some notices; there is a connection or two for each.
	if n := runtime.NumGoroutine() - before; n > 100 {
		t.Errorf("%d more goroutines", n)
	}
	if grown := heap() - memory; grown > 16<<20 {
		t.Errorf("%d MiB more memory", grown>>20)
	}
	d.awaitAsked(2)
	if n := len(d.questions()); n > 2 {
		t.Errorf("%d questions are answered at once", n)
	}
	close(release)
	d.drain()
	if n := len(d.questions()); n < 2 || n > 12 {
		t.Errorf("%d questions were let in, not the two at work and at most ten that wait", n)
	}
}

// flood sends mentions from 16 connections at once and returns the longest time until one was acknowledged.
func (d *desk) flood(n int) time.Duration {
	var mu sync.Mutex
	var slowest time.Duration
	var wg sync.WaitGroup
	numbers := make(chan int, n)
	for i := range n {
		numbers <- i
	}
	close(numbers)
	for range 16 {
		wg.Go(func() {
			for i := range numbers {
				event := fmt.Sprintf(`{"type":"app_mention","channel":"C%d","user":"U1","ts":"1000.%06d","text":"<@UBOT> What closes?"}`, i%50, i)
				start := time.Now()
				if code := d.event(fmt.Sprint("E", i), event); code != http.StatusOK {
					d.t.Errorf("status %d", code)
				}
				mu.Lock()
				slowest = max(slowest, time.Since(start))
				mu.Unlock()
			}
		})
	}
	wg.Wait()
	return slowest
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}
