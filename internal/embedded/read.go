package embedded

import (
	"context"
	"database/sql"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"byline/internal/news"
)

// unknownDate stands for a publication date that is not known. It is before
// every date, so that a date filter never matches it.
const unknownDate = math.MinInt64

func seconds(t time.Time) int64 {
	if t.IsZero() {
		return unknownDate
	}
	return t.Unix()
}

// hashes returns the hashes of those of the given articles that are stored.
func (s *store) hashes(ctx context.Context, ids []string) (map[string][16]byte, error) {
	out := make(map[string][16]byte, len(ids))
	err := s.each(ctx, `SELECT id, hash FROM articles WHERE id IN (`+placeholders(len(ids))+`)`, anys(ids), func(rows *sql.Rows) error {
		var id string
		var hash []byte
		if err := rows.Scan(&id, &hash); err != nil {
			return err
		}
		out[id] = [16]byte(hash)
		return nil
	})
	return out, err
}

// versions returns the given versions of articles, in the order asked for. A
// version that is gone is left empty.
func (s *store) versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	out := make([]news.Article, len(want))
	ids := make([]any, len(want))
	at := make(map[news.Version][]int, len(want))
	for i, v := range want {
		ids[i] = v.ArticleID
		at[v] = append(at[v], i)
	}
	scan := func(rows *sql.Rows) error {
		var a news.Article
		var meta, body sql.RawBytes
		if err := rows.Scan(&a.ID, &a.Revision, &meta, &body); err != nil {
			return err
		}
		places := at[news.Version{ArticleID: a.ID, Revision: a.Revision}]
		if len(places) == 0 {
			return nil
		}
		if err := s.unpack(&a, string(meta), body); err != nil {
			return err
		}
		for _, i := range places {
			out[i] = a
		}
		return nil
	}
	if err := s.eachCurrent(ctx, ids, scan); err != nil {
		return nil, err
	}
	var missing []any
	for i, v := range want {
		if out[i].ID == "" {
			missing = append(missing, v.ArticleID)
		}
	}
	if len(missing) == 0 {
		return out, nil
	}
	return out, s.each(ctx, `SELECT id, revision, fields, body FROM revisions WHERE id IN (`+placeholders(len(missing))+`)`, missing, scan)
}

// mostPrepared bounds how many statements are kept ready. Searches read a few
// articles at a time, and parsing the statement would take as long.
const mostPrepared = 32

// eachCurrent calls f on the current versions of articles.
func (s *store) eachCurrent(ctx context.Context, ids []any, f func(*sql.Rows) error) error {
	query := `SELECT id, revision, fields, body FROM articles WHERE id IN (` + placeholders(len(ids)) + `)`
	if len(ids) > mostPrepared {
		return s.each(ctx, query, ids, f)
	}
	ready, ok := s.prepared.Load(len(ids))
	if !ok {
		made, err := s.read.PrepareContext(ctx, query)
		if err != nil {
			return err
		}
		if ready, ok = s.prepared.LoadOrStore(len(ids), made); ok {
			_ = made.Close() //nolint:sqlclosecheck // somebody else was first; the other one stays open
		}
	}
	rows, err := ready.(*sql.Stmt).QueryContext(ctx, ids...) //nolint:forcetypeassert // there is nothing else in it
	return eachRow(rows, err, f)
}

// one returns the current version of the article for which condition holds.
func (s *store) one(ctx context.Context, condition string, arg any) (news.Article, error) {
	var a news.Article
	var meta string
	var body []byte
	err := s.read.QueryRowContext(ctx, `SELECT id, revision, fields, body FROM articles WHERE `+condition, arg).Scan(&a.ID, &a.Revision, &meta, &body)
	if errors.Is(err, sql.ErrNoRows) {
		return a, news.Errorf(news.KindNotFound, "there is no article %q", arg)
	}
	if err != nil {
		return a, err
	}
	err = s.unpack(&a, meta, body)
	return a, err
}

// revisions returns all versions of an article, the current one first.
func (s *store) revisions(ctx context.Context, id string) ([]news.Revision, error) {
	var out []news.Revision
	err := s.each(ctx, `SELECT id, revision, stored, fields, body FROM articles WHERE id = ?1
		UNION ALL SELECT id, revision, stored, fields, body FROM revisions WHERE id = ?1 ORDER BY revision DESC`, []any{id}, func(rows *sql.Rows) error {
		var r news.Revision
		var stored int64
		var meta string
		var body []byte
		if err := rows.Scan(&r.ID, &r.Revision, &stored, &meta, &body); err != nil {
			return err
		}
		r.Stored = time.Unix(stored, 0).UTC()
		err := s.unpack(&r.Article, meta, body)
		out = append(out, r)
		return err
	})
	if err == nil && len(out) == 0 {
		err = news.Errorf(news.KindNotFound, "there is no article %q", id)
	}
	return out, err
}

// list returns articles that match, the newest first, and the cursor of the next page.
func (s *store) list(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error) {
	where, args := conditions(f)
	if p.Cursor != "" {
		published, id, err := parseCursor(p.Cursor)
		if err != nil {
			return nil, "", err
		}
		where = append(where, `(published < ? OR published = ? AND id > ?)`)
		args = append(args, published, published, id)
	}
	q := `SELECT id, revision, published, fields, body FROM articles`
	if len(where) > 0 {
		q += ` WHERE ` + strings.Join(where, ` AND `)
	}
	q += ` ORDER BY published DESC, id LIMIT ?`
	var out []news.Article
	var last int64
	more := false
	err := s.each(ctx, q, append(args, p.Limit+1), func(rows *sql.Rows) error {
		if len(out) == p.Limit {
			more = true
			return nil
		}
		var a news.Article
		var meta string
		var body []byte
		if err := rows.Scan(&a.ID, &a.Revision, &last, &meta, &body); err != nil {
			return err
		}
		err := s.unpack(&a, meta, body)
		out = append(out, a)
		return err
	})
	if err != nil || !more {
		return out, "", err
	}
	return out, formatCursor(last, out[len(out)-1].ID), nil
}

func conditions(f news.Filter) (where []string, args []any) {
	add := func(condition string, values ...any) {
		where, args = append(where, condition), append(args, values...)
	}
	if !f.After.IsZero() {
		add(`published >= ?`, f.After.Unix())
	}
	if !f.Before.IsZero() {
		add(`published < ?`, f.Before.Unix())
		if f.After.IsZero() {
			add(`published > ?`, int64(unknownDate))
		}
	}
	if n := len(f.Sources); n > 0 {
		add(`fold(json_extract(fields, '$.source')) IN (`+placeholders(n)+`)`, lowers(f.Sources)...)
	}
	if n := len(f.Subjects); n > 0 {
		add(`EXISTS (SELECT 1 FROM json_each(fields, '$.subjects') WHERE fold(value) IN (`+placeholders(n)+`))`, lowers(f.Subjects)...)
	}
	if f.Language != "" {
		add(`fold(json_extract(fields, '$.language')) = ?`, strings.ToLower(f.Language))
	}
	return where, args
}

func formatCursor(published int64, id string) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(published, 10) + " " + id))
}

func parseCursor(c string) (published int64, id string, err error) {
	b, err := base64.RawURLEncoding.DecodeString(c)
	date, id, ok := strings.Cut(string(b), " ")
	if err == nil && ok {
		published, err = strconv.ParseInt(date, 10, 64)
	}
	if err != nil || !ok {
		return 0, "", news.InvalidField("cursor", "is not a cursor that a listing returned")
	}
	return published, id, nil
}

// changes returns the change numbers of all current versions, ascending.
func (s *store) changes(ctx context.Context) ([]uint64, error) {
	var out []uint64
	err := s.each(ctx, `SELECT change FROM articles ORDER BY change`, nil, func(rows *sql.Rows) error {
		var c int64
		err := rows.Scan(&c)
		out = append(out, uint64(c))
		return err
	})
	return out, err
}

// row is a current version with what is needed to encode it again.
type row struct {
	change  uint64
	pending bool
	vectors []byte
	article news.Article
}

// rows calls f with the current versions of the given changes, in no particular order.
func (s *store) rows(ctx context.Context, changes []uint64, f func(row) error) error {
	const batch = 200
	for len(changes) > 0 {
		n := min(batch, len(changes))
		args := make([]any, n)
		for i, c := range changes[:n] {
			args[i] = int64(c)
		}
		changes = changes[n:]
		if err := s.query(ctx, `change IN (`+placeholders(n)+`)`, args, f); err != nil {
			return err
		}
	}
	return nil
}

func (s *store) query(ctx context.Context, condition string, args []any, f func(row) error) error {
	q := `SELECT a.change, a.pending, a.id, a.revision, a.fields, a.body, v.vectors FROM articles a
		LEFT JOIN vectors v ON v.id = a.id AND v.revision = a.revision WHERE ` + condition
	return s.each(ctx, q, args, func(rows *sql.Rows) error {
		var r row
		var change int64
		var meta string
		var body []byte
		if err := rows.Scan(&change, &r.pending, &r.article.ID, &r.article.Revision, &meta, &body, &r.vectors); err != nil {
			return err
		}
		r.change = uint64(change)
		if err := s.unpack(&r.article, meta, body); err != nil {
			return err
		}
		return f(r)
	})
}

// stats fills the counts that SQLite knows.
func (s *store) stats(ctx context.Context, st *news.Stats) error {
	var oldest, newest sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions),
		(SELECT count(*) FROM articles WHERE pending), (SELECT min(published) FROM articles WHERE published > ?1), (SELECT max(published) FROM articles WHERE published > ?1)`,
		int64(unknownDate)).Scan(&st.Articles, &st.Revisions, &st.Pending, &oldest, &newest)
	if err != nil {
		return fmt.Errorf("counting: %w", err)
	}
	if oldest.Valid {
		st.Oldest, st.Newest = time.Unix(oldest.Int64, 0).UTC(), time.Unix(newest.Int64, 0).UTC()
	}
	return nil
}

// each runs a query and calls f on every row.
func (s *store) each(ctx context.Context, query string, args []any, f func(*sql.Rows) error) error {
	rows, err := s.read.QueryContext(ctx, query, args...)
	return eachRow(rows, err, f)
}

// eachRow calls f on every row of a query that may have failed.
func eachRow(rows *sql.Rows, err error, f func(*sql.Rows) error) error {
	if err != nil {
		return err
	}
	defer rows.Close() // rows.Err tells
	for rows.Next() {
		if err := f(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

func anys(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = s
	}
	return out
}

func lowers(ss []string) []any {
	out := make([]any, len(ss))
	for i, s := range ss {
		out[i] = strings.ToLower(s)
	}
	return out
}
