package slackbot_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/slackbot"
)

const secret = "signing"

// desk is a bot with a fake Slack, a fake Byline behind it and a signing client.
type desk struct {
	t       *testing.T
	slack   *fakeSlack
	bot     *slackbot.Bot
	handler http.Handler
	path    string // of file
	file    *slackbot.FeedbackFile
	stop    context.CancelFunc
	ended   chan error

	mu       sync.Mutex
	asked    []news.AnswerRequest
	searched []news.SearchRequest
	compared []news.SimilarRequest
	quoted   []news.QuoteRequest
	looked   []string
	reply    func(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error)
}

func (d *desk) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	d.mu.Lock()
	d.asked = append(d.asked, req)
	reply := d.reply
	d.mu.Unlock()
	if reply != nil {
		return reply(ctx, req, emit)
	}
	a := answered()
	for _, piece := range strings.SplitAfter(a.Text, "]") {
		if err := emit(news.Event{Kind: news.EventDelta, Delta: piece}); err != nil {
			return news.Answer{}, err
		}
	}
	return a, nil
}

func (d *desk) questions() []news.AnswerRequest {
	d.mu.Lock()
	defer d.mu.Unlock()
	return append([]news.AnswerRequest(nil), d.asked...)
}

func (d *desk) Search(_ context.Context, req news.SearchRequest) (news.SearchResult, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.searched = append(d.searched, req)
	return hits(), nil
}

func (d *desk) Similar(_ context.Context, req news.SimilarRequest) (news.SearchResult, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.compared = append(d.compared, req)
	if req.URL != "" && req.URL != harbour.URL {
		return news.SearchResult{}, news.Errorf(news.KindNotFound, "no such article")
	}
	return hits(), nil
}

func (d *desk) Article(_ context.Context, id string) (news.Article, error) {
	if id == harbour.ID {
		return harbour, nil
	}
	return news.Article{}, news.Errorf(news.KindNotFound, "no article %q", id)
}

func (d *desk) Revisions(_ context.Context, id string) ([]news.Revision, error) {
	d.look("revisions of " + id)
	return rewrittenHarbour(), nil
}

// newsroom is all that the bot speaks for.
type newsroom interface {
	api.Searcher
	api.Answerer
	api.Library
}

// newDesk runs a bot that speaks for the desk itself.
func newDesk(t *testing.T, change func(*slackbot.Config)) *desk { return newDeskWith(t, nil, change) }

func newDeskWith(t *testing.T, behind newsroom, change func(*slackbot.Config)) *desk {
	return runDesk(t, newFakeSlack(t), behind, change)
}

func runDesk(t *testing.T, slack *fakeSlack, behind newsroom, change func(*slackbot.Config), suggestions ...string) *desk {
	d := &desk{t: t, slack: slack, ended: make(chan error, 1)}
	if behind == nil {
		behind = d
	}
	d.path = filepath.Join(t.TempDir(), "feedback.jsonl")
	d.file = slackbot.NewFeedbackFile(d.path)
	c := slackbot.Config{
		BotToken: "xoxb-1", SigningSecret: secret, APIURL: d.slack.url, FollowUps: true, Stream: true,
		ShutdownTimeout: 300 * time.Millisecond,
	}
	if change != nil {
		change(&c)
	}
	d.bot = slackbot.New(slackbot.Deps{Searcher: behind, Answerer: behind, Quoter: d, Stories: d, Surveyor: d, Entities: d, Library: behind, Recorder: d.file, Suggestions: func(context.Context) []string { return suggestions }}, c)
	d.handler = d.bot.Handler()
	ctx, cancel := context.WithCancel(t.Context())
	d.stop = cancel
	go func() { d.ended <- d.bot.Run(ctx) }()
	t.Cleanup(cancel)
	d.slack.waitFor("connection", d.bot.Ready)
	return d
}

// send posts a signed body and returns the status.
func (d *desk) send(path, body string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(body))
	sign(r, body, time.Now())
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, r)
	var shown struct{ Blocks json.RawMessage }
	if json.Unmarshal(w.Body.Bytes(), &shown) == nil && shown.Blocks != nil { // as a command is acknowledged
		for _, fault := range blockFaults(string(shown.Blocks), 50) {
			d.t.Errorf("%s: %s", path, fault)
		}
	}
	return w
}

func sign(r *http.Request, body string, at time.Time) {
	ts := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	fmt.Fprintf(mac, "v0:%s:%s", ts, body)
	r.Header.Set("X-Slack-Request-Timestamp", ts)
	r.Header.Set("X-Slack-Signature", "v0="+hex.EncodeToString(mac.Sum(nil)))
}

func (d *desk) event(id, event string) int {
	return d.send("/slack/events", `{"type":"event_callback","event_id":"`+id+`","event":`+event+`}`).Code
}

func mentionOf(ts, text string) string {
	return fmt.Sprintf(`{"type":"app_mention","channel":"C1","user":"U1","ts":%q,"text":%s}`, ts, quoted("<@UBOT> "+text))
}

func TestAMentionIsAnsweredInItsThreadByAStream(t *testing.T) {
	d := newDesk(t, nil)
	if code := d.event("E1", mentionOf("1000.1", "What closes?")); code != http.StatusOK {
		t.Fatalf("status %d", code)
	}
	stop := d.slack.wait("chat.stopStream", 1)[0]
	start := d.slack.called("chat.startStream")[0]
	if start.Get("thread_ts") != "1000.1" || start.Get("recipient_user_id") != "U1" {
		t.Errorf("started %v", start)
	}
	if !strings.Contains(stop.Get("blocks"), "Harbour Courier") || strings.Contains(d.slack.messages[0].text, "<!channel>") {
		t.Errorf("stopped with %v", stop)
	}
	if q := d.questions()[0].Question; q != "What closes?" {
		t.Errorf("asked %q", q)
	}
}

func TestWithoutStreamsTheMessageIsUpdated(t *testing.T) {
	for _, method := range []string{"assistant.threads.setStatus", "chat.startStream"} {
		t.Run(method, func(t *testing.T) {
			d := newDesk(t, nil)
			d.slack.refuse(method, "channel_type_not_supported")
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
			d.drain()
			if text := d.slack.said(); !strings.Contains(text, "mill closes in June") || len(d.slack.messages) != 1 {
				t.Errorf("said %q in %d messages", text, len(d.slack.messages))
			}
		})
	}
}

func TestBotsAreNotAnswered(t *testing.T) {
	d := newDesk(t, nil)
	d.slack.users["U2"] = `{"id":"U2","team_id":"T1","is_bot":true}`
	for i, e := range []string{
		`{"type":"app_mention","channel":"C1","user":"U9","bot_id":"B9","ts":"1.1","text":"<@UBOT> hello"}`,
		`{"type":"message","channel_type":"im","channel":"D1","user":"UBOT","ts":"1.2","text":"hello"}`,
		`{"type":"message","subtype":"bot_message","channel_type":"im","channel":"D1","ts":"1.3","text":"hello"}`,
		`{"type":"app_mention","channel":"C1","user":"U2","ts":"1.4","text":"<@UBOT> hello"}`,
	} {
		d.event(fmt.Sprint("E", i), e)
	}
	d.slack.wait("users.info", 1)
	d.drain()
	if n := len(d.questions()) + len(d.slack.messages); n != 0 {
		t.Errorf("%d answers", n)
	}
}

func TestAFollowUpNeedsNoMentionAndReadsTheThread(t *testing.T) {
	d := newDesk(t, nil)
	d.slack.say("C1", "", "1000.1", "U1", "<@UBOT> What closes?")
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.slack.wait("chat.stopStream", 1)
	d.slack.say("C1", "1000.1", "3000.1", "U1", "And when?")
	d.event("E2", `{"type":"message","channel":"C1","channel_type":"channel","user":"U1","ts":"3000.1","thread_ts":"1000.1","text":"And when?"}`)
	d.slack.wait("chat.stopStream", 2)
	q := d.questions()[1]
	if q.Question != "And when?" || len(q.Messages) != 2 || q.Messages[0].Content != "What closes?" || q.Messages[1].Role != news.RoleAssistant {
		t.Errorf("asked %+v", q)
	}
	d.event("E3", `{"type":"message","channel":"C1","channel_type":"channel","user":"U1","ts":"3000.2","thread_ts":"900.1","text":"Elsewhere"}`)
	d.slack.wait("conversations.replies", 2)
	d.drain()
	if n := len(d.questions()); n != 2 {
		t.Errorf("%d questions; a thread that the bot is not in is not its own", n)
	}
}

func TestWhatIsNoFollowUp(t *testing.T) {
	inThread := func(text string) string {
		return `{"type":"message","channel":"C1","channel_type":"channel","user":"U1","ts":"3000.1","thread_ts":"1000.1","text":` + quoted(text) + `}`
	}
	off := func(c *slackbot.Config) { c.FollowUps = false }
	for name, c := range map[string]struct {
		change func(*slackbot.Config)
		event  string
	}{
		"where they are switched off":       {off, inThread("And when?")},
		"what is said to somebody else":     {nil, inThread("<@U7> And when?")},
		"a mention, which comes by itself":  {nil, inThread("And when, <@UBOT>?")},
		"a message outside of threads":      {nil, strings.Replace(inThread("And when?"), `"thread_ts":"1000.1",`, "", 1)},
		"somebody who joins":                {nil, strings.Replace(inThread("joined"), `"type"`, `"subtype":"channel_join","type"`, 1)},
		"a message without text":            {nil, inThread(" ")},
		"a bot's":                           {nil, strings.Replace(inThread("And when?"), `"type"`, `"bot_id":"B7","type"`, 1)},
		"a guest's, who is not told either": {nil, strings.Replace(inThread("And when?"), "U1", "U2", 1)},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, c.change)
			d.slack.users["U2"] = guest
			d.event("E1", mentionOf("1000.1", "What closes?"))
			d.slack.wait("chat.stopStream", 1)
			d.event("E2", c.event)
			d.drain()
			if n := len(d.questions()); n != 1 || len(d.slack.messages) != 1 || len(d.slack.called("chat.postEphemeral")) > 0 {
				t.Errorf("%d questions, %d messages", n, len(d.slack.messages))
			}
		})
	}
}

func TestRateLimitsAreHonoured(t *testing.T) {
	d := newDesk(t, func(c *slackbot.Config) { c.Stream = false })
	d.slack.mu.Lock()
	d.slack.limits.once["chat.postMessage"] = 1
	d.slack.mu.Unlock()
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.slack.wait("chat.postMessage", 1)
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	if l := d.slack.limits; l.refused["chat.postMessage"] != 1 || l.early["chat.postMessage"] != 0 {
		t.Errorf("refused %d times, and called %d times before the second that Slack asked for", l.refused["chat.postMessage"], l.early["chat.postMessage"])
	}
}

func TestAnErrorIsToldInShort(t *testing.T) {
	d := newDesk(t, nil)
	d.reply = func(context.Context, news.AnswerRequest, func(news.Event) error) (news.Answer, error) {
		return news.Answer{}, news.Errorf(news.KindUnavailable, "dial 10.0.0.7")
	}
	d.event("E1", mentionOf("1000.1", "What closes?"))
	if got := d.slack.wait("chat.postMessage", 1)[0].Get("text"); !strings.Contains(got, "can't be searched right now") {
		t.Errorf("told %q", got)
	}
}

func TestAPanicCostsNoOtherAnswer(t *testing.T) {
	d := newDesk(t, oneAtATime)
	d.reply = func(_ context.Context, req news.AnswerRequest, _ func(news.Event) error) (news.Answer, error) {
		if req.Question == "What closes?" {
			panic("at the disco")
		}
		return answered(), nil
	}
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.event("E2", mentionOf("1000.2", "What opens?"))
	d.slack.waitFor("answer", func() bool { return d.slack.answers() == 1 })
}

func TestAPanicIsToldInShort(t *testing.T) {
	d := newDesk(t, nil)
	d.reply = func(context.Context, news.AnswerRequest, func(news.Event) error) (news.Answer, error) {
		panic("at the disco")
	}
	d.event("E1", mentionOf("1000.1", "What closes?"))
	if got := d.slack.wait("chat.postMessage", 1)[0].Get("text"); strings.Contains(got, "disco") || !strings.Contains(got, "Something went wrong") {
		t.Errorf("told %q", got)
	}
}

func TestAMentionWithoutWordsGetsHelp(t *testing.T) {
	d := newDesk(t, nil)
	d.event("E1", mentionOf("1000.1", ""))
	if got := d.slack.wait("chat.postMessage", 1)[0].Get("text"); !strings.Contains(got, "Ask me about the news") {
		t.Errorf("told %q", got)
	}
	if got := d.command("help").Body.String(); !strings.Contains(got, "Ask me about the news") {
		t.Errorf("acknowledged by %s", got)
	}
}

func TestShuttingDownApologises(t *testing.T) {
	d := newDesk(t, func(c *slackbot.Config) { c.Concurrency = 1 })
	d.reply = func(ctx context.Context, _ news.AnswerRequest, _ func(news.Event) error) (news.Answer, error) {
		<-ctx.Done()
		return news.Answer{}, ctx.Err()
	}
	d.event("E1", mentionOf("1000.1", "first"))
	d.slack.wait("assistant.threads.setStatus", 1)
	d.event("E2", mentionOf("1000.2", "second"))
	d.slack.wait("chat.postMessage", 1) // its place in the queue
	d.stop()
	if err := <-d.ended; err != nil {
		t.Fatal(err)
	}
	var texts []string
	for _, m := range d.slack.messages {
		texts = append(texts, m.text)
	}
	if all := strings.Join(texts, "\n"); strings.Count(all, "being restarted") != 2 {
		t.Errorf("said %q", all)
	}
}

func TestTheCommandAnswersInPrivateAndButtonsWork(t *testing.T) {
	d := newDesk(t, nil)
	if w := d.command("What closes?"); w.Code != 200 || !strings.Contains(w.Body.String(), "ephemeral") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	answer := d.slack.wait("respond", 1)[0]
	if answer.Get("response_type") != "ephemeral" || !strings.Contains(answer.Get("blocks"), `"share"`) {
		t.Errorf("answered %v", answer)
	}
	d.command("search ferry")
	if got := d.slack.wait("respond", 2)[1].Get("blocks"); !strings.Contains(got, "Search: ferry") {
		t.Errorf("searched: %s", got)
	}
	d.press(answer.Get("blocks"), "sources")
	if got := d.slack.wait("views.open", 1)[0].Get("view"); !strings.Contains(got, "The ferry to Östholm stops on Monday.") || !strings.Contains(got, "removed") {
		t.Errorf("sources: %s", got)
	}
	d.press(answer.Get("blocks"), "share")
	if got := d.slack.wait("respond", 3)[2].Get("response_type"); got != "in_channel" {
		t.Errorf("shared as %q", got)
	}
	d.press(answer.Get("blocks"), "helpful")
	d.slack.wait("respond", 4)
	if all, _, err := d.file.All(); err != nil || len(all) != 1 || all[0].Verdict != slackbot.Helpful || all[0].Question != "What closes?" {
		t.Errorf("stored %+v, %v", all, err)
	}
	if n := len(d.questions()); n != 1 {
		t.Errorf("asked %d times", n)
	}
}

func TestAQuestionThatIsTooLongIsNotAsked(t *testing.T) {
	d := newDesk(t, nil)
	long := strings.Repeat("why ", news.MaxQuestion/4) + "?"
	for i, text := range []string{long, "search " + long} {
		d.command(text)
		if got := d.slack.wait("respond", i+1)[i].Get("text"); !strings.Contains(got, "at most 2000 are taken") {
			t.Errorf("said %q", got)
		}
	}
	if len(d.questions()) > 0 || len(d.searched) > 0 {
		t.Errorf("asked %d, searched %d", len(d.questions()), len(d.searched))
	}
}

// FindQuote finds words in the article of the mill.
func (d *desk) FindQuote(_ context.Context, req news.QuoteRequest) (news.QuoteResult, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.quoted = append(d.quoted, req)
	return quotes(), nil
}

func TestTheCommandFindsWhoPrintedWords(t *testing.T) {
	d := newDesk(t, nil)
	if w := d.command("quote"); !strings.Contains(w.Body.String(), "/byline quote WORDS") {
		t.Errorf("said %s", w.Body)
	}
	d.command("Quote  the mill <b>closes</b> ")
	if got := d.slack.wait("respond", 1)[0]; got.Get("response_type") != "ephemeral" || !strings.Contains(got.Get("blocks"), "Who printed these words") {
		t.Errorf("answered %v", got)
	}
	d.command("quote " + strings.Repeat("why ", news.MaxQuote/4+1))
	if got := d.slack.wait("respond", 2)[1].Get("text"); !strings.Contains(got, "at most 4000 are taken") {
		t.Errorf("said %q", got)
	}
	if len(d.quoted) != 1 || !strings.HasPrefix(d.quoted[0].Text, "the mill") || len(d.questions()) > 0 {
		t.Errorf("looked for %+v", d.quoted)
	}
}

// command types /byline with a text.
func (d *desk) command(text string) *httptest.ResponseRecorder {
	return d.send("/slack/commands", url.Values{
		"user_id": {"U1"}, "channel_id": {"C1"}, "command": {"/byline"}, "text": {text}, "response_url": {d.slack.responseURL()},
	}.Encode())
}

// press presses the button with an action ID among blocks that one person sees, and returns its value.
func (d *desk) press(blocks, id string) string {
	d.t.Helper()
	return d.pressIn(map[string]any{"type": "message", "message_ts": "5.5", "channel_id": "C1", "is_ephemeral": true}, blocks, id)
}

// pressIn presses a button in a message.
func (d *desk) pressIn(container map[string]any, blocks, id string) string {
	d.t.Helper()
	for _, b := range blocksOf(d.t, blocks) {
		for _, e := range b.Elements {
			if e.ActionID != id {
				continue
			}
			payload, _ := json.Marshal(map[string]any{
				"type": "block_actions", "trigger_id": "T" + id, "response_url": d.slack.responseURL(),
				"user": map[string]string{"id": "U1"}, "channel": map[string]string{"id": "C1"}, "team": map[string]string{"id": "T1"},
				"container": container, "message": map[string]any{"text": "as shown in " + fmt.Sprint(container["channel_id"])},
				"actions": []map[string]string{{"type": "button", "action_id": id, "block_id": "answer", "value": e.Value}},
			})
			if w := d.send("/slack/interactions", url.Values{"payload": {string(payload)}}.Encode()); w.Code != http.StatusOK {
				d.t.Errorf("%s: %d %s", id, w.Code, w.Body)
			}
			return e.Value
		}
	}
	d.t.Fatalf("no button %s in %s", id, blocks)
	return ""
}
