package conformance

import (
	"math"
	"strings"
	"testing"
	"time"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/format"
	"byline/internal/index"
	"byline/internal/indextest"
	"byline/internal/ingest"
	"byline/internal/news"
	"byline/internal/retrieve"
	"byline/internal/seedstest"
	"byline/seeds"
)

// Both indexes find the same in the same order, in each of the four lists and
// in what becomes of them: the sample articles and a few hundred others, by a
// hundred queries, with and without filters.
func TestSameAsTheEmbeddedIndex(t *testing.T) {
	t.Parallel()
	encoder := indextest.Encoder(t)
	local := embeddedtest.Open(t, t.TempDir(), embeddedtest.Options(encoder))
	x := openTest(t, options(t, encoder))
	for _, store := range []ingest.Store{local, x} {
		seedstest.Load(t, ingest.New(format.Reader{}, store, encoder, nil))
	}
	for _, put := range []index.Writer{local, x} {
		if _, err := put.Put(t.Context(), indextest.Records(t, encoder, indextest.Articles(400)...)); err != nil {
			t.Fatal(err)
		}
	}
	for i, text := range texts(t) {
		q := indextest.Query(t, encoder, text, 200)
		if i%3 == 1 {
			q.Filter = news.Filter{Sources: []string{"coastal post", "Radio Hollin"}, After: indextest.First.AddDate(0, 0, 3)}
		}
		if i%3 == 2 {
			q.AsOf = indextest.First.AddDate(0, 0, 12)
		}
		want, err := local.Candidates(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		got, err := x.Candidates(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if s := indextest.Differ(want, got, 1e-3); s != "" {
			t.Errorf("%q: %s", text, s)
		}
	}
	here := retrieve.New(local, local, encoder, time.Now)
	there := retrieve.New(x, x, encoder, time.Now)
	likeEach(t, here, there, local)
	for _, text := range texts(t) {
		for _, mode := range []news.Mode{news.ModeHybrid, news.ModeKeyword, news.ModeSemantic} {
			req := news.SearchRequest{Query: text, Mode: mode, Limit: 10}
			want, err := here.Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			got, err := there.Search(t.Context(), req)
			if err != nil {
				t.Fatal(err)
			}
			if s := differ(want.Hits, got.Hits); s != "" {
				t.Errorf("%s, %q: %s", mode, text, s)
			}
		}
	}
}

// likeEach looks in two indexes for articles like each of some. Where two are
// equally worth choosing, a rounding of their vectors decides, so one of ten
// may be another.
func likeEach(t *testing.T, here, there *retrieve.Retriever, local *embedded.Index) {
	t.Helper()
	articles, _, err := local.Articles(t.Context(), news.Filter{}, news.Page{Limit: 60})
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range articles {
		req := news.SimilarRequest{ArticleID: a.ID}
		want, err := here.Similar(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := there.Similar(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		scores := make(map[string]float64, len(want.Hits))
		for _, h := range want.Hits {
			scores[h.Article.ID] = h.Score
		}
		others := 0
		for _, h := range got.Hits {
			if score, ok := scores[h.Article.ID]; !ok {
				others++
			} else if math.Abs(score-h.Score) > 1e-3 {
				t.Errorf("like %s: %s has scores %v and %v", a.ID, h.Article.ID, score, h.Score)
			}
		}
		if others > 1 || len(got.Hits) != len(want.Hits) {
			t.Errorf("like %s: %d hits and %d, %d of them others", a.ID, len(want.Hits), len(got.Hits), others)
		}
	}
}

// differ compares hits as candidates.
func differ(want, got []news.Hit) string {
	list := func(hits []news.Hit) (c news.Candidates) {
		for _, h := range hits {
			c.PassageKeyword = append(c.PassageKeyword, news.Candidate{
				Version: news.Version{ArticleID: h.Article.ID, Revision: h.Article.Revision},
				Ordinal: h.Passage.Ordinal, Span: h.Passage.Span, Score: float32(h.Score),
			})
		}
		return c
	}
	return indextest.Differ(list(want), list(got), 1e-3)
}

// texts are a hundred queries: broad ones, questions about the sample articles, sentences and names.
func texts(t *testing.T) []string {
	t.Helper()
	questions, err := seeds.Questions()
	if err != nil {
		t.Fatal(err)
	}
	out := []string{"ferry", "Kestrup", "news of Halvia"}
	for _, q := range questions {
		out = append(out, q.Question)
	}
	for i := 0; len(out) < 90; i++ {
		out = append(out, indextest.Sentence(i))
	}
	for i := 0; len(out) < 100; i++ {
		out = append(out, strings.Join(indextest.Article(i).Authors, " "))
	}
	return out[:100]
}
