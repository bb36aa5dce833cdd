package terminal

import (
	"fmt"
	"strings"

	"byline/internal/news"
)

// Quotes writes who printed words.
func (p *Printer) Quotes(result news.QuoteResult) {
	list := result.Printings
	switch {
	case len(list) > 0:
	case len(result.Closest) == 0:
		fmt.Fprintln(p.W, "No article here has these words, nor anything like them.")
		return
	default:
		fmt.Fprintln(p.W, "No article here printed these words. The closest:")
		fmt.Fprintln(p.W)
		list = result.Closest
	}
	for i, printing := range list {
		if i > 0 {
			fmt.Fprintln(p.W)
		}
		p.printing(i+1, printing, result)
	}
}

func (p *Printer) printing(n int, printing news.Printing, result news.QuoteResult) {
	p.Entry(fmt.Sprintf("%2d. ", n), Headline(printing.Article))
	origin := Origin(printing.Article)
	if n == 1 && result.First() {
		origin += " · first"
	}
	p.DimLine("    ", origin)
	p.Line("    ", p.marked(printing.Pieces))
	p.DimLine("    ", verdict(printing, result.Words))
	p.DimLine("    ", Reference(printing.Article))
	p.DimLine("    ", copies(printing.Copies))
}

// verdict says in words how much is as it was printed.
func verdict(p news.Printing, words int) string {
	if p.Exact {
		return "word for word"
	}
	return fmt.Sprintf("%d of %d words as printed; {+added} [-dropped-] {printed → as given}", p.Same, words)
}

// marked is the words of the article with what differs in what was asked for.
func (p *Printer) marked(pieces []news.QuotePiece) string {
	var parts []string
	for _, piece := range pieces {
		given, printed := OneLine(piece.Given), OneLine(piece.Printed)
		switch piece.Kind {
		case news.QuoteSame, news.QuoteHeading:
			parts = append(parts, printed)
		case news.QuoteDropped:
			parts = append(parts, p.Paint(Bold, "[-"+printed+"-]"))
		case news.QuoteAdded:
			parts = append(parts, p.Paint(Bold, "{+"+given+"}"))
		case news.QuoteLeftOut:
			parts = append(parts, p.Paint(Dim, "(… "+printed+" …)"))
		case news.QuoteBracket:
			parts = append(parts, p.Paint(Dim, strings.TrimSpace(printed+" ["+given+"]")))
		default:
			parts = append(parts, p.Paint(Bold, "{"+printed+" → "+given+"}"))
		}
	}
	return strings.Join(parts, " ")
}
