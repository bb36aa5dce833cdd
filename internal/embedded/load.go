package embedded

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"byline/internal/embedded/articledb"
	"byline/internal/embedded/segment"
	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/panics"
)

// load opens the segments, holds them against SQLite and encodes again what
// they lack.
func (x *Index) load(ctx context.Context) error {
	segs, err := x.openSegments()
	if err != nil {
		return err
	}
	// Segments first, articles second: a writer beside this process stores an
	// article before a segment holds it, so none is ahead of what is read now.
	articles, err := x.db.Currents(ctx)
	if err != nil {
		return fmt.Errorf("reading changes: %w", err)
	}
	missing, unknown := reconcile(segs, articles)
	if err := x.explain(ctx, articles, unknown); err != nil {
		return err
	}
	x.replace(segs)
	if !x.opts.ReadOnly {
		if err := x.removeOrphans(); err != nil {
			return err
		}
	}
	if err := x.reencode(ctx, missing); err != nil {
		return err
	}
	return x.upgrade(ctx)
}

// openSegments opens those that the manifest names. A writer beside a reader
// may merge files away meanwhile; the manifest then names others.
func (x *Index) openSegments() ([]*segment.View, error) {
	const tries = 5
	for try := 1; ; try++ {
		names, err := x.readManifest()
		if err != nil || x.opts.Rebuild {
			return nil, err
		}
		segs, gone := x.openNamed(names, x.opts.ReadOnly && try < tries)
		if !gone {
			return segs, nil
		}
	}
}

// openNamed opens segments by name. It stops at one that is not there if again is set.
func (x *Index) openNamed(names []string, again bool) (segs []*segment.View, gone bool) {
	opened := make(map[string]bool, len(names))
	for _, name := range names {
		if opened[name] {
			continue
		}
		opened[name] = true
		s, err := segment.Open(x.segmentPath(filepath.Base(name)), x.stamp)
		if again && errors.Is(err, os.ErrNotExist) {
			return nil, true
		}
		if err != nil {
			x.opts.Logger.Warn("a segment cannot be used; rebuilding it", "segment", name, "reason", err)
			continue
		}
		s.Name = name
		segs = append(segs, segment.NewView(s, nil))
	}
	slices.SortStableFunc(segs, func(a, b *segment.View) int { return cmp.Compare(x.age(a), x.age(b)) })
	return segs, false
}

// age is 0 for an outdated segment, which comes before the others.
func (x *Index) age(s *segment.View) int {
	if x.outdated(s) {
		return 0
	}
	return 1
}

// entry is an article in a segment.
type entry struct {
	change uint64
	id     string
}

// reconcile holds segments against the current versions of articles, which are
// by rising change. It sets a tombstone (segment/tombstones.go) on what is not current and on what is
// not what the database has under the same change: that came from another line
// of changes, after a backup was put back. Of segments that hold the same version, as
// after an upgrade that did not end, the last counts. It returns the versions that no
// segment holds, and the entries of which the database does not know.
func reconcile(segs []*segment.View, articles []articledb.Current) (missing []articledb.Current, unknown []entry) {
	held := make([]bool, len(articles))
	for n, s := range slices.Backward(segs) {
		segs[n] = segment.NewView(s.Segment, func(a uint32) bool {
			e := s.Entry(a)
			i, ok := slices.BinarySearchFunc(articles, e.Change, func(x articledb.Current, c uint64) int { return cmp.Compare(x.Change, c) })
			known := ok && is(e, &articles[i])
			if known && !held[i] {
				held[i] = true
				return false
			}
			if !known {
				unknown = append(unknown, entry{e.Change, strings.Clone(e.ID)})
			}
			return true
		})
	}
	for i := range articles {
		if !held[i] {
			missing = append(missing, articles[i])
		}
	}
	return missing, unknown
}

// is reports whether an article of a segment is the one that the database has
// under the same change.
func is(e segment.Entry, c *articledb.Current) bool {
	return e.Revision == c.Revision && e.Hash == c.Hash && e.ID == c.ID
}

// explain says what is odd about the entries of segments of which the database
// does not know. That an article was changed or deleted is not odd. One that the
// database should have is lost; one with a change that the database has not
// given yet means that the database is older than the segments. No number that
// such entries have is given again.
func (x *Index) explain(ctx context.Context, articles []articledb.Current, unknown []entry) error {
	if len(unknown) == 0 {
		return nil
	}
	last, err := x.db.Counter(ctx)
	if err != nil {
		return err
	}
	gaps, err := x.db.Gaps(ctx)
	if err != nil {
		return err
	}
	latest, err := x.db.Deletions(ctx)
	if err != nil {
		return err
	}
	for i := range articles {
		latest[articles[i].ID] = max(latest[articles[i].ID], articles[i].Change)
	}
	foreign, highest := 0, last
	for _, e := range unknown {
		switch {
		case slices.ContainsFunc(gaps, func(g articledb.Gap) bool { return g.Has(e.change) }): // this was said when the gap was made
		case e.change > last, latest[e.id] == e.change:
			foreign++
			highest = max(highest, e.change)
		case latest[e.id] < e.change:
			x.db.NoteLost(e.id)
		}
	}
	if foreign > 0 {
		x.opts.Logger.Warn("the database is older than what searches use (was a backup put back, or the folder copied while it was written?); articles stored after that are gone, and what the segments hold of them is made anew",
			"dir", x.dir, "articles", foreign, "changes_up_to", last, "segments_up_to", highest)
	}
	if highest > last && !x.opts.ReadOnly {
		return x.db.Skip(ctx, append(gaps, articledb.Gap{First: last + 1, Last: highest}))
	}
	return nil
}

// removeOrphans deletes files that the manifest does not name, left over from
// an interrupted flush, and finds the number of the next file.
func (x *Index) removeOrphans() error {
	entries, err := os.ReadDir(filepath.Join(x.dir, "segments"))
	if err != nil {
		return err
	}
	used := map[string]bool{"manifest.json": true}
	for _, s := range x.snapshot.Load().segs {
		used[s.Name] = true
	}
	for _, e := range entries {
		var n int
		if _, err := fmt.Sscanf(e.Name(), "%06d.seg", &n); err == nil {
			x.next = max(x.next, n)
		}
		if !used[e.Name()] && (strings.HasSuffix(e.Name(), ".seg") || strings.HasSuffix(e.Name(), ".tmp")) {
			if err := os.Remove(x.segmentPath(e.Name())); err != nil {
				return err
			}
		}
	}
	return nil
}

// encodeBatch is how many articles are encoded at a time.
const encodeBatch = 256

// reencode makes segments of stored articles.
func (x *Index) reencode(ctx context.Context, missing []articledb.Current) error {
	done, total := 0, len(missing)
	for part := range slices.Chunk(missing, encodeBatch) {
		records, err := x.encodeRows(ctx, part)
		if err != nil {
			return fmt.Errorf("rebuilding: %w", err)
		}
		if err := x.publish(records); err != nil {
			return fmt.Errorf("rebuilding: %w", err)
		}
		done += len(part)
		if x.opts.OnRebuild != nil {
			x.opts.OnRebuild(done, total)
		}
	}
	// A big rebuild is worth keeping even if the process is killed later.
	if total >= encodeBatch && !x.opts.ReadOnly {
		return x.flush()
	}
	return nil
}

func (x *Index) encodeRows(ctx context.Context, want []articledb.Current) ([]articledb.Stored, error) {
	var rows []articledb.Row
	if err := x.db.Rows(ctx, want, func(r articledb.Row) error { rows = append(rows, r); return nil }); err != nil {
		return nil, err
	}
	out := make([]articledb.Stored, len(rows))
	g, ctx := panics.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range rows {
		g.Go(func() error {
			r := &rows[i]
			var record news.Record
			err := panics.Catch(func() (err error) { record, err = x.opts.Encode(ctx, &r.Article); return err })
			if panics.In(err) {
				x.opts.Logger.Error("an article cannot be encoded; it is left out", "article", r.Article.ID, "error", err)
				return nil
			}
			if err != nil {
				return fmt.Errorf("article %q: %w", r.Article.ID, err)
			}
			if len(r.Vectors) > 0 && record.Pending {
				var vectors []news.Vector
				if vectors, err = index.UnpackVectors(r.Vectors, x.opts.Dim); err == nil {
					err = record.Attach(vectors)
				}
				if err != nil {
					x.opts.Logger.Warn("stored vectors do not fit; the article is found by keyword only", "article", r.Article.ID, "reason", err)
				}
			}
			record.Hash = r.Hash
			out[i] = articledb.Stored{Record: &record, Change: r.Change}
			return nil
		})
	}
	err := g.Wait()
	return slices.DeleteFunc(out, func(s articledb.Stored) bool { return s.Record == nil }), err
}
