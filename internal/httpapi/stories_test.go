package httpapi_test

import (
	"cmp"
	"context"
	"strings"
	"testing"

	"byline/internal/api"
	"byline/internal/httpapi"
	"byline/internal/news"
)

// Stories tells of each article with the words of a query as a story of its own.
func (n *newsroom) Stories(ctx context.Context, req news.StoryRequest) (list news.StoryList, err error) {
	if err := n.enter(ctx); err != nil {
		return list, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.articles {
		if strings.Contains(a.Body, req.Query) {
			list.Stories = append(list.Stories, storyOf(a))
		}
	}
	list.Total = len(list.Stories)
	if most := cmp.Or(req.Page.Limit, 20); list.Total > most {
		list.Stories, list.Next = list.Stories[:most], "more"
	}
	return list, nil
}

func storyOf(a news.Article) news.Story {
	return news.Story{ID: a.ID, Headline: a.Headline, Article: a, First: a.Published, Last: a.Published, Articles: 1, Voices: 1, Outlets: []string{a.Source}}
}

// Story is that of one article and a reprint.
func (n *newsroom) Story(ctx context.Context, id string) (story news.StoryArticles, err error) {
	a, err := n.Article(ctx, id)
	if err != nil {
		return story, err
	}
	return news.StoryArticles{Story: storyOf(a), Texts: []news.StoryText{{Article: a, Copies: []news.Copy{{ID: "copy", Source: "The Coast Lantern"}}}}}, nil
}

// Timeline has a development for each sentence of an article.
func (n *newsroom) Timeline(ctx context.Context, id string, lines int) (timeline news.Timeline, err error) {
	a, err := n.Article(ctx, id)
	if err != nil {
		return timeline, err
	}
	timeline.Story = storyOf(a)
	for _, at := range sentence.FindAllStringIndex(a.Body, cmp.Or(lines, -1)) {
		timeline.Developments = append(timeline.Developments, news.Development{
			Article: a, Span: news.Span{Start: at[0], End: at[1]}, Quote: a.Body[at[0]:at[1]], Voices: 1,
		})
	}
	return timeline, nil
}

func TestStoriesAreListed(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	all := decoded[api.Stories](t, call(t, s, "GET", "/v1/stories", ""), 200)
	if len(all.Stories) != len(n.articles) || all.Total != len(n.articles) || all.Next != "" {
		t.Errorf("%+v", all)
	}
	some := decoded[api.Stories](t, call(t, s, "GET", "/v1/stories?order=newest&limit=1&after=2025-01-01", ""), 200)
	if len(some.Stories) != 1 || some.Next == "" {
		t.Errorf("%+v", some)
	}
	none := decoded[api.Stories](t, call(t, s, "GET", "/v1/stories?query=nobody", ""), 200)
	if none.Stories == nil || len(none.Stories) != 0 {
		t.Errorf("%+v", none)
	}
	for _, wrong := range []string{"order=random", "limit=101", "colour=red", "query=" + strings.Repeat("a", 2001)} {
		problemOn(t, call(t, s, "GET", "/v1/stories?"+wrong, ""), 400)
	}
}

func TestAStoryHasItsArticlesAndATimeline(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	a := n.articles[0]
	story := decoded[api.StoryArticles](t, call(t, s, "GET", "/v1/stories/"+a.ID, ""), 200)
	if story.Story.ID != a.ID || len(story.Texts) != 1 || len(story.Texts[0].Copies) != 1 || story.Texts[0].Article.Body != "" {
		t.Errorf("%+v", story)
	}
	timeline := decoded[api.Timeline](t, call(t, s, "GET", "/v1/stories/"+a.ID+"/timeline?limit=1", ""), 200)
	if len(timeline.Developments) != 1 || timeline.Developments[0].Quote == "" || timeline.Developments[0].Others == nil {
		t.Errorf("%+v", timeline)
	}
	problemOn(t, call(t, s, "GET", "/v1/stories/nobody", ""), 404)
	problemOn(t, call(t, s, "GET", "/v1/stories/nobody/timeline", ""), 404)
	problemOn(t, call(t, s, "GET", "/v1/stories/"+a.ID+"/timeline?limit=0", ""), 400)
}

// Figures has the first word of an article as a figure, which a later one supersedes.
func (n *newsroom) Figures(ctx context.Context, id string) (f news.StoryFigures, err error) {
	a, err := n.Article(ctx, id)
	if err != nil {
		return f, err
	}
	quote := a.Body[:strings.IndexByte(a.Body, '.')+1]
	value := news.FigureValue{Figure: strings.Fields(quote)[0], Article: a, Span: news.Span{End: len(quote)}, Quote: quote}
	old := value
	old.Superseded, old.Others = true, []news.Copy{{ID: "copy", Source: "The Coast Lantern"}}
	f.Story, f.Things = storyOf(a), []news.FiguredThing{{Label: "passengers aboard", Values: []news.FigureValue{value, old}}}
	return f, nil
}

func TestAStoryHasFigures(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	figures := decoded[api.StoryFigures](t, call(t, s, "GET", "/v1/stories/"+n.articles[0].ID+"/figures", ""), 200)
	if len(figures.Things) != 1 || !figures.Things[0].Differs || len(figures.Things[0].Values) != 2 {
		t.Fatalf("%+v", figures)
	}
	values := figures.Things[0].Values
	if values[0].Superseded || !values[1].Superseded || values[0].Others == nil || len(values[1].Others) != 1 || values[0].Quote == "" {
		t.Errorf("%+v", values)
	}
	problemOn(t, call(t, s, "GET", "/v1/stories/nobody/figures", ""), 404)
	problemOn(t, call(t, s, "GET", "/v1/stories/"+n.articles[0].ID+"/figures?limit=2", ""), 400)
}

// Coverage counts the articles with the words of a query, by day.
func (n *newsroom) Coverage(ctx context.Context, req news.CoverageRequest) (c news.Coverage, err error) {
	if err := n.enter(ctx); err != nil {
		return c, err
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, a := range n.articles {
		one := news.CoverageCount{Published: 1}
		if strings.Contains(a.Body, req.Query) {
			one.Articles, one.Texts = 1, 1
		}
		c.Total.Articles, c.Total.Texts, c.Total.Published = c.Total.Articles+one.Articles, c.Total.Texts+one.Texts, c.Total.Published+1
		c.Times = append(c.Times, news.CoverageTime{Start: a.Published, CoverageCount: one, Outlets: []news.CoverageOutlet{{Source: a.Source, CoverageCount: one}}})
	}
	return c, nil
}

func TestCoverageIsCounted(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	c := decoded[api.Coverage](t, call(t, s, "GET", "/v1/coverage?query=ferry&unit=week&after=2025-01-01", ""), 200)
	if c.Total.Published != len(n.articles) || c.Total.Articles == 0 || c.Total.Share <= 0 || len(c.Times) != len(n.articles) {
		t.Errorf("%+v", c)
	}
	for _, asked := range []struct{ query, accept, media, first string }{
		{"&format=csv", "", "text/csv", "start,outlet,articles,texts,published\n"},
		{"&format=tsv", "", "text/tab-separated-values", "start\toutlet\tarticles\ttexts\tpublished\n"},
		{"", "text/csv", "text/csv", "start,outlet"},
		{"&format=json", "text/csv", "application/json", "{"},
		{"", "application/x-bibtex, */*", "application/json", "{"},
	} {
		r := call(t, s, "GET", "/v1/coverage?query=ferry"+asked.query, "", "Accept", asked.accept)
		if r.Code != 200 || !strings.HasPrefix(r.Header().Get("Content-Type"), asked.media) || !strings.HasPrefix(r.Body.String(), asked.first) {
			t.Errorf("%+v: %d, %s, %q", asked, r.Code, r.Header().Get("Content-Type"), r.Body)
		}
	}
	for _, wrong := range []string{"unit=year", "colour=red", "format=docx", "query=" + strings.Repeat("a", 2001)} {
		problemOn(t, call(t, s, "GET", "/v1/coverage?"+wrong, ""), 400)
	}
}
