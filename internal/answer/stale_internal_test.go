package answer

import (
	"testing"
	"time"

	"byline/internal/lang"
	ask "byline/internal/question"
)

func TestEvidenceIsStaleWhereItIsOlderThanTheQuestionNeeds(t *testing.T) {
	asked := time.Date(2026, time.November, 20, 12, 0, 0, 0, time.UTC)
	const now, latest = "now", "latest"
	for _, test := range []struct {
		asks string
		days int // from the evidence to the question
		want bool
	}{
		{now, 61, true}, {now, 90, true}, {now, 365, true}, {now, 3650, true}, {now, 75, true},
		{latest, 31, true}, {latest, 45, true}, {latest, 100, true}, {latest, 400, true}, {latest, 4000, true},
		{now, 0, false}, {now, 1, false}, {now, 30, false}, {now, 59, false},
		{latest, 0, false}, {latest, 7, false}, {latest, 29, false},
		{"", 61, false}, {"", 4000, false}, {"", 0, false}, // neither is asked for: the past may be meant
	} {
		if got := isStale(asked.AddDate(0, 0, -test.days), asked, maxAge(test.asks == now, test.asks == latest, ask.Thing)); got != test.want {
			t.Errorf("%d days old, asked for %q: %v", test.days, test.asks, got)
		}
	}
	held := maxAge(true, false, ask.Person)
	if isStale(asked.AddDate(0, 0, -179), asked, held) || !isStale(asked.AddDate(0, 0, -181), asked, held) {
		t.Errorf("who holds an office may be %v old", held)
	}
	if isStale(time.Time{}, asked, maxAge(true, true, ask.Thing)) {
		t.Error("what has no date is called old")
	}
}

func TestWhatIsOfOldNamesALongPastYear(t *testing.T) {
	for text, want := range map[string]bool{
		"In 1976 the rate was 7.7 per cent.":    true,
		"King Olaf II fell at Velmoor in 1314.": true,
		"In 2024 the rate was 7.7 per cent.":    false,
		"It has 1200 members.":                  true, // as it may be a year
		"The rate is 7.7 per cent.":             false,
	} {
		if got := newSentenceText(text, lang.Of("en")).isOfOld(time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC)); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
