package indextest

import (
	"testing"

	"byline/internal/news"
)

// What people decided about articles can be asked for, also by whoever opens the
// index again: which they deleted, as long as they are not stored again, and
// what they set of which.
func testDecisions(t *testing.T, x *fixture) {
	headline := "As the editor wants it"
	edited := Article(1)
	news.Edit{Headline: &headline}.Apply(&edited)
	x.put(Article(0), Article(1), edited, Article(2), Article(3))
	for _, id := range []string{Article(2).ID, Article(3).ID} {
		if err := x.index.Delete(t.Context(), id); err != nil {
			t.Fatal(err)
		}
	}
	x.put(Article(3))
	ids := []string{Article(0).ID, Article(1).ID, Article(2).ID, Article(3).ID, "unknown"}
	for range 2 {
		got, err := x.index.Decisions(t.Context(), ids)
		if err != nil {
			t.Fatal(err)
		}
		want := map[string]news.Decision{edited.ID: {Edit: news.Edit{Headline: &headline}}, Article(2).ID: {Deleted: true}}
		if diff := same(want, got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		x.reopen()
	}
	if got, err := x.index.Decisions(t.Context(), nil); err != nil || len(got) != 0 {
		t.Errorf("of no articles: %v, %v", got, err)
	}
}
