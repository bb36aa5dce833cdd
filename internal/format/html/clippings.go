package html

import (
	"bytes"
	"strings"

	"golang.org/x/net/html/atom"

	"byline/internal/format/charset"
	"byline/internal/format/field"
	"byline/internal/news"
)

// fewestClippings is how many articles make a page one of clippings.
const fewestClippings = 2

// Clippings returns the articles of a page that somebody has put together of clippings:
// elements side by side that each have a heading, below it a line with the outlet and the
// date, and a text. It is nil for any other page. Pages of sites have scripts.
func Clippings(page []byte, contentType string, c field.Clock) (found []news.Article) {
	if len(page) > maxBytes || bytes.Contains(page, []byte("<script")) || headings(page) < fewestClippings {
		return nil
	}
	doc := tree(charset.UTF8(page, contentType))
	if doc == nil {
		return nil
	}
	blocks := blocksOf(doc)
	for i := 0; i < len(blocks); i++ {
		a, next := clipping(blocks, i, c)
		if next == 0 {
			continue
		}
		found, i = append(found, a), next-1
	}
	if len(found) < fewestClippings {
		return nil
	}
	return found
}

func headings(page []byte) int {
	lower := bytes.ToLower(page)
	return bytes.Count(lower, []byte("<h2")) + bytes.Count(lower, []byte("<h3")) + bytes.Count(lower, []byte("<h1"))
}

// clipping returns the article whose heading is the i-th block, and the block behind it; 0
// if there is none.
func clipping(blocks []block, i int, c field.Clock) (a news.Article, next int) {
	if !blocks[i].isHeading() || i+2 >= len(blocks) {
		return a, 0
	}
	a, ok := field.Imprint(blocks[i+1].line(), c.Zone)
	if !ok {
		return a, 0
	}
	level := blocks[i].node.DataAtom
	var text []string
	for next = i + 2; next < len(blocks); next++ {
		b := &blocks[next]
		if b.node.DataAtom == level || b.node.DataAtom == atom.H1 {
			break
		}
		text = append(text, b.paragraphs())
	}
	a.Headline, a.Body = field.Line(blocks[i].text), strings.Join(text, "\n\n")
	if a.Body == "" {
		return a, 0
	}
	return a, next
}
