package ingest

import (
	"context"
	"slices"

	"byline/internal/news"
)

// keepTexts has an article without a text, as a list of addresses has them, change
// nothing of the same one that is stored with its text, or comes with it before in
// the batch, but that it was taken back.
func (g *Ingester) keepTexts(ctx context.Context, b *batch) error {
	var bare []string
	for i := range b.items {
		if a := b.items[i].current(); a != nil && isBare(a) {
			bare = append(bare, a.ID)
		}
	}
	if len(bare) == 0 {
		return nil
	}
	stored, err := g.store.Hashes(ctx, bare)
	if err != nil {
		return err
	}
	before := map[string]*news.Article{}
	for i := range b.items {
		it := &b.items[i]
		a := it.current()
		switch {
		case a == nil:
			continue
		case !isBare(a):
			before[a.ID] = a
			continue
		}
		known := before[a.ID]
		if _, ok := stored[a.ID]; ok && known == nil {
			if known, err = g.withText(ctx, a.ID); err != nil {
				return err
			}
		}
		if known != nil {
			it.article, it.record = takenBack(known, a), nil
		}
	}
	return nil
}

// isBare reports whether an article has no text but its headline.
func isBare(a *news.Article) bool { return a.Body == "" || a.Body == a.Headline }

// withText returns the article that is stored, nil if it has no text or cannot be read.
func (g *Ingester) withText(ctx context.Context, id string) (*news.Article, error) {
	a, err := g.store.Article(ctx, id)
	switch {
	case news.KindOf(err) == news.KindNotFound: // it was deleted meanwhile
		return nil, nil
	case err != nil:
		_, err = news.SplitDamaged(err) // which is mended by what comes
		return nil, err
	case isBare(&a):
		return nil, nil
	}
	return &a, nil
}

// takenBack is an article with what another version says of its being withdrawn or retracted.
func takenBack(known, version *news.Article) *news.Article {
	a := *known
	if a.Withdrawn.IsZero() {
		a.Withdrawn = version.Withdrawn
	}
	a.Notices = slices.Clone(known.OwnNotices())
	for _, n := range version.OwnNotices() {
		if !slices.Contains(a.Notices, n) {
			a.Notices = append(a.Notices, n)
		}
	}
	return &a
}
