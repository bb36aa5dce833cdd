package articledb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"byline/internal/atomicfile"
	"byline/internal/index"
	"byline/internal/news"
)

// Repaired tells what Repair did.
type Repaired struct {
	Articles  int            // that are there
	Revisions int            // superseded versions that are there
	Reverted  []news.Version // an earlier version, named here, is the current one again
	Lost      []string       // articles of which no version could be read
	Damaged   []news.Version // superseded versions that could not be read
	Wrong     bool           // something is damaged, if only an index of the database
	Old       string         // the file that the damaged database is kept in, if it was replaced
}

// RepairOptions say how to repair.
type RepairOptions struct {
	DryRun   bool // find out what would be brought back, and change nothing
	Logger   *slog.Logger
	Progress func(done, total int) // articles
}

// Repair makes a new database of all that can be read of a damaged one. An
// article whose current version is lost goes back to its newest version that is
// whole. The damaged database is kept beside the new one. Nobody may be writing
// to it.
func Repair(ctx context.Context, dir string, o RepairOptions) (done Repaired, err error) {
	r := &repair{dir: dir, progress: o.Progress}
	err = r.run(ctx, o.Logger)
	if closed := r.close(); err == nil && !IsDamage(closed) {
		err = closed
	}
	if err == nil && r.wrong && !o.DryRun {
		err = r.replace()
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		_ = os.Remove(r.path(repairingName + suffix)) // what is left of an attempt, if anything is
	}
	if err != nil {
		return done, err
	}
	r.done.Wrong = r.wrong
	return r.done, nil
}

// repairingName is that of the database while it is made.
const repairingName = FileName + ".repairing"

// repair copies what is whole from an old database to a new one.
type repair struct {
	dir      string
	progress func(done, total int)
	old, new *DB
	columns  string // versionColumns of current versions in the old database
	retired  string // the same of superseded ones
	wrong    bool   // something is damaged
	done     Repaired
}

func (r *repair) path(name string) string { return filepath.Join(r.dir, name) }

func (r *repair) run(ctx context.Context, log *slog.Logger) error {
	if err := r.open(ctx, log); err != nil {
		return err
	}
	tx, err := r.new.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says that it is too late
	for _, step := range []func(context.Context, *sql.Tx) error{r.checkPages, r.copySmall, r.copyRevisions, r.copyArticles, r.copyVectors} {
		if err := step(ctx, tx); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// open opens the old database as it is and makes the new one.
func (r *repair) open(ctx context.Context, log *slog.Logger) (err error) {
	r.old = &DB{damage: damage{log: log}}
	if r.old.enc, r.old.dec, err = newCodec(); err != nil {
		return err
	}
	if r.old.read, err = openSQLite(r.path(FileName), ForWriting); err != nil { // it takes in the log of changes
		return err
	}
	have, err := version(ctx, r.old.read)
	if err != nil {
		return fmt.Errorf("%s cannot be read at all (%w); put a backup back with: byline restore FILE --data %s --force", FileName, err, r.dir)
	}
	switch have {
	case schemaVersion:
		r.columns, r.retired = versionColumns, versionColumns
	case 1:
		r.columns = `id, revision, stored, hash, row_sum(id, revision, stored, hash, fields, body), fields, body`
		r.retired = `id, revision, stored, X'', row_sum(id, revision, stored, X'', fields, body), fields, body`
	default:
		return wrongVersion(have)
	}
	if err := os.Remove(r.path(repairingName)); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	r.new = &DB{damage: damage{log: log}}
	return r.new.open(ctx, r.path(repairingName), ForWriting)
}

func (r *repair) close() error {
	var errs []error
	for _, s := range []*DB{r.old, r.new} {
		if s != nil {
			errs = append(errs, s.Close())
		}
	}
	return errors.Join(errs...)
}

// take notes damage and returns any other error.
func (r *repair) take(err error) error {
	if IsDamage(err) {
		r.wrong = true
		return nil
	}
	return err
}

// walk calls f on what can be reached of a table. Damage ends a walk in one
// order, and the next one comes from another side, so f may see a row twice.
func (r *repair) walk(ctx context.Context, query string, f func(*sql.Rows) error, orders ...string) error {
	for _, order := range orders {
		err := r.old.each(ctx, query+order, nil, f)
		if err == nil {
			return nil
		}
		if err := r.take(err); err != nil {
			return err
		}
	}
	return nil
}

// checkPages finds damage that no row shows, as in an index.
func (r *repair) checkPages(ctx context.Context, _ *sql.Tx) error {
	var line string
	err := r.old.read.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&line)
	r.wrong = r.wrong || err == nil && line != "ok"
	return r.take(err)
}

// copySmall copies the settings of the index and the deletion records.
func (r *repair) copySmall(ctx context.Context, tx *sql.Tx) error {
	err := r.walk(ctx, `SELECT name, value FROM meta`, func(rows *sql.Rows) error {
		var name, value string
		if err := rows.Scan(&name, &value); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO meta VALUES (?,?)`, name, value) // schema, history and change are there
		return err
	}, ` ORDER BY name`, ` ORDER BY name DESC`)
	if err != nil || r.retired != versionColumns { // version 1 has no deletion records
		return err
	}
	return r.walk(ctx, `SELECT id, revision, change FROM deleted`, func(rows *sql.Rows) error {
		var id string
		var revision, change int64
		if err := rows.Scan(&id, &revision, &change); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO deleted VALUES (?,?,?)`, id, revision, change)
		return err
	}, ` ORDER BY id`, ` ORDER BY id DESC`)
}

// copyRevisions copies the superseded versions that are whole.
func (r *repair) copyRevisions(ctx context.Context, tx *sql.Tx) error {
	var all []news.Version
	seen := make(map[news.Version]bool)
	err := r.walk(ctx, `SELECT id, revision FROM revisions`, func(rows *sql.Rows) error {
		var v news.Version
		err := rows.Scan(&v.ArticleID, &v.Revision)
		if err == nil && !seen[v] {
			seen[v] = true
			all = append(all, v)
		}
		return err
	}, ` ORDER BY id, revision`, ` ORDER BY id DESC, revision DESC`)
	if err != nil {
		return err
	}
	for _, v := range all {
		row, err := r.read(ctx, `SELECT `+r.retired+` FROM revisions WHERE id = ? AND revision = ?`, v.ArticleID, v.Revision)
		if err != nil {
			return err
		}
		if row == nil {
			r.done.Damaged = append(r.done.Damaged, v)
			continue
		}
		if _, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO revisions (`+versionColumns+`) VALUES (?,?,?,?,?,?,?)`, row.values()...); err != nil {
			return err
		}
		r.done.Revisions++
	}
	return nil
}

// read returns a row, nil if it is damaged or is not there.
func (r *repair) read(ctx context.Context, query string, args ...any) (*versionRow, error) {
	var row versionRow
	err := r.old.read.QueryRowContext(ctx, query, args...).Scan(row.pointers()...)
	if err == nil {
		_, err = r.old.unpack(&row)
	}
	if errors.Is(err, sql.ErrNoRows) {
		r.wrong = true
		return nil, nil //nolint:nilnil // as the comment says
	}
	if err != nil {
		return nil, r.take(err)
	}
	return &row, nil
}

func (r *versionRow) values() []any {
	return []any{r.id, r.revision, r.stored, r.hash, r.sum, string(r.fields), r.body}
}

// known is what is known of an article apart from its row.
type known struct {
	key      int64
	id       string
	revision int64
	change   int64
	pending  bool
}

// copyArticles copies the current versions that are whole, and puts the newest
// whole version in the place of those that are not.
func (r *repair) copyArticles(ctx context.Context, tx *sql.Tx) error {
	all, err := r.list(ctx)
	if err != nil {
		return err
	}
	copied := make(map[string]int64) // ID -> revision
	bad := make(map[string]int64)
	for i, k := range all {
		r.progress(i+1, len(all))
		row, err := r.read(ctx, `SELECT `+r.columns+` FROM articles WHERE key = ?`, k.key)
		if err != nil {
			return err
		}
		if row == nil {
			bad[k.id] = max(bad[k.id], k.revision)
			continue
		}
		if copied[row.id] >= row.revision { // an entry was damaged, so the article was stored twice
			continue
		}
		copied[row.id] = row.revision
		if err := r.insert(ctx, tx, row, k); err != nil {
			return err
		}
	}
	delete(bad, "") // that of a row of which nothing is known
	for id, revision := range bad {
		if copied[id] > 0 {
			continue
		}
		if err := r.revert(ctx, tx, id, revision); err != nil {
			return err
		}
	}
	r.done.Articles += len(copied)
	slices.Sort(r.done.Lost)
	return r.saveCounter(ctx, tx)
}

// list finds the keys of all current versions by the table and by its indexes.
func (r *repair) list(ctx context.Context) ([]known, error) {
	found := make(map[int64]known)
	visits := 0
	for i, from := range []struct{ query, forwards, backwards string }{
		{`SELECT key, id, revision, change, pending FROM articles NOT INDEXED`, ` ORDER BY key`, ` ORDER BY key DESC`},
		{`SELECT key, id, 0, 0, 0 FROM articles INDEXED BY articles_by_date`, ` ORDER BY published, id`, ` ORDER BY published DESC, id DESC`},
		{`SELECT key, id, revision, change, 0 FROM articles INDEXED BY articles_by_change`, ` ORDER BY change`, ` ORDER BY change DESC`},
	} {
		if r.columns != versionColumns && i == 2 {
			continue // version 1 has no such index
		}
		seen := make(map[int64]bool)
		err := r.walk(ctx, from.query, func(rows *sql.Rows) error {
			var k known
			if err := rows.Scan(&k.key, &k.id, &k.revision, &k.change, &k.pending); err != nil {
				return err
			}
			seen[k.key] = true
			if old, ok := found[k.key]; !ok || old.revision == 0 {
				found[k.key] = k
			}
			return nil
		}, from.forwards, from.backwards)
		if err != nil {
			return nil, err
		}
		r.wrong = r.wrong || i > 0 && len(seen) != visits || len(found) != len(seen)
		visits = len(seen)
	}
	all := make([]known, 0, len(found))
	for _, k := range found {
		all = append(all, k)
	}
	slices.SortFunc(all, func(a, b known) int { return cmp.Or(cmp.Compare(a.change, b.change), cmp.Compare(a.key, b.key)) })
	return all, nil
}

// insert stores a row as the current version of its article, under the next change.
func (r *repair) insert(ctx context.Context, tx *sql.Tx, row *versionRow, k known) error {
	a, err := r.old.unpack(row)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `INSERT OR REPLACE INTO articles (change, url, published, pending, `+versionColumns+`)
		VALUES ((SELECT coalesce(max(change), 0) + 1 FROM articles),?,?,?,?,?,?,?,?,?,?)`,
		append([]any{a.URL, index.Seconds(a.Published), k.pending}, row.values()...)...)
	return err
}

// revert makes the newest whole version of an article the current one, and
// keeps the number of the one that is lost from being used again.
func (r *repair) revert(ctx context.Context, tx *sql.Tx, id string, lost int64) error {
	r.wrong = true
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO deleted (id, revision, change) VALUES (?1, max(?2, coalesce((SELECT revision FROM deleted WHERE id = ?1), 1)), 0)`, id, lost); err != nil {
		return err
	}
	var row versionRow
	err := tx.QueryRowContext(ctx, `SELECT `+versionColumns+` FROM revisions WHERE id = ? ORDER BY revision DESC LIMIT 1`, id).Scan(row.pointers()...)
	if errors.Is(err, sql.ErrNoRows) {
		r.done.Lost = append(r.done.Lost, id)
		return nil
	}
	if err != nil {
		return err
	}
	if len(row.hash) != 16 { // version 1 did not keep it
		row.hash = make([]byte, 16)
		row.sum = row.checksum()
	}
	if err := r.insert(ctx, tx, &row, known{}); err != nil {
		return err
	}
	r.done.Articles++
	r.done.Revisions--
	r.done.Reverted = append(r.done.Reverted, news.Version{ArticleID: id, Revision: int(row.revision)})
	_, err = tx.ExecContext(ctx, `DELETE FROM revisions WHERE id = ? AND revision = ?`, id, row.revision)
	return err
}

// saveCounter makes the number of the last change above all that are used.
func (r *repair) saveCounter(ctx context.Context, tx *sql.Tx) error {
	var last int64
	if err := tx.QueryRowContext(ctx, `SELECT max(coalesce((SELECT max(change) FROM articles), 0), coalesce((SELECT max(change) FROM deleted), 0))`).Scan(&last); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `UPDATE meta SET value = ? WHERE name = 'change'`, strconv.FormatInt(last, 10))
	return err
}

// copyVectors copies the vectors of versions that are there.
func (r *repair) copyVectors(ctx context.Context, tx *sql.Tx) error {
	sum := `sum`
	if r.columns != versionColumns {
		sum = `row_sum(id, revision, 0, X'', '', vectors)`
	}
	return r.walk(ctx, `SELECT id, revision, `+sum+`, vectors FROM vectors`, func(rows *sql.Rows) error {
		var v news.Version
		var sum int64
		var packed []byte
		if err := rows.Scan(&v.ArticleID, &v.Revision, &sum, &packed); err != nil {
			return err
		}
		if vectorSum(v, packed) != sum {
			r.wrong = true
			return nil
		}
		_, err := tx.ExecContext(ctx, `INSERT OR IGNORE INTO vectors (id, revision, sum, vectors) VALUES (?,?,?,?)`, v.ArticleID, v.Revision, sum, packed)
		return err
	}, ` ORDER BY id, revision`, ` ORDER BY id DESC, revision DESC`)
}

// replace puts the new database in the place of the old one, which is kept.
func (r *repair) replace() error {
	kept := r.path(FileName + ".damaged")
	for n := 2; ; n++ {
		if _, err := os.Lstat(kept); errors.Is(err, os.ErrNotExist) {
			break
		}
		kept = r.path(fmt.Sprintf("%s.damaged-%d", FileName, n))
	}
	if err := os.Link(r.path(FileName), kept); err != nil {
		return err
	}
	// A log of changes that stayed behind would be taken for the new one's.
	for _, suffix := range []string{"-wal", "-shm"} {
		if err := os.Rename(r.path(FileName+suffix), kept+suffix); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	r.done.Old = kept
	if err := os.Rename(r.path(repairingName), r.path(FileName)); err != nil {
		return err
	}
	return atomicfile.SyncDir(r.dir)
}
