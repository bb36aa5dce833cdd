package terminal

import (
	"cmp"

	"byline/internal/news"
)

// Sayings writes what was said: each article, then who says what in it.
func (p *Printer) Sayings(l news.SayingsList) {
	last := ""
	for i, s := range l.Sayings {
		if i == 0 || s.Article.ID != last {
			last = s.Article.ID
			p.Entry("", Headline(s.Article))
			p.DimLine("  ", Origin(s.Article))
			p.DimLine("  ", Reference(s.Article))
		}
		words := s.Quote
		if s.Direct {
			words = "“" + words + "”"
		}
		p.Line("  ", OneLine(cmp.Or(s.Speaker, "somebody")+": "+words))
		p.provenance("  ", s.Provenance)
	}
	p.DimLine("", "said in "+counted(l.Articles, "article", "articles"))
	if l.Next != "" {
		p.DimLine("", "there are more: --cursor "+OneLine(l.Next))
	}
}

// provenance writes from whom sentences are, if that is told.
func (p *Printer) provenance(indent string, from news.Provenance) {
	if text := from.String(); text != "" {
		p.DimLine(indent, "from "+OneLine(text))
	}
}
