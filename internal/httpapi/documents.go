package httpapi

import (
	"fmt"
	"io"

	"byline/internal/news"
)

// The documents of the API, for other front ends that print the same.

// WriteSearch writes a result as /v1/search sends it.
func WriteSearch(w io.Writer, r news.SearchResult, explain bool) error {
	return writeDocument(w, toSearch(r, explain))
}

// WriteSimilar writes a result as /v1/similar sends it.
func WriteSimilar(w io.Writer, r news.SearchResult) error {
	return writeDocument(w, toSimilar(r))
}

// WriteAnswer writes an answer as /v1/answers sends it, not streamed.
func WriteAnswer(w io.Writer, a news.Answer) error {
	return writeDocument(w, toAnswer(a))
}

// WriteArticle writes an article as /v1/articles/{id} sends it.
func WriteArticle(w io.Writer, a news.Article) error {
	return writeDocument(w, toArticle(a))
}

// WriteArticles writes a listing as /v1/articles sends it.
func WriteArticles(w io.Writer, articles []news.Article, next string, damaged []string) error {
	return writeDocument(w, toArticles(articles, next, damaged))
}

// WriteRevisions writes the versions of an article as /v1/articles/{id}/revisions sends them.
func WriteRevisions(w io.Writer, revisions []news.Revision, damaged []string) error {
	return writeDocument(w, toRevisions(revisions, damaged))
}

// WriteStats writes counts over an index as /v1/stats sends them.
func WriteStats(w io.Writer, s news.Stats, version string) error {
	return writeDocument(w, toStats(s, version))
}

func toSearch(r news.SearchResult, explain bool) searchJSON {
	return searchJSON{Hits: toHits(r.Hits, explain), Understood: toUnderstood(r.Understood), Warnings: r.Warnings, TookMS: milliseconds(r.Took)}
}

func toSimilar(r news.SearchResult) similarJSON {
	return similarJSON{Hits: toHits(r.Hits, false), Warnings: r.Warnings, TookMS: milliseconds(r.Took)}
}

func toArticles(articles []news.Article, next string, damaged []string) articlesJSON {
	out := articlesJSON{Articles: make([]articleJSON, len(articles)), Next: next, Damaged: damaged}
	for i, a := range articles {
		out.Articles[i] = toArticle(a)
	}
	return out
}

func toRevisions(revisions []news.Revision, damaged []string) revisionsJSON {
	out := revisionsJSON{Revisions: make([]articleJSON, len(revisions)), Damaged: damaged}
	for i, r := range revisions {
		out.Revisions[i] = toArticle(r.Article)
		out.Revisions[i].Stored = r.Stored
	}
	return out
}

func toStats(s news.Stats, version string) statsJSON {
	return statsJSON{
		Articles: s.Articles, Passages: s.Passages, Revisions: s.Revisions, Pending: s.Pending, Bytes: s.Bytes,
		Oldest: s.Oldest, Newest: s.Newest, Embedder: s.Embedder, Version: version,
	}
}

func writeDocument(w io.Writer, document any) error {
	body, err := encode(document)
	if err != nil {
		return fmt.Errorf("httpapi: encoding: %w", err)
	}
	_, err = w.Write(append(body, '\n'))
	return err
}
