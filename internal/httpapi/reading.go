package httpapi

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
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
	var doc searchJSON
	if err := readDocument(r, &doc); err != nil {
		return news.SearchResult{}, err
	}
	return news.SearchResult{
		Hits: fromHits(doc.Hits), Understood: doc.Understood.understood(), Warnings: doc.Warnings, Took: duration(doc.TookMS),
	}, nil
}

// ReadSimilar reads what /v1/similar sends.
func ReadSimilar(r io.Reader) (news.SearchResult, error) {
	var doc similarJSON
	if err := readDocument(r, &doc); err != nil {
		return news.SearchResult{}, err
	}
	return news.SearchResult{Hits: fromHits(doc.Hits), Warnings: doc.Warnings, Took: duration(doc.TookMS)}, nil
}

// ReadArticle reads what /v1/articles/{id} sends.
func ReadArticle(r io.Reader) (news.Article, error) {
	var doc articleJSON
	err := readDocument(r, &doc)
	return doc.article(), err
}

// ReadArticles reads what /v1/articles sends; next is the cursor of the
// following part. A news.DamagedError comes beside the rest.
func ReadArticles(r io.Reader) (articles []news.Article, next string, err error) {
	var doc articlesJSON
	if err := readDocument(r, &doc); err != nil {
		return nil, "", err
	}
	articles = make([]news.Article, len(doc.Articles))
	for i, a := range doc.Articles {
		articles[i] = a.article()
	}
	return articles, doc.Next, damagedError(doc.Damaged)
}

// ReadRevisions reads what /v1/articles/{id}/revisions sends.
func ReadRevisions(r io.Reader) ([]news.Revision, error) {
	var doc revisionsJSON
	if err := readDocument(r, &doc); err != nil {
		return nil, err
	}
	revisions := make([]news.Revision, len(doc.Revisions))
	for i, a := range doc.Revisions {
		revisions[i] = news.Revision{Article: a.article(), Stored: a.Stored}
	}
	return revisions, damagedError(doc.Damaged)
}

// damagedError tells of articles that were left out.
func damagedError(ids []string) error {
	if len(ids) == 0 {
		return nil
	}
	return &news.DamagedError{IDs: ids}
}

// ReadStats reads what /v1/stats sends; version is that of the server.
func ReadStats(r io.Reader) (stats news.Stats, version string, err error) {
	var doc statsJSON
	err = readDocument(r, &doc)
	return news.Stats{
		Articles: doc.Articles, Passages: doc.Passages, Revisions: doc.Revisions, Pending: doc.Pending, Bytes: doc.Bytes,
		Oldest: doc.Oldest, Newest: doc.Newest, Embedder: doc.Embedder,
	}, doc.Version, err
}

// ReadEvent reads the data of an event of a streamed answer. An event of a kind
// that this version does not know is ok false.
func ReadEvent(kind news.EventKind, data io.Reader) (event news.Event, ok bool, err error) {
	event.Kind = kind
	switch kind {
	case news.EventUnderstood:
		var doc understoodJSON
		err = readDocument(data, &doc)
		event.Understood = doc.understood()
	case news.EventPassages:
		var doc hitsJSON
		err = readDocument(data, &doc)
		event.Passages = fromHits(doc.Hits)
	case news.EventDelta:
		var doc deltaJSON
		err = readDocument(data, &doc)
		event.Delta = doc.Text
	case news.EventCitation:
		var doc citationJSON
		err = readDocument(data, &doc)
		event.Citation = doc.citation()
	case news.EventDone:
		var doc answerJSON
		err = readDocument(data, &doc)
		event.Done = doc.answer()
	default:
		return event, false, nil
	}
	return event, true, err
}

func readDocument(r io.Reader, document any) error {
	if err := json.UnmarshalRead(r, document); err != nil {
		return fmt.Errorf("httpapi: decoding: %w", err)
	}
	return nil
}

func (a articleJSON) article() news.Article {
	return news.Article{
		ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Authors: a.Authors,
		Published: a.Published, Updated: a.Updated, Section: a.Section, Subjects: a.Subjects, Language: a.Language,
		Caption: a.Caption, Credit: a.Credit, Attribution: a.Attribution, Body: a.Body, Revision: a.Revision,
	}
}

func fromHits(list []hitJSON) []news.Hit {
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

func (u understoodJSON) understood() news.Understood {
	out := news.Understood{Query: u.Query, Rewritten: u.Rewritten, AsOf: u.AsOf, Filter: news.Filter(u.Filters), Recent: u.Recent}
	for _, d := range u.Dates {
		out.Dates = append(out.Dates, news.DateExpression{
			Span: news.Span{Start: d.Start, End: d.End}, Text: d.Text, After: d.After, Before: d.Before,
		})
	}
	return out
}

func (c citationJSON) citation() news.Citation {
	return news.Citation{
		Marker: c.Marker, Article: c.Article.article(), Span: news.Span{Start: c.Start, End: c.End}, Quote: c.Quote, Link: c.Link,
	}
}

func (a answerJSON) answer() news.Answer {
	out := news.Answer{Status: a.Status, Text: a.Answer, Understood: a.Understood.understood(), Warnings: a.Warnings, Mode: a.Mode}
	for _, c := range a.Citations {
		out.Citations = append(out.Citations, c.citation())
	}
	return out
}

func duration(milliseconds float64) time.Duration {
	return time.Duration(milliseconds * float64(time.Millisecond)).Round(time.Microsecond)
}

// WriteSearchRequest writes the body of POST /v1/search.
func WriteSearchRequest(w io.Writer, r news.SearchRequest) error {
	return writeDocument(w, searchBody{
		Query: r.Query, Filters: toFilterBody(r.Filter), AsOf: timeText(r.AsOf), Limit: toLimit(r.Limit),
		Mode: r.Mode, Group: r.Group, Explain: r.Explain, KeepDates: r.KeepDates,
	})
}

// WriteSimilarRequest writes the body of POST /v1/similar.
func WriteSimilarRequest(w io.Writer, r news.SimilarRequest) error {
	return writeDocument(w, similarBody{
		ArticleID: r.ArticleID, URL: r.URL, Text: r.Text, Filters: toFilterBody(r.Filter), Limit: toLimit(r.Limit),
	})
}

// WriteAnswerRequest writes the body of POST /v1/answers for a streamed answer.
func WriteAnswerRequest(w io.Writer, r news.AnswerRequest) error {
	body := answerBody{
		Question: r.Question, Filters: toFilterBody(r.Search.Filter), AsOf: timeText(r.Search.AsOf),
		KeepDates: r.Search.KeepDates, NoLLM: r.NoLLM, Stream: true,
	}
	for _, m := range r.Messages {
		body.Messages = append(body.Messages, messageBody(m))
	}
	return writeDocument(w, body)
}

func toFilterBody(f news.Filter) filterBody {
	return filterBody{After: timeText(f.After), Before: timeText(f.Before), Sources: f.Sources, Subjects: f.Subjects, Language: f.Language}
}

func toLimit(limit int) *int {
	if limit == 0 {
		return nil
	}
	return &limit
}

// timeText is a time as requests have it; empty for the zero time.
func timeText(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339Nano)
}

// ReadProblem reads a problem document as the error that it stands for, with
// its kind and, for bad input, the fields at fault. It is nil if r holds no such document.
func ReadProblem(r io.Reader) error {
	var p problem
	if err := readDocument(r, &p); err != nil || p.Status < http.StatusBadRequest || p.Title == "" {
		return nil //nolint:nilerr // it is not for the reader to know why another program's document is none
	}
	if len(p.Errors) > 0 {
		faults := make([]error, len(p.Errors))
		for i, f := range p.Errors {
			faults[i] = news.InvalidField(unbroken(f.Field), "%s", unbroken(f.Detail))
		}
		return errors.Join(faults...)
	}
	kind := kindOf(p.Status)
	detail := cmp.Or(p.Detail, strings.ToLower(p.Title))
	if kind == news.KindInternal && p.Instance != "" {
		detail += " (" + p.Instance + ")"
	}
	return news.Errorf(kind, "%s", unbroken(detail))
}

// unbroken keeps a server's text from passing for several errors.
func unbroken(text string) string { return strings.Join(strings.Fields(text), " ") }

// kindOf is the kind of error that has a status: the inverse of what describe does.
func kindOf(status int) news.Kind {
	switch status {
	case http.StatusUnauthorized:
		return news.KindUnauthorized
	case http.StatusForbidden:
		return news.KindForbidden
	case http.StatusNotFound:
		return news.KindNotFound
	case http.StatusConflict:
		return news.KindConflict
	case http.StatusRequestEntityTooLarge:
		return news.KindTooLarge
	case http.StatusTooManyRequests:
		return news.KindThrottled
	case http.StatusServiceUnavailable:
		return news.KindUnavailable
	}
	if status < http.StatusInternalServerError {
		return news.KindInvalid
	}
	return news.KindInternal
}
