package httpapi

import "byline/internal/news"

// answerText makes the text of an answer from its steps, as Markdown with footnotes,
// for the APIs of OpenAI.
type answerText struct {
	footnotes footnotes
	direct    news.Direct
	written   int // bytes so far
	cited     int // citations so far
}

// step returns what a step adds: a piece of text or a citation, or nothing.
func (t *answerText) step(e news.Event) (text string, cited []news.Citation) {
	switch e.Kind {
	case news.EventDirect:
		t.direct = e.Direct
	case news.EventDelta:
		text = t.footnotes.push(e.Delta)
		if t.written == 0 {
			text = t.direct.Bold(text)
		}
		t.written += len(text)
	case news.EventCitation:
		t.cited++
		cited = []news.Citation{e.Citation}
	}
	return text, cited
}

// end returns what is left once the answer is known: citations, the end of the
// text and its footnotes.
func (t *answerText) end(a news.Answer) (text, notes string, cited []news.Citation) {
	text, notes = t.footnotes.rest(), sources(a.Citations)
	if t.written == 0 && text == "" { // an answerer that does not stream its text
		text = a.Direct.Bold(marked(a.Text))
	}
	cited = a.Citations[min(t.cited, len(a.Citations)):]
	t.cited += len(cited)
	t.written += len(text) + len(notes)
	return text, notes, cited
}

// wholeText is the text of an answer that does not come in steps.
func wholeText(a news.Answer) string {
	text, notes, _ := new(answerText).end(a)
	return text + notes
}
