package slackbot_test

import (
	"fmt"
	"math"
	"testing"
	"time"

	"byline/internal/slackbot"
)

// rateLimits refuse calls as Slack does: above the tier of a method, above a
// message a second in a channel but for short bursts, and above five uses of a
// response URL.
type rateLimits struct {
	minute  time.Duration          // tests may have shorter ones
	calls   map[string][]time.Time // by method, those of the last minute
	until   map[string]time.Time   // when a method or a channel that was refused may be called again
	refused map[string]int         // how often, by method
	asked   map[string]time.Time   // when a method or a channel was refused
	early   map[string]int         // calls within the wait that Slack had asked for
	once    map[string]int         // calls of a method that are to be refused in any case
}

// underway is how long a call may have been underway when another was refused.
const underway = 200 * time.Millisecond

// burst is how many messages a channel takes at once.
const burst = 5

func newRateLimits() *rateLimits {
	return &rateLimits{
		minute: time.Minute, calls: map[string][]time.Time{}, until: map[string]time.Time{},
		refused: map[string]int{}, asked: map[string]time.Time{}, early: map[string]int{}, once: map[string]int{},
	}
}

// wait returns the seconds that a call has to wait; 0 lets it pass.
func (l *rateLimits) wait(name, path, channel string, now time.Time) int {
	if name == "respond" {
		l.calls[path] = append(l.calls[path], now)
		if len(l.calls[path]) > 5 {
			return l.refuse(name, path, now, l.minute)
		}
		return 0
	}
	key := name + " " + channel
	for _, k := range []string{name, key} {
		if now.Before(l.until[k]) {
			if now.Sub(l.asked[k]) > underway {
				l.early[name]++
			}
			return seconds(l.until[k].Sub(now))
		}
	}
	if l.once[name] > 0 {
		l.once[name]--
		return l.refuse(name, name, now, time.Second)
	}
	if wait := l.full(name, methods[name].perMinute, l.minute, now); wait > 0 {
		return l.refuse(name, name, now, wait)
	}
	if name == "chat.postMessage" {
		if wait := l.full(key, burst, burst*time.Second, now); wait > 0 {
			return l.refuse(name, key, now, wait)
		}
		l.calls[key] = append(l.calls[key], now)
	}
	l.calls[name] = append(l.calls[name], now)
	return 0
}

// full returns how long it is until there is room for a call among the last n within a window.
func (l *rateLimits) full(key string, n int, window time.Duration, now time.Time) time.Duration {
	calls := l.calls[key]
	for len(calls) > 0 && now.Sub(calls[0]) >= window {
		calls = calls[1:]
	}
	l.calls[key] = calls
	if len(calls) < n {
		return 0
	}
	return calls[0].Add(window).Sub(now)
}

func (l *rateLimits) refuse(name, key string, now time.Time, wait time.Duration) int {
	l.refused[name]++
	l.asked[key] = now
	l.until[key] = now.Add(time.Duration(seconds(wait)) * time.Second)
	return seconds(wait)
}

// seconds are whole, as the header has them.
func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// A minute of questions from everywhere is kept below the tiers by waiting, and nothing is lost.
func TestAFloodOfQuestionsHonoursTheTiers(t *testing.T) {
	const questions = 60
	d := newDesk(t, func(c *slackbot.Config) { c.Concurrency = 8 })
	d.slack.limits.minute = 2 * time.Second // the bot's own limits are for the real minute, so that these refuse
	for i := range questions {
		d.event(fmt.Sprint("E", i), fmt.Sprintf(
			`{"type":"app_mention","channel":"C%d","user":"U1","ts":"1000.%06d","text":"<@UBOT> What closes?"}`, i, i))
	}
	d.slack.waitFor("answers to all", func() bool { return d.slack.answers() == questions })
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	for name, n := range d.slack.limits.early {
		t.Errorf("%s was called %d times within the wait that Slack had asked for", name, n)
	}
	if len(d.slack.limits.refused) == 0 {
		t.Error("nothing was refused, so that nothing was tried")
	}
}

// A method that was refused rests for everybody, not only for the question that it was refused to.
func TestAMethodThatWasRefusedRestsForAll(t *testing.T) {
	d := newDesk(t, func(c *slackbot.Config) { c.Stream = false })
	d.slack.mu.Lock()
	d.slack.limits.once["chat.update"] = 1
	d.slack.mu.Unlock()
	d.event("E1", mentionOf("1000.1", "What closes?"))
	d.slack.waitFor("refusal", func() bool { return d.slack.limits.refused["chat.update"] == 1 })
	time.Sleep(underway + 100*time.Millisecond)
	d.event("E2", mentionOf("1000.2", "What opens?"))
	d.slack.waitFor("answers to both", func() bool { return d.slack.answers() == 2 })
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	if n := d.slack.limits.early["chat.update"]; n > 0 {
		t.Errorf("called %d times within the wait", n)
	}
}

// What the bot may leave undone, it does no oftener than the tier of the method allows in any minute.
func TestTheBotsOwnLimitsAreThoseOfTheTiers(t *testing.T) {
	for name, most := range slackbot.New(slackbot.Deps{}, slackbot.Config{}).Limits() {
		if most > float64(methods[name].perMinute) {
			t.Errorf("%s: up to %.0f calls a minute, and the tier allows %d", name, most, methods[name].perMinute)
		}
	}
}

// A burst within the tiers is not refused at all.
func TestABurstOfQuestionsStaysBelowTheTiers(t *testing.T) {
	const questions = 20
	d := newDesk(t, func(c *slackbot.Config) { c.Concurrency = 8 })
	for i := range questions {
		d.event(fmt.Sprint("E", i), fmt.Sprintf(
			`{"type":"app_mention","channel":"C%d","user":"U1","ts":"1000.%06d","text":"<@UBOT> What closes?"}`, i%4, i))
	}
	d.slack.waitFor("answers to all", func() bool { return d.slack.answers() == questions })
	d.slack.mu.Lock()
	defer d.slack.mu.Unlock()
	if len(d.slack.limits.refused) > 0 {
		t.Errorf("refused: %v", d.slack.limits.refused)
	}
}
