// Package dates reads the time expressions of questions in English, and what packs of
// other languages hold as the English for it: "last week",
// "since March 2024", "between 3 and 9 May". Each becomes an interval of
// publication dates, always relative to a given moment, the "as of", and in
// its time zone.
//
//	expression                              published
//	yesterday, today, tonight               on that day
//	last night                              yesterday or today
//	this week, last month, last quarter     in that calendar period; weeks begin on Monday
//	past week, the last week, last 3 days   from that long ago on, beginning at midnight
//	two weeks ago, a year ago               in the calendar period that holds that day
//	on Tuesday, last Tuesday                on the latest one; today counts only without "last"
//	over the weekend                        on the latest Saturday and Sunday that have begun
//	in March, on 3 May                      the latest that has begun
//	in early / mid / late March             days 1-10, 11-20, 21 to the end; of longer periods a third
//	in spring 2024                          March to May; winter 2024 begins in December 2023
//	in Q3, in H1 2024                       those months
//	at Christmas, last Easter               the latest that has begun, with the days around it
//	a fortnight ago, a year ago today       the week of two weeks ago; that very day
//	Friday the 20th, on the 25th            the latest that was one
//	24/11/2026, 24.11.2026                  that day; 10/03/2024 is 10 March, and Other the 3rd of October
//	since P, from P on                      from the beginning of P on
//	after P                                 from the end of P on
//	before P                                up to the beginning of P
//	until P, through P, by P                up to the end of P
//	since the vote of (on, in) P            from the beginning of P on; after it, the same
//	between P and Q, from P to Q, P to Q    from the beginning of P to the end of Q
//	last week's vote                        from the beginning of last week on
//
// These intervals are what the words say. As a filter on publication dates,
// short ones need room: see Reported.
//
// The package is careful: what may mean something else is left alone. A year alone
// counts only after a preposition, so "Euro 2024", "the 2024 election" and
// "class of 2023" restrict nothing: such articles may be of another year. So
// do "2000 people", "may" and "march" as verbs,  what is still to come ("by 2030", "Will they
// vote on Tuesday?").
package dates

import (
	"time"

	"byline/internal/news"
)

// Find returns the time expressions of a question, in order and without
// overlap, and whether it asks for the newest there is: "latest", "now". Each
// expression has the interval that it means relative to asOf: After is
// inclusive, Before exclusive, zero is open, and one of them is set. Spans are
// byte offsets into the question and take in the preposition, but never the
// name of an event, so that a search can do without them: in "since the vote
// of 3 May" it is "of 3 May". What lies wholly after asOf, or restricts
// nothing before it, is left out.
func Find(question string, asOf time.Time) (found []news.DateExpression, recent bool) {
	p := newParser(question, asOf)
	for i := 0; i < len(p.tokens); {
		m, ok := p.expression(i)
		if !ok {
			i++
			continue
		}
		if p.restricts(m) {
			span := news.Span{Start: p.tokens[m.start].start, End: p.tokens[m.next-1].end}
			found = append(found, news.DateExpression{
				Span: span, Text: question[span.Start:span.End], After: m.after, Before: m.before, Other: m.other,
			})
		}
		i = m.next
	}
	if others := foreign(question, asOf); len(others) > 0 {
		found = withoutOverlap(inOrder(append(others, found...)))
	}
	return found, p.recent()
}

// Interval combines the expressions of a question into one interval, where
// zero is open. Open ones ("since March", "until May") must all hold; of
// closed ones ("in March", "in May") the interval holds all. If nothing can
// satisfy them, nothing is restricted.
func Interval(found []news.DateExpression) (after, before time.Time) {
	var least, most time.Time // bounds from open expressions
	for _, d := range found {
		switch {
		case d.After.IsZero():
			before = earlier(before, d.Before)
		case d.Before.IsZero():
			after = later(after, d.After)
		default:
			if least.IsZero() || d.After.Before(least) {
				least = d.After
			}
			most = later(most, d.Before)
		}
	}
	after, before = later(after, least), earlier(before, most)
	if !after.IsZero() && !before.IsZero() && !after.Before(before) {
		return time.Time{}, time.Time{}
	}
	return after, before
}

// reportingDelay is how far from an event news of it are published. For
// questions on the news of a given day, whose answering article is known, the
// day itself holds 4 in 10 of the articles, and three days more on either side
// 8 in 10; for "this week" it is 7 and 8 in 10.
const reportingDelay = 3

// Reported widens an interval of no more than about a week, in which
// something happened, by three days on either side: much is reported a day or
// two later, some is announced before, and people are loose about where a week
// begins. Longer and open intervals stay as they are.
func Reported(after, before time.Time) (time.Time, time.Time) {
	const aboutWeek = 8 * 24 * time.Hour // a week in which the clocks change is longer
	if after.IsZero() || before.IsZero() || before.Sub(after) > aboutWeek {
		return after, before
	}
	return after.AddDate(0, 0, -reportingDelay), before.AddDate(0, 0, reportingDelay)
}

// later returns the later of two times, of which zero is none.
func later(a, b time.Time) time.Time {
	if a.IsZero() || b.After(a) {
		return b
	}
	return a
}

// earlier returns the earlier of two times, of which zero is none.
func earlier(a, b time.Time) time.Time {
	if a.IsZero() || !b.IsZero() && b.Before(a) {
		return b
	}
	return a
}
