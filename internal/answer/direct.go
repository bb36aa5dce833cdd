package answer

import (
	"math"
	"slices"
	"strings"
	"unicode"

	"byline/internal/dates"
	"byline/internal/news"
	ask "byline/internal/question"
)

const (
	fullName   = 4.   // how much more the votes count that have somebody's full name, for how to write it
	minSure    = .5   // confidence below which no direct answer is given
	minUngiven = .5   // the same where no quote clearly gives what is asked for
	minFirst   = .055 // the same below which the sentence that carries it need not come first; a reader tells better which should
)

// direct is a mention that answers a question, in the sentence that carries it.
type direct struct {
	news.Span         // in the body of the article
	text      string  // on one line
	in        int     // place of the candidate that carries it
	sure      float64 // confidence, from 0 to 1
	leads     bool    // its sentence is to be quoted first
	kind      ask.Kind
	byPart    bool // it is of what is often called by a part of its name: a team
}

// isShown reports whether a direct answer is likely enough to be right.
func (d *direct) isShown() bool {
	return d.sure >= minSure && d.text == oneLine(d.text) && !strings.ContainsAny(d.text, "[]")
}

// direct picks the mention that is likeliest to be the answer, of those voted for;
// ok is false if there is none.
func (e *evidence) direct(all []candidate) (d direct, votes []vote, ok bool) {
	kind := e.question.asks
	if kind == ask.Reason || kind == ask.Quotation || e.question.read.Form == ask.YesNo || len(all) == 0 || e.question.signs != nil || e.question.defines != "" || e.question.countsWhatItAsks() { // one of several is not the answer
		return d, nil, false
	}
	voting := all[:min(len(all), voters)]
	b := e.ballot(e.votes(voting, kind), voting)
	best, in, at, ok := e.elected(all, b)
	if !ok {
		return d, b.votes, false
	}
	at = e.completed(all[in], at)
	span := e.span(all[in])
	sure := e.sureness(all, b, best)
	if e.question.office != "" && !e.held || e.isOver(all[in], at) { // somebody else, most likely, or no more
		sure = min(sure, minSure/2)
	}
	d = direct{Span: news.Span{Start: span.Start + at.Start, End: span.Start + at.End}, in: in, sure: sure, kind: kind, byPart: e.question.asksByPart()}
	d.text = e.text(all[in])[at.Start:at.End]
	d.leads = d.isShown() || !b.hasRead && d.sure >= minFirst
	return d, b.votes, true
}

// isOver reports whether a question asks when something will be, and what is said of that
// was before it is asked: the next election, of last year.
func (e *evidence) isOver(c candidate, at news.Span) bool {
	coming := func(w string) bool { return language().Time.Future[strings.ToLower(w)] }
	if !e.question.asks.IsTime() || !slices.ContainsFunc(e.question.words, coming) {
		return false
	}
	day := e.text(c)[at.Start:at.End]
	_, end, ok := dates.Read(day, e.hit(c).Article.Published)
	return ok && end.Before(e.asOf) && slices.ContainsFunc(strings.Fields(day), isYear) // 3 May may be that of next year
}

// carrier is the candidate that is to be quoted for a mention, the best that
// says it, and where it does; ok is false if none says it in the words of an
// answer.
func (e *evidence) carrier(all []candidate, votes []vote, key string) (in int, at news.Span, ok bool) {
	form := e.formOf(all, votes, key)
	for _, v := range votes { // in the order of the candidates
		if v.key != key || v.hint || form == "" {
			continue
		}
		written := e.text(all[v.in])[v.Start:v.End]
		if i := strings.Index(" "+written+" ", " "+form+" "); i >= 0 {
			return v.in, news.Span{Start: v.Start + i, End: v.Start + i + len(form)}, true
		}
	}
	return 0, at, false
}

// formOf is how a mention is to be written: of the ways in which it is, the one
// with the most votes, for people preferably the full name; "" if it is only hinted at.
func (e *evidence) formOf(all []candidate, votes []vote, key string) (form string) {
	sums := map[string]float64{}
	full := 0. // how much more a full name counts
	if e.question.asks == ask.Person {
		full = fullName
	}
	for _, v := range votes {
		if v.key != key || v.hint {
			continue
		}
		written := e.text(all[v.in])[v.Start:v.End]
		sums[written] += (v.weight + readerVotes*v.read) * (1 + full*float64(min(1, strings.Count(written, " "))))
		if form == "" {
			form = written
		}
	}
	for _, v := range votes {
		if v.key != key || v.hint {
			continue
		}
		if written := e.text(all[v.in])[v.Start:v.End]; sums[written] > sums[form] {
			form = written
		}
	}
	return form
}

// What a confidence is made of, as a logistic function has it. They were fitted to
// half of the labelled questions of RealTimeQA, and rounded.
const (
	// Without a reader: weights of how far the winner is ahead, of its votes, and of
	// how much of the question stands around it.
	sureByLead  = .45
	sureByVotes = .9
	sureByNear  = .9
	// With one: weights of its shares of the votes and of what the reader is sure of,
	// and how often the winner is right at all.
	sureByShare   = 2.
	sureByReading = 3.25
	sureReading   = -2.15
	ofNoDate      = -1.5 // on Tuesday: which one, only the article tells
)

// surenessOf is how often the winner is right at all, by kind, without a reader.
func surenessOf(kind ask.Kind) float64 {
	switch {
	case kind == ask.Country || kind == ask.State: // told by a list
		return -1.55
	case kind == ask.Organisation || kind.IsPlace():
		return -2.85
	case kind == ask.Person || kind == ask.Work:
		return -3.35
	case kind.IsNumber() || kind == ask.Year:
		return -2.35
	}
	return -3.95
}

// sureness is the confidence in the mention that won.
func (e *evidence) sureness(all []candidate, b *ballot, key string) float64 {
	if b.hasRead {
		z := sureReading + sureByShare*b.share[key] + sureByReading*b.read[key]
		if e.question.asks.IsTime() && !strings.ContainsFunc(key, unicode.IsDigit) {
			z += ofNoDate
		}
		return logistic(z)
	}
	total, second, count, near := 0., 0., 0, 0.
	for k, share := range b.share {
		total += share
		if k != key {
			second = max(second, share)
		}
	}
	for _, v := range b.votes {
		if v.key == key {
			count++
			near = max(near, all[v.in].near)
		}
	}
	lead := math.Log(b.share[key] / (second + .02*total))
	return logistic(surenessOf(e.question.asks) + sureByLead*lead + sureByVotes*math.Log(float64(count)) + sureByNear*near)
}
