package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/slack-go/slack"

	"byline/internal/news"
)

const (
	// clockWindow is how far the time of a request may be from ours.
	clockWindow = 5 * time.Minute
	// bodyLimit is more than Slack sends.
	bodyLimit = 1 << 20
)

// Handler answers what Slack sends over HTTP: POST /slack/events,
// /slack/commands and /slack/interactions. A request that Slack did not sign,
// that is older than five minutes or that came before is refused. No request
// waits for the work that it asks for.
func (b *Bot) Handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle("POST /slack/events", b.signedBody(b.serveEvent))
	mux.Handle("POST /slack/commands", b.signedBody(b.serveCommand))
	mux.Handle("POST /slack/interactions", b.signedBody(b.serveInteraction))
	return mux
}

// signedBody passes the raw body on if its signature is right and new.
func (b *Bot) signedBody(serve func(w http.ResponseWriter, r *http.Request, body []byte)) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if b.cfg.SigningSecret == "" {
			http.Error(w, "Slack over HTTP is not set up: slack.signing_secret is missing", http.StatusNotFound)
			return
		}
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, bodyLimit))
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			http.Error(w, "the body is larger than 1 MiB", http.StatusRequestEntityTooLarge)
			return
		}
		if err != nil {
			http.Error(w, "the body could not be read", http.StatusBadRequest)
			return
		}
		verifier, err := slack.NewSecretsVerifier(r.Header, b.cfg.SigningSecret)
		if err == nil {
			_, _ = verifier.Write(body) // a hash takes everything
			err = verifier.Ensure()
		}
		if err != nil {
			http.Error(w, "the signature or the time of the request is wrong", http.StatusUnauthorized)
			return
		}
		if !b.ready() && !isURLVerification(body) { // Slack sends events again
			http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
			return
		}
		if _, fresh := b.signed.add(r.Header.Get("X-Slack-Signature"), true); !fresh {
			http.Error(w, "this request came before", http.StatusConflict)
			return
		}
		serve(w, r, body)
	})
}

func isURLVerification(body []byte) bool {
	var e envelope
	return json.Unmarshal(body, &e) == nil && e.Type == "url_verification"
}

func (b *Bot) serveEvent(w http.ResponseWriter, r *http.Request, body []byte) {
	var e envelope
	if err := json.Unmarshal(body, &e); err != nil {
		http.Error(w, "the body is not an event of Slack", http.StatusBadRequest)
		return
	}
	switch e.Type {
	case "url_verification":
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		_, _ = io.WriteString(w, e.Challenge)
		return
	case "event_callback":
	default: // app_rate_limited and what is new
		w.WriteHeader(http.StatusOK)
		return
	}
	err := b.receive(r.Context(), e, r.Header.Get("X-Slack-Retry-Num") != "")
	switch {
	case err == nil:
		w.WriteHeader(http.StatusOK)
	case news.KindOf(err) == news.KindUnavailable:
		http.Error(w, "starting or stopping", http.StatusServiceUnavailable)
	default:
		http.Error(w, "the event cannot be read", http.StatusBadRequest)
	}
}

func (b *Bot) serveCommand(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	if err != nil || form.Get("user_id") == "" || form.Get("channel_id") == "" {
		http.Error(w, "the body is not a command of Slack", http.StatusBadRequest)
		return
	}
	b.acknowledge(r.Context(), w, b.command(r.Context(), slack.SlashCommand{
		UserID: form.Get("user_id"), ChannelID: form.Get("channel_id"), TeamID: form.Get("team_id"),
		Command: form.Get("command"), Text: form.Get("text"), ResponseURL: form.Get("response_url"),
	}))
}

func (b *Bot) serveInteraction(w http.ResponseWriter, r *http.Request, body []byte) {
	form, err := url.ParseQuery(string(body))
	var callback slack.InteractionCallback
	if err == nil {
		err = json.Unmarshal([]byte(form.Get("payload")), &callback)
	}
	if err != nil {
		http.Error(w, "the body is not an interaction of Slack", http.StatusBadRequest)
		return
	}
	b.interact(r.Context(), callback)
	w.WriteHeader(http.StatusOK)
}

// acknowledge answers a command with a message for the person alone.
func (b *Bot) acknowledge(ctx context.Context, w http.ResponseWriter, m message) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(acknowledgement(m)); err != nil {
		b.log.WarnContext(ctx, "slack: acknowledging a command", "error", err)
	}
}

func acknowledgement(m message) map[string]any {
	return map[string]any{"response_type": slack.ResponseTypeEphemeral, "text": m.text, "blocks": m.blocks}
}
