// Package indextest says what every index must do, as tests that run against
// any of them. A package that implements an index calls Run and RunConcurrent
// from tests of its own. The articles are made up by a generator, and what a
// search must return is worked out by looking at every one of them.
package indextest

import (
	"context"
	"io"
	"testing"

	"byline/internal/embed"
	"byline/internal/encode"
	"byline/internal/entities"
	"byline/internal/index"
	"byline/internal/lexical"
	"byline/internal/news"
)

// Place returns what opens a new, empty index at every call, made for the
// vectors of the built-in embedder; called again, that opens the same one,
// which was closed before. The last is closed by a cleanup of the test.
type Place func(t *testing.T) (open func() index.Index)

// clause is a part of what every index must do.
type clause struct {
	name string
	test func(*testing.T, *fixture)
}

// Run tests what one goroutine at a time sees of indexes.
func Run(t *testing.T, place Place) {
	run(t, place, []clause{
		{"Put", testPut},
		{"PutSeveralVersions", testPutSeveralVersions},
		{"PutCancelled", testPutCancelled},
		{"Hashes", testHashes},
		{"Article", testArticle},
		{"Versions", testVersions},
		{"Profiles", testProfiles},
		{"Revisions", testRevisions},
		{"ManyRevisions", testManyRevisions},
		{"Delete", testDelete},
		{"DeletedArticleSentAgain", testDeletedArticleSentAgain},
		{"DeletedAgainAndAgain", testDeletedAgainAndAgain},
		{"Decisions", testDecisions},
		{"EveryFieldSurvives", testEveryFieldSurvives},
		{"EveryFieldCounts", testEveryFieldCounts},
		{"Stats", testStats},
		{"Sources", testSources},
		{"NoticesOn", testNoticesOn},
		{"Subjects", testSubjects},
		{"Pending", testPending},
		{"Reopen", testReopen},
		{"Ready", testReady},
		{"ListNewestFirst", testListNewestFirst},
		{"ListWhileArticlesArrive", testListWhileArticlesArrive},
		{"ListFiltered", testListFiltered},
		{"ListBadCursor", testListBadCursor},
		{"SearchEmptyIndex", testSearchEmptyIndex},
		{"SearchMatchesReference", testSearchMatchesReference},
		{"SearchFiltered", testSearchFiltered},
		{"SearchAsOf", testSearchAsOf},
		{"SearchRareFilter", testSearchRareFilter},
		{"SearchEmptyParts", testSearchEmptyParts},
		{"SearchTies", testSearchTies},
		{"SearchArticleWithoutText", testSearchArticleWithoutText},
		{"SearchBadInput", testSearchBadInput},
		{"Conditions", testConditions},
		{"SetWhileArticlesChange", testSetWhileArticlesChange},
		{"Relevance", testRelevance},
		{"ReplacedPassages", testReplacedPassages},
	})
}

// RunConcurrent tests what goroutines see that share an index. It is for the
// race detector, under which Run would take some ten times as long and see no more.
func RunConcurrent(t *testing.T, place Place) {
	run(t, place, []clause{
		{"NeverTheWordsOfAnother", testNeverTheWordsOfAnother},
		{"NeverMixed", testNeverMixed},
	})
}

func run(t *testing.T, place Place, clauses []clause) {
	encoder := Encoder(t)
	for _, c := range clauses {
		t.Run(c.name, func(t *testing.T) {
			open := place(t)
			c.test(t, &fixture{t: t, index: open(), open: open, encoder: encoder})
		})
	}
}

// Opened is an index that was opened, which is closed after the test and, where that
// is given, removed.
func Opened[X io.Closer](tb testing.TB, x X, err error, remove func(context.Context) error) X {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := x.Close(); err != nil {
			tb.Errorf("Close: %v", err)
		}
		if remove == nil {
			return
		}
		if err := remove(context.WithoutCancel(tb.Context())); err != nil { // it is cancelled by now
			tb.Error(err)
		}
	})
	return x
}

// Encoder returns an encoder with the built-in embedder.
func Encoder(tb testing.TB) *encode.Encoder {
	tb.Helper()
	model, err := embed.Load()
	if err != nil {
		tb.Fatal(err)
	}
	return encode.New(lexical.New(), model, entities.Names{})
}

// Records makes articles ready for an index.
func Records(tb testing.TB, e *encode.Encoder, articles ...news.Article) []news.Record {
	tb.Helper()
	records := make([]news.Record, len(articles))
	for i := range articles {
		var err error
		if records[i], err = e.Encode(tb.Context(), &articles[i]); err != nil {
			tb.Fatal(err)
		}
	}
	return records
}

// fixture is an index under test.
type fixture struct {
	t       *testing.T
	index   index.Index
	open    func() index.Index
	encoder *encode.Encoder
}

// reopen closes the index and opens it again.
func (x *fixture) reopen() {
	x.t.Helper()
	if err := x.index.Close(); err != nil {
		x.t.Fatalf("Close: %v", err)
	}
	x.index = x.open()
}

// put stores articles and returns their records, revisions included.
func (x *fixture) put(articles ...news.Article) []news.Record {
	x.t.Helper()
	records := Records(x.t, x.encoder, articles...)
	if _, err := x.index.Put(x.t.Context(), records); err != nil {
		x.t.Fatalf("Put: %v", err)
	}
	return records
}

// statuses stores articles and returns what became of them.
func (x *fixture) statuses(articles ...news.Article) []news.PutStatus {
	x.t.Helper()
	results, err := x.index.Put(x.t.Context(), Records(x.t, x.encoder, articles...))
	if err != nil {
		x.t.Fatalf("Put: %v", err)
	}
	if len(results) != len(articles) {
		x.t.Fatalf("Put returned %d results for %d records", len(results), len(articles))
	}
	out := make([]news.PutStatus, len(results))
	for i, r := range results {
		if r.ID != articles[i].ID {
			x.t.Errorf("result %d is of %q, want %q", i, r.ID, articles[i].ID)
		}
		out[i] = r.Status
	}
	return out
}

func (x *fixture) search(q news.IndexQuery) news.Candidates {
	x.t.Helper()
	c, err := x.index.Candidates(x.t.Context(), q)
	if err != nil {
		x.t.Fatalf("Candidates: %v", err)
	}
	return c
}

// Query makes a query of words and meaning.
func Query(tb testing.TB, e *encode.Encoder, text string, limit int) news.IndexQuery {
	tb.Helper()
	v, err := e.QueryVector(tb.Context(), text)
	if err != nil {
		tb.Fatal(err)
	}
	return news.IndexQuery{Terms: encode.QueryTerms(e.Tokens(nil, text)), Vector: v, Limit: limit}
}

func (x *fixture) query(text string, limit int) news.IndexQuery {
	return Query(x.t, x.encoder, text, limit)
}

// wantKind fails unless err is of a kind.
func (x *fixture) wantKind(what string, err error, kind news.Kind) {
	x.t.Helper()
	if err == nil || news.KindOf(err) != kind {
		x.t.Errorf("%s: got error %v, want one of kind %q", what, err, kind)
	}
}
