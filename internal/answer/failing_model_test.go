package answer_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"byline/internal/answer"
	"byline/internal/news"
)

// ports is a searcher that finds a passage about each of two dozen ports, and
// what was asked for in the last of them: more than a model is shown.
type ports struct{}

func (ports) Search(_ context.Context, req news.SearchRequest) (news.SearchResult, error) {
	result := news.SearchResult{Understood: news.Understood{Query: req.Query}}
	names := []string{
		"Abernoth", "Brunsel", "Castmere", "Dravik", "Elsholm", "Farnoe", "Gelmar", "Hollin", "Iskerry", "Jorvald", "Kestrup", "Lumme",
		"Morhaven", "Norrick", "Ostrand", "Pellworm", "Quarne", "Rosk", "Skerrin", "Tolvik", "Ulmouth", "Velmoor", "Westray", "Yarrow",
	}
	for i, name := range names[:min(len(names), req.Limit)] {
		body := fmt.Sprintf("The harbour of %s was quiet when the ferry Merle ran aground, its master told %s Radio on Tuesday.", name, name)
		if i > 20 {
			body = fmt.Sprintf("%d people were hurt when the ferry Merle ran aground, the hospital of %s said on Wednesday.", 4+i, name)
		}
		a := news.Article{ID: name, Source: name + " Post", Headline: "News from " + name, Published: at(11, 3), Body: body}
		result.Hits = append(result.Hits, news.Hit{
			Article: a, Score: 1 - float64(i)/1000, Passage: news.Passage{ArticleID: a.ID, Span: news.Span{End: len(body)}, Text: body},
		})
	}
	return result, nil
}

// Quotes are chosen from all that was found, whether or not a model was shown
// a part of it before: a broken model is no worse than none.
func TestAModelThatFailsLeavesTheAnswerThatIsGivenWithoutOne(t *testing.T) {
	ask := func(chat answer.Chat) news.Answer {
		t.Helper()
		a, err := answer.New(ports{}, answer.Config{Chat: chat}).Answer(t.Context(), news.AnswerRequest{Question: hurt}, nil)
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	without := ask(nil)
	if without.Status == news.StatusNotFound || len(without.Citations) < 2 {
		t.Fatalf("without a model: status %s, %q", without.Status, without.Text)
	}
	for name, chat := range map[string]chatFunc{
		"it cannot be reached": func([]news.Message) (string, error) {
			return "", news.Errorf(news.KindUnavailable, "nobody answers")
		},
		"it breaks off":             func([]news.Message) (string, error) { return "Twenty-five pe", errors.New("connection reset") },
		"it cites nothing":          func([]news.Message) (string, error) { return "It was a quiet day in all of the ports.", nil },
		"it cites what was unshown": func([]news.Message) (string, error) { return "26 people were hurt [23].", nil },
	} {
		t.Run(name, func(t *testing.T) {
			with := ask(chat)
			if diff := cmp.Diff(without, with, cmpopts.IgnoreFields(news.Answer{}, "Warnings")); diff != "" {
				t.Errorf("the answer differs (-without a model +with one that fails):\n%s", diff)
			}
			if len(with.Warnings) <= len(without.Warnings) {
				t.Errorf("warnings %q do not tell of it", with.Warnings)
			}
		})
	}
}
