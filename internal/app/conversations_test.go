package app_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"byline/internal/eval"
	"byline/internal/news"
	"byline/seeds"
)

// Follow-ups are understood by what was said before. Those of the second file
// were written with the first and not looked at while follow-ups were mended.
func TestConversationsAboutTheSamples(t *testing.T) {
	answerer := overTheSamples(t)
	asOf, err := time.Parse(time.DateOnly, seeds.AsOf)
	if err != nil {
		t.Fatal(err)
	}
	search := news.SearchRequest{AsOf: asOf.AddDate(0, 0, 1).Add(-time.Second)}
	ask := func(ctx context.Context, req news.AnswerRequest) (news.Answer, error) {
		return answerer.Answer(ctx, req, nil)
	}
	for name, least := range map[string]float64{"conversations": .9, "conversations-unseen": .66, "desk": .7, "desk-unseen": .7} {
		t.Run(name, func(t *testing.T) {
			all, err := eval.ReadConversations("testdata/" + name + ".txt")
			if err != nil {
				t.Fatal(err)
			}
			asked, err := eval.Conversations(t.Context(), all, search, ask)
			if err != nil {
				t.Fatal(err)
			}
			right := 0.
			for _, a := range asked {
				if a.Right {
					right++
				}
			}
			var table strings.Builder
			if err := eval.WriteConversations(&table, asked); err != nil {
				t.Fatal(err)
			}
			t.Log("\n" + table.String())
			if right < least*float64(len(asked)) {
				t.Errorf("%.0f of %d are right", right, len(asked))
			}
		})
	}
}
