package batch

import (
	"errors"
	"net/http"
	"sync"

	"byline/internal/tokens"
)

// Limits is what a server takes in one request, as far as it is known. It is
// safe for concurrent use.
type Limits struct {
	config Config
	probe  chan struct{} // held by the one request that tries more than was taken before

	mu       sync.Mutex
	most     int  // texts in a request
	unsure   bool // whether that many are taken: only that one more is not
	fits     int  // texts that were taken together
	window   int  // tokens of a text; 0: unknown
	longest  int  // tokens of the longest text that was taken
	slow     int  // texts in a request, since more take too long; 0: any number is fast enough
	refusals int
	cut      int
}

// Config says where the search for limits begins.
type Config struct {
	Texts  int                     // most texts in a request, whatever the server would take
	Window int                     // tokens of a text; 0: unknown
	Ends   func(text string) []int // ends of the sentences of a text, in bytes; nil: texts are cut between words
}

// Learned is what is known of a server's limits.
type Learned struct {
	Texts    int  // in a request
	Window   int  // tokens of a text; 0: unknown
	Cut      int  // texts that were cut to the window
	Refusals int  // requests that were too large
	Slow     bool // more texts in a request take too long, and may be taken
}

// NewLimits makes Limits.
func NewLimits(config Config) *Limits {
	return &Limits{config: config, probe: make(chan struct{}, 1), most: max(1, config.Texts), window: config.Window}
}

// Learned returns what is known by now.
func (l *Limits) Learned() Learned {
	l.mu.Lock()
	defer l.mu.Unlock()
	return Learned{Texts: l.size(), Window: l.window, Cut: l.cut, Refusals: l.refusals, Slow: l.slow > 0 && l.slow < l.most}
}

// Tell tells what the server says of its limits; zero: nothing.
func (l *Limits) Tell(texts, window int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if texts > 0 {
		l.most = min(l.most, texts)
	}
	if window > 0 && (l.window == 0 || window < l.window) {
		l.window = window
	}
}

// next is how many texts the next request may have.
func (l *Limits) next() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.size()
}

// size is next, for those who hold the lock. A server that does not say how many
// it takes is not made to refuse more than twice: batches grow until the second
// time, or not at all while a text may still turn out to be too long.
func (l *Limits) size() int {
	n := l.most
	switch {
	case !l.unsure:
	case l.refusals > 1 || l.window == 0:
		n = max(1, l.fits)
	default:
		n = min(l.most, max(1, 2*l.fits))
	}
	if l.slow > 0 {
		n = min(n, l.slow)
	}
	return n
}

// ErrLate is in the chain of an error of a server that took too long over a batch.
var ErrLate = errors.New("it took too long")

// fewest is how many texts are sent together to a server that is slow: if these
// take too long, too, it is stuck.
const fewest = 4

// late learns that so many texts take too long.
func (l *Limits) late(n int) bool {
	if n <= fewest {
		return false
	}
	l.slow = max(fewest, n/2)
	return true
}

// Quick tells that so many texts took so short a time that twice as many can go.
func (l *Limits) Quick(n int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if n >= l.slow {
		l.slow *= 2
	}
}

// surelyTaken is how many tokens a text may have that no server refuses.
const surelyTaken = 128

// ErrUnsaid marks the error of a request that failed, again and again, without a word on
// why. Where it was larger than any that was taken, it was too large: servers that run
// out of memory often have no words for it.
var ErrUnsaid = errors.New("it may be too large")

// Exceeds reports whether a batch that failed has more texts, or a longer one, than any
// that was taken.
func (l *Limits) Exceeds(batch []string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(batch) > max(1, l.fits) || l.fits > 0 && longestOf(batch) > max(surelyTaken, l.longest)
}

// isTrial reports whether a batch is larger than any that was taken.
func (l *Limits) isTrial(batch []string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return len(batch) > max(1, l.fits) || l.window == 0 && longestOf(batch) > max(surelyTaken, l.longest)
}

// reserve is how many tokens of its window a model puts around a text.
const reserve = 8

// fitted returns texts, those that are too long cut, when beside tokens go with each.
func (l *Limits) fitted(texts []string, beside int) (out []string, cut int) {
	l.mu.Lock()
	window := l.window
	l.mu.Unlock()
	if window == 0 {
		return texts, 0
	}
	room := max(window-reserve-beside, least)
	out = make([]string, len(texts))
	for i, text := range texts {
		out[i] = text
		if len(text) <= room || tokens.OfCharacters.Estimate(text) <= room {
			continue
		}
		var ends []int
		if l.config.Ends != nil {
			ends = l.config.Ends(text)
		}
		out[i] = tokens.OfCharacters.Cut(text, room, ends)
		cut++
	}
	return out, cut
}

// taken remembers that a batch was taken, cut of its texts shortened.
func (l *Limits) taken(batch []string, cut int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fits = max(l.fits, len(batch))
	l.longest = max(l.longest, longestOf(batch))
	l.cut += cut
}

const (
	safeWindow = 256 // tokens that every model reads
	least      = 16  // tokens of a text; with less it says nothing
)

// refusal is an error of a server that read a request and did not take it.
type refusal interface {
	error
	Refusal() (status int, message string)
}

// learn learns from a failure. It reports false if it was not about size, or if
// nothing could be made smaller.
func (l *Limits) learn(err error, batch []string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case errors.Is(err, ErrLate):
		return l.late(len(batch))
	case errors.Is(err, ErrUnsaid) && len(batch) > 1:
		l.most, l.unsure = len(batch)/2, false // not for a week: it may have been something else
		return true
	case errors.Is(err, ErrUnsaid):
		return l.shorter("", batch)
	}
	var r refusal
	if !errors.As(err, &r) {
		return false
	}
	status, message := r.Refusal()
	var learned bool
	switch about(status, message) {
	case number:
		learned = l.fewer(message, len(batch)) || l.shorter(message, batch) // one text: by its length, then
	case length:
		all := len(batch) > 1 && smallestFrom(message, least) > 2*longestOf(batch) // far more than one of them has
		learned = all && l.fewer("", len(batch)) || l.shorter(message, batch)
	case size:
		newLength := len(batch) <= l.fits && longestOf(batch) > l.longest // as many were taken, but none so long
		learned = newLength && l.shorter("", batch) || l.fewer("", len(batch)) || l.shorter("", batch)
	}
	if learned {
		l.refusals++
	}
	return learned
}

// fewer learns that so many texts are too many.
func (l *Limits) fewer(message string, n int) bool {
	if n <= 1 {
		return false
	}
	if told := largestBelow(message, n); told > 0 {
		l.most, l.unsure = min(l.most, told), false
		return true
	}
	l.most, l.unsure = min(l.most, n-1), true
	if l.fits >= n { // it was not the number, but all of them together
		l.fits = n / 2
	}
	return true
}

// shorter learns that the longest text of a batch is too long.
func (l *Limits) shorter(message string, batch []string) bool {
	longest := longestOf(batch)
	if l.window > 0 && longest > l.window-reserve { // it was sent before that was learned
		return true
	}
	window := smallestFrom(message, least)
	if window == 0 {
		window = max(safeWindow, l.longest*3/4)
	}
	if window-reserve >= longest { // by our count it is not, which this server does not share
		window = longest * 3 / 4
	}
	if window < least || l.window > 0 && window >= l.window {
		return false
	}
	l.window = window
	return true
}

func longestOf(texts []string) int {
	longest := 0
	for _, t := range texts {
		longest = max(longest, tokens.OfCharacters.Estimate(t))
	}
	return longest
}

// isRefusal reports whether a status may be one for a request that is too large.
func isRefusal(status int) bool {
	switch status {
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge, http.StatusUnprocessableEntity, http.StatusInternalServerError:
		return true
	}
	return false
}
