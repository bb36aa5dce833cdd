package slackbot

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"byline/internal/news"
)

// delivery is how an answer gets to people.
type delivery int

const (
	ephemeral delivery = iota // at once, to one person
	updated                   // in a message that is changed as the answer is written
	streamed                  // by Slack's own streaming
)

const (
	workingText   = "_Looking through the articles …_"
	workingStatus = "is looking through the articles …"

	appendEvery = 700 * time.Millisecond
	updateEvery = 1500 * time.Millisecond
	streamRoom  = streamLimit - 1000 // for what escaping adds
)

// reply brings one answer to where it was asked for.
type reply struct {
	b        *Bot
	q        question
	delivery delivery
	ts       string          // of the message, once there is one
	direct   news.Direct     // what the answer begins with
	text     strings.Builder // of the answer so far
	shown    int             // bytes of it that a stream has
	escaped  int             // characters that they take in a stream
	full     bool            // a stream takes no more of it
	last     time.Time       // when it was shown
	stopped  bool            // a stream that was ended
}

func (b *Bot) newReply(q question, ch Channel) *reply {
	r := &reply{b: b, q: q, delivery: updated, ts: q.replaces}
	switch {
	case q.private || q.responseURL != "":
		r.delivery = ephemeral
	case ch.Confident: // shown once it is known to be one
	case b.cfg.Stream && r.ts == "":
		r.delivery = streamed
	}
	return r
}

// begin shows that the bot is at work.
func (r *reply) begin(ctx context.Context) error {
	if r.delivery == streamed {
		err := r.status(ctx, workingStatus)
		if err == nil {
			return nil
		}
		r.b.log.DebugContext(ctx, "slack: no status here, so no stream", "error", err)
		r.delivery = updated
	}
	if r.delivery == updated {
		return r.show(ctx, plain(workingText))
	}
	return nil
}

// status shows what the bot is doing below the thread, or nothing.
func (r *reply) status(ctx context.Context, s string) error {
	return r.b.call(ctx, "assistant.threads.setStatus", func(ctx context.Context) error {
		return r.b.api.SetAssistantThreadsStatusContext(ctx, slack.AssistantThreadsSetStatusParameters{
			ChannelID: r.q.channel, ThreadTS: r.q.thread, Status: s,
		})
	})
}

// show puts m into the message of the reply, which is made if it is not there.
func (r *reply) show(ctx context.Context, m message) (err error) {
	if r.ts != "" {
		return r.b.update(ctx, r.q.channel, r.ts, m)
	}
	r.ts, err = r.b.post(ctx, r.q.channel, r.q.thread, m)
	return err
}

// write takes the next piece of the answer, and shows what has come together from time to time.
func (r *reply) write(ctx context.Context, delta string) error {
	r.text.WriteString(delta)
	if r.b.cfg.channel(r.q.channel).Confident {
		return nil
	}
	switch r.delivery {
	case streamed:
		return r.stream(ctx)
	case updated:
		if time.Since(r.last) < updateEvery || !r.b.updates.Allow() {
			return nil
		}
		r.last = time.Now()
		return r.tolerate(ctx, r.show(ctx, plain(fallback(mrkdwn(r.direct.Bold(r.text.String())))+" …")))
	}
	return nil
}

// tolerate passes over trouble on the way, for the whole answer is shown in the end.
func (r *reply) tolerate(ctx context.Context, err error) error {
	if err == nil || ctx.Err() != nil {
		return err
	}
	r.b.log.WarnContext(ctx, "slack: a part of an answer could not be shown", "error", err)
	return nil
}

// stream sends what has not been shown yet, if it is time to. Where no stream
// can be had, the answer goes on in a message that is updated.
func (r *reply) stream(ctx context.Context) error {
	if r.full || r.ts != "" && time.Since(r.last) < appendEvery {
		return nil
	}
	piece := whole(r.text.String()[r.shown:])
	markdown := r.markdown(piece)
	r.full = r.escaped+length(markdown) > streamRoom
	switch {
	case r.full || strings.TrimSpace(markdown) == "":
		return nil
	case r.ts == "":
		return r.startStream(ctx, piece, markdown)
	case !r.b.appends.Allow():
		return nil
	}
	return r.appendStream(ctx, piece, markdown)
}

// markdown is the next piece of the answer as a stream takes it.
func (r *reply) markdown(piece string) string {
	if r.shown == 0 {
		piece = r.direct.Bold(piece)
	}
	return streamMarkdown(piece)
}

func (r *reply) startStream(ctx context.Context, piece, markdown string) error {
	if r.b.starts.Allow() {
		err := r.b.call(ctx, "chat.startStream", func(ctx context.Context) (err error) {
			_, r.ts, err = r.b.api.StartStreamContext(context.WithoutCancel(ctx), r.q.channel, // as in post
				slack.MsgOptionTS(r.q.thread), slack.MsgOptionMarkdownText(markdown),
				slack.MsgOptionRecipientUserID(r.q.user), slack.MsgOptionRecipientTeamID(r.b.self.Load().team))
			return err
		})
		if err == nil {
			r.sent(piece, markdown)
			return nil
		}
		r.b.log.DebugContext(ctx, "slack: no stream here; updating instead", "error", err)
		if ctx.Err() != nil {
			return err
		}
		r.ts = ""
	}
	r.delivery = updated
	return r.show(ctx, plain(workingText))
}

func (r *reply) appendStream(ctx context.Context, piece, markdown string) error {
	err := r.b.call(ctx, "chat.appendStream", func(ctx context.Context) error {
		_, _, err := r.b.api.AppendStreamContext(ctx, r.q.channel, r.ts, slack.MsgOptionMarkdownText(markdown))
		return err
	})
	if slackError(err) == "message_not_in_streaming_state" { // Slack ends streams that rest too long
		r.delivery, r.stopped = updated, true
		return nil
	}
	if err == nil {
		r.sent(piece, markdown)
	}
	return r.tolerate(ctx, err)
}

// sent notes that people see another piece of the answer, which is markdown in the stream.
func (r *reply) sent(piece, markdown string) {
	r.last = time.Now()
	r.shown += len(piece)
	r.escaped += length(markdown)
}

// stop ends a stream, with what is put below it.
func (r *reply) stop(ctx context.Context, markdown string, blocks []slack.Block) error {
	r.stopped = true
	options := []slack.MsgOption{}
	if markdown != "" {
		options = append(options, slack.MsgOptionMarkdownText(markdown))
	}
	if len(blocks) > 0 {
		options = append(options, slack.MsgOptionBlocks(blocks...))
	}
	return r.b.call(ctx, "chat.stopStream", func(ctx context.Context) error {
		_, _, err := r.b.api.StopStreamContext(ctx, r.q.channel, r.ts, options...)
		return err
	})
}

// finish shows the whole answer with its sources and buttons. What was
// streamed stands, if it is the answer; else the message becomes the answer.
func (r *reply) finish(ctx context.Context, a news.Answer, state asked) error {
	messages := renderAnswer(a, state, r.delivery == ephemeral && !r.q.shared)
	if r.delivery == streamed && r.ts != "" {
		rest := r.markdown(r.text.String()[r.shown:])
		stands := a.Text == r.text.String() && r.escaped+length(rest) <= streamRoom
		var footer []slack.Block
		if stands {
			footer = answerFooter(a, state, false)
		} else {
			rest = ""
		}
		err := r.stop(ctx, rest, footer)
		if ctx.Err() != nil || err == nil && stands {
			return err
		}
		if err != nil {
			r.b.log.WarnContext(ctx, "slack: a stream could not be ended; updating instead", "error", err)
		}
	}
	return r.deliver(ctx, messages)
}

// deliver shows messages: the first in the message of the reply, the others below it.
func (r *reply) deliver(ctx context.Context, messages []message) error {
	for i, m := range messages {
		var err error
		switch {
		case r.q.shared:
			err = r.b.respond(ctx, r.q.responseURL, slack.ResponseTypeInChannel, m)
		case r.delivery == ephemeral:
			err = r.b.postEphemeral(ctx, r.q.place, m)
		case i == 0:
			err = r.show(ctx, m)
		default:
			_, err = r.b.post(ctx, r.q.channel, r.q.thread, m)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// replaceAnswer shows m instead of an answer.
func (r *reply) replaceAnswer(ctx context.Context, m message) error {
	if r.delivery == streamed && r.ts != "" && !r.stopped {
		return r.stop(ctx, "", append([]slack.Block{slack.NewDividerBlock()}, slices.Clone(m.blocks)...))
	}
	return r.deliver(ctx, []message{m})
}

// abandon ends a reply that nobody waits for: its question was edited, or deleted with the reply.
func (r *reply) abandon(ctx context.Context, remove bool) {
	if r == nil {
		return
	}
	if r.ts == "" {
		if r.delivery == streamed {
			_ = r.status(ctx, "") // it fades by itself, if later
		}
		return
	}
	var err error
	if r.delivery == streamed && !r.stopped {
		err = r.stop(ctx, "", nil)
	}
	if remove && err == nil {
		err = r.b.remove(ctx, r.q.channel, r.ts)
	}
	if err != nil {
		r.b.log.WarnContext(ctx, "slack: an answer that nobody waits for stays", "error", err)
	}
}

// whole is s without what may be the beginning of a link: pieces end after
// white space, or after a character that is no part of Markdown's markup.
func whole(s string) string {
	at := strings.LastIndexFunc(s, func(r rune) bool { return (unicode.IsSpace(r) || r >= utf8.RuneSelf) && !unclean(r) })
	if at < 0 {
		return ""
	}
	_, size := utf8.DecodeRuneInString(s[at:])
	return s[:at+size]
}

// streamMarkdown is a piece of an answer as Slack's streaming takes it:
// Markdown in which nothing mentions anybody, links anywhere or unfurls.
func streamMarkdown(s string) string {
	s = strings.ReplaceAll(markdownLink.ReplaceAllString(clean(s), "$1"), "://", ":\u200b//")
	s = linkMarkup.ReplaceAllString(s, "$1$3\u200b$2$4")
	lines := strings.Split(escape(s), "\n")
	for i, line := range lines {
		if rest, ok := strings.CutPrefix(line, "&gt;"); ok {
			lines[i] = ">" + rest
		}
	}
	return strings.Join(lines, "\n")
}
