package api

import (
	"time"

	"byline/internal/news"
)

// FeedBody is the body of POST /v1/feeds, and a feed in a list of them in YAML.
type FeedBody struct {
	URL      string `json:"url" yaml:"url"` // of the feed, the sitemap, or a page of the site
	Source   string `json:"source" yaml:"source"`
	Links    string `json:"links" yaml:"links"`         // CSS selector
	FullText string `json:"full_text" yaml:"full_text"` // auto, always, never
	Every    string `json:"every" yaml:"every"`         // as 30m or 2h
	Zone     string `json:"zone" yaml:"zone"`           // as Europe/Kyiv
}

// maxSelector is the longest selector, in characters.
const maxSelector = 1000

// Feed checks the body, as far as it can be told without asking the site.
func (b FeedBody) Feed() (news.Feed, error) {
	f := news.Feed{URL: b.URL, Source: b.Source, Links: b.Links, FullText: news.FullText(b.FullText), Zone: b.Zone}
	for field, text := range map[string]string{"url": b.URL, "links": b.Links} {
		if err := CheckLength(field, text, maxSelector); text != "" && err != nil {
			return f, err
		}
	}
	if b.URL == "" {
		return f, news.InvalidField("url", "is missing; give the address of a feed or of a site")
	}
	if b.Source != "" {
		if err := CheckLength("source", b.Source, MaxName); err != nil {
			return f, err
		}
	}
	if b.Every != "" {
		every, err := time.ParseDuration(b.Every)
		if err != nil {
			return f, news.InvalidField("every", "%q is not a duration; write 30m or 2h", b.Every)
		}
		f.Every = every
	}
	return f, nil
}

// Feed is a source that is polled, and how it is.
type Feed struct {
	ID        string         `json:"id"`
	URL       string         `json:"url"` // without what may be secret
	Title     string         `json:"title,omitzero"`
	Source    string         `json:"source,omitzero"`
	Links     string         `json:"links,omitzero"`
	FullText  news.FullText  `json:"full_text"`
	Every     string         `json:"every,omitzero"`
	Zone      string         `json:"zone,omitzero"`
	State     news.FeedState `json:"state"`
	Added     time.Time      `json:"added"`
	Polled    time.Time      `json:"polled,omitzero"`
	Succeeded time.Time      `json:"succeeded,omitzero"`
	Next      time.Time      `json:"next,omitzero"`
	Articles  int            `json:"articles"`
	Failures  int            `json:"failures"`
	Error     string         `json:"error,omitzero"`
	Notice    string         `json:"notice,omitzero"`
}

// Feeds is what GET /v1/feeds sends.
type Feeds struct {
	Feeds []Feed `json:"feeds"`
}

// NewFeed returns the document of a source.
func NewFeed(f news.Feed) Feed {
	doc := Feed{
		ID: f.ID, URL: news.ShownURL(f.URL), Title: f.Title, Source: f.Source, Links: f.Links, FullText: f.FullText, Zone: f.Zone,
		State: f.State, Added: f.Added, Polled: f.Polled, Succeeded: f.Succeeded, Next: f.Next,
		Articles: f.Articles, Failures: f.Failures, Error: f.Error, Notice: f.Notice,
	}
	if doc.FullText == "" {
		doc.FullText = news.FullTextAuto
	}
	if f.Every > 0 {
		doc.Every = f.Every.String()
	}
	return doc
}

// NewFeeds returns the document of all sources.
func NewFeeds(all []news.Feed) Feeds {
	docs := make([]Feed, len(all))
	for i, f := range all {
		docs[i] = NewFeed(f)
	}
	return Feeds{docs}
}
