package terminal_test

import (
	"strings"
	"testing"

	"byline/internal/news"
	"byline/internal/terminal"
)

func TestBelowAQuoteStandsFromWhomItIs(t *testing.T) {
	from := news.Provenance{{Origins: []news.Origin{{Kind: news.OriginOutlet, Name: "Bloomberg"}, {Kind: news.OriginOutlet, Name: "Yo\x1bmiuri", Step: 2}}}}
	a := news.Article{ID: "a", Headline: "A ferry"}
	for name, write := range map[string]func(*terminal.Printer){
		"an answer's": func(p *terminal.Printer) {
			p.Sources([]news.Citation{{Marker: 1, Article: a, Quote: "It was sold.", Provenance: from}})
		},
		"what was said": func(p *terminal.Printer) {
			p.Sayings(news.SayingsList{Sayings: []news.Said{{Article: a, Saying: news.Saying{Quote: "It was sold."}, Provenance: from}}})
		},
		"an article": func(p *terminal.Printer) { p.Article(a, from) },
	} {
		t.Run(name, func(t *testing.T) {
			var out strings.Builder
			write(&terminal.Printer{W: &out})
			if !strings.Contains(out.String(), "from Bloomberg, citing Yomiuri\n") {
				t.Errorf("it is not said from whom it is:\n%s", out.String())
			}
		})
	}
}
