package encode_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/sync/errgroup"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/lexical"
	"byline/internal/news"
	"byline/internal/spread"
)

// long is an article of several passages, no two alike.
func long() news.Article {
	var body strings.Builder
	for i, who := range []string{"pilots", "bakers", "nurses", "divers", "miners"} {
		for _, where := range []string{"Velmoor", "Ostrand", "Quarne", "Ithel Bay", "Sarvik", "Hollin"} {
			body.WriteString("The " + who + " of " + where + " said that their work had become harder since the bridge was closed to lorries. ")
		}
		if i < 4 {
			body.WriteString("\n\n")
		}
	}
	return news.Article{ID: "long", Headline: "A town without its bridge", Source: "Coastal Post", Body: strings.TrimSpace(body.String())}
}

// What a field adds to an article as a whole is what its words would add to
// the body, so often.
func TestAnArticleIsMatchedByEverythingItSays(t *testing.T) {
	e := local(t)
	for name, c := range map[string]struct {
		article news.Article
		times   int
	}{
		"headline":    {news.Article{Headline: "Ferries"}, 3},
		"source":      {news.Article{Source: "Ferries"}, 2},
		"authors":     {news.Article{Authors: []string{"Ferries"}}, 1},
		"subjects":    {news.Article{Subjects: []string{"Ferries"}}, 1},
		"attribution": {news.Article{Attribution: []string{"Ferries"}}, 1},
		"section":     {news.Article{Section: "Ferries"}, 1},
		"caption":     {news.Article{Caption: "Ferries"}, 1},
		"credit":      {news.Article{Credit: "Ferries"}, 1},
		"nothing":     {news.Article{ID: "ferries", URL: "https://ferries.example/", Language: "ferries"}, 0},
	} {
		c.article.Body = strings.Repeat("Nobody swam across. ", 20) // longer than a lead
		asBody := news.Article{Body: c.article.Body + strings.Repeat("Ferry. ", c.times)}
		if diff := cmp.Diff(record(t, e, asBody).ArticleEncoding.Terms, record(t, e, c.article).ArticleEncoding.Terms); diff != "" {
			t.Errorf("%s, against %d times in the body (-want +got):\n%s", name, c.times, diff)
		}
	}
}

func TestTheLeadCountsTwice(t *testing.T) {
	e := local(t)
	calm := strings.Repeat("Nobody swam across. ", 20)
	once := record(t, e, news.Article{Body: "Ferry. " + calm}).ArticleEncoding.Terms
	twice := record(t, e, news.Article{Body: calm + "Ferry. Ferry. " + "Nobody."}).ArticleEncoding.Terms
	ferry := queryTerms(e, "ferry").IDs[0]
	weight := func(terms news.Terms) uint8 { return terms.Weights[slices.Index(terms.IDs, ferry)] }
	if weight(once) != weight(twice) {
		t.Errorf("once in the lead weighs %d, twice below it %d", weight(once), weight(twice))
	}
}

func TestAPassageIsMatchedByItsTextAndTwiceItsHeadline(t *testing.T) {
	e := local(t)
	a := long()
	a.Subjects, a.Caption = []string{"Transport"}, "The bridge on Monday."
	r := record(t, e, a)
	if len(r.Passages) < 3 {
		t.Fatalf("%d passages, want several", len(r.Passages))
	}
	for i, p := range r.Passages {
		if p.Text != a.Body[p.Start:p.End] || p.Ordinal != i || p.ArticleID != a.ID {
			t.Errorf("passage %d is %+v", i, p.Passage)
		}
		var bag []uint32
		for _, token := range e.Tokens(nil, a.Headline+". "+a.Headline+". "+p.Text) {
			bag = append(bag, token.Term)
		}
		want := lexical.BM25{K1: 1.2, B: .75, MeanLength: 120}.Weigh(bag, new(spread.Sorter[uint32]))
		if diff := cmp.Diff(want, p.Terms); diff != "" {
			t.Errorf("passage %d (-want +got):\n%s", i, diff)
		}
	}
}

func TestVectorsAreOfTheTextUnderItsHeadline(t *testing.T) {
	model, err := embed.Load()
	if err != nil {
		t.Fatal(err)
	}
	a := long()
	r := record(t, encode.New(lexical.New(), model, entities.Names{}), a)
	check := func(what string, got news.Vector, text string) {
		want := make([]float32, model.Identity().Dim)
		model.EmbedParts(want, a.Headline, text)
		if diff := cmp.Diff(embed.Quantize(want), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
	}
	check("article", r.ArticleEncoding.Vector, encode.Lead(a.Body))
	for _, p := range r.Passages {
		check("passage", p.Vector, p.Text)
	}
}

func TestAnArticleWithoutTextHasNoPassages(t *testing.T) {
	r := record(t, local(t), news.Article{ID: "empty"})
	if len(r.Passages) > 0 || len(r.ArticleEncoding.Terms.IDs) > 0 || len(r.ArticleEncoding.Vector.Codes) > 0 || r.Pending {
		t.Errorf("got %+v", r)
	}
}

// Goroutines share an encoder and its memory, and get what one alone gets.
func TestArticlesAreEncodedAtTheSameTime(t *testing.T) {
	e := local(t)
	list := []news.Article{long(), {ID: "short", Headline: "Storm", Body: "A gale broke the pier."}, {ID: "bare", Headline: "Bare"}}
	var want []news.Record
	for _, a := range list {
		want = append(want, record(t, local(t), a))
	}
	var group errgroup.Group
	for i := range 24 {
		group.Go(func() error {
			a := list[i%len(list)]
			r, err := e.Encode(t.Context(), &a)
			if diff := cmp.Diff(want[i%len(list)], r); diff != "" {
				t.Errorf("%s (-want +got):\n%s", a.ID, diff)
			}
			return err
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
}
