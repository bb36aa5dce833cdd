package embedded

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"byline/internal/news"

	"golang.org/x/sync/errgroup"
)

// load opens the segments, holds them against SQLite and encodes again what
// they lack.
func (x *Index) load(ctx context.Context) error {
	names, err := x.readManifest()
	if err != nil {
		return err
	}
	if x.opts.Rebuild {
		names = nil
	}
	segs := x.openSegments(names)
	changes, err := x.store.changes(ctx)
	if err != nil {
		return fmt.Errorf("reading changes: %w", err)
	}
	missing := reconcile(segs, changes)
	x.replace(segs)
	if !x.opts.ReadOnly {
		if err := x.removeStrays(); err != nil {
			return err
		}
	}
	return x.encodeAgain(ctx, missing)
}

func (x *Index) openSegments(names []string) []*live {
	var segs []*live
	for _, name := range names {
		s, err := openSegment(x.segmentPath(filepath.Base(name)), x.opts.Encoding)
		if err == nil && s.space[wholeSpace].dim != x.opts.Dim {
			err = fmt.Errorf("its vectors have %d dimensions, not %d", s.space[wholeSpace].dim, x.opts.Dim)
		}
		if err != nil {
			x.opts.Logger.Warn("a segment cannot be used; rebuilding it", "segment", name, "reason", err)
			continue
		}
		s.name = name
		segs = append(segs, &live{segment: s})
	}
	return segs
}

// reconcile marks what is not current any more in segs as dead, and returns the changes that no segment holds.
func reconcile(segs []*live, changes []uint64) (missing []uint64) {
	held := make([]bool, len(changes))
	for _, s := range segs {
		s.dead = newBitset(s.articles())
		for a, c := range s.change {
			i, ok := slices.BinarySearch(changes, c)
			if !ok || held[i] {
				s.dead.add(uint32(a))
				s.deads++
				continue
			}
			held[i] = true
		}
		if s.deads == 0 {
			s.dead = nil
		}
	}
	for i, c := range changes {
		if !held[i] {
			missing = append(missing, c)
		}
	}
	return missing
}

// removeStrays deletes files that the manifest does not name, left over from
// an interrupted flush, and finds the number of the next file.
func (x *Index) removeStrays() error {
	entries, err := os.ReadDir(filepath.Join(x.dir, "segments"))
	if err != nil {
		return err
	}
	used := map[string]bool{"manifest.json": true}
	for _, s := range x.snapshot.Load().segs {
		used[s.name] = true
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

// encodeAgain makes segments of stored articles.
func (x *Index) encodeAgain(ctx context.Context, changes []uint64) error {
	const batch = 256
	done, total := 0, len(changes)
	for part := range slices.Chunk(changes, batch) {
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
	if total >= batch && !x.opts.ReadOnly {
		return x.flush()
	}
	return nil
}

func (x *Index) encodeRows(ctx context.Context, changes []uint64) ([]stored, error) {
	var rows []row
	if err := x.store.rows(ctx, changes, func(r row) error { rows = append(rows, r); return nil }); err != nil {
		return nil, err
	}
	out := make([]stored, len(rows))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range rows {
		g.Go(func() error {
			r := &rows[i]
			record, err := x.opts.Encode(ctx, &r.article)
			if err != nil {
				return fmt.Errorf("article %q: %w", r.article.ID, err)
			}
			if len(r.vectors) > 0 && record.Pending {
				var vectors []news.Vector
				if vectors, err = unpackVectors(r.vectors, x.opts.Dim); err == nil {
					err = attach(&record, vectors)
				}
				if err != nil {
					x.opts.Logger.Warn("stored vectors do not fit; the article is found by keyword only", "article", r.article.ID, "reason", err)
				}
			}
			out[i] = stored{Record: &record, change: r.change}
			return nil
		})
	}
	return out, g.Wait()
}
