package articledb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"
	"time"

	"byline/internal/index"
	"byline/internal/news"
)

// Export is the state of an index at one moment, for a backup. A process that
// writes to the index meanwhile goes on; what it writes is not seen.
type Export struct {
	s        *DB
	tx       *sql.Tx
	embedder string
	dim      int
	ids      []string        // of all that there is anything of, ascending
	current  map[string]bool // of those that have a current version
	unlisted bool            // damage keeps some from being listed
	stop     context.CancelFunc
}

// NewExport takes hold of the state of a database, which it closes when it is
// closed itself, or cannot be made.
func NewExport(ctx context.Context, db *DB) (_ *Export, err error) {
	e := &Export{s: db}
	defer func() {
		if err != nil {
			err = errors.Join(err, db.Close())
		}
	}()
	ctx, e.stop = context.WithCancel(context.WithoutCancel(ctx)) // database/sql ends a transaction with its context
	if e.tx, err = e.s.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true}); err != nil {
		e.stop()
		return nil, err
	}
	if err = e.begin(ctx); err != nil {
		err = errors.Join(err, e.tx.Rollback())
		e.stop()
		return nil, err
	}
	return e, nil
}

// begin reads what there is; its first query fixes the moment.
func (e *Export) begin(ctx context.Context) error {
	name, err := meta(ctx, e.tx, "embedder")
	if err != nil {
		return err
	}
	if name != "" {
		if e.embedder, e.dim, err = splitEmbedder(name); err != nil {
			return err
		}
	}
	all := make(map[string]bool)
	for _, q := range []string{
		// By an index and without one: where damage hides an article from the one, the other names it.
		`SELECT id FROM articles`, `SELECT id FROM articles NOT INDEXED`,
		`SELECT DISTINCT id FROM revisions`, `SELECT id FROM deleted`,
	} {
		if err := e.list(ctx, q, all); err != nil {
			return err
		}
		if e.current == nil || strings.HasSuffix(q, "NOT INDEXED") {
			e.current = maps.Clone(all)
		}
	}
	e.ids = slices.Sorted(maps.Keys(all))
	return nil
}

// list adds the IDs that a query finds, as far as damage lets it.
func (e *Export) list(ctx context.Context, query string, to map[string]bool) error {
	rows, err := e.tx.QueryContext(ctx, query)
	err = eachRow(rows, err, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		to[id] = true
		return err
	})
	if !IsDamage(err) {
		return err
	}
	e.s.damage.log.Error("the database is damaged, and some articles may not be listed; see what `byline repair` can bring back", "reason", err)
	e.unlisted = true
	return nil
}

// Embedder returns the embedder that made the stored vectors, and their length:
// "" and 0 if nothing was stored yet.
func (e *Export) Embedder() (name string, dim int) { return e.embedder, e.dim }

// Articles returns how many articles there are, deleted ones included.
func (e *Export) Articles() int { return len(e.ids) }

// exportPage is how many articles are read at a time.
const exportPage = 64

// Each calls f with all that the index keeps, in the order that news.Kept
// describes. Versions that are damaged are left out, with a news.DamagedError
// at the end; an article whose current version is damaged is given as deleted.
func (e *Export) Each(ctx context.Context, f func(*news.Kept) error) error {
	left := &leftOut{damage: &e.s.damage}
	for page := range slices.Chunk(e.ids, exportPage) {
		if err := e.page(ctx, page, left, f); err != nil {
			return wrapExport(err)
		}
	}
	if e.unlisted {
		left.ids = append(left.ids, "articles that cannot be listed")
	}
	return wrapExport(left.err())
}

// page calls f with all that is kept of some articles.
func (e *Export) page(ctx context.Context, ids []string, left *leftOut, f func(*news.Kept) error) error {
	var found []*news.Kept
	last := make(map[string]int) // the highest revision, where the version itself is not at hand
	for _, q := range []struct {
		state news.KeptState
		text  string
	}{
		{news.KeptSuperseded, `SELECT NULL, NULL, ` + versionColumns + ` FROM revisions WHERE id IN (%s)`},
		{news.KeptCurrent, `SELECT v.sum, v.vectors, a.` + strings.ReplaceAll(versionColumns, `, `, `, a.`) + `
			FROM articles a LEFT JOIN vectors v ON v.id = a.id AND v.revision = a.revision WHERE a.id IN (%s)`},
	} {
		err := eachOf(ctx, anys(ids), left, e.query(ctx, q.text), func(rows *sql.Rows) error {
			k, err := e.kept(rows, q.state, left, last)
			if k != nil {
				found = append(found, k)
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	err := eachOf(ctx, anys(ids), left, e.query(ctx, `SELECT id, revision FROM deleted WHERE id IN (%s)`), func(rows *sql.Rows) error {
		var id string
		var revision int
		err := rows.Scan(&id, &revision)
		last[id] = max(last[id], revision)
		return err
	})
	if err != nil {
		return err
	}
	e.missing(ids, found, left)
	return inOrder(ids, found, last, f)
}

// missing notes the articles whose current version should be there and was not found.
func (e *Export) missing(ids []string, found []*news.Kept, left *leftOut) {
	there := make(map[string]bool)
	for _, k := range found {
		there[k.Article.ID] = there[k.Article.ID] || k.State == news.KeptCurrent
	}
	for _, id := range ids {
		if e.current[id] && !there[id] && !slices.Contains(left.ids, id) {
			left.take(id, &damageError{id: id, reason: ErrLost.Error()})
		}
	}
}

// query makes queries for rows of articles.
func (e *Export) query(ctx context.Context, text string) func(ids []any) (*sql.Rows, error) {
	return func(ids []any) (*sql.Rows, error) {
		return e.tx.QueryContext(ctx, fmt.Sprintf(text, placeholders(len(ids))), ids...)
	}
}

// kept reads a row of a version, nil if it is damaged.
func (e *Export) kept(rows *sql.Rows, state news.KeptState, left *leftOut, last map[string]int) (*news.Kept, error) {
	var r versionRow
	var sum sql.NullInt64
	var vectors sql.RawBytes
	if err := scanVersion(rows, &r, &sum, &vectors); err != nil {
		return nil, err
	}
	if r.revision < math.MaxInt32 { // or the row is damaged
		last[r.id] = max(last[r.id], int(r.revision))
	}
	k := &news.Kept{State: state, Stored: time.Unix(r.stored, 0).UTC()}
	copy(k.Hash[:], r.hash)
	var err error
	if k.Article, err = e.s.unpack(&r); err != nil {
		left.take(r.id, err)
		return nil, nil //nolint:nilnil // it is left out
	}
	if vectors == nil {
		return k, nil
	}
	if sum.Int64 == vectorSum(news.Version{ArticleID: r.id, Revision: int(r.revision)}, vectors) {
		k.Vectors, err = index.UnpackVectors(vectors, e.dim)
	} else {
		err = errors.New("their row has another checksum")
	}
	if err != nil {
		e.s.damage.log.Warn("stored vectors are damaged and left out", "article", r.id, "reason", err)
	}
	return k, nil
}

// inOrder calls f with what was found of articles, and says of those that have
// no current version that they were deleted.
func inOrder(ids []string, found []*news.Kept, last map[string]int, f func(*news.Kept) error) error {
	slices.SortFunc(found, func(a, b *news.Kept) int {
		return cmp.Or(cmp.Compare(a.Article.ID, b.Article.ID), cmp.Compare(a.Article.Revision, b.Article.Revision))
	})
	for _, id := range ids {
		end := &news.Kept{State: news.KeptDeleted, Article: news.Article{ID: id, Revision: last[id]}}
		for ; len(found) > 0 && found[0].Article.ID == id; found = found[1:] {
			k := found[0]
			if err := f(k); err != nil {
				return err
			}
			if k.State == news.KeptCurrent {
				end = nil
				continue
			}
			end.Article.Revision = max(end.Article.Revision, k.Article.Revision+1)
		}
		if end == nil || end.Article.Revision == 0 { // of the latter nothing could be read
			continue
		}
		if err := f(end); err != nil {
			return err
		}
	}
	return nil
}

// Close lets go of the state.
func (e *Export) Close() error {
	err := e.tx.Rollback()
	e.stop()
	return errors.Join(wrapExport(err), e.s.Close())
}

func wrapExport(err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("articledb: export: %w", err)
}
