package embedded

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"byline/internal/embedded/articledb"
	"byline/internal/embedded/segment"
	"byline/internal/panics"
)

// Segments that an earlier version of byline encoded are searched as they are until their
// articles are encoded anew: at once, or in the background while searches go on. What is
// done stays when the process is killed, as far as it is on disk, and is gone on from.

// outdated reports whether a segment was encoded by another version.
func (x *Index) outdated(s *segment.View) bool { return s.Encoding != x.stamp.Encoding }

// upgrading is a background upgrade.
type upgrading struct {
	stop context.CancelFunc
	done <-chan error
}

// upgrade brings what is outdated up to date, in the background if that was asked for.
func (x *Index) upgrade(ctx context.Context) error {
	left := x.toUpgrade()
	switch {
	case len(left) == 0 || x.opts.ReadOnly:
		return nil
	case !x.opts.Background:
		return x.encodeAnew(ctx, left, x.opts.OnRebuild)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(ctx))
	x.upgrading = &upgrading{stop, panics.Start(func() error {
		x.opts.Logger.Info("articles were prepared for search by an earlier version; they are brought up to date while searches go on", "dir", x.dir, "articles", len(left))
		err := x.encodeAnew(ctx, left, x.tellUpgrade())
		if err != nil && ctx.Err() == nil {
			x.opts.Logger.Error("articles could not be brought up to date; they are found as before, and tried again at the next start", "dir", x.dir, "error", err)
		}
		return err
	})}
	return nil
}

// tellUpgrade logs about twenty times how far an upgrade is.
func (x *Index) tellUpgrade() func(done, total int) {
	told := 0
	return func(done, total int) {
		if done == total || (done-told)*20 >= total {
			told = done
			x.opts.Logger.Info("bringing articles up to date", "dir", x.dir, "done", done, "of", total)
		}
	}
}

// endUpgrade stops a background upgrade and waits for its end.
func (x *Index) endUpgrade() {
	if x.upgrading != nil {
		x.upgrading.stop()
		err := <-x.upgrading.done
		x.opts.Logger.Debug("bringing articles up to date has ended", "dir", x.dir, "error", err)
	}
}

// toUpgrade returns the articles that only outdated segments hold.
func (x *Index) toUpgrade() (left []articledb.Current) {
	for _, s := range x.snapshot.Load().segs {
		if x.outdated(s) {
			for a := range s.Current() {
				e := s.Entry(a)
				left = append(left, articledb.Current{Change: e.Change, Revision: e.Revision, Hash: e.Hash, ID: strings.Clone(e.ID)})
			}
		}
	}
	return left
}

// encodeAnew encodes articles anew, the newest first, and puts them in place of what
// outdated segments hold of them.
func (x *Index) encodeAnew(ctx context.Context, left []articledb.Current, tell func(done, total int)) error {
	slices.SortFunc(left, func(a, b articledb.Current) int { return int(b.Change) - int(a.Change) })
	done, total := 0, len(left)
	for part := range slices.Chunk(left, encodeBatch) {
		records, err := x.encodeRows(ctx, part)
		if err != nil {
			return fmt.Errorf("bringing articles up to date: %w", err)
		}
		if err := x.exchange(records); err != nil {
			return fmt.Errorf("bringing articles up to date: %w", err)
		}
		if done += len(part); tell != nil {
			tell(done, total)
		}
	}
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.flush()
}

// exchange publishes records in place of the same versions in outdated segments, but for
// those that were changed or deleted meanwhile.
func (x *Index) exchange(records []articledb.Stored) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	segs := x.snapshot.Load().segs
	records = slices.DeleteFunc(records, func(r articledb.Stored) bool {
		return !slices.ContainsFunc(segs, func(s *segment.View) bool { return x.outdated(s) && s.Holds(r.Change) })
	})
	for i := range records {
		records[i].Replaces = records[i].Change
	}
	return x.publish(records)
}
