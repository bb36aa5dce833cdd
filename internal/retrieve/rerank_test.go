package retrieve_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"

	"byline/internal/news"
)

// longest is a reranker that likes texts for their length, and remembers them.
type longest struct {
	sign  float64
	err   error
	query string
	texts []string
}

func (l *longest) Rerank(_ context.Context, query string, texts []string) ([]float64, error) {
	l.query, l.texts = query, texts
	scores := make([]float64, len(texts))
	for i, t := range texts {
		scores[i] = l.sign * float64(len(t))
	}
	return scores, l.err
}

func TestARerankerOrdersTheBestHitsAnew(t *testing.T) {
	for name, req := range map[string]news.SearchRequest{
		"articles": {Group: news.GroupArticle},
		"passages": {Group: news.GroupPassage},
		"keyword":  {Mode: news.ModeKeyword},
		"semantic": {Mode: news.ModeSemantic},
	} {
		t.Run(name, func(t *testing.T) {
			x := samples(t)
			req.Query, req.Limit, req.Explain, req.KeepCopies = "Who won the election in Kestrup?", 20, true, true
			before := x.search(req).Hits
			l := &longest{sign: 1}
			x.Retriever = x.WithReranker(l, 5, nil)
			after := x.search(req).Hits
			if l.query != req.Query || len(l.texts) != 5 {
				t.Fatalf("it was asked %q about %d texts", l.query, len(l.texts))
			}
			for i, h := range before[:5] {
				if want := h.Article.Headline + "\n" + h.Passage.Text; l.texts[i] != want {
					t.Errorf("text %d is %q, want %q", i, l.texts[i], want)
				}
			}
			for i, h := range after {
				if (h.Explanation.Value("reranker") != 0) != (i < 5) {
					t.Errorf("hit %d of %d: reranker %v", i, len(after), h.Explanation.Value("reranker"))
				}
				if i > 0 && (h.Score > after[i-1].Score || i < 5 && h.Explanation.Value("reranker") > after[i-1].Explanation.Value("reranker")) {
					t.Errorf("hit %d: score %v after %v", i, h.Score, after[i-1].Score)
				}
			}
			if after[0].Score != before[0].Score || after[4].Score != before[4].Score {
				t.Errorf("scores %v to %v, want the range from %v to %v", after[0].Score, after[4].Score, before[0].Score, before[4].Score)
			}
			want(t, "the rest", ids(after[5:]), ids(before[5:]))
		})
	}
}

func TestTheNewestStayAheadWhereTheyWereAskedFor(t *testing.T) {
	text := "The quay is closed to lorries until the wall is mended."
	x := articles(t,
		news.Article{ID: "old", Headline: "Quay", Published: day(1, 4), Body: text + " So it is."},
		news.Article{ID: "new", Headline: "Quay", Published: day(11, 20), Body: text + " So it."},
		news.Article{ID: "short", Headline: "Quay", Published: day(11, 20), Body: "Quay lorries."},
	)
	x.Retriever = x.WithReranker(&longest{sign: 1}, 10, nil)
	want(t, "any time", x.found(news.SearchRequest{Query: "quay closed to lorries", KeepCopies: true})[0], "old")
	want(t, "latest", x.found(news.SearchRequest{Query: "latest on quay closed to lorries", KeepCopies: true})[0], "new")
}

func TestWithoutItsRerankerASearchStands(t *testing.T) {
	x := articles(t, harbour()...)
	req := news.SearchRequest{Query: "pier of Velmoor"}
	before := x.found(req)
	var log bytes.Buffer
	x.Retriever = x.WithReranker(&longest{sign: -1, err: errors.New("rerank: out of order")}, 10, slog.New(slog.NewTextHandler(&log, nil)))
	result := x.search(req)
	want(t, "order", ids(result.Hits), before)
	if len(result.Warnings) != 1 || !strings.Contains(result.Warnings[0], "reranker") || !strings.Contains(log.String(), "out of order") {
		t.Errorf("warnings %q, log %q", result.Warnings, log.String())
	}
}

func TestARerankerWithoutPreferenceChangesNothing(t *testing.T) {
	x := articles(t, harbour()...)
	req := news.SearchRequest{Query: "pier of Velmoor"}
	before := x.search(req).Hits
	x.Retriever = x.WithReranker(&longest{}, 10, nil)
	want(t, "hits", x.search(req).Hits, before)
}

func TestASearchThatIsCancelledWhileItsRerankerThinksEnds(t *testing.T) {
	x := articles(t, harbour()...)
	ctx, cancel := context.WithCancel(t.Context())
	x.Retriever = x.WithReranker(cancelling{cancel}, 10, nil)
	if _, err := x.Search(ctx, news.SearchRequest{Query: "pier of Velmoor"}); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v", err)
	}
}

// cancelling is a reranker whose caller gives up.
type cancelling struct{ cancel func() }

func (c cancelling) Rerank(ctx context.Context, _ string, _ []string) ([]float64, error) {
	c.cancel()
	return nil, ctx.Err()
}
