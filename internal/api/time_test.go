package api_test

import (
	"strings"
	"testing"
	"time"

	"byline/internal/api"
)

func TestMoments(t *testing.T) {
	tests := []struct{ text, time, moment string }{
		{"2025-02-03", "2025-02-03T00:00:00Z", "2025-02-03T23:59:59.999999999Z"},
		{"2025-02-03T09:40:00+02:00", "2025-02-03T09:40:00+02:00", "2025-02-03T09:40:00+02:00"},
		{"2024-02-29", "2024-02-29T00:00:00Z", "2024-02-29T23:59:59.999999999Z"},
		{"", "0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z"},
	}
	for _, tt := range tests {
		tm, err1 := api.ParseTime("f", tt.text)
		moment, err2 := api.ParseMoment("f", tt.text)
		if err1 != nil || err2 != nil || tm.Format(time.RFC3339Nano) != tt.time || moment.Format(time.RFC3339Nano) != tt.moment {
			t.Errorf("%q: %v, %v; errors %v, %v", tt.text, tm, moment, err1, err2)
		}
	}
	for _, text := range []string{"2025", "2025-02-30", "2025-02-03 09:40", "0001-01-01", "2251-01-01", "+2025-02-03", strings.Repeat("9", 500)} {
		if tm, err := api.ParseTime("f", text); err == nil || len(err.Error()) > 300 {
			t.Errorf("%.20q: got %v, error %v", text, tm, err)
		}
	}
}
