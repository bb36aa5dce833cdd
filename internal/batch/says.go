package batch

import (
	"errors"
	"net/http"
	"regexp"
	"strconv"
	"strings"
)

// What a server says of a request that is too large.

// subject is what of a request was too large.
type subject int

const (
	other  subject = iota // nothing was
	number                // the number of its texts, or all of them together
	length                // a text of it
	size                  // one of the two
)

// What servers say, in the order in which it counts.
var (
	ofOneText  = regexp.MustCompile(`embedding.{0,80}\beof\b|physical batch|too large to process|larger than the max context`)
	ofAll      = regexp.MustCompile(`batch|\barray\b|\blist\b|\bitems\b|\belements\b|per request|overall|in total|total (number|tokens)|(number|many|most \d+) (of )?(inputs?|texts|documents|strings)|\b(one|single) (input|text|string|document)\b|(must|should) be an? (single |valid )?string|expected (type: )?string|\bstr(ing)? type expected|数组|条数|\d ?条|批`)
	ofAText    = regexp.MustCompile(`tokens?\b|context|too long|sequence length|input length|kv size|length of (the |your )?(input|text)|长度`)
	ofEither   = regexp.MustCompile(`out of memory|too (large|big|long|many)|exceeds?|payload|entity|maximum|at most|\blimit|超过|超出`)
	numbers    = regexp.MustCompile(`\d+`)
	notNumbers = regexp.MustCompile(`\d+(\.\d+){3}(:\d+)?|<\d+>|\[\d+\]|code"?:? ?\d+|status"?:? ?\d+`)
)

// TooLarge reports whether an error is that of a server that was sent too much.
func TooLarge(err error) bool {
	var r refusal
	if !errors.As(err, &r) {
		return false
	}
	status, message := r.Refusal()
	return about(status, message) != other
}

// about tells what a refusal is about.
func about(status int, message string) subject {
	text := strings.ToLower(message)
	switch {
	case !isRefusal(status):
		return other
	case ofOneText.MatchString(text):
		return length
	case status == http.StatusInternalServerError && !ofEither.MatchString(text):
		return other // a fault that speaks of its batches or tokens
	case ofAll.MatchString(text):
		return number
	case ofAText.MatchString(text):
		return length
	case status == http.StatusRequestEntityTooLarge, ofEither.MatchString(text):
		return size
	}
	return other
}

// numbersIn returns the numbers that a message names, without those of statuses and places.
func numbersIn(message string) []int {
	text := notNumbers.ReplaceAllString(strings.ToLower(strings.NewReplacer(",", "", "_", "").Replace(message)), " ")
	var out []int
	for _, digits := range numbers.FindAllString(text, -1) {
		if n, err := strconv.Atoi(digits); err == nil {
			out = append(out, n)
		}
	}
	return out
}

// largestBelow returns the largest number in a message that is below n, 0 if there is none.
func largestBelow(message string, n int) int {
	best := 0
	for _, x := range numbersIn(message) {
		if x < n {
			best = max(best, x)
		}
	}
	return best
}

// smallestFrom returns the smallest number in a message that is not below from, 0 if there is none.
func smallestFrom(message string, from int) int {
	best := 0
	for _, x := range numbersIn(message) {
		if x >= from && (best == 0 || x < best) {
			best = x
		}
	}
	return best
}
