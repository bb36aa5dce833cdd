package embedded_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"byline/internal/embedded"
	"byline/internal/embedded/embeddedtest"
	"byline/internal/encode"
	"byline/internal/indextest"
	"byline/internal/news"

	"github.com/google/go-cmp/cmp"
)

// Whatever is put, changed, deleted, flushed and opened again, and in whatever
// order, an index finds what a fresh one with the same articles would.
func TestAnySequence(t *testing.T) {
	encoder := indextest.Encoder(t)
	for seed := range uint64(5) {
		t.Run(fmt.Sprint(seed), func(t *testing.T) {
			s := &sequence{
				T: t, rand: rand.New(rand.NewPCG(seed, 1)), dir: t.TempDir(), encoder: encoder,
				model: make(map[string]news.Record), revision: make(map[string]int),
			}
			s.x = embeddedtest.Open(t, s.dir, embeddedtest.Options(encoder))
			for step := range 150 {
				s.step()
				if step%50 == 49 {
					checkRanked(t, s.x, s.records())
				}
			}
			s.checkCompacted()
		})
	}
}

// sequence is a run of random operations on an index and on a model of it.
type sequence struct {
	*testing.T
	rand     *rand.Rand
	dir      string
	encoder  *encode.Encoder
	x        *embedded.Index
	model    map[string]news.Record // current versions
	revision map[string]int
	version  int
}

func (s *sequence) step() {
	s.Helper()
	switch n := s.rand.IntN(100); {
	case n < 75:
		s.put()
	case n < 90:
		s.delete()
	case n < 96:
		if err := s.x.Flush(); err != nil {
			s.Fatal(err)
		}
	default:
		closeTest(s, s.x)
		s.x = embeddedtest.Open(s, s.dir, embeddedtest.Options(s.encoder))
	}
}

// put stores up to five of eighty articles, in new versions or in old ones.
func (s *sequence) put() {
	s.Helper()
	articles := make([]news.Article, 1+s.rand.IntN(5))
	for i := range articles {
		articles[i] = indextest.Article(s.rand.IntN(80))
		if s.rand.IntN(3) > 0 {
			s.version++
			articles[i] = indextest.Revised(articles[i], s.version)
		}
	}
	records := indextest.Records(s, s.encoder, articles...)
	results, err := s.x.Put(s.Context(), records)
	if err != nil {
		s.Fatal(err)
	}
	for i, r := range records {
		id := r.Article.ID
		want := news.PutCreated
		if old, ok := s.model[id]; ok {
			if want = news.PutUpdated; old.Hash == r.Hash {
				want = news.PutUnchanged
			}
		}
		if want != news.PutUnchanged {
			s.revision[id]++
		}
		if results[i].Status != want || r.Article.Revision != s.revision[id] {
			s.Fatalf("%s: %s as revision %d, want %s as %d", id, results[i].Status, r.Article.Revision, want, s.revision[id])
		}
		s.model[id] = r
	}
}

func (s *sequence) delete() {
	s.Helper()
	ids := slices.Sorted(maps.Keys(s.model))
	if len(ids) == 0 {
		return
	}
	id := ids[s.rand.IntN(len(ids))]
	if err := s.x.Delete(s.Context(), id); err != nil {
		s.Fatal(err)
	}
	delete(s.model, id) // its revision stays taken
}

func (s *sequence) records() indextest.Reference {
	var out indextest.Reference
	for _, id := range slices.Sorted(maps.Keys(s.model)) {
		out = append(out, s.model[id])
	}
	return out
}

// checkCompacted merges everything, so that nothing dead is left to count, and
// compares all that the index tells with the model.
func (s *sequence) checkCompacted() {
	s.Helper()
	if err := s.x.MergeAll(); err != nil {
		s.Fatal(err)
	}
	want := s.records()
	checkTest(s, s.x, s.encoder, want)

	passages := 0
	labels := make(map[string]bool)
	for _, r := range want {
		passages += len(r.Passages)
		for _, subject := range r.Article.Subjects {
			labels[subject] = true
		}
	}
	st, err := s.x.Stats(s.Context())
	if err != nil {
		s.Fatal(err)
	}
	if st.Articles != len(want) || st.Passages != passages {
		s.Errorf("%d articles and %d passages, want %d and %d", st.Articles, st.Passages, len(want), passages)
	}
	if got, err := s.x.Subjects(s.Context()); err != nil || len(got) != len(labels) {
		s.Errorf("subjects %q, error %v, want %d of them", got, err, len(labels))
	}
	list, _, err := s.x.Articles(s.Context(), news.Filter{}, news.Page{Limit: 1000})
	if err != nil {
		s.Fatal(err)
	}
	got := make(map[string]news.Article, len(list))
	for i := range list {
		got[list[i].ID] = list[i]
	}
	articles := make(map[string]news.Article, len(want))
	for i := range want {
		articles[want[i].Article.ID] = want[i].Article
	}
	if diff := cmp.Diff(articles, got); diff != "" {
		s.Errorf("articles (-want +got):\n%s", diff)
	}
}
