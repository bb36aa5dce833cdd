package answer

import (
	"regexp"
	"strings"

	"byline/internal/chunk"
	"byline/internal/news"
	"byline/internal/speech"
)

// writer puts an answer together and streams it. Whatever it streams as
// deltas is, put together, the text of the answer.
type writer struct {
	emit   func(news.Event) error
	cut    func(quote) (text string, ok bool) // the words of a quote, if its article has them
	answer news.Answer
	text   strings.Builder
	facts  map[string]float64
	brief  bool // fewer words are asked for: one quote
	unread bool // nobody has read what was written so far, so it can be taken back
}

// quote is a span of an article that is worth citing.
type quote struct {
	article *news.Article
	news.Span
}

// piece is a stretch of an answer: text that ends in the markers of its quotes.
type piece struct {
	text   string // without markers; space before the markers is put in
	quotes []quote
}

// found streams what the search understood and found.
func (w *writer) found(result news.SearchResult) error {
	w.answer.Understood = result.Understood
	if err := w.emit(news.Event{Kind: news.EventUnderstood, Understood: result.Understood}); err != nil {
		return err
	}
	return w.emit(news.Event{Kind: news.EventPassages, Passages: result.Hits})
}

// write adds pieces to the answer: one delta, then the citations that are new.
// A piece whose quotes are nowhere in their articles is left out.
func (w *writer) write(pieces ...piece) error {
	var delta strings.Builder
	known := len(w.answer.Citations)
	for _, p := range pieces {
		var markers strings.Builder
		for _, q := range p.quotes {
			if n, ok := w.cite(q); ok {
				markers.WriteString(marker(n))
			}
		}
		switch {
		case markers.Len() > 0:
			delta.WriteString(neutral(p.text) + " " + markers.String())
		case len(p.quotes) == 0:
			delta.WriteString(neutral(p.text))
		}
	}
	if delta.Len() == 0 {
		return nil
	}
	w.text.WriteString(delta.String())
	if err := w.emit(news.Event{Kind: news.EventDelta, Delta: delta.String()}); err != nil {
		return err
	}
	for _, c := range w.answer.Citations[known:] {
		if err := w.emit(news.Event{Kind: news.EventCitation, Citation: c}); err != nil {
			return err
		}
	}
	return nil
}

// direct writes what an answer comes to, with the quote that carries it, before
// anything else.
func (w *writer) direct(q quote, d direct) error {
	if text, ok := w.cut(q); !ok || text == "" || w.text.Len() > 0 {
		return nil
	}
	a := q.article
	d = introduced(a, d)
	w.answer.Direct = news.Direct{
		Text: d.text, Span: d.Span, Marker: 1, Source: outlet(*a), Published: a.Published, Confidence: d.sure,
	}
	if err := w.emit(news.Event{Kind: news.EventDirect, Direct: w.answer.Direct}); err != nil {
		return err
	}
	line := d.text
	if by := origin(*a); by != "" {
		line += " – " + by
	}
	return w.write(piece{text: line, quotes: []quote{q}}, piece{text: "\n\n"})
}

// cite returns the marker of a quote, a new one if it was not cited yet, none
// if its article does not have it.
func (w *writer) cite(q quote) (n int, ok bool) {
	for _, c := range w.answer.Citations {
		if c.Article.ID == q.article.ID && c.Span == q.Span {
			return c.Marker, true
		}
	}
	text, ok := w.cut(q)
	if !ok || text == "" {
		return 0, false
	}
	w.answer.Citations = append(w.answer.Citations, citation(len(w.answer.Citations)+1, q.article, q.Span, text))
	return len(w.answer.Citations), true
}

// citation is the citation of words of an article.
func citation(marker int, article *news.Article, span news.Span, quote string) news.Citation {
	_, chains := speech.Read(article, chunk.Sentences)
	return news.Citation{
		Marker: marker, Article: *article, Span: span, Quote: quote, Link: link(article, span), Provenance: speech.Behind(span, chains),
	}
}

// takeBack forgets what was written. It reports false if it has been read.
func (w *writer) takeBack() bool {
	if w.unread {
		w.text.Reset()
		w.answer.Citations, w.answer.Direct = nil, news.Direct{}
	}
	return w.unread
}

// warn adds a warning, once.
func (w *writer) warn(text string) {
	for _, old := range w.answer.Warnings {
		if old == text {
			return
		}
	}
	w.answer.Warnings = append(w.answer.Warnings, text)
}

// done ends the answer.
func (w *writer) done() error {
	w.answer.Text = w.text.String()
	return w.emit(news.Event{Kind: news.EventDone, Done: w.answer})
}

// oneLine is text on one line, in single spaces.
func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

var bracketed = regexp.MustCompile(`\[(\s*\d+\s*)\]`)

// neutral rounds the brackets of what looks like a marker but is text.
func neutral(text string) string {
	if !strings.Contains(text, "[") {
		return text
	}
	return bracketed.ReplaceAllString(text, "($1)")
}
