package batch

import (
	"context"
	"slices"
	"sync"

	"byline/internal/panics"
)

// Job is texts to send.
type Job struct {
	Texts    []string
	Beside   int // tokens that the server reads with each, as a query
	Parallel int // requests at a time; 0: one
	// Send sends texts, which stand at these places of Texts and may be shorter
	// than there. An error with a method Refusal() (status int, message string) is
	// that of a server that did not take them.
	Send func(ctx context.Context, places []int, texts []string) error
}

// Send sends the texts of a job, each in one of its requests. The error is the
// first that is not about size.
func (l *Limits) Send(ctx context.Context, job Job) error {
	w := &work{limits: l, job: job, left: make([]int, len(job.Texts))}
	for i := range w.left {
		w.left[i] = i
	}
	group, ctx := panics.WithContext(ctx)
	for range min(max(1, job.Parallel), len(job.Texts)) {
		group.Go(func() error { return w.run(ctx) })
	}
	return group.Wait()
}

// work is a job that is under way.
type work struct {
	limits *Limits
	job    Job
	mu     sync.Mutex
	left   []int // places of texts that are still to be sent
}

func (w *work) run(ctx context.Context) error {
	for {
		places := w.take()
		if len(places) == 0 {
			return nil
		}
		if err := w.send(ctx, places); err != nil {
			return err
		}
	}
}

func (w *work) take() []int {
	n := w.limits.next()
	w.mu.Lock()
	defer w.mu.Unlock()
	n = min(n, len(w.left))
	places := w.left[:n:n]
	w.left = w.left[n:]
	return places
}

func (w *work) putBack(places []int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.left = slices.Concat(places, w.left)
}

// send sends the texts at places, or puts them back if they have to go in other
// batches. What is more than the server took before is tried once at a time, so
// that it refuses once what it refuses.
func (w *work) send(ctx context.Context, places []int) error {
	l := w.limits
	batch, cut := w.batch(places)
	if l.isTrial(batch) {
		select {
		case l.probe <- struct{}{}:
			defer func() { <-l.probe }()
		case <-ctx.Done():
			return ctx.Err()
		}
		if n := l.next(); n < len(places) { // learned meanwhile
			w.putBack(places[n:])
			places = places[:n]
		}
		batch, cut = w.batch(places)
	}
	err := w.job.Send(ctx, places, batch)
	switch {
	case err == nil:
		l.taken(batch, cut)
		return nil
	case l.learn(err, batch):
		w.putBack(places)
		return nil
	}
	return err
}

func (w *work) batch(places []int) (batch []string, cut int) {
	texts := make([]string, len(places))
	for i, place := range places {
		texts[i] = w.job.Texts[place]
	}
	return w.limits.fitted(texts, w.job.Beside)
}
