package embedded

import (
	"context"
	"fmt"
	"path/filepath"
	"runtime"

	"byline/internal/embedded/articledb"
	"byline/internal/embedded/segment"
	"byline/internal/news"
)

// Fault is something stored that is not as it was written.
type Fault = articledb.Fault

// Verify reads all that is stored and reports what is not as it was written:
// the pages of the database, each version of each article with its hash, the
// vectors that are kept, the segment files and the words of each passage in them.
func (x *Index) Verify(ctx context.Context, report func(Fault), progress func(done, total int)) error {
	v := &verifier{Index: x, report: report, progress: progress}
	for _, step := range []func(context.Context, func(Fault)) error{x.db.VerifyPages, v.articles, x.db.VerifyRevisions, x.db.VerifyVectors, v.segments} {
		if err := step(ctx, report); err != nil {
			return wrap("verify", err)
		}
	}
	return nil
}

// verifier is one run of Verify.
type verifier struct {
	*Index
	report   func(Fault)
	progress func(done, total int)
}

// articles checks each current version, and that its passages in the segments
// are pieces of it.
func (v *verifier) articles(ctx context.Context, report func(Fault)) error {
	snap := v.snapshot.Load()
	defer runtime.KeepAlive(snap) // segments are mapped memory, see segment.Open
	places := make(map[string]place)
	for _, s := range snap.segs {
		for a := range s.Current() {
			places[s.ID(a)] = place{s, a}
		}
	}
	all, err := v.db.Currents(ctx)
	if err != nil {
		return err
	}
	for i, c := range all {
		if err := v.article(ctx, c, places[c.ID]); err != nil {
			return err
		}
		delete(places, c.ID)
		v.progress(i+1, len(all))
	}
	for id := range places {
		report(Fault{Article: id, Detail: articledb.ErrLost.Error()})
	}
	return nil
}

// place is an article in a segment.
type place struct {
	*segment.View

	article uint32
}

func (v *verifier) article(ctx context.Context, c articledb.Current, at place) error {
	a, err := v.db.Article(ctx, c.ID)
	damaged, err := news.SplitDamaged(err)
	if len(damaged) > 0 || news.KindOf(err) == news.KindNotFound {
		v.report(Fault{Article: c.ID, Revision: int(c.Revision), Detail: "it cannot be read as it was written"})
		return nil
	}
	if err != nil {
		return err
	}
	record, err := v.opts.Encode(ctx, &a)
	if err != nil {
		v.report(Fault{Article: c.ID, Revision: a.Revision, Detail: fmt.Sprintf("it cannot be encoded: %v", err)})
		return ctx.Err()
	}
	if record.Hash != c.Hash {
		v.report(Fault{Article: c.ID, Revision: a.Revision, Detail: "it has another hash than when it was stored"})
	}
	if at.View == nil || int(at.Entry(at.article).Revision) != a.Revision {
		return nil // it changed meanwhile, or a writer beside this process has it in memory
	}
	for span, sum := range at.Spans(at.article) {
		if _, ok := a.Cut(span, sum); !ok {
			v.report(Fault{Article: c.ID, Revision: a.Revision, Detail: fmt.Sprintf("its passage at bytes %d to %d has other words than were encoded", span.Start, span.End)})
		}
	}
	return nil
}

// segments reads the segment files again, which checks their checksums.
func (v *verifier) segments(_ context.Context, report func(Fault)) error {
	for _, s := range v.snapshot.Load().segs {
		if s.Name == "" {
			continue
		}
		if _, err := segment.Open(v.segmentPath(s.Name), v.stamp); err != nil {
			report(Fault{Detail: fmt.Sprintf("%s: %v; it is made anew at the next start", filepath.Join("segments", s.Name), err)})
		}
	}
	return nil
}
