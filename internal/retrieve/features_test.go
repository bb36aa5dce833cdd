package retrieve_test

import (
	"testing"

	"byline/internal/news"
)

// What weights are fitted to is what passages are ranked by.
func TestPassagesAreRankedByTheirFeatures(t *testing.T) {
	x := samples(t)
	req := news.SearchRequest{Query: "Why did the watch alarm on the Queen Idunn not sound?", Group: news.GroupPassage, KeepCopies: true, Limit: 20}
	read, err := x.Features(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	hits := x.search(req).Hits
	if len(hits) == 0 || len(read) < len(hits) {
		t.Fatalf("%d passages read for %d hits", len(read), len(hits))
	}
	for i, h := range hits {
		f := read[i]
		if f.ArticleID != h.Article.ID || f.Text != h.Passage.Text {
			t.Fatalf("hit %d is passage %d of %s, and was read as passage %d of %s", i, h.Passage.Ordinal, h.Article.ID, f.Ordinal, f.ArticleID)
		}
		for name, value := range f.Features {
			if value < 0 || value > 1 {
				t.Errorf("hit %d: %s is %v", i, name, value)
			}
		}
	}
}
