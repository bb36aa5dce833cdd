package web

import (
	"net/url"
	"time"

	"byline/internal/news"
)

// Stories is the page that lists stories.
type Stories struct {
	Query  string
	Newest bool
	After  string // of the form
	List   *news.StoryList
	Next   string // address of the following part; "" at the end
	Fault  string
}

func (Stories) title() string   { return "Stories" }
func (Stories) section() string { return "stories" }

// NewestPath is the address of the same stories, those with the newest article first.
func (v Stories) NewestPath() string { return v.path(true) }

// LargestPath is the address of the same stories, those of most voices first.
func (v Stories) LargestPath() string { return v.path(false) }

func (v Stories) path(newest bool) string {
	values := url.Values{}
	if v.Query != "" {
		values.Set("query", v.Query)
	}
	if v.After != "" {
		values.Set("after", v.After)
	}
	if newest {
		values.Set("order", string(news.StoriesNewest))
	}
	if len(values) == 0 {
		return "/stories"
	}
	return "/stories?" + values.Encode()
}

// Story is the page of one story: how it went on, and its articles.
type Story struct {
	Timeline news.Timeline
	Texts    []news.StoryText
}

func (v Story) title() string {
	if v.Timeline.Headline == "" {
		return "Story"
	}
	return v.Timeline.Headline
}

func (Story) section() string { return "stories" }

// storyPath is the address of the page of a story.
func storyPath(id string) string { return "/stories/" + url.PathEscape(id) }

// period is the days from one time to another, as people write them.
func period(first, last time.Time) string {
	from, to := shortDate(first), shortDate(last)
	if from == to || from == "" {
		return to
	}
	return from + " to " + to
}
