package httpapi_test

import (
	"strings"
	"testing"

	"byline/internal/httpapi"
)

func TestThePagesOfStoriesLeadToTheirArticles(t *testing.T) {
	n := newNewsroom()
	s := httpapi.New(n.deps(), httpapi.Config{})
	a := n.articles[0]
	cases := []struct {
		path   string
		status int
		want   []string
	}{
		{"/stories", 200, []string{`href="/stories/` + a.ID + `"`, "4 stories", "1 article", "1 voice"}},
		{"/stories?query=ferry&order=newest&after=7d", 200, []string{`value="ferry"`, `href="/stories?after=7d&amp;query=ferry"`}},
		{"/stories?query=nobody", 200, []string{"No story was found"}},
		{"/stories?after=nonsense", 400, []string{"after"}},
		{"/stories/" + a.ID, 200, []string{a.Headline, `href="/articles/` + a.ID, "The Coast Lantern", "The same text in", "passengers aboard", "superseded", "also given by 1 article"}},
		{"/coverage", 200, []string{`action="/coverage"`}},
		{"/coverage?query=ferry&unit=month", 200, []string{`value="ferry"`, "of 4 published", `href="/v1/coverage?query=ferry&amp;unit=month&amp;format=csv"`, `<rect`, "%", `href="/coverage?query=ferry&amp;unit=week"`, n.articles[0].Source}},
		{"/coverage?query=ferry&unit=year", 400, []string{"unit"}},
		{"/stories/nobody", 404, nil},
		{"/entities", 200, []string{`value="person"`, `href="/entities?kind=place"`, `/search?q=person%3A%22`, "1 article"}},
		{"/entities?kind=organisation&query=nobody", 200, []string{"No article names any", "Fewer words"}},
		{"/entities?kind=ship", 400, []string{"kind"}},
	}
	for _, c := range cases {
		r := call(t, s, "GET", c.path, "")
		if r.Code != c.status {
			t.Errorf("%s: status %d, want %d", c.path, r.Code, c.status)
		}
		for _, want := range c.want {
			if !strings.Contains(r.Body.String(), want) {
				t.Errorf("%s does not have %q", c.path, want)
			}
		}
	}
}
