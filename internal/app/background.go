package app

import (
	"context"
	"log/slog"
	"time"

	"byline/internal/access"
	"byline/internal/ingest"
	"byline/internal/names"
	"byline/internal/panics"
	"byline/internal/slackbot"
	"byline/internal/stories"
)

// Task is work that goes on beside a server.
type Task struct {
	Run    func(context.Context) error // until the context ends; then it finishes what it has begun
	Failed string                      // what the log says if it ends with an error, which is no reason for the server to stop
}

// RunWith runs a server and tasks beside it until ctx ends or the server fails.
// Whatever ends first, it waits for all of them. The error is the server's.
func RunWith(ctx context.Context, log *slog.Logger, serve func(context.Context) error, tasks ...Task) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var work panics.Group
	for _, task := range tasks {
		work.Go(func() error {
			if err := panics.Catch(func() error { return task.Run(ctx) }); err != nil {
				log.ErrorContext(ctx, task.Failed, "error", err) //nolint:sloglint // each task has a constant
			}
			return nil
		})
	}
	err := panics.Catch(func() error { return serve(ctx) })
	cancel()
	_ = work.Wait() // the error of each is logged already
	return err
}

// flushEvery is how long what has arrived may stay in memory. It is safe
// there, but another process that opens the index has to encode it again.
const flushEvery = 30 * time.Second

// Upkeep is what a server does for its index without being asked: it brings
// vectors that come late, writes to disk what is only in memory, looks for
// questions to suggest, and learns the
// names that its articles have.
func (e *Engine) Upkeep() []Task {
	tasks := []Task{{e.names.Load, "names in other spellings than those that were typed may not be found"}}
	tasks = append(tasks, Task{e.keepStories, "stories may lack articles"})
	if e.Queue != nil {
		tasks = append(tasks, Task{func(ctx context.Context) error { e.Queue.Work(ctx); return nil }, "upkeep"})
	}
	if !e.at.Remote() { // there, what is acknowledged is stored
		tasks = append(tasks, Task{e.keepFlushing, "upkeep"})
	}
	return append(tasks, Task{e.Front.Run, "no new questions are suggested"})
}

// namesOf adds the names of each article that is stored.
type namesOf struct{ *names.Names }

func (n namesOf) Committed(_ context.Context, c ingest.Commit) error {
	n.Add(c.Article)
	return nil
}

// storiesOf adds each article that is stored to the stories.
type storiesOf struct{ *stories.Book }

func (s storiesOf) Committed(_ context.Context, c ingest.Commit) error {
	s.Add(c.Article, c.Signature, c.Vector)
	return nil
}

// refreshStoriesEvery is for an index that other servers write to as well.
const refreshStoriesEvery = 5 * time.Minute

// keepStories reads what stories are made of, again and again where others write.
func (e *Engine) keepStories(ctx context.Context) error {
	if err := e.Stories.Load(ctx); err != nil || !e.at.Remote() {
		return err
	}
	tick := time.NewTicker(refreshStoriesEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := e.Stories.Refresh(ctx); err != nil && ctx.Err() == nil {
				e.config.Logger.WarnContext(ctx, "stories may lack what others have stored", "error", err)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// Delete removes an article from the index and from the stories.
func (e *Engine) Delete(ctx context.Context, id string) error {
	err := e.Index.Delete(ctx, id)
	if err == nil {
		e.Stories.Remove(id)
	}
	return err
}

func (e *Engine) keepFlushing(ctx context.Context) error {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-tick.C:
			if err := panics.Catch(e.Flush); err != nil {
				e.config.Logger.WarnContext(ctx, "what has arrived stays in memory", "error", err)
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// saveKeyUseEvery is how much of the use of keys a crash may forget.
const saveKeyUseEvery = 10 * time.Second

// keepKeyUse remembers what keys are used for.
func keepKeyUse(g *access.Guard) Task {
	return Task{func(ctx context.Context) error { g.SaveLoop(ctx, saveKeyUseEvery); return nil }, "the use of keys is no longer kept"}
}

// answerInSlack runs the bot. Slack's trouble does not stop the server.
func answerInSlack(bot *slackbot.Bot) Task {
	return Task{bot.Run, "slack: the bot has stopped; everything else goes on"}
}

// warmUp has the language model loaded before anybody asks.
func (e *Engine) warmUp() Task {
	return Task{func(ctx context.Context) error {
		chat, err := NewChat(e.config.Settings.LLM)
		if err != nil || chat == nil {
			return err
		}
		if err := chat.WarmUp(ctx); ctx.Err() == nil {
			return err
		}
		return nil
	}, "the language model could not be loaded ahead; the first question will wait for it"}
}
