package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"byline/internal/api"
	"byline/internal/news"
	"byline/internal/terminal"
)

// filterFlags are the flags that say which articles count and what "now" is.
type filterFlags struct {
	after, before, asOf string
	sources, subjects   []string
	files               []string
	language            string
	keepDates           bool
	exact               bool
	strict              bool
	others              api.FilterBody // what has no field above
}

// addFilters adds the flags of a filter.
func (f *filterFlags) addFilters(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.after, "after", "", "only articles published at or after this `date` or time: 2025-02-03, 7d, yesterday, \"last monday\"")
	flags.StringVar(&f.before, "before", "", "only articles published before this `date` or time")
	flags.StringArrayVar(&f.sources, "source", nil, "only articles of this `outlet`; repeatable")
	flags.StringArrayVar(&f.subjects, "subject", nil, "only articles on this `subject`; repeatable")
	flags.StringArrayVar(&f.files, "file", nil, "only articles from this `file` or folder, or as *.html; repeatable")
	flags.StringVar(&f.language, "language", "", "only articles in this language, as `en`")
	flags.StringVar(&f.others.UpdatedAfter, "updated-after", "", "only articles changed, or published if the outlet tells no change, at or after this `date` or time")
	flags.StringArrayVar(&f.others.Authors, "author", nil, "only articles by this `author`, by whole name; repeatable")
	flags.StringArrayVar(&f.others.Sections, "section", nil, "only articles of this `section`; repeatable")
	flags.StringArrayVar(&f.others.NotSources, "not-source", nil, "no articles of this `outlet`; repeatable")
	flags.StringArrayVar(&f.others.NotSubjects, "not-subject", nil, "no articles on this `subject`; repeatable")
	flags.StringArrayVar(&f.others.NotAuthors, "not-author", nil, "no articles by this `author`; repeatable")
	flags.StringArrayVar(&f.others.NotSections, "not-section", nil, "no articles of this `section`; repeatable")
	flags.StringArrayVar(&f.others.NotLanguages, "not-language", nil, "no articles in this `language`, as en; repeatable")
	flags.StringArrayVar(&f.others.NotFiles, "not-file", nil, "no articles from this `file` or folder, or as *.html; repeatable")
}

// addMoment adds the flags that say what "last week" means.
func (f *filterFlags) addMoment(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&f.asOf, "as-of", "", "answer as on this `date` or at this time: nothing later is seen (default now)")
	flags.BoolVar(&f.keepDates, "keep-dates", false, `do not turn words like "last week" into filters`)
	flags.BoolVar(&f.exact, "exact", false, "search for words as they are spelled only")
}

// filterFlagNames are the flags as errors name them.
var filterFlagNames = api.FieldNames{Query: "query", After: "--after", Before: "--before", Sources: "--source", Subjects: "--subject", Language: "--language", Files: "--file", AsOf: "--as-of", Other: flagOf}

// flagOf is the flag of a field of a filter: --not-source of not_sources.
func flagOf(field string) string {
	return "--" + strings.TrimSuffix(strings.ReplaceAll(field, "_", "-"), "s")
}

// filter reads the flags of a filter and the moment of asking, zero if none is
// given, and says how words in them were read.
func (a *cli) filter(f *filterFlags) (news.Filter, time.Time, error) {
	body := f.others
	body.After, body.Before, body.Sources, body.Subjects, body.Language, body.Files = f.after, f.before, f.sources, f.subjects, f.language, f.files
	filter, asOf, err := body.FilterAsOf(f.asOf, filterFlagNames)
	if err != nil {
		return filter, asOf, err
	}
	for _, given := range []struct {
		flag, text string
		read       time.Time
	}{{"--after", f.after, filter.After}, {"--before", f.before, filter.Before}, {"--updated-after", f.others.UpdatedAfter, filter.UpdatedAfter}, {"--as-of", f.asOf, asOf}} {
		if api.InWords(given.text) {
			fmt.Fprintf(a.Err, "byline: %s %s is %s\n", given.flag, terminal.OneLine(given.text), terminal.Precisely(given.read))
		}
	}
	return filter, asOf, nil
}

// searchRequest fills in the parts of a search that the flags decide.
func (a *cli) searchRequest(f *filterFlags) (news.SearchRequest, error) {
	filter, asOf, err := a.filter(f)
	if err != nil {
		return news.SearchRequest{}, err
	}
	return news.SearchRequest{Filter: filter, AsOf: asOf, KeepDates: f.keepDates, Exact: f.exact, Strict: f.strict}, nil
}

// mostHits is how many hits a command lists of an index on this machine; a server has a limit of its own.
const mostHits = 1000

func checkLimit(limit int) error {
	if limit < 1 || limit > mostHits {
		return news.InvalidField("--limit", "is %d; it can be 1 to %d", limit, mostHits)
	}
	return nil
}
