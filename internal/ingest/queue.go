package ingest

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"byline/internal/encode"
	"byline/internal/news"
	"byline/internal/panics"
)

// Backlog is the articles in a store whose vectors are still to come. It is
// the queue: what is stored there without vectors waits until it has them,
// whatever happens to the process meanwhile.
type Backlog interface {
	Pending(ctx context.Context, limit int) ([]news.Article, error)
	SetVectors(ctx context.Context, a news.Article, whole news.Vector, passages []news.Vector) error
}

// Queue brings the articles of a backlog their vectors from an embedder that
// may be slow or away.
type Queue struct {
	backlog  Backlog
	embedder encode.Embedder
	logger   *slog.Logger

	look           time.Duration // between looks at an empty backlog
	pause, longest time.Duration // after a failure; doubles up to longest
}

// NewQueue makes a Queue.
func NewQueue(backlog Backlog, embedder encode.Embedder, logger *slog.Logger) *Queue {
	return &Queue{backlog: backlog, embedder: embedder, logger: logger, look: time.Second, pause: 2 * time.Second, longest: time.Minute}
}

// queueBatch is how many articles go to the embedder together.
const queueBatch = 16

// maxRefused is how many articles the embedder may refuse before it takes one:
// then the fault is not in the articles.
const maxRefused = 64

// Work brings vectors until ctx ends: to what waits already, and to what comes.
// While the embedder is away it tries again, more and more seldom.
func (q *Queue) Work(ctx context.Context) {
	pause := q.pause
	for ctx.Err() == nil {
		var done int
		err := panics.Catch(func() (err error) { done, err = q.Drain(ctx, nil); return err })
		wait := q.look
		switch {
		case done > 0:
			pause = q.pause
		case err == nil || ctx.Err() != nil:
		default:
			wait = pause
			pause = min(2*pause, q.longest)
			q.logger.Warn("articles are waiting for their vectors and are found by words only", "retry_in", wait, "error", err)
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
		}
	}
}

// Drain brings vectors until no article waits for them, and returns how many
// got theirs. It calls progress, unless it is nil, with the number so far. An
// article that the embedder refuses is passed over; the error then says so.
func (q *Queue) Drain(ctx context.Context, progress func(done int)) (done int, err error) {
	refused := make(map[news.Version]error)
	for {
		articles, err := q.backlog.Pending(ctx, queueBatch+len(refused))
		if err != nil {
			return done, fmt.Errorf("ingest: vectors: %w", err)
		}
		var batch []news.Article
		for _, a := range articles {
			if refused[versionOf(&a)] == nil {
				batch = append(batch, a)
			}
		}
		if len(batch) == 0 {
			break
		}
		n, err := q.backfill(ctx, batch, refused)
		done += n
		if err != nil {
			return done, fmt.Errorf("ingest: vectors: %w", err)
		}
		if progress != nil {
			progress(done)
		}
		if done == 0 && len(refused) >= maxRefused {
			break
		}
	}
	for v, err := range refused {
		return done, fmt.Errorf("ingest: vectors: the embedder refused %d articles, among them %q: %w", len(refused), v.ArticleID, err)
	}
	return done, nil
}

func versionOf(a *news.Article) news.Version {
	return news.Version{ArticleID: a.ID, Revision: a.Revision}
}

// backfill embeds a batch. If the embedder refuses it, articles are tried one by
// one, so that one that it cannot take does not hold up the rest.
func (q *Queue) backfill(ctx context.Context, batch []news.Article, refused map[news.Version]error) (done int, err error) {
	err = q.embed(ctx, batch)
	if err == nil {
		return len(batch), nil
	}
	if kind := news.KindOf(err); kind != news.KindInvalid && kind != news.KindTooLarge {
		return 0, err
	}
	if len(batch) == 1 {
		refused[versionOf(&batch[0])] = err
		return 0, nil
	}
	for i := range batch {
		n, err := q.backfill(ctx, batch[i:i+1], refused)
		if done += n; err != nil {
			return done, err
		}
	}
	return done, nil
}

// embed gives articles their vectors, all of them or, if the embedder fails, none.
func (q *Queue) embed(ctx context.Context, articles []news.Article) error {
	vectors, err := encode.Vectors(ctx, q.embedder, articles)
	if err != nil {
		return err
	}
	for i, v := range vectors {
		if err := q.backlog.SetVectors(ctx, articles[i], v[0], v[1:]); err != nil {
			return err
		}
	}
	return nil
}
