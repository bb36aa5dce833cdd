package indextest

import (
	"cmp"
	"fmt"
	"slices"
	"testing"
	"time"

	"byline/internal/index"
	"byline/internal/news"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// pages lists everything in pages of a size. between is called after each page.
func (x *fixture) pages(f news.Filter, size int, between func(page int)) []string {
	x.t.Helper()
	var ids []string
	p := news.Page{Limit: size}
	for page := 0; ; page++ {
		part, next, err := x.index.Articles(x.t.Context(), f, p)
		if err != nil {
			x.t.Fatal(err)
		}
		if len(part) > size {
			x.t.Fatalf("a page has %d articles, more than %d", len(part), size)
		}
		for i := range part {
			ids = append(ids, part[i].ID)
		}
		if next == "" {
			return ids
		}
		if len(part) == 0 {
			x.t.Fatal("an empty page has a cursor")
		}
		if between != nil {
			between(page)
		}
		p.Cursor = next
	}
}

// newest returns the IDs of the articles that match, in the order of a
// listing: the newest first, those without a date last, then by ID.
func newest(f news.Filter, articles []news.Article) []string {
	var list []news.Article
	for i := range articles {
		if index.Matches(f, &articles[i]) {
			list = append(list, articles[i])
		}
	}
	slices.SortFunc(list, func(a, b news.Article) int {
		return cmp.Or(b.Published.Compare(a.Published), cmp.Compare(a.ID, b.ID))
	})
	ids := make([]string, len(list))
	for i := range list {
		ids[i] = list[i].ID
	}
	return ids
}

func testListNewestFirst(t *testing.T, x *fixture) {
	if got := x.pages(news.Filter{}, 10, nil); len(got) != 0 {
		t.Errorf("an empty index lists %v", got)
	}
	articles := Articles(60)
	for i := range articles[:9] { // several at one moment, on both sides of page ends
		articles[i].Published = articles[20].Published
	}
	x.put(articles...)
	want := newest(news.Filter{}, articles)
	for _, size := range []int{1, 7, 30, 60, 100} {
		if diff := gocmp.Diff(want, x.pages(news.Filter{}, size, nil)); diff != "" {
			t.Errorf("in pages of %d (-want +got):\n%s", size, diff)
		}
	}
}

func testListWhileArticlesArrive(t *testing.T, x *fixture) {
	articles := Articles(40)
	x.put(articles...)
	got := x.pages(news.Filter{}, 10, func(page int) {
		late := Article(1000 + page) // newer than all
		late.Published = First.Add(10000 * time.Hour)
		x.put(late)
	})
	if diff := gocmp.Diff(newest(news.Filter{}, articles), got); diff != "" {
		t.Errorf("new articles must not shift the pages that follow (-want +got):\n%s", diff)
	}
}

// filters are the filters that listings and searches are tried with.
func filters() map[string]news.Filter {
	day := 24 * time.Hour
	return map[string]news.Filter{
		"none":                   {},
		"after":                  {After: First.Add(2 * day)},
		"at that second":         {After: First.Add(30 * every), Before: First.Add(30*every + time.Second)},
		"before":                 {Before: First.Add(2 * day)},
		"between":                {After: First.Add(day), Before: First.Add(3 * day)},
		"after, in other zone":   {After: First.Add(2 * day).In(time.FixedZone("", -5*3600))},
		"source":                 {Sources: []string{"coastal POST"}},
		"one of sources":         {Sources: []string{"Coastal Post", "nobody", "Radio Hollin"}},
		"subject":                {Subjects: []string{"harbour"}},
		"one of subjects":        {Subjects: []string{"HARBOUR", "Velmoor"}},
		"subject, not a part":    {Subjects: []string{"harb"}},
		"language":               {Language: "uk"},
		"language, upper case":   {Language: "EN"},
		"not ASCII":              {Sources: []string{"УКРАЇНСЬКЕ слово"}},
		"subject, not ASCII":     {Subjects: []string{"ÉCOLES"}},
		"all":                    {After: First.Add(day), Before: First.Add(5 * day), Sources: []string{"coastal post", "Radio Hollin"}, Subjects: []string{"harbour", "schools", "health"}, Language: "en"},
		"matches nothing":        {Sources: []string{"nobody"}},
		"source with a % in it":  {Sources: []string{"%"}},
		"file":                   {Files: []string{"Reports/week.zip/ferry 7.html"}},
		"folder":                 {Files: []string{"reports/"}},
		"archive as a folder":    {Files: []string{"./reports/WEEK.zip/*"}},
		"name of a file":         {Files: []string{"ferry 8.html"}},
		"kind of file":           {Files: []string{"*.TXT"}},
		"one of files":           {Files: []string{"*.txt", "reports/week.zip/ferry 7.html"}},
		"part of a folder":       {Files: []string{"rep", "week"}},
		"file, not ASCII":        {Files: []string{"ÉTÉ"}},
		"author":                 {Authors: []string{"INES korvald", "nobody"}},
		"section":                {Sections: []string{"Home"}},
		"updated":                {UpdatedAfter: First.Add(2 * day)},
		"without a source":       {NotSources: []string{"coastal POST", "УКРАЇНСЬКЕ слово"}},
		"without subjects":       {NotSubjects: []string{"harbour", "ÉCOLES"}},
		"without an author":      {NotAuthors: []string{"Ines Korvald"}},
		"without a section":      {NotSections: []string{"home"}},
		"without a language":     {NotLanguages: []string{"EN"}},
		"without files":          {NotFiles: []string{"*.html", "notes.txt"}},
		"a source but a subject": {Sources: []string{"coastal post"}, NotSubjects: []string{"harbour"}, NotLanguages: []string{"fr"}},
		"file and source":        {Files: []string{"reports"}, Sources: []string{"coastal post"}},
	}
}

// varied are articles whose filters are worth trying: some outlets and
// subjects are not written in ASCII, and some lay in files.
func varied(n int) []news.Article {
	articles := Articles(n)
	for i := range articles {
		switch i % 5 {
		case 0:
			articles[i].File = fmt.Sprintf("Reports/week.zip/Ferry %d.html", i%15)
		case 1:
			articles[i].File = "été/notes.txt"
		case 2:
			articles[i].File = "notes.TXT"
		}
		switch i % 7 {
		case 0:
			articles[i].Section = "Home"
		case 1:
			articles[i].Section, articles[i].Updated = "hOME", articles[i].Published.Add(50*time.Hour).In(time.FixedZone("", 3*3600))
		case 2:
			articles[i].Updated = articles[i].Published.Add(90*time.Hour + 500*time.Millisecond)
		}
		switch i % 11 {
		case 3:
			articles[i].Source = "Українське Слово"
		case 5:
			articles[i].Subjects = append(articles[i].Subjects, "Écoles")
		case 7:
			articles[i].Source, articles[i].Subjects, articles[i].Language = "", nil, ""
		}
	}
	return articles
}

func testListFiltered(t *testing.T, x *fixture) {
	articles := varied(120)
	x.put(articles...)
	for name, f := range filters() {
		if diff := gocmp.Diff(newest(f, articles), x.pages(f, 13, nil), cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func testListBadCursor(t *testing.T, x *fixture) {
	x.put(Articles(3)...)
	for _, cursor := range []string{"nonsense", "%%%", "eA"} {
		_, _, err := x.index.Articles(t.Context(), news.Filter{}, news.Page{Limit: 10, Cursor: cursor})
		x.wantKind("cursor "+cursor, err, news.KindInvalid)
	}
}
