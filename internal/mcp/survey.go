package mcp

import (
	"context"
	"fmt"
	"strings"

	"byline/internal/api"
	"byline/internal/news"
)

type figuresInput struct {
	ID string `json:"id" jsonschema:"of a story, or of any article"`
}

type figureOutput struct {
	Figure     string          `json:"figure"`
	Article    articleOutput   `json:"article"`
	Quote      string          `json:"quote" jsonschema:"literal words of the article, a sentence"`
	Start      int             `json:"start" jsonschema:"byte offset into the body"`
	End        int             `json:"end" jsonschema:"byte offset into the body, exclusive"`
	Others     []articleOutput `json:"others,omitempty" jsonschema:"articles that give it too"`
	Superseded bool            `json:"superseded" jsonschema:"another value has taken its place"`
}

type thingOutput struct {
	Label   string         `json:"label" jsonschema:"what the figures are of, in words of an article"`
	Differs bool           `json:"differs" jsonschema:"articles give different values"`
	Values  []figureOutput `json:"values" jsonschema:"the newest first, behind them those that are superseded"`
}

type figuresOutput struct {
	Story  storyOutput   `json:"story"`
	Things []thingOutput `json:"things" jsonschema:"those on which articles differ first"`
}

func (s *Server) figures(ctx context.Context, in figuresInput) (figuresOutput, string, error) {
	if err := faults(api.CheckLength("id", in.ID, api.MaxID)); err != nil {
		return figuresOutput{}, "", err
	}
	f, err := s.deps.Surveyor.Figures(ctx, in.ID)
	if err != nil {
		return figuresOutput{}, "", err
	}
	out := figuresOutput{Story: toStory(f.Story), Things: make([]thingOutput, len(f.Things))}
	for i, t := range f.Things {
		out.Things[i] = thingOutput{Label: t.Label, Differs: t.Differs()}
		for _, v := range t.Values {
			value := figureOutput{Figure: v.Figure, Article: toArticleShort(v.Article), Quote: v.Quote, Start: v.Start, End: v.End, Superseded: v.Superseded}
			for _, o := range v.Others {
				value.Others = append(value.Others, toArticleShort(articleOf(o)))
			}
			out.Things[i].Values = append(out.Things[i].Values, value)
		}
	}
	return out, figuresText(f), nil
}

// figuresText lays figures side by side, each with its sentence and its origin.
func figuresText(f news.StoryFigures) string {
	if len(f.Things) == 0 {
		return "No two articles of the story give a figure for the same thing."
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n%s\n\n", title(f.Article), extent(f.Story))
	for i, t := range f.Things {
		note := ""
		if t.Differs() {
			note = " (articles differ)"
		}
		fmt.Fprintf(&b, "%d. %s%s\n", i+1, line(t.Label), note)
		for _, v := range t.Values {
			note := ""
			if v.Superseded {
				note = ", superseded"
			}
			fmt.Fprintf(&b, "%s%s: %s\n%s\n%s\n", line(v.Figure), note, title(v.Article), quoted(v.Quote), links(v.Article, ""))
			if n := len(v.Others); n > 0 {
				fmt.Fprintf(&b, "%d more articles\n", n)
			}
		}
		b.WriteByte('\n')
	}
	return strings.TrimRight(b.String(), "\n")
}

type coverageInput struct {
	Query string `json:"query" jsonschema:"words that an article must have, all of them, or a query with operators"`
	Unit  string `json:"unit,omitempty" jsonschema:"day, unless given, week or month"`
	filterInput
}

type coverageOutput struct {
	Total   countOutput          `json:"total"`
	Times   []coverageTimeOutput `json:"times" jsonschema:"the earliest first"`
	Undated int                  `json:"undated" jsonschema:"articles on it without a date"`

	Unfolded int `json:"unfolded" jsonschema:"articles on it that are older than the newest 100,000 of all, among which copies are told: each counts as a text"`
}

type countOutput struct {
	Articles  int     `json:"articles" jsonschema:"on it"`
	Texts     int     `json:"texts" jsonschema:"on it, those that carry one text counted once"`
	Published int     `json:"published" jsonschema:"that pass the filters, on it or not"`
	Share     float64 `json:"share" jsonschema:"articles of published"`
}

type coverageTimeOutput struct {
	Start   string                 `json:"start"`
	Counts  countOutput            `json:"counts"`
	Outlets []coverageOutletOutput `json:"outlets,omitempty"`
}

type coverageOutletOutput struct {
	Source string      `json:"source,omitempty"`
	Counts countOutput `json:"counts"`
}

func (s *Server) coverage(ctx context.Context, in coverageInput) (coverageOutput, string, error) {
	req, err := api.CoverageParams{Query: in.Query, Filters: in.body(), Unit: in.Unit}.Request(api.FlatNames)
	if err := faults(err); err != nil {
		return coverageOutput{}, "", err
	}
	c, err := s.deps.Surveyor.Coverage(ctx, req)
	if err != nil {
		return coverageOutput{}, "", err
	}
	out := coverageOutput{Total: toCounts(c.Total), Times: make([]coverageTimeOutput, len(c.Times)), Undated: c.Undated, Unfolded: c.Unfolded}
	var b strings.Builder
	fmt.Fprintf(&b, "%d articles (%d texts) of %d published\n", c.Total.Articles, c.Total.Texts, c.Total.Published)
	if c.Unfolded > 0 {
		fmt.Fprintf(&b, "%d articles are older than the newest 100,000, among which copies are told\n", c.Unfolded)
	}
	for i, t := range c.Times {
		out.Times[i] = coverageTimeOutput{Start: rfc3339(t.Start), Counts: toCounts(t.CoverageCount)}
		fmt.Fprintf(&b, "%s: %d of %d\n", t.Start.Format("2006-01-02"), t.Articles, t.Published)
		for _, o := range t.Outlets {
			out.Times[i].Outlets = append(out.Times[i].Outlets, coverageOutletOutput{Source: o.Source, Counts: toCounts(o.CoverageCount)})
		}
	}
	return out, strings.TrimRight(b.String(), "\n"), nil
}

func toCounts(c news.CoverageCount) countOutput {
	return countOutput{Articles: c.Articles, Texts: c.Texts, Published: c.Published, Share: c.Share()}
}
