package dates

import (
	"testing"
	"time"
)

func TestReadTakesWhatPeopleWriteIntoFieldsOfDates(t *testing.T) {
	for text, want := range map[string]string{
		"now":                      "2024-05-15T14:30..2024-05-15T14:30",
		"12h":                      "2024-05-15T02:30..2024-05-15T02:30",
		"12 hours ago":             "2024-05-15T02:30..2024-05-15T02:30",
		"5 mins ago":               "2024-05-15T14:25..2024-05-15T14:25",
		"about an hour ago":        "2024-05-15T13:30..2024-05-15T13:30",
		"just now":                 "2024-05-15T14:30..2024-05-15T14:30",
		"vor 3 Stunden":            "2024-05-15T11:30..2024-05-15T11:30",
		"il y a une heure":         "2024-05-15T13:30..2024-05-15T13:30",
		"há 2 dias":                "2024-05-13..2024-05-14",
		"2 dias atrás":             "2024-05-13..2024-05-14",
		"1 день назад":             "2024-05-14..2024-05-15",
		"30分前":                     "2024-05-15T14:00..2024-05-15T14:00",
		"today":                    "2024-05-15..2024-05-16",
		"Today":                    "2024-05-15..2024-05-16",
		"tomorrow":                 "2024-05-16..2024-05-17",
		"yesterday":                "2024-05-14..2024-05-15",
		"the day before yesterday": "2024-05-13..2024-05-14",
		"0d":                       "2024-05-15..2024-05-16",
		"7d":                       "2024-05-08..2024-05-09",
		"-7d":                      "2024-05-08..2024-05-09",
		"7D":                       "2024-05-08..2024-05-09",
		"7d ago":                   "2024-05-08..2024-05-09",
		"7 days":                   "2024-05-08..2024-05-09",
		"7days":                    "2024-05-08..2024-05-09",
		"7 days ago":               "2024-05-08..2024-05-09",
		"last 7 days":              "2024-05-08..2024-05-09",
		"the last 7 days":          "2024-05-08..2024-05-09",
		"past week":                "2024-05-08..2024-05-09",
		"2w":                       "2024-05-01..2024-05-02",
		"2 weeks ago":              "2024-05-01..2024-05-02",
		"two weeks ago":            "2024-05-01..2024-05-02",
		"a fortnight ago":          "2024-05-01..2024-05-02",
		"3m":                       "2024-02-15..2024-02-16",
		"3mo":                      "2024-02-15..2024-02-16",
		"1y":                       "2023-05-15..2023-05-16",
		"a year ago":               "2023-05-15..2023-05-16",
		"a couple of months ago":   "2024-03-15..2024-03-16",
		"monday":                   "2024-05-13..2024-05-14",
		"Monday":                   "2024-05-13..2024-05-14",
		"wednesday":                "2024-05-15..2024-05-16",
		"last wednesday":           "2024-05-08..2024-05-09",
		"Last Monday":              "2024-05-13..2024-05-14",
		"this week":                "2024-05-13..2024-05-20",
		"last week":                "2024-05-06..2024-05-13",
		"last weekend":             "2024-05-11..2024-05-13",
		"last month":               "2024-04-01..2024-05-01",
		"this year":                "2024-01-01..2025-01-01",
		"2023":                     "2023-01-01..2024-01-01",
		"2023-09":                  "2023-09-01..2023-10-01",
		"2025":                     "2025-01-01..2026-01-01",
		"September 2023":           "2023-09-01..2023-10-01",
		"sept 2023":                "2023-09-01..2023-10-01",
		"Q3 2023":                  "2023-07-01..2023-10-01",
		"summer 2023":              "2023-06-01..2023-09-01",
		"3 May":                    "2024-05-03..2024-05-04",
		"May 3rd":                  "2024-05-03..2024-05-04",
		"may 3, 2023":              "2023-05-03..2023-05-04",
		"3 May 2025":               "2025-05-03..2025-05-04",
		"3/5/2023":                 "2023-05-03..2023-05-04",
		"24.11.2023":               "2023-11-24..2023-11-25",
		"2023/11/24":               "2023-11-24..2023-11-25",
		"march":                    "2024-03-01..2024-04-01",
		"may":                      "2024-05-01..2024-06-01",
		"dec":                      "2023-12-01..2024-01-01",
		"early March":              "2024-03-01..2024-03-11",
		"Christmas":                "2023-12-24..2023-12-27",
		"gestern":                  "2024-05-14..2024-05-15",
	} {
		after, before, ok := Read(text, asOf)
		if got := written(after) + ".." + written(before); !ok || got != want {
			t.Errorf("Read(%q) = %s %v, want %s", text, got, ok, want)
		}
	}
}

func TestReadRefusesWhatNamesNoTime(t *testing.T) {
	for _, text := range []string{
		"", " ", "soon", "7", "7x", "7dd", "99999d", "d", "last", "the", "ago", "-", "yesterday's vote", "monday tuesday",
		"Black Friday", "31 February", "2024-13", "between 3 and 9 May", "2023-2024", "7d 3h", "\xff", "in a while", "last 7",
	} {
		if after, before, ok := Read(text, asOf); ok {
			t.Errorf("Read(%q) = %s..%s, want nothing", text, written(after), written(before))
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, text := range []string{"7d", "last monday", "2 weeks ago", "3 may 2023", "- the last past", "10/03/2024", "a few years"} {
		f.Add(text, asOf.Unix())
	}
	f.Fuzz(func(t *testing.T, text string, unix int64) {
		after, before, ok := Read(text, time.Unix(unix%4e9, 0).UTC())
		if ok && (after.IsZero() || before.Before(after)) {
			t.Errorf("Read(%q) = %s..%s", text, after, before)
		}
	})
}
