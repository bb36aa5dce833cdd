package qdrant

import (
	"context"
	"errors"
	"fmt"
	"time"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/index"
	"byline/internal/news"
)

// maxClaims is how often a writer tries for a revision number before it gives
// up. Each failure means that another writer stored a version meanwhile.
const maxClaims = 100

// version is a record on its way to become a version of its article.
type version struct {
	*news.Record
	stored time.Time
	twins  []*news.Record // the same article again, in the same call
}

func (v *version) id() news.Version {
	return news.Version{ArticleID: v.Article.ID, Revision: v.Article.Revision}
}

// sequence is the versions of one article in one call of Put, in their order;
// all but the last are superseded at once.
type sequence struct {
	base     int // the highest revision known to be taken
	versions []*version
}

func (s *sequence) last() *version { return s.versions[len(s.versions)-1] }

// number gives the versions the revisions after base.
func (s *sequence) number() {
	for i, v := range s.versions {
		v.Article.Revision = s.base + 1 + i
		for _, twin := range v.twins {
			twin.Article.Revision = v.Article.Revision
		}
	}
}

// Put stores articles and makes them searchable. When it returns, what it
// reports as created or updated is stored and can be found. Records get the
// number of their revision. An error may leave some of them stored; giving
// them again is safe.
func (x *Index) Put(ctx context.Context, records []news.Record) ([]news.PutResult, error) {
	if err := x.writable(); err != nil {
		return nil, err
	}
	if len(records) == 0 {
		return nil, ctx.Err()
	}
	results, err := x.put(withWriteRetries(ctx), records)
	return results, wrap("put", err)
}

func (x *Index) put(ctx context.Context, records []news.Record) ([]news.PutResult, error) {
	points, err := x.currentPoints(ctx, idsOf(records))
	if err != nil {
		return nil, err
	}
	results, sequences := plan(records, points)
	if err := x.numberAfterDeletions(ctx, sequences); err != nil {
		return nil, err
	}
	if err := x.claim(ctx, sequences); err != nil {
		return nil, err
	}
	current := make([]*version, len(sequences))
	for i, s := range sequences {
		current[i] = s.last()
	}
	if err := x.writeTo(ctx, x.gen, current); err != nil {
		return nil, err
	}
	var stale []news.Version
	for _, v := range current {
		if v.Article.Revision > 1 {
			stale = append(stale, v.id())
		}
	}
	for i := range results {
		// What another writer, or this one, left undone before.
		h := points[results[i].ID]
		if results[i].Status == news.PutUnchanged && h.flag(fieldStale) {
			stale = append(stale, h.version())
		}
	}
	if err := x.removeStale(ctx, x.gen, stale); err != nil {
		return nil, err
	}
	if err := errors.Join(x.verify(ctx, current), x.forget(ctx, current)); err != nil {
		return nil, err
	}
	return results, x.stillLive(ctx)
}

func idsOf(records []news.Record) []string {
	ids := make([]string, len(records))
	for i := range records {
		ids[i] = records[i].Article.ID
	}
	return ids
}

// plan says what becomes of each record and which versions must be written.
func plan(records []news.Record, current map[string]payload) ([]news.PutResult, []*sequence) {
	results := make([]news.PutResult, len(records))
	var sequences []*sequence
	at := make(map[string]*sequence)
	now := time.Now()
	for i := range records {
		r := &records[i]
		id := r.Article.ID
		point, known := current[id]
		s := at[id]
		switch {
		case s != nil && s.last().Hash == r.Hash:
			results[i] = news.PutResult{ID: id, Status: news.PutUnchanged}
			s.last().twins = append(s.last().twins, r)
			continue
		case s == nil && known && point.hash() == r.Hash:
			results[i] = news.PutResult{ID: id, Status: news.PutUnchanged}
			r.Article.Revision = point.int(fieldRevision)
			continue
		case s == nil:
			s = &sequence{base: point.int(fieldRevision)}
			at[id] = s
			sequences = append(sequences, s)
		}
		status := news.PutUpdated
		if !known && len(s.versions) == 0 {
			status = news.PutCreated
		}
		results[i] = news.PutResult{ID: id, Status: status}
		// A microsecond apart, so that what waits for vectors is in the order of arrival.
		s.versions = append(s.versions, &version{Record: r, stored: now.Add(time.Duration(i) * time.Microsecond)})
	}
	for _, s := range sequences {
		s.number()
	}
	return results, sequences
}

// claim stores the versions under revision numbers that nobody else has.
func (x *Index) claim(ctx context.Context, sequences []*sequence) error {
	open := sequences
	for range maxClaims {
		if len(open) == 0 {
			return nil
		}
		var versions []*version
		for _, s := range open {
			versions = append(versions, s.versions...)
		}
		if err := x.insertVersions(ctx, versions); err != nil {
			return err
		}
		taken, err := x.takenByOthers(ctx, versions)
		if err != nil {
			return err
		}
		deleted, err := x.deletedMeanwhile(ctx, open)
		if err != nil {
			return err
		}
		var again []*sequence
		for _, s := range open {
			if n := max(s.highest(taken), deleted[s.last().Article.ID]); n > s.base {
				s.base = n
				s.number()
				again = append(again, s)
			}
		}
		open = again
	}
	return news.Errorf(news.KindConflict, "article %q: other processes keep storing versions of it", open[0].last().Article.ID)
}

// highest returns the highest of the revisions of a sequence that others have, 0 if there is none.
func (s *sequence) highest(taken map[news.Version]bool) int {
	n := 0
	for _, v := range s.versions {
		if taken[v.id()] {
			n = v.Article.Revision
		}
	}
	return n
}

// takenByOthers returns those of the versions whose number belongs to another text.
func (x *Index) takenByOthers(ctx context.Context, versions []*version) (map[news.Version]bool, error) {
	ids := make([]news.Version, len(versions))
	for i, v := range versions {
		ids[i] = v.id()
	}
	stored, err := x.versions(ctx, ids, fieldArticle, fieldRevision, fieldHash)
	if err != nil {
		return nil, err
	}
	taken := make(map[news.Version]bool)
	for _, v := range versions {
		// One that is gone again was deleted this very moment, so its number is best left alone.
		if p, ok := stored[v.id()]; !ok || p.hash() != v.Hash {
			taken[v.id()] = true
		}
	}
	return taken, nil
}

// verify finds what happened to the articles while they were written: where a
// later revision is current, or the article was deleted, what was written of
// this one goes.
func (x *Index) verify(ctx context.Context, current []*version) error {
	if len(current) == 0 {
		return nil
	}
	ids := make([]string, len(current))
	versions := make([]news.Version, len(current))
	for i, v := range current {
		ids[i], versions[i] = v.Article.ID, v.id()
	}
	points, err := x.currentPoints(ctx, ids)
	if err != nil {
		return err
	}
	stored, err := x.versions(ctx, versions, fieldArticle, fieldRevision)
	if err != nil {
		return err
	}
	for _, v := range versions {
		_, kept := stored[v]
		switch n := points[v.ArticleID].int(fieldRevision); {
		case !kept:
			err = x.deleteUpTo(ctx, v)
		case n > v.Revision:
			err = x.removeStale(ctx, x.gen, []news.Version{{ArticleID: v.ArticleID, Revision: n}})
		}
		if err != nil {
			return fmt.Errorf("article %q: %w", v.ArticleID, err)
		}
	}
	return nil
}

// forget removes versions of articles of which there are more than are kept.
func (x *Index) forget(ctx context.Context, current []*version) error {
	for _, v := range current {
		old := v.Article.Revision - index.KeptRevisions
		if old <= 1 {
			continue
		}
		if err := x.remove(ctx, x.revisions(), must(api.NewMatchKeyword(fieldArticle, v.Article.ID), after(1), below(old+1))); err != nil {
			return fmt.Errorf("article %q: forgetting old versions: %w", v.Article.ID, err)
		}
	}
	return nil
}

// stillLive returns an error if the index was built anew since it was opened:
// what was written went into the generation that was live before.
func (x *Index) stillLive(ctx context.Context) error {
	g, err := x.live(ctx)
	if err == nil && g != x.gen {
		err = unavailable("the index was built anew meanwhile; start this process again, with the settings of the new one, and repeat the call")
	}
	return err
}
