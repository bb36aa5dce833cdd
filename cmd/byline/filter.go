package main

import (
	"errors"

	"github.com/spf13/cobra"

	"byline/internal/api"
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

// filterFlagNames are the flags as errors name them.
var filterFlagNames = api.FieldNames{Query: "query", After: "--after", Before: "--before", Sources: "--source", Subjects: "--subject", Language: "--language"}

func (s *scope) filter() (news.Filter, error) {
	return api.FilterBody{After: s.after, Before: s.before, Sources: s.sources, Subjects: s.subjects, Language: s.language}.Filter(filterFlagNames)
}

// request fills in the parts of a search that the flags decide.
func (s *scope) request() (news.SearchRequest, error) {
	filter, errFilter := s.filter()
	asOf, errAsOf := api.ParseMoment("--as-of", s.asOf)
	if err := errors.Join(errFilter, errAsOf); err != nil {
		return news.SearchRequest{}, err
	}
	return news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: s.keepDates}, nil
}

// mostHits is how many hits a command lists of an index on this machine; a server has a limit of its own.
const mostHits = 1000

func checkLimit(limit int) error {
	if limit < 1 || limit > mostHits {
		return news.InvalidField("--limit", "is %d; it can be 1 to %d", limit, mostHits)
	}
	return nil
}
