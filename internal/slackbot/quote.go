package slackbot

import (
	"cmp"
	"fmt"
	"strings"

	"byline/internal/news"
)

// renderQuotes says who printed words, the earliest first, or what comes closest.
func renderQuotes(r news.QuoteResult) message {
	heading, list := "Who printed these words", r.Printings
	if len(list) == 0 {
		heading, list = "No article here printed these words", r.Closest
	}
	m := headed(heading)
	switch {
	case len(r.Printings) > 0:
	case len(r.Closest) > 0:
		m.blocks = append(m.blocks, section("The closest:"))
	default:
		m.blocks = append(m.blocks, section("None has anything like them, either."))
	}
	for i, p := range list[:min(len(list), shownHits)] {
		m.blocks = append(m.blocks, section(printingText(p, r.Words, i == 0 && r.First())))
	}
	return m.warned(r.Warnings)
}

// printingText is an article that printed words, what stands there, and what differs.
func printingText(p news.Printing, words int, first bool) string {
	out := "*" + titleOf(p.Article) + "*\n" + articleLine(p.Article)
	if first {
		out += " · first"
	}
	if n := len(p.Copies); n > 0 {
		out += fmt.Sprintf(" · also in %d more", n)
	}
	out += "\n>" + escape(shorten(cmp.Or(p.Quote, p.Article.Headline), excerpt)) + "\n"
	if p.Exact {
		return out + "Word for word"
	}
	out += fmt.Sprintf("%d of %d words as printed", p.Same, words)
	if differ := strings.Join(p.Differences(), ", "); differ != "" {
		out += ": " + escape(shorten(differ, excerpt))
	}
	return out
}
