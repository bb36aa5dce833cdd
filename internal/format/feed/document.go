package feed

import (
	"bytes"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/mmcdole/gofeed"
	"github.com/mmcdole/gofeed/atom"
	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"

	"byline/internal/format/field"
	"byline/internal/news"
)

// Document is a feed with what it says of itself, for who asks for it again.
type Document struct {
	Title    string
	Moved    string // address at which it is from now on, as it says itself; "" if it does not
	Hub      string // address at which it can be subscribed to; "" if it names none
	Self     string // address that the feed has for itself; "" if it names none
	Schedule Schedule
	Results  []Result
}

// Schedule is how often a feed wants to be asked for.
type Schedule struct {
	TTL       time.Duration  // not sooner than this; 0: it does not say
	SkipHours []int          // of the day, in UTC, in which it does not want to be asked
	SkipDays  []time.Weekday // likewise
}

// Read is Parse for who asks for a feed again. at is where it was found, from
// which relative addresses count if the feed does not say better; nil: unknown.
func Read(data []byte, at *url.URL, loc *time.Location) (Document, error) {
	data = data[Find(data):]
	f, err := parse(data)
	if err != nil {
		results := salvage(data, at, loc)
		if len(results) == 0 {
			return Document{}, news.Errorf(news.KindInvalid, "cannot read the feed: %w", err)
		}
		return Document{Results: append(results, Result{Err: news.Errorf(news.KindInvalid, "the feed is damaged or cut short: only its entries that are whole were read (%w)", err)})}, nil
	}
	if len(opening.FindAll(data, -1)) > len(f.Items) {
		if whole, err := parse(closeEntries(data)); err == nil && len(whole.Items) > len(f.Items) {
			f = whole
		}
	}
	results, left := entries(f, at, loc)
	if len(left) > 0 {
		results = append(results, Result{Err: left.err()})
	}
	d := Document{Title: line(f.Title), Results: results, Schedule: schedule(f)}
	d.Hub, d.Self = links(f)
	if f.ITunesExt != nil {
		d.Moved, _ = field.URL(f.ITunesExt.NewFeedURL)
	}
	if second := behind(data); len(second) > 0 {
		if more, err := Read(second, at, loc); err == nil {
			d.Results = append(d.Results, more.Results...)
		}
	}
	return d, nil
}

// ending ends a feed.
var ending = regexp.MustCompile(`(?i)</(?:rss|rdf:RDF|(?:\w+:)?feed)\s*>`)

// behind returns another feed that follows in the same file, as where a server
// has put several together; nil if there is none.
func behind(data []byte) []byte {
	end := ending.FindIndex(data)
	if end == nil {
		return nil
	}
	rest := bytes.TrimSpace(data[end[1]:])
	if begin := root.FindIndex(rest); begin == nil || Find(rest) > 0 || begin[0] > 0 && !bytes.HasPrefix(rest, []byte("<?xml")) {
		return nil
	}
	return rest
}

// schedule reads what a feed says of how often it changes.
func schedule(f *gofeed.Feed) Schedule {
	p := Schedule{TTL: updatePeriod(f.Extensions["sy"])}
	original, ok := f.OriginalFeed().(*rss.Feed)
	if !ok {
		return p
	}
	if minutes, err := strconv.ParseUint(strings.TrimSpace(original.TTL), 10, 20); err == nil {
		p.TTL = max(p.TTL, time.Duration(minutes)*time.Minute)
	}
	for _, text := range original.SkipHours {
		if hour, err := strconv.Atoi(strings.TrimSpace(text)); err == nil && hour >= 0 && hour <= 24 {
			p.SkipHours = append(p.SkipHours, hour%24)
		}
	}
	for _, text := range original.SkipDays {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(strings.TrimSpace(text), day.String()) {
				p.SkipDays = append(p.SkipDays, day)
			}
		}
	}
	return p
}

// updatePeriod reads the elements of the syndication module of RDF.
func updatePeriod(sy map[string][]ext.Extension) time.Duration {
	const day = 24 * time.Hour
	lengths := map[string]time.Duration{"hourly": time.Hour, "daily": day, "weekly": 7 * day, "monthly": 30 * day, "yearly": 365 * day}
	value := func(name string) string {
		for _, e := range sy[name] {
			return strings.ToLower(strings.TrimSpace(e.Value))
		}
		return ""
	}
	period, known := lengths[value("updatePeriod")]
	if !known {
		return 0
	}
	if times, err := strconv.Atoi(value("updateFrequency")); err == nil && times > 0 {
		return period / time.Duration(times)
	}
	return period
}

// links returns where a feed can be subscribed to, and its own address.
func links(f *gofeed.Feed) (hub, self string) {
	take := func(rel, href string) {
		u, err := url.Parse(strings.TrimSpace(href))
		switch {
		case err != nil || u.Host == "":
		case rel == "hub" && hub == "":
			hub = u.String()
		case rel == "self" && self == "":
			self = u.String()
		}
	}
	if original, ok := f.OriginalFeed().(*atom.Feed); ok {
		for _, l := range original.Links {
			if l != nil {
				take(l.Rel, l.Href)
			}
		}
	}
	for _, name := range []string{"atom", "atom10"} {
		for _, e := range f.Extensions[name]["link"] {
			take(e.Attrs["rel"], e.Attrs["href"])
		}
	}
	return hub, self
}
