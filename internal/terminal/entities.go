package terminal

import (
	"fmt"

	"byline/internal/news"
)

// Entities lists whom and what articles name, with how many do, and what was decided.
func (p *Printer) Entities(l news.EntityList) {
	for _, e := range l.Entities {
		fmt.Fprintf(p.W, "%7s  %s\n", Count(e.Count), Safe(e.Name))
	}
	if len(l.Entities) == 0 {
		p.DimLine("", "no article names any")
	}
	if l.More > 0 {
		p.DimLine("", fmt.Sprintf("and %s more; words of a name, or filters, leave fewer", Count(l.More)))
	}
	if len(l.Decisions) > 0 {
		p.Line("", "")
		p.EntityDecisions(l.Decisions)
	}
}

// EntityDecisions lists what was decided about names.
func (p *Printer) EntityDecisions(list []news.EntityDecision) {
	for _, d := range list {
		if d.As == "" {
			p.Line("", Safe(d.Name)+": removed")
			continue
		}
		p.Line("", Safe(d.Name)+" is "+Safe(d.As))
	}
	if len(list) == 0 {
		p.DimLine("", "nothing is decided")
	}
}
