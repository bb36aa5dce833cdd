package retrieve_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"

	"byline/internal/news"
	"byline/internal/retrieve"
)

// wildfires are 24 articles: eleven of one fire by one outlet, five of it by
// others, eight of fires of other months. No two tell the same.
func wildfires() []news.Article {
	details := []string{
		"Two hundred families sleep in the gymnasium.", "The wind turned at noon and pushed the flames to the ridge.", "A retired teacher saved nine goats.",
		"Insurers sent forty adjusters.", "The railway runs buses in place of trains.", "Pilots drop water from the reservoir.",
		"A judge let the campers go home.", "Bakers bring bread to the crews.", "Smoke closed the airport for an hour.",
		"The mayor asked for tents and blankets.", "A power line is being examined.", "Vineyards lost half of their harvest.",
		"Schools stay shut until Thursday.", "Volunteers dug trenches all night.", "The hospital moved its patients to the coast.", "Rain is forecast for the weekend.",
	}
	var list []news.Article
	for i, detail := range details {
		outlet := "Coastal Post"
		if i >= 11 {
			outlet = fmt.Sprintf("Paper %d", i)
		}
		list = append(list, news.Article{
			ID: fmt.Sprintf("hill-%02d", i), Source: outlet, Headline: "Wildfire near Hillbrook", Published: day(11, 10+i%3),
			Body: "The wildfire near Hillbrook burns on. " + detail,
		})
	}
	for i, other := range []string{
		"A wildfire in the Marn dunes was put out by fishermen.", "Scientists count how much carbon a wildfire sets free.", "The museum of Velmoor shows paintings of a wildfire.",
		"A new law makes owners clear dry grass, so that no wildfire starts.", "The wildfire in the northern bogs smoulders under snow.", "A wildfire stopped the cycling race at Tarn pass.",
		"Parliament debates aircraft that fight a wildfire.", "After the wildfire, orchids bloom on Cape Sorrow.",
	} {
		list = append(list, news.Article{
			ID: fmt.Sprintf("other-%d", i), Source: fmt.Sprintf("Gazette %d", i%3), Headline: "After a wildfire comes the rain", Published: day(time.Month(i+2), 20), Body: other,
		})
	}
	return list
}

func without(t *testing.T, x archive, part string) archive {
	t.Helper()
	lesser, err := x.Without(part)
	if err != nil {
		t.Fatal(err)
	}
	x.Retriever = lesser
	return x
}

// page counts the outlets of hits, and those that tell of the fire near Hillbrook.
func page(hits []news.Hit) (outlets, hillbrook int) {
	names := map[string]bool{}
	for _, h := range hits {
		names[h.Article.Source] = true
		if h.Article.Headline == "Wildfire near Hillbrook" {
			hillbrook++
		}
	}
	return len(names), hillbrook
}

func TestABroadQueryShowsSeveralStoriesAndOutlets(t *testing.T) {
	x := articles(t, wildfires()...)
	for _, query := range []string{"wildfires", "latest news of wildfires", "wildfires in 2026", "What is new about the wildfires?", "what happened in the wildfire"} {
		req := news.SearchRequest{Query: query}
		outletsBefore, before := page(without(t, x, "diversity").search(req).Hits)
		outlets, after := page(x.search(req).Hits)
		if outlets <= outletsBefore || after >= before || after == 0 {
			t.Errorf("%s: %d outlets, %d of ten on one story; without choosing %d and %d", query, outlets, after, outletsBefore, before)
		}
	}
}

func TestASpecificQueryKeepsItsOrder(t *testing.T) {
	x, s := articles(t, wildfires()...), samples(t)
	for _, c := range []struct {
		why   string
		in    archive
		query news.SearchRequest
	}{
		{"it asks for a place", x, news.SearchRequest{Query: "Where is the wildfire?"}},
		{"it asks for a number", x, news.SearchRequest{Query: "how big is the wildfire"}},
		{"what is asked for is in few articles", x, news.SearchRequest{Query: "wildfire orchids"}},
		{"all articles on the subject fit on a page", s, news.SearchRequest{Query: "Rundvall shipyard"}},
		{"it asks for a number", s, news.SearchRequest{Query: "How many jobs will be saved at the Rundvall shipyard?"}},
		{"passages", x, news.SearchRequest{Query: "wildfire", Group: news.GroupPassage}},
		{"scores are those of words", x, news.SearchRequest{Query: "wildfire", Mode: news.ModeKeyword}},
		{"scores are those of meaning", x, news.SearchRequest{Query: "wildfire", Mode: news.ModeSemantic}},
	} {
		c.query.Explain = true
		want(t, c.query.Query+": "+c.why, c.in.search(c.query).Hits, without(t, c.in, "diversity").search(c.query).Hits)
	}
}

// Hits of a broad query change places, no more: the best stays first, scores
// tell what was taken off, and more hits go on where fewer ended.
func TestABroadQueryLosesNothing(t *testing.T) {
	x := articles(t, wildfires()...)
	for _, keep := range []bool{false, true} {
		req := news.SearchRequest{Query: "wildfires", Limit: 100, Explain: true, KeepCopies: keep}
		before := without(t, x, "diversity").search(req).Hits
		after := x.search(req).Hits
		want(t, "the first", after[0], before[0])
		scores := map[string]float64{}
		for _, h := range before {
			scores[h.Article.ID] = h.Score
		}
		for i, h := range after {
			if !near(h.Score+h.Explanation.Value("redundancy"), scores[h.Article.ID]) {
				t.Errorf("%s: score %v and %v that was taken off are not %v", h.Article.ID, h.Score, h.Explanation.Value("redundancy"), scores[h.Article.ID])
			}
			if i > 0 && h.Score > after[i-1].Score {
				t.Errorf("hit %d: score %v after %v", i, h.Score, after[i-1].Score)
			}
		}
		all := ids(after)
		for _, limit := range []int{1, 5, 20, 23} {
			req.Limit = limit
			want(t, fmt.Sprint("the first ", limit), x.found(req), all[:limit])
		}
		want(t, "the last", all[20:], ids(before)[20:])
		slices.Sort(all)
		want(t, "how many there are once each", len(slices.Compact(all)), len(before))
	}
}

func TestCopiesStayFoldedWhereHitsAreChosen(t *testing.T) {
	list := wildfires()
	for i := range 16 {
		reprint := list[i]
		reprint.ID, reprint.Source = "re"+reprint.ID, "Reprinter"
		list = append(list, reprint)
	}
	x := articles(t, list...)
	copies := map[string][]news.Copy{}
	for _, h := range without(t, x, "diversity").search(news.SearchRequest{Query: "wildfires", Limit: 20}).Hits {
		copies[h.Article.ID] = h.Copies
	}
	folded := 0
	for _, h := range x.search(news.SearchRequest{Query: "wildfires", Limit: 5}).Hits {
		want(t, "copies of "+h.Article.ID, h.Copies, copies[h.Article.ID])
		folded += len(h.Copies)
	}
	if folded == 0 {
		t.Error("no hit has a copy")
	}
}

// blind is an index that has no vectors of articles yet.
type blind struct {
	retrieve.Index
	err error
}

func (b blind) Profiles(_ context.Context, versions []news.Version) ([]news.Profile, error) {
	return make([]news.Profile, len(versions)), b.err
}

func TestWithoutVectorsOutletsAloneDecide(t *testing.T) {
	x := articles(t, wildfires()...)
	req := news.SearchRequest{Query: "wildfires", Explain: true, Limit: 20}
	outletsBefore, _ := page(without(t, x, "diversity").search(req).Hits[:10])
	x.Retriever = retrieve.New(blind{Index: x.index}, x.index, x.encoder, func() time.Time { return today })
	hits := x.search(req).Hits
	seen := map[string]bool{}
	for _, h := range hits {
		lost := h.Explanation.Value("redundancy") > 0
		if lost != seen[h.Article.Source] {
			t.Errorf("%s of %s: %v was taken off", h.Article.ID, h.Article.Source, h.Explanation.Value("redundancy"))
		}
		seen[h.Article.Source] = true
	}
	if outlets, _ := page(hits[:10]); outlets <= outletsBefore {
		t.Errorf("%d outlets among ten", outlets)
	}
}

func TestAnIndexThatCannotTellVectorsFailsABroadQueryOnly(t *testing.T) {
	x := articles(t, wildfires()...)
	gone := news.Errorf(news.KindUnavailable, "the index is away")
	r := retrieve.New(blind{x.index, gone}, x.index, x.encoder, time.Now)
	if _, err := r.Search(t.Context(), news.SearchRequest{Query: "wildfires"}); !errors.Is(err, gone) {
		t.Errorf("error %v", err)
	}
	if _, err := r.Search(t.Context(), news.SearchRequest{Query: "Where is the wildfire?"}); err != nil {
		t.Errorf("a question: %v", err)
	}
}

func BenchmarkBroadSearch(b *testing.B) {
	x := articles(b, wildfires()...)
	for _, query := range []string{"wildfires", "where are wildfires"} { // the second is not broad
		b.Run(query, func(b *testing.B) {
			for b.Loop() {
				x.search(news.SearchRequest{Query: query})
			}
		})
	}
}

// What one outlet has taken back is no truer in the paper that printed it too.
func TestACopyOfARetractedArticleIsMarked(t *testing.T) {
	const body = "Pipes of lead harm the hearing of children in Velmoor, doctors of the harbour clinic found in a study of forty families, published in May by the university."
	original := news.Article{ID: "original", Source: "Coastal Post", Headline: "Lead harms hearing", Published: day(5, 2), Body: body, Notices: []news.Notice{{Kind: news.NoticeRetraction, Text: "The study was invented."}}}
	reprint := news.Article{ID: "reprint", Source: "Velmoor Herald", Headline: "Lead harms hearing", Published: day(5, 3), Body: body}
	hits := articles(t, append(harbour(), original, reprint)...).search(news.SearchRequest{Query: "Does lead harm hearing?"}).Hits
	if len(hits) == 0 || len(hits[0].Copies) != 1 {
		t.Fatalf("found %v, want one text of two outlets", ids(hits))
	}
	wanted := map[string]string{"original": "retracted", "reprint": "retracted by Coastal Post"}
	if id := hits[0].Article.ID; hits[0].Article.Mark() != wanted[id] {
		t.Errorf("%s is marked %q, want %q", id, hits[0].Article.Mark(), wanted[id])
	}
	first := reprint
	first.TakeFrom(&original)
	if got := first.Mark(); got != wanted["reprint"] || len(first.OwnNotices()) > 0 {
		t.Errorf("marked %q with own notices %v", got, first.OwnNotices())
	}
}
