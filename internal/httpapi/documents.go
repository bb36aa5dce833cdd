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

func toSearch(r news.SearchResult, explain bool) searchJSON {
	return searchJSON{Hits: toHits(r.Hits, explain), Understood: toUnderstood(r.Understood), Warnings: r.Warnings, TookMS: milliseconds(r.Took)}
}

func toSimilar(r news.SearchResult) similarJSON {
	return similarJSON{Hits: toHits(r.Hits, false), Warnings: r.Warnings, TookMS: milliseconds(r.Took)}
}

func writeDocument(w io.Writer, document any) error {
	body, err := encode(document)
	if err != nil {
		return fmt.Errorf("httpapi: encoding: %w", err)
	}
	_, err = w.Write(append(body, '\n'))
	return err
}
