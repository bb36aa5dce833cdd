package articledb

import (
	"context"
	"crypto/rand"
	"database/sql"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"

	"byline/internal/news"

	"github.com/klauspost/compress/zstd"
)

//go:embed schema.sql
var schema string

// schemaVersion is that of schema.sql. A database of an older version is brought
// up to it when it is opened for writing; one of a newer version is refused.
//
//	1  articles, revisions, vectors
//	2  a sum for each row, deletion records, the history
const schemaVersion = 2

// DB keeps articles in SQLite.
type DB struct {
	write *sql.DB // one connection; nil when read-only
	read  *sql.DB
	enc   *zstd.Encoder
	dec   *zstd.Decoder

	prepared sync.Map // int -> *sql.Stmt of read, see eachCurrent
	damage   damage   // what was found unreadable
}

// newCodec returns what compresses bodies. Rows have checksums of their own.
func newCodec() (*zstd.Encoder, *zstd.Decoder, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedFastest), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false))
	if err != nil {
		return nil, nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30))
	return enc, dec, err
}

// Mode says what a database is opened for.
type Mode int

// The modes.
const (
	ForWriting Mode = iota // made if it is not there
	ForReading             // another process may be writing
	// Unchanging opens a database in a folder in which nothing can be written,
	// not even the small files by which readers and a writer keep out of each
	// other's way.
	Unchanging
)

// Open opens the database in dir. It returns KindNotFound if it is empty and is
// not opened for writing, and KindInvalid if another version of the program wrote
// it that this one cannot read.
func Open(ctx context.Context, dir string, mode Mode, log *slog.Logger) (*DB, error) {
	s := &DB{damage: damage{log: log}}
	path := filepath.Join(dir, FileName)
	if err := s.open(ctx, path, mode); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), s.Close())
	}
	return s, nil
}

// FileName is that of the file that holds all articles.
const FileName = "articles.db"

func (s *DB) open(ctx context.Context, path string, mode Mode) error {
	var err error
	if s.enc, s.dec, err = newCodec(); err != nil {
		return err
	}
	if mode == ForWriting {
		if s.write, err = openSQLite(path, mode); err != nil {
			return err
		}
		s.write.SetMaxOpenConns(1)
		if err := s.migrate(ctx); err != nil {
			return err
		}
		mode = ForReading
	}
	if s.read, err = openSQLite(path, mode); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(8)
	s.read.SetMaxIdleConns(8)
	return s.checkVersion(ctx)
}

func openSQLite(path string, mode Mode) (*sql.DB, error) {
	if err := registerFunctions(); err != nil {
		return nil, err
	}
	q := url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(10000)", "synchronous(FULL)", "cache_size(-8192)", "mmap_size(0)", "temp_store(MEMORY)"}}
	switch mode {
	case ForWriting:
		q.Set("mode", "rwc")
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_txlock", "immediate")
	case Unchanging:
		q.Set("immutable", "1")
	case ForReading:
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
}

// version returns that of the schema, 0 if the database was not made yet.
func version(ctx context.Context, db querier) (int, error) {
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'meta'`).Scan(&tables); err != nil || tables == 0 {
		return 0, err
	}
	v, err := meta(ctx, db, "schema")
	if err != nil || v == "" {
		return 0, err
	}
	n, err := strconv.Atoi(v)
	if err != nil {
		return 0, fmt.Errorf("meta: schema: %w", err)
	}
	return n, nil
}

// querier is a database or a transaction.
type querier interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// migrate makes the tables, or brings those of an older version up to date. It
// is one transaction: a process that is killed meanwhile leaves the database as
// it was.
func (s *DB) migrate(ctx context.Context) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says that it is too late
	have, err := version(ctx, tx)
	if err != nil {
		return err
	}
	switch have {
	case schemaVersion:
		return nil
	case 0:
		err = create(ctx, tx)
	case 1:
		err = upgradeFrom1(ctx, tx)
	default:
		err = wrongVersion(have)
	}
	if err != nil {
		return err
	}
	return tx.Commit()
}

func create(ctx context.Context, tx *sql.Tx) error {
	// Version 1 could leave tables behind without its row, if it was killed at once.
	for _, table := range []string{"meta", "articles", "revisions", "vectors"} {
		if _, err := tx.ExecContext(ctx, `DROP TABLE IF EXISTS `+table); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, schema); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO meta VALUES ('schema', ?), ('change', '0'), ('history', ?)`,
		strconv.Itoa(schemaVersion), newHistory().String())
	return err
}

// upgradeFrom1 moves all rows into tables of version 2.
func upgradeFrom1(ctx context.Context, tx *sql.Tx) error {
	steps := `
		DROP INDEX articles_by_url; DROP INDEX articles_by_date; DROP INDEX articles_pending;
		ALTER TABLE articles RENAME TO articles_1;
		ALTER TABLE revisions RENAME TO revisions_1;
		ALTER TABLE vectors RENAME TO vectors_1;` + schema + `;
		INSERT INTO articles SELECT key, id, change, revision, hash, url, published, stored, pending,
			row_sum(id, revision, stored, hash, fields, body), fields, body FROM articles_1;
		INSERT INTO revisions SELECT id, revision, X'', stored, row_sum(id, revision, stored, X'', fields, body), fields, body FROM revisions_1;
		INSERT INTO vectors SELECT id, revision, row_sum(id, revision, 0, X'', '', vectors), vectors FROM vectors_1;
		DROP TABLE articles_1; DROP TABLE revisions_1; DROP TABLE vectors_1;`
	if _, err := tx.ExecContext(ctx, steps); err != nil {
		return fmt.Errorf("bringing it up to schema %d: %w", schemaVersion, err)
	}
	_, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO meta VALUES ('schema', ?), ('history', ?)`,
		strconv.Itoa(schemaVersion), newHistory().String())
	return err
}

func wrongVersion(have int) error {
	if have < schemaVersion {
		return news.Errorf(news.KindInvalid, "was written by an older version of byline (schema %d, this is %d); open it for writing once, with byline serve or byline ingest, to bring it up to date", have, schemaVersion)
	}
	return news.Errorf(news.KindInvalid, "was written by a newer version of byline (schema %d, this is %d); use that version", have, schemaVersion)
}

func (s *DB) checkVersion(ctx context.Context) error {
	have, err := version(ctx, s.read)
	switch {
	case err != nil:
		return err
	case have == 0:
		return news.Errorf(news.KindNotFound, "is empty")
	case have != schemaVersion:
		return wrongVersion(have)
	}
	return nil
}

// Close closes the database.
func (s *DB) Close() error {
	var errs []error
	if s.read != nil {
		errs = append(errs, s.read.Close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	if s.dec != nil {
		s.dec.Close()
	}
	return errors.Join(errs...)
}

// Embedder returns the embedder whose vectors are stored, and their length: ""
// and 0 if nothing was stored yet.
func (s *DB) Embedder(ctx context.Context) (name string, dim int, err error) {
	have, err := s.meta(ctx, "embedder")
	if err != nil || have == "" {
		return "", 0, err
	}
	return splitEmbedder(have)
}

// meta returns a named value, "" if it was never set.
func (s *DB) meta(ctx context.Context, name string) (string, error) {
	return meta(ctx, s.read, name)
}

func meta(ctx context.Context, db querier, name string) (string, error) {
	var v string
	err := db.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = ?`, name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// History names one line of changes to one database. Segments carry it, so that
// those of another database are not taken for this one's.
type History [16]byte

func newHistory() (h History) {
	_, _ = rand.Read(h[:]) // never fails
	return h
}

func (h History) String() string { return hex.EncodeToString(h[:]) }

// History returns that of the database.
func (s *DB) History(ctx context.Context) (h History, err error) {
	v, err := s.meta(ctx, "history")
	if err != nil {
		return h, err
	}
	if b, err := hex.DecodeString(v); err != nil || copy(h[:], b) != len(h) {
		return h, fmt.Errorf("meta: history is %q", v)
	}
	return h, nil
}

// Counter returns the last change number that was given.
func (s *DB) Counter(ctx context.Context) (uint64, error) {
	v, err := s.meta(ctx, "change")
	if err != nil {
		return 0, err
	}
	return strconv.ParseUint(v, 10, 64)
}

// Gap is a run of change numbers that segments of another line of changes
// used, and that are never given in this one.
type Gap struct{ First, Last uint64 }

// Has reports whether a change is in the gap.
func (g Gap) Has(change uint64) bool { return g.First <= change && change <= g.Last }

// Gaps returns all of them.
func (s *DB) Gaps(ctx context.Context) (all []Gap, err error) {
	v, err := s.meta(ctx, "gaps")
	if err != nil || v == "" {
		return nil, err
	}
	if err := json.Unmarshal([]byte(v), &all); err != nil {
		return nil, fmt.Errorf("meta: gaps: %w", err)
	}
	return all, nil
}

// Skip stores gaps, and makes the next change number the one after the last of them.
func (s *DB) Skip(ctx context.Context, all []Gap) error {
	v, err := json.Marshal(all)
	if err != nil {
		return err
	}
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says that it is too late
	if _, err := tx.ExecContext(ctx, `INSERT OR REPLACE INTO meta VALUES ('gaps', ?)`, string(v)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE meta SET value = ? WHERE name = 'change'`, strconv.FormatUint(all[len(all)-1].Last, 10)); err != nil {
		return err
	}
	return tx.Commit()
}

// ChangeEmbedder drops all vectors and names the embedder of those to come;
// pending says whether SetVectors will bring them.
func (s *DB) ChangeEmbedder(ctx context.Context, name string, dim int, pending bool) error {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback() //nolint:errcheck // after Commit it only says that it is too late
	for _, q := range []struct {
		text string
		args []any
	}{
		{`DELETE FROM vectors`, nil},
		{`UPDATE articles SET pending = ? WHERE pending <> ?`, []any{pending, pending}},
		{`INSERT OR REPLACE INTO meta VALUES ('embedder', ?)`, []any{NameEmbedder(name, dim)}},
	} {
		if _, err := tx.ExecContext(ctx, q.text, q.args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// placeholders returns "?,?,…" for n values.
func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }

// NameEmbedder names an embedder and the length of its vectors, as they are stored.
func NameEmbedder(name string, dim int) string { return fmt.Sprintf("%s, %d dimensions", name, dim) }

// splitEmbedder returns what NameEmbedder was given.
func splitEmbedder(stored string) (name string, dim int, err error) {
	at := strings.LastIndex(stored, ", ")
	if _, err := fmt.Sscanf(stored[max(at, 0):], ", %d dimensions", &dim); err != nil {
		return "", 0, err
	}
	return stored[:at], dim, nil
}
