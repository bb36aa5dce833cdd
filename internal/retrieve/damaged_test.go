package retrieve_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"byline/internal/embedded"
	"byline/internal/news"
	"byline/internal/retrieve"
)

// rotten is an index that cannot read one of its articles.
type rotten struct {
	*embedded.Index
	id string
}

func (x rotten) Versions(ctx context.Context, want []news.Version) ([]news.Article, error) {
	articles, err := x.Index.Versions(ctx, want)
	for i := range articles {
		if articles[i].ID == x.id {
			articles[i] = news.Article{}
			err = &news.DamagedError{IDs: []string{x.id}}
		}
	}
	return articles, err
}

// A search gets by without an article that is damaged on disk, and names it.
func TestADamagedArticleIsLeftOutAndNamed(t *testing.T) {
	x := articles(t, harbour()...)
	for kind, req := range requests() {
		rest := slices.DeleteFunc(x.found(req), func(id string) bool { return id == "pier" })
		broken := x
		index := rotten{x.index, "pier"}
		broken.Retriever = retrieve.New(index, index, x.encoder, func() time.Time { return today })
		want(t, kind, broken.found(req), rest)
		result := broken.search(req)
		if w := strings.Join(result.Warnings, " "); !strings.Contains(w, "damaged on disk and left out: pier.") {
			t.Errorf("%s: the warnings %q do not name it", kind, w)
		}
	}
	index := rotten{x.index, "pier"}
	similar, err := retrieve.New(index, index, x.encoder, func() time.Time { return today }).Similar(t.Context(), news.SimilarRequest{Text: "the old pier of Velmoor in the storm"})
	if err != nil || !strings.Contains(strings.Join(similar.Warnings, " "), "left out: pier.") {
		t.Errorf("similar articles: %v, %q", err, similar.Warnings)
	}
}
