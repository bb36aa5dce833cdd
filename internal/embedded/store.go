package embedded

import (
	"context"
	"database/sql"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"
	"unsafe"

	"byline/internal/news"

	"github.com/klauspost/compress/zstd"
)

//go:embed schema.sql
var schema string

// schemaVersion is that of schema.sql; a database of another version is refused.
const schemaVersion = 1

// store keeps articles in SQLite.
type store struct {
	write *sql.DB // one connection; nil when read-only
	read  *sql.DB
	enc   *zstd.Encoder
	dec   *zstd.Decoder

	prepared sync.Map // int -> *sql.Stmt of read, see eachCurrent
}

func openStore(ctx context.Context, dir string, readOnly bool) (*store, error) {
	s := &store{}
	path := filepath.Join(dir, "articles.db")
	if err := s.open(ctx, path, readOnly); err != nil {
		return nil, errors.Join(fmt.Errorf("%s: %w", path, err), s.close())
	}
	return s, nil
}

func (s *store) open(ctx context.Context, path string, readOnly bool) error {
	var err error
	if s.enc, err = zstd.NewWriter(nil, zstd.WithEncoderLevel(zstd.SpeedDefault), zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false)); err != nil {
		return err
	}
	if s.dec, err = zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30)); err != nil {
		return err
	}
	if !readOnly {
		if s.write, err = openSQLite(path, "rwc"); err != nil {
			return err
		}
		s.write.SetMaxOpenConns(1)
		if err := s.migrate(ctx); err != nil {
			return err
		}
	}
	if s.read, err = openSQLite(path, "ro"); err != nil {
		return err
	}
	s.read.SetMaxOpenConns(8)
	s.read.SetMaxIdleConns(8)
	return s.checkVersion(ctx)
}

func openSQLite(path, mode string) (*sql.DB, error) {
	if err := registerFold(); err != nil {
		return nil, err
	}
	q := url.Values{"mode": {mode}, "_pragma": {"busy_timeout(10000)", "synchronous(FULL)", "cache_size(-8192)", "mmap_size(0)", "temp_store(MEMORY)"}}
	if mode != "ro" {
		q.Add("_pragma", "journal_mode(WAL)")
		q.Add("_txlock", "immediate")
	}
	return sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?"+q.Encode())
}

func (s *store) migrate(ctx context.Context) error {
	var n int
	if err := s.write.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name = 'meta'`).Scan(&n); err != nil {
		return err
	}
	if n > 0 {
		return nil
	}
	if _, err := s.write.ExecContext(ctx, schema); err != nil {
		return err
	}
	_, err := s.write.ExecContext(ctx, `INSERT OR IGNORE INTO meta VALUES ('schema', ?), ('change', '0')`, strconv.Itoa(schemaVersion))
	return err
}

func (s *store) checkVersion(ctx context.Context) error {
	v, err := s.meta(ctx, "schema")
	if err != nil {
		return err
	}
	if v != strconv.Itoa(schemaVersion) {
		return news.Errorf(news.KindInvalid, "was written by another version of byline (schema %q, this is %d)", v, schemaVersion)
	}
	return nil
}

func (s *store) close() error {
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

// meta returns a named value, "" if it was never set.
func (s *store) meta(ctx context.Context, name string) (string, error) {
	var v string
	err := s.read.QueryRowContext(ctx, `SELECT value FROM meta WHERE name = ?`, name).Scan(&v)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return v, err
}

// changeEmbedder drops all vectors and names the embedder of those to come;
// pending says whether SetVectors will bring them.
func (s *store) changeEmbedder(ctx context.Context, name string, pending bool) error {
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
		{`INSERT OR REPLACE INTO meta VALUES ('embedder', ?)`, []any{name}},
	} {
		if _, err := tx.ExecContext(ctx, q.text, q.args...); err != nil {
			return err
		}
	}
	return tx.Commit()
}

// fields is the JSON of an article's columns that are never searched by SQL.
type fields struct {
	Source      string    `json:"source,omitempty"`
	Headline    string    `json:"headline,omitempty"`
	Authors     []string  `json:"authors,omitempty"`
	Published   time.Time `json:"published,omitzero"`
	Updated     time.Time `json:"updated,omitzero"`
	Section     string    `json:"section,omitempty"`
	Subjects    []string  `json:"subjects,omitempty"`
	Language    string    `json:"language,omitempty"`
	Caption     string    `json:"caption,omitempty"`
	Credit      string    `json:"credit,omitempty"`
	Attribution []string  `json:"attribution,omitempty"`
	URL         string    `json:"url,omitempty"`
}

func (s *store) pack(a *news.Article) (meta string, body []byte, err error) {
	b, err := json.Marshal(fields{
		Source: a.Source, Headline: a.Headline, Authors: a.Authors, Published: a.Published, Updated: a.Updated,
		Section: a.Section, Subjects: a.Subjects, Language: a.Language, Caption: a.Caption, Credit: a.Credit,
		Attribution: a.Attribution, URL: a.URL,
	})
	return string(b), s.enc.EncodeAll([]byte(a.Body), make([]byte, 0, len(a.Body)/2)), err
}

func (s *store) unpack(a *news.Article, meta string, body []byte) error {
	var f fields
	if err := json.Unmarshal([]byte(meta), &f); err != nil {
		return fmt.Errorf("article %q: stored fields: %w", a.ID, err)
	}
	text, err := s.dec.DecodeAll(body, nil)
	if err != nil {
		return fmt.Errorf("article %q: stored body: %w", a.ID, err)
	}
	a.Source, a.Headline, a.Authors, a.Published, a.Updated = f.Source, f.Headline, f.Authors, f.Published, f.Updated
	a.Section, a.Subjects, a.Language, a.Caption, a.Credit = f.Section, f.Subjects, f.Language, f.Caption, f.Credit
	a.Attribution, a.URL = f.Attribution, f.URL
	a.Body = unsafe.String(unsafe.SliceData(text), len(text)) // nothing else holds text
	return nil
}

// placeholders returns "?,?,…" for n values.
func placeholders(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }
