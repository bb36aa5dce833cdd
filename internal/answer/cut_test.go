package answer_test

import (
	"context"
	"strings"
	"testing"

	"byline/internal/answer"
	"byline/internal/news"
)

// mistaken is a searcher that finds every article, some with words that are not theirs.
type mistaken struct {
	spoil map[string]func(*news.Hit) // by article
}

func (m mistaken) Search(_ context.Context, req news.SearchRequest) (news.SearchResult, error) {
	result := news.SearchResult{Understood: news.Understood{Query: req.Query}}
	for i, a := range articles() {
		h := news.Hit{Article: a, Score: 1 - float64(i)/10, Passage: news.Passage{ArticleID: a.ID, Span: news.Span{End: len(a.Body)}, Text: a.Body}}
		if spoil := m.spoil[a.ID]; spoil != nil {
			spoil(&h)
		}
		result.Hits = append(result.Hits, h)
	}
	return result, nil
}

// A passage whose words are not those of its article is neither quoted nor
// shown to a model, and somebody is told. The answer is made of the others.
func TestAPassageWithOtherWordsIsNotQuoted(t *testing.T) {
	for name, spoil := range map[string]func(*news.Hit){
		"the body is empty":     func(h *news.Hit) { h.Article.Body = "" },
		"the body is shorter":   func(h *news.Hit) { h.Article.Body = h.Article.Body[:40] },
		"the body is longer":    func(h *news.Hit) { h.Article.Body = "Six zebras were hurt. " + h.Article.Body },
		"the body is as long":   func(h *news.Hit) { h.Article.Body = strings.Replace(h.Article.Body, "Six people", "Six zebras", 1) },
		"the body is shifted":   func(h *news.Hit) { h.Article.Body = "é" + h.Article.Body },
		"a character is broken": func(h *news.Hit) { h.Article.Body = "x" + strings.Repeat("я", len(h.Article.Body)) },
		"the span is beyond it": func(h *news.Hit) { h.Passage.End = 1 << 40 },
		"the span is before it": func(h *news.Hit) { h.Passage.Start = -1 },
		"the span is backwards": func(h *news.Hit) { h.Passage.Start, h.Passage.End = h.Passage.End, h.Passage.Start },
		"the words are others":  func(h *news.Hit) { h.Passage.Text = "Six zebras were hurt on the ferry Merle." },
	} {
		for writer, chat := range map[string]answer.Chat{"quotes": nil, "a model": says(t, "Four people were hurt on the Merle, the coastguard said [{Four of them}].")} {
			t.Run(name+", answered by "+writer, func(t *testing.T) {
				var told []string
				d := desk{t: t, Answerer: answer.New(mistaken{map[string]func(*news.Hit){"herald": spoil}}, answer.Config{
					Chat: chat, WrongSpan: func(_ context.Context, a *news.Article, _ news.Span) { told = append(told, a.ID) },
				})}
				var shown []news.Hit
				a, err := d.Answer(t.Context(), news.AnswerRequest{Question: "How many people were hurt on the ferry Merle?"}, func(e news.Event) error {
					shown = append(shown, e.Passages...)
					return nil
				})
				if err != nil {
					t.Fatal(err)
				}
				checkAnswer(t, a, articles())
				if len(told) != 1 || told[0] != "herald" || len(shown) != len(articles())-1 {
					t.Errorf("told of %v, %d passages shown", told, len(shown))
				}
				for _, c := range a.Citations {
					if c.Article.ID == "herald" {
						t.Errorf("quoted %q", c.Quote)
					}
				}
				if strings.Contains(a.Text, "zebra") || chat == nil && len(a.Citations) == 0 {
					t.Errorf("answered %q", a.Text)
				}
			})
		}
	}
}
