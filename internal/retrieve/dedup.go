package retrieve

import (
	"byline/internal/neardup"
	"byline/internal/news"
)

// Deduplication: hits with the same text are folded into one, and near-duplicates
// of an article are no similar articles (similar.go). Package neardup tells them by
// the signatures that the index keeps.

// deduper removes duplicates: it collects hits and folds those that carry the same text into the one
// that came first.
type deduper struct {
	hits []news.Hit
	keep bool // fold nothing
}

func (d *deduper) add(h news.Hit) {
	if !d.keep {
		for i := range d.hits {
			first := &d.hits[i]
			if first.Article.ID != h.Article.ID && neardup.Compare(h.Signature, first.Signature).Copies() {
				first.Copies = append(first.Copies, copyOf(h.Article))
				first.Article.TakeFrom(&h.Article)
				return
			}
		}
	}
	d.hits = append(d.hits, h)
}

func copyOf(a news.Article) news.Copy {
	return news.Copy{ID: a.ID, URL: a.URL, Source: a.Source, Headline: a.Headline, Published: a.Published}
}
