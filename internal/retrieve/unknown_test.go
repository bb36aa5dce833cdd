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
		{Source: "Nordwire"}, {Source: "New Haven Tribune"}, {Source: "Evening Courier"},
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
		{news.Filter{Subjects: []string{"!?"}}, []string{subject + "“!?”; there are only “Ferries”, “Harbours” and “Élections”."}},
	} {
		got, err := (&retrieve.Retriever{}).WithDirectory(library).Unknown(t.Context(), tt.filter)
		if diff := cmp.Diff(tt.want, got); diff != "" || err != nil {
			t.Errorf("%+v: %v (-want +got)\n%s", tt.filter, err, diff)
		}
	}
}
