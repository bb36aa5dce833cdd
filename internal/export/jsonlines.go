package export

import (
	"io"

	"byline/internal/api"
	"byline/internal/news"
)

// jsonLines writes a document a line: hits and citations as the API sends them.
type jsonLines struct{ w io.Writer }

func (*jsonLines) begin(*Document) error { return nil }
func (*jsonLines) end() error            { return nil }

func (j *jsonLines) item(_ int, it *Item) error {
	var document any
	if it.Marker > 0 {
		document = api.NewCitation(news.Citation{Marker: it.Marker, Article: it.Article, Span: it.Span, Quote: it.Quote, Link: it.Link})
	} else {
		document = api.NewHits([]news.Hit{*it.hit}, false)[0]
	}
	line, err := api.Marshal(document)
	if err != nil {
		return err
	}
	_, err = j.w.Write(append(line, '\n'))
	return err
}
