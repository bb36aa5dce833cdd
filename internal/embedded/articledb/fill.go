package articledb

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"log/slog"

	"byline/internal/index"
	"byline/internal/news"
)

// Filling says how a database is made of what an index kept.
type Filling struct {
	Kept     iter.Seq2[*news.Kept, error] // in the order that news.Kept describes; an error ends it
	Vectors  bool                         // store the vectors that come with articles, where they fit
	Pending  bool                         // articles without vectors wait for them
	Embedder string
	Dim      int
	Encode   func(context.Context, *news.Article) (news.Record, error)
	Hash     func(*news.Article) [16]byte // of an article that comes without one
	OnStored func(n int)                  // is told how many articles are stored; may be nil
}

// Fill makes the database in dir of what an index kept: same revision numbers,
// same times, same deletions.
func Fill(ctx context.Context, dir string, r Filling) (err error) {
	s, err := Open(ctx, dir, ForWriting, slog.New(slog.DiscardHandler))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	if _, err := s.write.ExecContext(ctx, `INSERT OR REPLACE INTO meta VALUES ('embedder', ?)`, NameEmbedder(r.Embedder, r.Dim)); err != nil {
		return err
	}
	w := restorer{r: &r, s: s}
	defer func() { err = errors.Join(err, w.rollback()) }()
	for k, err := range r.Kept {
		if err == nil {
			err = w.take(ctx, k)
		}
		if err != nil {
			return err
		}
	}
	return w.commit(ctx)
}

// restorer stores what was kept, so many rows in a transaction.
type restorer struct {
	r    *Filling
	s    *DB
	tx   *sql.Tx
	put  *putter
	rows int // in the transaction
	done int // articles
}

// restoreRows is how many rows are stored in one transaction.
const restoreRows = 2000

func (w *restorer) take(ctx context.Context, k *news.Kept) (err error) {
	if w.tx == nil {
		if w.tx, err = w.s.write.BeginTx(ctx, nil); err != nil {
			return err
		}
		if w.put, err = newPutter(ctx, w.tx, w.s); err != nil {
			return err
		}
	}
	if err := w.store(ctx, k); err != nil {
		return err
	}
	w.rows++
	if w.rows < restoreRows {
		return nil
	}
	return w.commit(ctx)
}

func (w *restorer) store(ctx context.Context, k *news.Kept) error {
	a := &k.Article
	if k.State == news.KeptDeleted {
		w.put.change++
		_, err := w.tx.ExecContext(ctx, `INSERT INTO deleted (id, revision, change) VALUES (?,?,?)`, a.ID, a.Revision, int64(w.put.change))
		return err
	}
	if k.Hash == ([16]byte{}) {
		k.Hash = w.r.Hash(a)
	}
	meta, body, err := w.s.pack(a)
	if err != nil {
		return err
	}
	row := versionRow{id: a.ID, revision: int64(a.Revision), stored: k.Stored.Unix(), hash: k.Hash[:], fields: []byte(meta), body: body}
	if k.State == news.KeptSuperseded {
		_, err := w.tx.ExecContext(ctx, `INSERT INTO revisions (`+versionColumns+`) VALUES (?,?,?,?,?,?,?)`,
			a.ID, a.Revision, row.stored, row.hash, row.checksum(), meta, body)
		return err
	}
	w.put.change++
	has, err := w.vectors(ctx, k)
	if err != nil {
		return err
	}
	_, err = w.put.insert.ExecContext(ctx, int64(w.put.change), a.Revision, row.hash, a.URL, index.Seconds(a.Published), row.stored,
		w.r.Pending && !has, row.checksum(), meta, body, a.ID)
	w.done++
	if err == nil && w.r.OnStored != nil {
		w.r.OnStored(w.done)
	}
	return err
}

// vectors stores those of a current version, and reports whether it has any
// that fit: where articles are cut into other passages now, they do not.
func (w *restorer) vectors(ctx context.Context, k *news.Kept) (bool, error) {
	if !w.r.Vectors || len(k.Vectors) == 0 {
		return false, nil
	}
	record, err := w.r.Encode(ctx, &k.Article)
	if err != nil || len(k.Vectors) != 1+len(record.Passages) {
		return false, err
	}
	packed, err := index.PackVectors(k.Vectors, w.r.Dim)
	if err != nil {
		return false, err
	}
	v := news.Version{ArticleID: k.Article.ID, Revision: k.Article.Revision}
	_, err = w.put.v.ExecContext(ctx, v.ArticleID, v.Revision, vectorSum(v, packed), packed)
	return err == nil, err
}

func (w *restorer) commit(ctx context.Context) error {
	if w.tx == nil {
		return nil
	}
	if err := w.put.saveCounter(ctx, w.tx); err != nil {
		return err
	}
	err := w.tx.Commit()
	w.tx, w.put, w.rows = nil, nil, 0
	return err
}

func (w *restorer) rollback() error {
	if w.tx == nil {
		return nil
	}
	if err := w.tx.Rollback(); !errors.Is(err, sql.ErrTxDone) { // a context that ended has done it
		return err
	}
	return nil
}
