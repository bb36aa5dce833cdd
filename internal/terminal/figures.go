package terminal

import (
	"fmt"

	"byline/internal/news"
)

// Figures lays the figures of a story side by side.
func (p *Printer) Figures(f news.StoryFigures) {
	p.Line("", p.Paint(Bold, Headline(f.Article)))
	p.story("", f.Story)
	if len(f.Things) == 0 {
		fmt.Fprintln(p.W)
		fmt.Fprintln(p.W, "No two of its articles give a figure for the same thing.")
	}
	for _, t := range f.Things {
		fmt.Fprintln(p.W)
		label := "… " + OneLine(t.Label)
		if t.Differs() {
			label += " (articles differ)"
		}
		p.Line("", p.Paint(Bold, label))
		for _, v := range t.Values {
			p.figure(v)
		}
	}
}

// figure says what a value is, who gives it, and in which words.
func (p *Printer) figure(v news.FigureValue) {
	line := OneLine(v.Figure) + " " + Origin(v.Article)
	if n := len(v.Others); n > 0 {
		line += fmt.Sprintf(" and %s", counted(n, "other article", "other articles"))
	}
	if v.Superseded {
		line += " · superseded"
	}
	p.Line("  ", line)
	p.DimLine("    ", "“"+OneLine(v.Quote)+"”")
	p.DimLine("    ", Reference(v.Article))
}
