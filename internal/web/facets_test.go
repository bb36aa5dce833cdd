package web_test

import (
	"net/url"
	"testing"

	"byline/internal/news"
	"byline/internal/query"
	"byline/internal/web"
)

func TestWhomAQueryAsksForCanBeLeftOutOfIt(t *testing.T) {
	for _, tt := range []struct{ query, label, without string }{
		{`ferry person:"Mara Olm"`, "Person Mara Olm", "ferry"},
		{`ferry AND person:"Mara Olm"`, "Person Mara Olm", "ferry"},
		{`person:"Mara Olm" AND ferry`, "Person Mara Olm", "ferry"},
		{`ferry AND org:WHO AND (fire OR storm)`, "Organisation WHO", "ferry AND (fire OR storm)"},
		{`place:Velm`, "Place Velm", ""},
		{`ferry OR person:olm`, "", ""},
		{`ferry -person:olm`, "", ""},
	} {
		tree, err := query.Parse(tt.query, nil)
		if err != nil {
			t.Fatal(err)
		}
		chips := web.Search{Query: tt.query, Result: &news.SearchResult{Understood: news.Understood{Tree: tree}}}.Chips()
		if tt.label == "" {
			if len(chips) != 0 {
				t.Errorf("%s: %v", tt.query, chips)
			}
			continue
		}
		want := "/search?"
		if tt.without != "" {
			want += "q=" + url.QueryEscape(tt.without)
		}
		if len(chips) != 1 || chips[0].Label != tt.label || chips[0].Without != want {
			t.Errorf("%s: %v, want %s and %s", tt.query, chips, tt.label, want)
		}
	}
}
