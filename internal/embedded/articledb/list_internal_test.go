package articledb

import (
	"log/slog"
	"strings"
	"testing"

	"byline/internal/index"
	"byline/internal/news"
)

func TestALaterPageOfAListIsReadAlongTheIndexOfDates(t *testing.T) {
	s, err := Open(t.Context(), t.TempDir(), ForWriting, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = s.Close() }()
	where, args, err := conditionsOf(news.Filter{}, index.Cursor{Published: 1_700_000_000, ID: "ferry"}.String())
	if err != nil {
		t.Fatal(err)
	}
	rows, err := s.read.QueryContext(t.Context(), `EXPLAIN QUERY PLAN `+pageQuery(where), append(args, 100)...)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = rows.Close() }()
	var plan []string
	for rows.Next() {
		var id, parent, unused int
		var step string
		if err := rows.Scan(&id, &parent, &unused, &step); err != nil {
			t.Fatal(err)
		}
		plan = append(plan, step)
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	got := strings.Join(plan, "; ")
	if !strings.Contains(got, "articles_by_date (published<?)") || strings.Contains(got, "OR;") || strings.Contains(got, "B-TREE FOR ORDER BY") {
		t.Errorf("the plan is %q", got)
	}
}
