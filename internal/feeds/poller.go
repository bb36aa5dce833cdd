package feeds

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"strings"
	"time"

	"byline/internal/fetch"
	"byline/internal/news"
	"byline/internal/panics"
)

// Store keeps sources and what is remembered of them.
type Store interface {
	Feeds(ctx context.Context) ([]news.Feed, error)
	Memory(ctx context.Context, id string) (Memory, error)
	// Keep replaces both, unless the source was removed meanwhile.
	Keep(ctx context.Context, f news.Feed, m Memory) error
}

// Fetcher gets pages from the web.
type Fetcher interface {
	Get(ctx context.Context, r fetch.Request) (fetch.Page, error)
}

// Ingester takes articles in.
type Ingester interface {
	// IngestArticles stores articles. LoadResult.Line is the number of one, from 1.
	IngestArticles(ctx context.Context, articles iter.Seq[news.Article], how news.Load) (news.LoadSummary, error)
	// IdentityOf returns the ID under which an article will be stored.
	IdentityOf(a news.Article) string
}

// Library has the articles that were taken in.
type Library interface {
	Article(ctx context.Context, id string) (news.Article, error)
}

// Config says how sources are polled. A zero field takes its default.
type Config struct {
	Shortest time.Duration // between two polls of a source; 15 min
	Longest  time.Duration // likewise; 6 h
	AtOnce   int           // sources that are polled at a time; 16
	Backlog  time.Duration // how far back a sitemap is read at first; a week
	Deadline time.Duration // of one poll with all its pages; 15 min
	// Callback is the address at which hubs reach this server, as https://byline.example; "": they are not asked to.
	Callback string
	// Remove deletes an article that its source has withdrawn; nil: it is marked.
	Remove func(ctx context.Context, id string) error
	Logger *slog.Logger // nil: no log
}

func (c Config) withDefaults() Config {
	c.Shortest = cmp.Or(c.Shortest, 15*time.Minute)
	c.Longest = max(cmp.Or(c.Longest, 6*time.Hour), c.Shortest)
	c.AtOnce = cmp.Or(c.AtOnce, 16)
	c.Backlog = cmp.Or(c.Backlog, 7*24*time.Hour)
	c.Deadline = cmp.Or(c.Deadline, 15*time.Minute)
	c.Logger = cmp.Or(c.Logger, slog.New(slog.DiscardHandler))
	return c
}

// Poller polls sources. Run and PollDue are for one goroutine.
type Poller struct {
	config   Config
	store    Store
	fetcher  Fetcher
	ingester Ingester
	library  Library
	outlets  *Outlets
	hubs     Hubs
	poster   Poster
}

// Deps are what a Poller works with. The first four are needed.
type Deps struct {
	Store    Store
	Fetcher  Fetcher
	Ingester Ingester
	Library  Library
	Outlets  *Outlets // nil: outlets are called as feeds and pages have it
	Hubs     Hubs     // nil, or Poster is: no hub is asked to tell of changes
	Poster   Poster
}

// NewPoller makes a Poller. It starts nothing.
func NewPoller(d Deps, c Config) *Poller {
	return &Poller{config: c.withDefaults(), store: d.Store, fetcher: d.Fetcher, ingester: d.Ingester, library: d.Library, outlets: d.Outlets, hubs: d.Hubs, poster: d.Poster}
}

// errStore is in the chain of an error that is of the index or of the store of
// sources, for which no source is to blame.
var errStore = errors.New("feeds: the articles cannot be stored")

// look is how often Run looks for sources that are due, at least.
const look = 30 * time.Second

// Run polls sources as they become due, until ctx ends.
func (p *Poller) Run(ctx context.Context) error {
	r := newRound(p)
	for ctx.Err() == nil {
		if _, err := r.start(ctx, time.Now()); err != nil && ctx.Err() == nil {
			p.config.Logger.WarnContext(ctx, "feeds cannot be polled; it is tried again", "error", err)
		}
		timer := time.NewTimer(look)
		select {
		case id := <-r.done:
			r.end(id)
		case <-timer.C:
		case <-ctx.Done():
		}
		timer.Stop()
	}
	r.wait()
	return nil
}

// PollDue polls all sources that are due, or those that are named, once, and
// returns how they are then. The error is of the store or of ctx.
func (p *Poller) PollDue(ctx context.Context, ids ...string) ([]news.Feed, error) {
	r := newRound(p)
	r.only, r.once, r.named = ids, map[string]bool{}, len(ids) > 0
	defer r.wait()
	for {
		left, err := r.start(ctx, time.Now())
		if err != nil || ctx.Err() != nil {
			return nil, errors.Join(err, ctx.Err())
		}
		if left == 0 && len(r.running) == 0 {
			break
		}
		select {
		case id := <-r.done:
			r.end(id)
		case <-ctx.Done():
		}
	}
	all, err := p.store.Feeds(ctx)
	return slices.DeleteFunc(all, func(f news.Feed) bool { return !r.once[f.ID] }), err
}

// round is what is being polled.
type round struct {
	poller  *Poller
	running map[string]string // hosts, by the IDs of the sources that are asked
	done    chan string       // IDs of those that are done
	group   panics.Group
	only    []string        // poll these, due or not; none: what is due
	named   bool            // only counts
	once    map[string]bool // polled in this round, and not again; nil: again as they are due
}

func newRound(p *Poller) *round {
	return &round{poller: p, running: map[string]string{}, done: make(chan string, p.config.AtOnce)}
}

func (r *round) end(id string) { delete(r.running, id) }

func (r *round) wait() {
	_ = r.group.Wait() // each has kept its own error
}

// start begins to poll what is due and whose host is not being asked, and
// returns how many are left for want of room.
func (r *round) start(ctx context.Context, now time.Time) (left int, err error) {
	all, err := r.poller.store.Feeds(ctx)
	if err != nil {
		return 0, err
	}
	all = slices.DeleteFunc(all, func(f news.Feed) bool { return !r.due(f, now) })
	slices.SortFunc(all, func(a, b news.Feed) int { return a.Next.Compare(b.Next) })
	busy := map[string]bool{}
	for _, host := range r.running {
		busy[host] = true
	}
	for _, f := range all {
		host := hostOf(f.URL)
		if busy[host] || len(r.running) >= r.poller.config.AtOnce {
			left++
			continue
		}
		busy[host], r.running[f.ID] = true, host
		if r.once != nil {
			r.once[f.ID] = true
		}
		r.group.Go(func() error {
			defer func() { r.done <- f.ID }()
			if err := r.poller.Poll(ctx, f); err != nil && ctx.Err() == nil {
				r.poller.config.Logger.ErrorContext(ctx, "a feed cannot be kept", "feed", news.ShownURL(f.URL), "error", err)
			}
			return nil
		})
	}
	return left, nil
}

// due reports whether a source is to be polled, and is not just now.
func (r *round) due(f news.Feed, now time.Time) bool {
	_, running := r.running[f.ID]
	switch {
	case running, r.once[f.ID]:
		return false
	case r.named:
		return slices.Contains(r.only, f.ID)
	}
	return !ended(f) && !f.Next.After(now)
}

// Poll polls one source, due or not, and keeps how it went. The error is of the
// store; what is wrong with the source is kept with it.
func (p *Poller) Poll(ctx context.Context, f news.Feed) error {
	memory, err := p.store.Memory(ctx, f.ID)
	if err != nil {
		p.config.Logger.WarnContext(ctx, "what was known of a feed is lost; its articles are looked at again", "feed", news.ShownURL(f.URL), "error", err)
		memory = Memory{}
	}
	now := time.Now()
	work := &poll{Poller: p, source: f, memory: memory.clone(), now: now, first: f.Succeeded.IsZero(), silent: map[string]int{}, before: slices.Clone(memory.Listed)}
	within, cancel := context.WithTimeout(ctx, p.config.Deadline)
	defer cancel()
	err = panics.Catch(func() error { return work.run(ctx, within) })
	if ctx.Err() != nil { // we end, and it is not at fault
		return ctx.Err()
	}
	if err != nil {
		p.config.Logger.InfoContext(ctx, "a feed cannot be read", "feed", news.ShownURL(f.URL), "error", err)
		work.source, work.memory = f, memory
	}
	if errors.Is(err, errStore) {
		f.Error, f.Next = err.Error(), time.Now().Add(p.config.Shortest).UTC()
		return errors.Join(err, p.store.Keep(ctx, f, memory))
	}
	work.result(err, time.Now())
	return errors.Join(work.meet(ctx, f.URL), p.store.Keep(ctx, work.source, work.memory))
}

// meet ends a source that has moved to where another is asked already. It stays known
// by its old address, and leads there again if somebody has it polled.
func (p *poll) meet(ctx context.Context, old string) error {
	f := &p.source
	if f.URL == old {
		return nil
	}
	all, err := p.store.Feeds(ctx)
	for _, other := range all {
		if other.ID != f.ID && other.URL == f.URL && !ended(other) {
			f.State, f.Next, f.URL = news.FeedEnded, time.Time{}, old
			f.Error = "it has moved to " + news.ShownURL(other.URL) + ", which is polled as " + other.ID
		}
	}
	return err
}

// result notes how a poll went, and when the next is due.
func (p *poll) result(err error, now time.Time) {
	f := &p.source
	f.Polled = now.UTC()
	if err == nil {
		f.State, f.Succeeded, f.Failures, f.Error = news.FeedOK, now.UTC(), 0, ""
		f.Notice = strings.Join(p.notices, "; ")
		if p.moved != "" {
			f.URL = p.moved
		}
		f.Next = p.config.nextAfter(*f, &p.memory, nil, now).UTC()
		if p.waits { // soon, but not before a server wants it
			f.Next = now.Add(p.config.Shortest).UTC()
		}
		if p.notBefore.After(f.Next) {
			f.Next = p.notBefore.UTC()
		}
		return
	}
	f.Failures++
	f.Error = reason(err)
	since := f.Succeeded
	if since.IsZero() {
		since = f.Added
	}
	switch {
	case fetch.Gone(err):
		f.State, f.Next = news.FeedEnded, time.Time{}
		return
	case f.Failures >= parkFailures && now.Sub(since) >= parkAfter:
		f.State = news.FeedParked
	default:
		f.State = news.FeedFailing
	}
	f.Next = p.config.nextAfter(*f, &p.memory, err, now).UTC()
}

// reason is why a poll failed, for people.
func reason(err error) string {
	if panics.In(err) {
		return "internal fault; the log has it"
	}
	return strings.TrimPrefix(err.Error(), "fetch: ")
}

// markWithdrawn marks or deletes an article that its source has withdrawn.
func (p *Poller) markWithdrawn(ctx context.Context, id string, now time.Time) error {
	if p.config.Remove != nil {
		if err := p.config.Remove(ctx, id); err != nil && news.KindOf(err) != news.KindNotFound {
			return err
		}
		return nil
	}
	a, err := p.library.Article(ctx, id)
	switch {
	case news.KindOf(err) == news.KindNotFound:
		return nil
	case err != nil:
		return err
	}
	a.Withdrawn = now.UTC().Truncate(time.Second)
	_, err = p.ingester.IngestArticles(ctx, slices.Values([]news.Article{a}), news.Load{Workers: 1})
	if err != nil {
		return fmt.Errorf("%w: %w", errStore, err)
	}
	return nil
}
