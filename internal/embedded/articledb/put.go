package articledb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"

	"byline/internal/index"
	"byline/internal/news"
)

// Stored is a record that was written, under its change number.
type Stored struct {
	*news.Record
	Change   uint64
	Replaces uint64 // the change number of the version before; 0: none
}

// Put writes records in one transaction. It sets Article.Revision of those it
// stores and returns them, with a result for every record. Of several records
// for the same article in one call the last one is the current version.
func (s *DB) Put(ctx context.Context, records []news.Record) ([]Stored, []news.PutResult, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return nil, nil, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says that it is too late
	w, err := newPutter(ctx, tx, s)
	if err != nil {
		return nil, nil, err
	}
	results := make([]news.PutResult, len(records))
	var written []Stored
	at := make(map[string]int) // article ID -> index in written
	for i := range records {
		r := &records[i]
		status, replaces, err := w.put(ctx, r)
		if err != nil {
			return nil, nil, fmt.Errorf("article %q: %w", r.Article.ID, err)
		}
		results[i] = news.PutResult{ID: r.Article.ID, Status: status}
		if status == news.PutUnchanged {
			continue
		}
		if j, again := at[r.Article.ID]; again {
			written[j] = Stored{r, w.change, written[j].Replaces}
			continue
		}
		at[r.Article.ID] = len(written)
		written = append(written, Stored{r, w.change, replaces})
	}
	if err := w.saveCounter(ctx, tx); err != nil {
		return nil, nil, err
	}
	if err := tx.Commit(); err != nil {
		return nil, nil, err
	}
	for _, r := range written {
		s.damage.healed(r.Article.ID)
	}
	return written, results, nil
}

// putter holds the prepared statements of one transaction.
type putter struct {
	s                                             *DB
	change                                        uint64
	now                                           int64
	find, last, retire, forget, insert, update, v *sql.Stmt
}

func newPutter(ctx context.Context, tx *sql.Tx, s *DB) (*putter, error) {
	w := &putter{s: s, now: time.Now().Unix()}
	var v string
	if err := tx.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = 'change'`).Scan(&v); err != nil {
		return nil, err
	}
	var err error
	if w.change, err = strconv.ParseUint(v, 10, 64); err != nil {
		return nil, fmt.Errorf("meta: change: %w", err)
	}
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&w.find, `SELECT key, change, revision, hash FROM articles WHERE id = ?`},
		// max(revision) of a table alone would have SQLite prepare the statement anew each time.
		{&w.last, `SELECT coalesce(max(revision), 0) FROM (SELECT revision FROM revisions WHERE id = ?1 UNION ALL SELECT revision FROM deleted WHERE id = ?1)`},
		{&w.retire, `INSERT INTO revisions (` + versionColumns + `) SELECT ` + versionColumns + ` FROM articles WHERE key = ?`},
		{&w.forget, `DELETE FROM revisions WHERE id = ? AND revision > 1 AND revision <= ?`},
		{&w.insert, `INSERT INTO articles (change, revision, hash, url, published, stored, pending, sum, fields, body, id) VALUES (?,?,?,?,?,?,?,?,?,?,?)`},
		{&w.update, `UPDATE articles SET change=?, revision=?, hash=?, url=?, published=?, stored=?, pending=?, sum=?, fields=?, body=? WHERE key=?`},
		{&w.v, `INSERT OR REPLACE INTO vectors (id, revision, sum, vectors) VALUES (?,?,?,?)`},
	} {
		if *p.stmt, err = tx.PrepareContext(ctx, p.text); err != nil { //nolint:sqlclosecheck // closed with the transaction
			return nil, err
		}
	}
	return w, nil
}

func (w *putter) put(ctx context.Context, r *news.Record) (status news.PutStatus, replaces uint64, err error) {
	var key, change int64
	var revision int
	var hash []byte
	id := r.Article.ID
	stmt, where := w.insert, any(id)
	status = news.PutCreated
	switch err := w.find.QueryRowContext(ctx, id).Scan(&key, &change, &revision, &hash); {
	case errors.Is(err, sql.ErrNoRows):
	case err != nil:
		return "", 0, err
	case w.s.damage.known(id): // what cannot be read is not worth keeping
		status, stmt, where = news.PutUpdated, w.update, key
	case bytes.Equal(hash, r.Hash[:]):
		r.Article.Revision = revision
		return news.PutUnchanged, 0, nil
	default:
		if _, err := w.retire.ExecContext(ctx, key); err != nil {
			return "", 0, err
		}
		status, stmt, where = news.PutUpdated, w.update, key
	}
	w.change++
	if r.Article.Revision, err = w.nextRevision(ctx, id, revision); err != nil {
		return "", 0, err
	}
	if old := r.Article.Revision - index.KeptRevisions; old > 1 {
		if _, err := w.forget.ExecContext(ctx, id, old); err != nil {
			return "", 0, err
		}
	}
	meta, body, err := w.s.pack(&r.Article)
	if err != nil {
		return "", 0, err
	}
	row := versionRow{id: id, revision: int64(r.Article.Revision), stored: w.now, hash: r.Hash[:], fields: []byte(meta), body: body}
	_, err = stmt.ExecContext(ctx, int64(w.change), r.Article.Revision, r.Hash[:], r.Article.URL,
		index.Seconds(r.Article.Published), w.now, r.Pending, row.checksum(), meta, body, where)
	return status, uint64(change), err
}

// nextRevision returns a number that no version of an article ever had: a
// search that is under way may still name an old one.
func (w *putter) nextRevision(ctx context.Context, id string, current int) (int, error) {
	var last int
	if err := w.last.QueryRowContext(ctx, id).Scan(&last); err != nil {
		return 0, err
	}
	return max(last, current) + 1, nil
}

// SetVectors stores the vectors of a version that was pending and gives it a
// new change number. Stored.Change is 0 if that version is no longer current. The record
// gets the hash that the version is stored with. Vectors are the article's, then
// its passages'; it returns KindInvalid if one has another length than dim.
func (s *DB) SetVectors(ctx context.Context, r *news.Record, vectors []news.Vector, dim int) (Stored, error) {
	packed, err := index.PackVectors(vectors, dim)
	if err != nil {
		return Stored{}, err
	}
	change, replaces, err := s.setVectors(ctx, r, packed)
	return Stored{r, change, replaces}, err
}

func (s *DB) setVectors(ctx context.Context, r *news.Record, packed []byte) (change, replaces uint64, err error) {
	v := news.Version{ArticleID: r.Article.ID, Revision: r.Article.Revision}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, 0, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says that it is too late
	w, err := newPutter(ctx, tx, s)
	if err != nil {
		return 0, 0, err
	}
	var old int64
	var hash []byte
	err = tx.QueryRowContext(ctx, `SELECT change, hash FROM articles WHERE id = ? AND revision = ? AND pending`, v.ArticleID, v.Revision).Scan(&old, &hash)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	copy(r.Hash[:], hash)
	w.change++
	if _, err := tx.ExecContext(ctx, `UPDATE articles SET change = ?, pending = 0 WHERE change = ?`, int64(w.change), old); err != nil {
		return 0, 0, err
	}
	if _, err := w.v.ExecContext(ctx, v.ArticleID, v.Revision, vectorSum(v, packed), packed); err != nil {
		return 0, 0, err
	}
	if err := w.saveCounter(ctx, tx); err != nil {
		return 0, 0, err
	}
	return w.change, uint64(old), tx.Commit()
}

// Remove deletes an article with all its revisions and returns the change
// number of its current version, 0 if there is no such article. A deletion
// record keeps the number of its last revision.
func (s *DB) Remove(ctx context.Context, id string) (uint64, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says that it is too late
	w, err := newPutter(ctx, tx, s)
	if err != nil {
		return 0, err
	}
	var change int64
	var revision int
	err = tx.QueryRowContext(ctx, `DELETE FROM articles WHERE id = ? RETURNING change, revision`, id).Scan(&change, &revision)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	next, err := w.nextRevision(ctx, id, revision)
	if err != nil {
		return 0, err
	}
	w.change++
	for _, q := range []struct {
		text string
		args []any
	}{
		{`DELETE FROM revisions WHERE id = ?`, []any{id}},
		{`DELETE FROM vectors WHERE id = ?`, []any{id}},
		{`INSERT OR REPLACE INTO deleted (id, revision, change) VALUES (?,?,?)`, []any{id, next - 1, int64(w.change)}},
	} {
		if _, err := tx.ExecContext(ctx, q.text, q.args...); err != nil {
			return 0, err
		}
	}
	if err := w.saveCounter(ctx, tx); err != nil {
		return 0, err
	}
	return uint64(change), tx.Commit()
}

// saveCounter stores the last change number that was given.
func (w *putter) saveCounter(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, `UPDATE meta SET value = ? WHERE name = 'change'`, strconv.FormatUint(w.change, 10))
	return err
}
