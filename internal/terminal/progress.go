package terminal

import (
	"fmt"
	"io"
	"time"

	"github.com/dustin/go-humanize"
	"github.com/schollz/progressbar/v3"
)

// Progress tells a waiting person how far a long task has come: a bar on a
// terminal, else a line every few seconds, and nothing for a task that is over
// before that.
type Progress struct {
	w      io.Writer
	bar    *progressbar.ProgressBar // on a terminal, once there is something to show
	isTerm bool
	start  time.Time
	last   time.Time // when the last line was written
}

// lineEvery is the time between lines where there is no terminal.
const lineEvery = 5 * time.Second

// NewProgress is for a task that begins now. It is told on Err.
func (t IO) NewProgress() *Progress {
	now := time.Now()
	return &Progress{w: t.Err, isTerm: IsTerminal(t.Err), start: now, last: now}
}

// Of returns what is to be told how much of a task is done.
func (p *Progress) Of(task string) func(done, total int) {
	return func(done, total int) { p.Show(task, int64(done), int64(total)) }
}

// Show says what is being done, and which part of the whole is; a total of 0 is not known.
func (p *Progress) Show(what string, done, total int64) {
	if p.isTerm {
		p.showBar(what, done, total)
		return
	}
	if time.Since(p.last) < lineEvery {
		return
	}
	p.last = time.Now()
	if total > 0 && done > 0 {
		left := time.Duration(float64(time.Since(p.start)) * float64(total-done) / float64(done)).Round(time.Second)
		what += fmt.Sprintf(", %d%%, %s left", 100*done/total, max(left, 0))
	}
	fmt.Fprintln(p.w, what)
}

// Elapsed is how long the task takes so far.
func (p *Progress) Elapsed() time.Duration { return time.Since(p.start) }

func (p *Progress) showBar(what string, done, total int64) {
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

// Done takes the bar away.
func (p *Progress) Done() {
	if p.bar != nil {
		_ = p.bar.Finish() // only fails to draw
		p.bar = nil
	}
}

// Count is a number with separators: 17,701.
func Count(n int) string { return humanize.Comma(int64(n)) }
