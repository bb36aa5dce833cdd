package retrieve_test

import (
	"context"
	"slices"
	"testing"

	"byline/internal/index"
	"byline/internal/news"
	"byline/internal/retrieve"

	"github.com/google/go-cmp/cmp"
)

// directory is a list of articles.
type directory []news.Article

func (d directory) names(of func(news.Article) []string) ([]string, error) {
	var all []string
	for _, a := range d {
		all = append(all, index.FoldAll(of(a))...)
	}
	slices.Sort(all)
	return slices.Compact(all), nil
}

func (d directory) Sources(context.Context) ([]string, error) {
	return d.names(func(a news.Article) []string { return []string{a.Source} })
}

func (d directory) Subjects(context.Context) ([]string, error) {
	return d.names(func(a news.Article) []string { return a.Subjects })
}

func (d directory) Articles(_ context.Context, f news.Filter, _ news.Page) (found []news.Article, next string, err error) {
	for _, a := range d {
		if index.Matches(f, &a) {
			found = append(found, a)
		}
	}
	return found, "", nil
}

func TestNamesThatNoArticleHasAreToldWithTheNearest(t *testing.T) {
	library := directory{
		{Source: "Baltic Courier", Subjects: []string{"Ferries", "Harbours"}}, {Source: "The Coast Lantern", Subjects: []string{"Élections"}},
		{Source: "Nordwire", Authors: []string{"Ines Korvald"}, Section: "Sport"}, {Source: "New Haven Tribune"}, {Source: "Evening Courier"},
	}
	outlet, subject := "No article is from the outlet ", "No article is on the subject "
	for _, tt := range []struct {
		filter news.Filter
		want   []string
	}{
		{news.Filter{}, nil},
		{news.Filter{Sources: []string{"baltic courier", "NORDWIRE"}, Subjects: []string{"élections"}}, nil},
		{news.Filter{Sources: []string{"Baltic Curier"}}, []string{outlet + "“Baltic Curier”; did you mean “Baltic Courier”?"}},
		{news.Filter{Sources: []string{"Coast Lantern"}}, []string{outlet + "“Coast Lantern”; did you mean “The Coast Lantern”?"}},
		{news.Filter{Sources: []string{"nord-wire"}}, []string{outlet + "“nord-wire”; did you mean “Nordwire”?"}},
		{news.Filter{Sources: []string{"NHT"}}, []string{outlet + "“NHT”; did you mean “New Haven Tribune”?"}},
		{news.Filter{Sources: []string{"Courier"}}, []string{outlet + "“Courier”; did you mean “Baltic Courier” or “Evening Courier”?"}},
		{news.Filter{Sources: []string{"Nordwire", "Zzyzx"}}, []string{outlet + "“Zzyzx”."}},
		{news.Filter{Subjects: []string{"harbor", "elections"}}, []string{subject + "“harbor”; did you mean “Harbours”?", subject + "“elections”; did you mean “Élections”?"}},
		{news.Filter{NotSources: []string{"Nordwire", "Baltic Curier"}, NotSubjects: []string{"harbor"}}, []string{outlet + "“Baltic Curier”; did you mean “Baltic Courier”?", subject + "“harbor”; did you mean “Harbours”?"}},
		{news.Filter{Authors: []string{"ines korvald"}, NotAuthors: []string{"Inés Korvold"}, NotSections: []string{"SPORT", "Sports"}}, []string{"No article is by the author “Inés Korvold”.", "No article is of the section “Sports”."}},
		{news.Filter{Subjects: []string{"!?"}}, []string{subject + "“!?”; there are only “Ferries”, “Harbours” and “Élections”."}},
	} {
		got, err := (&retrieve.Retriever{}).WithDirectory(library).Unknown(t.Context(), tt.filter)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%+v: %v (-want +got)\n%s", tt.filter, err, diff)
		}
	}
}

// So are those of a query's own fields, which take some words of a name.
func TestNamesInFieldsOfAQueryThatNoArticleHasAreTold(t *testing.T) {
	x := articles(t, news.Article{ID: "ferry", Source: "Baltic Courier", Headline: "Ferry sails", Body: "The ferry sails again.", Subjects: []string{"Harbours"}, Authors: []string{"Ines Korvald"}})
	x.Retriever = x.WithDirectory(directory{{Source: "Baltic Courier", Subjects: []string{"Harbours"}}})
	for query, want := range map[string][]string{
		"ferry source:courier":               nil,
		"ferry -source:post*":                {"No article is from the outlet “post*”; there are only “Baltic Courier”."},
		"ferry source:curier":                {"No article is from the outlet “curier”; did you mean “Baltic Courier”?"},
		"ferry AND NOT (subject:harbor)":     {"No article is on the subject “harbor”; did you mean “Harbours”?"},
		"ferry (source:b* OR subject:h*)":    nil,
		"ferry author:korvald":               nil,
		"ferry author:olm":                   {"No article is by the author “olm”."},
		"headline:(ferry) source:\"Baltic\"": nil,
	} {
		if got := x.search(news.SearchRequest{Query: query}).Warnings; !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
	}
}
