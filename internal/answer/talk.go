package answer

import (
	"cmp"
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
)

// chat replies to what asks nothing of the news. Nothing is searched for, and
// nothing is cited.
func (w *writer) chat(req news.AnswerRequest, form ask.Form) error {
	w.answer.Status = news.StatusNotFound
	asOf := req.Search.AsOf
	if asOf.IsZero() {
		asOf = cmp.Or(req.Search.Asked, time.Now())
	}
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
	}
	if err := w.write(piece{text: reply}); err != nil {
		return err
	}
	return w.done()
}
