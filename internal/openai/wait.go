package openai

import (
	"net/http"
	"net/mail"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// How long a server wants to be left alone, as it tells beside a refusal or in it.

// maxWait is longer than any wait that a server means.
const maxWait = 30 * 24 * time.Hour

// retryAfter reads how long a server wants to be left alone: seconds or a date
// of Retry-After, milliseconds as Azure has them, or a span as OpenAI and Groq
// have it for what is left of a minute. Zero if there is none.
func retryAfter(header http.Header, now time.Time) time.Duration {
	if ms, err := strconv.ParseFloat(header.Get("Retry-After-Ms"), 64); err == nil && ms > 0 {
		return time.Duration(ms * float64(time.Millisecond))
	}
	given := strings.TrimSpace(header.Get("Retry-After"))
	if s, err := strconv.ParseFloat(given, 64); err == nil && s > 0 && s < maxWait.Seconds() {
		return time.Duration(s * float64(time.Second))
	}
	t, err := http.ParseTime(given)
	if err != nil {
		t, err = mail.ParseDate(given) // with a zone of its own
	}
	if err == nil && t.After(now) {
		return t.Sub(now)
	}
	return untilReset(header, now)
}

// limited are the headers that tell how many requests, or tokens, are left, and until when.
var limited = []struct{ left, reset string }{
	{"X-Ratelimit-Remaining-Requests", "X-Ratelimit-Reset-Requests"},
	{"X-Ratelimit-Remaining-Tokens", "X-Ratelimit-Reset-Tokens"},
	{"X-Ratelimit-Remaining", "X-Ratelimit-Reset"},
	{"Ratelimit-Remaining", "Ratelimit-Reset"},
}

// untilReset is how long no request, or no token, is left, 0 if some are.
func untilReset(header http.Header, now time.Time) time.Duration {
	for _, h := range limited {
		if header.Get(h.left) != "0" {
			continue
		}
		if d := spanOf(header.Get(h.reset), now); d > 0 {
			return d
		}
	}
	return 0
}

// spanOf reads a span ("6m0s"), seconds, or a time in seconds or milliseconds since 1970.
func spanOf(reset string, now time.Time) time.Duration {
	const epoch, inMilliseconds = 1e9, 1e12 // what is higher is a time
	if d, err := time.ParseDuration(reset); err == nil {
		return d
	}
	n, err := strconv.ParseFloat(reset, 64)
	switch {
	case err != nil || n < 0:
		return 0
	case n >= inMilliseconds:
		return time.UnixMilli(int64(n)).Sub(now)
	case n >= epoch:
		return time.Unix(int64(n), 0).Sub(now)
	}
	return time.Duration(n * float64(time.Second))
}

var (
	againIn = regexp.MustCompile(`(?i)(?:try again|retry) (?:in|after) ((?:[0-9.]+(?:ms|[hms]))+|[0-9.]+)( seconds?| minutes?)?`)
	delayIs = regexp.MustCompile(`(?i)"retry_?(?:delay|after)(?:_?(ms|s[a-z]+))?"\s*:\s*"?([0-9.]+)(ms|[sm])?\b`)
)

// saidAfter reads how long a server wants to be left alone from the body of a refusal,
// or from what it says in it.
func saidAfter(body, message string) time.Duration {
	if m := delayIs.FindStringSubmatch(body); m != nil {
		return spanSaid(m[2], orElse(m[3], strings.TrimSuffix(strings.ToLower(m[1]), "econds")))
	}
	m := againIn.FindStringSubmatch(message)
	switch {
	case m == nil:
		return 0
	case strings.HasPrefix(m[2], " minute"):
		return spanSaid(m[1], "m")
	case strings.HasPrefix(m[2], " second"):
		return spanSaid(m[1], "s")
	}
	return spanSaid(m[1], "")
}

// spanSaid is a span of a number and a unit, seconds where neither names one.
func spanSaid(number, unit string) time.Duration {
	number = strings.TrimSuffix(number, ".")
	if _, err := strconv.ParseFloat(number, 64); err == nil {
		unit = orElse(unit, "s")
	}
	d, err := time.ParseDuration(number + unit)
	if err != nil || d < 0 || d > maxWait {
		return 0
	}
	return d
}
