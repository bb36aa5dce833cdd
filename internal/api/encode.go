package api

import (
	"fmt"
	"io"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"byline/internal/news"
)

// The documents of the API, for other front ends that print the same.

// WriteSearch writes a result as /v1/search sends it.
func WriteSearch(w io.Writer, r news.SearchResult, explain bool) error {
	return writeDocument(w, NewSearchResult(r, explain))
}

// WriteSimilar writes a result as /v1/similar sends it.
func WriteSimilar(w io.Writer, r news.SearchResult) error {
	return writeDocument(w, NewSimilarResult(r))
}

// WriteAnswer writes an answer as /v1/answers sends it, not streamed.
func WriteAnswer(w io.Writer, a news.Answer) error {
	return writeDocument(w, NewAnswer(a))
}

// WriteArticle writes an article as /v1/articles/{id} sends it, with from whom it has
// what it says.
func WriteArticle(w io.Writer, a news.Article, from news.Provenance) error {
	return writeDocument(w, NewArticle(a).WithProvenance(from))
}

// WriteArticles writes a listing as /v1/articles sends it.
func WriteArticles(w io.Writer, l Listing) error {
	return writeDocument(w, NewArticles(l))
}

// WriteRevisions writes the versions of an article as /v1/articles/{id}/revisions sends them.
func WriteRevisions(w io.Writer, revisions []news.Revision, damaged []string, asked RevisionsAsked) error {
	return writeDocument(w, NewRevisions(revisions, damaged, asked))
}

// WriteStats writes counts over an index as /v1/stats sends them.
func WriteStats(w io.Writer, s news.Stats, version string) error {
	return writeDocument(w, NewStats(s, version))
}

// NewSearchResult returns the document of a search, with the parts of each score if explain is set.
func NewSearchResult(r news.SearchResult, explain bool) SearchResult {
	return SearchResult{
		Hits: NewHits(r.Hits, explain), Total: r.Total, Next: r.Next, Facets: NewFacets(r.Facets),
		Understood: NewUnderstood(r.Understood), Warnings: r.Warnings, TookMS: milliseconds(r.Took),
	}
}

// NewSimilarResult returns the document of similar articles.
func NewSimilarResult(r news.SearchResult) SimilarResult {
	return SimilarResult{Hits: NewHits(r.Hits, false), Warnings: r.Warnings, TookMS: milliseconds(r.Took)}
}

// NewArticles returns the document of a listing.
func NewArticles(l Listing) Articles {
	out := Articles{Articles: make([]Article, len(l.Articles)), Next: l.Next, Damaged: l.Damaged, Warnings: l.Warnings}
	if !l.Filter.IsZero() {
		filter := Filter(l.Filter)
		out.Filters = &filter
	}
	for i, a := range l.Articles {
		out.Articles[i] = NewArticle(a)
	}
	return out
}

// NewRevisions returns the document of the versions of an article; damaged are the IDs that were left out.
func NewRevisions(revisions []news.Revision, damaged []string, asked RevisionsAsked) Revisions {
	out := Revisions{Revisions: make([]Article, len(revisions)), Damaged: damaged}
	for i, r := range revisions {
		out.Revisions[i] = NewArticle(r.Article)
		out.Revisions[i].Stored = r.Stored
		if asked.Diff && i+1 < len(revisions) {
			for _, p := range news.Diff(revisions[i+1].Body, r.Body) {
				out.Revisions[i].Changes = append(out.Revisions[i].Changes, DiffPart{string(p.Op), p.Text})
			}
		}
		if asked.Phrase != "" {
			out.Revisions[i].HasPhrase = new(news.HasPhrase(&r.Article, asked.Phrase))
		}
	}
	return out
}

// NewStats returns the document of counts; version is that of the server.
func NewStats(s news.Stats, version string) Stats {
	return Stats{
		Articles: s.Articles, Passages: s.Passages, Revisions: s.Revisions, Pending: s.Pending, Cut: s.Cut, Bytes: s.Bytes,
		Oldest: s.Oldest, Newest: s.Newest, Embedder: s.Embedder, Version: version,
	}
}

// WriteQuery writes a query as understood.query of what /v1/search sends; tree is nil
// if it is plain.
func WriteQuery(w io.Writer, query string, tree *news.QueryNode) error {
	return writeDocument(w, NewQuery(query, tree))
}

// WriteSearchRequest writes the body of POST /v1/search.
func WriteSearchRequest(w io.Writer, r news.SearchRequest) error {
	return writeDocument(w, SearchBody{
		Query: r.Query, Filters: toFilterBody(r.Filter), AsOf: timeText(r.AsOf), Limit: toLimit(r.Limit),
		Mode: r.Mode, Group: r.Group, Explain: r.Explain, KeepDates: r.KeepDates, Exact: r.Exact, Strict: r.Strict,
		KeepCopies: r.KeepCopies, Sort: r.Sort, Cursor: r.Cursor, Facets: r.Facets,
	})
}

// WriteSimilarRequest writes the body of POST /v1/similar.
func WriteSimilarRequest(w io.Writer, r news.SimilarRequest) error {
	return writeDocument(w, SimilarBody{
		ArticleID: r.ArticleID, URL: r.URL, Text: r.Text, Filters: toFilterBody(r.Filter), Limit: toLimit(r.Limit),
	})
}

// WriteAnswerRequest writes the body of POST /v1/answers for a streamed answer.
func WriteAnswerRequest(w io.Writer, r news.AnswerRequest) error {
	body := AnswerBody{
		Question: r.Question, Filters: toFilterBody(r.Search.Filter), AsOf: timeText(r.Search.AsOf),
		KeepDates: r.Search.KeepDates, Exact: r.Search.Exact, NoLLM: r.NoLLM, Stream: true,
	}
	for _, m := range r.Messages {
		body.Messages = append(body.Messages, MessageBody(m))
	}
	return writeDocument(w, body)
}

func toFilterBody(f news.Filter) FilterBody {
	return FilterBody{
		After: timeText(f.After), Before: timeText(f.Before), Sources: f.Sources, Subjects: f.Subjects, Language: f.Language, Files: f.Files,
		UpdatedAfter: timeText(f.UpdatedAfter), Authors: f.Authors, Sections: f.Sections,
		NotSources: f.NotSources, NotSubjects: f.NotSubjects, NotAuthors: f.NotAuthors, NotSections: f.NotSections, NotLanguages: f.NotLanguages, NotFiles: f.NotFiles,
	}
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

func writeDocument(w io.Writer, document any) error {
	body, err := Marshal(document)
	if err != nil {
		return fmt.Errorf("api: encoding: %w", err)
	}
	_, err = w.Write(append(body, '\n'))
	return err
}

// Marshal returns v as one line of JSON. Bytes of stored text that are not
// UTF-8 are replaced rather than failing the response.
func Marshal(v any) ([]byte, error) {
	return json.Marshal(v, jsontext.AllowInvalidUTF8(true))
}

// HitLine returns a hit as one line of JSON.
func HitLine(h news.Hit) ([]byte, error) { return Marshal(NewHits([]news.Hit{h}, false)[0]) }

// CitationLine returns a citation as one line of JSON.
func CitationLine(c news.Citation) ([]byte, error) { return Marshal(NewCitation(c)) }
