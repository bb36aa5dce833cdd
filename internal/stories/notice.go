package stories

import (
	"context"
	"fmt"
	"slices"
	"time"

	"byline/internal/encode"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/notices"
)

// How long after an article a notice on it comes, in an article of its own, and how
// much before: dates of articles are not always those of their appearance.
const (
	noticeAfter  = 60 * 24 * time.Hour
	noticeBefore = 24 * time.Hour
)

// Notices knows which articles are notices on others, and reads them, as an index does.
type Notices interface {
	NoticesOn(ctx context.Context, keys []string) ([]news.Version, error)
	Versions(ctx context.Context, want []news.Version) ([]news.Article, error)
}

// Mark adds to articles the notices on them that other articles are: of the same
// outlet, from about the same time or later, naming their headline or their address.
func Mark(ctx context.Context, from Notices, articles ...*news.Article) error {
	keys := make([]string, 0, 2*len(articles))
	for _, a := range articles {
		keys = append(keys, notices.Keys(a)...)
	}
	found, err := from.NoticesOn(ctx, keys)
	if err != nil {
		return fmt.Errorf("stories: looking for notices: %w", err)
	}
	if len(found) == 0 { // as for almost all
		return nil
	}
	naming, err := from.Versions(ctx, found)
	if _, err = news.SplitDamaged(err); err != nil {
		return fmt.Errorf("stories: reading notices: %w", err)
	}
	for i := range naming {
		is, names := notices.On(&naming[i], encode.Lead(naming[i].Body))
		for _, a := range articles {
			if slices.ContainsFunc(notices.Keys(a), func(key string) bool { return slices.Contains(names, key) }) && speaksOf(&naming[i], a) {
				a.Notices = append(slices.Clone(a.Notices), is)
			}
		}
	}
	return nil
}

// speaksOf reports whether a notice that names an article can be on it.
func speaksOf(notice, a *news.Article) bool {
	if notice.ID == a.ID || index.Fold(notice.Source) != index.Fold(a.Source) {
		return false
	}
	if notice.Published.IsZero() || a.Published.IsZero() {
		return true
	}
	after := notice.Published.Sub(a.Published)
	return -noticeBefore <= after && after <= noticeAfter
}

// noticesOn are the articles that are notices on one before them, with that one: in an
// article of their own they resemble it little.
func (b *Book) noticesOn() map[int]int {
	named := map[uint32][]int{} // by key, the earliest first
	for _, slot := range b.byTime {
		for _, key := range b.entries[slot].on {
			named[key] = nil
		}
	}
	if len(named) == 0 {
		return nil
	}
	out := map[int]int{}
	for _, slot := range b.byTime {
		e := &b.entries[slot]
		for _, key := range e.on {
			for _, before := range named[key] {
				if canBeOn(e, &b.entries[before]) {
					out[slot] = before
				}
			}
		}
		for _, key := range e.keys {
			if slots, wanted := named[key]; wanted {
				named[key] = append(slots, slot)
			}
		}
	}
	return out
}

// canBeOn is speaksOf of what is known of a notice and of an article before it.
func canBeOn(notice, before *entry) bool {
	known := notice.published != index.UnknownDate && before.published != index.UnknownDate
	return notice.source == before.source && (!known || notice.published-before.published <= int64(noticeAfter.Seconds()))
}
