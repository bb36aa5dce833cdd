package answer

import (
	"cmp"
	"context"
	"time"

	"byline/internal/news"
	ask "byline/internal/question"
)

// What is said to somebody who asks nothing of the news.
const (
	helloReply  = "Hello. Ask a question about the news, and the answer will quote the articles that it is from."
	thanksReply = "You are welcome. Ask on whenever you like."
	helpReply   = "Byline answers questions from the articles that it was given, and quotes them with outlet and date. Ask who, what, when, where, why or how many; for what happened at some time or in some place; for the latest on something, a timeline, a summary or a comparison. “And in Ravnholm?” goes on from the question before."
	otherReply  = "That is not a question about the news, and Byline answers from news articles only. Ask about something that was reported."
	wordsReply  = "Byline does not translate: it quotes articles in the language in which they were printed."
	suggestion  = "The articles here answer, for example:"
)

// talk replies to what asks nothing of the news, and says what could be asked.
// Nothing is searched for, and nothing is cited.
func (a *Answerer) talk(ctx context.Context, req news.AnswerRequest, form ask.Form, w *writer) error {
	w.answer.Status = news.StatusNotFound
	asOf := cmp.Or(req.Search.AsOf, req.Search.Asked, time.Now())
	understood := news.Understood{Query: oneLine(req.Question), AsOf: asOf, Filter: req.Search.Filter}
	if err := w.found(news.SearchResult{Understood: understood}); err != nil {
		return err
	}
	reply := otherReply
	switch form {
	case ask.Greeting:
		reply = helloReply
	case ask.Thanks:
		reply = thanksReply
	case ask.Assistant:
		reply = helpReply
	case ask.Language:
		reply = wordsReply
	}
	if a.config.Suggestions != nil {
		w.answer.Suggestions = a.config.Suggestions(ctx)
	}
	for i, q := range w.answer.Suggestions {
		if i == 0 {
			reply += "\n\n" + suggestion
		}
		reply += "\n\n" + q
	}
	if err := w.write(piece{text: reply}); err != nil {
		return err
	}
	return w.done()
}
