package backup

import (
	"fmt"
	"math"

	"byline/internal/news"
)

// order checks that what is kept comes in the order that news.Kept describes.
type order struct {
	id       string // of the article under way
	revision int    // the last of it
	open     bool   // it has not come to its end
}

// take returns an error if k cannot come next.
func (o *order) take(k *news.Kept) error {
	a := &k.Article
	switch {
	case a.ID == "":
		return fmt.Errorf("an article has no ID")
	case a.Revision < 1 || a.Revision > math.MaxInt32:
		return fmt.Errorf("article %q has the revision %d", a.ID, a.Revision)
	case o.open && a.ID != o.id:
		return fmt.Errorf("article %q has neither a current version nor was it deleted", o.id)
	case a.ID < o.id || a.ID == o.id && !o.open:
		return fmt.Errorf("article %q comes after %q", a.ID, o.id)
	case o.open && a.Revision <= o.revision:
		return fmt.Errorf("article %q: revision %d comes after %d", a.ID, a.Revision, o.revision)
	}
	switch k.State {
	case news.KeptCurrent, news.KeptDeleted:
		o.open = false
	case news.KeptSuperseded:
		o.open = true
	default:
		return fmt.Errorf("article %q: %q is no state of a version", a.ID, k.State)
	}
	if k.State != news.KeptCurrent && len(k.Vectors) > 0 {
		return fmt.Errorf("article %q, revision %d, has vectors and is not current", a.ID, a.Revision)
	}
	o.id, o.revision = a.ID, a.Revision
	return nil
}

// end returns an error if something has still to come.
func (o *order) end() error {
	if o.open {
		return fmt.Errorf("article %q has neither a current version nor was it deleted", o.id)
	}
	return nil
}
