package app_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"byline/internal/app"
)

// quoted is what a citation names, by the API and by the button below an answer in Slack.
type quoted struct {
	ID         string `json:"i"`
	Start, End int
}

// A mention is answered by a stream whose citations are those of the API.
func TestAMentionInSlackIsAnsweredAsOverTheAPI(t *testing.T) {
	const question = "How much will the Lumme tunnel cost?"
	stopped := make(chan string, 1)
	slack := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/chat.stopStream" {
			stopped <- r.FormValue("blocks")
		}
		fmt.Fprint(w, `{"ok":true,"user_id":"UBOT","bot_id":"BBOT","team_id":"T1","channel":"C1","ts":"2.2","user":{"id":"U1","team_id":"T1"}}`)
	}))
	defer slack.Close()
	// auth.test and users.info both say "user", once as a name and once as an object.
	slack.Config.Handler = authFirst(slack.Config.Handler)

	e := emptyIndex(t, "BYLINE_SLACK_BOT_TOKEN=xoxb-1", "BYLINE_SLACK_SIGNING_SECRET=s", "BYLINE_SLACK_API_URL="+slack.URL+"/")
	if err := e.LoadSeeds(t.Context(), func(int, int) {}); err != nil {
		t.Fatal(err)
	}
	server, err := app.NewServer(t.Context(), e, app.AuthConfig{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go func() { _ = server.Bot.Run(ctx) }()

	body := `{"type":"event_callback","event_id":"E1","event":{"type":"app_mention","channel":"C1","user":"U1","ts":"1.1","text":"<@UBOT> ` + question + `"}}`
	code := http.StatusServiceUnavailable // until the bot knows who it is
	for i := 0; code == http.StatusServiceUnavailable && i < 100; i++ {
		time.Sleep(20 * time.Millisecond)
		code = post(server, "/slack/events", body).Code
	}
	if code != http.StatusOK {
		t.Fatalf("status %d", code)
	}
	var blocks string
	select {
	case blocks = <-stopped:
	case <-time.After(20 * time.Second):
		t.Fatal("no answer")
	}
	want := citationsOfAPI(t, post(server, "/v1/answers", `{"question":"`+question+`"}`).Body.Bytes())
	if diff := gocmp.Diff(want, citationsOfButton(t, blocks)); diff != "" || len(want) == 0 {
		t.Errorf("citations (-API +Slack):\n%s", diff)
	}
}

func authFirst(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth.test" {
			fmt.Fprint(w, `{"ok":true,"user_id":"UBOT","bot_id":"BBOT","team_id":"T1","user":"byline"}`)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func post(h http.Handler, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, "http://localhost"+path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	ts := strconv.FormatInt(time.Now().Unix(), 10)
	mac := hmac.New(sha256.New, []byte("s"))
	fmt.Fprintf(mac, "v0:%s:%s", ts, body)
	r.Header.Set("X-Slack-Request-Timestamp", ts)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func citationsOfAPI(t *testing.T, body []byte) []quoted {
	var answer struct {
		Citations []struct {
			Article    struct{ ID string }
			Start, End int
		}
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		t.Fatal(err)
	}
	var all []quoted
	for _, c := range answer.Citations {
		all = append(all, quoted{c.Article.ID, c.Start, c.End})
	}
	return all
}

func citationsOfButton(t *testing.T, blocks string) []quoted {
	var all []struct {
		Elements []struct {
			ActionID string `json:"action_id"`
			Value    string
		}
	}
	if err := json.Unmarshal([]byte(blocks), &all); err != nil {
		t.Fatal(err)
	}
	for _, b := range all {
		for _, e := range b.Elements {
			if e.ActionID != "sources" {
				continue
			}
			var refs []struct {
				I    string
				S, E int
			}
			if err := json.Unmarshal([]byte(e.Value), &refs); err != nil {
				t.Fatal(err)
			}
			var cited []quoted
			for _, r := range refs {
				cited = append(cited, quoted{r.I, r.S, r.E})
			}
			return cited
		}
	}
	return nil
}
