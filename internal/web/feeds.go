package web

import (
	"cmp"
	"slices"
	"time"

	"byline/internal/news"
)

// Feeds is the page of what is polled, and how it is.
type Feeds struct{ Feeds []news.Feed }

func (Feeds) title() string   { return "Feeds" }
func (Feeds) section() string { return "feeds" }

// Sorted are the feeds, those in need of a look first.
func (v Feeds) Sorted() []news.Feed {
	return slices.SortedStableFunc(slices.Values(v.Feeds), func(a, b news.Feed) int {
		return cmp.Compare(urgency(a), urgency(b))
	})
}

func urgency(f news.Feed) int {
	return slices.Index([]news.FeedState{news.FeedFailing, news.FeedParked, news.FeedEnded, news.FeedNew, news.FeedOK}, f.State)
}

// Troubled is how many feeds cannot be read.
func (v Feeds) Troubled() int {
	n := 0
	for _, f := range v.Feeds {
		if f.State == news.FeedFailing || f.State == news.FeedParked || f.State == news.FeedEnded {
			n++
		}
	}
	return n
}

// feedName is what a feed is called for people.
func feedName(f news.Feed) string { return cmp.Or(f.Title, f.Source, hostOf(f.URL), f.ID) }

// feedState words the state of a feed.
func feedState(f news.Feed) string {
	switch f.State {
	case news.FeedNew:
		return "not polled yet"
	case news.FeedOK:
		return "works"
	case news.FeedFailing:
		return "failed " + formatCount(f.Failures, "time")
	case news.FeedParked:
		return "parked: asked once a week"
	case news.FeedEnded:
		return "ended: gone for good"
	}
	return string(f.State)
}

// nextPoll words when a feed will be polled.
func nextPoll(f news.Feed) string {
	switch {
	case f.State == news.FeedEnded:
		return "never"
	case f.Next.IsZero():
		return "at once"
	}
	return formatMoment(f.Next)
}

// formatMoment is a time to the minute.
func formatMoment(t time.Time) string {
	if t.IsZero() {
		return "never"
	}
	return t.UTC().Format("2 January 2006, 15:04 UTC")
}
