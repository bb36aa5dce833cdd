package slackbot

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/panics"
)

// place is where a question was asked, and by whom.
type place struct {
	channel     string
	thread      string // timestamp of the first message of the thread
	ts          string // of the question; empty for commands and buttons
	user        string
	responseURL string // for commands and buttons: answers without being a member of the channel
}

// key names the question for as long as it is in work.
func (p place) key() string { return p.channel + ":" + p.ts }

// question is a question to the bot.
type question struct {
	place
	text     string
	asOf     time.Time // chosen by the person; zero: now
	narrowed           // likewise
	threaded bool      // asked within a thread
	direct   bool      // in a direct message or the assistant pane
	followUp bool      // without a mention: a question only if the bot has answered in the thread
	private  bool      // answered to the person alone
	shared   bool      // answered to everybody by the response URL
	retried  bool      // Slack has sent it before
	edited   bool
	edition  string // time of the last edit
	earlier  *job   // the same question before it was edited, if it was not done
	replaces string // message to put the answer into
}

const help = "Ask me about the news: mention me in a channel, write to me directly, or type `/byline QUESTION`. " +
	"`/byline search WORDS` lists articles, `/byline quote WORDS` finds who printed them, `/byline quotes NAME` what somebody says. " +
	"`/byline stories WORDS` lists events that several outlets tell of, `timeline WORDS` and `figures WORDS` how one went on and on which numbers its articles differ, " +
	"`coverage WORDS` counts what was published, `entities WORDS` lists whom articles name, `revisions WORDS` shows what was changed in an article. Every statement of an answer is cited from an article."

const dropped = "Byline is being restarted and didn't get to this. Please ask again in a minute."

// ask puts a question in line.
func (b *Bot) ask(ctx context.Context, q question) {
	if q.ts != "" {
		if _, fresh := b.events.add("question:"+q.key()+":"+q.edition, true); !fresh {
			return
		}
	}
	ch := b.cfg.channel(q.channel)
	if q.followUp && ch.Answer == AnswerOff {
		return
	}
	q.private = q.private || ch.Answer == AnswerEphemeral && !q.direct && !q.shared
	j := &job{channel: q.channel, quiet: q.followUp || q.retried || q.edited, earlier: q.earlier}
	if q.ts != "" {
		j.key = q.key()
	}
	j.do = func(ctx context.Context, notice string) {
		q.replaces = notice
		b.answer(ctx, q)
	}
	j.tell = func(ctx context.Context, n int) string { return b.tellPlace(ctx, q, n) }
	j.drop = func(ctx context.Context, notice string) {
		if !q.followUp {
			b.say(ctx, q, notice, plain(dropped))
		}
	}
	if err := b.enqueue(j); err != nil {
		b.rejectFull(ctx, q, err)
	}
}

// tellPlace tells a place in the queue, and returns the message if it is a public one.
func (b *Bot) tellPlace(ctx context.Context, q question, n int) string {
	if b.cfg.channel(q.channel).Answer == AnswerOff {
		return ""
	}
	m := renderPlace(n)
	if q.private || q.responseURL != "" {
		b.say(ctx, q, "", m)
		return ""
	}
	ts, err := b.post(ctx, q.channel, q.thread, m)
	if err != nil {
		b.log.WarnContext(ctx, "slack: telling the place in the queue", "error", err)
	}
	return ts
}

// rejectFull says, once in a while and in each channel, that no more questions can wait.
func (b *Bot) rejectFull(ctx context.Context, q question, why error) {
	if q.followUp || errors.Is(why, errStopping) { // who stops is off in a moment, and cannot promise to say so
		return
	}
	if _, fresh := b.notices.add(q.channel, true); !fresh {
		return
	}
	b.inBackground(ctx, func(ctx context.Context) {
		b.say(ctx, q, "", plain("Too many questions are waiting, so some are not answered. Please ask again in a few minutes."))
	})
}

// say tells people something of ours: in place of the message replaces, if there is one.
func (b *Bot) say(ctx context.Context, q question, replaces string, m message) {
	var err error
	switch {
	case q.private || q.responseURL != "":
		err = b.postEphemeral(ctx, q.place, m)
	case replaces != "":
		err = b.update(ctx, q.channel, replaces, m)
	default:
		_, err = b.post(ctx, q.channel, q.thread, m)
	}
	if err != nil {
		b.log.WarnContext(ctx, "slack: a message could not be sent", "error", err)
	}
}

// answer answers a question whose turn has come.
func (b *Bot) answer(ctx context.Context, q question) {
	ctx, cancel := context.WithTimeout(ctx, b.cfg.AnswerTimeout)
	defer cancel()
	ch := b.cfg.channel(q.channel)
	if ch.Answer == AnswerOff {
		b.refuse(ctx, q, refusedChannel)
		return
	}
	var before conversation
	if q.threaded || q.retried || q.edited {
		var err error
		if before, err = b.readThread(ctx, q); err != nil {
			b.fail(ctx, q, nil, err)
			return
		}
	}
	if q.followUp && !before.answered || q.retried && before.reply != "" && !q.edited {
		return
	}
	if q.replaces == "" && q.edited {
		q.replaces = before.reply
	}
	refused, why, err := b.refusal(ctx, q.user)
	switch {
	case err != nil:
		b.fail(ctx, q, nil, err)
	case refused:
		b.refuse(ctx, q, why)
	case q.text == "":
		b.say(ctx, q, q.replaces, plain(help))
	default:
		b.write(ctx, q, ch, before)
	}
}

// refuse tells a person, and nobody else, why there is no answer.
func (b *Bot) refuse(ctx context.Context, q question, why string) {
	if why == refusedBot || q.followUp {
		return
	}
	if q.direct { // nobody else is there
		b.say(ctx, q, q.replaces, plain(why))
		return
	}
	if err := b.postEphemeral(ctx, q.place, plain(why)); err != nil {
		b.log.WarnContext(ctx, "slack: a refusal could not be sent", "error", err)
	}
	if q.replaces != "" && !q.private {
		if err := b.remove(ctx, q.channel, q.replaces); err != nil {
			b.log.WarnContext(ctx, "slack: removing a notice", "error", err)
		}
	}
}

// write answers a question of somebody who may ask.
func (b *Bot) write(ctx context.Context, q question, ch Channel, before conversation) {
	r := b.newReply(q, ch)
	if err := r.begin(ctx); err != nil {
		b.fail(ctx, q, r, err)
		return
	}
	req := q.request(ch, before)
	emit := func(e news.Event) error {
		switch e.Kind {
		case news.EventDirect:
			r.direct = e.Direct
		case news.EventDelta:
			return r.write(ctx, e.Delta)
		}
		return nil
	}
	var a news.Answer
	err := api.CheckText("question", q.text)
	if err == nil {
		err = panics.Catch(func() (err error) { a, err = b.deps.Answerer.Answer(ctx, req, emit); return err })
	}
	if err != nil {
		b.fail(ctx, q, r, err)
		return
	}
	state := asked{Question: q.text, AsOf: q.asOf, narrowed: q.narrowed}
	if a.Understood.Rewritten { // so that it can be asked again without the conversation
		state.Question = a.Understood.Query
	}
	if ch.Confident && a.Status != news.StatusAnswered {
		err = r.replaceAnswer(ctx, plain("The articles don't answer this for certain, so I'd rather not say."))
	} else {
		b.answers.put(state.key(q.user), a)
		err = r.finish(ctx, a, state)
	}
	if err != nil {
		b.fail(ctx, q, r, err)
		return
	}
	b.threads.put(q.channel+":"+q.thread, true)
	if q.direct && q.threaded && len(before.messages) == 0 {
		b.titlePane(ctx, q)
	}
}

// request is the question as the answerer takes it.
func (q question) request(ch Channel, before conversation) news.AnswerRequest {
	req := news.AnswerRequest{Question: q.text, Messages: before.messages, NoLLM: ch.NoLLM}
	req.Search.Filter, req.Search.HalfLife, req.Search.AsOf = q.filter(ch.Filter), ch.HalfLife, q.asOf
	return req
}

// fail says that there is no answer, unless nobody waits for one any more.
func (b *Bot) fail(ctx context.Context, q question, r *reply, err error) {
	cause := context.Cause(ctx)
	// What is said last is said even when the time is up.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), apologyTimeout)
	defer cancel()
	m := renderError(err)
	switch {
	case errors.Is(cause, errEdited):
		r.abandon(ctx, false)
		return
	case errors.Is(cause, errDeleted):
		r.abandon(ctx, true)
		return
	case errors.Is(cause, errStopping):
		m = plain("Byline is being restarted, so this answer was not finished. Please ask again in a minute.")
	case errors.Is(cause, context.DeadlineExceeded):
		m = plain("That took too long, so there is no answer. Please ask again, perhaps more narrowly.")
	default:
		b.log.ErrorContext(ctx, "slack: a question could not be answered", "channel", q.channel, "error", err)
	}
	if q.followUp && r == nil {
		return
	}
	if r == nil {
		b.say(ctx, q, q.replaces, m)
		return
	}
	if err := r.replaceAnswer(ctx, m); err != nil {
		b.log.WarnContext(ctx, "slack: an apology could not be sent", "error", err)
	}
}

// key names the answer to what a person asked, for sharing it.
func (a asked) key(user string) string {
	all, _ := json.Marshal(a) // of texts and times, which cannot fail
	return user + "\x00" + string(all)
}
