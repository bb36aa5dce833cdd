package embedded

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"path/filepath"
	"runtime"

	"byline/internal/embedded/segment"
	"byline/internal/news"
)

// Fault is something stored that is not as it was written.
type Fault struct {
	Article  string `json:"article,omitempty"`  // "" if it belongs to none
	Revision int    `json:"revision,omitempty"` // 0 if that is not known
	Detail   string `json:"detail"`
}

func (f Fault) String() string {
	switch {
	case f.Article == "":
		return f.Detail
	case f.Revision == 0:
		return fmt.Sprintf("article %q: %s", f.Article, f.Detail)
	}
	return fmt.Sprintf("article %q, revision %d: %s", f.Article, f.Revision, f.Detail)
}

// Verify reads all that is stored and reports what is not as it was written:
// the pages of the database, each version of each article with its hash, the
// vectors that are kept, the segment files and the words of each passage in them.
func (x *Index) Verify(ctx context.Context, report func(Fault), progress func(done, total int)) error {
	v := &verifier{Index: x, report: report, progress: progress}
	for _, step := range []func(context.Context) error{v.pages, v.articles, v.revisions, v.vectors, v.segments} {
		if err := step(ctx); err != nil {
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

// take reports damage that kept something from being read, and returns any other error.
func (v *verifier) take(what string, err error) error {
	if !isDamage(err) {
		return err
	}
	v.report(Fault{Detail: fmt.Sprintf("%s cannot all be read: %v", what, err)})
	return nil
}

func (v *verifier) pages(ctx context.Context) error {
	err := v.store.each(ctx, `PRAGMA integrity_check(100)`, nil, func(rows *sql.Rows) error {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			v.report(Fault{Detail: databaseName + ": " + line})
		}
		return nil
	})
	return v.take("the pages of "+databaseName, err)
}

// articles checks each current version, and that its passages in the segments
// are pieces of it.
func (v *verifier) articles(ctx context.Context) error {
	snap := v.snapshot.Load()
	defer runtime.KeepAlive(snap) // segments are mapped memory, see segment.Open
	places := make(map[string]place)
	for _, s := range snap.segs {
		for a := range s.Current() {
			places[s.ID(a)] = place{s, a}
		}
	}
	all, err := v.store.currents(ctx)
	if err != nil {
		return err
	}
	for i, c := range all {
		if err := v.article(ctx, c, places[c.id]); err != nil {
			return err
		}
		delete(places, c.id)
		v.progress(i+1, len(all))
	}
	for id := range places {
		v.report(Fault{Article: id, Detail: errLost.Error()})
	}
	return nil
}

// place is an article in a segment.
type place struct {
	*segment.View

	article uint32
}

func (v *verifier) article(ctx context.Context, c current, at place) error {
	a, err := v.store.one(ctx, `id = ?`, c.id)
	damaged, err := news.SplitDamaged(err)
	if len(damaged) > 0 || news.KindOf(err) == news.KindNotFound {
		v.report(Fault{c.id, int(c.revision), "it cannot be read as it was written"})
		return nil
	}
	if err != nil {
		return err
	}
	record, err := v.opts.Encode(ctx, &a)
	if err != nil {
		return errors.Join(ctx.Err(), v.take("the articles", &damageError{c.id, a.Revision, err.Error()}))
	}
	if record.Hash != c.hash {
		v.report(Fault{c.id, a.Revision, "it has another hash than when it was stored"})
	}
	if at.View == nil || int(at.Entry(at.article).Revision) != a.Revision {
		return nil // it changed meanwhile, or a writer beside this process has it in memory
	}
	for span, sum := range at.Spans(at.article) {
		if _, ok := a.Cut(span, sum); !ok {
			v.report(Fault{c.id, a.Revision, fmt.Sprintf("its passage at bytes %d to %d has other words than were encoded", span.Start, span.End)})
		}
	}
	return nil
}

func (v *verifier) revisions(ctx context.Context) error {
	err := v.store.each(ctx, `SELECT `+versionColumns+` FROM revisions`, nil, func(rows *sql.Rows) error {
		var r versionRow
		if err := scanVersion(rows, &r); err != nil {
			return err
		}
		if _, err := v.store.unpack(&r); err != nil {
			v.report(Fault{r.id, int(r.revision), err.Error()})
		}
		return nil
	})
	return v.take("the superseded versions", err)
}

func (v *verifier) vectors(ctx context.Context) error {
	err := v.store.each(ctx, `SELECT id, revision, sum, vectors FROM vectors`, nil, func(rows *sql.Rows) error {
		var of news.Version
		var sum int64
		var packed []byte
		if err := rows.Scan(&of.ArticleID, &of.Revision, &sum, &packed); err != nil {
			return err
		}
		if vectorSum(of, packed) != sum {
			v.report(Fault{of.ArticleID, of.Revision, "its stored vectors are damaged"})
		}
		return nil
	})
	return v.take("the stored vectors", err)
}

// segments reads the segment files again, which checks their checksums.
func (v *verifier) segments(context.Context) error {
	for _, s := range v.snapshot.Load().segs {
		if s.Name == "" {
			continue
		}
		if _, err := segment.Open(v.segmentPath(s.Name), v.stamp); err != nil {
			v.report(Fault{Detail: fmt.Sprintf("%s: %v; it is made anew at the next start", filepath.Join("segments", s.Name), err)})
		}
	}
	return nil
}
