package api_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/api"
)

// now is a Wednesday afternoon in Kyiv.
var now = time.Date(2024, 5, 15, 14, 30, 0, 0, time.FixedZone("EEST", 3*60*60))

// Digits mean the same everywhere; words are read where they are written.
func TestATimeIsReadAsPeopleWriteIt(t *testing.T) {
	for _, tt := range []struct{ text, time, moment string }{
		{"2025-02-03", "2025-02-03T00:00:00Z", "2025-02-03T23:59:59.999999999Z"},
		{"2025-02-03T09:40:00+02:00", "2025-02-03T09:40:00+02:00", "2025-02-03T09:40:00+02:00"},
		{"2025-02-03T09:40+02:00", "2025-02-03T09:40:00+02:00", "2025-02-03T09:40:00+02:00"},
		{"2025-02-03T09:40", "2025-02-03T09:40:00Z", "2025-02-03T09:40:00Z"},
		{"2025-02-03 09:40", "2025-02-03T09:40:00Z", "2025-02-03T09:40:00Z"},
		{"2025-02-03 09:40:10", "2025-02-03T09:40:10Z", "2025-02-03T09:40:10Z"},
		{"2024-02-29", "2024-02-29T00:00:00Z", "2024-02-29T23:59:59.999999999Z"},
		{"20250203", "2025-02-03T00:00:00Z", "2025-02-03T23:59:59.999999999Z"},
		{"2024-02", "2024-02-01T00:00:00Z", "2024-02-29T23:59:59.999999999Z"},
		{"2025", "2025-01-01T00:00:00Z", "2025-12-31T23:59:59.999999999Z"},
		{"yesterday", "2024-05-14T00:00:00+03:00", "2024-05-14T23:59:59.999999999+03:00"},
		{"7d", "2024-05-08T00:00:00+03:00", "2024-05-08T23:59:59.999999999+03:00"},
		{"2 weeks ago", "2024-05-01T00:00:00+03:00", "2024-05-01T23:59:59.999999999+03:00"},
		{"last monday", "2024-05-13T00:00:00+03:00", "2024-05-13T23:59:59.999999999+03:00"},
		{"last month", "2024-04-01T00:00:00+03:00", "2024-04-30T23:59:59.999999999+03:00"},
		{"12h", "2024-05-15T02:30:00+03:00", "2024-05-15T02:30:00+03:00"},
		{"now", "2024-05-15T14:30:00+03:00", "2024-05-15T14:30:00+03:00"},
		{"", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
	} {
		tm, err1 := api.ParseTime("f", tt.text, now)
		moment, err2 := api.ParseMoment("f", tt.text, now)
		if err1 != nil || err2 != nil || tm.Format(time.RFC3339Nano) != tt.time || moment.Format(time.RFC3339Nano) != tt.moment {
			t.Errorf("%q: %v, %v; errors %v, %v", tt.text, tm, moment, err1, err2)
		}
	}
}

func TestWhatIsNoTimeIsRefusedWithExamples(t *testing.T) {
	for _, text := range []string{"soon", "7", "2025-02-30", "2025-2-3x", "0001-01-01", "2251-01-01", "+2025-02-03", "last", strings.Repeat("9", 500), strings.Repeat("last ", 100_000)} {
		if tm, err := api.ParseTime("f", text, now); err == nil || len(err.Error()) > 300 {
			t.Errorf("%.20q: got %v, error %v", text, tm, err)
		}
	}
	if _, err := api.ParseTime("f", "soon", now); err == nil || !strings.Contains(err.Error(), `"last monday", not "soon"`) {
		t.Errorf("the error is %v", err)
	}
}

// Words of a filter are relative to the moment of asking, if one is named.
func TestWordsAreRelativeToTheMomentOfAsking(t *testing.T) {
	f, asOf, err := api.FilterBody{After: "7d", Before: "yesterday"}.FilterAsOf("2024-05-15", api.FlatNames)
	if got := api.FormatTime(f.After) + ".." + api.FormatTime(f.Before) + " as of " + api.FormatTime(asOf); err != nil || got != "2024-05-08..2024-05-14 as of 2024-05-15" {
		t.Errorf("%s, error %v", got, err)
	}
}

func TestOnlyWhatHasToBeReadByARuleIsInWords(t *testing.T) {
	for text, want := range map[string]bool{"": false, "2025-02-03": false, "2025-02-03T09:40:00Z": false, "2025-02": true, "7d": true, "soon": true} {
		if api.InWords(text) != want {
			t.Errorf("%q: want %v", text, want)
		}
	}
}
