package news

import (
	"fmt"
	"time"
)

// Feed is a source that is polled: a feed, a sitemap, or a page of links.
//
// The tags are the names under which it is kept.
type Feed struct {
	ID       string        `json:"id"` // made of the address that it was added with
	URL      string        `json:"url"`
	Title    string        `json:"title,omitempty"`     // as it calls itself
	Source   string        `json:"source,omitempty"`    // outlet of its articles; "": as they say
	Links    string        `json:"links,omitempty"`     // CSS selector of the links to articles, in a page without a feed
	FullText FullText      `json:"full_text,omitempty"` // "": FullTextAuto
	Every    time.Duration `json:"every,omitempty"`     // between two polls; 0: as often as it publishes
	Zone     string        `json:"zone,omitempty"`      // of its times that name none, as Europe/Kyiv; "": UTC
	Added    time.Time     `json:"added"`

	State     FeedState `json:"state"`
	Polled    time.Time `json:"polled,omitzero"`    // last
	Succeeded time.Time `json:"succeeded,omitzero"` // last
	Next      time.Time `json:"next,omitzero"`      // when it will be polled; zero: at once, or of one that has ended never
	Articles  int       `json:"articles"`           // that were taken in from it, revisions included
	Failures  int       `json:"failures,omitempty"` // in a row
	Error     string    `json:"error,omitempty"`    // why the last poll failed
	Notice    string    `json:"notice,omitempty"`   // what was odd about the last poll that did not
}

// Location is where times of the feed are that name no zone. The error is of
// a Zone that there is not.
func (f Feed) Location() (*time.Location, error) {
	if f.Zone == time.Local.String() { // which is that of the machine, whichever it is
		return nil, fmt.Errorf("unknown time zone %s", f.Zone)
	}
	return time.LoadLocation(f.Zone)
}

// FeedState is how a feed is.
type FeedState string

// The states of a feed.
const (
	FeedNew     FeedState = "new"     // not polled yet
	FeedOK      FeedState = "ok"      //
	FeedFailing FeedState = "failing" // its last poll failed
	FeedParked  FeedState = "parked"  // it has failed for long, and is asked once a week
	FeedEnded   FeedState = "ended"   // its server says that it is gone for good; it is not asked again
)

// FullText says when the page of an article is fetched.
type FullText string

// The values of FullText.
const (
	FullTextAuto   FullText = "auto"   // where the feed has only a teaser
	FullTextAlways FullText = "always" //
	FullTextNever  FullText = "never"  //
)
