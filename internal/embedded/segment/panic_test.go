package segment

import (
	"testing"

	"byline/internal/indextest"
	"byline/internal/news"
	"byline/internal/panics"

	"github.com/google/go-cmp/cmp"
)

// A search reads segments in goroutines of its own. One that a fault there ends
// is an error, and the next search goes on.
func TestAPanicInASearchEndsThatSearch(t *testing.T) {
	encoder := indextest.Encoder(t)
	records := indextest.Records(t, encoder, indextest.Articles(20)...)
	all := make([]Record, len(records))
	for i := range records {
		all[i] = Record{Record: &records[i], Change: uint64(i + 1)}
	}
	views := []*View{viewOf(t, encoder.Identity().Dim, all)}
	query := indextest.Query(t, encoder, records[0].Article.Headline, 10)
	want, err := Search(t.Context(), views, query, nil)
	if err != nil || len(want.ArticleKeyword) == 0 || len(want.ArticleSemantic) == 0 {
		t.Fatalf("found %+v, error %v", want, err)
	}
	articles := &views[0].space[articleSpace]
	intact := *articles
	for part, damage := range map[string]func(){
		"keyword":  func() { articles.postOff = nil },
		"semantic": func() { articles.high = nil },
	} {
		damage()
		if _, err := Search(t.Context(), views, query, nil); !panics.In(err) || news.KindOf(err) != news.KindInternal {
			t.Errorf("%s: error %v, want that of a panic", part, err)
		}
		*articles = intact
		got, err := Search(t.Context(), views, query, nil)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Errorf("after that, error %v (-want +got):\n%s", err, diff)
		}
	}
}
