package slackbot_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"byline/internal/slackbot"
)

// fakeSlack is Slack's Web API: it holds every call to what Slack documents of
// its arguments, its blocks and its rate, and keeps the messages.
type fakeSlack struct {
	t      *testing.T
	url    string
	socket string // where apps.connections.open leads

	mu       sync.Mutex
	n        int
	calls    []apiCall
	messages []*fakeMessage
	limits   *rateLimits
	refused  map[string]string        // error of a method
	held     map[string]chan struct{} // closed to let the calls of a method go on
	holding  int                      // calls that were made to wait
	users    map[string]string        // users.info by ID, as JSON
	scopes   []string                 // of the bot token
}

type apiCall struct {
	method string
	args   url.Values
}

type fakeMessage struct {
	channel, thread, ts, user, text, blocks string
	streaming, deleted                      bool
}

const (
	botUser = "UBOT"
	member  = `{"id":"U1","team_id":"T1"}`
)

func newFakeSlack(t *testing.T) *fakeSlack {
	f := &fakeSlack{t: t, limits: newRateLimits(), refused: map[string]string{}, held: map[string]chan struct{}{},
		users: map[string]string{"U1": member}, scopes: slackbot.Scopes()}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.url = server.URL + "/"
	return f
}

func (f *fakeSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	token, args := f.arguments(r)
	f.mu.Lock()
	held := f.held[name]
	if held != nil {
		f.holding++
	}
	f.mu.Unlock()
	if held != nil {
		<-held
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if wait := f.limits.wait(name, r.URL.Path, args.Get("channel"), time.Now()); wait > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(wait))
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	for _, fault := range callFaults(name, token, args) {
		f.t.Errorf("%s: %s", name, fault)
	}
	f.calls = append(f.calls, apiCall{name, args})
	if name == "respond" { // a response URL
		fmt.Fprint(w, "ok")
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-OAuth-Scopes", strings.Join(f.scopes, ","))
	if code := f.refused[name]; code != "" {
		fmt.Fprintf(w, `{"ok":false,"error":%q}`, code)
		return
	}
	fmt.Fprint(w, f.reply(name, args))
}

// arguments reads a form or a JSON body alike, and the token that comes with it or in the header.
func (f *fakeSlack) arguments(r *http.Request) (token string, args url.Values) {
	token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !strings.Contains(r.Header.Get("Content-Type"), "json") {
		if err := r.ParseForm(); err != nil {
			f.t.Error(err)
		}
		if token == "" {
			token = r.Form.Get("token")
		}
		r.Form.Del("token")
		return token, r.Form
	}
	var body map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil && !errors.Is(err, io.EOF) {
		f.t.Error(err)
	}
	args = url.Values{}
	for k, v := range body {
		var s string
		if json.Unmarshal(v, &s) != nil {
			s = string(v)
		}
		args.Set(k, s)
	}
	return token, args
}

func (f *fakeSlack) reply(method string, args url.Values) string {
	switch method {
	case "auth.test":
		return `{"ok":true,"user_id":"UBOT","bot_id":"BBOT","team_id":"T1","user":"byline","team":"Desk"}`
	case "apps.connections.open":
		return fmt.Sprintf(`{"ok":true,"url":%q}`, f.socket)
	case "users.info":
		return `{"ok":true,"user":` + f.users[args.Get("user")] + `}`
	case "chat.postMessage", "chat.startStream":
		f.n++
		m := &fakeMessage{
			channel: args.Get("channel"), thread: args.Get("thread_ts"), ts: fmt.Sprintf("2000.%06d", f.n), user: botUser,
			text: args.Get("text") + args.Get("markdown_text"), blocks: args.Get("blocks"), streaming: method == "chat.startStream",
		}
		f.messages = append(f.messages, m)
		return fmt.Sprintf(`{"ok":true,"channel":%q,"ts":%q}`, m.channel, m.ts)
	case "chat.update", "chat.appendStream", "chat.stopStream", "chat.delete":
		return f.change(method, args)
	case "conversations.replies":
		return f.replies(args.Get("ts"))
	}
	return `{"ok":true}`
}

func (f *fakeSlack) change(method string, args url.Values) string {
	i := slices.IndexFunc(f.messages, func(m *fakeMessage) bool { return m.ts == args.Get("ts") && !m.deleted })
	if i < 0 {
		return `{"ok":false,"error":"message_not_found"}`
	}
	m := f.messages[i]
	switch {
	case method == "chat.delete":
		m.deleted = true
	case method == "chat.update":
		m.text, m.blocks = args.Get("text"), args.Get("blocks")
	case !m.streaming:
		return `{"ok":false,"error":"message_not_in_streaming_state"}`
	default:
		m.text += args.Get("markdown_text")
		m.blocks = args.Get("blocks")
		m.streaming = method == "chat.appendStream"
		for _, fault := range markdownFaults(m.text) { // pieces may be harmless one by one
			f.t.Errorf("%s: %s", method, fault)
		}
	}
	return fmt.Sprintf(`{"ok":true,"channel":%q,"ts":%q}`, m.channel, m.ts)
}

func (f *fakeSlack) replies(thread string) string {
	type message struct {
		Type   string          `json:"type"`
		User   string          `json:"user"`
		Text   string          `json:"text"`
		TS     string          `json:"ts"`
		Blocks json.RawMessage `json:"blocks,omitempty"`
	}
	var all []message
	for _, m := range f.messages {
		if (m.thread == thread || m.ts == thread) && !m.deleted {
			all = append(all, message{"message", m.user, m.text, m.ts, json.RawMessage(m.blocks)})
		}
	}
	slices.SortFunc(all, func(a, b message) int { return strings.Compare(a.TS, b.TS) })
	b, _ := json.Marshal(map[string]any{"ok": true, "messages": all})
	return string(b)
}

// responseURL is an address to answer a command or a button at, another for each.
func (f *fakeSlack) responseURL() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.n++
	return fmt.Sprintf("%srespond/%d", f.url, f.n)
}

// refuse makes a method fail with an error of Slack's; none lets it succeed again.
func (f *fakeSlack) refuse(method, code string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refused[method] = code
}

// hold keeps the calls of a method waiting until the returned function is called.
func (f *fakeSlack) hold(method string) (release func()) {
	f.mu.Lock()
	defer f.mu.Unlock()
	held := make(chan struct{})
	f.held[method] = held
	release = sync.OnceFunc(func() { close(held) })
	f.t.Cleanup(release)
	return release
}

// say puts a message of a person into a thread.
func (f *fakeSlack) say(channel, thread, ts, user, text string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.messages = append(f.messages, &fakeMessage{channel: channel, thread: thread, ts: ts, user: user, text: text})
}

// called returns the calls of a method.
func (f *fakeSlack) called(method string) []url.Values {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.calledLocked(method)
}

func (f *fakeSlack) calledLocked(method string) []url.Values {
	var all []url.Values
	for _, c := range f.calls {
		if c.method == method {
			all = append(all, c.args)
		}
	}
	return all
}

// answers counts the messages that are whole answers. The caller holds the lock.
func (f *fakeSlack) answers() int {
	n := 0
	for _, m := range f.messages {
		if !m.streaming && strings.Contains(m.blocks, `"helpful"`) {
			n++
		}
	}
	return n
}

// wait waits until a method was called n times.
func (f *fakeSlack) wait(method string, n int) []url.Values {
	f.t.Helper()
	f.waitFor(fmt.Sprintf("%d calls of %s", n, method), func() bool { return len(f.calledLocked(method)) >= n })
	return f.called(method)
}

// waitFor waits until something is true, and looks while it holds the lock.
func (f *fakeSlack) waitFor(what string, is func() bool) {
	f.t.Helper()
	for range 1600 {
		f.mu.Lock()
		ok := is()
		f.mu.Unlock()
		if ok {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.t.Fatalf("there were no %s, but: %v", what, f.calls)
}
