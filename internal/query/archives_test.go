package query_test

import (
	_ "embed"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"byline/internal/dates"
	"byline/internal/query"
)

//go:embed testdata/archives.txt
var archives string

// spoken reads a date as the API does, on a day of 2026.
func spoken(date string) (after, before time.Time, err error) {
	if after, before, err = interval(date); err == nil {
		return after, before, nil
	}
	after, before, ok := dates.Read(date, time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC))
	if !ok {
		return after, before, fmt.Errorf("no date %q", date)
	}
	return after, before, nil
}

// What is typed in another archive means here what it means there, or is said to be a fault.
func TestQueriesOfOtherArchives(t *testing.T) {
	for line := range strings.Lines(archives) {
		text, want, ok := strings.Cut(strings.TrimSpace(line), " => ")
		if !ok || strings.HasPrefix(text, "#") {
			continue
		}
		tree, err := query.Parse(text, spoken)
		var fault *query.FaultError
		got, said := "plain", ""
		switch {
		case errors.As(err, &fault):
			got, said = fmt.Sprint("fault ", fault.Character), fault.Error()
		case tree != nil:
			got = query.Format(tree)
		}
		wanted, part := want, ""
		if rest, ok := strings.CutPrefix(want, "fault "); ok {
			number, reason, _ := strings.Cut(rest, " ")
			wanted, part = "fault "+number, reason
		}
		if got != wanted || !strings.Contains(said, part) {
			t.Errorf("%s: read as %s %s, want %s", text, got, said, want)
		}
	}
}
