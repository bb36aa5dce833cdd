package slackbot

import (
	"cmp"
	"context"
	"log/slog"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
	"golang.org/x/time/rate"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/panics"
)

// Recorder stores what people think of answers.
type Recorder interface {
	Record(f Feedback) error
}

// Deps are what the bot speaks for. All but Suggestions, Logger and WrongSpan are required.
type Deps struct {
	Searcher    api.Searcher
	Answerer    api.Answerer
	Quoter      api.Quoter
	Stories     api.Storyteller
	Surveyor    api.Surveyor
	Entities    api.EntityLister
	Library     api.Library
	Recorder    Recorder
	Suggestions func(context.Context) []string // questions that the assistant pane offers; nil: none of its own
	Logger      *slog.Logger
	WrongSpan   news.OnWrongSpan // is told of quotes that are left out because their words are others
}

// The ways of answering in a channel.
const (
	AnswerThread    = "thread"    // in the thread of the question, for everybody
	AnswerEphemeral = "ephemeral" // for the person who asked alone
	AnswerOff       = "off"       // not at all
)

// Channel says how to answer in one channel.
type Channel struct {
	Answer    string // one of the ways of answering; empty: AnswerThread
	Filter    news.Filter
	HalfLife  time.Duration // as in news.SearchRequest
	NoLLM     bool          // answer by quoting even if an LLM is configured
	Confident bool          // keep quiet unless the articles answer the question
}

// Config says how to reach Slack and how to behave there. BotToken is
// required, and AppToken for Socket Mode, SigningSecret for HTTP; every other
// zero field takes its default.
type Config struct {
	BotToken      string // xoxb-…
	AppToken      string // xapp-…, for Socket Mode
	SigningSecret string // for HTTP
	APIURL        string // of the Web API, with a slash at the end; https://slack.com/api/

	Concurrency int  // questions answered at once; 4
	Queue       int  // questions that may wait; 100
	FollowUps   bool // answer in threads that it has answered in, without a mention
	Stream      bool // use Slack's own streaming where it can be had

	Users    []string           // IDs of those who may ask; empty: every member
	Guests   bool               // guests of the workspace may ask
	External bool               // people from other workspaces (Slack Connect) may ask
	Channels map[string]Channel // by ID; "default" stands for those that are not named

	AnswerTimeout   time.Duration // 2 min
	ShutdownTimeout time.Duration // for running answers to finish; 15 s
}

func (c Config) withDefaults() Config {
	c.APIURL = cmp.Or(c.APIURL, slack.APIURL)
	c.Concurrency = cmp.Or(c.Concurrency, 4)
	c.Queue = cmp.Or(c.Queue, 100)
	c.AnswerTimeout = cmp.Or(c.AnswerTimeout, 2*time.Minute)
	c.ShutdownTimeout = cmp.Or(c.ShutdownTimeout, 15*time.Second)
	return c
}

// channel returns how to answer in a channel.
func (c Config) channel(id string) Channel {
	ch, ok := c.Channels[id]
	if !ok {
		ch = c.Channels["default"]
	}
	ch.Answer = cmp.Or(ch.Answer, AnswerThread)
	return ch
}

// identity is who the bot is.
type identity struct {
	user, bot, team, enterprise string
}

// Bot is the Slack front end. It is safe for concurrent use.
type Bot struct {
	deps  Deps
	cfg   Config
	log   *slog.Logger
	api   *slack.Client
	self  atomic.Pointer[identity] // nil until Slack has told
	queue *queue

	events  *recent[bool]          // IDs of events, and questions, that were seen
	signed  *recent[bool]          // signatures of requests
	users   *recent[slack.User]    // by ID
	threads *recent[bool]          // whether the bot has answered in them
	answers *recent[news.Answer]   // that can be shared, by what was asked
	notices *recent[bool]          // channels that were told that the bot is busy
	posts   *recent[*rate.Limiter] // by channel

	pauses  *pauses       // that Slack asked for
	starts  *rate.Limiter // of streams
	appends *rate.Limiter // to streams
	updates *rate.Limiter // of messages

	announce   chan announcement
	background chan struct{} // holds a token for each running task that does not queue
	lost       chan error    // why Slack refuses the bot token for good
}

type announcement struct {
	job   *job
	place int
}

// New makes a bot. It calls nobody and starts nothing; see Run.
func New(deps Deps, cfg Config) *Bot {
	cfg = cfg.withDefaults()
	b := &Bot{deps: deps, cfg: cfg, log: deps.Logger, queue: newQueue(cfg.Queue, cfg.Concurrency)}
	if b.log == nil {
		b.log = slog.New(slog.DiscardHandler)
	}
	b.api = slack.New(cfg.BotToken, slack.OptionAPIURL(cfg.APIURL), slack.OptionAppLevelToken(cfg.AppToken),
		slack.OptionHTTPClient(&http.Client{Timeout: 30 * time.Second}))
	b.events = newRecent[bool](20000, time.Hour) // Slack sends an event for the last time after five minutes
	b.signed = newRecent[bool](50000, 2*clockWindow)
	b.users = newRecent[slack.User](5000, 10*time.Minute)
	b.threads = newRecent[bool](5000, time.Minute)
	b.answers = newRecent[news.Answer](500, time.Hour)
	b.notices = newRecent[bool](1000, 30*time.Second)
	b.posts = newRecent[*rate.Limiter](5000, time.Hour)
	b.pauses = newPauses()
	// Slack's tiers are 20 a minute (2), 50 (3), 100 (4). Half of each is for bursts, so that no minute has more.
	b.starts = rate.NewLimiter(rate.Every(6*time.Second), 10)
	b.updates = rate.NewLimiter(rate.Every(2400*time.Millisecond), 25)
	b.appends = rate.NewLimiter(rate.Every(1200*time.Millisecond), 50)
	b.announce = make(chan announcement, cfg.Queue)
	b.background = make(chan struct{}, 4*cfg.Concurrency)
	b.lost = make(chan error, 1)
	return b
}

// Run answers until ctx is done: over Socket Mode if there is an app token,
// and what Handler receives in any case. Then it finishes the answers that are
// being written, within Config.ShutdownTimeout, and apologises for the rest. An
// error says why it cannot go on, as a revoked token.
func (b *Bot) Run(ctx context.Context) error {
	if err := b.identify(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	ctx, end := context.WithCancel(ctx)
	defer end()
	// Answers outlive ctx: they are to finish, not to break off, when it ends.
	base, cancel := context.WithCancelCause(context.WithoutCancel(ctx))
	defer cancel(nil)
	var workers panics.Group
	for range b.cfg.Concurrency {
		workers.Go(func() error { b.work(ctx, base); return nil })
	}
	workers.Go(func() error { b.announceAll(ctx); return nil })
	listening := panics.Start(func() error { return b.listen(ctx) })
	var err error
	select {
	case err = <-listening:
	case err = <-b.lost:
	}
	end()
	b.finish(base, cancel, &workers)
	return err
}

// finish apologises for what waits and lets what runs come to its end.
func (b *Bot) finish(base context.Context, cancel context.CancelCauseFunc, workers *panics.Group) {
	left := b.queue.close()
	ctx, stop := context.WithTimeout(context.WithoutCancel(base), b.cfg.ShutdownTimeout+apologyTimeout)
	defer stop()
	ended := panics.Start(func() error {
		for _, j := range left {
			b.safely(ctx, func() { j.drop(ctx, j.settle()) })
		}
		err := workers.Wait()
		for range cap(b.background) { // once all tokens are ours, nothing runs and nothing more begins
			b.background <- struct{}{}
		}
		return err
	})
	var err error
	select {
	case err = <-ended:
	case <-time.After(b.cfg.ShutdownTimeout):
		cancel(errStopping)
		select {
		case err = <-ended:
		case <-ctx.Done():
			b.log.Warn("slack: some answers did not end in time")
		}
	}
	if err != nil {
		b.log.Error("slack", "error", err)
	}
}

// apologyTimeout bounds what is said once the time is up.
const apologyTimeout = 5 * time.Second

// work does one job after the other. Jobs have contexts made from base.
func (b *Bot) work(ctx, base context.Context) {
	for {
		j, running := b.queue.next(ctx, base)
		if j == nil {
			return
		}
		b.doJob(running, j)
	}
}

func (b *Bot) doJob(ctx context.Context, j *job) {
	defer b.queue.done(j)
	for e := j.earlier; e != nil; e = e.earlier {
		<-e.over // it may be using the message still
	}
	b.safely(ctx, func() { j.do(ctx, j.settle()) })
}

// safely does something whose panic ends nothing else.
func (b *Bot) safely(ctx context.Context, do func()) {
	if err := panics.Catch(func() error { do(); return nil }); err != nil {
		b.log.ErrorContext(ctx, "slack", "error", err)
	}
}

// announceAll tells people their place in the queue.
func (b *Bot) announceAll(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case a := <-b.announce:
			b.safely(ctx, func() { a.job.announce(ctx, a.place) })
		}
	}
}

// enqueue puts a job in line, and says so if it has to wait.
func (b *Bot) enqueue(j *job) error {
	place, err := b.queue.add(j)
	if err != nil {
		return err
	}
	if place > 0 && !j.quiet {
		select {
		case b.announce <- announcement{job: j, place: place}:
		default: // that many are told already
		}
	}
	return nil
}

// inBackground does something small that a person is waiting for, without a place
// in the queue. Slack gives three seconds for opening a modal.
func (b *Bot) inBackground(ctx context.Context, do func(ctx context.Context)) {
	select {
	case b.background <- struct{}{}:
	default:
		b.log.WarnContext(ctx, "slack: too many buttons are pressed at once; one was ignored")
		return
	}
	ctx = context.WithoutCancel(ctx)
	panics.Start(func() error {
		defer func() { <-b.background }()
		ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
		defer cancel()
		b.safely(ctx, func() { do(ctx) })
		return nil
	})
}
