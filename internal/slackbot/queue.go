package slackbot

import (
	"context"
	"errors"
	"slices"
	"sync"
)

// job is a piece of work for a channel.
type job struct {
	channel string
	key     string // of the question, for cancelling; may be empty
	quiet   bool   // nobody is waiting for it for certain, so nobody is told to wait
	do      func(ctx context.Context, j *job)
	wait    func(ctx context.Context, place int) (ts string) // tells the place in the queue; returns the message, if there is one
	drop    func(ctx context.Context, ts string)             // apologises, since it will not be done

	mu      sync.Mutex
	started bool
	notice  string // message that told the place in the queue
	cancel  context.CancelCauseFunc
}

// begin marks j as started and returns the message that told its place.
func (j *job) begin(cancel context.CancelCauseFunc) (notice string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.started, j.cancel = true, cancel
	return j.notice
}

// withdraw keeps j from being announced any more and returns the message that told its place.
func (j *job) withdraw() (notice string) { return j.begin(nil) }

// announce tells the place of j, unless it has started.
func (j *job) announce(ctx context.Context, place int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.started && j.wait != nil {
		j.notice = j.wait(ctx, place)
	}
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

// next waits for a job. It is nil once ctx is done.
func (q *queue) next(ctx context.Context) *job {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-q.ready:
		}
		if j := q.take(); j != nil {
			return j
		}
	}
}

// take returns nil if the job of a token was cancelled.
func (q *queue) take() *job {
	q.mu.Lock()
	defer q.mu.Unlock()
	if len(q.turns) == 0 {
		return nil
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
	return j
}

// done says that a job that was taken is over.
func (q *queue) done(j *job) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.busy--
	if q.running[j.key] == j {
		delete(q.running, j.key)
	}
}

// stop takes the job with a key out of the queue, or cancels it for the given
// reason if it is running. It returns the message that told its place in the
// queue, if it was waiting.
func (q *queue) stop(key string, why error) (notice string) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if j, ok := q.running[key]; ok {
		j.mu.Lock()
		defer j.mu.Unlock()
		if j.cancel != nil {
			j.cancel(why)
		}
		return ""
	}
	for channel, jobs := range q.waiting {
		at := slices.IndexFunc(jobs, func(j *job) bool { return j.key == key })
		if at < 0 {
			continue
		}
		q.leave(channel, at)
		return jobs[at].withdraw()
	}
	return ""
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
