package index_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/index"
	"byline/internal/news"

	"pgregory.net/rapid"
)

func TestCursorComesBackAsItWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := index.Cursor{Published: rapid.Int64().Draw(t, "published"), ID: rapid.String().Draw(t, "id")}
		if got, err := index.ParseCursor(c.String()); err != nil || got != c {
			t.Errorf("%v came back as %v, error %v", c, got, err)
		}
	})
}

func TestWhatIsNoCursorIsRefused(t *testing.T) {
	for _, s := range []string{"", "nonsense", "%%%", "eA", "eCB5"} {
		if _, err := index.ParseCursor(s); news.KindOf(err) != news.KindInvalid || !strings.HasPrefix(err.Error(), "cursor: ") {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestListingsGoFromTheNewestToThoseWithoutADate(t *testing.T) {
	want := []index.Cursor{{20, "a"}, {20, "b"}, {10, "a"}, {-5, "z"}, {index.UnknownDate, "a"}, {index.UnknownDate, "b"}}
	got := slices.SortedFunc(slices.Values([]index.Cursor{want[5], want[1], want[3], want[0], want[4], want[2]}), index.Cursor.Compare)
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestMatches(t *testing.T) {
	noon := time.Date(2025, 3, 1, 12, 0, 0, 500, time.UTC)
	a := news.Article{Source: "Écho du Port", Subjects: []string{"Harbour", "ÉCOLES"}, Language: "fr", Published: noon}
	for name, c := range map[string]struct {
		filter  news.Filter
		undated bool // what it says of the same article without a date
		want    bool
	}{
		"none":                      {news.Filter{}, true, true},
		"from its second on":        {news.Filter{After: noon.Truncate(time.Second)}, false, true},
		"later in the same second":  {news.Filter{After: noon.Add(time.Microsecond)}, false, true},
		"from the next second on":   {news.Filter{After: noon.Add(time.Second)}, false, false},
		"before its second":         {news.Filter{Before: noon.Add(time.Microsecond)}, false, false},
		"before the next":           {news.Filter{Before: noon.Add(time.Second)}, false, true},
		"its outlet, in lower case": {news.Filter{Sources: []string{"nobody", "écho du port"}}, true, true},
		"another outlet":            {news.Filter{Sources: []string{"écho"}}, false, false},
		"one of its subjects":       {news.Filter{Subjects: []string{"écoles", "Health"}}, true, true},
		"no subject of its own":     {news.Filter{Subjects: []string{"harb"}}, false, false},
		"its language":              {news.Filter{Language: "FR"}, true, true},
		"another language":          {news.Filter{Language: "en"}, false, false},
		"all but one":               {news.Filter{Sources: []string{"Écho du Port"}, Language: "en"}, false, false},
	} {
		undated := a
		undated.Published = time.Time{}
		if got := index.Matches(c.filter, &a); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
		if got := index.Matches(c.filter, &undated); got != c.undated {
			t.Errorf("%s, without a date: %v", name, got)
		}
	}
}

func TestOnlyWhatIsKnownToBeLaterIsHidden(t *testing.T) {
	noon := time.Date(2025, 3, 1, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		published, asOf time.Time
		want            bool
	}{
		{noon, noon, false},
		{noon, noon.Add(-time.Second), true},
		{noon, time.Time{}, false},
		{time.Time{}, noon, false},
	} {
		if got := index.Hidden(c.published, c.asOf); got != c.want {
			t.Errorf("published %v, as of %v: %v", c.published, c.asOf, got)
		}
	}
}
