package api

import (
	"fmt"
	"io"
	"time"

	"github.com/go-json-experiment/json"

	"byline/internal/news"
)

// The documents of the API as a client has to do with them: it writes requests
// and reads what Write… of this package and the server write. What a newer
// server may add is ignored. Hits and citations come without the bodies of
// their articles.

// ReadSearch reads what /v1/search sends.
func ReadSearch(r io.Reader) (news.SearchResult, error) {
	var doc SearchResult
	if err := readDocument(r, &doc); err != nil {
		return news.SearchResult{}, err
	}
	return news.SearchResult{
		Hits: fromHits(doc.Hits), Total: doc.Total, Next: doc.Next, Facets: fromFacets(doc.Facets),
		Understood: doc.Understood.understood(), Warnings: doc.Warnings, Took: duration(doc.TookMS),
	}, nil
}

// ReadSimilar reads what /v1/similar sends.
func ReadSimilar(r io.Reader) (news.SearchResult, error) {
	var doc SimilarResult
	if err := readDocument(r, &doc); err != nil {
		return news.SearchResult{}, err
	}
	return news.SearchResult{Hits: fromHits(doc.Hits), Warnings: doc.Warnings, Took: duration(doc.TookMS)}, nil
}

// ReadArticle reads what /v1/articles/{id} sends.
func ReadArticle(r io.Reader) (news.Article, error) {
	var doc Article
	err := readDocument(r, &doc)
	return doc.article(), err
}

// ReadArticles reads what /v1/articles sends; next is the cursor of the
// following part. A news.DamagedError comes beside the rest.
func ReadArticles(r io.Reader) (articles []news.Article, next string, err error) {
	l, err := ReadListing(r)
	if err != nil {
		return nil, "", err
	}
	return l.Articles, l.Next, news.Damaged(l.Damaged)
}

// ReadListing reads what /v1/articles sends.
func ReadListing(r io.Reader) (Listing, error) {
	var doc Articles
	if err := readDocument(r, &doc); err != nil {
		return Listing{}, err
	}
	l := Listing{Articles: make([]news.Article, len(doc.Articles)), Next: doc.Next, Damaged: doc.Damaged, Warnings: doc.Warnings}
	if doc.Filters != nil {
		l.Filter = news.Filter(*doc.Filters)
	}
	for i, a := range doc.Articles {
		l.Articles[i] = a.article()
	}
	return l, nil
}

// ReadRevisions reads what /v1/articles/{id}/revisions sends.
func ReadRevisions(r io.Reader) ([]news.Revision, error) {
	var doc Revisions
	if err := readDocument(r, &doc); err != nil {
		return nil, err
	}
	revisions := make([]news.Revision, len(doc.Revisions))
	for i, a := range doc.Revisions {
		revisions[i] = news.Revision{Article: a.article(), Stored: a.Stored}
	}
	return revisions, news.Damaged(doc.Damaged)
}

// ReadStats reads what /v1/stats sends; version is that of the server.
func ReadStats(r io.Reader) (stats news.Stats, version string, err error) {
	var doc Stats
	err = readDocument(r, &doc)
	return news.Stats{
		Articles: doc.Articles, Passages: doc.Passages, Revisions: doc.Revisions, Pending: doc.Pending, Cut: doc.Cut, Bytes: doc.Bytes,
		Oldest: doc.Oldest, Newest: doc.Newest, Embedder: doc.Embedder,
	}, doc.Version, err
}

// ReadEvent reads the data of an event of a streamed answer. An event of a kind
// that this version does not know is ok false.
func ReadEvent(kind news.EventKind, data io.Reader) (event news.Event, ok bool, err error) {
	event.Kind = kind
	switch kind {
	case news.EventUnderstood:
		var doc Understood
		err = readDocument(data, &doc)
		event.Understood = doc.understood()
	case news.EventPassages:
		var doc Hits
		err = readDocument(data, &doc)
		event.Passages = fromHits(doc.Hits)
	case news.EventWaiting:
		var doc Waiting
		err = readDocument(data, &doc)
		event.Waiting = doc.Text
	case news.EventDirect:
		var doc Direct
		err = readDocument(data, &doc)
		event.Direct = doc.direct()
	case news.EventDelta:
		var doc Delta
		err = readDocument(data, &doc)
		event.Delta = doc.Text
	case news.EventCitation:
		var doc Citation
		err = readDocument(data, &doc)
		event.Citation = doc.citation()
	case news.EventDone:
		var doc Answer
		err = readDocument(data, &doc)
		event.Done = doc.answer()
	default:
		return event, false, nil
	}
	return event, true, err
}

func readDocument(r io.Reader, document any) error {
	if err := json.UnmarshalRead(r, document); err != nil {
		return fmt.Errorf("api: decoding: %w", err)
	}
	return nil
}

func fromHits(list []Hit) []news.Hit {
	hits := make([]news.Hit, len(list))
	for i, h := range list {
		p := h.Passage
		hits[i] = news.Hit{
			Article: h.Article.article(), Score: h.Score,
			Passage: news.Passage{ArticleID: h.Article.ID, Ordinal: p.Ordinal, Span: news.Span{Start: p.Start, End: p.End}, Text: p.Text},
		}
		for _, s := range h.Highlights {
			hits[i].Highlights = append(hits[i].Highlights, news.Span(s))
		}
		for _, c := range h.Copies {
			hits[i].Copies = append(hits[i].Copies, news.Copy(c))
		}
		if h.Explanation != nil {
			hits[i].Explanation = news.Explanation(h.Explanation)
		}
	}
	return hits
}

func (u Understood) understood() news.Understood {
	out := news.Understood{Query: u.Query.Query, Tree: u.Query.tree(), Words: u.Words, Rewritten: u.Rewritten, AsOf: u.AsOf, Filter: news.Filter(u.Filters), Recent: u.Recent}
	for _, d := range u.Dates {
		out.Dates = append(out.Dates, news.DateExpression{
			Span: news.Span{Start: d.Start, End: d.End}, Text: d.Text, After: d.After, Before: d.Before, Other: d.Other,
		})
	}
	for _, s := range u.Spellings {
		out.Spellings = append(out.Spellings, news.Spelling{Span: news.Span{Start: s.Start, End: s.End}, Written: s.Written, Read: s.Read})
	}
	return out
}

func (c Citation) citation() news.Citation {
	return news.Citation{
		Marker: c.Marker, Article: c.Article.article(), Span: news.Span{Start: c.Start, End: c.End}, Quote: c.Quote, Link: c.Link, Provenance: provenance(c.Provenance),
	}
}

func (d *Direct) direct() news.Direct {
	if d == nil {
		return news.Direct{}
	}
	return news.Direct{
		Text: d.Text, Span: news.Span{Start: d.Start, End: d.End}, Marker: d.Marker, Source: d.Source, Published: d.Published,
		Confidence: d.Confidence,
	}
}

func (a Answer) answer() news.Answer {
	out := news.Answer{
		Status: a.Status, Direct: a.Direct.direct(), Text: a.Answer, Understood: a.Understood.understood(),
		Warnings: a.Warnings, Mode: a.Mode, Confidence: a.Confidence,
		Suggestions: a.Suggestions,
	}
	for _, c := range a.Citations {
		out.Citations = append(out.Citations, c.citation())
	}
	return out
}

func duration(milliseconds float64) time.Duration {
	return time.Duration(milliseconds * float64(time.Millisecond)).Round(time.Microsecond)
}
