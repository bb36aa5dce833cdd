package answer_test

import (
	"context"
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// silent is a searcher that nobody may ask.
type silent struct{ t *testing.T }

func (s silent) Search(_ context.Context, req news.SearchRequest) (news.SearchResult, error) {
	s.t.Errorf("%q was searched for", req.Query)
	return news.SearchResult{}, nil
}

// Whoever asks nothing is told what could be asked, and nothing is searched for.
func TestTalkIsAnsweredWithQuestionsThatCanBeAsked(t *testing.T) {
	questions := []string{"Who bought the Sollund shipyard?", "What did Hedda Krull say?"}
	a := answer.New(silent{t}, answer.Config{Suggestions: func(context.Context) []string { return questions }})
	for _, said := range []string{"hi", "Good morning!", "thanks a lot", "Who are you?", "What can you do?", "tell me a joke"} {
		got, err := a.Answer(t.Context(), news.AnswerRequest{Question: said}, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, q := range questions {
			if !strings.Contains(got.Text, "\n\n"+q) {
				t.Errorf("%q is answered by %q, without %q", said, got.Text, q)
			}
		}
		if len(got.Suggestions) != 2 || len(got.Citations) > 0 {
			t.Errorf("%q: suggestions %q, %d citations", said, got.Suggestions, len(got.Citations))
		}
	}
}

func TestTalkWithoutSuggestionsPromisesNone(t *testing.T) {
	for _, none := range []func(context.Context) []string{nil, func(context.Context) []string { return nil }} {
		got, err := answer.New(silent{t}, answer.Config{Suggestions: none}).Answer(t.Context(), news.AnswerRequest{Question: "hello"}, nil)
		if err != nil || strings.Contains(got.Text, "example") || !strings.HasPrefix(got.Text, "Hello.") {
			t.Errorf("got %q, error %v", got.Text, err)
		}
	}
}
