package answer_test

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"byline/internal/answer"
	"byline/internal/news"
)

// slow is a model that is loaded for a while before it replies.
type slow struct {
	chatFunc

	loads time.Duration
}

func (s slow) Chat(ctx context.Context, messages []news.Message, onDelta func(string) error) (string, error) {
	time.Sleep(s.loads) // within a bubble of synctest
	return s.chatFunc.Chat(ctx, messages, onDelta)
}

func TestReadersAreToldThatAModelIsWaitedFor(t *testing.T) {
	for loads, told := range map[time.Duration]int{time.Second: 0, 10 * time.Second: 1, 4 * time.Minute: 1} {
		synctest.Test(t, func(t *testing.T) {
			model := slow{func([]news.Message) (string, error) {
				return "25 people were hurt when the ferry Merle ran aground, the hospital of Velmoor said [1].", nil
			}, loads}
			var kinds []news.EventKind
			a, err := answer.New(ports{}, answer.Config{Chat: model}).Answer(t.Context(), news.AnswerRequest{Question: hurt}, func(e news.Event) error {
				kinds = append(kinds, e.Kind)
				return nil
			})
			if err != nil || a.Text == "" {
				t.Fatalf("%q, error %v", a.Text, err)
			}
			waiting := 0
			for i, k := range kinds {
				if k == news.EventWaiting {
					waiting++
					if i != 2 { // behind understood and passages
						t.Errorf("events %v", kinds)
					}
				}
			}
			if waiting != told {
				t.Errorf("loaded for %s: told %d times, want %d", loads, waiting, told)
			}
		})
	}
}

func TestAReaderThatIsGoneWhileAModelLoadsEndsTheAnswer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		gone := errors.New("gone")
		model := slow{func([]news.Message) (string, error) { return "It was quiet.", nil }, time.Minute}
		_, err := answer.New(ports{}, answer.Config{Chat: model}).Answer(t.Context(), news.AnswerRequest{Question: hurt}, func(e news.Event) error {
			if e.Kind == news.EventWaiting {
				return gone
			}
			return nil
		})
		if !errors.Is(err, gone) {
			t.Errorf("error %v", err)
		}
	})
}
