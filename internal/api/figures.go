package api

import (
	"io"

	"byline/internal/news"
)

// StoryFigures are the figures that the articles of a story give for the same things.
type StoryFigures struct {
	Story  Story          `json:"story"`
	Things []FiguredThing `json:"things"`
}

// FiguredThing is what several articles give a figure for.
type FiguredThing struct {
	Label   string        `json:"label"`
	Differs bool          `json:"differs"`
	Values  []FigureValue `json:"values"`
}

// FigureValue is a figure as an article gives it; Start and End are byte offsets into
// the body.
type FigureValue struct {
	Figure     string  `json:"figure"`
	Article    Article `json:"article"`
	Start      int     `json:"start"`
	End        int     `json:"end"`
	Quote      string  `json:"quote"`
	Others     []Copy  `json:"others"`
	Superseded bool    `json:"superseded"`
}

// NewFigures returns the document of the figures of a story.
func NewFigures(f news.StoryFigures) StoryFigures {
	out := StoryFigures{Story: toStory(f.Story), Things: make([]FiguredThing, len(f.Things))}
	for i, t := range f.Things {
		thing := FiguredThing{Label: t.Label, Differs: t.Differs(), Values: make([]FigureValue, len(t.Values))}
		for j, v := range t.Values {
			thing.Values[j] = FigureValue{
				Figure: v.Figure, Article: toArticleShort(v.Article), Start: v.Start, End: v.End, Quote: v.Quote, Others: toCopies(v.Others), Superseded: v.Superseded,
			}
		}
		out.Things[i] = thing
	}
	return out
}

// WriteFigures writes figures as /v1/stories/{id}/figures sends them.
func WriteFigures(w io.Writer, f news.StoryFigures) error { return writeDocument(w, NewFigures(f)) }

// ReadFigures reads what /v1/stories/{id}/figures sends.
func ReadFigures(r io.Reader) (news.StoryFigures, error) {
	var doc StoryFigures
	if err := readDocument(r, &doc); err != nil {
		return news.StoryFigures{}, err
	}
	out := news.StoryFigures{Story: doc.Story.story()}
	for _, t := range doc.Things {
		thing := news.FiguredThing{Label: t.Label}
		for _, v := range t.Values {
			thing.Values = append(thing.Values, news.FigureValue{
				Figure: v.Figure, Article: v.Article.article(), Span: news.Span{Start: v.Start, End: v.End}, Quote: v.Quote, Others: fromCopies(v.Others), Superseded: v.Superseded,
			})
		}
		out.Things = append(out.Things, thing)
	}
	return out, nil
}
