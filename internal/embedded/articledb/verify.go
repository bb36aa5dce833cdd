package articledb

import (
	"context"
	"database/sql"
	"fmt"

	"byline/internal/news"
)

// Fault is something stored that is not as it was written.
type Fault struct {
	Article  string `json:"article,omitempty"`  // "" if it belongs to none
	Revision int    `json:"revision,omitempty"` // 0 if that is not known
	Detail   string `json:"detail"`
}

func (f Fault) String() string {
	switch {
	case f.Article == "":
		return f.Detail
	case f.Revision == 0:
		return fmt.Sprintf("article %q: %s", f.Article, f.Detail)
	}
	return fmt.Sprintf("article %q, revision %d: %s", f.Article, f.Revision, f.Detail)
}

// VerifyPages lets SQLite check the pages and indexes of the database.
func (s *DB) VerifyPages(ctx context.Context, report func(Fault)) error {
	err := s.each(ctx, `PRAGMA integrity_check(100)`, nil, func(rows *sql.Rows) error {
		var line string
		if err := rows.Scan(&line); err != nil {
			return err
		}
		if line != "ok" {
			report(Fault{Detail: FileName + ": " + line})
		}
		return nil
	})
	return reportDamage(report, "the pages of "+FileName, err)
}

// VerifyRevisions reads all superseded versions.
func (s *DB) VerifyRevisions(ctx context.Context, report func(Fault)) error {
	err := s.each(ctx, `SELECT `+versionColumns+` FROM revisions`, nil, func(rows *sql.Rows) error {
		var r versionRow
		if err := scanVersion(rows, &r); err != nil {
			return err
		}
		if _, err := s.unpack(&r); err != nil {
			report(Fault{r.id, int(r.revision), err.Error()})
		}
		return nil
	})
	return reportDamage(report, "the superseded versions", err)
}

// VerifyVectors reads all vectors that are kept.
func (s *DB) VerifyVectors(ctx context.Context, report func(Fault)) error {
	err := s.each(ctx, `SELECT id, revision, sum, vectors FROM vectors`, nil, func(rows *sql.Rows) error {
		var of news.Version
		var sum int64
		var packed []byte
		if err := rows.Scan(&of.ArticleID, &of.Revision, &sum, &packed); err != nil {
			return err
		}
		if vectorSum(of, packed) != sum {
			report(Fault{of.ArticleID, of.Revision, "its stored vectors are damaged"})
		}
		return nil
	})
	return reportDamage(report, "the stored vectors", err)
}

// reportDamage reports damage that kept something from being read, and returns
// any other error.
func reportDamage(report func(Fault), what string, err error) error {
	if !IsDamage(err) {
		return err
	}
	report(Fault{Detail: fmt.Sprintf("%s cannot all be read: %v", what, err)})
	return nil
}
