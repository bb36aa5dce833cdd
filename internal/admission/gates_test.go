package admission_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/admission"
	"byline/internal/news"
)

// desk searches in a second, and answers with what it found; if a model
// writes, that takes another minute.
type desk struct {
	admission.Searcher
}

func (d desk) Answer(ctx context.Context, req news.AnswerRequest, emit func(news.Event) error) (news.Answer, error) {
	result, err := d.Search(ctx, news.SearchRequest{Query: req.Question})
	if err != nil {
		return news.Answer{}, err
	}
	if !req.NoLLM {
		time.Sleep(time.Minute)
	}
	a := news.Answer{Text: result.Understood.Query}
	if emit == nil {
		return a, nil
	}
	return a, emit(news.Event{Kind: news.EventDone, Done: a})
}

type archive struct{}

func (archive) Search(_ context.Context, req news.SearchRequest) (news.SearchResult, error) {
	time.Sleep(time.Second)
	return news.SearchResult{Understood: news.Understood{Query: req.Query}}, nil
}

func (archive) Similar(_ context.Context, req news.SimilarRequest) (news.SearchResult, error) {
	time.Sleep(time.Second)
	return news.SearchResult{Understood: news.Understood{Query: req.Text}}, nil
}

func newDesk(writes bool) (admission.Gates, admission.Searcher, admission.Answerer) {
	gates := admission.Gates{
		Searches: admission.NewGate(admission.Limits{Running: 1, Wait: time.Second}),
		Answers:  admission.NewGate(admission.Limits{Running: 2, Wait: time.Second}),
	}
	s := gates.Searcher(archive{})
	return gates, s, gates.Answerer(desk{s}, writes)
}

func TestAnAnswerHoldsNoSearcherUpWhileAModelWrites(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gates, s, a := newDesk(true)
		go func() { _, _ = a.Answer(t.Context(), news.AnswerRequest{Question: "q"}, nil) }()
		time.Sleep(2 * time.Second) // it has searched, and the model writes
		synctest.Wait()
		if got := gates.Answers.State().Running; got != 1 {
			t.Fatalf("%d answers are being written", got)
		}
		for _, err := range []error{searchError(t, s), similarError(t, s)} {
			if err != nil {
				t.Error(err)
			}
		}
		time.Sleep(time.Minute)
	})
}

func searchError(t *testing.T, s admission.Searcher) error {
	t.Helper()
	result, err := s.Search(t.Context(), news.SearchRequest{Query: "ferry"})
	if err == nil && result.Understood.Query != "ferry" {
		t.Errorf("found %+v", result)
	}
	return err
}

func similarError(t *testing.T, s admission.Searcher) error {
	t.Helper()
	result, err := s.Similar(t.Context(), news.SimilarRequest{Text: "ferry"})
	if err == nil && result.Understood.Query != "ferry" {
		t.Errorf("found %+v", result)
	}
	return err
}

func TestAnswersThatAModelWritesAreBounded(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, _, a := newDesk(true)
		for range 2 {
			go func() { _, _ = a.Answer(t.Context(), news.AnswerRequest{Question: "q"}, nil) }()
			time.Sleep(2 * time.Second)
		}
		if _, err := a.Answer(t.Context(), news.AnswerRequest{Question: "q"}, nil); !errors.Is(err, admission.ErrBusy) {
			t.Errorf("a third answer: %v", err)
		}
		if _, err := a.Answer(t.Context(), news.AnswerRequest{Question: "q", NoLLM: true}, nil); err != nil {
			t.Errorf("an answer of quotes: %v", err)
		}
		time.Sleep(time.Minute)
	})
}

func TestAReaderWhoIsSlowHoldsNobodysTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gates, s, a := newDesk(false)
		answer, err := a.Answer(t.Context(), news.AnswerRequest{Question: "ferry"}, func(e news.Event) error {
			if got := gates.Searches.State().Running; got != 0 || e.Done.Text != "ferry" {
				t.Errorf("%d turns are held while %+v is sent", got, e)
			}
			return searchError(t, s)
		})
		if err != nil || answer.Text != "ferry" {
			t.Errorf("answer %+v, error %v", answer, err)
		}
	})
}

func TestAReaderWhoIsGoneEndsTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		_, _, a := newDesk(false)
		gone := errors.New("gone")
		if _, err := a.Answer(t.Context(), news.AnswerRequest{Question: "ferry"}, func(news.Event) error { return gone }); !errors.Is(err, gone) {
			t.Errorf("error %v", err)
		}
	})
}
