package qdrant

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"

	api "github.com/qdrant/go-client/qdrant"

	"byline/internal/news"
)

// Export is what an index keeps, for a backup. It is consistent for each
// article, not for all of them at one moment: Qdrant has no such moment.
type Export struct {
	x       *Index
	have    embedderIdentity
	current map[string]payload // of the articles that there were at the beginning
	cheap   bool               // vectors are not worth keeping
	ids     []string           // of those and of the deleted, ascending
	deleted map[string]int     // the last revision of each deleted article
}

// OpenExport reads which articles there are. Vectors are left out if the
// embedder is the one named cheap, which makes them anew at no cost. Of opts
// only the place matters.
func OpenExport(ctx context.Context, opts Options, cheap string) (*Export, error) {
	x, err := connect(ctx, opts)
	if err != nil {
		return nil, err
	}
	e := &Export{x: x, current: make(map[string]payload)}
	if err := e.begin(ctx); err != nil {
		return nil, wrap("export", errors.Join(err, x.Close()))
	}
	e.cheap = e.have.embedder == cheap
	return e, nil
}

func (e *Export) begin(ctx context.Context) error {
	x := e.x
	var err error
	if x.gen, err = x.live(ctx); err != nil {
		return err
	}
	if x.gen.number == 0 {
		return news.Errorf(news.KindInvalid, "there is no index %s at %s; name another with qdrant.prefix", x.opts.Prefix, x.conn)
	}
	if e.have, err = x.embedderIdentityOf(ctx, x.gen.articles); err != nil {
		return err
	}
	if e.have.schema != schemaVersion {
		return e.have.check(x.identity(), "")
	}
	err = x.each(ctx, x.gen.articles, nil, currentFields(), func(p payload) error {
		e.current[p.string(fieldArticle)] = p
		return nil
	})
	if err != nil {
		return err
	}
	if e.deleted, err = x.deletions(ctx); err != nil {
		return err
	}
	all := make(map[string]bool, len(e.current)+len(e.deleted))
	for id := range e.current {
		all[id] = true
	}
	for id := range e.deleted {
		all[id] = true
	}
	e.ids = slices.Sorted(maps.Keys(all))
	return nil
}

// currentFields are those of an article's point that an export needs.
func currentFields() []string {
	return []string{fieldArticle, fieldRevision, fieldPassages, fieldPending}
}

// deletions returns the last revision of every article that was ever deleted.
func (x *Index) deletions(ctx context.Context) (map[string]int, error) {
	out := make(map[string]int)
	filter := must(api.NewRange(fieldLast, &api.Range{Gt: api.PtrOf(float64(0))}))
	err := x.each(ctx, x.revisions(), filter, []string{fieldDeleted, fieldLast}, func(p payload) error {
		out[p.string(fieldDeleted)] = p.int(fieldLast)
		return nil
	})
	return out, err
}

// Embedder returns the embedder that made the vectors, and their length.
func (e *Export) Embedder() (name string, dim int) { return e.have.embedder, e.have.dim }

// Articles returns how many articles there are, deleted ones included.
func (e *Export) Articles() int { return len(e.ids) }

// Close closes the connections.
func (e *Export) Close() error { return e.x.Close() }

const (
	exportPage  = 32 // articles that are read at a time
	exportTries = 5  // for an article that changes meanwhile
)

// Each calls f with all that the index keeps, in the order that news.Kept
// describes.
func (e *Export) Each(ctx context.Context, f func(*news.Kept) error) error {
	for page := range slices.Chunk(e.ids, exportPage) {
		found, err := e.page(withWriteRetries(ctx), page)
		if err != nil {
			return wrap("export", err)
		}
		for _, k := range found {
			if err := f(k); err != nil {
				return err
			}
		}
	}
	return nil
}

// page reads all that is kept of some articles. Versions never change, so that
// what the point of an article names is all of it, unless the article was
// deleted since that was read: then the point is read again.
func (e *Export) page(ctx context.Context, ids []string) ([]*news.Kept, error) {
	current := make(map[string]payload, len(ids))
	deleted := make(map[string]int, len(ids))
	for _, id := range ids {
		if h, ok := e.current[id]; ok {
			current[id] = h
		}
		deleted[id] = e.deleted[id]
	}
	for range exportTries {
		found, gone, err := e.read(ctx, ids, current, deleted)
		if err != nil || len(gone) == 0 {
			return found, err
		}
		for _, id := range gone {
			delete(current, id)
		}
		again, err := e.x.currentPoints(ctx, gone)
		if err != nil {
			return nil, err
		}
		maps.Copy(current, again)
		numbers, err := e.x.deletedUpTo(ctx, gone)
		if err != nil {
			return nil, err
		}
		maps.Copy(deleted, numbers)
	}
	return nil, news.Errorf(news.KindConflict, "articles near %q keep being deleted and stored again; try again", ids[0])
}

// read reads the versions up to those that current names, and says of which
// articles these are not there any more.
func (e *Export) read(ctx context.Context, ids []string, current map[string]payload, deleted map[string]int) (found []*news.Kept, gone []string, err error) {
	there := make(map[string]bool)
	take := func(p payload) error {
		v := p.version()
		last := current[v.ArticleID].int(fieldRevision)
		if v.Revision > last || v.Revision <= deleted[v.ArticleID] {
			return nil // not current yet, or left over from before it was deleted
		}
		k := &news.Kept{Stored: p.stored(), Hash: p.hash(), State: news.KeptSuperseded}
		if v.Revision == last {
			there[v.ArticleID] = true
			k.State = news.KeptCurrent
		}
		var err error
		k.Article, err = p.article()
		found = append(found, k)
		return err
	}
	if len(current) > 0 {
		filter := must(api.NewMatchKeywords(fieldArticle, slices.Collect(maps.Keys(current))...))
		if err := e.x.each(ctx, e.x.revisions(), filter, nil, take); err != nil {
			return nil, nil, err
		}
	}
	for _, id := range ids {
		switch _, alive := current[id]; {
		case alive && !there[id]:
			gone = append(gone, id)
		case !alive && deleted[id] > 0:
			found = append(found, &news.Kept{State: news.KeptDeleted, Article: news.Article{ID: id, Revision: deleted[id]}})
		}
	}
	slices.SortFunc(found, func(a, b *news.Kept) int {
		return cmp.Or(cmp.Compare(a.Article.ID, b.Article.ID), cmp.Compare(a.Article.Revision, b.Article.Revision))
	})
	if e.cheap || len(gone) > 0 {
		return found, gone, nil
	}
	for _, k := range found {
		h := current[k.Article.ID]
		if k.State != news.KeptCurrent || h.flag(fieldPending) {
			continue
		}
		if k.Vectors, err = e.vectors(ctx, h.version(), h.int(fieldPassages)); err != nil {
			return nil, nil, err
		}
	}
	return found, nil, nil
}

// vectors reads those of a version: none if it is not current any more.
func (e *Export) vectors(ctx context.Context, v news.Version, passages int) ([]news.Vector, error) {
	whole, err := e.x.Profiles(ctx, []news.Version{v})
	if err != nil || len(whole[0].Vector) == 0 {
		return nil, err
	}
	out := []news.Vector{quantised(whole[0].Vector)}
	for from := 0; from < passages; from += getPoints {
		var ids []*api.PointId
		for n := from; n < min(passages, from+getPoints); n++ {
			ids = append(ids, passageID(v, n))
		}
		points, err := read(ctx, e.x.conn, func(ctx context.Context) ([]*api.RetrievedPoint, error) {
			return e.x.conn.client.Get(ctx, &api.GetPoints{
				CollectionName: e.x.gen.passages, Ids: ids,
				WithPayload: selected([]string{fieldOrdinal}), WithVectors: api.NewWithVectorsInclude(denseVector),
			})
		})
		if err != nil {
			return nil, fmt.Errorf("vectors of %q: %w", v.ArticleID, err)
		}
		if len(points) != len(ids) {
			return nil, nil
		}
		part := make([]news.Vector, len(ids))
		for _, p := range points {
			if n := payload(p.GetPayload()).int(fieldOrdinal) - from; n >= 0 && n < len(part) {
				part[n] = quantised(dense(p.GetVectors().GetVectors().GetVectors()[denseVector]))
			}
		}
		out = append(out, part...)
	}
	return out, nil
}

// quantised turns the components of a vector, which Qdrant brings to unit
// length, back into the codes that they were made of.
func quantised(v []float32) news.Vector {
	var most float64
	for _, c := range v {
		most = max(most, math.Abs(float64(c)))
	}
	if most == 0 {
		return news.Vector{}
	}
	out := news.Vector{Codes: make([]int8, len(v))}
	square := 0
	for i, c := range v {
		out.Codes[i] = int8(math.Round(float64(c) / most * math.MaxInt8))
		square += int(out.Codes[i]) * int(out.Codes[i])
	}
	out.Scale = float32(1 / math.Sqrt(float64(square)))
	return out
}
