package retrieve_test

import (
	"strings"
	"testing"

	"byline/internal/news"
	"byline/internal/retrieve"
)

func TestEachPartOfRankingCanBeLeftOut(t *testing.T) {
	x := samples(t)
	whole := func(r *retrieve.Retriever, group news.Group) float64 {
		sum := 0.0
		for _, query := range []string{"latest news of the ferry strike", "storm damage on the coast, as Nordwire reported", "who was elected to the council of the port?", "Why did the watch alarm on the Queen Idunn not sound?", "Kestrup"} {
			result, err := r.Search(t.Context(), news.SearchRequest{Query: query, Group: group})
			if err != nil {
				t.Fatal(err)
			}
			for _, h := range result.Hits {
				sum += h.Score
			}
		}
		return sum
	}
	for _, part := range retrieve.Ablations() {
		lesser, err := x.Without(part)
		if err != nil {
			t.Fatal(err)
		}
		if whole(lesser, news.GroupPassage) == whole(x.Retriever, news.GroupPassage) && whole(lesser, news.GroupArticle) == whole(x.Retriever, news.GroupArticle) {
			t.Errorf("without %s, every score is as before", part)
		}
	}
	same, err := x.Without()
	if err != nil || whole(same, news.GroupArticle) != whole(x.Retriever, news.GroupArticle) {
		t.Errorf("without nothing, scores differ (%v)", err)
	}
}

func TestAPartThatRankingDoesNotHaveIsRefused(t *testing.T) {
	_, err := samples(t).Without("magic")
	if news.KindOf(err) != news.KindInvalid || !strings.Contains(err.Error(), `no part "magic" to leave out; there are semantic, `) {
		t.Errorf("error %v", err)
	}
}
