package answer

import (
	"cmp"
	"context"
	"time"

	"byline/internal/lang"
	"byline/internal/news"
	ask "byline/internal/question"
)

// talkReplies are what is said to somebody who asks nothing of the news, by what that is.
var talkReplies = map[ask.Form]string{ask.Greeting: "hello", ask.Thanks: "thanks", ask.Assistant: "help", ask.Language: "translate"}

// talk replies to what asks nothing of the news, and says what could be asked.
// Nothing is searched for, and nothing is cited.
func (a *Answerer) talk(ctx context.Context, req news.AnswerRequest, read ask.Question, w *writer) error {
	w.answer.Status = news.StatusNotFound
	asOf := cmp.Or(req.Search.AsOf, req.Search.Asked, time.Now())
	understood := news.Understood{Query: oneLine(req.Question), AsOf: asOf, Filter: req.Search.Filter}
	if err := w.found(news.SearchResult{Understood: understood}); err != nil {
		return err
	}
	in := lang.Asked(read.Language)
	reply := own(in, cmp.Or(talkReplies[read.Form], "other"))
	if a.config.Suggestions != nil {
		w.answer.Suggestions = a.config.Suggestions(ctx)
	}
	for i, q := range w.answer.Suggestions {
		if i == 0 {
			reply += "\n\n" + own(in, "suggest")
		}
		reply += "\n\n" + q
	}
	if err := w.write(piece{text: reply}); err != nil {
		return err
	}
	return w.done()
}
