package api

import (
	"errors"
	"io"
	"time"

	"byline/internal/news"
)

// MaxLines is the most developments of a timeline.
const MaxLines = 200

// Story is what articles of a few days tell of one event.
type Story struct {
	ID       string    `json:"id"`
	Headline string    `json:"headline"`
	Article  Article   `json:"article"`
	First    time.Time `json:"first,omitzero"`
	Last     time.Time `json:"last,omitzero"`
	Articles int       `json:"articles"`
	Voices   int       `json:"voices"`
	Outlets  []string  `json:"outlets"`
}

// Stories is a part of a list of stories.
type Stories struct {
	Stories []Story `json:"stories"`
	Total   int     `json:"total"`
	Next    string  `json:"next,omitzero"`
}

// StoryArticles is a story with its articles.
type StoryArticles struct {
	Story Story       `json:"story"`
	Texts []StoryText `json:"texts"`
}

// StoryText is an article with those that reprint it.
type StoryText struct {
	Article Article `json:"article"`
	Copies  []Copy  `json:"copies"`
}

// Timeline tells how a story went on.
type Timeline struct {
	Story        Story         `json:"story"`
	Developments []Development `json:"developments"`
}

// Development is what was new; Start and End are byte offsets into the body.
type Development struct {
	Article Article `json:"article"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Quote   string  `json:"quote"`
	Voices  int     `json:"voices"`
	Others  []Copy  `json:"others"`
}

// StoryParams are the parameters of a list of stories.
type StoryParams struct {
	Query   string
	Filters FilterBody
	Order   string
	Limit   *int
	Cursor  string
}

// Request checks the parameters.
func (p StoryParams) Request(names FieldNames) (news.StoryRequest, error) {
	filter, errFilter := p.Filters.Filter(names)
	limit, errLimit := CheckLimit(p.Limit)
	var errOrder error
	order := news.StoryOrder(p.Order)
	if order != "" && order != news.StoriesLargest && order != news.StoriesNewest {
		errOrder = news.InvalidField("order", "must be %q or %q, not %q", news.StoriesLargest, news.StoriesNewest, Clip(p.Order))
	}
	err := errors.Join(errFilter, errLimit, errOrder, CheckLength("query", p.Query, MaxQuestion), CheckLength("cursor", p.Cursor, MaxCursor))
	return news.StoryRequest{Query: p.Query, Filter: filter, Order: order, Page: news.Page{Limit: limit, Cursor: p.Cursor}}, err
}

// CheckLines bounds the developments that are asked for; nil stands for 0, the default.
func CheckLines(limit *int) (int, error) {
	if limit == nil {
		return 0, nil
	}
	if *limit < 1 || *limit > MaxLines {
		return 0, news.InvalidField("limit", "must be from 1 to %d, not %d", MaxLines, *limit)
	}
	return *limit, nil
}

// NewStories returns the document of a list of stories.
func NewStories(l news.StoryList) Stories {
	out := Stories{Stories: make([]Story, len(l.Stories)), Total: l.Total, Next: l.Next}
	for i := range l.Stories {
		out.Stories[i] = toStory(l.Stories[i])
	}
	return out
}

// NewStory returns the document of a story with its articles.
func NewStory(s news.StoryArticles) StoryArticles {
	out := StoryArticles{Story: toStory(s.Story), Texts: make([]StoryText, len(s.Texts))}
	for i, t := range s.Texts {
		out.Texts[i] = StoryText{Article: toArticleShort(t.Article), Copies: toCopies(t.Copies)}
	}
	return out
}

// NewTimeline returns the document of a timeline.
func NewTimeline(t news.Timeline) Timeline {
	out := Timeline{Story: toStory(t.Story), Developments: make([]Development, len(t.Developments))}
	for i, d := range t.Developments {
		out.Developments[i] = Development{
			Article: toArticleShort(d.Article), Start: d.Start, End: d.End, Quote: d.Quote, Voices: d.Voices, Others: toCopies(d.Others),
		}
	}
	return out
}

func toStory(s news.Story) Story {
	return Story{
		ID: s.ID, Headline: s.Headline, Article: toArticleShort(s.Article), First: s.First, Last: s.Last,
		Articles: s.Articles, Voices: s.Voices, Outlets: s.Outlets,
	}
}

func (s Story) story() news.Story {
	return news.Story{
		ID: s.ID, Headline: s.Headline, Article: s.Article.article(), First: s.First, Last: s.Last,
		Articles: s.Articles, Voices: s.Voices, Outlets: s.Outlets,
	}
}

func toCopies(list []news.Copy) []Copy {
	out := make([]Copy, len(list))
	for i, c := range list {
		out[i] = Copy(c)
	}
	return out
}

func fromCopies(list []Copy) []news.Copy {
	var out []news.Copy
	for _, c := range list {
		out = append(out, news.Copy(c))
	}
	return out
}

// WriteStories writes a list of stories as /v1/stories sends it.
func WriteStories(w io.Writer, l news.StoryList) error { return writeDocument(w, NewStories(l)) }

// ReadStories reads what /v1/stories sends.
func ReadStories(r io.Reader) (news.StoryList, error) {
	var doc Stories
	if err := readDocument(r, &doc); err != nil {
		return news.StoryList{}, err
	}
	out := news.StoryList{Total: doc.Total, Next: doc.Next}
	for _, s := range doc.Stories {
		out.Stories = append(out.Stories, s.story())
	}
	return out, nil
}

// WriteStory writes a story as /v1/stories/{id} sends it.
func WriteStory(w io.Writer, s news.StoryArticles) error { return writeDocument(w, NewStory(s)) }

// ReadStory reads what /v1/stories/{id} sends.
func ReadStory(r io.Reader) (news.StoryArticles, error) {
	var doc StoryArticles
	if err := readDocument(r, &doc); err != nil {
		return news.StoryArticles{}, err
	}
	out := news.StoryArticles{Story: doc.Story.story()}
	for _, t := range doc.Texts {
		out.Texts = append(out.Texts, news.StoryText{Article: t.Article.article(), Copies: fromCopies(t.Copies)})
	}
	return out, nil
}

// WriteTimeline writes a timeline as /v1/stories/{id}/timeline sends it.
func WriteTimeline(w io.Writer, t news.Timeline) error { return writeDocument(w, NewTimeline(t)) }

// ReadTimeline reads what /v1/stories/{id}/timeline sends.
func ReadTimeline(r io.Reader) (news.Timeline, error) {
	var doc Timeline
	if err := readDocument(r, &doc); err != nil {
		return news.Timeline{}, err
	}
	out := news.Timeline{Story: doc.Story.story()}
	for _, d := range doc.Developments {
		out.Developments = append(out.Developments, news.Development{
			Article: d.Article.article(), Span: news.Span{Start: d.Start, End: d.End}, Quote: d.Quote, Voices: d.Voices, Others: fromCopies(d.Others),
		})
	}
	return out, nil
}
