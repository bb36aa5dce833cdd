package dates

import (
	"strings"
	"testing"
	"time"

	"byline/internal/news"
)

func TestParseDay(t *testing.T) {
	tests := []struct {
		text     string
		want     string // RFC 3339
		dateOnly bool
	}{
		{"2024-05-03T10:20:30Z", "2024-05-03T10:20:30Z", false},
		{"2024-05-03T10:20:30+03:00", "2024-05-03T10:20:30+03:00", false},
		{"2024-05-03T10:20", "2024-05-03T10:20:00Z", false},
		{"2024-05-03 10:20:30", "2024-05-03T10:20:30Z", false},
		{"2024-05-03", "2024-05-03T00:00:00Z", true},
		{" 2024-05-03\n", "2024-05-03T00:00:00Z", true},
		{"2024-05", "2024-05-01T00:00:00Z", true},
		{"2024", "2024-01-01T00:00:00Z", true},
		{"now", "2024-05-15T14:30:00Z", false},
		{"today", "2024-05-15T00:00:00Z", true},
		{"Yesterday", "2024-05-14T00:00:00Z", true},
		{"3d", "2024-05-12T00:00:00Z", true},
		{"3d ago", "2024-05-12T00:00:00Z", true},
		{"3 days ago", "2024-05-12T00:00:00Z", true},
		{"two weeks ago", "2024-05-01T00:00:00Z", true},
		{"2w", "2024-05-01T00:00:00Z", true},
		{"1mo", "2024-04-15T00:00:00Z", true},
		{"1y ago", "2023-05-15T00:00:00Z", true},
		{"12h", "2024-05-15T02:30:00Z", false},
	}
	for _, tt := range tests {
		got, dateOnly, err := parseDay(tt.text, asOf)
		if err != nil || got.Format(time.RFC3339) != tt.want || dateOnly != tt.dateOnly {
			t.Errorf("parseDay(%q) = %s, %v, %v, want %s, %v", tt.text, got.Format(time.RFC3339), dateOnly, err, tt.want, tt.dateOnly)
		}
	}
}

func TestParseDayErrors(t *testing.T) {
	for _, text := range []string{"", "soon", "3/5/2024", "2024-13-01", "2024-02-30", "0000", "3", "3 ferries ago", "3 days hence", "-3d", "99999999d", "5000y", strings.Repeat("x", 1000)} {
		got, _, err := ParseDay(text, nil)
		if news.KindOf(err) != news.KindInvalid {
			t.Errorf("ParseDay(%.20q) = %s, %v, want an error of kind invalid", text, got, err)
			continue
		}
		if message := err.Error(); !strings.Contains(message, "2024-05-03") || len(message) > 250 {
			t.Errorf("ParseDay(%.20q): the message does not say what is accepted, or is long: %s", text, message)
		}
	}
}

func FuzzParseDay(f *testing.F) {
	f.Add("2024-05-03")
	f.Add("3 days ago")
	f.Fuzz(func(t *testing.T, text string) {
		if got, _, err := ParseDay(text, time.UTC); err == nil && (got.Year() < 1 || got.Year() > 9999) {
			t.Fatalf("ParseDay(%q) = %s", text, got)
		}
	})
}
