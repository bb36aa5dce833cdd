package main

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/schollz/progressbar/v3"

	"byline/internal/ingest"
)

// progress tells a waiting person how far a long task has come: a bar on a
// terminal, else a line every few seconds, and nothing for a task that is over
// before that.
type progress struct {
	w      io.Writer
	bar    *progressbar.ProgressBar // on a terminal, once there is something to show
	isTerm bool
	last   time.Time // when the last line was written
}

// lineEvery is the time between lines where there is no terminal.
const lineEvery = 5 * time.Second

func (a *cli) newProgress() *progress {
	return &progress{w: a.stderr, isTerm: isTerminal(a.stderr), last: time.Now()}
}

// ingest shows the state of an ingest.
func (p *progress) ingest(state ingest.Progress) {
	rate := perSecond(int(state.Articles), state.Elapsed)
	what := fmt.Sprintf("%s articles, %s/s", count(int(state.Articles)), count(rate))
	p.show(what, state.Bytes, state.TotalBytes, state.Elapsed)
}

// show says what was done, and which part of the whole; a total of 0 is not known.
func (p *progress) show(what string, done, total int64, elapsed time.Duration) {
	if p.isTerm {
		p.showBar(what, done, total)
		return
	}
	if time.Since(p.last) < lineEvery {
		return
	}
	p.last = time.Now()
	if total > 0 && done > 0 {
		left := time.Duration(float64(elapsed) * float64(total-done) / float64(done)).Round(time.Second)
		what += fmt.Sprintf(", %d%%, %s left", 100*done/total, max(left, 0))
	}
	fmt.Fprintln(p.w, what)
}

func (p *progress) showBar(what string, done, total int64) {
	if total <= 0 {
		total = -1 // a spinner
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions64(total,
			progressbar.OptionSetWriter(p.w), progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionSetPredictTime(true), progressbar.OptionClearOnFinish(), progressbar.OptionSetWidth(24))
	}
	p.bar.Describe(what)
	_ = p.bar.Set64(done) // only fails to draw
}

// done takes the bar away.
func (p *progress) done() {
	if p.bar != nil {
		_ = p.bar.Finish() // only fails to draw
		p.bar = nil
	}
}

// count is a number with separators: 17,701.
func count(n int) string { return humanize.Comma(int64(n)) }
