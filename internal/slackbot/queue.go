package slackbot

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync"
)

// job is a piece of work for a channel.
type job struct {
	channel string
	key     string // of the question, for stopping it; may be empty
	quiet   bool   // nobody is told to wait: perhaps nobody is waiting, or there is a message already
	earlier *job   // the same question before it was edited, which was stopped; may be nil

	// A notice is the message that told the place in the queue, if there is one.
	do   func(ctx context.Context, notice string)
	tell func(ctx context.Context, place int) (notice string)
	drop func(ctx context.Context, notice string) // apologises, since it will not be done

	cancel context.CancelCauseFunc // once it runs; the queue guards it
	over   chan struct{}           // closed when it has run, or is not going to

	mu      sync.Mutex // held while its place is being told, so never by who must not wait
	settled bool       // its place is not told any more
	notice  string
}

// announce tells the place of j, unless that is settled.
func (j *job) announce(ctx context.Context, place int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.settled {
		j.notice = j.tell(ctx, place)
	}
}

// settle keeps the place of j from being told any more, and returns the notice.
// It waits for one that is being sent.
func (j *job) settle() (notice string) {
	if j == nil {
		return ""
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.settled = true
	return cmp.Or(j.notice, j.earlier.settle())
}

// Why a job cannot be added.
var (
	errQueueFull = errors.New("slackbot: too many questions are waiting")
	errStopping  = errors.New("slackbot: stopping")
)

// queue holds jobs, first come first served within a channel; the channels
// take turns, so that a busy one does not hold up the others. It is safe for
// concurrent use.
type queue struct {
	mu      sync.Mutex
	ready   chan struct{} // holds a token for each waiting job
	waiting map[string][]*job
	turns   []string // channels with waiting jobs, the next one first
	running map[string]*job
	busy    int // jobs being done
	size    int
	workers int
	closed  bool
}

func newQueue(size, workers int) *queue {
	return &queue{
		ready: make(chan struct{}, size), waiting: map[string][]*job{}, running: map[string]*job{},
		size: size, workers: workers,
	}
}

// add puts j in line. A place of 0 means that it is up at once. Half of the
// places at most go to one channel.
func (q *queue) add(j *job) (place int, err error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.closed {
		return 0, errStopping
	}
	total := 0
	for _, jobs := range q.waiting {
		total += len(jobs)
	}
	mine := len(q.waiting[j.channel])
	if total >= q.size || mine >= max(1, q.size/2) {
		return 0, errQueueFull
	}
	if mine == 0 {
		q.turns = append(q.turns, j.channel)
	}
	j.over = make(chan struct{})
	q.waiting[j.channel] = append(q.waiting[j.channel], j)
	q.ready <- struct{}{} // never blocks: there are as many places as jobs
	if q.busy+total < q.workers {
		return 0, nil
	}
	place = 1
	for channel, jobs := range q.waiting {
		if channel == j.channel {
			place += mine
		} else {
			place += min(len(jobs), mine+1)
		}
	}
	return place, nil
}

// next waits for a job and returns it with the context, made from base, that it
// runs in. It is nil once ctx is done.
func (q *queue) next(ctx, base context.Context) (*job, context.Context) {
	for {
		select {
		case <-ctx.Done():
			return nil, nil
		case <-q.ready:
		}
		if j, running := q.take(base); j != nil {
			return j, running
		}
	}
}

// take returns nil if the job of a token was stopped.
func (q *queue) take(base context.Context) (*job, context.Context) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.turns) == 0 {
		return nil, nil
	}
	channel := q.turns[0]
	q.turns = q.turns[1:]
	jobs := q.waiting[channel]
	j := jobs[0]
	if len(jobs) > 1 {
		q.waiting[channel] = jobs[1:]
		q.turns = append(q.turns, channel)
	} else {
		delete(q.waiting, channel)
	}
	q.busy++
	if j.key != "" {
		q.running[j.key] = j
	}
	ctx, cancel := context.WithCancelCause(base)
	j.cancel = cancel
	return j, ctx
}

// done says that a job that was taken is over.
func (q *queue) done(j *job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.busy--
	if q.running[j.key] == j {
		delete(q.running, j.key)
	}
	j.cancel(nil)
	close(j.over)
}

// stop takes the job with a key out of line, and cancels for the given reason
// one that is running. It returns the later of them, nil if there is none.
func (q *queue) stop(key string, why error) (j *job, waiting bool) {
	q.mu.Lock()
	defer q.mu.Unlock()
	running, ok := q.running[key]
	if ok {
		running.cancel(why)
	}
	for channel, jobs := range q.waiting {
		if at := slices.IndexFunc(jobs, func(j *job) bool { return j.key == key }); at >= 0 {
			j = jobs[at]
			q.leave(channel, at)
			close(j.over)
			return j, true
		}
	}
	return running, false
}

// leave takes a waiting job out of line. Its token goes with it, or another's,
// which is then taken for it.
func (q *queue) leave(channel string, at int) {
	q.waiting[channel] = slices.Delete(slices.Clone(q.waiting[channel]), at, at+1)
	if len(q.waiting[channel]) == 0 {
		delete(q.waiting, channel)
		q.turns = slices.DeleteFunc(q.turns, func(c string) bool { return c == channel })
	}
	select {
	case <-q.ready:
	default:
	}
}

// isClosed reports whether further jobs are refused.
func (q *queue) isClosed() bool {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.closed
}

// close refuses further jobs and returns those that wait.
func (q *queue) close() []*job {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.closed = true
	var left []*job
	for len(q.turns) > 0 {
		left = append(left, q.waiting[q.turns[0]]...)
		delete(q.waiting, q.turns[0])
		q.turns = q.turns[1:]
	}
	return left
}
