package answer

import (
	"sync"
	"time"

	"byline/internal/news"
)

// loading is how long a language model may be silent before readers are told that
// it is waited for: one that is in memory begins within seconds.
const loading = 4 * time.Second

// tellWaiting tells readers, once, if the model has not begun after a while. The
// function that it returns ends that, and returns the error of the reader that was
// told, if any; it may be called again.
func (r *replyReader) tellWaiting() (begun func() error) {
	var mu sync.Mutex // the writer is used by one at a time
	var over bool
	var failed error
	timer := time.AfterFunc(loading, func() {
		mu.Lock()
		defer mu.Unlock()
		if over || r.waited {
			return
		}
		r.waited = true
		failed = r.writer.emit(news.Event{Kind: news.EventWaiting, Waiting: "Waiting for the language model, which may be loading"})
	})
	return func() error {
		timer.Stop()
		mu.Lock()
		defer mu.Unlock()
		over = true
		return failed
	}
}
