package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"byline/internal/api"
	"byline/internal/news"
)

type storiesInput struct {
	Query string `json:"query,omitempty" jsonschema:"words that an article of the story must have, all of them, or a query with operators; any story unless given"`
	Order string `json:"order,omitempty" jsonschema:"largest: those of most outlets first, unless given; newest: those with the newest article"`
	Limit int    `json:"limit,omitempty" jsonschema:"stories wanted, from 1 to 100; 20 unless given"`
	filterInput
}

type timelineInput struct {
	ID    string `json:"id" jsonschema:"of a story, or of any article"`
	Limit int    `json:"limit,omitempty" jsonschema:"developments wanted at most, from 1 to 200; 20 unless given"`
}

type storyOutput struct {
	ID       string        `json:"id"`
	Headline string        `json:"headline,omitempty" jsonschema:"of the article that stands for the story"`
	Article  articleOutput `json:"article"`
	First    string        `json:"first,omitempty" jsonschema:"when its first article was published"`
	Last     string        `json:"last,omitempty" jsonschema:"when its last article was published"`
	Articles int           `json:"articles"`
	Voices   int           `json:"voices" jsonschema:"outlets that have it in words of their own"`
	Outlets  []string      `json:"outlets,omitempty" jsonschema:"those with most articles first"`
}

type storiesOutput struct {
	Stories []storyOutput `json:"stories"`
	Total   int           `json:"total" jsonschema:"stories in the whole list"`
}

type developmentOutput struct {
	Article articleOutput   `json:"article"`
	Quote   string          `json:"quote" jsonschema:"literal words of the article"`
	Start   int             `json:"start" jsonschema:"byte offset into the body"`
	End     int             `json:"end" jsonschema:"byte offset into the body, exclusive"`
	Voices  int             `json:"voices" jsonschema:"outlets that report it in words of their own"`
	Others  []articleOutput `json:"others,omitempty" jsonschema:"articles that report it too"`
}

type timelineOutput struct {
	Story        storyOutput         `json:"story"`
	Developments []developmentOutput `json:"developments" jsonschema:"what was new, the earliest first"`
}

func (s *Server) stories(ctx context.Context, in storiesInput) (storiesOutput, string, error) {
	req, err := api.StoryParams{Query: in.Query, Filters: in.body(), Order: in.Order, Limit: limit(in.Limit)}.Request(api.FlatNames)
	if err := faults(err); err != nil {
		return storiesOutput{}, "", err
	}
	list, err := s.deps.Stories.Stories(ctx, req)
	if err != nil {
		return storiesOutput{}, "", err
	}
	out := storiesOutput{Stories: make([]storyOutput, len(list.Stories)), Total: list.Total}
	for i, story := range list.Stories {
		out.Stories[i] = toStory(story)
	}
	return out, storiesText(list), nil
}

func (s *Server) timeline(ctx context.Context, in timelineInput) (timelineOutput, string, error) {
	lines, errLines := api.CheckLines(limit(in.Limit))
	if err := faults(errors.Join(api.CheckLength("id", in.ID, api.MaxID), errLines)); err != nil {
		return timelineOutput{}, "", err
	}
	t, err := s.deps.Stories.Timeline(ctx, in.ID, lines)
	if err != nil {
		return timelineOutput{}, "", err
	}
	out := timelineOutput{Story: toStory(t.Story), Developments: make([]developmentOutput, len(t.Developments))}
	for i, d := range t.Developments {
		out.Developments[i] = developmentOutput{Article: toArticleShort(d.Article), Quote: d.Quote, Start: d.Start, End: d.End, Voices: d.Voices}
		for _, c := range d.Others {
			out.Developments[i].Others = append(out.Developments[i].Others, toArticleShort(articleOf(c)))
		}
	}
	return out, timelineText(t), nil
}

func toStory(s news.Story) storyOutput {
	return storyOutput{
		ID: s.ID, Headline: s.Headline, Article: toArticleShort(s.Article), First: rfc3339(s.First), Last: rfc3339(s.Last),
		Articles: s.Articles, Voices: s.Voices, Outlets: s.Outlets,
	}
}

func rfc3339(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}

// storiesText lists stories: a headline with its origin, and what there is of it.
func storiesText(list news.StoryList) string {
	if len(list.Stories) == 0 {
		return "No story was found."
	}
	var b strings.Builder
	for i, s := range list.Stories {
		fmt.Fprintf(&b, "%d. %s\n%s\n%s\n\n", i+1, title(s.Article), extent(s), links(s.Article, ""))
	}
	return strings.TrimRight(b.String(), "\n")
}

// timelineText tells what was new, with its origin.
func timelineText(t news.Timeline) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", title(t.Article), extent(t.Story))
	for i, d := range t.Developments {
		fmt.Fprintf(&b, "%d. %s\n%s\n%s\n", i+1, title(d.Article), quoted(d.Quote), links(d.Article, ""))
		if len(d.Others) > 0 {
			fmt.Fprintf(&b, "%d voices, %d more articles\n", d.Voices, len(d.Others))
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}

// extent says how much there is of a story.
func extent(s news.Story) string {
	return line(fmt.Sprintf("Story %s: %d articles, %d voices: %s", s.ID, s.Articles, s.Voices, strings.Join(s.Outlets, ", ")))
}
