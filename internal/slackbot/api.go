package slackbot

import (
	"context"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"
)

// rateTries is how often a call that Slack's rate limits refuse is made.
const rateTries = 5

// call makes a call to Slack, again after the wait that Slack asks for if there were too many.
// What is limited is a method, in some cases in one channel; all calls to it wait. Run ends
// when a call shows that the token is not good any more.
func (b *Bot) call(ctx context.Context, limited string, do func(ctx context.Context) error) error {
	for try := 1; ; try++ {
		if err := b.pauses.wait(ctx, limited); err != nil {
			return err
		}
		err := do(ctx)
		if hopeless(err) {
			select {
			case b.lost <- tokenError("slack.bot_token", err):
			default: // that is known
			}
		}
		refusal, ok := errors.AsType[*slack.RateLimitedError](err)
		if !ok {
			return err
		}
		b.pauses.begin(limited, refusal.RetryAfter)
		if try == rateTries {
			return err
		}
	}
}

// pauses remember until when Slack wants to be left alone. They are safe for concurrent use.
type pauses struct {
	mu    sync.Mutex
	until map[string]time.Time
}

func newPauses() *pauses { return &pauses{until: map[string]time.Time{}} }

func (p *pauses) begin(limited string, d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	maps.DeleteFunc(p.until, func(_ string, until time.Time) bool { return until.Before(time.Now()) })
	p.until[limited] = time.Now().Add(d)
}

// wait returns when there is no pause.
func (p *pauses) wait(ctx context.Context, limited string) error {
	for {
		p.mu.Lock()
		left := time.Until(p.until[limited])
		p.mu.Unlock()
		if left <= 0 {
			return nil
		}
		if err := sleep(ctx, left); err != nil {
			return err
		}
	}
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-t.C:
		return nil
	}
}

// slackError is the code that Slack returned, empty for any other error.
func slackError(err error) string {
	if e, ok := errors.AsType[slack.SlackErrorResponse](err); ok {
		return e.Err
	}
	return ""
}

// hopeless reports whether no call can succeed any more until somebody changes the settings.
func hopeless(err error) bool {
	return slices.Contains([]string{
		"invalid_auth", "account_inactive", "not_authed", "token_revoked", "token_expired",
	}, slackError(err))
}

// identify asks Slack who the bot is, until it answers.
func (b *Bot) identify(ctx context.Context) error {
	for wait := time.Second; ; wait = min(2*wait, time.Minute) {
		var who *slack.AuthTestResponse
		err := b.call(ctx, "auth.test", func(ctx context.Context) (err error) {
			who, err = b.api.AuthTestContext(ctx)
			return err
		})
		if err == nil {
			b.self.Store(&identity{user: who.UserID, bot: who.BotID, team: who.TeamID, enterprise: who.EnterpriseID})
			b.log.InfoContext(ctx, "slack: connected", "workspace", who.Team, "as", who.User)
			return nil
		}
		if hopeless(err) {
			return tokenError("slack.bot_token", err)
		}
		b.log.WarnContext(ctx, "slack: cannot be reached; trying again", "error", err, "wait", wait)
		if err := sleep(ctx, wait); err != nil {
			return nil //nolint:nilerr // it ends because it was told to
		}
	}
}

// checkToken finds out whether the bot's own token is among those that were revoked; see call.
func (b *Bot) checkToken(ctx context.Context) {
	err := b.call(ctx, "auth.test", func(ctx context.Context) error {
		_, err := b.api.AuthTestContext(ctx)
		return err
	})
	if err != nil && !hopeless(err) {
		b.log.WarnContext(ctx, "slack: tokens were revoked, and whether the bot's is one of them is not known", "error", err)
	}
}

// poster limits what is posted to a channel to what Slack allows: one message a second, short bursts above.
func (b *Bot) poster(channel string) *rate.Limiter {
	l, _ := b.posts.add(channel, rate.NewLimiter(rate.Every(time.Second), 3))
	return l
}

// content is what every message is sent with: nothing in it unfurls or notifies.
func (m message) content() []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.text, false), slack.MsgOptionBlocks(m.blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
		slack.MsgOptionParse(false), slack.MsgOptionLinkNames(false),
	}
}

// post sends a message to a thread, or to the channel if thread is empty. Once
// it is under way it is not broken off: nobody would know of the message.
func (b *Bot) post(ctx context.Context, channel, thread string, m message) (ts string, err error) {
	if err := b.poster(channel).Wait(ctx); err != nil {
		return "", err
	}
	err = b.call(ctx, "chat.postMessage "+channel, func(ctx context.Context) (err error) {
		_, ts, err = b.api.PostMessageContext(context.WithoutCancel(ctx), channel, append(m.content(), slack.MsgOptionTS(thread))...)
		return err
	})
	return ts, err
}

func (b *Bot) update(ctx context.Context, channel, ts string, m message) error {
	return b.call(ctx, "chat.update", func(ctx context.Context) error {
		_, _, _, err := b.api.UpdateMessageContext(ctx, channel, ts, m.content()...)
		return err
	})
}

func (b *Bot) remove(ctx context.Context, channel, ts string) error {
	return b.call(ctx, "chat.delete", func(ctx context.Context) error {
		_, _, err := b.api.DeleteMessageContext(ctx, channel, ts)
		return err
	})
}

// postEphemeral shows a message to one person.
func (b *Bot) postEphemeral(ctx context.Context, to place, m message) error {
	if to.responseURL != "" {
		return b.respond(ctx, to.responseURL, slack.ResponseTypeEphemeral, m)
	}
	if err := b.poster(to.channel).Wait(ctx); err != nil {
		return err
	}
	options := m.content()
	if to.thread != "" && to.thread != to.ts {
		options = append(options, slack.MsgOptionTS(to.thread))
	}
	return b.call(ctx, "chat.postEphemeral", func(ctx context.Context) error {
		_, err := b.api.PostEphemeralContext(ctx, to.channel, to.user, options...)
		return err
	})
}

// respond answers a command or a button, where the bot need not be a member of the channel.
func (b *Bot) respond(ctx context.Context, url, responseType string, m message) error {
	no := false
	return b.call(ctx, url, func(ctx context.Context) error {
		return slack.PostWebhookContext(ctx, url, &slack.WebhookMessage{
			Text: m.text, Blocks: &slack.Blocks{BlockSet: m.blocks}, ResponseType: responseType, Parse: "none",
			UnfurlLinks: &no, UnfurlMedia: &no,
		})
	})
}
