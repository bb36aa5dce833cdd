package web

import (
	"fmt"
	"strings"

	"byline/internal/news"
)

// Quote is the page on which one finds who printed words.
type Quote struct {
	Text   string
	Result *news.QuoteResult // nil if nothing was looked for or the looking failed
	Fault  string
}

func (v Quote) title() string {
	if v.Text != "" {
		return "Who printed this?"
	}
	return "Quotes"
}

func (Quote) section() string { return "quote" }

// Listed are the articles that the page lists.
func (v Quote) Listed() []news.Printing {
	if len(v.Result.Printings) > 0 {
		return v.Result.Printings
	}
	return v.Result.Closest
}

// Differ reports whether any article has other words than were looked for.
func (v Quote) Differ() bool {
	for _, p := range v.Listed() {
		if !p.Exact {
			return true
		}
	}
	return false
}

// Change is a run of words that an article has and of those that were looked for in
// their place, with what stands before it in the article.
type Change struct {
	Between string
	news.QuotePiece
}

// changes are the words of a printing, with the punctuation that stands between them.
func changes(p news.Printing) []Change {
	out := make([]Change, len(p.Pieces))
	for i, piece := range p.Pieces {
		out[i] = Change{QuotePiece: piece}
		if piece.Kind == news.QuoteLeftOut {
			out[i].Printed = omitted(piece.Printed)
		}
		switch {
		case i == 0:
		case p.Pieces[i-1].Kind == news.QuoteHeading:
			out[i].Between = " " // and no place in the body
		default:
			out[i].Between = between(p.Article.Body, p.Pieces[i-1].End, piece.Start)
		}
	}
	return out
}

// between is what a body has from one place to another: white space at least.
func between(body string, from, to int) string {
	if from >= to || from < 0 || to > len(body) {
		return " "
	}
	return body[from:to]
}

// omittedLength is how many bytes of what a quote says to leave out are shown.
const omittedLength = 160

// omitted is what a quote says to leave out, or how much that is.
func omitted(text string) string {
	if len(text) <= omittedLength {
		return text
	}
	return fmt.Sprintf("%s left out", formatCount(len(strings.Fields(text)), "word"))
}
