package ingest

import (
	"strings"

	"byline/internal/encode"
	"byline/internal/news"
)

// rehearsal is what a load that stores nothing would have stored so far, as far as
// what follows depends on it.
type rehearsal struct {
	hashes map[string][16]byte
	taken  map[string]*news.Article // by IDs that others may have as well, without their texts
}

// take notes the article that has an ID: what tells it from another.
func (r *rehearsal) take(a *news.Article) {
	r.taken[a.ID] = &news.Article{
		ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Body: strings.Clone(beginning(a.Body)),
		Published: a.Published, File: a.File, FileTime: a.FileTime, Edited: a.Edited,
	}
}

// wouldBe is what storing an article would do. stored are the hashes of what is stored.
func (r *rehearsal) wouldBe(a *news.Article, stored map[string][16]byte) news.PutResult {
	hash, out := encode.Hash(a), news.PutResult{ID: a.ID, Status: news.PutCreated}
	known, ok := r.hashes[a.ID]
	if !ok {
		known, ok = stored[a.ID]
	}
	if ok {
		out.Status = news.PutUpdated
		if known == hash {
			out.Status = news.PutUnchanged
		}
	}
	r.hashes[a.ID] = hash
	return out
}
