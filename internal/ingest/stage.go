package ingest

import (
	"context"

	"byline/internal/news"
)

// Stage is work on an article before it is compared with what is stored, and
// encoded: what it adds is part of the article and of its hash.
type Stage interface {
	// Apply completes or corrects an article, which has an ID, a text and no field
	// that is too long. It keeps the ID. An error rejects the article with that
	// reason, as a panic does; if ctx has ended, it ends the ingest. Apply is
	// called from several goroutines at once, in no order, and again when the same
	// article comes again; the same article has to give the same result.
	Apply(ctx context.Context, a *news.Article) error
}
