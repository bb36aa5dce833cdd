package main

import (
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/news"
)

// scope is the flags that say which articles count and what "now" is.
type scope struct {
	after, before, asOf string
	sources, subjects   []string
	language            string
	keepDates           bool
}

// filters adds the flags of a filter.
func (s *scope) filters(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.after, "after", "", "only articles published at or after this `date` or time")
	f.StringVar(&s.before, "before", "", "only articles published before this `date` or time")
	f.StringArrayVar(&s.sources, "source", nil, "only articles of this `outlet`; repeatable")
	f.StringArrayVar(&s.subjects, "subject", nil, "only articles on this `subject`; repeatable")
	f.StringVar(&s.language, "language", "", "only articles in this language, as `en`")
}

// moment adds the flags that say what "last week" means.
func (s *scope) moment(cmd *cobra.Command) {
	f := cmd.Flags()
	f.StringVar(&s.asOf, "as-of", "", "answer as on this `date` or at this time: nothing later is seen (default now)")
	f.BoolVar(&s.keepDates, "keep-dates", false, `do not turn words like "last week" into filters`)
}

func (s *scope) filter() (news.Filter, error) {
	after, _, err := parseTime("--after", s.after)
	if err != nil {
		return news.Filter{}, err
	}
	before, _, err := parseTime("--before", s.before)
	if err != nil {
		return news.Filter{}, err
	}
	if !after.IsZero() && !before.IsZero() && !after.Before(before) {
		return news.Filter{}, news.InvalidField("--before", "must be later than --after; articles of the day itself are not included")
	}
	language := strings.ToLower(s.language)
	if language != "" && (len(language) != 2 || strings.Trim(language, "abcdefghijklmnopqrstuvwxyz") != "") {
		return news.Filter{}, news.InvalidField("--language", "want a two-letter code (ISO 639-1), as en, not %q", s.language)
	}
	return news.Filter{After: after, Before: before, Sources: s.sources, Subjects: s.subjects, Language: language}, nil
}

// request fills in the parts of a search that the flags decide.
func (s *scope) request() (news.SearchRequest, error) {
	filter, err := s.filter()
	if err != nil {
		return news.SearchRequest{}, err
	}
	asOf, day, err := parseTime("--as-of", s.asOf)
	if err != nil {
		return news.SearchRequest{}, err
	}
	if day { // all of the day is known
		asOf = asOf.AddDate(0, 0, 1).Add(-time.Nanosecond)
	}
	return news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: s.keepDates}, nil
}

// parseTime reads a time, or a day, which begins at midnight UTC. Empty text is the zero time.
func parseTime(flag, text string) (t time.Time, day bool, err error) {
	if text == "" {
		return time.Time{}, false, nil
	}
	if t, err = time.Parse(time.DateOnly, text); err == nil {
		day = true
	} else if t, err = time.Parse(time.RFC3339, text); err != nil {
		return time.Time{}, false, news.InvalidField(flag, "want a date as 2025-02-03 or a time as 2025-02-03T09:40:00+02:00, not %q", text)
	}
	// Years outside of this range cannot be kept in nanoseconds, which databases count in.
	if t.Year() < 1700 || t.Year() > 2250 {
		return time.Time{}, false, news.InvalidField(flag, "the year %d is out of range (1700 to 2250)", t.Year())
	}
	return t, day, nil
}
