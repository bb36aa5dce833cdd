package terminal

import (
	"fmt"
	"strings"

	"byline/internal/news"
)

// barWidth is how many characters the longest bar has.
const barWidth = 40

// Coverage draws how much was published on something, a bar for each time.
func (p *Printer) Coverage(c news.Coverage) {
	most := 0
	for _, t := range c.Times {
		most = max(most, t.Articles)
	}
	for _, t := range c.Times {
		bar := strings.Repeat("█", (t.Articles*barWidth+most-1)/max(most, 1))
		fmt.Fprintf(p.W, "%s %5d of %5d %s\n", t.Start.Format("2006-01-02"), t.Articles, t.Published, bar)
	}
	p.DimLine("", fmt.Sprintf("%s, %s, of %s published", counted(c.Total.Articles, "article", "articles"), counted(c.Total.Texts, "text", "texts"), Count(c.Total.Published)))
	if c.Unfolded > 0 {
		p.DimLine("", counted(c.Unfolded, "article is", "articles are")+" older than the newest 100,000, among which copies are told")
	}
	if c.Undated > 0 {
		p.DimLine("", counted(c.Undated, "article has no date", "articles have no date"))
	}
}
