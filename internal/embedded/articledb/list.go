package articledb

import (
	"context"
	"database/sql"
	"errors"
	"slices"
	"strings"

	"byline/internal/index"
	"byline/internal/news"
)

// Articles returns articles that match, the newest first, and the cursor of the
// next page. Damaged ones are left out, with a news.DamagedError beside the others.
func (s *DB) Articles(ctx context.Context, f news.Filter, p news.Page) ([]news.Article, string, error) {
	where, args, err := conditionsOf(f, p.Cursor)
	if err != nil {
		return nil, "", err
	}
	l := &listing{store: s, limit: p.Limit, left: leftOut{damage: &s.damage}}
	err = l.together(ctx, where, args)
	if IsDamage(err) {
		*l = listing{store: s, limit: p.Limit, left: l.left}
		err = l.oneByOne(ctx, where, args)
	}
	if err != nil {
		return nil, "", err
	}
	return l.out, l.next, l.left.err()
}

// conditionsOf are those of the articles that a filter lets through behind a cursor,
// which may be empty.
func conditionsOf(f news.Filter, cursor string) (where []string, args []any, err error) {
	where, args = conditions(f)
	if cursor != "" {
		c, err := index.ParseCursor(cursor)
		if err != nil {
			return nil, nil, err
		}
		// The first condition goes along the index of dates. By an OR alone all that
		// follow would be read and sorted for each page.
		where = append(where, `published <= ? AND (published < ? OR id > ?)`)
		args = append(args, c.Published, c.Published, c.ID)
	}
	return where, args, nil
}

// listing is a page of a list under way.
type listing struct {
	store *DB
	limit int
	taken int          // rows that count towards the limit, damaged ones included
	last  index.Cursor // of the last one that was taken
	next  string
	out   []news.Article
	left  leftOut
}

const listOrder = ` ORDER BY published DESC, id`

func (l *listing) together(ctx context.Context, where []string, args []any) error {
	return l.store.each(ctx, pageQuery(where), append(slices.Clip(args), l.limit+1), l.take)
}

func pageQuery(where []string) string {
	return `SELECT published, ` + versionColumns + ` FROM articles` + all(where) + listOrder + ` LIMIT ?`
}

// take adds a row to the page, or makes the cursor of the next page of it.
func (l *listing) take(rows *sql.Rows) error {
	if l.taken == l.limit {
		l.next = l.last.String()
		return nil
	}
	var r versionRow
	var published int64
	if err := rows.Scan(append([]any{&published}, r.pointers()...)...); err != nil {
		return err
	}
	l.taken, l.last = l.taken+1, index.Cursor{Published: published, ID: r.id}
	a, err := l.store.unpack(&r)
	if err != nil {
		l.left.take(r.id, err)
		return nil
	}
	l.out = append(l.out, a)
	return nil
}

// oneByOne makes the page where damage keeps it from being read at once: it
// takes the order from the index of dates and reads each article on its own.
func (l *listing) oneByOne(ctx context.Context, where []string, args []any) error {
	keys := `SELECT key, id FROM articles INDEXED BY articles_by_date` + listOrder
	query := `SELECT published, ` + versionColumns + ` FROM articles` + all(append([]string{`key = ?`}, where...))
	err := l.store.each(ctx, keys, nil, func(rows *sql.Rows) error {
		if l.next != "" {
			return errEnough
		}
		var key int64
		var id string
		if err := rows.Scan(&key, &id); err != nil {
			return err
		}
		err := l.store.each(ctx, query, append([]any{key}, args...), l.take)
		if err != nil && l.left.take(id, err) {
			return nil
		}
		return err
	})
	if errors.Is(err, errEnough) {
		return nil
	}
	return err
}

// errEnough ends a walk over rows.
var errEnough = errors.New("enough")

// all joins conditions to a WHERE clause.
func all(where []string) string {
	if len(where) == 0 {
		return ""
	}
	return ` WHERE ` + strings.Join(where, ` AND `)
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
			add(`published > ?`, int64(index.UnknownDate))
		}
	}
	if !f.UpdatedAfter.IsZero() {
		add(`coalesce(unixepoch(json_extract(fields, '$.updated')), published) >= ?`, f.UpdatedAfter.Unix())
	}
	for _, l := range index.LabelFilters(f) {
		if len(l.Wanted) > 0 {
			condition, values := labelled(l.Label, l.Wanted)
			add(condition, values...)
		}
		if len(l.Unwanted) > 0 {
			condition, values := labelled(l.Label, l.Unwanted)
			add(`NOT coalesce(`+condition+`, 0)`, values...)
		}
	}
	return where, args
}

// labelled is the condition that an article has one of some values of a label.
func labelled(label news.Label, values []string) (condition string, args []any) {
	in := ` IN (` + placeholders(len(values)) + `)`
	name := "$." + string(label)
	switch label {
	case news.LabelFile:
		one := `file_is(json_extract(fields, '$.file'), ?)`
		return `(` + one + strings.Repeat(` OR `+one, len(values)-1) + `)`, anys(values)
	case news.LabelAuthor, news.LabelSubject:
		return `EXISTS (SELECT 1 FROM json_each(fields, '` + name + `s') WHERE lower_unicode(value)` + in + `)`, anys(values)
	}
	return `lower_unicode(json_extract(fields, '` + name + `'))` + in, anys(values)
}
