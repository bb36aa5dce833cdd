package ingest_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"byline/internal/news"
)

// headlines returns what is stored, as "outlet: headline".
func (d *desk) headlines() []string {
	d.t.Helper()
	articles, _, err := d.index.Articles(d.t.Context(), news.Filter{}, news.Page{Limit: 100})
	if err != nil {
		d.t.Fatal(err)
	}
	var out []string
	for _, a := range articles {
		out = append(out, a.Source+": "+a.Headline)
	}
	slices.Sort(out)
	return out
}

// TestAnIDIsUniqueWithinItsOutlet: two articles that bring the same ID are two,
// whatever the order they come in and however often; versions of one are one.
func TestAnIDIsUniqueWithinItsOutlet(t *testing.T) {
	const quay, ferry = `"headline":"Quay shut","body":"The quay is shut until spring."`, `"headline":"Ferry moved","body":"Ships must berth elsewhere."`
	for _, test := range []struct {
		name string
		runs []string
		want []string // headlines stored
		last outcome
	}{
		{"two outlets in one file", []string{`{"id":1,"source":"Post",` + quay + "}\n" + `{"id":1,"source":"Courier",` + ferry + "}"}, []string{"Courier: Ferry moved", "Post: Quay shut"}, outcome{Created: 2}},
		{"in two files", []string{`{"id":"a","source":"Post",` + quay + "}", `{"id":"a","source":"Courier",` + ferry + "}"}, []string{"Courier: Ferry moved", "Post: Quay shut"}, outcome{Created: 1}},
		{"loaded again", []string{`{"id":1,"source":"Post",` + quay + "}", `{"id":1,"source":"Courier",` + ferry + "}", `{"id":1,"source":"Courier",` + ferry + "}\n" + `{"id":1,"source":"Post",` + quay + "}"}, []string{"Courier: Ferry moved", "Post: Quay shut"}, outcome{Unchanged: 2}},
		{"changed later", []string{`{"id":1,"source":"Post",` + quay + "}", `{"id":1,"source":"Courier",` + ferry + "}", `{"id":1,"source":"Courier","headline":"Ferry moved again","body":"Ships must berth elsewhere."}`}, []string{"Courier: Ferry moved again", "Post: Quay shut"}, outcome{Updated: 1}},
		{"the outlet in capitals", []string{`{"id":1,"source":"Post",` + quay + "}", `{"id":1,"source":"POST","headline":"Quay shut","body":"Still."}`}, []string{"POST: Quay shut"}, outcome{Updated: 1}},
		{"rows of two files without outlets", []string{`{"id":0,` + quay + "}", `{"id":0,` + ferry + "}", `{"id":0,` + ferry + "}"}, []string{": Ferry moved", ": Quay shut"}, outcome{Unchanged: 1}},
		{"a row whose headline changed", []string{`{"id":0,` + quay + "}", `{"id":0,"headline":"Quay open","body":"The quay is shut until spring."}`}, []string{": Quay open"}, outcome{Updated: 1}},
		{"a new version under a name", []string{`{"id":"quay","source":"Post",` + quay + "}", `{"id":"quay","source":"Post",` + ferry + "}"}, []string{"Post: Ferry moved"}, outcome{Updated: 1}},
		{"an address is that of one article", []string{`{"id":1,"source":"Post","url":"https://post.example/q",` + quay + "}", `{"id":1,"source":"The Post","url":"http://post.example/q/",` + quay + "}"}, []string{"The Post: Quay shut"}, outcome{Updated: 1}},
		{"an ID that nobody gives twice", []string{`{"id":"urn:post:1","source":"Post",` + quay + "}", `{"id":"urn:post:1","source":"The Post",` + quay + "}"}, []string{"The Post: Quay shut"}, outcome{Updated: 1}},
		{"texts without headlines", []string{`{"body":"The quay is shut."}` + "\n" + `{"body":"Ships must berth elsewhere."}`, `{"body":"Ships must berth elsewhere."}` + "\n" + `{"body":"The quay is shut."}`}, []string{": ", ": "}, outcome{Unchanged: 2}},
		{"rows with one headline and no date", []string{`{"headline":"Notes","body":"The quay is shut."}`, `{"headline":"Notes","body":"Ships must berth elsewhere."}`, `{"headline":"Notes","body":"The quay is shut."}`}, []string{": Notes", ": Notes"}, outcome{Unchanged: 1}},
		{"one headline on one day", []string{`{"headline":"Notes","date":"2025-02-03","body":"The quay is shut."}`, `{"headline":"Notes","date":"2025-02-03","body":"Ships must berth elsewhere."}`}, []string{": Notes"}, outcome{Updated: 1}},
		{"an outlet that was not known", []string{`{"id":1,` + quay + "}", `{"id":1,"source":"Post",` + quay + "}"}, []string{"Post: Quay shut"}, outcome{Updated: 1}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t)
			var last outcome
			for _, text := range test.runs {
				last = d.read(text)
			}
			d.want("the last run", last, test.last)
			if got := d.headlines(); !slices.Equal(got, test.want) {
				t.Errorf("stored: %q, want %q", got, test.want)
			}
		})
	}
}

// TestTheFirstKeepsItsID: whoever has an index of before finds its articles under the same IDs.
func TestTheFirstKeepsItsID(t *testing.T) {
	d := newDesk(t)
	var lines strings.Builder
	for i := range 50 { // more than one batch
		for _, outlet := range []string{"Post", "Courier", "Herald"} {
			fmt.Fprintf(&lines, `{"id":%d,"source":%q,"headline":"%s %d","body":"Body %d of %s."}`+"\n", i, outlet, outlet, i, i, outlet)
		}
	}
	d.want("created", d.read(lines.String()), outcome{Created: 150})
	d.want("again", d.read(lines.String()), outcome{Unchanged: 150})
	if a := d.article("7"); a.Source != "Post" {
		t.Errorf("%+v", a)
	}
}

// Loads that run at once settle IDs one after the other: none takes another's
// article for nobody's.
func TestLoadsAtOnceKeepEachOthersArticles(t *testing.T) {
	d := newDesk(t)
	var want []string
	var group sync.WaitGroup
	for i := range 12 {
		want = append(want, fmt.Sprintf("Outlet %02d: News %d", i, i))
		text := fmt.Sprintf(`{"id":"1","source":"Outlet %02d","headline":"News %d","body":"What happened there is told here."}`, i, i)
		group.Go(func() { d.read(text) })
	}
	group.Wait()
	if got := d.headlines(); !slices.Equal(got, want) {
		t.Errorf("stored: %q, want %q", got, want)
	}
}
