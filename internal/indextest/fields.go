package indextest

import (
	"fmt"
	"reflect"
	"testing"
	"time"

	"byline/internal/news"
)

// Full returns an article of which every field but Revision has a value of its
// own, those that somebody added to news.Article yesterday included.
func Full(tb testing.TB) news.Article {
	tb.Helper()
	var a news.Article
	v := reflect.ValueOf(&a).Elem()
	for i := range v.NumField() {
		if name := v.Type().Field(i).Name; name != "Revision" {
			fill(tb, v.Field(i), name)
		}
	}
	return a
}

func fill(tb testing.TB, field reflect.Value, name string) {
	tb.Helper()
	switch p := field.Addr().Interface().(type) {
	case *string:
		*p = "The " + name + " of the ferry Åse: <b>“&”</b>"
	case *[]string:
		*p = []string{name + " Åse", "Second " + name}
	case *time.Time:
		*p = First.Add(time.Duration(len(name)) * time.Hour).In(time.FixedZone("", 2*3600))
	case *[]news.Notice:
		*p = []news.Notice{{Kind: news.NoticeCorrection, Text: name + ": Åse"}, {Kind: news.NoticeRetraction}, {Kind: news.NoticeUpdate, Text: name, Of: "Another " + name}}
	default:
		tb.Fatalf("news.Article.%s is a %s: say here, in index.Fields and in encode.Hash what becomes of one", name, field.Type())
	}
}

// Every field of an article is kept, in each of the ways in which it can be
// read, also by whoever opens the index again.
func testEveryFieldSurvives(t *testing.T, x *fixture) {
	a := Full(t)
	x.put(a)
	a.Revision = 1
	for range 2 {
		for how, got := range x.everyWay(a) {
			if diff := same(a, got); diff != "" {
				t.Errorf("read %s (-want +got):\n%s", how, diff)
			}
		}
		x.reopen()
	}
}

// everyWay reads an article in every way that there is.
func (x *fixture) everyWay(a news.Article) map[string]news.Article {
	x.t.Helper()
	ctx := x.t.Context()
	out := make(map[string]news.Article)
	var errs [5]error
	out["by ID"], errs[0] = x.index.Article(ctx, a.ID)
	out["by URL"], errs[1] = x.index.ArticleByURL(ctx, a.URL)
	take := func(how string, i int, list []news.Article, err error) {
		if errs[i] = err; err == nil && len(list) != 1 {
			errs[i] = fmt.Errorf("%d articles, want 1", len(list))
		} else if err == nil {
			out[how] = list[0]
		}
	}
	list, err := x.index.Versions(ctx, []news.Version{{ArticleID: a.ID, Revision: a.Revision}})
	take("as a version", 2, list, err)
	list, _, err = x.index.Articles(ctx, news.Filter{}, news.Page{Limit: 10})
	take("in a listing", 3, list, err)
	revisions, err := x.index.Revisions(ctx, a.ID)
	list = nil
	for _, r := range revisions {
		list = append(list, r.Article)
	}
	take("as a revision", 4, list, err)
	for _, err := range errs {
		if err != nil {
			x.t.Fatal(err)
		}
	}
	return out
}

// An article of which any field has changed is another version of it.
func testEveryFieldCounts(t *testing.T, x *fixture) {
	a := Full(t)
	x.put(a)
	v := reflect.ValueOf(&a).Elem()
	for i := range v.NumField() {
		name := v.Type().Field(i).Name
		if name == "ID" || name == "Revision" || name == "File" || name == "FileTime" { // where it lay is not what it says
			continue
		}
		fill(t, v.Field(i), "new "+name)
		if got := x.statuses(a); got[0] != news.PutUpdated {
			t.Errorf("with another %s, the article is %s, want updated", name, got[0])
		}
	}
}
