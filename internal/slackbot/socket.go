package slackbot

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"byline/internal/panics"
)

// listen waits until ctx is done, and receives over Socket Mode meanwhile if
// there is an app token. The client reconnects by itself; the error says why
// that is in vain.
func (b *Bot) listen(ctx context.Context) error {
	if b.cfg.AppToken == "" {
		<-ctx.Done()
		return nil
	}
	for {
		client := socketmode.New(b.api, socketmode.OptionLog(slog.NewLogLogger(b.log.Handler(), slog.LevelDebug)))
		ended := panics.Start(func() error { return client.RunContext(ctx) })
		err := b.take(ctx, client, ended)
		if ctx.Err() != nil {
			return nil //nolint:nilerr // it ended because it was told to
		}
		if hopeless(err) {
			return tokenError("slack.app_token", err)
		}
		b.log.WarnContext(ctx, "slack: the connection ended; making another", "error", err)
		_ = sleep(ctx, 5*time.Second) // once ctx is done, the loop ends above
	}
}

// take acknowledges what the client receives, and hands it on, until the client ends.
func (b *Bot) take(ctx context.Context, client *socketmode.Client, ended <-chan error) error {
	for {
		select {
		case err := <-ended:
			return err
		case e := <-client.Events:
			b.safely(ctx, func() { b.takeEvent(ctx, client, e) })
		}
	}
}

// takeEvent acknowledges an event before the work that it asks for begins. What
// comes while the bot stops is left for another server, or for this one when it is back.
func (b *Bot) takeEvent(ctx context.Context, client *socketmode.Client, e socketmode.Event) {
	if !b.ready() {
		return
	}
	ack := func(request *socketmode.Request, reply any) {
		if request == nil || request.EnvelopeID == "" {
			return
		}
		if err := client.AckCtx(ctx, request.EnvelopeID, reply); err != nil && ctx.Err() == nil {
			b.log.WarnContext(ctx, "slack: acknowledging", "error", err)
		}
	}
	switch e.Type {
	case socketmode.EventTypeEventsAPI:
		ack(e.Request, nil)
		b.takeEnvelope(ctx, e.Request)
	case socketmode.EventTypeSlashCommand:
		if c, ok := e.Data.(slack.SlashCommand); ok {
			ack(e.Request, acknowledgement(b.command(ctx, c)))
		}
	case socketmode.EventTypeInteractive:
		ack(e.Request, nil)
		if c, ok := e.Data.(slack.InteractionCallback); ok {
			b.interact(ctx, c)
		}
	case socketmode.EventTypeErrorBadMessage:
		// Events that the library does not know are acknowledged, too: otherwise they come again and again.
		var request socketmode.Request
		if bad, ok := e.Data.(*socketmode.ErrorBadMessage); ok && json.Unmarshal(bad.Message, &request) == nil {
			ack(&request, nil)
			if request.Type == "events_api" {
				b.takeEnvelope(ctx, &request)
			}
		}
	case socketmode.EventTypeConnectionError:
		b.log.WarnContext(ctx, "slack: no connection; trying again", "error", fmt.Sprint(e.Data))
	default:
		ack(e.Request, nil)
	}
}

func (b *Bot) takeEnvelope(ctx context.Context, request *socketmode.Request) {
	var e envelope
	err := json.Unmarshal(request.Payload, &e)
	if err == nil {
		err = b.receive(ctx, e, request.RetryAttempt > 0)
	}
	if err != nil {
		b.log.WarnContext(ctx, "slack: an event could not be read", "error", err)
	}
}
