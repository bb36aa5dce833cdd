package articledb

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"byline/internal/index"
	"byline/internal/news"
)

// Hashes returns the hashes of those of the given articles that are stored. An
// article that is known to be damaged is as good as not stored: whoever sends
// it again mends it.
func (s *DB) Hashes(ctx context.Context, ids []string) (map[string][16]byte, error) {
	out := make(map[string][16]byte, len(ids))
	err := s.each(ctx, `SELECT id, hash FROM articles WHERE id IN (`+placeholders(len(ids))+`)`, anys(ids), func(rows *sql.Rows) error {
		var id string
		var hash []byte
		if err := rows.Scan(&id, &hash); err != nil {
			return err
		}
		if len(hash) == 16 && !s.damage.known(id) {
			out[id] = [16]byte(hash)
		}
		return nil
	})
	return out, err
}

// Decisions returns what people decided about those of the given articles that
// they deleted or edited.
func (s *DB) Decisions(ctx context.Context, ids []string) (map[string]news.Decision, error) {
	out := make(map[string]news.Decision)
	in := `id IN (` + placeholders(len(ids)) + `)`
	deleted := `SELECT id FROM deleted WHERE ` + in + ` AND NOT EXISTS (SELECT 1 FROM articles WHERE articles.id = deleted.id)`
	err := s.each(ctx, deleted, anys(ids), func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		out[id] = news.Decision{Deleted: true}
		return err
	})
	if err != nil {
		return nil, err
	}
	// Rows without the name need not be read; those with it are, since a text may hold it, too.
	edited := `SELECT id, fields FROM articles WHERE ` + in + ` AND instr(fields, '"edited":') > 0`
	err = s.each(ctx, edited, anys(ids), func(rows *sql.Rows) error {
		var a news.Article
		var fields []byte
		if err := rows.Scan(&a.ID, &fields); err != nil {
			return err
		}
		if index.UnmarshalFields(fields, &a) == nil && len(a.Edited) > 0 {
			out[a.ID] = news.Decision{Edit: news.EditsOf(&a)}
		}
		return nil
	})
	return out, err
}

// Versions returns the given versions of articles, in the order asked for. A
// version that is gone is left empty, and so is one that is damaged, which the
// error then names: a news.DamagedError comes beside the others.
func (s *DB) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	out := make([]news.Article, len(want))
	ids := make([]any, len(want))
	at := make(map[news.Version][]int, len(want))
	for i, v := range want {
		ids[i] = v.ArticleID
		at[v] = append(at[v], i)
	}
	left := &leftOut{damage: &s.damage}
	take := func(r *versionRow) error {
		places := at[news.Version{ArticleID: r.id, Revision: int(r.revision)}]
		if len(places) == 0 {
			return nil
		}
		a, err := s.unpack(r)
		if err != nil {
			left.take(r.id, err)
			return nil
		}
		for _, i := range places {
			out[i] = a
		}
		return nil
	}
	if err := s.eachCurrent(ctx, ids, left, take); err != nil {
		return nil, err
	}
	var missing []any
	for i, v := range want {
		if out[i].ID == "" && !slices.Contains(left.ids, v.ArticleID) {
			missing = append(missing, v.ArticleID)
		}
	}
	if len(missing) == 0 {
		return out, left.err()
	}
	err := s.eachVersion(ctx, missing, left, take, func(ids []any) (*sql.Rows, error) {
		return s.read.QueryContext(ctx, `SELECT `+versionColumns+` FROM revisions WHERE id IN (`+placeholders(len(ids))+`)`, ids...)
	})
	if err != nil {
		return nil, err
	}
	return out, left.err()
}

// eachVersion calls f on the versions that query finds of articles, by versionColumns.
func (s *DB) eachVersion(ctx context.Context, ids []any, left *leftOut, f func(*versionRow) error, query func(ids []any) (*sql.Rows, error)) error {
	var r versionRow
	return eachOf(ctx, ids, left, query, func(rows *sql.Rows) error {
		if err := scanVersion(rows, &r); err != nil {
			return err
		}
		return f(&r)
	})
}

// eachOf calls f on the rows that query finds of articles. Where damage keeps
// them from being read together, it asks for each article on its own.
func eachOf(ctx context.Context, ids []any, left *leftOut, query func(ids []any) (*sql.Rows, error), f func(*sql.Rows) error) error {
	rows, err := query(ids)
	if err = eachRow(rows, err, f); !IsDamage(err) {
		return err
	}
	for i := range ids {
		rows, err := query(ids[i : i+1])
		if err := eachRow(rows, err, f); err != nil && !left.take(fmt.Sprint(ids[i]), err) {
			return err
		}
	}
	return ctx.Err()
}

// scanVersion reads versionColumns, after the columns that more takes. It does
// not copy them: they hold until the next row.
func scanVersion(rows *sql.Rows, r *versionRow, more ...any) error {
	var hash, fields, body sql.RawBytes
	err := rows.Scan(append(more, &r.id, &r.revision, &r.stored, &hash, &r.sum, &fields, &body)...)
	r.hash, r.fields, r.body = hash, fields, body
	return err
}

// mostPrepared bounds how many statements are kept ready. Searches read a few
// articles at a time, and parsing the statement would take as long.
const mostPrepared = 32

// eachCurrent calls f on the current versions of articles.
func (s *DB) eachCurrent(ctx context.Context, ids []any, left *leftOut, f func(*versionRow) error) error {
	return s.eachVersion(ctx, ids, left, f, func(ids []any) (*sql.Rows, error) {
		query := `SELECT ` + versionColumns + ` FROM articles WHERE id IN (` + placeholders(len(ids)) + `)`
		if len(ids) > mostPrepared {
			return s.read.QueryContext(ctx, query, ids...)
		}
		ready, ok := s.prepared.Load(len(ids))
		if !ok {
			made, err := s.read.PrepareContext(ctx, query)
			if err != nil {
				return nil, err
			}
			if ready, ok = s.prepared.LoadOrStore(len(ids), made); ok {
				_ = made.Close() //nolint:sqlclosecheck // somebody else was first; the other one stays open
			}
		}
		return ready.(*sql.Stmt).QueryContext(ctx, ids...) //nolint:forcetypeassert // there is nothing else in it
	})
}

// Article returns the current version of an article. It returns KindNotFound if
// there is none, and a news.DamagedError if it cannot be read.
func (s *DB) Article(ctx context.Context, id string) (news.Article, error) {
	return s.one(ctx, `id = ?`, id)
}

// ArticleByURL returns the current version of an article that was published at a
// URL, with the errors of Article.
func (s *DB) ArticleByURL(ctx context.Context, url string) (news.Article, error) {
	return s.one(ctx, `url = ? AND url <> '' LIMIT 1`, url)
}

// IDsByURL returns those of the articles that were published at a URL.
func (s *DB) IDsByURL(ctx context.Context, url string) (ids []string, err error) {
	err = s.each(ctx, `SELECT id FROM articles WHERE url = ? AND url <> ''`, []any{url}, func(rows *sql.Rows) error {
		var id string
		err := rows.Scan(&id)
		ids = append(ids, id)
		return err
	})
	return ids, err
}

// one returns the current version of the article for which condition holds.
func (s *DB) one(ctx context.Context, condition, arg string) (news.Article, error) {
	var r versionRow
	err := s.read.QueryRowContext(ctx, `SELECT `+versionColumns+` FROM articles WHERE `+condition, arg).Scan(r.pointers()...)
	if errors.Is(err, sql.ErrNoRows) {
		return news.Article{}, news.Errorf(news.KindNotFound, "there is no article %q", arg)
	}
	var a news.Article
	if err == nil {
		a, err = s.unpack(&r)
	}
	left := &leftOut{damage: &s.damage}
	if err != nil && left.take(cmp.Or(r.id, arg), err) {
		return news.Article{}, left.err()
	}
	return a, err
}

// Revisions returns all versions of an article, the current one first. Damaged
// ones are left out, with a news.DamagedError beside the others.
func (s *DB) Revisions(ctx context.Context, id string) ([]news.Revision, error) {
	var out []news.Revision
	left := &leftOut{damage: &s.damage}
	for _, table := range []string{"articles", "revisions"} {
		err := s.eachVersion(ctx, []any{id}, left, func(r *versionRow) error {
			a, err := s.unpack(r)
			if err != nil {
				left.take(id, err)
				return nil
			}
			out = append(out, news.Revision{Article: a, Stored: time.Unix(r.stored, 0).UTC()})
			return nil
		}, func(ids []any) (*sql.Rows, error) {
			return s.read.QueryContext(ctx, `SELECT `+versionColumns+` FROM `+table+` WHERE id = ? ORDER BY revision DESC`, ids...)
		})
		if err != nil {
			return nil, err
		}
	}
	if err := left.err(); err != nil || len(out) > 0 {
		return out, err
	}
	return nil, news.Errorf(news.KindNotFound, "there is no article %q", id)
}

// Current is the current version of an article, as a segment knows it.
type Current struct {
	Change   uint64
	Revision uint32
	Hash     [16]byte
	ID       string
}

// Currents returns all current versions by rising change number.
func (s *DB) Currents(ctx context.Context) ([]Current, error) {
	var out []Current
	scan := func(rows *sql.Rows) error {
		var c Current
		var change int64
		var hash []byte
		if err := rows.Scan(&change, &c.Revision, &hash, &c.ID); err != nil {
			return err
		}
		c.Change = uint64(change)
		copy(c.Hash[:], hash)
		out = append(out, c)
		return nil
	}
	const columns = `SELECT change, revision, hash, id FROM articles`
	err := s.each(ctx, columns+` INDEXED BY articles_by_change ORDER BY change`, nil, scan)
	if !IsDamage(err) {
		return out, err
	}
	s.damage.log.Warn("an index of the database is damaged; reading all articles instead. `byline repair` mends it", "reason", err)
	out = out[:0]
	if err = s.each(ctx, columns+` NOT INDEXED`, nil, scan); IsDamage(err) {
		s.damage.log.Error("the database is damaged, and some articles cannot be reached; see what `byline repair` can bring back", "reason", err)
		err = nil
	}
	slices.SortFunc(out, func(a, b Current) int { return cmp.Compare(a.Change, b.Change) })
	return out, err
}

// Deletions returns the change that deleted each deleted article.
func (s *DB) Deletions(ctx context.Context) (map[string]uint64, error) {
	out := make(map[string]uint64)
	err := s.each(ctx, `SELECT id, change FROM deleted`, nil, func(rows *sql.Rows) error {
		var id string
		var change int64
		err := rows.Scan(&id, &change)
		out[id] = uint64(change)
		return err
	})
	return out, err
}

// Row is a current version with what is needed to encode it again.
type Row struct {
	Change  uint64
	Pending bool
	Vectors []byte // for index.UnpackVectors; empty: there are none
	Hash    [16]byte
	Article news.Article
}

// Rows calls f with the given versions, in no particular order. Those that are
// damaged, or not there any more, are left out.
func (s *DB) Rows(ctx context.Context, want []Current, f func(Row) error) error {
	left := &leftOut{damage: &s.damage}
	ids := make([]any, len(want))
	changes := make(map[string]uint64, len(want))
	for i, c := range want {
		ids[i], changes[c.ID] = c.ID, c.Change
	}
	for part := range slices.Chunk(ids, 200) {
		err := s.query(ctx, part, left, func(r Row) error {
			if r.Change != changes[r.Article.ID] {
				return nil
			}
			return f(r)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// query calls f with the current versions of articles.
func (s *DB) query(ctx context.Context, ids []any, left *leftOut, f func(Row) error) error {
	columns := `a.` + strings.ReplaceAll(versionColumns, `, `, `, a.`)
	return eachOf(ctx, ids, left, func(ids []any) (*sql.Rows, error) {
		return s.read.QueryContext(ctx, `SELECT a.change, a.pending, v.sum, v.vectors, `+columns+` FROM articles a
			LEFT JOIN vectors v ON v.id = a.id AND v.revision = a.revision WHERE a.id IN (`+placeholders(len(ids))+`)`, ids...)
	}, func(rows *sql.Rows) error {
		var r versionRow
		var change int64
		var sum sql.NullInt64
		var out Row
		if err := scanVersion(rows, &r, &change, &out.Pending, &sum, &out.Vectors); err != nil {
			return err
		}
		out.Change = uint64(change)
		copy(out.Hash[:], r.hash)
		var err error
		if out.Article, err = s.unpack(&r); err != nil {
			left.take(r.id, err)
			return nil
		}
		if v := (news.Version{ArticleID: r.id, Revision: int(r.revision)}); out.Vectors != nil && sum.Int64 != vectorSum(v, out.Vectors) {
			s.damage.log.Warn("stored vectors are damaged; the article is found by keyword only", "article", r.id)
			out.Vectors = nil
		}
		return f(out)
	})
}

// Pending returns up to limit articles that wait for vectors, the longest waiting first.
func (s *DB) Pending(ctx context.Context, limit int) ([]news.Article, error) {
	var versions []news.Version
	err := s.each(ctx, `SELECT id, revision FROM articles WHERE pending ORDER BY change LIMIT ?`, []any{limit}, func(rows *sql.Rows) error {
		var v news.Version
		err := rows.Scan(&v.ArticleID, &v.Revision)
		versions = append(versions, v)
		return err
	})
	if err != nil {
		return nil, err
	}
	articles, err := s.Versions(ctx, versions)
	articles = slices.DeleteFunc(articles, func(a news.Article) bool { return a.ID == "" })
	if len(articles) > 0 { // they need not wait for those that are damaged
		_, err = news.SplitDamaged(err)
	}
	return articles, err
}

// Stats fills the counts that SQLite knows.
func (s *DB) Stats(ctx context.Context, st *news.Stats) error {
	var oldest, newest sql.NullInt64
	err := s.read.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM revisions),
		(SELECT count(*) FROM articles WHERE pending), (SELECT min(published) FROM articles WHERE published > ?1), (SELECT max(published) FROM articles WHERE published > ?1)`,
		int64(index.UnknownDate)).Scan(&st.Articles, &st.Revisions, &st.Pending, &oldest, &newest)
	if err != nil {
		return fmt.Errorf("counting: %w", err)
	}
	if oldest.Valid {
		st.Oldest, st.Newest = time.Unix(oldest.Int64, 0).UTC(), time.Unix(newest.Int64, 0).UTC()
	}
	return nil
}

// each runs a query and calls f on every row.
func (s *DB) each(ctx context.Context, query string, args []any, f func(*sql.Rows) error) error {
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

// ChangesOf returns the change numbers of those versions that are current.
func (s *DB) ChangesOf(ctx context.Context, want []news.Version) (map[news.Version]uint64, error) {
	ids := make([]any, len(want))
	for i, v := range want {
		ids[i] = v.ArticleID
	}
	out := make(map[news.Version]uint64, len(want))
	err := s.each(ctx, `SELECT id, revision, change FROM articles WHERE id IN (`+placeholders(len(ids))+`)`, ids, func(rows *sql.Rows) error {
		var v news.Version
		var change int64
		if err := rows.Scan(&v.ArticleID, &v.Revision, &change); err != nil {
			return err
		}
		out[v] = uint64(change)
		return nil
	})
	return out, err
}
