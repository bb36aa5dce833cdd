package stories

import (
	"cmp"
	"context"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
	"time"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/query"
)

// defaultPage is how many stories are listed unless more are wanted.
const defaultPage = 20

// Stories lists stories. KindInvalid: the query cannot be read, or the cursor is none.
func (b *Book) Stories(ctx context.Context, req news.StoryRequest) (news.StoryList, error) {
	if err := b.Load(ctx); err != nil {
		return news.StoryList{}, err
	}
	within, err := b.selected(ctx, req)
	if err != nil {
		return news.StoryList{}, err
	}
	var after *place
	if req.Page.Cursor != "" {
		if after, err = readPlace(req.Page.Cursor); err != nil {
			return news.StoryList{}, err
		}
	}
	list, outlines := b.page(within, req, after)
	articles, err := b.versions(ctx, outlines.versions())
	if err != nil {
		return news.StoryList{}, err
	}
	for i := range outlines {
		list.Stories = append(list.Stories, outlines[i].story(articles[i]))
	}
	return list, nil
}

// selected returns the articles that a request asks for; nil: all of them.
func (b *Book) selected(ctx context.Context, req news.StoryRequest) (map[string]bool, error) {
	where, err := query.Select(req.Query, b.dates, b.analyzer, b.names)
	if err != nil || where == nil && req.Filter.IsZero() {
		return nil, err
	}
	q := news.SetQuery{Filter: req.Filter, Where: where, Page: news.Page{Limit: newest}}
	if since := b.since(); since.After(q.Filter.After) {
		q.Filter.After = since
	}
	set, err := b.library.Set(ctx, q)
	if err != nil {
		return nil, err
	}
	within := make(map[string]bool, len(set.Listed))
	for _, v := range set.Listed {
		within[v.ArticleID] = true
	}
	return within, nil
}

// since is when the oldest article was published that is known, where older ones are not
// and each has a date; zero: nothing is left out so.
func (b *Book) since() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.byTime) < newest || b.entries[b.byTime[len(b.byTime)-1]].published == index.UnknownDate {
		return time.Time{}
	}
	return timeOf(b.entries[b.byTime[0]].published)
}

// outline is a story without the texts of articles.
type outline struct {
	news.Story

	stands news.Version
	place
}

type outlines []outline

func (list outlines) versions() []news.Version {
	out := make([]news.Version, len(list))
	for i := range list {
		out[i] = list[i].stands
	}
	return out
}

// story adds the article that stands for an outline.
func (o *outline) story(a news.Article) news.Story {
	a.Body = ""
	o.Article, o.Headline = a, a.Headline
	return o.Story
}

// page lists the stories of articles, a part of them.
func (b *Book) page(within map[string]bool, req news.StoryRequest, after *place) (news.StoryList, outlines) {
	b.mu.Lock()
	defer b.mu.Unlock()
	var list news.StoryList
	var places []place
	stories := map[string]*group{}
	for _, g := range b.grouped().list {
		if within != nil && !slices.ContainsFunc(g.members, func(slot int) bool { return within[b.entries[slot].id] }) {
			continue
		}
		list.Total++
		p := b.placeOf(g, req.Order)
		if after == nil || after.compare(p) < 0 {
			places, stories[p.id] = append(places, p), g
		}
	}
	slices.SortFunc(places, place.compare)
	if most := cmp.Or(req.Page.Limit, defaultPage); len(places) > most {
		places = places[:most]
		list.Next = places[most-1].String()
	}
	out := make(outlines, len(places))
	for i, p := range places {
		out[i] = b.outline(stories[p.id])
	}
	return list, out
}

// outline tells of a story what is known without its texts.
func (b *Book) outline(g *group) outline {
	first, stands := &b.entries[g.members[0]], &b.entries[b.stands(g)]
	o := outline{
		Story:  news.Story{ID: first.id, First: timeOf(first.published), Last: timeOf(g.last), Articles: len(g.members), Voices: g.voices},
		stands: news.Version{ArticleID: stands.id, Revision: stands.revision},
	}
	count := map[string]int{}
	for _, slot := range g.members {
		if source := b.entries[slot].source; source != "" {
			count[source]++
			if count[source] == 1 {
				o.Outlets = append(o.Outlets, b.outlets[source])
			}
		}
	}
	slices.SortStableFunc(o.Outlets, func(x, y string) int { return cmp.Compare(count[index.Fold(y)], count[index.Fold(x)]) })
	return o
}

func timeOf(published int64) time.Time {
	if published == index.UnknownDate {
		return time.Time{}
	}
	return time.Unix(published, 0).UTC()
}

// place is where a story stands in a list: those with more of what counts first,
// then those with the newest article.
type place struct {
	counts int64
	last   int64
	id     string
}

func (b *Book) placeOf(g *group, order news.StoryOrder) place {
	p := place{last: g.last, id: b.entries[g.members[0]].id}
	if order != news.StoriesNewest {
		const voicesCount = 1 << 20 // more than a story has articles
		p.counts = int64(g.voices)*voicesCount + int64(len(g.members))
	}
	return p
}

func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(q.counts, p.counts), cmp.Compare(q.last, p.last), cmp.Compare(p.id, q.id))
}

// String is the place as a caller gets it and gives it back.
func (p place) String() string {
	text := strconv.FormatInt(p.counts, 10) + " " + strconv.FormatInt(p.last, 10) + " " + p.id
	return base64.RawURLEncoding.EncodeToString([]byte(text))
}

func readPlace(cursor string) (*place, error) {
	text, err := base64.RawURLEncoding.DecodeString(cursor)
	parts := strings.SplitN(string(text), " ", 3)
	if err == nil && len(parts) == 3 {
		counts, errCounts := strconv.ParseInt(parts[0], 10, 64)
		last, errLast := strconv.ParseInt(parts[1], 10, 64)
		if errCounts == nil && errLast == nil {
			return &place{counts, last, parts[2]}, nil
		}
	}
	return nil, news.InvalidField("cursor", "is not a cursor that a listing of stories returned")
}
