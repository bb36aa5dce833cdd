package app

import (
	"context"
	"net"

	"byline/internal/bulk"
	"byline/internal/config"
	"byline/internal/httpapi"
	"byline/internal/mcp"
	"byline/internal/news"
	"byline/internal/quotes"
	"byline/internal/slackbot"
)

// Server serves an index, over HTTP and where configured in Slack.
type Server struct {
	*httpapi.Server

	Bot *slackbot.Bot // nil: none is configured

	engine *Engine
	auth   AuthConfig
	feeds  *Feeds
}

// NewServer builds the server of an index. It starts nothing.
func NewServer(ctx context.Context, e *Engine, auth AuthConfig) (*Server, error) {
	c := e.config.Settings
	gates, writes := e.gates, c.LLM.URL != ""
	searcher := gates.Searcher(e.Retriever)
	behind, err := e.Answerer(searcher)
	if err != nil {
		return nil, err
	}
	answerer, quoter, batcher := gates.Answerer(behind, writes), gates.Quoter(e.Quotes), bulk.New(gates.Clerk(behind, writes))
	deps := httpapi.Deps{
		Searcher: searcher, Answerer: answerer, Quoter: quoter, Batcher: batcher, Stories: e.Stories, Surveyor: e.Stories, Entities: e.Directory, Library: e, Provenance: quotes.Provenance, Editor: e.Editor, Ingester: e.Ingester,
		Embedder: vectors{e}, MCP: NewMCP(e.config, mcp.Deps{Searcher: searcher, Answerer: answerer, Quoter: quoter, Batcher: batcher, Stories: e.Stories, Surveyor: e.Stories, Entities: e.Directory, Library: e}).Handler(), Ready: e.Ready, Stats: e.Stats, Unknown: e.Retriever.Unknown, Logger: e.config.Logger, Version: e.config.Version,
		WrongSpans: e.WrongSpans, Front: e.Front, Writes: writes, Gates: gates, Access: auth.Guard, Audit: auth.Audit, LocalToken: auth.LocalToken,
	}
	fetcher := NewFetcher(e.config)
	s := &Server{engine: e, auth: auth, feeds: OpenFeeds(e.config, fetcher)}
	deps.Feeds = s.feeds
	if c.Feeds.Callback != "" {
		deps.Hubs = s.feeds
	}
	deps.Hooks, err = hooks(c.Hooks)
	if err != nil {
		return nil, err
	}
	if c.Fetch.Addresses {
		deps.Addresses = NewAddresses(fetcher, e.Ingester, e.config.Logger)
	}
	if c.Slack.BotToken != "" {
		s.Bot = slackbot.New(slackbot.Deps{
			Searcher: searcher, Answerer: answerer, Quoter: quoter, Stories: e.Stories, Surveyor: e.Stories, Entities: e.Directory, Library: e, Recorder: e.config.Feedback(),
			Suggestions: e.Front.Questions, Logger: e.config.Logger, WrongSpan: e.wrong.report,
		}, SlackConfig(c))
		deps.Slack = s.Bot.Handler()
	}
	//nolint:contextcheck // requests have contexts of their own
	s.Server = httpapi.New(deps, httpapi.Config{
		AnswerTimeout: c.LLM.First + 2*c.LLM.Timeout, ArticlesBudget: int64(c.Limits.Uploads) << 20, BudgetWait: c.Limits.Wait,
		Origins: c.Access.Origins, TrustedProxies: c.Access.TrustedProxies,
	})
	return s, nil
}

// Suggestions are questions that the articles answer; there may be none.
func (s *Server) Suggestions(ctx context.Context) []string { return s.engine.Front.Questions(ctx) }

// Run serves on a listener until ctx ends, with all that goes on beside it.
// What has begun is finished first.
func (s *Server) Run(ctx context.Context, listener net.Listener) error {
	tasks := s.engine.Upkeep()
	if s.auth.Guard != nil {
		tasks = append(tasks, keepKeyUse(s.auth.Guard))
	}
	if s.Bot != nil {
		tasks = append(tasks, answerInSlack(s.Bot))
	}
	if s.engine.config.Settings.Feeds.Poll {
		tasks = append(tasks, s.feeds.keepPolling(s.engine))
	}
	if s.engine.config.Settings.Mail.Address != "" {
		tasks = append(tasks, s.engine.pollMail())
	}
	if s.engine.config.Settings.LLM.WarmUp {
		tasks = append(tasks, s.engine.warmUp())
	}
	if !s.engine.at.Remote() { // which any number of programs may write to
		withdraw, err := announce(s.engine.at.Dir, s.auth.LocalToken, listener.Addr())
		if err != nil {
			s.engine.config.Logger.WarnContext(ctx, "other commands cannot find this server; give them --server", "error", err)
		} else {
			defer func() { _ = withdraw() }() // else whoever holds the folder next removes it
		}
	}
	return RunWith(ctx, s.engine.config.Logger, func(ctx context.Context) error { return s.Serve(ctx, listener) }, tasks...)
}

// NewMCP serves assistants.
func NewMCP(c Config, deps mcp.Deps) *mcp.Server {
	deps.Logger, deps.Version = c.Logger, c.Version
	return mcp.New(deps)
}

// SlackConfig is how the settings want the bot to be.
func SlackConfig(settings config.Config) slackbot.Config {
	c := settings.Slack
	channels := map[string]slackbot.Channel{}
	for id, ch := range c.Channels {
		channels[id] = slackbot.Channel{
			Answer: ch.Answer, Confident: ch.Confident, NoLLM: ch.LLM != nil && !*ch.LLM,
			Filter:   news.Filter{Sources: ch.Sources, Subjects: ch.Subjects, Language: ch.Language},
			HalfLife: ch.HalfLife,
		}
	}
	return slackbot.Config{
		BotToken: c.BotToken, AppToken: c.AppToken, SigningSecret: c.SigningSecret, APIURL: c.APIURL,
		Concurrency: c.Concurrency, Queue: c.Queue, FollowUps: c.FollowUps, Stream: c.Stream,
		Users: c.UserList(), Guests: c.Guests, External: c.External, Channels: channels,
		AnswerTimeout: 2 * settings.LLM.Timeout,
	}
}
