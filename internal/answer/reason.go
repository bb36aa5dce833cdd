package answer

import (
	"slices"
	"strings"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// A quote gives the reason that is asked for if it has words of a cause and, of the
// question, these shares: in itself, and with its surroundings.
const (
	minReasonShare  = .5
	minReasonAround = .8
)

// givesReason reports whether a quote tells why what was asked about is so, and no
// other thing beside it.
func (e *evidence) givesReason(c candidate) bool {
	return e.question.asks == ask.Reason && c.answers && c.near >= minReasonAround && e.question.share(c.own) >= minReasonShare
}

// isGivenReason reports whether a text has words of a cause, on that side of which where
// the effect stands it tells of what is asked about: Olm resigned after the vote, and not
// the vote came after Olm resigned. What it tells is not told by the names in it.
func (q *question) isGivenReason(in *lang.Pack, text string) bool {
	lower := strings.ToLower(text)
	if len(lower) != len(text) { // places are not the same
		text = lower
	}
	told := ^q.properNames()
	has := func(part string) bool { return q.maskOf(q.analyzer.Tokens(nil, part))&told != 0 }
	isTold := has(text)
	return slices.ContainsFunc(in.Answers.Reasons, func(words string) bool {
		for from := 0; ; {
			at := strings.Index(lower[from:], words)
			if at < 0 {
				return false
			}
			cause := news.Span{Start: from + at, End: from + at + len(words)}
			isTime := strings.HasSuffix(words, " ") && opensTime(in, lower[cause.End:])
			if !isTime && (!isTold || has(effectOf(text, cause, in.Answers.Effects[words]))) {
				return true
			}
			from = cause.End
		}
	})
}

// effectOf is what words of a cause tell the cause of: what stands behind them, or else
// all but the clause that they open.
func effectOf(text string, words news.Span, behind bool) string {
	if behind {
		return text[words.End:]
	}
	clause := text[words.End:]
	if end := strings.IndexAny(clause, ",;"); end >= 0 {
		clause = clause[:end]
	}
	return text[:words.Start] + " " + text[words.End+len(clause):]
}

// opensTime reports whether a text in lower case begins with a time: since 1783, after Monday.
func opensTime(in *lang.Pack, lower string) bool {
	first, _, _ := strings.Cut(lower, " ")
	first = strings.TrimRight(first, ".,;")
	_, isDay := in.Time.Weekdays[first]
	return isDay || hasDigit(first) || isMonth(in, first)
}
