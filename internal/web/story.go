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
	After  string // "7d": with an article of the last seven days; "": of any time
	List   *news.StoryList
	Fault  string
}

func (Stories) title() string   { return "Stories" }
func (Stories) section() string { return "stories" }

// Link leads to other stories than are shown. That which leads to those is Chosen.
type Link struct {
	Text, Path string
	Chosen     bool
}

// Times are the times that stories can be of.
func (v Stories) Times() []Link {
	var out []Link
	for _, t := range []struct{ text, after string }{{"Any time", ""}, {"Last day", "1d"}, {"Last week", "7d"}, {"Last month", "30d"}} {
		other := v
		other.After = t.after
		out = append(out, Link{t.text, other.path(""), v.After == t.after})
	}
	return out
}

// Orders are the orders that stories can be in.
func (v Stories) Orders() []Link {
	largest, newest := v, v
	largest.Newest, newest.Newest = false, true
	return []Link{{"Most outlets first", largest.path(""), !v.Newest}, {"Newest first", newest.path(""), v.Newest}}
}

// MorePath is the address of the following part; "" at the end.
func (v Stories) MorePath() string {
	if v.List.Next == "" {
		return ""
	}
	return v.path(v.List.Next)
}

func (v Stories) path(cursor string) string {
	values := url.Values{}
	for name, value := range map[string]string{"query": v.Query, "after": v.After, "cursor": cursor} {
		if value != "" {
			values.Set(name, value)
		}
	}
	if v.Newest {
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
	Things   []news.FiguredThing // that articles give figures for
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
	from, to := formatShortDate(first), formatShortDate(last)
	if from == to || from == "" {
		return to
	}
	return from + " to " + to
}
