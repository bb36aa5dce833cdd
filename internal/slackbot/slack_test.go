package slackbot_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// fakeSlack is Slack's Web API: it holds every call to its arguments and the
// blocks in them to their limits, and keeps the messages.
type fakeSlack struct {
	t   *testing.T
	url string

	mu       sync.Mutex
	n        int
	calls    []apiCall
	messages []*fakeMessage
	limited  map[string]int    // calls of a method that are still to be refused with 429
	refused  map[string]string // error of a method
	users    map[string]string // users.info by ID, as JSON
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

// required are the arguments that each method needs, but for the token.
var required = map[string][]string{
	"auth.test":                             {},
	"users.info":                            {"user"},
	"chat.postMessage":                      {"channel", "text", "blocks"},
	"chat.postEphemeral":                    {"channel", "user", "text"},
	"chat.update":                           {"channel", "ts", "text", "blocks"},
	"chat.delete":                           {"channel", "ts"},
	"chat.startStream":                      {"channel", "thread_ts", "recipient_user_id", "recipient_team_id", "markdown_text"},
	"chat.appendStream":                     {"channel", "ts", "markdown_text"},
	"chat.stopStream":                       {"channel", "ts"},
	"conversations.replies":                 {"channel", "ts"},
	"assistant.threads.setStatus":           {"channel_id", "thread_ts", "status"},
	"assistant.threads.setTitle":            {"channel_id", "thread_ts", "title"},
	"assistant.threads.setSuggestedPrompts": {"channel_id", "thread_ts", "prompts"},
	"views.open":                            {"trigger_id", "view"},
}

func newFakeSlack(t *testing.T) *fakeSlack {
	f := &fakeSlack{t: t, limited: map[string]int{}, refused: map[string]string{}, users: map[string]string{"U1": member}}
	server := httptest.NewServer(f)
	t.Cleanup(server.Close)
	f.url = server.URL + "/"
	return f
}

func (f *fakeSlack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	method := strings.TrimPrefix(r.URL.Path, "/")
	args := f.arguments(r)
	f.mu.Lock()
	defer f.mu.Unlock()
	if method == "respond" { // a response URL
		f.check(method, args, nil)
		f.calls = append(f.calls, apiCall{method, args})
		fmt.Fprint(w, "ok")
		return
	}
	needed, known := required[method]
	if !known {
		f.t.Errorf("%s is no method that the bot should call", method)
	}
	if f.limited[method] > 0 {
		f.limited[method]--
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	}
	f.check(method, args, needed)
	f.calls = append(f.calls, apiCall{method, args})
	w.Header().Set("Content-Type", "application/json")
	if code := f.refused[method]; code != "" {
		fmt.Fprintf(w, `{"ok":false,"error":%q}`, code)
		return
	}
	fmt.Fprint(w, f.reply(method, args))
}

// arguments reads a form or a JSON body alike.
func (f *fakeSlack) arguments(r *http.Request) url.Values {
	if !strings.Contains(r.Header.Get("Content-Type"), "json") {
		if err := r.ParseForm(); err != nil {
			f.t.Error(err)
		}
		return r.Form
	}
	var body map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		f.t.Error(err)
	}
	args := url.Values{}
	for k, v := range body {
		var s string
		if json.Unmarshal(v, &s) != nil {
			s = string(v)
		}
		args.Set(k, s)
	}
	return args
}

func (f *fakeSlack) check(method string, args url.Values, needed []string) {
	for _, name := range needed {
		if args.Get(name) == "" {
			f.t.Errorf("%s: %s is missing", method, name)
		}
	}
	if raw := args.Get("blocks"); raw != "" {
		for _, fault := range blockFaults(raw, 50) {
			f.t.Errorf("%s: %s", method, fault)
		}
	}
	if n := characters(args.Get("markdown_text")); n > 12000 {
		f.t.Errorf("%s: markdown_text of %d characters", method, n)
	}
	if strings.HasPrefix(method, "chat.post") && (args.Get("unfurl_links") != "false" || args.Get("parse") != "none") {
		f.t.Errorf("%s: unfurls or notifies", method)
	}
	if mention.MatchString(args.Get("text")) || mention.MatchString(args.Get("markdown_text")) {
		f.t.Errorf("%s mentions somebody: %s", method, args)
	}
	if view := args.Get("view"); view != "" {
		var v struct {
			Blocks json.RawMessage `json:"blocks"`
			Title  textObject      `json:"title"`
		}
		if err := json.Unmarshal([]byte(view), &v); err != nil || characters(v.Title.Text) > 24 {
			f.t.Errorf("views.open: %v, title %q", err, v.Title.Text)
		}
		for _, fault := range blockFaults(string(v.Blocks), 100) {
			f.t.Errorf("views.open: %s", fault)
		}
	}
}

func (f *fakeSlack) reply(method string, args url.Values) string {
	switch method {
	case "auth.test":
		return `{"ok":true,"user_id":"UBOT","bot_id":"BBOT","team_id":"T1","user":"byline","team":"Desk"}`
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
	var all []url.Values
	for _, c := range f.calls {
		if c.method == method {
			all = append(all, c.args)
		}
	}
	return all
}

// wait waits until a method was called n times.
func (f *fakeSlack) wait(method string, n int) []url.Values {
	f.t.Helper()
	for range 800 {
		if all := f.called(method); len(all) >= n {
			return all
		}
		time.Sleep(10 * time.Millisecond)
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.t.Fatalf("%s was not called %d times, but there were: %v", method, n, f.calls)
	return nil
}
