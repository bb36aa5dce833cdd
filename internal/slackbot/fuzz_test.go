package slackbot_test

import (
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"
	"unicode"

	"byline/internal/slackbot"
)

// fuzzHandler is a bot that knows who it is but works nothing off, so that only reading is tried.
func fuzzHandler(f *testing.F) http.Handler {
	slack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, `{"ok":true}`) }))
	f.Cleanup(slack.Close)
	d := &desk{}
	b := slackbot.New(slackbot.Deps{Searcher: d, Answerer: d, Quoter: d, Stories: d, Surveyor: d, Entities: d, Library: d, Recorder: discard{}, Logger: slog.New(slog.DiscardHandler)},
		slackbot.Config{BotToken: "xoxb-1", SigningSecret: secret, APIURL: slack.URL + "/", FollowUps: true})
	b.Introduce(botUser, "T1")
	return b.Handler()
}

type discard struct{}

func (discard) Record(slackbot.Feedback) error { return nil }

// tryBody sends a signed body. It is read or refused, and the same body is not taken twice.
func tryBody(t *testing.T, h http.Handler, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	sign(r, body, time.Now())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusOK && w.Code != http.StatusBadRequest && w.Code != http.StatusConflict {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	return w
}

func FuzzEvent(f *testing.F) {
	for _, event := range []string{
		mentionOf("1000.1", "What closes?"), mentionOf("1000.2", hostile),
		`{"type":"message","channel_type":"im","channel":"D1","user":"U1","ts":"1.1","text":"x"}`,
		`{"type":"message","subtype":"message_changed","channel":"C1","message":{"user":"U1","ts":"1.1","text":"<@UBOT> x","edited":{"ts":"2.2"}},"previous_message":{"text":"y"}}`,
		`{"type":"message","subtype":"message_deleted","channel":"C1","deleted_ts":"1.1"}`,
		`{"type":"message","channel":"C1","user":"U1","ts":"2.1","thread_ts":"1.1","text":"and then?"}`,
		`{"type":"assistant_thread_started","assistant_thread":{"user_id":"U1","channel_id":"D1","thread_ts":"1.1"}}`,
		`{"type":"tokens_revoked"}`, `null`, `[]`, `{"type":{}}`,
	} {
		f.Add(`{"type":"event_callback","event_id":"E1","event":` + event + `}`)
	}
	f.Add(`{"type":"url_verification","challenge":"abc"}`)
	h := fuzzHandler(f)
	f.Fuzz(func(t *testing.T, body string) { tryBody(t, h, "/slack/events", body) })
}

func FuzzCommand(f *testing.F) {
	for _, text := range []string{"", "help", "search", "search ferry", "quote ferry", "quotes Olm: ferry", "stories", "timeline ferry", "figures ferry", "coverage ferry by week", "revisions ferry \"213 people\"", "entities place velm", "What closes?", hostile, "<@UBOT>"} {
		f.Add(url.Values{"user_id": {"U1"}, "channel_id": {"C1"}, "command": {"/byline"}, "text": {text}, "response_url": {"http://127.0.0.1:1/"}}.Encode())
	}
	f.Add("user_id=U1;channel_id=%zz")
	h := fuzzHandler(f)
	f.Fuzz(func(t *testing.T, body string) {
		if w := tryBody(t, h, "/slack/commands", body); w.Code == http.StatusOK {
			var shown struct{ Blocks json.RawMessage }
			if err := json.Unmarshal(w.Body.Bytes(), &shown); err != nil {
				t.Fatal(err)
			}
			for _, fault := range blockFaults(string(shown.Blocks), 50) {
				t.Error(fault)
			}
		}
	})
}

func FuzzInteraction(f *testing.F) {
	for _, payload := range []string{
		`{"type":"block_actions","trigger_id":"1","user":{"id":"U1"},"channel":{"id":"C1"},"actions":[{"type":"button","action_id":"share","value":"{\"q\":\"x\"}"}]}`,
		`{"type":"block_actions","actions":[{"type":"button","action_id":"sources","value":"[{\"i\":\"harbour\",\"s\":-1,\"e\":99999}]"}]}`,
		`{"type":"block_actions","container":{"type":"message","is_ephemeral":true},"actions":[{"type":"button","action_id":"filters","value":"{}"}]}`,
		`{"type":"message_action","callback_id":"related","message":{"text":"<https://a.example|b>"}}`,
		`{"type":"view_submission","view":{"callback_id":"filters","private_metadata":"{\"a\":{\"q\":\"x\"}}","state":{"values":{"as_of":{"as_of":{"selected_date":"2025-03-03"}}}}}}`,
		`{"type":"view_submission","view":{"callback_id":"reason","private_metadata":"{}","state":{"values":{"reason":{"reason":{"value":"wrong"}}}}}}`,
		`{"type":"block_suggestion"}`, `null`,
	} {
		f.Add(payload)
	}
	h := fuzzHandler(f)
	f.Fuzz(func(t *testing.T, payload string) {
		tryBody(t, h, "/slack/interactions", url.Values{"payload": {payload}}.Encode())
	})
}

// Whatever an answer says, its blocks mention nobody, link nowhere, keep to the limits and hold all of the text.
func FuzzMrkdwn(f *testing.F) {
	for _, s := range []string{hostile, "# **a** _b_ <c> & d\n> e\n- f\n| g | h |\n|---|---|\n", "```\na\n", strings.Repeat("One sentence. ", 500), strings.Repeat("&", 4000), strings.Repeat("😀", 2000)} {
		f.Add(s, uint16(3000))
		f.Add(s, uint16(200))
	}
	f.Fuzz(func(t *testing.T, s string, most uint16) {
		limit := max(50, int(most))
		markup := slackbot.Mrkdwn(s)
		for _, fault := range valueFaults("mrkdwn", node{"text": unquote(markup)}) {
			t.Error(fault)
		}
		pieces := slackbot.Split(markup, limit)
		for _, p := range pieces {
			if n := characters(p); n == 0 || n > limit {
				t.Errorf("a piece of %d characters, not 1 to %d", n, limit)
			}
			for _, fault := range valueFaults("mrkdwn", node{"text": unquote(p)}) {
				t.Error(fault)
			}
		}
		if got, want := bare(strings.Join(pieces, "")), bare(markup); got != want {
			t.Errorf("the pieces together are %q, not %q", got, want)
		}
	})
}

// unquote takes the signs of quotes off the beginnings of lines, which alone are not escaped.
func unquote(markup string) string {
	lines := strings.Split(markup, "\n")
	for i := range lines {
		lines[i] = strings.TrimPrefix(lines[i], ">")
	}
	return strings.Join(lines, "\n")
}

// bare is text without white space and without the marks of preformatted text, which are repeated where it is cut.
func bare(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '`' {
			return -1
		}
		return r
	}, s)
}

// A stream mentions nobody and links nowhere, wherever it is cut.
func FuzzStream(f *testing.F) {
	for _, at := range []uint16{0, 1, 7, 100, 333} {
		f.Add(hostile, at, at*2)
	}
	f.Fuzz(func(t *testing.T, s string, a, b uint16) {
		i, j := min(int(a), len(s)), min(int(a)+int(b), len(s))
		streamed := slackbot.StreamPieces([]string{s[:i], s[i:j], s[j:]})
		for _, fault := range markdownFaults(streamed) {
			t.Errorf("%s in %q", fault, streamed)
		}
	})
}

// Text on one line is shortened to its limit, at most.
func FuzzShorten(f *testing.F) {
	f.Add(hostile, uint16(40))
	f.Fuzz(func(t *testing.T, s string, most uint16) {
		limit := max(10, int(most))
		if got := slackbot.Shorten(slackbot.Escape(s), limit); characters(got) > limit || mention.MatchString(got) {
			t.Errorf("shortened to %d characters, more than %d: %q", characters(got), limit, got)
		}
	})
}
